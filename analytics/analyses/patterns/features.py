"""What each site is like: its form, and what lies how far from it. NaN is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.analyses.patterns.sites import PIXEL_M
from analytics.analyses.patterns.slope import mean_slope_deg
from analytics.core import geo
from analytics.stats.shape import form, near, plane

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.patterns import PatternsParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

#: Feature to the layers it is measured to; several count as one.
LAYERS: Final = {
    "river_m": ("rivers", "water"),
    "road_m": ("roads",),
    "settlement_m": ("settlements",),
    "protected_m": ("conservation", "protected_forest"),
}
WATER: Final = "water"

#: What a forest learns from; places themselves are none of it.
FEATURES: Final = (
    "area_ha",
    "compactness",
    "elongation",
    "solidity",
    "reock",
    "parts",
    "holes",
    "largest_ha",
    "density_km2",
    "river_m",
    "near_river",
    "in_water",
    "road_m",
    "settlement_m",
    "protected_m",
    "slope_deg",
)


def features(dataset: Dataset, sites: gpd.GeoDataFrame, params: PatternsParams) -> pd.DataFrame:
    """The columns of `FEATURES` and `is_stair`, one row per site."""
    shapes = sites.geometry.to_numpy()
    flat = plane.in_metres(shapes)
    smooth = form.smoothed(flat, sites[PIXEL_M].to_numpy(dtype=float))
    has_area = shapely.area(flat) > 0
    table = {
        "area_ha": np.where(has_area, geo.area_m2(shapes) / geo.M2_PER_HA, np.nan),
        "compactness": form.compactness(smooth),
        "elongation": form.elongation(smooth),
        "solidity": form.solidity(smooth),
        "reock": form.reock(smooth),
        "parts": np.where(has_area, form.parts(flat), np.nan),
        "holes": np.where(has_area, form.holes(flat), np.nan),
        "largest_ha": form.largest_m2(flat) / geo.M2_PER_HA,
        "density_km2": near.per_km2(shapes, shapely.get_parts(shapes)),
        **{name: _distance(dataset, shapes, layers) for name, layers in LAYERS.items()},
        "near_river": _share(dataset, shapes, LAYERS["river_m"], params.river_m),
        "in_water": _share(dataset, shapes, (WATER,), 0.0),
        "slope_deg": mean_slope_deg(dataset, shapes),
    }
    return pd.DataFrame(table, index=sites.index).astype(float).assign(is_stair=form.is_stair(flat))


def held(dataset: Dataset, layers: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `layers` that the data set has, with anything in them."""
    return tuple(name for name in layers if len(dataset.layers.get(name, ())))


def things(dataset: Dataset, layers: tuple[str, ...]) -> NDArray[np.object_] | None:
    """All shapes of these layers together; None where there are none."""
    names = held(dataset, layers)
    if not names:
        return None
    return np.concatenate([dataset.layers[name].geometry.to_numpy() for name in names])


def _distance(dataset: Dataset, shapes: NDArray[np.object_], layers: tuple[str, ...]) -> Numbers:
    around = things(dataset, layers)
    if around is None:
        return np.full(len(shapes), np.nan)
    found = near.distances_m(shapes, around)
    return np.where(np.isfinite(found), found, near.REACHES_M[-1])


def _share(
    dataset: Dataset, shapes: NDArray[np.object_], layers: tuple[str, ...], reach_m: float
) -> Numbers:
    around = things(dataset, layers)
    if around is None:
        return np.full(len(shapes), np.nan)
    return near.shares_within(shapes, around, reach_m)
