"""Speed of counting, beside the same counts in plain pandas."""

import numpy as np
import pandas as pd
import pytest

import analytics
from tests.bench.clock import beside, best
from tests.shapes import dataset

pytestmark = pytest.mark.bench

RECORDS = 10_000
MOST_SECONDS = 0.3  # on an idle machine


@pytest.fixture(scope="module")
def many():
    dice = np.random.default_rng(7)
    columns = {
        "method": dice.choice(["dredge", "open_pit", "alluvial", "hard_rock"], RECORDS),
        "contaminant": dice.choice(["mercury", "mercury; cyanide", "sediment", None], RECORDS),
        "country": dice.choice(["PER", "BRA", "COL"], RECORDS),
        "period": dice.choice([str(year) for year in range(2015, 2025)], RECORDS),
        "area_ha": dice.exponential(10.0, RECORDS),
    }
    return dataset(pd.DataFrame(columns).to_dict("records"))


@pytest.mark.parametrize(
    "params",
    [
        {"field": "method"},
        {"field": "contaminant", "by": "country"},
        {"field": "contaminant", "by": "period", "cross": "method"},
    ],
    ids=["one column", "by country", "by period and crossed"],
)
def test_ten_thousand_sites_are_counted_and_told_at_once(many, params, capsys):
    def answer():
        analytics.run("frequency", many, **params).section()

    def plain():
        cells = many.sites[params["field"]].dropna().str.split("; ").explode()
        many.sites.loc[cells.index].assign(value=cells).groupby("value")["area_ha"].agg(
            ["count", "sum"]
        )

    answer()
    (ours, slow), peer = beside(5, answer), best(5, plain)
    with capsys.disabled():
        print(f"\n{params}: {ours * 1000:.0f} ms, plain pandas {peer * 1000:.0f} ms")
    assert ours < MOST_SECONDS * slow
