"""Marks on a map whose form tells the kind of a site: small pictures made here."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

import pydeck as pdk
import shapely

from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from analytics.core.section import Map, Signs

NONE: Final = "[]"
CELL_PX: Final = 64  # of one picture; marks are drawn within 26 of its middle
MOST: Final = 3_000  # shapes; the marks of more would hide each other
AT_FIRST_PX: Final = 10  # in the first view
LEAST_PX, LARGEST_PX = 9, 26
STROKE: Final = 4


def packed(shapes: gpd.GeoDataFrame, item: Map, tips: list[str]) -> str:
    """Place, picture, size and tip of each mark as JSON; the small ones last, so on top."""
    if item.signs is None or len(shapes) > MOST:
        return NONE
    places = shapely.get_coordinates(shapely.point_on_surface(shapes.geometry.to_numpy()))
    names, signs = _places(item.colours), _places(item.signs.marks)
    groups = shapes[item.colour_by].astype(str)
    sizes = groups.map(dict(item.signs.sizes)).fillna(1.0)
    told = [
        f'{{"p":[{x:.5f},{y:.5f}],"k":"{names[group]}-{signs[kind]}","s":{size:.2f},"t":{tip}}}'
        for (x, y), group, kind, size, tip in zip(
            places, groups, shapes[item.signs.by].astype(str), sizes, tips, strict=True
        )
    ]
    order = sizes.reset_index(drop=True).sort_values(ascending=False, kind="stable").index
    return f"[{','.join(told[place] for place in order)}]"


def layer(item: Map, signs: Signs, data: str, *, metres_per_px: float, dark: bool) -> pdk.Layer:
    """Marks that grow as one comes nearer, within bounds."""
    ink = theme.DARK["ink"] if dark else theme.LIGHT["ink"]
    return pdk.Layer(
        "IconLayer",
        id="signs",
        data=data,
        pickable=True,
        get_position="p",
        get_icon="k",
        get_size="s",
        size_units=pdk.types.String("meters"),
        size_scale=round(AT_FIRST_PX * metres_per_px),
        size_min_pixels=LEAST_PX,
        size_max_pixels=LARGEST_PX,
        icon_atlas=pdk.types.String(_atlas(item.colours, signs.marks, ink)),
        icon_mapping={
            f"{row}-{column}": {
                "x": column * CELL_PX,
                "y": row * CELL_PX,
                "width": CELL_PX,
                "height": CELL_PX,
            }
            for row in range(len(item.colours))
            for column in range(len(signs.marks))
        },
    )


def picture(mark: str, fill: str, ink: str) -> str:
    """One mark as an address that holds its own picture."""
    half = CELL_PX // 2
    drawn = f'<g transform="translate({half} {half})">{_path(mark, fill, ink)}</g>'
    return address(drawn, CELL_PX, CELL_PX)


def address(drawn: str, width: int, height: int) -> str:
    """A drawing as an address that holds it."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _atlas(colours: Mapping[str, str], marks: Mapping[str, str], ink: str) -> str:
    """Every mark in every colour, class by class."""
    half = CELL_PX // 2
    drawn = "".join(
        f'<g transform="translate({column * CELL_PX + half} {row * CELL_PX + half})">'
        f"{_path(mark, colour, ink)}</g>"
        for row, colour in enumerate(colours.values())
        for column, mark in enumerate(marks.values())
    )
    return address(drawn, len(marks) * CELL_PX, len(colours) * CELL_PX)


def _path(mark: str, fill: str, ink: str) -> str:
    return f'<path d="M0 0{mark}" fill="{fill}" stroke="{ink}" stroke-width="{STROKE}"/>'


def _places(named: Mapping[str, str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(named)}
