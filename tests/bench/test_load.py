"""Many visitors at once: nothing breaks, pages come soon, memory stays bounded."""

import os

import pytest

from tests.bench.clock import slowness
from tests.bench.load import measure, server_p95, tell

pytestmark = pytest.mark.bench

VISITORS = int(os.environ.get("OREWATCH_LOAD_VISITORS", "20"))
SECONDS = 60 * float(os.environ.get("OREWATCH_LOAD_MINUTES", "0.5"))
CALM = 1.0  # load for each processor, above which times say more about others than about us


@pytest.fixture(scope="module")
def report(capfd_off):
    with capfd_off():
        found = measure(visitors=VISITORS, seconds=SECONDS, stay_s=0)
        print("\n" + "\n".join(tell(found)))
    return found


@pytest.fixture(scope="module")
def capfd_off(request):
    return request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled


def test_nothing_breaks(report):
    assert not report.errors()
    assert len(report.together) > 0.2 * VISITORS * SECONDS


def test_memory_is_bounded(report):
    assert report.mb_per_session() < 10
    assert report.memory["at the end"] < 1000


def test_a_page_seen_before_comes_within_300_ms_for_20_and_100_for_one(report):
    if report.load_before > CALM * os.cpu_count():
        pytest.skip(f"others keep this machine busy (load {report.load_before:.1f})")
    slow = slowness()
    assert server_p95(report.together) < 0.3 * slow
    assert server_p95(report.alone) < 0.1 * slow
