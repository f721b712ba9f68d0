"""Windows that threads read ahead: the same numbers, the same refusals, nobody left behind."""

import threading

import numpy as np
import pytest
import shapely

from analytics.core import progress
from analytics.raster.handle import Raster, RasterError, open_file
from analytics.raster.write import write
from analytics.raster.zonal import sums

SIDE = 3_000  # six by six tiles
BOUNDS = (20.0, -10.0, 23.0, -7.0)


def cells():
    made = np.random.default_rng(3).gamma(2, 3, (SIDE, SIDE)).astype("float32")
    made[:700, 900:1_400] = -99_999
    return made


@pytest.fixture(scope="module")
def here():
    return Raster.from_array(cells(), bounds=BOUNDS, nodata=-99_999)


@pytest.fixture(scope="module")
def path(here, tmp_path_factory):
    return write(here, tmp_path_factory.mktemp("ahead") / "people.tif")


def shapes(count=40):
    dice = np.random.default_rng(5)
    lon, lat = dice.uniform(19.9, 23.1, count), dice.uniform(-10.1, -6.9, count)
    return shapely.buffer(shapely.points(lon, lat), dice.uniform(0.01, 0.3, count))


@pytest.mark.parametrize("of", [lambda path: path, lambda path: path.read_bytes()])
def test_a_file_says_what_its_cells_in_memory_say(here, path, of):
    found, wanted = sums(open_file(of(path), name="people"), shapes()), sums(here, shapes())
    assert found.total.tolist() == wanted.total.tolist()
    assert found.known_m2.tolist() == wanted.known_m2.tolist()


def test_rows_nobody_needs_are_left_out_without_a_difference(here):
    far = shapely.MultiPolygon(
        [shapely.box(20.1, -7.2, 20.9, -7.1), shapely.box(22.1, -7.5, 22.9, -7.45)]
    )
    between = shapely.box(20.5, -7.48, 22.5, -7.47)
    together = sums(here, np.array([far, between], dtype=object)).total
    each = [sums(here, np.array([one], dtype=object)).total[0] for one in (*far.geoms, between)]
    assert together == pytest.approx([each[0] + each[1], each[2]], rel=1e-12)


def test_what_is_wrong_in_a_file_is_told_and_no_thread_stays(path, tmp_path):
    before = threading.active_count()
    cut = tmp_path / "cut.tif"
    cut.write_bytes(path.read_bytes()[:900_000])
    lost = Raster.from_array(cells(), bounds=BOUNDS)
    for file, code in (
        (cut, "raster-damaged"),
        (write(lost, tmp_path / "lost.tif"), "raster-negative"),
    ):
        with pytest.raises(RasterError) as caught:
            sums(open_file(file), shapes())
        assert caught.value.code == code
    assert threading.active_count() == before


def test_who_cancels_waits_for_no_other_tile(path):
    before = threading.active_count()

    def told(_share):
        raise InterruptedError

    with pytest.raises(InterruptedError), progress.heard(told):
        sums(open_file(path), shapes())
    assert threading.active_count() == before
