"""Which layers part the ground into classes, and what the classes of each are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.analyses.context.refusals import ContextError
from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.context import ContextParams
    from analytics.core.dataset import Dataset

AUTO: Final = "auto"
GEOLOGY, LAND, ZONES, RIVERS = "geology", "land", "zones", "rivers"
#: Told by themselves where they are loaded, in this order.
TOLD: Final = (GEOLOGY, LAND, ZONES, RIVERS)
#: Layers that are one category of land each; where they overlap the first one wins.
CATEGORIES: Final = ("conservation", "protected_forest", "production_forest")
#: What files call the order of a river.
ORDERS: Final = (
    "order",
    "river_order",
    "stream_order",
    "streamorder",
    "strahler",
    "strahler_order",
    "ord_stra",
    "ord_strah",
    "riv_ord",
    "ord_flow",
    "ord_clas",
    "orden",
    "ordem",
    "ordre",
    "orde",
)
#: Text columns that name a country or a row and no kind of ground; taken only for want of others.
UNLIKELY: Final = ("country", "iso", "gid", "id", "code", "cd_", "name")
MOST_CLASSES: Final = 200  # a column with more names things, not kinds
MOST_NAMED: Final = 20  # columns in a sentence
NOT_CLASSES: Final = (schema.GEOMETRY, schema.SOURCE)
KM_PER_DEG: Final = 110.0  # of latitude, rather less than more
LEAST_COSINE: Final = 0.01
LINE, AREA = 1, 2  # dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class Classed:
    """Things of a layer and the class of each, in the order of the classes' names."""

    name: str  # the layer, or "zones" for the layers in `CATEGORIES` together
    column: str  # of the layer; "" for zones
    shapes: NDArray[np.object_]
    labels: NDArray[np.object_]  # "" where none is stated
    is_areal: bool  # else lines: ground belongs to the nearest one


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A layer that parts nothing, and why."""

    name: str
    reason: str  # missing, column, points or away
    known: str = ""  # the columns it has


def classed(dataset: Dataset, params: ContextParams) -> tuple[list[Classed], list[Untold]]:
    """Every layer told by itself, or those asked for, in that order."""
    if params.by == AUTO:
        found = [_named(dataset, name, params.column) for name in TOLD]
    else:
        known = [name for name, layer in dataset.layers.items() if len(layer)]
        names = list(dict.fromkeys(filter(None, map(str.strip, params.by.split(";")))))
        strange = [name for name in names if name not in (*known, ZONES)]
        if strange or not names:
            name = "; ".join(strange) or params.by
            raise ContextError("context-layer", name=name, known=", ".join(known) or "–")
        found = [_named(dataset, name, params.column) for name in names]
    told = [one for one in found if isinstance(one, Classed)]
    untold = [one for one in found if isinstance(one, Untold)]
    if params.column != AUTO and all(one.column != params.column for one in told):
        there = [dataset.layers[one.name] for one in told if one.name != ZONES]
        columns = [_columns(layer) for layer in there] + [one.known for one in untold]
        said = "; ".join(filter(None, columns)) or "–"
        raise ContextError("context-column", name=params.column, known=said)
    return told, untold


def within(
    told: list[Classed], outline: shapely.Geometry, reach_km: float
) -> tuple[list[Classed], list[Untold]]:
    """Those with ground in the study area, or lines so near to it, and those far away."""
    west, south, east, north = shapely.bounds(outline)
    deg = reach_km / KM_PER_DEG
    wide = deg / max(LEAST_COSINE, np.cos(np.radians(max(abs(south), abs(north)))))
    around = shapely.box(west - wide, south - deg, east + wide, north + deg)
    there, away = [], []
    for one in told:
        if shapely.intersects(outline if one.is_areal else around, one.shapes).any():
            there.append(one)
        else:
            away.append(Untold(name=one.name, reason="away"))
    return there, away


def _named(dataset: Dataset, name: str, column: str) -> Classed | Untold:
    if name == ZONES:
        return _zones(dataset)
    if not len(dataset.layers.get(name, ())):
        return Untold(name=name, reason="missing")
    layer = dataset.layers[name]
    dimension = shapely.get_dimensions(layer.geometry.to_numpy())
    most = int(dimension.max(initial=-1))
    if most < LINE:
        return Untold(name=name, reason="points")
    chosen = _column(layer, name, column)
    if not chosen:
        return Untold(name=name, reason="column", known=_columns(layer))
    layer = layer[dimension == most]
    return _in_order(
        name, chosen, layer.geometry.to_numpy(), _texts(layer[chosen]), is_areal=most == AREA
    )


def _zones(dataset: Dataset) -> Classed | Untold:
    held = [name for name in CATEGORIES if len(dataset.layers.get(name, ()))]
    if not held:
        return Untold(name=ZONES, reason="missing")
    shapes = [dataset.layers[name].geometry.to_numpy() for name in held]
    labels = np.repeat(np.array(held, dtype=object), [len(one) for one in shapes])
    together = np.concatenate(shapes)
    is_areal = shapely.get_dimensions(together) == AREA
    return Classed(
        name=ZONES,
        column="",
        shapes=together[is_areal],
        labels=labels[is_areal],
        is_areal=True,
    )


def _in_order(
    name: str,
    column: str,
    shapes: NDArray[np.object_],
    labels: NDArray[np.object_],
    *,
    is_areal: bool,
) -> Classed:
    """The order of the file must not decide to which of two classes their common ground goes."""
    order = np.argsort(labels.astype(str), kind="stable")
    return Classed(
        name=name,
        column=column,
        shapes=shapes[order],
        labels=labels[order],
        is_areal=is_areal,
    )


def _column(layer: gpd.GeoDataFrame, name: str, asked: str) -> str:
    """The column asked for, where the layer has it; else one that holds classes; "" for none."""
    if asked != AUTO and asked in layer.columns and asked not in NOT_CLASSES:
        return asked
    if name == RIVERS:
        by_name = {str(c).casefold(): str(c) for c in layer.columns}
        return next((by_name[order] for order in ORDERS if order in by_name), "")
    texts = [str(c) for c in layer.columns if c not in NOT_CLASSES and _is_text(layer[c])]
    several = [c for c in texts if 1 < layer[c].nunique() <= MOST_CLASSES]
    repeated = [c for c in several if layer[c].nunique() < layer[c].notna().sum()]
    ranked = [*repeated, *several]
    likely = [c for c in ranked if not c.casefold().startswith(UNLIKELY)]
    return next(iter([*likely, *ranked]), "")


def _columns(layer: gpd.GeoDataFrame) -> str:
    return ", ".join([str(c) for c in layer.columns if c not in NOT_CLASSES][:MOST_NAMED])


def _is_text(column: pd.Series[str]) -> bool:
    return bool(
        pd.api.types.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype)
    )


def _texts(column: pd.Series[str]) -> NDArray[np.object_]:
    """Cells as text, 3.0 as "3", nothing as ""."""
    if pd.api.types.is_float_dtype(column):
        column = column.map(lambda cell: f"{cell:g}" if pd.notna(cell) else None)
    told = column.astype("string").str.strip().fillna("")
    return told.to_numpy(dtype=object)
