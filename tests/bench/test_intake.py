"""Speed and memory of taking data in, as ratios against a bare read in the same run."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pyogrio
import pytest
import shapely

from analytics.intake import pipeline
from tests.bench.clock import beside, best
from tests.bench.made import polygons

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
PEAK = """
import resource, sys
from pathlib import Path
from analytics.intake import pipeline
taken = pipeline.inspect(Path(sys.argv[1]))
assert taken.dataset is not None
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def bare(path):
    shapely.make_valid(pyogrio.read_dataframe(path).geometry.to_numpy())


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """No parsed copy from an earlier run."""
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_three_megabytes_within_two_and_a_half_times_a_bare_read(fresh, capsys):
    path = polygons(fresh / "mines.geojson", 5_000)
    pipeline.inspect(path)  # outlines and libraries loaded on both sides
    bare(path)
    ours, slow = beside(5, lambda: pipeline.inspect(path.read_bytes(), name=f"{path.name}"))
    peer = best(5, lambda: bare(path))
    with capsys.disabled():
        size = path.stat().st_size / 1e6
        print(
            f"\n5,000 polygons, {size:.1f} MB: {ours:.2f} s, bare {peer:.2f} s, {ours / peer:.2f}×"
        )
    assert ours < 2.0 * slow  # on an idle machine
    assert ours / peer < 2.5


def test_a_hundred_thousand_polygons_within_one_and_a_half_gigabytes(fresh, capsys):
    path = polygons(fresh / "many.geojson", 100_000)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    peak_mb = float(done.stdout)
    with capsys.disabled():
        size = path.stat().st_size / 1e6
        print(f"\n100,000 polygons, {size:.0f} MB: peak {peak_mb:.0f} MB")
    assert peak_mb < 1500


def test_fifty_megabytes_are_parsed_once(fresh, capsys):
    path = polygons(fresh / "large.geojson", 80_000)
    start = perf_counter()
    pipeline.open_file(path)
    first = perf_counter() - start
    again = best(3, lambda: pipeline.open_file(path))
    with capsys.disabled():
        size = path.stat().st_size / 1e6
        print(f"\n{size:.0f} MB: parsed in {first:.2f} s, found again in {again:.2f} s")
    assert again < 0.5 * first
