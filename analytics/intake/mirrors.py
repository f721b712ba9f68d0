"""Places that only fit when mirrored: axes exchanged in a file or a part, minus signs lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core.issue import Action, Severity
from analytics.intake import homeland
from analytics.intake.choice import chosen
from analytics.intake.swapped import FULL_TURN, HIGHEST, exchanged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

    Flags = NDArray[np.bool_]
    Shapes = NDArray[np.object_]

NEARLY_ALL: Final = 0.9
LEAST: Final = 3  # rows on land elsewhere that make a pattern; fewer may simply lie there
MOST: Final = 0.5
CLUSTER_DEG: Final = 1.0  # around the places of a file: a mirror this close belongs to them
MOST_NAMED: Final = 5
FLIPS: Final = ((-1, 1), (1, -1), (-1, -1))  # the minus lost before longitude, latitude, both


def settle_doubtful(work: Work) -> Work:
    """Rows without a country that the exchange brings on land: nearly all, or those that stray.

    Rows stray where most lie in one country and the mirror of these among the others. Neither
    reading is taken by itself: as given the numbers are wrong if the axes are exchanged, and
    the exchange is a guess. The user says which.
    """
    shapes = work.frame.geometry.to_numpy()
    nameless = (homeland.declared(work) == "").to_numpy() & ~shapely.is_missing(shapes)
    rows = np.flatnonzero(nameless)
    if not len(rows):
        return work
    given = homeland.country_at(_middle(shapes[rows]))
    turn, mirror = _doubtful(shapes[rows], given)
    code = "coordinates-maybe-swapped"
    if not turn.any():
        turn, mirror = _stray(shapes[rows], given)
        code = "coordinates-partly-swapped"
    if not turn.any():
        return work
    return _settled(
        work,
        rows[turn],
        exchanged(shapes[rows[turn]]),
        code,
        default="",
        countries=_counted(mirror[turn]),
    )


def settle_signs(work: Work) -> Work:
    """Rows away from their country that changing a sign brings home.

    Rows far at sea are brought home by default. Where the whole file lies in other countries
    instead, either the signs or the countries are wrong, and the user says which.
    """
    shapes = work.frame.geometry.to_numpy()
    codes = homeland.declared(work).to_numpy(dtype=object)
    tested = np.flatnonzero(homeland.has_outline(codes) & _on_globe(shapes))
    middle = shapely.box(*shapely.bounds(shapes[tested]).T)
    away = ~homeland.lies_in(middle, codes[tested])
    away[away] = ~homeland.lies_near(middle[away], codes[tested[away]])
    if not away.any():
        return work
    rows = tested[away]
    flip = _flip_home(middle[away], codes[rows])
    lost = flip >= 0
    if lost.sum() < NEARLY_ALL * len(rows):
        return work
    at_sea = homeland.far_at_sea(middle[away])
    is_pattern = lost.sum() >= max(LEAST, NEARLY_ALL * len(tested))
    is_clear = not (is_pattern and (lost & ~at_sea).any())
    turn = lost & at_sea if is_clear else lost
    if not turn.any():
        return work
    return _settled(
        work,
        rows[turn],
        _turned(shapes[rows[turn]], flip[turn]),
        "sign-lost",
        default="fix" if is_clear else "",
        countries=_counted(codes[rows[turn]]),
    )


def _settled(
    work: Work,
    places: NDArray[np.int64],
    turned: Shapes,
    code: str,
    *,
    default: str,
    countries: str,
) -> Work:
    options = ("fix", "keep")
    option = chosen(work, code, default, options)
    action = {"fix": Action.REPAIRED, "keep": Action.KEPT}.get(option, Action.CHOOSE)
    work = work.told(
        code,
        severity=Severity.WARNING if option else Severity.ERROR,
        action=action,
        rows=work.frame.index[places],
        options=options,
        option=option,
        countries=countries,
    )
    if option != "fix":
        return work
    shapes = work.frame.geometry.to_numpy().copy()
    shapes[places] = turned
    return work.with_frame(work.frame.set_geometry(shapes))


def _doubtful(shapes: Shapes, given: Shapes) -> tuple[Flags, Shapes]:
    """Which shapes the exchange would move, and the country each would lie in then."""
    none = _nothing(shapes)
    if (given == "").mean() < NEARLY_ALL:
        return none
    fits = _on_globe(shapes) & _on_globe(exchanged(shapes))
    mirror = np.where(fits, homeland.country_at(exchanged(_middle(shapes))), "")
    if (mirror != "").mean() < NEARLY_ALL:
        return none
    if homeland.far_at_sea(shapely.box(*shapely.bounds(shapes).T)).mean() < NEARLY_ALL:
        return none
    return fits & ((given == "") | (mirror != "")), mirror


def _stray(shapes: Shapes, given: Shapes) -> tuple[Flags, Shapes]:
    """The same where most shapes are right: those whose mirror lies in the midst of the others."""
    codes, counts = np.unique(given[given != ""].astype(str), return_counts=True)
    turn, mirror = _nothing(shapes)
    if not len(codes) or counts.max() < LEAST:
        return turn, mirror
    home = codes[counts.argmax()]
    rest = np.flatnonzero((given != home) & _on_globe(shapes) & _on_globe(exchanged(shapes)))
    if not len(rest):
        return turn, mirror
    west, south, east, north = shapely.total_bounds(shapes[given == home])
    middle = _middle(exchanged(shapes[rest]))
    lon, lat = shapely.get_x(middle), shapely.get_y(middle)
    is_amidst = (lon > west - CLUSTER_DEG) & (lon < east + CLUSTER_DEG)
    is_amidst &= (lat > south - CLUSTER_DEG) & (lat < north + CLUSTER_DEG)
    rest, middle = rest[is_amidst], middle[is_amidst]
    goes_home = (homeland.country_at(middle) == home) & ~homeland.lies_near(
        shapely.box(*shapely.bounds(shapes[rest]).T), np.full(len(rest), home, dtype=object)
    )
    if counts.max() + goes_home.sum() > MOST * len(shapes):
        turn[rest[goes_home]] = True
        mirror[turn] = home
    return turn, mirror


def _nothing(shapes: Shapes) -> tuple[Flags, Shapes]:
    return np.zeros(len(shapes), dtype=bool), np.full(len(shapes), "", dtype=object)


def _flip_home(places: Shapes, codes: Shapes) -> NDArray[np.int64]:
    """The one change of sign that leads home; -1 where none does, or more than one."""
    hits = np.column_stack([homeland.lies_in(_flipped(places, *flip), codes) for flip in FLIPS])
    return np.where(hits.sum(axis=1) == 1, hits.argmax(axis=1), -1)


def _flipped(shapes: Shapes, lon_sign: int, lat_sign: int) -> Shapes:
    return np.asarray(
        shapely.transform(shapes, lambda x, y: (lon_sign * x, lat_sign * y), interleaved=False)
    )


def _turned(shapes: Shapes, flips: NDArray[np.int64]) -> Shapes:
    turned = shapes.copy()
    for n, signs in enumerate(FLIPS):
        turned[flips == n] = _flipped(shapes[flips == n], *signs)
    return turned


def _middle(shapes: Shapes) -> Shapes:
    west, south, east, north = shapely.bounds(shapes).T
    return np.asarray(shapely.points((west + east) / 2, (south + north) / 2))


def _on_globe(shapes: Shapes) -> Flags:
    """Whether a shape is there and within 180 by 90."""
    west, south, east, north = shapely.bounds(shapes).T
    half = FULL_TURN / 2
    return (west >= -half) & (east <= half) & (south >= -HIGHEST) & (north <= HIGHEST)


def _counted(codes: Shapes) -> str:
    """The countries met most: "PER (12), BRA (3)"."""
    counts = pd.Series(codes[codes != ""]).value_counts()
    told = [f"{code} ({n})" for code, n in counts.head(MOST_NAMED).items()]
    return ", ".join([*told, *(["…"] if len(counts) > MOST_NAMED else [])])
