"""People per km² under a map: whole cells added up, never resampled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core import geo
from analytics.core.words import LANGUAGES
from analytics.raster import density as module
from analytics.raster.density import density
from analytics.raster.handle import Raster, RasterError, Transform, open_file
from analytics.raster.write import write

EVERYWHERE = (-180.0, -85.0, 180.0, 85.0)


def grid(cells, *, nodata=-1.0, bounds=None):
    cells = np.asarray(cells, dtype=float)
    rows, columns = cells.shape
    return Raster.from_array(
        cells, bounds=bounds or (10.0, 0.0, 10.0 + columns / 100, rows / 100), nodata=nodata
    )


def people(found):
    """What the blocks hold together, back from people per km²."""
    rows = len(found.values)
    edges = found.y0 + found.dy * np.arange(rows + 1)
    km2 = geo.strips_m2(edges, found.dx) / 1e6
    return float(np.nansum(found.values * km2[:, None]))


def test_blocks_hold_whole_cells_and_unknown_ground_is_told_from_empty():
    cells = [[1, 2, -1, -1], [3, 4, -1, -1], [0, 0, -1, 8], [0, 0, -1, -1]]
    found = density(grid(cells), EVERYWHERE, across=2)
    km2 = geo.strips_m2(found.y0 + found.dy * np.arange(3), found.dx) / 1e6
    expected = [[10 / km2[0], np.nan], [0, 8 / km2[1]]]
    assert np.allclose(found.values, expected, equal_nan=True)


def test_a_grid_in_metres_is_measured_in_metres():
    raster = Raster.from_array(
        np.full((4, 4), 5.0), crs="EPSG:32718", transform=Transform(5e5, 500, 0, 9e6, 0, -500)
    )
    found = density(raster, EVERYWHERE, across=2)
    assert np.allclose(found.values, 20.0)
    lon, lat = np.array([-75.0 + 0.005, 0.0]), np.array([-9.045 - 0.005, 0.0])
    assert found.at(lon, lat) == pytest.approx([20.0, np.nan], nan_ok=True)


def test_blocks_lie_the_same_wherever_the_frame_does():
    raster = grid(np.arange(10_000).reshape(100, 100))
    whole = density(raster, EVERYWHERE, across=25)
    part = density(raster, (10.33, 0.4, 10.61, 0.9), across=13)
    assert part.dx == whole.dx == pytest.approx(0.04)
    lon, lat = np.full(20, 10.43), np.linspace(0.45, 0.85, 20)
    assert np.allclose(part.at(lon, lat), whole.at(lon, lat))


def test_nothing_is_drawn_where_the_grid_is_not():
    assert density(grid([[1.0]]), (50.0, 50.0, 51.0, 51.0)) is None


def test_strips_of_a_file_add_up_to_what_it_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 300)
    cells = np.random.default_rng(1).integers(-1, 50, (97, 83)).astype(float)
    path = tmp_path / "a.tif"
    write(grid(cells), path)
    assert people(density(open_file(path), EVERYWHERE, across=30)) == pytest.approx(
        cells[cells >= 0].sum()
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_nobody_is_lost_however_coarse_the_blocks(rows, columns, across, seed):
    cells = np.random.default_rng(seed).integers(-1, 9, (rows, columns)).astype(float)
    found = density(grid(cells), EVERYWHERE, across=across)
    assert max(found.values.shape) <= across
    assert people(found) == pytest.approx(cells[cells >= 0].sum())


@pytest.mark.parametrize(
    ("cells", "code"),
    [([[-5.0, 1.0]], "raster-negative"), ([[np.inf, 1.0]], "raster-endless")],
)
def test_what_is_no_count_is_refused(cells, code):
    with pytest.raises(RasterError) as caught:
        density(grid(cells), EVERYWHERE)
    assert caught.value.code == code


def test_too_many_cells_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(module, "MOST_CELLS", 3)
    with pytest.raises(RasterError) as caught:
        density(grid([[1, 2], [3, 4]]), EVERYWHERE)
    assert caught.value.code == "raster-wide"
    assert all(caught.value.text(language) for language in LANGUAGES)
