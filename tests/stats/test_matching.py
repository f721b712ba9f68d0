"""Sites found again after a reload, on tables small enough to do by hand."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from analytics.stats.matching import Change, matched
from tests.shapes import sites

HOW = {"overlap": 0.1, "tolerance": 0.05}


def site(area_ha, shape=None, number="R000001"):
    return {"site_id": number, "area_ha": area_ha, "geometry": shape}


def square(lon, side=1.0):
    return box(lon, 0, lon + side, side)


def classes(found):
    rows = found.table.set_index("change")
    rows = rows[(rows["sites_before"] > 0) | (rows["sites_now"] > 0)]
    return {
        change: (row.sites_before, row.sites_now, row.before_ha, row.now_ha)
        for change, row in rows.iterrows()
    }


def test_every_class_by_number():
    before = sites([site(10.0, None, name) for name in "abcd"])
    now = sites(
        [site(area, None, name) for name, area in zip("bcde", (12, 8, 10.5, 7), strict=True)]
    )
    found = matched(before, now, **HOW)
    assert classes(found) == {
        "new": (0, 1, 0.0, 7.0),  # e
        "grown": (1, 1, 10.0, 12.0),  # b
        "shrunk": (1, 1, 10.0, 8.0),  # c
        "same": (1, 1, 10.0, 10.5),  # d: 5 % is as large as before
        "gone": (1, 0, 10.0, 0.0),  # a
    }
    assert found.table["change_ha"].sum() == pytest.approx(37.5 - 40.0)
    assert (found.by_number, found.by_outline) == (3, 0)
    assert list(found.now) == ["grown", "shrunk", "same", "new"]
    assert list(found.before) == ["gone", "grown", "shrunk", "same"]


def test_every_class_by_outline():
    """Of two unit squares shifted by a half, a third of the joint ground is shared."""
    before = sites([site(10.0, square(lon)) for lon in (0, 10, 20)])
    now = sites([site(30.0, square(0.5)), site(10.0, square(10.95)), site(4.0, square(20))])
    found = matched(before, now, **HOW)
    assert classes(found) == {
        "new": (0, 1, 0.0, 10.0),  # 5 % of a square shared: 0.05 / 1.95 is below 0.1
        "grown": (1, 1, 10.0, 30.0),
        "shrunk": (1, 1, 10.0, 4.0),
        "gone": (1, 0, 10.0, 0.0),
    }
    assert (found.by_number, found.by_outline) == (0, 2)
    assert classes(matched(before, now, overlap=0.5, tolerance=0.05))["gone"][0] == 2


def test_what_was_split_is_one_place_as_large_as_before():
    before = sites([site(10.0, box(0, 0, 2, 1))])
    now = sites([site(6.0, box(0, 0, 1.2, 1)), site(4.0, box(1.2, 0, 2, 1))])
    assert classes(matched(before, now, **HOW)) == {"same": (1, 2, 10.0, 10.0)}
    assert classes(matched(now, before, **HOW)) == {"same": (2, 1, 10.0, 10.0)}


def test_numbers_that_moved_elsewhere_are_not_believed():
    before = sites([site(1.0, square(3 * n), str(n)) for n in range(4)])
    now = sites([site(1.0, square(3 * n), str(n + 1)) for n in range(4)])
    found = matched(before, now, **HOW)
    assert found.is_renumbered
    assert classes(found) == {"same": (4, 4, 4.0, 4.0)}


def test_numbers_made_of_rows_are_no_numbers():
    before, now = sites([site(1.0, square(0))]), sites([site(1.0, square(9))])
    assert classes(matched(before, now, **HOW)) == {
        "new": (0, 1, 0.0, 1.0),
        "gone": (1, 0, 1.0, 0.0),
    }
    assert classes(matched(before, now, is_one_file=True, **HOW)) == {"same": (1, 1, 1.0, 1.0)}


def test_what_has_neither_number_nor_outline_is_not_compared():
    spot = {"area_ha": 2.0, "geometry": Point(0, 0)}
    before = sites([site(1.0, square(0)), spot | {"site_id": "R000002"}])
    now = sites([site(1.0, square(0)), spot | {"site_id": "x"}])
    assert classes(matched(before, now, **HOW)) == {
        "same": (1, 1, 1.0, 1.0),
        "apart": (1, 1, 2.0, 2.0),
    }


def test_an_unknown_area_makes_no_change():
    found = matched(sites([site(None, None, "a")]), sites([site(5.0, None, "a")]), **HOW)
    assert found.table.set_index("change").loc["unsure", "sites_now"] == 1
    assert found.table.set_index("change")["change_ha"].isna().to_dict()["unsure"]


def test_records_of_one_site_are_one_site():
    before = sites([site(4.0, None, "a"), site(6.0, None, "a")])
    now = sites([site(4.0, None, "a"), site(6.0, None, "a"), site(5.0, None, "a")])
    assert classes(matched(before, now, **HOW)) == {"grown": (1, 1, 10.0, 15.0)}


def test_nothing_at_all_on_either_side():
    none, some = sites([site(1.0, None, "a")]).iloc[:0], sites([site(1.0, None, "a")])
    assert classes(matched(none, none, **HOW)) == {}
    assert classes(matched(some, none, **HOW))["apart"][:2] == (1, 0)


record = st.builds(
    lambda number, area, lon, side, drawn: site(area, square(lon, side) if drawn else None, number),
    st.sampled_from(["a", "b", "c", "d", "R000001", "R000002"]),
    st.one_of(st.none(), st.floats(0, 100)),
    st.sampled_from([0.0, 0.5, 3.0, 3.2, 8.0]),
    st.sampled_from([1.0, 1.5]),
    st.booleans(),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(record, max_size=8), st.lists(record, max_size=8), st.randoms())
def test_every_site_and_hectare_has_one_class_whatever_the_order(before, now, random):
    start = sites([site(0.0)]).iloc[:0]
    frames = [sites(rows) if rows else start for rows in (before, now)]
    found = matched(*frames, **HOW)
    for when, frame in zip(("before", "now"), frames, strict=True):
        numbers = frame["site_id"]
        is_made = numbers.str.startswith("R")
        assert found.table[f"sites_{when}"].sum() == is_made.sum() + numbers[~is_made].nunique()
        assert found.table[f"{when}_ha"].sum() == pytest.approx(frame["area_ha"].sum())
    assert set(found.now) | set(found.before) <= set(Change)
    shuffled = [frame.sample(frac=1, random_state=random.randrange(99)) for frame in frames]
    again = matched(*shuffled, **HOW)
    pd.testing.assert_frame_equal(again.table, found.table)
    assert again.now.sort_index().tolist() == found.now.tolist()
