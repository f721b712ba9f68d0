"""Airstrips with mining seen within 20 km: is it there, in outlines of those years?"""

import numpy as np
import pytest

import analytics
from analytics.stats.shape import near

pytestmark = pytest.mark.reference

SEEN = "Mining activity seen up to 20km of airstrip location"
REACH_M = 20_000


def test_all_but_two_of_the_airstrips_with_mining_lie_near_it(reference):
    airstrips = analytics.read(
        reference / "airstrips" / "illegal_airstrips_nyt_intercept.geojson"
    ).sites
    mining = np.concatenate(
        [
            analytics.read(
                reference / "amw" / f"mining_{year}00_simplified.geojson"
            ).sites.geometry.to_numpy()
            for year in range(2018, 2022)
        ]
    )
    is_seen = airstrips[SEEN].astype(str).str.casefold() == "true"
    assert (len(airstrips), is_seen.sum()) == (1269, 362)
    apart = near.distances_m(airstrips.geometry.to_numpy()[is_seen], mining)
    assert (apart <= REACH_M).sum() == 360
