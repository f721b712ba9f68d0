"""Where records count: by their ground, by what they declare, and what is said about it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from analytics.core import countries, geo, schema
from analytics.core.issue import Action, Severity
from analytics.core.words import Words
from analytics.intake.places import OVERSEAS, locate
from analytics.intake.work import ReadError, Settings, Work

PERU = box(-70.5, -12.9, -70.4, -12.8)
BRAZIL = box(-56, -7, -55.9, -6.9)
GUIANA = box(-53, 4, -52.9, 4.1)
ATLANTIC = box(-30, -20, -29.9, -19.9)


def border():
    """A point on the land border of Peru and Brazil, as the outlines draw it."""
    units = countries.outlines().set_index("country").geometry
    shared = units["PER"].boundary.intersection(units["BRA"].boundary)
    return shared.geoms[len(shared.geoms) // 2].coords[0]


def located(shapes, declared=None, *, country="", **choices):
    rows = pd.RangeIndex(1, len(shapes) + 1)
    codes = pd.Series(declared or [None] * len(shapes), index=rows, dtype="str")
    frame = gpd.GeoDataFrame({schema.COUNTRY: codes}, geometry=gpd.GeoSeries(shapes, index=rows))
    given = Work(
        frame=frame.set_crs(schema.STORED_CRS),
        columns={},
        settings=Settings(
            country=country, choices={k.replace("_", "-"): v for k, v in choices.items()}
        ),
    )
    done, places = locate(given)
    assert places.columns.tolist() == ["row", "country", "share"]
    assert sorted(places["row"].unique()) == list(range(len(shapes)))
    assert places.groupby("row")["share"].sum().to_numpy() == pytest.approx(np.ones(len(shapes)))
    assert given.frame.columns.tolist() == [schema.COUNTRY, "geometry"]
    for issue in done.issues:
        for language in ("en", "es", "pt", "fr", "id"):
            words = Words(ReadError.folder, language)
            assert issue.message(words)
            assert issue.remedy(words)
    return done, places


def codes(done):
    return [issue.code for issue in done.issues]


def where(places):
    return [(r.row, r.country, round(r.share, 3)) for r in places.itertuples()]


def column(done, name):
    return done.frame[name].fillna("").tolist()


def test_undeclared_records_get_the_country_they_lie_in():
    done, places = located([PERU, GUIANA, Point(-70.5, -12.9)])
    assert where(places) == [(0, "PER", 1), (1, "GUF", 1), (2, "PER", 1)]
    assert column(done, "country") == column(done, "country_found") == ["PER", "GUF", "PER"]
    assert [(i.code, i.count, i.severity) for i in done.issues] == [
        ("country-found", 3, Severity.NOTE)
    ]


def test_declared_and_found_that_agree_need_no_word():
    done, places = located([PERU, BRAZIL], ["PER", "BRA"])
    assert done.issues == ()
    assert where(places) == [(0, "PER", 1), (1, "BRA", 1)]


def test_records_without_a_shape_lie_where_they_say():
    done, places = located([None, None], ["PER", None])
    assert where(places) == [(0, "PER", 1), (1, "", 1)]
    assert codes(done) == ["country-unplaced"]
    assert done.issues[0].rows == (2,)
    assert column(done, "country_found") == ["", ""]


def test_a_site_across_a_border_is_split_by_area():
    lon, lat = border()
    site = box(lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05)
    done, places = located([site, PERU])
    assert set(places[places["row"] == 0]["country"]) == {"BRA", "PER"}
    assert done.issues[-1].code == "border-split"
    assert done.issues[-1].rows == (1,)
    units = countries.outlines().set_index("country").geometry
    for row in places[places["row"] == 0].itertuples():
        piece = gpd.GeoSeries([units[row.country].intersection(site), site])
        part_ha, whole_ha = geo.area_ha(piece)
        assert row.share == pytest.approx(part_ha / whole_ha, rel=1e-6)


def test_a_declared_country_does_not_stop_the_split():
    lon, lat = border()
    _, places = located([box(lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05)], ["PER"])
    assert set(places["country"]) == {"BRA", "PER"}


def test_ground_at_sea_goes_with_the_rest_of_the_site():
    coast = box(-77.3, -12.1, -76.9, -12.0)  # half of it off Lima
    assert where(located([coast])[1]) == [(0, "PER", 1)]


def test_a_record_in_another_country_counts_where_it_lies_and_that_is_said():
    done, places = located([BRAZIL, PERU], ["PER", "PER"])
    assert where(places) == [(0, "BRA", 1), (1, "PER", 1)]
    issue = done.issues[0]
    assert (issue.code, issue.severity, issue.rows) == ("country-disagrees", Severity.WARNING, (1,))
    assert (issue.options, issue.option) == (("found", "declared"), "found")
    assert "PER → BRA (1)" in issue.facts["examples"]
    assert column(done, "country") == ["PER", "PER"]
    assert column(done, "country_found") == ["BRA", "PER"]


def test_the_declared_country_can_be_chosen():
    done, places = located([BRAZIL], ["PER"], country_disagrees="declared")
    assert where(places) == [(0, "PER", 1)]
    assert done.issues[0].action is Action.KEPT
    assert column(done, "country_found") == ["BRA"]


def test_a_declared_record_in_the_open_sea_counts_for_its_country_and_that_is_said():
    done, places = located([ATLANTIC, PERU], ["COD", "PER"])
    assert where(places) == [(0, "COD", 1), (1, "PER", 1)]
    assert codes(done) == ["country-off-shore"]
    issue = done.issues[0]
    assert (issue.severity, issue.action, issue.rows) == (Severity.WARNING, Action.KEPT, (1,))
    assert issue.facts["examples"] == "COD (1)"
    assert column(done, "country_found") == ["", "PER"]


def test_a_declared_record_in_the_open_sea_can_be_left_without_a_country():
    done, places = located([ATLANTIC], ["COD"], country_off_shore="none")
    assert where(places) == [(0, "", 1)]
    assert codes(done) == ["country-off-shore"]
    assert done.issues[0].action is Action.REPAIRED
    assert column(done, "country") == ["COD"]


def test_an_undeclared_record_in_the_open_sea_lies_nowhere():
    done, places = located([ATLANTIC, Point(0.5, 0.5)])
    assert where(places) == [(0, "", 1), (1, "", 1)]
    assert codes(done) == ["country-unplaced"]


def test_just_across_the_border_the_declaration_counts():
    """The outlines are too coarse to contradict within five kilometres."""
    lon, lat = border()
    east = Point(lon + 0.02, lat)
    west = Point(lon - 0.02, lat)
    found = [place["country"].iloc[0] for place in (located([east])[1], located([west])[1])]
    assert set(found) == {"BRA", "PER"}
    for place, own in zip((east, west), found, strict=True):
        other = ({"BRA", "PER"} - {own}).pop()
        done, places = located([place], [other])
        assert where(places) == [(0, other, 1)]
        assert codes(done) == ["country-near-border"]
        assert column(done, "country_found") == [own]


def test_just_off_the_coast_the_only_near_country_counts():
    peru = countries.outlines().set_index("country").geometry["PER"]
    shore = peru.intersection(LineString([(-80, -13), (-75, -13)])).bounds[0]
    done, places = located([Point(shore - off, -13) for off in (-0.01, 0.03, 0.06)])
    assert where(places) == [(0, "PER", 1), (1, "PER", 1), (2, "", 1)]
    assert codes(done) == ["country-found", "country-near-border", "country-unplaced"]
    assert column(done, "country") == ["PER", "PER", ""]
    assert column(done, "country_found") == ["PER", "", ""]


def test_five_kilometres_are_five_kilometres_far_north_too():
    """A degree of longitude is short there; the reach must not shrink with it."""
    norway = countries.outlines().set_index("country").geometry["NOR"]
    tip = max(norway.geoms, key=lambda part: part.bounds[3])
    edge_lon, edge_lat = max(tip.exterior.coords, key=lambda xy: xy[1])
    near, far = Point(edge_lon, edge_lat + 0.04), Point(edge_lon, edge_lat + 0.06)
    done, places = located([near, far], ["NOR", "NOR"])
    assert codes(done) == ["country-near-border", "country-off-shore"]
    assert where(places) == [(0, "NOR", 1), (1, "NOR", 1)]


def test_an_overseas_part_counts_under_its_own_code():
    done, places = located([GUIANA, box(2, 47, 2.1, 47.1)], ["FRA", "FRA"])
    assert where(places) == [(0, "GUF", 1), (1, "FRA", 1)]
    assert codes(done) == ["overseas-part"]
    assert column(done, "country") == ["GUF", "FRA"]
    kept, places = located([GUIANA], ["FRA"], overseas_part="keep")
    assert where(places) == [(0, "FRA", 1)]
    assert column(kept, "country") == ["FRA"]


def test_every_overseas_part_is_a_unit_with_one_state():
    units = set(countries.outlines()["country"])
    parts = [part for parts in OVERSEAS.values() for part in parts]
    assert set(OVERSEAS) | set(parts) <= units
    assert len(parts) == len(set(parts))
    assert not set(OVERSEAS) & set(parts)


def test_one_country_for_all_rows_is_a_declaration():
    done, places = located([PERU, BRAZIL, None], country="per")
    assert where(places) == [(0, "PER", 1), (1, "BRA", 1), (2, "PER", 1)]
    assert codes(done) == ["country-disagrees"]
    assert column(done, "country") == ["PER", "PER", "PER"]


def test_one_country_for_all_rows_fills_only_blanks():
    done, places = located([PERU, BRAZIL, None], [None, "BRA", "COL"], country="per")
    assert where(places) == [(0, "PER", 1), (1, "BRA", 1), (2, "COL", 1)]
    assert codes(done) == ["country-kept"]
    issue = done.issues[0]
    assert (issue.severity, issue.rows) == (Severity.WARNING, (2, 3))
    assert column(done, "country") == ["PER", "BRA", "COL"]
    assert codes(located([PERU, None], ["PER", None], country="PER")[0]) == []


def test_a_country_nobody_knows_is_refused():
    with pytest.raises(ReadError) as caught:
        located([PERU], country="Atlantis")
    assert caught.value.code == "country-setting"


def test_a_country_without_an_outline_cannot_be_contradicted():
    """The made-up countries of the sample lie on ground that the outlines give to others."""
    done, places = located([PERU, ATLANTIC], ["XAA", "ATA"])
    assert where(places) == [(0, "XAA", 1), (1, "ATA", 1)]
    assert done.issues == ()


def test_lines_and_tiny_shapes_have_a_place_too():
    tiny = box(-70.5, -12.9, -70.5 + 1e-9, -12.9 + 1e-9)
    _, places = located([LineString([(-70.5, -12.9), (-70.4, -12.8)]), tiny])
    assert where(places) == [(0, "PER", 1), (1, "PER", 1)]


def test_rows_are_counted_from_nought_whatever_the_file_numbers():
    frame = gpd.GeoDataFrame({schema.COUNTRY: [None, "BRA"]}, geometry=[PERU, BRAZIL], index=[7, 3])
    done, places = locate(Work(frame=frame.set_crs(4326), columns={}, settings=Settings()))
    assert where(places) == [(0, "PER", 1), (1, "BRA", 1)]
    assert done.frame.index.tolist() == [7, 3]
    assert done.issues[0].rows == (7,)


def test_nothing_in_nothing_out():
    done, places = located([])
    assert places.empty
    assert done.issues == ()


spot = st.tuples(st.floats(-80, -50), st.floats(-18, 6), st.floats(0.01, 2)).map(
    lambda c: box(c[0], c[1], c[0] + c[2], c[1] + c[2])
)


@settings(max_examples=10, deadline=None)
@given(st.lists(spot, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shapes, random):
    order = list(range(len(shapes)))
    random.shuffle(order)
    _, straight = located(shapes)
    _, mixed = located([shapes[n] for n in order])
    back = mixed.assign(row=[order[row] for row in mixed["row"]])
    back = back.sort_values(["row", "country"], ignore_index=True)
    pd.testing.assert_frame_equal(back, straight, rtol=1e-9)
