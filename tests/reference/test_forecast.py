"""Forecasts of real series: the Amazon by country, a mine of 31 years, a competition's 645."""

import csv
import gzip

import numpy as np
import pytest

import analytics
from analytics.analyses.forecast import ANALYSIS, ForecastParams
from analytics.intake.series import read_series
from analytics.stats.series.backtest import backtest, skill
from analytics.stats.series.models import C4, MODELS, NAIVE, TRIO, Step
from analytics.stats.series.tried import bounds, tried

pytestmark = pytest.mark.reference

OLD, NEW = "v3", "SSL4EO"  # generations of the detector, as the publisher's README tells them


@pytest.fixture(scope="module")
def amazon(reference, tmp_path_factory):
    """All mined hectares by country and year; the first year is the stock at the start."""
    with (reference / "amw" / "published_national_yearly.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = ["unit,period,value_ha,kind,method_version"]
    for row in rows:
        year = int(row["admin_year"][:4])
        method = NEW if year >= 2024 else OLD
        lines.append(f"{row['id']},{year},{row['published_ha_cumulative']},stock,{method}")
    file = tmp_path_factory.mktemp("amazon") / "series.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_series(file)


def asked(data, **params):
    return analytics.execute(ANALYSIS, data, ForecastParams(**params))


def test_the_new_detector_ends_comparison_and_jumps_in_the_total_and_peru(amazon):
    answer = asked(amazon)
    result = answer.result
    breaks = result.breaks[result.breaks["period"] == "2024"]
    method = breaks[breaks["kind"] == "method"].set_index("unit")["factor"]
    assert set(method.index) == {"AMAZ", "BRA", "PER", "SUR", "VEN"}
    assert method["AMAZ"] == pytest.approx(3.05, abs=0.01)
    assert method["PER"] == pytest.approx(10.8, abs=0.05)
    assert set(breaks.loc[breaks["kind"] == "jump", "unit"]) == {"AMAZ", "PER"}
    assert set(result.refused["reason"]) == {"method"}
    assert result.forecast.empty
    assert "the method of measuring changed" in answer.section().headline


def test_what_overlooking_it_would_give_is_shown_beside(amazon):
    anew, as_one = asked(amazon).result, asked(amazon, breaks="ignore").result
    assert anew.other.equals(as_one.forecast)
    assert set(as_one.forecast["unit"]) == {"BRA", "SUR", "VEN"}
    assert set(as_one.forecast["grade"]) == {"C"}
    assert set(as_one.refused["reason"]) == {"wide"}  # the total and Peru, even so


def test_without_a_word_on_methods_the_jump_alone_forbids_it(amazon):
    table = amazon.pixels["series"].assign(method_version="")
    silent = type(amazon)(
        sites=amazon.sites,
        places=amazon.places,
        name=amazon.name,
        area_basis=amazon.area_basis,
        measure=amazon.measure,
        pixels={"series": table},
    )
    refused = asked(silent).result.refused.set_index("unit")["reason"]
    assert refused.to_dict() == {"AMAZ": "break", "PER": "break"}


@pytest.mark.parametrize(
    ("name", "inside80", "inside95", "saved"), [(TRIO, 100, 110, -0.133), (C4, 102, 110, -0.134)]
)
def test_a_mine_of_31_years(reference, name, inside80, inside95, saved):
    """What METHOD.md says of Lourenço; the area mapped in each year, five years ahead."""
    file = reference / "amapa" / "lourenco_class_area_1985-2015.csv"
    with file.open(encoding="utf-8") as opened:
        area = np.array([[float(row["mining_ha"]) for row in csv.DictReader(opened)]])
    own, naive = (
        backtest(tried(area, model=MODELS[one], step=Step.YEAR, horizon=5)) for one in (name, NAIVE)
    )
    assert own.of[0] == 115
    assert (own.inside[0.80][0], own.inside[0.95][0]) == (inside80, inside95)
    assert skill(own, naive)[0] == pytest.approx(saved, abs=0.01)


@pytest.fixture(scope="module")
def yearly(reference):
    with gzip.open(reference / "forecast" / "m3.csv.gz", "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["frequency"] == "YEARLY"]
    known = [np.array(row["train"].split(), dtype=float) for row in rows]
    came = np.array([row["test"].split() for row in rows], dtype=float)
    padded = np.full((len(known), max(map(len, known))), np.nan)
    for place, row in enumerate(known):
        padded[place, : len(row)] = row
    return padded, came


@pytest.mark.parametrize(
    ("name", "mase", "held95", "held80"),
    [(TRIO, 2.586, 0.933, 0.808), (C4, 2.812, 0.931, 0.804), (NAIVE, 3.172, 0.944, 0.819)],
)
def test_a_competition_of_645_yearly_series(yearly, name, mase, held95, held80):
    known, came = yearly
    found = tried(known, model=MODELS[name], step=Step.YEAR, horizon=came.shape[1])
    rows, ends = found.last
    usual = np.nanmean(np.abs(np.diff(known, axis=1)), axis=1)
    off = np.abs(came - found.told[rows, ends]).mean(axis=1)
    assert (off / usual).mean() == pytest.approx(mase, abs=0.001)
    for level, share in ((0.95, held95), (0.80, held80)):
        low, high = (
            end[rows, ends] for end in bounds(found.told, found.spread, found.added, level=level)
        )
        assert ((low <= came) & (came <= high)).mean() == pytest.approx(share, abs=0.001)
