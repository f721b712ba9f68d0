"""Two years of five-day satellite readings at three made-up mines, and what was dug there when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.madeup.dice import Dice
from analytics.madeup.region import degrees
from analytics.madeup.spectra import BANDS, SPECTRA

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from analytics.madeup.region import Line
    from analytics.madeup.zones import Mine

SIDE: Final = 20  # pixels along each side
PIXEL_M: Final = 10.0
FIRST_DAY: Final = date(2024, 1, 3)
EVERY_DAYS, PASSES = 5, 146
NEVER: Final = PASSES  # position of a date that does not come
COARSE: Final = ("b11", "b12")  # read at 20 m: pixels repeat in pairs

GREEN, GREEN_SHARES = ("closed forest", "regrowth"), (0.82,)  # of pixels, the rest the last
DUG, DUG_SHARES = ("bright mine soil", "wet mine soil", "mining pond"), (0.65, 0.25)
WETTEST_DAY: Final = 45  # of the year
WHOLLY_CLOUDED: Final = (0.26, 0.20)  # share of passes, and its swing from wet to dry season
PARTLY_CLOUDED: Final = 0.45  # of the other passes
HAZY, HAZE = 0.04, 0.12  # share of passes with thin cloud nobody masked, and its weight
GREENING: Final = {"b4": -0.14, "b8": 0.07, "b11": -0.05, "b12": -0.07}  # swing in the season
PIXEL_SD, READING_SD, PASS_SD = 0.07, 0.035, 0.015  # relative; of a place, a reading, a pass


@dataclass(frozen=True, slots=True)
class Digging:
    """What happens at a mine: pixels dug between two days, and pixels bare from the start."""

    dug: int
    first: date | None
    last: date | None
    bare: int = 0


DIGGINGS: Final = {
    "sample-M1": Digging(24, date(2025, 3, 1), date(2025, 10, 31)),
    "sample-M2": Digging(84, date(2025, 1, 15), date(2025, 11, 15), bare=8),
    "sample-M3": Digging(0, None, None, bare=60),
}


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """A mine's grid, row by row from the north-west."""

    mine_id: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    dug_at: NDArray[np.int64]  # the pass from which a pixel is dug; NEVER where it is not
    is_bare: NDArray[np.bool_]  # dug before the first pass

    def dug_on(self, pixel: int) -> date:
        """The day of the first pass that can see the pixel dug."""
        return day(int(self.dug_at[pixel]))


def day(number: int) -> date:
    """The day of a pass."""
    return FIRST_DAY + timedelta(days=EVERY_DAYS * number)


def watch(seed: int, mine: Mine) -> Watch:
    """Where the pixels lie and when each is dug: outwards from the heart of the pit."""
    dice, digging = Dice(seed, f"digging {mine.mine_id}"), DIGGINGS[mine.mine_id]
    middles = _middles(mine.middle)
    lon, lat = degrees(middles).T
    heart = mine.middle + dice.between(-45, 45, 2)
    far = np.hypot(*(middles - heart).T) * (1 + 0.12 * dice.bell(SIDE * SIDE))
    order = np.argsort(far, kind="stable")
    is_bare = np.zeros(SIDE * SIDE, dtype=bool)
    is_bare[order[: digging.bare]] = True
    dug_at = np.full(SIDE * SIDE, NEVER)
    if digging.first is not None and digging.last is not None:
        start, stop = (
            (when - FIRST_DAY).days / EVERY_DAYS for when in (digging.first, digging.last)
        )
        front = order[digging.bare : digging.bare + digging.dug]
        dug_at[front] = np.ceil(start + (stop - start) * np.arange(len(front)) / len(front))
    return Watch(mine.mine_id, lon, lat, dug_at, is_bare)


def series(seed: int, mine: Mine) -> pd.DataFrame:
    """One row per pixel and clear pass; readings under cloud are missing, as in real exports.

    Bands are reflectance times 10 000.
    """
    import pandas as pd

    seen = watch(seed, mine)
    dice = Dice(seed, f"readings {mine.mine_id}")
    clear, haze = _sky(dice)
    bands = _readings(dice, seen, haze)
    passes, pixels = np.nonzero(clear)
    read = {name: values[passes, pixels] for name, values in bands.items()}
    first = np.datetime64(FIRST_DAY, "s")
    return pd.DataFrame(
        {
            "mine_id": pd.Categorical([mine.mine_id]).repeat(len(passes)),
            "pixel": pixels.astype(np.int32),
            "date": first + (passes * EVERY_DAYS).astype("timedelta64[D]"),
            "lon": seen.lon[pixels],
            "lat": seen.lat[pixels],
            **{name: values.astype(np.int32) for name, values in read.items()},
            "ndvi": _difference(read["b8"], read["b4"]),
            "ndmi": _difference(read["b8"], read["b11"]),
            "nbr": _difference(read["b8"], read["b12"]),
        }
    )


def _middles(centre: Line) -> Line:
    """Middles of the pixels in metres, row by row from the north-west."""
    steps = (np.arange(SIDE) - (SIDE - 1) / 2) * PIXEL_M
    east, south = np.meshgrid(steps, steps)
    return np.stack([centre[0] + east.ravel(), centre[1] - south.ravel()], 1)


def _season() -> NDArray[np.float64]:
    """1 in the wettest days, -1 in the driest, for every pass."""
    of_year = np.array([day(number).timetuple().tm_yday for number in range(PASSES)])
    return np.cos(2 * np.pi * (of_year - WETTEST_DAY) / 365.25)


def _sky(dice: Dice) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """What a cloud mask leaves (pass, pixel), and the weight of thin cloud by pass."""
    lost = WHOLLY_CLOUDED[0] + WHOLLY_CLOUDED[1] * _season()
    is_clouded = dice.between(0, 1, PASSES) < lost
    is_partly = dice.between(0, 1, PASSES) < PARTLY_CLOUDED
    angle, edge = dice.between(0, 2 * np.pi, PASSES), dice.between(-0.8, 0.8, PASSES)
    place = _middles(np.zeros(2)) / (SIDE * PIXEL_M / 2)
    beyond = np.stack([np.cos(angle), np.sin(angle)], 1) @ place.T < edge[:, None]
    haze = np.where(dice.between(0, 1, PASSES) < HAZY, HAZE, 0.0)
    return ~is_clouded[:, None] & ~(is_partly[:, None] & beyond), haze


def _readings(dice: Dice, seen: Watch, haze: NDArray[np.float64]) -> dict[str, NDArray[np.int64]]:
    """Every band as whole numbers, by pass and pixel."""
    cover = np.searchsorted(np.cumsum(GREEN_SHARES), dice.between(0, 1, SIDE * SIDE))
    soil = np.searchsorted(np.cumsum(DUG_SHARES), dice.between(0, 1, SIDE * SIDE))
    is_dug = np.arange(PASSES)[:, None] >= seen.dug_at
    is_green = ~is_dug & ~seen.is_bare
    season, bands = _season(), {}
    for name in BANDS:
        green, dug = (np.array([SPECTRA[kind][name] for kind in kinds]) for kinds in (GREEN, DUG))
        before = np.where(seen.is_bare, SPECTRA["bright mine soil"][name], green[cover])
        value = np.where(is_dug, dug[soil], before)
        value = value * (1 + PIXEL_SD * dice.bell(SIDE * SIDE))
        value = value * np.where(is_green, 1 + GREENING[name] * season[:, None], 1.0)
        value = value * (1 + PASS_SD * dice.bell(PASSES))[:, None]
        value = value * (1 + READING_SD * dice.bell(value.size).reshape(value.shape))
        value = value + haze[:, None] * (SPECTRA["cloud remnant"][name] - value)
        bands[name] = np.rint(_paired(value) if name in COARSE else value).astype(np.int64)
    return bands


def _paired(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of two by two pixels, repeated."""
    blocks = value.reshape(PASSES, SIDE // 2, 2, SIDE // 2, 2)
    means = (
        blocks[:, :, 0, :, 0]
        + blocks[:, :, 0, :, 1]
        + blocks[:, :, 1, :, 0]
        + blocks[:, :, 1, :, 1]
    ) / 4
    return np.repeat(np.repeat(means, 2, axis=1), 2, axis=2).reshape(value.shape)


def _difference(near: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Normalised difference of two bands."""
    return (near - other) / (near + other)
