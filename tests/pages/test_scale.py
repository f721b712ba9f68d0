"""The scale bar of a map on screen: as long on the ground as it says."""

import pydeck as pdk
import pytest
from pyproj import Geod

from analytics.core.words import Words
from pages.ui import scale, session

HEIGHT = 460


def view(latitude, zoom):
    return pdk.ViewState(longitude=-70.0, latitude=latitude, zoom=zoom)


@pytest.mark.parametrize("latitude", [-12.0, 0.0, 47.0, 68.0])
@pytest.mark.parametrize("zoom", [1.0, 5.37, 9.0, 14.2, 18.0])
def test_the_bar_is_as_long_as_it_says_and_fits(latitude, zoom):
    bar = scale.bar(view(latitude, zoom), HEIGHT)
    *_, long_m = Geod(ellps="WGS84").inv(bar.west, bar.foot, bar.east, bar.foot)
    assert long_m == pytest.approx(bar.metres, rel=0.007)
    across_px = (bar.east - bar.west) / 360 * 512 * 2**zoom
    assert 35 <= across_px <= scale.LONGEST_PX + 0.1
    assert bar.foot < bar.top < latitude


def test_the_bar_lies_in_the_middle_at_the_foot():
    bar = scale.bar(view(0.0, 6.0), HEIGHT)
    assert (bar.west + bar.east) / 2 == pytest.approx(-70.0)
    down_px = -bar.foot / 360 * 512 * 2**6
    assert down_px == pytest.approx(HEIGHT / 2 - scale.FROM_FOOT_PX, rel=0.01)


@pytest.mark.parametrize(
    ("metres", "language", "told"),
    [
        (200_000, "en", "200\xa0km"),
        (2_000_000, "es-PE", "2,000\xa0km"),
        (2_000_000, "id", "2.000\xa0km"),
        (500, "fr", "500\xa0m"),
    ],
)
def test_its_length_is_written_as_the_reader_writes_numbers(metres, language, told):
    bar = scale.Bar(west=0, east=1, foot=0, top=1, metres=metres)
    assert bar.told(Words(session.TEXTS, language)) == told
