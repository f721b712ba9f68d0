"""What a machine may lack costs what needs it, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.core import extras
from analytics.core.words import LANGUAGES

ROOT = Path(__file__).parents[2]
APT = f"apt-get install -y {extras.APT['pango']}"


@pytest.fixture
def machine(monkeypatch):
    """Make believe the process runs elsewhere."""

    def pretend(platform, *, has_apt, user=1000):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
        monkeypatch.setattr(
            extras.shutil, "which", lambda _: "/usr/bin/apt-get" if has_apt else None
        )

    return pretend


@pytest.mark.parametrize(
    ("platform", "has_apt", "user", "line"),
    [
        ("linux", True, 0, APT),
        ("linux", True, 1000, f"sudo {APT}"),
        ("darwin", False, 501, "brew install pango"),
        ("linux", False, 1000, extras.PAGES["pango"]),
        ("win32", False, 0, extras.PAGES["pango"]),
    ],
)
def test_the_line_that_installs_fits_the_machine(machine, platform, has_apt, user, line):
    machine(platform, has_apt=has_apt, user=user)
    assert extras.fix("pango") == line


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ({"ID": "ubuntu"}, "snap install chromium"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "snap install chromium"),
        ({"ID": "debian"}, "apt-get install -y chromium libatomic1"),
    ],
)
def test_a_browser_comes_as_a_snap_where_the_apt_package_is_an_empty_shell(
    machine, monkeypatch, system, line
):
    machine("linux", has_apt=True, user=0)
    monkeypatch.setattr(extras.platform, "freedesktop_os_release", lambda: system)
    assert extras.fix("chromium") == line


@pytest.mark.parametrize("thing", extras.APT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_thing_is_told_with_the_line_in_every_language(thing, language):
    error = extras.missing(thing)
    assert error.code == f"no-{thing}"
    assert extras.fix(thing) in error.text(language)


def test_what_is_there_is_handed_over():
    assert extras.require("json").loads("1") == 1


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    (tmp_path / "needy.py").write_text("import no_such_package\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(extras.NotInstalled) as caught:
        extras.require("needy")
    assert caught.value.code == "no-package"
    assert caught.value.facts["name"] == "no_such_package"


def test_a_fault_of_another_package_is_not_blamed_on_pango(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("raise OSError('disk full')\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(OSError, match="disk full"):
        extras.require("broken")


def test_the_browser_named_by_the_environment_comes_first(tmp_path, monkeypatch):
    browser = tmp_path / "browser"
    browser.touch(mode=0o755)
    monkeypatch.setenv("OREWATCH_CHROMIUM", str(browser))
    assert extras.chromium() == browser
    monkeypatch.setenv("OREWATCH_CHROMIUM", str(tmp_path / "gone"))
    assert extras.chromium() is None


@pytest.fixture
def without_pango(tmp_path):
    """Run Python where WeasyPrint fails as it does without Pango: OSError, not ImportError."""
    package = tmp_path / "lacking" / "weasyprint"
    package.mkdir(parents=True)
    package.joinpath("__init__.py").write_text(
        "print('-----\\nWeasyPrint could not import some external libraries.')\n"
        "raise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
    )
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(package.parent), str(ROOT)]),
        "LANG": "C.UTF-8",
        "OREWATCH_LANGUAGE": "en",
    }

    def python(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return python


def test_without_pango_the_error_says_so_and_nothing_is_printed(without_pango):
    done = without_pango(
        "-c",
        "from analytics.core import extras\n"
        "try: extras.require('weasyprint')\n"
        "except extras.NotInstalled as error: print(error.code)",
    )
    assert done.stdout == "no-pango\n", done.stderr


@pytest.mark.parametrize(
    "module", ["analytics", "analytics.cli.main", "reports.build", "pages.api"]
)
def test_without_pango_every_door_opens(without_pango, module):
    done = without_pango("-c", f"import {module}")
    assert done.returncode == 0, done.stderr


def test_without_pango_an_answer_still_comes_and_a_pdf_is_refused_in_a_sentence(
    without_pango, tmp_path
):
    region = tmp_path / "region.csv"
    region.write_text("id,country,year,area_ha,lon,lat\n1,PER,2024,12.5,-70.5,-12.8\n")
    totals = ["-m", "analytics", "totals", "--data", str(region), "--area", "attribute"]
    answer = without_pango(*totals, "--json")
    assert answer.returncode == 0, answer.stderr
    assert '"area_ha": 12.5' in answer.stdout

    page = without_pango(*totals, "--out", str(tmp_path / "x.pdf"))
    assert page.returncode == 1
    assert "Pango" in page.stderr
    assert extras.fix("pango") in page.stderr
    assert "Traceback" not in page.stderr
    assert not (tmp_path / "x.pdf").exists()
