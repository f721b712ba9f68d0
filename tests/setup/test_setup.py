"""Two commands: what they promise, and what they say when they cannot keep it."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import analytics
from analytics.core import extras

ROOT = Path(__file__).parents[2]
TARGETS = [
    "setup",
    "run",
    "test",
    "fast",
    "lint",
    "types",
    "layers",
    "browser",
    "bench",
    "docs",
    "lock",
]
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(lock):
    return set(PIN.findall(text(lock)))


def names(requirements):
    return {re.match(r"[A-Za-z0-9.-]+", wanted)[0].lower() for wanted in requirements}


def test_the_development_lock_holds_all_of_the_other():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_the_locks_hold_all_that_the_project_asks_for():
    assert names(PROJECT["project"]["dependencies"]) <= {
        name for name, _ in pins("requirements.txt")
    }
    assert names(PROJECT["dependency-groups"]["dev"]) <= {
        name for name, _ in pins("requirements-dev.txt")
    }


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "scripts/uv.txt"])
def test_everything_locked_has_a_hash_and_no_address(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", text(lock))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|file:|--index|--find-links", text(lock))


def test_every_place_names_the_same_system_packages():
    wanted = set(extras.APT["pango"].split())
    assert set(text("packages.txt").split()) <= wanted
    for place in ("Dockerfile", "scripts/setup.sh"):
        assert all(package in text(place) for package in wanted), place


def test_every_place_names_the_same_version_and_licence():
    version = PROJECT["project"]["version"]
    assert analytics.__version__ == version
    assert f"version: {version}\n" in text("CITATION.cff")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "license: Apache-2.0" in text("CITATION.cff")
    assert "Apache License" in text("LICENSE")


def test_make_alone_lists_every_target():
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    assert listed == TARGETS


def test_ci_runs_make_test_and_leaves_the_package_index_alone():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in text(".ci/run")
    scripts = [*(ROOT / "scripts").glob("*.sh"), script, ROOT / "Makefile", ROOT / "Dockerfile"]
    for file in scripts:
        assert not re.search(r"--(extra-)?index-url|--trusted-host", file.read_text("utf-8")), file


@pytest.mark.parametrize(
    ("closing", "status"),
    [("12 passed, 1 skipped in 8.01s", 0), ("1 failed, 11 passed in 8.01s", 2)],
)
def test_ci_ends_with_the_closing_line_and_the_status_of_the_tests(tmp_path, closing, status):
    make = tmp_path / "make"
    make.write_text(
        f'#!/bin/sh\necho "$@"\necho "{closing}"\n[ {status} = 0 ] || echo Error >&2\nexit {status}\n'
    )
    make.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(ROOT / ".ci" / "run")], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[0] == "test"
    assert done.stdout.splitlines()[-1] == closing
    assert done.returncode == status


@pytest.mark.parametrize("script", ["scripts/setup.sh", "scripts/lock.sh", ".ci/run"])
def test_the_scripts_are_well_formed(script):
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


# A copy of the script runs on a PATH that holds only these and what a test adds.
TOOLS = [
    "bash",
    "env",
    "sed",
    "awk",
    "grep",
    "cat",
    "cut",
    "head",
    "tail",
    "mkdir",
    "rm",
    "ls",
    "touch",
    "dirname",
    "basename",
    "id",
    "sha256sum",
    "chmod",
    "printf",
]


@pytest.fixture
def machine(tmp_path):
    """A folder with the script in it and a PATH we fill."""
    home, bin_ = tmp_path / "orewatch", tmp_path / "bin"
    shutil.copytree(
        ROOT / "scripts", home / "scripts", ignore=shutil.ignore_patterns("__pycache__")
    )
    for lock in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / lock, home)
    bin_.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (bin_ / tool).symlink_to(found)

    def setup(level="run", **environment):
        return subprocess.run(
            [shutil.which("bash"), "scripts/setup.sh", level],
            cwd=home,
            env={"PATH": str(bin_), "HOME": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def command(name, script):
        (bin_ / name).write_text(f"#!/bin/sh\n{script}\n")
        (bin_ / name).chmod(0o755)

    return setup, command


def test_a_python_too_old_is_told_in_one_sentence(machine):
    setup, command = machine
    command("python3", 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    done = setup()
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Orewatch needs Python 3.11 or newer; here python3 is Python 3.9.2."
    )
    assert done.stderr.count("\n") == 1


def test_no_python_at_all_is_told_alike(machine):
    setup, _ = machine
    done = setup()
    assert done.returncode == 1
    assert "python3 is missing" in done.stderr


def test_without_venv_and_without_rights_the_package_and_the_line_are_named(machine):
    setup, command = machine
    command("python3", 'case "$*" in *venv*) exit 1;; *) exit 0;; esac')
    done = setup()
    assert done.returncode == 1
    assert "apt-get install -y python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
