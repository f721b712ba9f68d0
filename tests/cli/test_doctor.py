"""The doctor tells what is there, what is missing, what that costs and how to mend it."""

import json

import pytest
from click.testing import CliRunner

from analytics.cli import doctor
from analytics.cli.main import cli
from analytics.core import extras
from analytics.core.words import LANGUAGES


def by_name(found):
    return {check.name: check for check in found}


@pytest.fixture
def without(monkeypatch):
    """A machine that lacks Pango and a browser, and whose cache folder is a file."""

    def require(_):
        raise extras.missing("pango")

    monkeypatch.setattr(extras, "require", require)
    monkeypatch.setattr(extras, "chromium", lambda: None)
    monkeypatch.setenv("OREWATCH_CACHE", __file__)


def test_what_set_up_brings_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    missing = [check.name for check in doctor.checks() if check.is_needed and not check.is_there]
    assert missing == []
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("without")
def test_what_only_some_uses_need_does_not_stop_the_rest():
    told = doctor.as_json("en")
    assert told["ok"]
    found = by_name(doctor.checks())
    assert not any(found[name].is_there for name in ("pdf", "cache", "browser"))
    assert found["pdf"].fix == extras.fix("pango")
    assert "3 things" in told["verdict"]


def test_a_missing_package_is_named_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(doctor, "PACKAGES", ("streamlit", "no-such-package"))
    missing = by_name(doctor.checks())["package"]
    assert (missing.detail, missing.fix) == ("no-such-package", "make setup")
    assert not doctor.as_json("en")["ok"]
    assert "✗ Package" in doctor.report("en")


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_gives_each_line_that_mends_something(language):
    report = doctor.report(language)
    for check in doctor.checks():
        assert check.detail in report
        assert check.fix in report


def test_the_command_prints_one_object_with_json():
    done = CliRunner().invoke(cli, ["doctor", "--json", "--language", "pt"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["checks"][0]["name"] == "python"
    assert told["checks"][3]["label"] != ""
