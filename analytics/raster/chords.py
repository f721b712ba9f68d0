"""People within so many metres of points, at once: for a distance that changes under the hand.

A circle is cut by a few lines through each row of cells; where each line enters and leaves it is
found in closed form. Chords that overlap are one, so nobody counts twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.raster.rowsums import RowSums

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

CHORDS: Final = 250_000  # worked out at a time, about: what a tenth of a second is enough for
MOST_LINES: Final = 8  # through a row of cells
AXIS_M: Final = 6_378_137.0  # of WGS 84, half of it
OVAL: Final = 0.0066943799901413165  # its eccentricity, squared
LEAST_DEGREE_M: Final = 110_000.0  # of latitude
HALF_TURN: Final = 180.0


def people(kept: RowSums, lon: Numbers, lat: Numbers, reach_m: float) -> float | None:
    """Within `reach_m` of any of the points: up to 100 km, and 85 degrees of latitude.

    None where a raster is not in degrees, or a circle crosses the 180th meridian. Right to 0.01 %.
    """
    t, (rows, columns) = kept.raster.transform, kept.raster.shape
    if kept.raster.crs != "EPSG:4326":
        return None
    high = reach_m / LEAST_DEGREE_M / abs(t.dy)
    lines = int(np.clip(CHORDS / (2 * high * max(len(lon), 1)), 1, MOST_LINES))
    middle, most = (lat - t.y0) / t.dy * lines, high * lines
    first = np.clip(np.floor(middle - most), 0, rows * lines).astype(np.int64)
    last = np.clip(np.ceil(middle + most), 0, rows * lines).astype(np.int64)
    many = last - first
    point = np.repeat(np.arange(len(lon)), many)
    line = np.arange(len(point)) - np.repeat(np.cumsum(many) - many - first, many)
    half = _half_deg(lat, point, t.y0 + t.dy * (line + 0.5) / lines, reach_m)
    if not len(half):
        return 0.0
    if (np.abs(lon[point]) + half).max() > HALF_TURN:
        return None
    half /= abs(t.dx)
    x = ((lon - t.x0) / t.dx)[point]
    line, since, until = _joined(line, np.clip([x - half, x + half], 0, columns), columns)
    sums, _ = kept.upto(np.tile(line // lines, 2), np.concatenate([until, since]))
    return float(sums[: len(line)].sum() - sums[len(line) :].sum()) / lines


def _half_deg(lat: Numbers, point: Whole, line_lat: Numbers, reach_m: float) -> Numbers:
    """Degrees from each point along a parallel to where it leaves the circle; 0 outside it.

    The straight line between two places through the ground is known in closed form, and differs
    from the geodesic by what an arc of that length is longer than its chord.
    """
    (out, up), (line_out, line_up) = _places(lat), _places(line_lat)
    ball = AXIS_M * np.sqrt(1 - OVAL) / (1 - OVAL * np.sin(np.radians(lat)) ** 2)
    straight = 2 * ball * np.sin(reach_m / (2 * ball))
    left = straight[point] ** 2 - (line_up - up[point]) ** 2 - (line_out - out[point]) ** 2
    share = np.maximum(left, 0.0) / (4 * out[point] * line_out)
    return np.degrees(2 * np.arcsin(np.sqrt(np.minimum(share, 1.0))))


def _places(lat: Numbers) -> tuple[Numbers, Numbers]:
    """Metres from the axis of the globe, and from the equator's plane."""
    sine, cosine = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    normal = AXIS_M / np.sqrt(1 - OVAL * sine**2)
    return normal * cosine, normal * (1 - OVAL) * sine


def _joined(line: Whole, ends: Numbers, columns: int) -> tuple[Whole, Numbers, Numbers]:
    """Chords of a line that overlap as one: line, beginning and end of each."""
    base = line * (columns + 1.0)
    order = np.argsort(base + ends[0])
    begin, end = base[order] + ends[0][order], base[order] + ends[1][order]
    farthest = np.maximum.accumulate(end)
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = begin[1:] > farthest[:-1]
    first = np.flatnonzero(is_new)
    last = np.append(first[1:], len(order)) - 1
    line = line[order[first]]
    return line, ends[0][order[first]], farthest[last] - base[order[first]]
