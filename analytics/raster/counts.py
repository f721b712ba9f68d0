"""Whether a raster may be added up: a place on the globe, counts and no densities, north up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from analytics.raster.handle import RasterError

if TYPE_CHECKING:
    from analytics.raster.handle import Raster

#: Words by which files say that a cell holds people per area; `_pd_` stands in WorldPop's names.
DENSITY: Final = re.compile(
    r"densit|densidad|kepadatan|_pd_|(per|par|por|pro|/)\s*(sq|square|km|ha\b|hect)|km\s*(\^|\*\*)?-2",
    re.IGNORECASE,
)


def check(raster: Raster) -> None:
    """Refuse what cannot be added up as counts; the cells are checked when they are read.

    Of several bands the first is nobody's choice; another one was asked for.
    """
    if not raster.crs:
        raise RasterError("raster-no-crs", name=raster.name)
    if raster.bands > 1 and raster.band == 1:
        raise RasterError("raster-bands", name=raster.name, count=raster.bands)
    t = raster.transform
    if t.rx or t.ry or not t.dx or not t.dy:
        raise RasterError("raster-turned", name=raster.name)
    found = DENSITY.search(f"{raster.name} {raster.unit}")
    if found:
        raise RasterError("raster-density", name=raster.name, word=found.group(0).strip())
    if not _is_on_the_globe(raster.crs):
        raise RasterError("raster-no-crs", name=raster.name)


@lru_cache(maxsize=64)
def _is_on_the_globe(crs: str) -> bool:
    """Whether a reference system is known and has a place for each cell; 2 ms to find out."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        known = CRS.from_user_input(crs)
    except CRSError:
        return False
    return bool(known.is_geographic or known.is_projected)
