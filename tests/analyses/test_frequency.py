"""Frequencies, on tables small enough to count by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import run, sample
from analytics.analyses.frequency import ANALYSIS
from analytics.core.errors import MissingInput, OrewatchError, ParameterError
from analytics.core.filters import Filters, apply
from analytics.core.kinds import label
from analytics.core.record import as_json
from analytics.core.schema import Measure
from analytics.core.words import LANGUAGES
from analytics.stats.intervals import wilson
from tests.shapes import dataset

FOUR = [
    {"method": "dredge", "country": "PER", "period": "2019", "area_ha": 10.0, "site_id": "a"},
    {"method": "dredge", "country": "PER", "period": "2020", "area_ha": 20.0, "site_id": "a"},
    {"method": "open_pit", "country": "BRA", "period": "2020", "area_ha": 70.0},
    {"country": "BRA", "period": "2020", "area_ha": 5.0},
]
SEVERAL = [
    {"contaminant": "mercury; cyanide", "area_ha": 10.0},
    {"contaminant": "mercury", "area_ha": 30.0},
    {"contaminant": "sediment", "area_ha": 60.0},
]


def frequency(rows, *, measure=Measure.FLOW, **params):
    return run("frequency", dataset(rows, measure=measure), **params).result


def with_column(rows, name, values):
    data = dataset(rows)
    return replace(data, sites=data.sites.assign(**{name: values}))


def counts(result):
    return dict(zip(result.table["value"], result.table["count"], strict=True))


def test_records_and_hectares_by_hand():
    result = frequency(FOUR)
    table = result.table.set_index("value")
    assert list(table.index) == ["dredge", "open_pit"]
    assert table["count"].to_dict() == {"dredge": 2, "open_pit": 1}
    assert table["sites"].to_dict() == {"dredge": 1, "open_pit": 1}
    assert table["area_ha"].to_dict() == {"dredge": 30.0, "open_pit": 70.0}
    assert table["share_count"].to_dict() == pytest.approx({"dredge": 2 / 3, "open_pit": 1 / 3})
    assert table["share_area"].to_dict() == pytest.approx({"dredge": 0.3, "open_pit": 0.7})
    assert list(table.loc["dredge", ["low", "high"]]) == pytest.approx(np.ravel(wilson(2, 3)))
    assert (result.missing, result.missing_share, result.missing_ha) == (1, 0.25, 5.0)
    assert (result.known, result.known_ha, result.records, result.sites) == (3, 100.0, 4, 3)
    assert (result.widest, result.is_multiple) == ("open_pit", False)


def test_the_contract_of_the_json():
    record = as_json(run("frequency", dataset(FOUR), field="method"))["result"]
    wanted = {"value", "count", "area_ha", "share_count", "share_area", "low", "high"}
    assert wanted <= record["table"][0].keys()
    assert record["missing"] == 1


def test_two_in_one_cell_are_two():
    result = frequency(SEVERAL, field="contaminant")
    assert counts(result) == {"mercury": 2, "sediment": 1, "cyanide": 1}
    assert result.is_multiple
    table = result.table.set_index("value")
    assert table.loc["mercury", "share_count"] == pytest.approx(2 / 3)
    assert table.loc["mercury", "share_area"] == pytest.approx(0.4)
    both = result.together.set_index(["first", "second"])
    assert both.loc[("mercury", "cyanide"), "count"] == 1
    assert both.loc[("mercury", "cyanide"), "share"] == 0.5
    assert both.loc[("cyanide", "mercury"), "share"] == 1.0
    assert both.loc[("sediment", "mercury"), "count"] == 0


def test_a_cell_can_be_taken_whole():
    result = frequency(SEVERAL, field="contaminant", separator="none")
    assert set(counts(result)) == {"mercury; cyanide", "mercury", "sediment"}
    assert not len(result.together)


@pytest.mark.parametrize("mark", [";", ",", "/", "|"])
def test_the_declared_separator_splits_and_no_other(mark):
    rows = [{}, {}]
    data = with_column(rows, "gear", [f"pump {mark} sluice{mark}{mark}pump ", "pump"])
    result = run("frequency", data, field="gear", separator=mark).result
    assert counts(result) == {"pump": 2, "sluice": 1}
    other = "," if mark != "," else "/"
    whole = run("frequency", data, field="gear", separator=other).result
    assert len(whole.table) == 2


def test_stored_fields_are_split_whatever_the_separator_of_the_file():
    assert counts(frequency(SEVERAL, field="contaminant", separator=","))["mercury"] == 2


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1.0, 0.0, None], {"0": 1, "1": 1}),
        ([True, False, True], {"true": 2, "false": 1}),
        (["a", " a ", ""], {"a": 2}),
        ([1.5, 1.5, 2], {"1.5": 2, "2": 1}),
    ],
)
def test_any_column_of_kinds_can_be_asked_about(values, told):
    data = with_column([{}, {}, {}], "own", values)
    assert counts(run("frequency", data, field="own").result) == told


@pytest.mark.parametrize("name", ["Method", "método de EXTRACCIÓN", "mining method"])
def test_a_column_may_be_called_by_its_label(name):
    """In any language and case: the second is Spanish, accents and capitals and all."""
    assert run("frequency", dataset(FOUR), field=name).result.field == "method"


@pytest.mark.parametrize("name", ["", "nowhere", "geometry", "period_start"])
def test_a_column_that_is_not_there_is_answered_with_those_that_are(name):
    with pytest.raises(ParameterError, match="method") as found:
        frequency(FOUR, field=name)
    assert found.value.code == "frequency-column"


def test_amounts_are_no_kinds():
    data = with_column([{} for _ in range(60)], "workers", list(range(60)))
    with pytest.raises(ParameterError, match="amounts"):
        run("frequency", data, field="workers")


def test_a_column_that_nobody_fills_is_refused_in_every_language():
    with pytest.raises(MissingInput) as found:
        frequency(FOUR, field="substance")
    assert found.value.code == "frequency-nothing"
    for language in LANGUAGES:
        told = found.value.text(language)
        called = (label(name, language) for name in ("substance", "method", "country"))
        assert all(name in told for name in called)
        assert "country_found" not in told


def test_nothing_left_after_the_filters_is_said_so():
    data = dataset(FOUR)
    with pytest.raises(OrewatchError) as found:
        run("frequency", apply(data, Filters(country=("CHL",))), field="method")
    assert found.value.code == "filters-nothing"


def test_the_rest_is_put_together_and_a_record_counts_once_in_it():
    rows = [*SEVERAL, {"contaminant": "mercury"}, {"contaminant": "lead; arsenic"}]
    result = frequency(rows, field="contaminant", top=1)
    assert counts(result) == {"mercury": 3}
    assert (result.other.distinct, result.other.count) == (4, 3)  # one names mercury as well
    assert result.other.area_ha == 70.0
    assert result.other.share_count == pytest.approx(3 / 5)


def test_countries_have_their_own_base_and_split_hectares():
    places = pd.DataFrame(
        {"row": [0, 1, 1, 2], "country": ["PER", "PER", "BRA", "BRA"], "share": [1, 0.25, 0.75, 1]}
    )
    rows = [{"method": "dredge", "area_ha": 10.0}, {"method": "dredge", "area_ha": 40.0}, {}]
    result = run("frequency", dataset(rows, places=places), by="country").result
    told = result.by_group.set_index("group")
    assert result.groups == ("PER", "BRA")
    assert told["area_ha"].to_dict() == {"PER": 20.0, "BRA": 30.0}
    assert told["n"].to_dict() == {"PER": 2, "BRA": 1}
    assert told["missing"].to_dict() == {"PER": 0, "BRA": 1}
    assert result.border_records == 1


def test_periods_stand_in_order_of_time_with_the_undated_last():
    result = frequency([*FOUR, {"method": "dredge"}], by="period")
    assert result.groups == ("2019", "2020", "")
    told = result.by_group.set_index(["group", "value"])
    assert told.loc[("2020", "dredge"), "share_count"] == 0.5
    assert told.loc[("2019", "open_pit"), "count"] == 0


def test_a_stock_counts_the_records_of_its_last_period():
    result = frequency(FOUR, measure=Measure.STOCK)
    assert counts(result) == {"open_pit": 1, "dredge": 1}
    assert (result.at, result.left_out, result.records) == ("2020", 1, 3)
    assert frequency(FOUR, measure=Measure.STOCK, by="period").groups == ("2019", "2020")


def test_a_stock_of_one_period_leaves_nothing_out():
    data = dataset([{**row, "period": "2020"} for row in FOUR], measure=Measure.STOCK)
    for language in LANGUAGES:
        told = run("frequency", data).section(language).caveats
        assert [caveat for caveat in told if "2020" in caveat]
        assert not [caveat for caveat in told if " 0 " in caveat]


def two(*pairs):
    rows = [
        {"method": m, "substance": s, "area_ha": 1.0} for m, s, times in pairs for _ in range(times)
    ]
    return [*rows, {"method": "dredge"}]


def test_two_columns_by_hand():
    rows = two(("dredge", "gold", 30), ("dredge", "tin", 10), ("open_pit", "gold", 20))
    rows += two(("open_pit", "tin", 40))
    result = frequency(rows, cross="substance")
    cross = result.cross.table.set_index(["value", "cross"])
    assert cross.loc[("dredge", "gold"), "expected"] == 20.0
    assert cross.loc[("dredge", "gold"), "residual"] == pytest.approx(4.0825, abs=1e-4)
    assert cross.loc[("open_pit", "gold"), "residual"] == pytest.approx(-4.0825, abs=1e-4)
    assert cross.loc[("open_pit", "tin"), "share"] == pytest.approx(2 / 3)
    assert (result.cross.n, result.cross.small) == (100, 0)
    assert cross["count"].sum() == 100


def test_few_expected_records_are_warned_of_and_get_no_sign():
    run_ = run(
        "frequency", dataset(two(("dredge", "gold", 3), ("open_pit", "tin", 3))), cross="substance"
    )
    told = run_.section()
    assert run_.result.cross.small == 4
    assert any("fewer than five" in caveat for caveat in told.caveats)
    assert "too few to judge" in str(told.charts[1].spec.to_dict())


def test_what_chance_gives_is_a_number_in_the_table():
    """As text 10.0 came before 9.0, and a sheet could not count with it."""
    table = (
        run("frequency", dataset(two(("dredge", "gold", 3))), cross="substance").section().tables[1]
    )
    assert table.kinds["expected"].is_number
    assert table.frame["expected"].tolist() == [3.0]


@pytest.mark.parametrize("cross", ["method", "Mining method"])
def test_a_column_is_not_set_against_itself(cross):
    with pytest.raises(ParameterError, match="against itself"):
        frequency(FOUR, cross=cross)


def test_columns_that_never_meet_are_refused():
    with pytest.raises(MissingInput, match="both"):
        frequency([{"method": "dredge"}, {"substance": "gold"}], cross="substance")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("dredge", 1.0, 1)], "Mining method: the one record that states it says Dredge."),
        ([("dredge", 1.0, 3)], "Mining method: all 3 records that state it say Dredge."),
        (
            [("dredge", 1.0, 3), ("open_pit", 1.0, 2)],
            "Mining method: nothing clearly leads; Dredge",
        ),
        (
            [("dredge", 1.0, 30), ("open_pit", 1.0, 2)],
            "Mining method: Dredge is the most frequent, in 94 %",
        ),
        (
            [("dredge", 1.0, 30), ("open_pit", 90.0, 2)],
            "by hectares Open pit comes first, with 86 %.",
        ),
        ([("dredge", None, 30), ("open_pit", None, 2)], "no area is known."),
    ],
)
def test_the_headline_never_says_more_than_the_table(rows, said):
    each = [{"method": m, "area_ha": area} for m, area, times in rows for _ in range(times)]
    headline = run("frequency", dataset(each)).section().headline
    assert said in headline.replace("\N{NO-BREAK SPACE}", " ")


def test_hectares_below_the_top_are_not_forgotten_in_the_headline():
    rows = [{"method": "dredge", "area_ha": 1.0}] * 30 + [{"method": "open_pit", "area_ha": 90.0}]
    headline = run("frequency", dataset(rows), top=1).section().headline
    assert "by hectares Open pit" in headline


def test_n_and_what_is_missing_stand_everywhere():
    told = run("frequency", dataset(FOUR)).section()
    assert "n = 3" in told.charts[0].caption
    assert "25\N{NO-BREAK SPACE}%" in told.charts[0].caption
    assert told.figures[0].value == "3"
    assert "one of 4" in told.figures[0].note
    assert told.tables[0].frame["value"].iloc[-1] == "Not stated"
    assert any("One of 4 records states nothing" in caveat for caveat in told.caveats)
    assert any("4 records are of 3 sites" in caveat for caveat in told.caveats)


@pytest.mark.parametrize("by", ["country", "period"])
def test_hectares_are_not_spoken_of_where_none_are_known(by):
    rows = [{"contaminant": "mercury; cyanide", "country": "PER", "period": "2020"}] * 3
    told = run("frequency", dataset(rows), field="contaminant", by=by).section()
    texts = [*told.caveats, *(chart.caption for chart in told.charts)]
    spoken = [text for text in (*texts, *(table.caption for table in told.tables)) if text]
    assert [text for text in spoken if "hectares" in text] == [
        "No record that states a value has a known area, so nothing is weighed by hectares."
    ]


def test_levels_are_drawn_in_their_order():
    rows = [{"impact_level": level, "area_ha": 1.0} for level in ("high", "high", "low", "medium")]
    drawn = run("frequency", dataset(rows), field="impact_level").section().charts[0].spec.to_dict()
    data = max(drawn["datasets"].values(), key=len)
    assert [row["label"] for row in data][::2] == ["Low", "Medium", "High"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_words_and_rows(language):
    params = {"field": "contaminant", "by": "country", "cross": "method"}
    told = run("frequency", sample(), **params).section(language)
    assert len(told.charts) == len(told.tables) == 4
    assert all(chart.caption and chart.explain for chart in told.charts)
    for table in told.tables:
        assert len(table.worded(ANALYSIS.words(language)))


record = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["dredge", "open_pit", "alluvial", "hard_rock", None]),
        "country": st.sampled_from(["PER", "BRA", None]),
        "period": st.sampled_from(["2019", "2020", None]),
        "area_ha": st.one_of(st.none(), st.floats(0, 1e6)),
    }
)


@settings(max_examples=15, deadline=None)
@given(st.lists(record, min_size=1, max_size=20), st.randoms(), st.integers(1, 4), st.data())
def test_no_record_is_lost_and_order_does_not_matter(rows, random, top, choose):
    by = choose.draw(st.sampled_from(["none", "country", "period"]))
    if not any(row["method"] for row in rows):
        rows = [*rows, {**rows[0], "method": "dredge"}]
    named = [{**row, "site_id": f"S{n}"} for n, row in enumerate(rows)]
    shuffled = random.sample(named, len(named))
    here, there = (frequency(order, top=top, by=by) for order in (named, shuffled))
    assert here.table["count"].sum() + here.other.count + here.missing == len(rows)
    assert here.table["share_count"].sum() + here.other.share_count == pytest.approx(1.0)
    area = here.table["area_ha"].sum() + np.nan_to_num(here.other.area_ha)
    assert area + np.nan_to_num(here.missing_ha) == pytest.approx(
        sum(row["area_ha"] or 0.0 for row in rows), abs=1e-6
    )
    assert (here.table["low"] <= here.table["share_count"]).all()
    assert (here.table["share_count"] <= here.table["high"]).all()
    pd.testing.assert_frame_equal(here.table, there.table, check_exact=False)
    pd.testing.assert_frame_equal(here.by_group, there.by_group, check_exact=False)
    if by != "none":
        each = here.by_group.drop_duplicates("group")
        assert (each["n"] + each["missing"]).sum() == len(rows)
