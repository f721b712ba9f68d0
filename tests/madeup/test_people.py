"""People live on land, in whole numbers, near towns."""

import numpy as np
import pytest
import shapely

from analytics import madeup
from analytics.madeup.land import land
from analytics.madeup.people import BOUNDS, CELLS_PER_DEGREE, NODATA
from analytics.madeup.region import degrees


@pytest.fixture(scope="module")
def settled():
    return land(7).people


def test_the_total_is_known(settled):
    counts = settled.counts[settled.counts != NODATA]
    assert counts.min() >= 0
    assert settled.total == counts.sum() == madeup.truth().people
    planned = sum(town.people for town in settled.towns)
    assert planned * 0.75 < settled.total < planned * 1.5


def test_nobody_lives_at_sea(settled):
    west, south, east, north = BOUNDS
    rows, columns = np.nonzero(settled.counts != NODATA)
    lon = west + (columns + 0.5) / CELLS_PER_DEGREE
    lat = north - (rows + 0.5) / CELLS_PER_DEGREE
    assert settled.counts.shape == (
        round((north - south) * CELLS_PER_DEGREE),
        round((east - west) * CELLS_PER_DEGREE),
    )
    country = shapely.union_all(
        [shapely.Polygon(degrees(ring)) for ring in land(7).region.countries.values()]
    )
    assert shapely.contains_xy(country, lon, lat).all()


def test_the_fullest_cell_is_in_the_largest_town(settled):
    row, column = np.unravel_index(settled.counts.argmax(), settled.counts.shape)
    west, _, _, north = BOUNDS
    lon, lat = degrees(settled.towns[0].middle)
    assert west + (column + 0.5) / CELLS_PER_DEGREE == pytest.approx(lon, abs=0.03)
    assert north - (row + 0.5) / CELLS_PER_DEGREE == pytest.approx(lat, abs=0.03)
