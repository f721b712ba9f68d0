"""What the product has, its documentation has: pages made from the code are never stale."""

import importlib.util
import re
from dataclasses import fields
from pathlib import Path

import pytest

from analytics.cli.main import cli
from analytics.core.analysis import catalogue

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
SETTING = re.compile(r"\bOREWATCH_[A-Z_]+[A-Z]\b")
RAISED = re.compile(r'(?:[A-Z]\w*Error|MissingInput|NotKnown|NotInstalled)\(\s*"([a-z][a-z-]*)"')


@pytest.fixture(scope="module")
def docs():
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts" / "docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sources(*tops):
    return [file for top in tops for file in (ROOT / top).rglob("*.py")]


def guide():
    return "\n".join(page.read_text(encoding="utf-8") for page in GUIDE.glob("*.md"))


def test_pages_made_from_the_code_are_up_to_date(docs):
    assert [str(page.relative_to(ROOT)) for page in docs.stale()] == [], "run: make docs"


def test_a_changed_page_is_stale(docs, monkeypatch):
    wanted = docs.pages()
    monkeypatch.setattr(docs, "pages", lambda: {**wanted, docs.CODES: "something else"})
    assert docs.CODES in docs.stale()


def test_no_code_is_said_in_two_places():
    found = {}
    for file in (
        f for top in ("analytics", "pages", "reports") for f in (ROOT / top).rglob("words*.toml")
    ):
        for code in re.findall(
            r'^\["((?:error|issue)\.[^"]+)"\]', file.read_text("utf-8"), re.MULTILINE
        ):
            found.setdefault(code, set()).add(str(file.relative_to(ROOT)))
    assert {code: files for code, files in found.items() if len(files) > 1} == {}


def test_every_error_raised_has_its_words(docs):
    known = docs.codes("error")
    raised = {
        code
        for file in sources("analytics", "pages", "reports")
        for code in RAISED.findall(file.read_text(encoding="utf-8"))
        if "-" in code
    }
    assert raised - known.keys() == set()


def test_every_finding_says_what_each_option_does(docs):
    issues, done = docs.codes("issue"), docs.codes("done")
    assert {code.rpartition(".")[0] for code in done if "." in code} - issues.keys() == set()


@pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())
def test_every_analysis_explains_its_method_and_parameters(analysis):
    method = (analysis.folder / "METHOD.md").read_text(encoding="utf-8")
    assert f"orewatch {analysis.slug}" in guide()
    for parameter in fields(analysis.params):
        assert f"`{parameter.name}`" in method, parameter.name


@pytest.mark.parametrize("command", cli.commands.values(), ids=cli.commands)
def test_every_command_and_option_is_in_the_guide(command):
    text = guide()
    assert f"orewatch {command.name}" in text
    for option in command.params:
        for name in option.opts:
            assert not name.startswith("--") or name in text, name


def test_every_setting_is_in_the_guide():
    files = [*sources("analytics", "pages", "reports", "tests"), ROOT / "Makefile"]
    used = {
        name
        for file in [*files, *(ROOT / "scripts").iterdir()]
        if file.is_file()
        for name in SETTING.findall(file.read_text(encoding="utf-8"))
    }
    text = guide()
    assert sorted(name for name in used if name not in text) == []
