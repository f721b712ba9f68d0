"""What a map asks for beneath its shapes, read from the rasters of the data set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import shapely

from analytics.core.errors import OrewatchError
from analytics.raster.density import density

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.section import Map, Section
    from analytics.raster.handle import Raster

    Box = tuple[float, float, float, float]

MARGIN: Final = 0.35  # how many widths of the shapes the ground reaches beyond them on each side
LEAST_DEG: Final = 0.05
ACROSS: Final = 220  # blocks of cells beside each other: two pixels each, or more
EDGE: Final = (-180.0, -85.0, 180.0, 85.0)


def with_people(section: Section, dataset: Dataset, language: str) -> Section:
    """The same with the people that its maps ask for; a raster that cannot be drawn is told why."""
    if not any(one.beneath for one in section.maps):
        return section
    return replace(section, maps=tuple(drawn(one, dataset, language) for one in section.maps))


def drawn(map_: Map, dataset: Dataset, language: str) -> Map:
    """One map, likewise."""
    if map_.beneath not in dataset.rasters or map_.shapes.empty:
        return map_
    try:
        found = density(cast("Raster", dataset.rasters[map_.beneath]), around(map_), across=ACROSS)
    except OrewatchError as error:
        return replace(map_, caption=f"{map_.caption} {error.text(language)}")
    return replace(map_, people=found)


def around(map_: Map) -> Box:
    """The shapes of a map, or what two maps have in common, and some ground beyond."""
    west, south, east, north = map_.frame or shapely.total_bounds(map_.shapes.geometry.to_numpy())
    more = max(MARGIN * (east - west), MARGIN * (north - south), LEAST_DEG)
    return (
        max(EDGE[0], float(west) - more),
        max(EDGE[1], float(south) - more),
        min(EDGE[2], float(east) + more),
        min(EDGE[3], float(north) + more),
    )
