"""Speed of the overview, beside the same sums in plain pandas, and of the page from memory."""

import numpy as np
import pandas as pd
import pytest
from shapely import box

import analytics
from analytics.core import earlier
from pages.ui import analysis as pages
from tests.bench.clock import beside, best, seconds, slowness
from tests.shapes import dataset

pytestmark = pytest.mark.bench

RECORDS = 10_000
MOST_SECONDS, MOST_COMPARED, MOST_HIT = 0.3, 3.0, 0.1  # on an idle machine


def made(*, is_numbered):
    dice = np.random.default_rng(7)
    lon, lat = dice.uniform(-74, -58, RECORDS), dice.uniform(-14, 2, RECORDS)
    size = dice.uniform(0.002, 0.02, RECORDS)
    columns = {
        "site_id": [f"S{n}" if is_numbered else f"R{n:06d}" for n in range(RECORDS)],
        "method": dice.choice(["dredge", "open_pit", None], RECORDS),
        "country": dice.choice(["PER", "BRA", "COL"], RECORDS),
        "admin1": dice.choice([f"Province {n}" for n in range(30)], RECORDS),
        "period": dice.choice([str(year) for year in range(2015, 2025)], RECORDS),
        "area_ha": dice.exponential(10.0, RECORDS),
        "geometry": list(box(lon, lat, lon + size, lat + size)),
    }
    return dataset(pd.DataFrame(columns).to_dict("records"))


@pytest.fixture(scope="module")
def many():
    return made(is_numbered=True)


def test_ten_thousand_sites_are_told_at_once(many, capsys):
    def answer():
        analytics.run("overview", many).section()

    def plain():
        sites = many.sites
        sites.groupby(["country", "admin1"])["area_ha"].agg(["sum", "count"]).sort_values("sum")
        sites.groupby("period")["area_ha"].sum().cumsum()
        sites.groupby("site_id")["period"].min().value_counts()
        sites.pivot_table(index="admin1", columns="period", values="area_ha", aggfunc="sum")
        sites["method"].notna().groupby(sites["period"]).mean()

    answer()
    (ours, slow), peer = beside(7, answer), best(7, plain)
    with capsys.disabled():
        print(f"\n{ours * 1000:.0f} ms, plain pandas {peer * 1000:.0f} ms, {ours / peer:.1f}×")
    assert ours < MOST_SECONDS * slow


@pytest.mark.parametrize("is_numbered", [True, False], ids=["by number", "by outline"])
def test_ten_thousand_sites_are_compared_with_ten_thousand(is_numbered, capsys):
    data = made(is_numbered=is_numbered)
    both = earlier.beside(data, data)

    def answer():
        analytics.run("overview", both)

    answer()
    ours, slow = beside(3, answer)
    with capsys.disabled():
        print(f"\nboth loads, {is_numbered=}: {ours * 1000:.0f} ms")
    assert ours < MOST_COMPARED * slow


def test_an_answer_seen_before_comes_at_once(many, capsys):
    analysis = analytics.catalogue()["overview"]

    def hit():
        pages.answer(analysis, many, analysis.params(), "en")

    hit()
    p95 = sorted(seconds(hit) for _ in range(20))[-2]
    with capsys.disabled():
        print(f"\nfrom memory: {p95 * 1000:.1f} ms (95th percentile)")
    assert p95 < MOST_HIT * slowness()
