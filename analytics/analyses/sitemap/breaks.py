"""The upper ends of the classes, by the scheme asked for."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from analytics.core.errors import ParameterError
from analytics.stats.breaks import natural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.sitemap import SitemapParams

    Numbers = NDArray[np.float64]

PERCENTILES: Final = (1, 10, 50, 90, 99, 100)
MOST_BREAKS: Final = 9
OWN: Final = "own"
KEEPS_EMPTY: Final = ("equal", OWN)  # in these schemes a class without a site tells something


class BreaksError(ParameterError):
    """Breaks that cannot be read."""

    folder: ClassVar[Path] = Path(__file__).parent


def upper_ends(values: Numbers, high: float, params: SitemapParams) -> Numbers:
    """The end of each class, which belongs to it, smallest first; the last may be infinite.

    `values` are all known; the last class reaches to `high` or to the largest of them. Equal
    values are never parted, so there may be fewer classes than were asked for, and a single one
    where all values are alike.
    """
    if params.scheme == OWN:
        return np.array([*own(params.breaks), np.inf])
    distinct = np.unique(values)
    if len(distinct) <= 1:
        return np.maximum(distinct, high)
    ends = np.unique(_ends(values, params))
    ends[-1] = distinct[-1]
    if params.scheme not in KEEPS_EMPTY:
        ends = ends[np.unique(np.searchsorted(ends, values, side="left"))]
    return np.array([*ends[:-1], max(ends[-1], high)])


def own(text: str) -> list[float]:
    """Breaks as people type them, smallest first, each once: "0,5; 2; 10", "0.5 2 10"."""
    parts = [part.strip().rstrip(",") for part in text.replace(";", " ").split()]
    try:
        found = sorted({float(part.replace(",", ".")) for part in parts if part})
    except ValueError:
        raise BreaksError("sitemap-breaks", value=text, most=MOST_BREAKS) from None
    if not 1 <= len(found) <= MOST_BREAKS or not all(map(math.isfinite, found)):
        raise BreaksError("sitemap-breaks", value=text, most=MOST_BREAKS)
    return found


def _ends(values: Numbers, params: SitemapParams) -> Numbers:
    import mapclassify

    count = min(params.classes, len(np.unique(values)))
    if params.scheme == "natural":
        return natural(values, count)
    if params.scheme == "equal":
        return np.asarray(mapclassify.EqualInterval(values, k=count).bins, dtype=float)
    is_even = params.scheme == "quantile"
    parts = [100 * (n + 1) / count for n in range(count)] if is_even else PERCENTILES
    return np.asarray(mapclassify.Percentiles(values, pct=list(parts)).bins, dtype=float)
