"""The pixel series show what was dug, under the sky and the seasons they say."""

import numpy as np
import pytest

from analytics import madeup
from analytics.madeup import pixels
from analytics.madeup.land import land


@pytest.fixture(scope="module")
def made():
    return madeup.build()


def test_the_tables_stay_small(made):
    assert sum(len(series) for series in made.pixels.values()) <= 150_000


def test_indices_are_what_their_names_say(made):
    series = made.pixels["sample-M1"]
    b4, b8, b11, b12 = (series[band].astype(float) for band in ("b4", "b8", "b11", "b12"))
    assert series["ndvi"].to_numpy() == pytest.approx(((b8 - b4) / (b8 + b4)).to_numpy())
    assert series["ndmi"].to_numpy() == pytest.approx(((b8 - b11) / (b8 + b11)).to_numpy())
    assert series["nbr"].to_numpy() == pytest.approx(((b8 - b12) / (b8 + b12)).to_numpy())


def test_two_years_every_five_days(made):
    for series in made.pixels.values():
        days = series["date"].drop_duplicates().sort_values()
        gaps = days.diff().dropna().dt.days
        assert (gaps % 5 == 0).all()
        assert days.iloc[0].year == 2024
        assert (days.iloc[-1] - days.iloc[0]).days > 680
        assert not series.duplicated(["pixel", "date"]).any()


def test_every_pixel_is_seen_often_enough_to_learn_from(made):
    for series in made.pixels.values():
        first_year = series[series["date"] < "2025-01-01"]
        assert first_year.groupby("pixel").size().reindex(range(400), fill_value=0).min() >= 18


def test_the_wet_season_hides_more(made):
    for series in made.pixels.values():
        month = series["date"].dt.month
        wet, dry = series[month.isin([1, 2, 3])], series[month.isin([7, 8, 9])]
        assert len(wet) < len(dry)


@pytest.mark.parametrize("mine", ["sample-M1", "sample-M2"])
def test_dug_pixels_lose_their_green_on_the_day_in_the_truth(made, mine):
    truth, series = madeup.truth().excavation[mine], made.pixels[mine]
    assert truth.dug_pixels == len(truth.dug_on) == pixels.DIGGINGS[mine].dug
    for pixel, when in truth.dug_on.items():
        own = series[series["pixel"] == pixel]
        before, after = own[own["date"] < when], own[own["date"] >= when]
        assert before["ndvi"].median() > 0.55
        assert after["ndvi"].median() < 0.35 or len(after) < 3


def test_other_pixels_stay_as_they_are(made):
    for mine, series in made.pixels.items():
        truth = madeup.truth().excavation[mine]
        rest = series[~series["pixel"].isin(list(truth.dug_on))]
        late = rest[rest["date"] >= "2025-07-01"].groupby("pixel")["ndvi"].median()
        assert (late < 0.35).sum() == truth.bare_pixels


def test_the_areas_dug_are_pixels_times_their_size():
    for mine, truth in madeup.truth().excavation.items():
        assert truth.pixel_ha == pytest.approx(0.01, rel=1e-3)
        assert truth.dug_ha == pytest.approx(truth.dug_pixels * truth.pixel_ha)
        months = list(truth.dug_ha_by_month.values())
        assert months == sorted(months)
        assert months[-1] == pytest.approx(truth.dug_ha)
        assert (mine == "sample-M3") == (truth.dug_ha == 0)


def test_one_mine_digs_half_outside_its_lease_and_in_a_conservation_area():
    first, second = (madeup.truth().excavation[f"sample-M{n}"] for n in (1, 2))
    assert first.dug_in_lease_ha == pytest.approx(first.dug_ha)
    assert first.dug_in_conservation_ha == 0
    assert 0.2 < second.dug_in_lease_ha / second.dug_ha < 0.8
    assert second.dug_in_conservation_ha == pytest.approx(second.dug_ha)


def test_coarse_bands_repeat_in_pairs(made):
    series = made.pixels["sample-M3"]
    day = series[series["date"] == series["date"].mode()[0]]
    grid = np.full(400, -1)
    grid[day["pixel"]] = day["b11"]
    grid = grid.reshape(20, 20)
    whole = (grid[::2, ::2] >= 0) & (grid[1::2, 1::2] >= 0)
    assert (grid[::2, ::2][whole] == grid[1::2, 1::2][whole]).all()


def test_mines_do_not_leave_the_land():
    mines = land(7).zones.mines
    assert [mine.mine_id for mine in mines] == list(pixels.DIGGINGS)
