"""What public readers may see, by hand: names, small counts, cells, what an author typed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import reports.brief
from analytics.analyses import totals
from analytics.core.analysis import Analysis, execute
from analytics.core.ledger import counted, written
from analytics.core.params import Params, param
from analytics.core.provenance import Provenance
from analytics.core.schema import Measure
from analytics.core.section import Chart, Figure, Map, Section, Table, Trend
from analytics.core.words import LANGUAGES, Kind, Words
from analytics.viz import charts
from reports.brief import redact
from reports.brief.answers import Given
from reports.brief.content import Absent
from reports.brief.order import Audience, BriefError, Level, Order, Wanted
from reports.brief.public import counts, places
from reports.brief.public.mentions import mentions
from tests.shapes import dataset, square

WORDS = Words(Path(reports.brief.__file__).parent, "en")
CREATED = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
#: The middles of two cells.
NEAR, FAR = (h3.cell_to_latlng(h3.latlng_to_cell(-12.0, lon, 6)) for lon in (-70.0, -71.0))
KNOWN = mentions(["Mina Peña", "sample-0351", "1308", "AB", "El Dorado (2)"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At Mina Peña there are 5 ha", ("Mina Peña",)),
        ("at MINA PENA.", ("MINA PENA",)),
        ("mina_peña.gpkg", ("mina_peña",)),
        ("minapeña, Minas Peñas", ()),
        ("sample-0351 and sample 0351", ("sample-0351", "sample 0351")),
        ("1308 ha; AB", ()),
        ("el dorado 2", ("el dorado 2",)),
    ],
)
def test_a_name_is_found_however_it_is_spelt(text, found):
    assert KNOWN.found(text) == found


def test_a_name_is_replaced_where_it_is_spelt_as_in_the_data():
    told = KNOWN.without("El Dorado (2) and Mina Peña; the mina is not.", "a site")
    assert told == "a site) and a site; the mina is not."


@pytest.mark.parametrize(
    ("before", "hidden"),
    [
        ([], []),
        ([5, 6], []),
        ([0, 9, 12], []),
        ([1, 5, 9], [True, True, False]),
        ([2, 9, 9], [True, True, True]),
        ([1, 2, 9], [True, True, False]),
        ([1, 1, 9], [True, True, True]),
        ([2, 0], [True, True]),
        ([np.nan, 2, 4], [False, True, True]),
    ],
)
def test_small_counts_by_hand(before, hidden):
    made = counts.small(np.array(before, dtype=float)).tolist()
    assert made == (hidden or [False] * len(before))


SMALL = st.lists(st.integers(0, 6), min_size=2, max_size=4)


@settings(max_examples=30, deadline=None)
@given(SMALL)
def test_no_count_below_three_is_told(numbers):
    frame = redact.suppressed(pd.DataFrame({"sites": numbers}), ["sites"])
    told = frame["sites"].dropna()
    assert ((told == 0) | (told >= counts.FEWEST)).all()
    assert told.tolist() == [numbers[row] for row in told.index]


@settings(max_examples=30, deadline=None)
@given(SMALL)
def test_the_total_does_not_give_a_small_count_away(numbers):
    """Whoever knows the total and this very rule is left with two answers at least."""
    hidden = counts.small(np.array(numbers, dtype=float))
    if not hidden.any() or hidden.all() or not (np.array(numbers)[hidden] >= 3).any():
        return
    rows, total = np.flatnonzero(hidden), sum(np.array(numbers)[hidden])
    fitting = []
    for guess in product(range(total + 1), repeat=len(rows)):
        tried = np.array(numbers, dtype=float)
        tried[rows] = guess
        if sum(guess) == total and (counts.small(tried) == hidden).all():
            fitting.append(guess)
    for place, row in enumerate(rows):
        if 0 < numbers[row] < counts.FEWEST:
            assert len({guess[place] for guess in fitting}) > 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12))
def test_a_place_with_few_sites_is_not_told_nor_is_it_the_only_one(groups):
    sites = pd.Series([f"S{n}" for n in range(len(groups))])
    rare, sizes = counts.rare(pd.Series(groups), sites), pd.Series(groups).value_counts()
    assert {name for name, n in sizes.items() if n < counts.FEWEST} <= rare
    assert not rare or sizes[list(rare)].sum() >= counts.FEWEST or set(sizes.index) == rare


def test_amounts_keep_three_figures():
    told = counts.rounded(pd.Series([2603.21, 0.12345, -53.2351, 0.0, np.nan, 7.0]))
    assert told.fillna(-1).tolist() == [2600.0, 0.123, -53.2, 0.0, -1.0, 7.0]


def _spot(middle, n):
    return square(middle[1] + 0.001 * n, middle[0], 0.001)


def _data(near=4, far=1, **changes):
    """Sites in two cells and two provinces: `near` in one, `far` in the other."""
    rows = [
        {
            "site_id": f"Site-{n:02d}",
            "name": "Mina Peña" if n == 0 else None,
            "country": "PER",
            "admin1": "Near" if n < near else "Far",
            "period": "2024",
            "method": "alluvial",
            "area_ha": 10.123 + n,
            "geometry": _spot(NEAR if n < near else FAR, n),
        }
        for n in range(near + far)
    ]
    source = Provenance(part="sites", name="C:\\mine\\secret\\sites of Mina Peña.gpkg")
    return replace(dataset(rows, provenance=(source,), **changes), name="/home/a/sites.gpkg")


def _section(data):
    sites = data.sites.assign(kind="x")
    by = pd.DataFrame({"place": ["Near", "Far", "Else"], "ha": [46.5, 14.1, 9.0]})
    text = {"place": Kind.TEXT, "ha": Kind.HECTARES}
    heads = {"place": "Place", "ha": "ha"}
    spot = pd.DataFrame({"at": ["-12.345; -70.123"], "n": [7.0]})

    def drawn(label):
        def draw():
            shown = by.assign(place=label, text="x")
            return charts.ranked_bars(
                shown, label="place", value="ha", value_title="ha", words=WORDS
            )

        return Chart(draw=draw, caption="Bars of Mina Peña")

    return Section(
        title="T",
        headline="2 sites near Mina Peña at 12.345° S hold 46.512 ha",
        figures=(Figure("Sites", "2", "14.1 ha", number=2), Figure("Methods", "2", number=2)),
        charts=(drawn("Mina Peña"), drawn(["Near", "Far", "Else"]), drawn(["a", "b", "c"])),
        maps=(
            Map(shapes=sites, colour_by="kind", colours={"x": "#123456"}, caption="Sites"),
            Map(
                shapes=gpd.GeoDataFrame(
                    {"kind": ["ring"]}, geometry=[shapely.Point(-70, -12).buffer(0.1)], crs=4326
                ),
                colour_by="kind",
                colours={},
                caption="Rings",
            ),
        ),
        tables=(
            Table(frame=by, labels=heads, kinds=text, caption="By place"),
            Table(
                frame=pd.DataFrame(sites[["site_id", "area_ha"]]),
                labels={"site_id": "Site", "area_ha": "ha"},
                kinds={"site_id": Kind.TEXT, "area_ha": Kind.HECTARES},
                caption="Sites",
            ),
            Table(
                frame=spot,
                labels={"at": "At", "n": "n"},
                kinds={"at": Kind.TEXT, "n": Kind.COUNT},
                caption="Groups",
            ),
        ),
        caveats=("Site-03 is large.",),
    )


def _run(data):
    analysis = Analysis(
        slug="tiny",
        version="1",
        folder=Path(reports.brief.__file__).parent,
        params=Params,
        needs=(),
        run=lambda data, _: data,
        tell=lambda data, _: _section(data),
    )
    return execute(analysis, data, Params())


def _left(data):
    run = _run(data)
    return redact.coarse(Level.PUBLIC, WORDS)(run, run.section("en"))


def test_an_answer_without_sites():
    left = _left(_data())
    told = left.section
    assert told.headline == "fewer than 3 sites near a site at 12.3° S hold 46.512 ha"
    assert told.caveats == ("a site is large.",)
    assert [(f.value, f.note) for f in told.figures] == [("fewer than 3", ""), ("2", "")]
    assert left.pictures == ("chart-3", "map-1")
    assert left.gone == (2, 1, 1)
    assert [chart.caption for chart in told.charts] == ["Bars of a site"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_one_or_two_sites_is_not_told_however_it_is_spelt(language):
    words, data = Words(totals.ANALYSIS.folder, language), _data()
    with counted() as said:
        one, two, many = (words("caveat.border.country", count=n) for n in (1, 2, 4))
        places = words("map", count=4)
    course = Trend(change="+1", than="2025", line=(4.0, 10.0, 11.0))
    whole = Section(
        title="T",
        headline=f"{many} {one}",
        figures=(Figure(words("figure.sites"), "11", two, number=11, trend=course),),
        caveats=(one, two.upper(), many, places),
        tables=(
            Table(
                frame=pd.DataFrame({"what": [one, many], "n": [3.5, 9.5]}),
                labels={"what": "What", "n": "n"},
                kinds={"what": Kind.TEXT, "n": Kind.DECIMAL},
                caption=many,
            ),
        ),
    )
    public = redact.coarse(Level.PUBLIC, Words(WORDS.folder, language))
    told = public(_run(data), whole, said).section
    assert told.headline == many
    assert told.caveats == (many, places)
    assert [(f.value, f.note, f.trend) for f in told.figures] == [("11", "", None)]
    assert told.tables[0].frame["n"].isna().tolist() == [True, False]


def test_rows_of_places_with_few_sites_are_empty_and_places_go():
    by, groups = _left(_data()).section.tables
    assert by.frame["ha"].isna().tolist() == [True, True, False]  # Far, and what is next: Near
    assert list(groups.labels) == ["n"]


def test_a_zone_with_few_sites_is_not_told_wherever_it_is_named():
    park = gpd.GeoDataFrame(
        {"title": ["Small Park", "Large Park"]},
        geometry=[_spot(FAR, 4).buffer(0.01), _spot(NEAR, 0).buffer(0.1)],
        crs=4326,
    )
    data = _data(layers={"parks": park})
    rows = pd.DataFrame({"zone": ["Small Park", "Large Park", "Other"], "ha": [1.0, 2.0, 3.0]})
    table = Table(
        frame=rows,
        labels={"zone": "Zone", "ha": "ha"},
        kinds={"zone": Kind.TEXT, "ha": Kind.HECTARES},
        caption="Zones",
    )
    said = replace(_section(data), tables=(table,), headline="9 ha; Small Park holds 5 % of it.")
    told = redact.coarse(Level.PUBLIC, WORDS)(_run(data), said).section
    assert told.tables[0].frame["ha"].isna().tolist() == [True, True, False]
    assert told.tables[0].frame["zone"].tolist() == rows["zone"].tolist()
    assert told.headline == "9 ha."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked(Params):
    field: str = param("owner", is_column=True)


def test_rows_about_anybody_go_whole():
    data = _data()
    rows = pd.DataFrame({"owner": ["Ana", "Ben", "Eva"], "sites": [9.0, 1.0, 5.0]})
    table = Table(
        frame=rows,
        labels={"owner": "Owner", "sites": "Sites"},
        kinds={"owner": Kind.TEXT, "sites": Kind.COUNT},
        caption="Owners",
    )
    run = replace(_run(data), params=_Asked())
    told = redact.coarse(Level.PUBLIC, WORDS)(run, Section(title="", headline="", tables=(table,)))
    assert told.section.tables[0].frame["owner"].tolist() == ["Ana"]


def test_a_map_tells_cells_and_a_class_where_three_sites_are():
    (map_,) = _left(_data()).section.maps
    assert sorted(map_.shapes["kind"]) == ["Fewer than 3 sites: not told", "x"]
    for cell, shape in zip(map_.shapes["cell"], map_.shapes.geometry, strict=True):
        assert h3.get_resolution(cell) == places.RESOLUTION
        assert shape.equals(places.outline(cell))


def test_the_run_that_is_left_holds_no_site():
    data = _data()
    run = _left(data).run
    assert run.result is None
    assert run.dataset.fingerprint == data.fingerprint
    assert "name" not in run.dataset.sites.columns
    assert not set(run.dataset.sites["site_id"]) & set(data.sites["site_id"])
    assert run.dataset.provenance[0].name == "sites of a site.gpkg"
    assert run.dataset.name == "sites.gpkg"
    assert run.section("en").headline == _left(data).section.headline


def test_numbers_that_are_gone_from_the_texts_are_gone_from_the_record():
    left = _left(_data())
    with written() as kept:
        for value in (46.51234, 12.3456789):
            WORDS.number(value, 3)
    assert [(one.text, one.value) for one in left.seen(kept)] == [("46.512", 46.5)]


def test_cells_tell_hectares_of_three_sites_and_of_no_single_one():
    table = places.table(_left(_data(near=5, far=3)).run.dataset)
    assert table["sites"].tolist() == [5, 3] or table["sites"].tolist() == [3, 5]
    assert sorted(table["area_ha"]) == [48.4, 60.6]
    assert set(table["method"]) == {"alluvial"}
    few = places.table(_left(_data(near=5, far=2)).run.dataset)
    assert few[["sites", "area_ha", "method"]].isna().all().all()  # the other would give it away


def test_hectares_of_a_cell_that_is_one_site_are_not_told():
    data = _data(near=4, far=4)
    sites = data.sites
    sites.loc[0, "area_ha"] = 5000.0
    table = places.table(_left(replace(data, sites=sites)).run.dataset)
    assert table["sites"].tolist() == [4, 4]
    assert table["area_ha"].isna().all()


def test_unknown_hectares_are_not_none_and_sites_without_a_place_have_no_cell():
    data = _data(near=4, far=4)
    table = places.table(_left(replace(data, sites=data.sites.assign(area_ha=np.nan))).run.dataset)
    assert table["sites"].tolist() == [4, 4]
    assert table["area_ha"].isna().all()
    nowhere = replace(data, sites=data.sites.set_geometry([None] * 8, crs=4326))
    section = replace(_section(data), maps=())
    left = redact.coarse(Level.PUBLIC, WORDS)(_run(nowhere), section)
    assert places.table(left.run.dataset).empty


def test_a_stock_is_not_added_up_over_time():
    data = _data(near=3, far=3, measure=Measure.STOCK)
    again = data.sites.assign(
        period="2025", period_end=pd.Timestamp("2025-12-31"), area_ha=20.0 + np.arange(6)
    )
    both = gpd.GeoDataFrame(pd.concat([data.sites, again], ignore_index=True), crs=4326)
    row = data.places.assign(row=data.places["row"] + 6)
    whole = replace(data, sites=both, places=pd.concat([data.places, row], ignore_index=True))
    assert sorted(places.table(_left(whole).run.dataset)["area_ha"]) == [63.0, 72.0]


def _given(data, **changes):
    return Given(wanted=Wanted(slug="tiny", **changes), run=_run(data))


def _order(**changes):
    return Order(created=CREATED, level=Level.PUBLIC, **changes)


def test_answers_about_too_few_sites_are_left_out_with_the_reason():
    whole, most = _data(near=6), _data(near=5)
    one = _data(near=0, far=2)
    _, kept, gone = redact.checked(
        _order(),
        [_given(most, title="Most"), _given(whole), _given(one, title="Two")],
        [Absent(title="Early", reason="Mina Peña has one period.")],
        WORDS,
    )
    assert [len(each.run.dataset.sites) for each in kept] == [7]
    assert [each.title for each in gone] == ["Early", "Most", "Two"]
    assert gone[0].reason == "a site has one period."
    assert "nearly the same sites" in gone[1].reason
    assert "fewer than 3" in gone[2].reason


def test_what_cannot_be_public_is_refused():
    with pytest.raises(BriefError, match="fewer than 3 sites"):
        redact.checked(_order(), [_given(_data(near=0, far=2), title="Two")], (), WORDS)
    with pytest.raises(BriefError, match="single sites"):
        redact.checked(_order(audience=Audience.DOSSIER), [_given(_data())], (), WORDS)


def test_the_record_of_the_order_names_no_site():
    entries = (Wanted(slug="tiny", params={"on": "mina pena", "by": "country"}),)
    asked = _order(entries=entries, sites=("Site-01",), link="https://a.invalid/?site=Site-01#x")
    made, _, _ = redact.checked(asked, [_given(_data())], (), WORDS)
    assert (made.sites, made.link) == ((), "https://a.invalid/")
    assert made.entries[0].params == {"on": "", "by": "country"}


def test_an_author_is_told_of_names_and_places():
    asked = _order(
        edits={"headline": "See MINA PENA at 12.3456, -70.123", "x": "At 12.346° S; 2,600 ha"},
        organisation="Friends of Site-01",
        entries=(Wanted(slug="tiny", title="Fine"),),
    )
    said = "\n".join(redact.typed(asked, [_given(_data())], WORDS))
    assert said.count("\n") == 3
    for found in ("MINA PENA", "12.3456, -70.123", "12.346°", "Site-01"):
        assert f"“{found}”" in said
    assert redact.typed(replace(asked, level=Level.INTERNAL), [_given(_data())], WORDS) == ()


def test_nothing_is_left_out_for_others():
    run = _run(_data())
    section = run.section("en")
    left = redact.coarse(Level.INTERNAL, WORDS)(run, section)
    assert left.run is run
    assert left.section is section
    assert redact.notes(Level.INTERNAL, WORDS) == ()
