"""Each trap found while the product was planned has a test that fails when it comes back."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = [p for top in ("analytics", "pages", "reports") for p in (ROOT / top).rglob("*.py")]

#: Trap -> where the test that guards against it stands.
GUARDS = {
    "T1 a deep link on a fresh server runs a page without the frame": (
        "tests/browser/test_totals_page.py",
        "test_a_deep_link_is_the_first_request_and_runs_inside_the_frame",
    ),
    "T1 a folder called pages beside the main script": (
        "tests/pages/test_names.py",
        "test_no_folder_lets_a_visitor_past_the_frame",
    ),
    "T2 a GeoJSON that is really a recipe for reading other files": (
        "tests/intake/test_read.py",
        "test_a_recipe_in_disguise_reads_no_other_file",
    ),
    "T2 a linked crs": ("tests/intake/test_read.py", "test_a_linked_crs_is_not_followed"),
    "T3 a cache key on sampled data": (
        "tests/core/test_dataset.py",
        "test_one_changed_cell_in_a_large_table_changes_the_fingerprint",
    ),
    "T4 map payloads": (
        "tests/pages/test_map.py",
        "test_the_message_is_small_and_compact_at_any_size",
    ),
    "T5 a map that asks for tiles": (
        "tests/pages/test_map.py",
        "test_no_map_names_an_outside_address",
    ),
    "T6 statistics and icons from elsewhere": (
        "tests/pages/test_look.py",
        "test_nothing_is_told_to_strangers",
    ),
    "T7 no Pango": (
        "tests/setup/test_extras.py",
        "test_without_pango_an_answer_still_comes_and_a_pdf_is_refused_in_a_sentence",
    ),
    "T8 the PDF engine fetches": (
        "tests/reports/test_fetcher.py",
        "test_page_is_made_without_what_was_refused",
    ),
    "T9 zonal sums without a check of coordinate systems": (
        "tests/contracts/test_traps.py",
        "test_zonal_sums_are_made_in_one_place_only",
    ),
    "T10 outlines across the antimeridian": (
        "tests/core/test_countries.py",
        "test_nothing_runs_across_the_map_at_the_antimeridian",
    ),
    "T11 Earth Engine's state is shared by everybody": (
        "tests/contracts/test_traps.py",
        "test_earth_engine_is_known_to_one_folder_only",
    ),
    "T12 a database file that locks others out": (
        "tests/contracts/test_traps.py",
        "test_no_store_locks_other_processes_out",
    ),
}


@pytest.mark.parametrize("trap", GUARDS)
def test_every_trap_has_its_guard(trap):
    file, name = GUARDS[trap]
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def importers(module):
    """Files of ours that import `module`, at the top or inside a function."""
    found = set()
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            if any(name == module or name.startswith(f"{module}.") for name in names):
                found.add(str(path.relative_to(ROOT)))
    return found


def test_importers_are_found_at_all():
    assert "analytics/core/overlay.py" in importers("shapely")


def test_zonal_sums_are_made_in_one_place_only():
    """exact_extract answers 0.0 for a wrong coordinate system: one module checks, all others ask it."""
    assert importers("exactextract") <= {"analytics/raster/zonal.py"}


def test_earth_engine_is_known_to_one_folder_only():
    assert all(path.startswith("analytics/sources/earthengine/") for path in importers("ee"))


def test_no_store_locks_other_processes_out():
    assert importers("duckdb") == set()


def test_gdal_is_never_asked_what_a_file_is():
    """Vector files are parsed by ours; GDAL drivers would follow a recipe inside an upload."""
    assert importers("fiona") == set()
    assert not {p for p in importers("pyogrio") if p.startswith("analytics/intake/")}
    for path in OURS:
        assert "gpd.read_file" not in path.read_text(encoding="utf-8"), path
