"""Speed, size and memory of a brief of four pages, its answers at hand."""

import resource
import sys

import pytest

from reports.brief import page
from tests.bench.clock import beside
from tests.reports.brief.briefs import brief, given

pytestmark = pytest.mark.bench

MOST_S = 5.0
MOST_BYTES = 2_000_000
MOST_MB = 700


@pytest.fixture(scope="module")
def told():
    given()
    return brief()


def test_four_pages_within_five_seconds(told, capsys):
    kept = []
    ours, slower = beside(3, lambda: kept.append(page.pdf(told)))
    unit = 1024 if sys.platform == "linux" else 1024**2
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    with capsys.disabled():
        print(
            f"\nbrief of {len(told.exhibits)} figures and a map: {ours / slower:.2f} s,"
            f" {len(kept[0]) / 1000:.0f} kB, at most {memory:.0f} MB"
        )
    assert ours <= MOST_S * slower
    assert len(kept[0]) <= MOST_BYTES
    assert memory <= MOST_MB
