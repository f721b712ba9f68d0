"""Any of the faults planted in clean data is found, and repair gives back the clean areas."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core import geo
from analytics.intake.places import locate
from analytics.intake.shapes import clean_shapes
from analytics.intake.work import Settings, Work

ZONE = "EPSG:32719"
HOME = "PER"  # the sites lie in Madre de Dios


@st.composite
def outlines(draw, most=6):
    """Round-ish mines in Peru, apart from one another."""
    count = draw(st.integers(1, most))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    shapes = []
    for place in range(count):
        reach = random.uniform(0.003, 0.008, 12)
        lon, lat = -71 + 0.05 * place + random.uniform(0, 0.01), -12.9 + random.uniform(0, 0.5)
        shapes.append(
            shapely.Polygon(np.c_[lon + reach * np.cos(turn), lat + reach * np.sin(turn)])
        )
    return shapes


def doubled(shape):
    return shapely.Polygon(np.repeat(shapely.get_coordinates(shape), 2, axis=0))


def spiked(shape):
    xy = shapely.get_coordinates(shape)
    return shapely.Polygon([*xy[:3], xy[2] + [0.1, 0.1], *xy[2:]])


def mirrored(shape):
    return shapely.transform(shape, lambda x, y: (y, x), interleaved=False)


def in_metres(shape):
    return gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(ZONE).iloc[0]


def wrapped(shape):
    return shapely.transform(shape, lambda x, y: (x + 360.0, y), interleaved=False)


def in_collection(shape):
    return shapely.GeometryCollection([shape, shapely.Point(-71, -12)])


FAULTS = {
    "vertices-repeated": doubled,
    "shape-invalid": spiked,
    "coordinates-swapped": mirrored,
    "coordinates-projected": in_metres,
    "antimeridian": wrapped,
    "shape-collection": in_collection,
    "z-dropped": shapely.force_3d,
}


def work(shapes, **choices):
    rows = pd.RangeIndex(1, len(shapes) + 1)
    frame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, index=rows), index=rows)
    return Work(frame=frame, columns={}, settings=Settings(country=HOME, choices=choices))


def hectares(shapes):
    return geo.area_ha(gpd.GeoSeries(shapes)).to_numpy()


@pytest.mark.parametrize("code", FAULTS)
@settings(max_examples=10, deadline=None)
@given(shapes=outlines(), data=st.data())
def test_a_planted_fault_is_found_in_its_rows_and_undone(code, shapes, data):
    hit = data.draw(st.sets(st.integers(0, len(shapes) - 1), min_size=1))
    planted = [FAULTS[code](s) if n in hit else s for n, s in enumerate(shapes)]
    done = clean_shapes(work(planted, **{"coordinates-projected": ZONE}), "EPSG:4326")
    issue = next(issue for issue in done.issues if issue.code == code)
    assert issue.rows == tuple(sorted(n + 1 for n in hit))
    assert done.dropped == {}
    assert geo.area_ha(done.frame.geometry).to_numpy() == pytest.approx(hectares(shapes), rel=1e-6)
    found, places = locate(done)
    assert places["country"].tolist() == [HOME] * len(shapes)
    assert found.frame["country_found"].tolist() == [HOME] * len(shapes)


@settings(max_examples=25, deadline=None)
@given(shapes=outlines(), data=st.data())
def test_every_fault_at_once_is_found(shapes, data):
    """Rows stay independent: one fault never hides another row's."""
    names = data.draw(
        st.lists(st.sampled_from(["", *FAULTS]), min_size=len(shapes), max_size=len(shapes))
    )
    planted = [FAULTS[n](s) if n else s for n, s in zip(names, shapes, strict=True)]
    done = clean_shapes(work(planted, **{"coordinates-projected": ZONE}), "EPSG:4326")
    for name in set(names) - {""}:
        issue = next(issue for issue in done.issues if issue.code == name)
        assert issue.rows == tuple(n + 1 for n, own in enumerate(names) if own == name)
    assert geo.area_ha(done.frame.geometry).to_numpy() == pytest.approx(hectares(shapes), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(shapes=outlines(), data=st.data())
def test_the_order_of_rows_changes_nothing(shapes, data):
    names = data.draw(
        st.lists(st.sampled_from(["", *FAULTS]), min_size=len(shapes), max_size=len(shapes))
    )
    planted = [FAULTS[n](s) if n else s for n, s in zip(names, shapes, strict=True)]
    order = data.draw(st.permutations(range(len(shapes))))
    how = {"coordinates-projected": ZONE}
    straight = clean_shapes(work(planted, **how), "EPSG:4326")
    mixed = clean_shapes(work([planted[n] for n in order], **how), "EPSG:4326")
    for place, n in enumerate(order):
        assert mixed.frame.geometry.iloc[place].equals_exact(straight.frame.geometry.iloc[n])
    assert {i.code: i.count for i in mixed.issues} == {i.code: i.count for i in straight.issues}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.floats(allow_nan=True, allow_infinity=True, width=64),
                st.floats(-100, 100),
            ),
            min_size=4,
            max_size=7,
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "EPSG:4326", "EPSG:32719", "EPSG:3857", "nonsense"]),
)
def test_no_coordinates_crash_and_no_row_is_lost(rings, crs):
    """Whatever is drawn: valid, in range and flat afterwards, or an open choice."""
    with np.errstate(all="ignore"):
        shapes = [shapely.Polygon(ring) for ring in rings if not np.isnan(ring).any()]
        shapes += [shapely.LineString(ring) for ring in rings]
    done = clean_shapes(work(shapes), crs)
    assert len(done.frame) + len(done.dropped) == len(shapes)
    if any(issue.severity == "error" for issue in done.issues):
        return
    assert not done.frame.geometry.is_empty.any()
    drawn = done.frame.geometry.dropna()
    assert drawn.is_valid.all()
    assert drawn.bounds.isna().to_numpy().sum() == 0
    assert (drawn.bounds.abs().max() <= [180, 90, 180, 90]).all() if len(drawn) else True
    _, places = locate(done)
    assert places.groupby("row")["share"].sum().to_numpy() == pytest.approx(
        np.ones(len(done.frame))
    )
