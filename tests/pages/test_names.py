"""What the folder `pages` may be called and hold, so that it shadows and bypasses nothing."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "pages"
COMPOSED = sorted(
    path
    for path in PAGES.glob("*/*.py")
    if path.parent.name not in ("ui", "api") and path.name != "__init__.py"
)
SCRIPTS = [*COMPOSED, PAGES / "shell.py"]


def test_pages_shadow_nothing():
    """Streamlit puts `pages` first on the path: a `pages/reports` would hide `reports`."""
    root = PAGES.parent
    ours = {path.name for path in PAGES.iterdir()} - {"__pycache__"}
    names = {name.removesuffix(".py") for name in ours}
    others = {path.stem for path in root.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert not names & (others - {"__init__"})
    assert not names & sys.stdlib_module_names
    assert not names & {"streamlit", "pandas", "numpy", "geopandas", "shapely", "pyproj", "altair"}


def test_no_folder_lets_a_visitor_past_the_frame():
    """A folder `pages` beside the main script runs its scripts without the frame (T1)."""
    assert not (PAGES / "pages").exists()
    app = (PAGES.parent / "app.py").read_text(encoding="utf-8")
    assert '"pages/shell.py"' in app


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_page_scripts_only_compose(script):
    """They are run anew for every visit: a class made in one is another class the next time."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 60
    assert not [n for n in nodes if isinstance(n, (ast.ClassDef, ast.FunctionDef))]
    assert not [n for n in nodes if isinstance(n, ast.Attribute) and n.attr == "session_state"]


def test_only_session_touches_the_state_of_a_visit():
    for module in PAGES.rglob("*.py"):
        if module.name != "session.py":
            text = module.read_text(encoding="utf-8")
            assert not re.search(r"\bst\.(session_state|query_params)", text), module


def test_nothing_heavy_is_loaded_with_the_app():
    """The first page must not wait for pandas (PLATFORM: 8 times slower)."""
    code = (
        "import sys; sys.path.insert(0, '.'); import app; "
        "print([m for m in ('pandas', 'geopandas', 'shapely', 'pydeck', 'altair', 'weasyprint') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=PAGES.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]"
