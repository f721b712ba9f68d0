"""Running sums kept on disk: the same numbers, whatever lies there, and a sentence without room."""

import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analytics.core import overlay, progress
from analytics.core.words import LANGUAGES
from analytics.raster import chords, rowsums, zonal
from analytics.raster.handle import Raster, RasterError, open_file
from analytics.stats.shape.reach import reach

HIGH, WIDE, CELL, NODATA = 700, 1_100, 0.001, -99_999.0
places = st.tuples(st.floats(19.9, 21.2), st.floats(1.2, 2.1), st.floats(0.0005, 0.7))


def patchy(kind="float32"):
    """Blocks of every sort: people, nobody, nothing known, some of each."""
    dice = np.random.default_rng(6)
    cells = np.full((HIGH, WIDE), NODATA)
    cells[:260, :300] = dice.gamma(2, 3, (260, 300))
    cells[100:120, 700:860] = dice.gamma(2, 3, (20, 160))
    cells[128:256, 384:640] = 0.0
    cells[384:512, 128:256] = 0.0
    cells[600:, 1000:] = 5.0
    return np.round(cells).astype(kind)


def written(path, cells):
    with rasterio.open(
        path, "w", driver="GTiff", height=HIGH, width=WIDE, count=1, dtype=cells.dtype,
        crs="EPSG:4326", transform=rasterio.Affine(CELL, 0, 20, 0, -CELL, 2), nodata=NODATA,
        tiled=True, blockxsize=128, blockysize=128, compress="deflate",
    ) as file:  # fmt: skip
        file.write(cells, 1)
    return open_file(path)


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    return written(tmp_path_factory.mktemp("grid") / "people.tif", patchy())


@pytest.fixture(scope="module")
def kept(grid, tmp_path_factory):
    return rowsums.build(grid, tmp_path_factory.mktemp("kept"))


def agree(kept, shapes):
    shapes = np.array(shapes, dtype=object)
    found, read = kept.within(shapes), zonal.sums(kept.raster, shapes)
    assert found.total == pytest.approx(read.total, rel=1e-9, abs=1e-6)
    assert found.known_m2 == pytest.approx(read.known_m2, rel=1e-9, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(drawn=st.lists(places, min_size=1, max_size=4))
def test_the_same_as_reading_the_raster(kept, drawn):
    shapes = [shapely.Point(x, y).buffer(r, quad_segs=6) for x, y, r in drawn]
    agree(kept, [*shapes, shapely.difference(shapes[0], shapely.Point(20.5, 1.6).buffer(0.2))])


def test_boxes_on_edges_of_cells_blocks_and_the_raster(kept):
    shapes = [box(20, 1.3, 21.1, 2), box(19, 1, 22, 3), box(20.128, 1.488, 20.256, 1.616)]
    agree(kept, [*shapes, box(20.384, 1.744, 21.1, 1.872), box(30, 1, 31, 2), shapely.Polygon()])


def test_numbers_of_any_sort_and_cells_in_memory(tmp_path):
    for cells in (patchy("int32"), patchy("float64"), np.maximum(patchy(), 0).astype("uint8")):
        raster = Raster.from_array(cells, bounds=(20, 1.3, 21.1, 2), nodata=NODATA)
        agree(rowsums.build(raster, tmp_path), [shapely.Point(20.4, 1.7).buffer(0.3)])


def test_only_blocks_with_people_take_room(grid, kept):
    blocks = 6 * 9
    assert len(kept.cells) < blocks / 2
    full = rowsums.about_bytes(Raster.from_array(patchy(), bounds=(20, 1.3, 21.1, 2)))
    assert 0 < rowsums.about_bytes(grid) < full


def test_what_is_kept_is_found_and_used(grid, tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    shapes = np.array([shapely.Point(20.2, 1.8).buffer(0.1)])
    assert rowsums.find(grid) is None
    read = rowsums.sums(grid, shapes).total
    rowsums.build(grid)
    monkeypatch.setattr(zonal, "sums", None)
    assert rowsums.sums(grid, shapes).total == pytest.approx(read, rel=1e-12)


@pytest.mark.parametrize("name", [rowsums.CELLS, rowsums.SUMS, rowsums.INDEX, rowsums.ABOUT])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_what_is_damaged_is_not_used_and_made_anew(grid, kept, tmp_path, name, damage):
    home = tmp_path / grid.fingerprint[:32]
    shutil.copytree(_home_of(kept), home)
    if damage == "gone":
        (home / name).unlink()
    else:
        (home / name).write_bytes((home / name).read_bytes()[:-3])
    assert rowsums.find(grid, tmp_path) is None
    agree(rowsums.build(grid, tmp_path), [shapely.Point(20.2, 1.8).buffer(0.1)])


def test_sums_of_an_earlier_form_or_another_raster_are_not_used(grid, kept, tmp_path):
    home = tmp_path / grid.fingerprint[:32]
    shutil.copytree(_home_of(kept), home)
    about = json.loads((home / rowsums.ABOUT).read_text())
    assert rowsums.find(grid, tmp_path) is not None
    for change in ({"format": 0}, {"nodata": "None"}, {"shape": [1, 1]}):
        about["raster"] |= change
        (home / rowsums.ABOUT).write_text(json.dumps(about))
        assert rowsums.find(grid, tmp_path) is None


def test_two_processes_at_once(grid, tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        work = [pool.submit(_built, str(grid.source), str(tmp_path)) for _ in range(2)]
        assert [each.result() for each in work] == [True, True]
    assert rowsums.find(grid, tmp_path) is not None
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_dead_process_left_is_swept_away(grid, tmp_path):
    mine, dead = tmp_path / f"part-{os.getpid()}-x", tmp_path / "part-4194999-y"
    for path in (mine, dead):
        path.mkdir()
    rowsums.build(grid, tmp_path)
    assert mine.exists()
    assert not dead.exists()


def test_without_room_it_says_so_and_leaves_nothing(grid, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(rowsums.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(RasterError) as caught:
        rowsums.build(grid, tmp_path)
    assert caught.value.code == "rowsums-full"
    assert all(caught.value.text(language) for language in LANGUAGES)
    monkeypatch.undo()
    (tmp_path / "file").write_text("")
    with pytest.raises(RasterError) as caught:
        rowsums.build(grid, tmp_path / "file" / "below")
    assert caught.value.code == "rowsums-unkept"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_it_says_how_far_it_is_and_ends_when_told_to(grid, tmp_path):
    told = []
    with progress.heard(told.append):
        rowsums.build(grid, tmp_path)
    assert told == pytest.approx(np.arange(1, 7) / 6)
    shutil.rmtree(tmp_path / grid.fingerprint[:32])
    with pytest.raises(KeyboardInterrupt), progress.heard(_interrupt):
        rowsums.build(grid, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_one_that_was_asked_longest_ago_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(rowsums, "MOST_KEPT", 2)
    rasters = [Raster.from_array(np.full((2, 2), n), bounds=(0, 0, 2, 2)) for n in (1.0, 2.0, 3.0)]
    for raster in rasters:
        rowsums.build(raster, tmp_path)
    assert [rowsums.find(raster, tmp_path) is not None for raster in rasters] == [False, True, True]


@pytest.mark.parametrize("reach_m", [1_000, 5_000, 20_000])
def test_circles_by_their_chords_are_those_drawn_by_corners(kept, reach_m):
    dice = np.random.default_rng(3)
    lon, lat = dice.uniform(20, 20.9, 40), dice.uniform(1.4, 2, 40)
    drawn = np.array([overlay.joined(reach(shapely.points(lon, lat), reach_m))])
    wanted = zonal.sums(kept.raster, drawn).total[0]
    assert chords.people(kept, lon, lat, reach_m) == pytest.approx(wanted, rel=3e-4)


def test_where_chords_do_not_help_they_say_so(kept, tmp_path):
    metres = Raster.from_array(np.ones((9, 9)), bounds=(4e5, 0, 6e5, 2e5), crs="EPSG:32630")
    one = np.array([0.0])
    assert chords.people(rowsums.build(metres, tmp_path), one, one, 1_000) is None
    east = Raster.from_array(np.ones((9, 9)), bounds=(179.1, 0, 180, 0.9))
    assert chords.people(rowsums.build(east, tmp_path), one + 179.99, one, 5_000) is None
    assert chords.people(kept, one, one + 60, 5_000) == 0


def _interrupt(_):
    raise KeyboardInterrupt


def _home_of(kept):
    cells = kept.cells
    while not isinstance(cells, np.memmap):
        cells = cells.base
    return Path(cells.filename).parent


def _built(source, folder):
    return rowsums.build(open_file(Path(source)), Path(folder)) is not None
