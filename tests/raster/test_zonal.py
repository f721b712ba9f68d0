"""Sums within shapes: cases by hand, brute force, properties, real rasters."""

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analytics.core.words import LANGUAGES
from analytics.raster import counts
from analytics.raster.handle import Raster, RasterError, Transform, open_file
from analytics.raster.zonal import sums

HUNDREDS = Raster.from_array(np.full((2, 2), 100.0), bounds=(0, 0, 2, 2))
DICE = np.random.default_rng(4)
ROUGH = DICE.gamma(0.3, 40.0, (90, 70))
ROUGH[DICE.random(ROUGH.shape) < 0.1] = np.nan
HILLS = Raster.from_array(ROUGH, bounds=(10, -5, 17, 4))
places = st.tuples(st.floats(9, 18), st.floats(-6, 5), st.floats(0.01, 6))


def total(raster, *shapes):
    return sums(raster, np.array(shapes, dtype=object)).total


def brute(raster, shape):
    """Cell by cell with GEOS."""
    t, (rows, columns) = raster.transform, raster.shape
    x, y = t.x0 + t.dx * np.arange(columns + 1), t.y0 + t.dy * np.arange(rows + 1)
    cells = shapely.box(x[None, :-1], y[1:, None], x[None, 1:], y[:-1, None])
    part = shapely.area(shapely.intersection(cells, shape)) / abs(t.dx * t.dy)
    return float(np.nansum(part * raster.read()))


def refused(call, *arguments):
    with pytest.raises(RasterError) as caught:
        call(*arguments)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value.code


def test_p1_parts_of_cells_count_in_part():
    shapes = box(0, 1, 1.5, 2), box(0, 0, 1, 2), box(0, 0, 0.5, 0.5)
    assert total(HUNDREDS, *shapes) == pytest.approx([150, 200, 25], rel=1e-12)
    beside = box(5, 5, 6, 6), box(5, 0, 6, 2), box(-6, 0, -5, 2), shapely.Polygon()
    assert total(HUNDREDS, box(-9, -9, 9, 9), *beside).tolist() == [400, 0, 0, 0, 0]


def test_p2_a_lost_nodata_mark_is_refused_and_a_kept_one_is_no_number():
    cells = np.array([[100.0, -99_999.0], [0.0, 50.0]])
    kept = Raster.from_array(cells, bounds=(0, 0, 2, 2), nodata=-99_999.0)
    found = sums(kept, np.array([box(0, 0, 2, 2)], dtype=object))
    assert found.total[0] == 150
    assert found.known_m2[0] == pytest.approx(0.75 * 12_309.07e4 * 400, rel=1e-3)
    lost = Raster.from_array(cells, bounds=(0, 0, 2, 2))
    assert refused(total, lost, box(0, 0, 2, 2)) == "raster-negative"
    endless = Raster.from_array(np.array([[1.0, np.inf]]), bounds=(0, 0, 2, 2))
    assert refused(total, endless, box(0, 0, 2, 2)) == "raster-endless"


def test_p3_two_that_overlap_and_their_union():
    left, right = box(0, 0, 1, 2), box(0.5, 0, 1.5, 2)
    found = total(HUNDREDS, left, right, shapely.union(left, right))
    assert found == pytest.approx([200, 200, 300], rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(places, min_size=1, max_size=4))
def test_equals_brute_force(drawn):
    shapes = [shapely.Point(x, y).buffer(r, quad_segs=5) for x, y, r in drawn]
    shapes.append(shapely.difference(shapes[0], shapely.Point(13, 0).buffer(0.5)))
    found = total(HILLS, *shapes)
    assert found == pytest.approx([brute(HILLS, shape) for shape in shapes], rel=1e-9, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(places, st.integers(-3, 3), st.integers(-3, 3))
def test_doubled_cells_and_whole_steps(drawn, across, along):
    x, y, r = drawn
    shape = shapely.Point(x, y).buffer(r)
    once = total(HILLS, shape)[0]
    doubled = Raster.from_array(2 * ROUGH, bounds=(10, -5, 17, 4))
    assert total(doubled, shape)[0] == pytest.approx(2 * once, rel=1e-9, abs=1e-9)
    dx, dy = 0.1 * across, 0.1 * along
    moved = Raster.from_array(ROUGH, bounds=(10 + dx, -5 + dy, 17 + dx, 4 + dy))
    shifted = shapely.transform(shape, lambda at: at + np.array([dx, dy]))
    assert total(moved, shifted)[0] == pytest.approx(once, rel=1e-6, abs=1e-6)


def test_many_tiles_holes_and_what_lies_within(tmp_path):
    cells = np.random.default_rng(2).integers(0, 50, (1300, 1700)).astype("uint16")
    path = tmp_path / "tiles.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=1300,
        width=1700,
        count=1,
        dtype="uint16",
        crs="EPSG:4326",
        transform=rasterio.Affine(0.001, 0, 20, 0, -0.001, 2),
        tiled=True,
        blockxsize=128,
        blockysize=128,
        compress="deflate",
    ) as file:
        file.write(cells, 1)
    whole, hole = box(20.05, 0.75, 21.65, 1.95), box(20.4, 1.0, 21.0, 1.5)
    by_hand = float(cells[50:1250, 50:1650].sum())
    inner = float(cells[500:1000, 400:1000].sum())
    from_file = open_file(path)
    assert from_file.block == (128, 128)
    in_memory = Raster.from_array(cells, bounds=(20, 0.7, 21.7, 2))
    for raster in (from_file, in_memory):
        found = total(raster, whole, shapely.difference(whole, hole), hole)
        assert found == pytest.approx([by_hand, by_hand - inner, inner], rel=1e-9)


def test_rasters_with_rows_from_the_south_and_in_metres():
    upside = Raster.from_array(ROUGH[::-1], transform=Transform(10, 0.1, 0, -5, 0, 0.1))
    shape = shapely.Point(13, 0).buffer(2)
    assert total(upside, shape)[0] == pytest.approx(total(HILLS, shape)[0], rel=1e-9)
    utm = Raster.from_array(np.ones((100, 100)), bounds=(4e5, 0, 6e5, 2e5), crs="EPSG:32630")
    found = sums(utm, np.array([box(-3.1, 0.5, -2.9, 0.7)], dtype=object))
    assert found.known_m2[0] == pytest.approx(4 * 12_309e4, rel=2e-3)
    assert found.total[0] == pytest.approx(4 * 12_309e4 / 4e6, rel=2e-3)


@pytest.mark.parametrize(
    ("raster", "code"),
    [
        (Raster.from_array(ROUGH, bounds=(0, 0, 1, 1), crs=""), "raster-no-crs"),
        (Raster.from_array(ROUGH, bounds=(0, 0, 1, 1), crs="nonsense"), "raster-no-crs"),
        (Raster.from_array(ROUGH, bounds=(0, 0, 1, 1), name="bdi_pd_2020_1km.tif"), "raster-density"),
        (
            Raster.from_array(ROUGH, transform=Transform(0, 1, 0.1, 0, 0.1, -1)),
            "raster-turned",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_added_up_is_refused(raster, code):
    assert refused(counts.check, raster) == code


def test_a_unit_in_the_file_is_read(tmp_path):
    path = tmp_path / "people.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=2, width=2, count=1, dtype="float32",
        crs="EPSG:4326", transform=rasterio.Affine(1, 0, 0, 0, -1, 2),
    ) as file:  # fmt: skip
        file.write(np.ones((2, 2), "float32"), 1)
        file.update_tags(units="people per sq km")
    assert open_file(path).unit == "people per sq km"
    assert refused(counts.check, open_file(path)) == "raster-density"


@pytest.mark.reference
def test_burundi_and_its_country(reference):
    import geopandas as gpd

    raster = open_file(reference / "pop" / "burundi_worldpop.tif")
    counts.check(raster)
    country = gpd.read_file(reference / "pop" / "burundi.gpkg").geometry.to_numpy()
    found = total(raster, box(28, -6, 32, -1), shapely.union_all(country))
    assert found == pytest.approx([9_131_486, 6_527_748], rel=1e-6)


@pytest.mark.reference
def test_equals_exactextract_on_real_cells(reference):
    import exactextract
    import geopandas as gpd

    path = reference / "pop" / "burundi_worldpop.tif"
    discs = shapely.buffer(shapely.points([29.4, 29.9, 30.6], [-3.4, -2.9, -4.6]), 0.15)
    peer = exactextract.exact_extract(
        str(path), gpd.GeoDataFrame(geometry=discs, crs="EPSG:4326"), ["sum"], output="pandas"
    )
    assert total(open_file(path), *discs) == pytest.approx(peer["sum"].tolist(), rel=1e-6)


@pytest.mark.reference
@pytest.mark.parametrize("year", [2007, 2010, 2015, 2020])
def test_sierra_de_neiba_equals_brute_force(reference, year):
    import geopandas as gpd

    folder = reference / "pop"
    raster = open_file(folder / f"sierra_de_neiba_worldpop_{year}_1km.tif")
    park = shapely.union_all(
        gpd.read_file(folder / "sierra_de_neiba_478140.gpkg").to_crs(4326).geometry.to_numpy()
    )
    assert total(raster, park)[0] == pytest.approx(brute(raster, park), rel=1e-9)
