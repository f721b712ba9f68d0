"""Keeping the part of each record that lies in chosen countries or provinces."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, parts, schema
from analytics.core.parts import COUNTRY, NO_ZONE, PROVINCE, ROW, SHARE, ZONE

if TYPE_CHECKING:
    from shapely import Geometry

    from analytics.core.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a data set: its records under their old index, and where they lie."""

    sites: gpd.GeoDataFrame
    places: pd.DataFrame  # as in Dataset; `row` is the index in `sites`
    cut: pd.Index = field(default_factory=lambda: pd.Index([], dtype=np.int64))  # split records


def countries(dataset: Dataset, left: Left, chosen: tuple[str, ...]) -> Left:
    """The part in the countries `chosen`, by code; "" is ground in none."""
    found = parts.by_country(dataset, left.sites)
    zones = parts.countries_of(dataset)
    if ZONE not in found.columns:
        outline = {code: place for place, code in enumerate(zones[COUNTRY])}
        found = found.assign(**{ZONE: found[COUNTRY].map(outline).fillna(NO_ZONE).astype(int)})
    is_chosen = found[COUNTRY].isin(chosen)
    kept = found[is_chosen].groupby([ROW, COUNTRY])[SHARE].sum().reset_index()
    return replace(_kept(left, found, is_chosen, zones.geometry), places=_whole(kept))


def provinces(dataset: Dataset, left: Left, chosen: tuple[str, ...]) -> Left:
    """The part in the provinces `chosen`, by name; whole records where there is no layer."""
    found = parts.by_province(dataset, left.sites)
    is_chosen = found[PROVINCE].isin(chosen)
    if ZONE not in found.columns:
        rows = found.loc[is_chosen, ROW]
        return replace(
            left,
            sites=left.sites[left.sites.index.isin(rows)],
            places=left.places[left.places[ROW].isin(rows)],
        )
    inside = _kept(left, found, is_chosen, parts.provinces(dataset).geometry)
    return replace(inside, places=_placed_again(dataset, inside))


def _kept(
    left: Left, found: pd.DataFrame, is_chosen: pd.Series[bool], zones: gpd.GeoSeries
) -> Left:
    """Records with a chosen part; those with another part too are cut and scaled."""
    share = found[is_chosen].groupby(ROW)[SHARE].sum()
    sites = left.sites[left.sites.index.isin(share.index)]
    split = sites.index[sites.index.isin(found.loc[~is_chosen, ROW])]
    inside = share.reindex(sites.index).where(sites.index.isin(split), 1.0)
    shapes = sites.geometry.copy()
    cut = _pieces(shapes.loc[split], found.assign(is_chosen=is_chosen), zones)
    shapes.loc[cut.index] = cut
    return Left(
        sites=sites.assign(**{schema.AREA_HA: sites[schema.AREA_HA] * inside}).set_geometry(shapes),
        places=left.places[left.places[ROW].isin(sites.index)],
        cut=left.cut.union(split),
    )


def _pieces(shapes: gpd.GeoSeries, found: pd.DataFrame, zones: gpd.GeoSeries) -> gpd.GeoSeries:
    """What of each outline lies in its chosen zones; outlines nothing is left of stay whole."""
    drawn = shapes[shapely.area(shapes.to_numpy()) > 0]
    own = found[found[ROW].isin(drawn.index)]
    own = own.assign(turn=own[ZONE].where(own[ZONE] != NO_ZONE, len(zones))).sort_values("turn")
    ways: dict[tuple[tuple[int, bool], ...], list[Hashable]] = {}
    for row, steps in own.groupby(ROW):
        way = tuple(zip(steps["turn"].tolist(), steps["is_chosen"].tolist(), strict=True))
        ways.setdefault(way, []).append(row)
    grounds = zones.to_numpy()
    cut = [_along(drawn.loc[rows], way, [*grounds, None]) for way, rows in ways.items()]
    pieces = pd.concat(cut) if cut else drawn
    return pieces[~pieces.is_empty]


def _along(
    shapes: gpd.GeoSeries, way: tuple[tuple[int, bool], ...], grounds: list[Geometry | None]
) -> gpd.GeoSeries:
    """The chosen pieces of shapes that meet the same zones; the first zone wins, as for shares."""
    rest, pieces = shapes, []
    last = max(step for step, (_, is_chosen) in enumerate(way) if is_chosen)
    for step, (zone, is_chosen) in enumerate(way[: last + 1]):
        ground = grounds[zone]
        if is_chosen:
            pieces.append(rest if ground is None else overlay.inside(rest, ground))
        if step < last and ground is not None:
            rest = overlay.outside(rest, ground)
    if len(pieces) == 1:
        return pieces[0]
    joined = [overlay.dissolve(gpd.GeoSeries(list(of_one))) for of_one in zip(*pieces, strict=True)]
    return gpd.GeoSeries(joined, index=shapes.index, crs=shapes.crs)


def _placed_again(dataset: Dataset, left: Left) -> pd.DataFrame:
    """The shares by country of what is left of records that were across a border before."""
    places = left.places
    is_split = places[ROW].isin(left.cut) & places[ROW].duplicated(keep=False)
    if not is_split.any():
        return places
    zones = parts.countries_of(dataset)
    zones = zones[zones[COUNTRY].isin(places.loc[is_split, COUNTRY])].reset_index(drop=True)
    rows = left.sites.index[left.sites.index.isin(places.loc[is_split, ROW])]
    found = parts.cut(left.sites.loc[rows], zones, (COUNTRY,))
    found = found.groupby([ROW, COUNTRY])[SHARE].sum().reset_index()
    found = found.merge(places[[ROW, COUNTRY]], on=[ROW, COUNTRY], validate="one_to_one")
    others = places[~places[ROW].isin(found[ROW])]
    return pd.concat([others, _whole(found)]).sort_values([ROW, COUNTRY], ignore_index=True)


def _whole(places: pd.DataFrame) -> pd.DataFrame:
    """Shares that add up to 1 for each record again."""
    total = places.groupby(ROW)[SHARE].transform("sum")
    return places.assign(**{SHARE: places[SHARE] / total})[[ROW, COUNTRY, SHARE]]
