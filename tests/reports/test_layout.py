"""A first page is full and no fuller, and no map is squeezed to fill it."""

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.core.section import Chart, Map, Section, Table
from analytics.core.words import Kind
from reports import layout
from reports.layout import Form, Heights


def section(rows, maps):
    """As many rows and maps as asked for."""
    frame = pd.DataFrame({"name": [f"Site {n}" for n in range(rows)]})
    table = Table(frame=frame, labels={"name": "Name"}, kinds={"name": Kind.TEXT}, caption="Rows")
    shapes = gpd.GeoDataFrame({"group": []}, geometry=[], crs=4326)
    drawn = Map(shapes=shapes, colour_by="group", colours={}, caption="Map")
    chart = Chart(draw=dict, caption="Chart")
    return Section(title="T", headline="H", charts=(chart,), maps=(drawn,) * maps, tables=(table,))


def heights(*, head=200.0, chart=300.0, rows=12, maps=(300.0,), rest=0.0, foot=150.0, beyond=140.0):
    """An answer of such parts, its first table below its first chart."""
    parts = [("opening", chart), ("first", 40.0), *((f"row-{n}", 20.0) for n in range(rows))]
    parts += [*((f"map-{n}", high) for n, high in enumerate(maps)), ("rest", rest)]
    parts += [("caveats", foot), ("beyond", beyond), ("end", 0.0)]
    tops, y = {}, head
    for name, high in parts:
        tops[name] = y
        y += high
    return Heights(tops)


def fitted(told, measured, least=()):
    tried = layout.trial(told, least or [0.0] * len(told.maps))
    return layout.fitted(tried, told, measured, is_beside=False)


def test_what_fits_one_page_is_one_page_and_its_map_takes_the_rest():
    fit = fitted(section(3, 1), heights(chart=100, rows=3, foot=60, beyond=60))
    assert fit.form is Form.PAGE
    assert layout.LEAST_MAP_MM < fit.maps_mm[0] <= layout.MOST_MAP_MM


def test_a_map_goes_before_the_chart_above_a_table():
    fit = fitted(section(40, 1), heights(chart=420, rest=900))
    assert (fit.form, fit.first_maps, fit.has_chart, fit.rows) == (Form.PAGES, 1, False, 8)


def test_a_long_table_leaves_its_place_to_the_map():
    fit = fitted(section(40, 1), heights(chart=120, head=180, rest=900, foot=260))
    assert (fit.first_maps, fit.has_chart, fit.rows) == (1, True, 0)


def test_without_room_for_a_map_it_follows():
    fit = fitted(section(40, 2), heights(head=380, maps=(330, 330), rest=900, foot=300))
    assert (fit.form, fit.first_maps) == (Form.PAGES, 0)


def test_where_nothing_helps_all_follows_without_a_break():
    assert fitted(section(40, 1), heights(head=700, foot=400)).form is Form.FLOW


def test_a_legend_makes_a_map_higher():
    assert layout.trial(section(1, 2), [95.0, 10.0]).maps_mm == (95.0, layout.LEAST_MAP_MM)


def test_closer_lines_are_for_what_misses_one_page_by_little():
    told = section(3, 0)
    assert layout.misses_a_little(told, Heights({"end": layout.ROOM_PX + 20}))
    assert not layout.misses_a_little(told, Heights({"end": layout.ROOM_PX + 300}))
    assert not layout.misses_a_little(section(40, 0), Heights({"end": layout.ROOM_PX + 20}))


@given(
    rows=some.integers(0, 60),
    maps=some.lists(some.floats(280, 500), max_size=3),
    head=some.floats(100, 900),
    foot=some.floats(20, 500),
    least=some.floats(0, 120),
)
@settings(max_examples=25, deadline=None)
def test_no_map_is_ever_squeezed_and_none_is_lost(rows, maps, head, foot, least):
    told = section(rows, len(maps))
    measured = heights(head=head, foot=foot, rows=min(rows, layout.PAGE_ROWS), maps=tuple(maps))
    fit = fitted(told, measured, [least] * len(maps))
    assert len(fit.maps_mm) == len(maps)
    assert all(mm >= max(least, layout.LEAST_MAP_MM) for mm in fit.maps_mm)
    assert 0 <= fit.first_maps <= len(maps)
