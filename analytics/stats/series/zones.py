"""Ground that parts the hectares of series: the areas of a layer, by what a column calls them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import pandas as pd

from analytics.core import parts, schema, vocabulary
from analytics.core.dataset import EARLIER
from analytics.core.errors import MissingInput, ParameterError
from analytics.core.words import Words

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

HERE: Final = Path(__file__).parent
AUTO: Final = "auto"
ALL: Final = "all"  # in place of a column: the layer is one zone
NAME: Final = "zone_name"  # the column of the frame that holds the name
#: Taken first where no layer is named, in this order; then the first other one with areas.
USUAL: Final = (
    *("conservation", "indigenous", "concessions", "protected_forest", "buffer", "exclusion"),
    *("permits", "cadastre", "production_forest"),
)
OTHERS: Final = (parts.COUNTRIES, parts.PROVINCES, EARLIER)  # they have choices of their own
#: What files call the column that names an area; case and accents do not matter.
NAMES: Final = (
    *("name", "zone name", "name en", "name eng", "nombre", "nome", "nom", "nama", "namobj"),
    *("anp nomb", "anp nombre", "cat nomb", "terrai nom", "nome uc", "nom ap", "name ap"),
    *("comunidad", "territorio", "concesion", "holder", "titular", "titulaire", "pemegang"),
    *("zone id", "concession id", "title id", "wdpaid", "id", "code", "codigo", "kode"),
)
MOST_KNOWN: Final = 20  # columns in a sentence


class NoZones(MissingInput):
    """No layer has areas to part anything by."""

    folder: ClassVar[Path] = HERE


class ZonesError(ParameterError):
    """A layer or a column that is not there."""

    folder: ClassVar[Path] = HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The areas of a layer with their names in `NAME`, "" where none is stated."""

    layer: str
    column: str  # `ALL` where the layer is one zone
    ground: gpd.GeoDataFrame


def zones(dataset: Dataset, layer: str, column: str) -> Zones:
    """The areas of `layer` by `column`; `AUTO` takes what is usual."""
    offered = layers(dataset)
    if not offered:
        raise NoZones("series-no-zones")
    name = offered[0] if layer == AUTO else layer
    if name not in offered:
        raise ZonesError("series-zones-layer", name=name, known=", ".join(offered))
    frame = dataset.layer(name)
    frame = frame[_is_area(frame)].reset_index(drop=True)
    there = columns(frame)
    by = _usual(frame) if column == AUTO else column
    if by not in (*there, ALL):
        known = ", ".join(there[:MOST_KNOWN]) or "–"
        raise ZonesError("series-zones-column", name=by, layer=name, known=known)
    said = [name] * len(frame) if by == ALL else _texts(frame[by])
    return Zones(layer=name, column=by, ground=frame[[schema.GEOMETRY]].assign(**{NAME: said}))


def layers(dataset: Dataset) -> tuple[str, ...]:
    """Layers with areas, the usual ones first; those of countries and provinces left out."""
    found = [name for name, frame in dataset.layers.items() if _is_area(frame).any()]
    own = [name for name in found if name not in OTHERS]
    return tuple(sorted(own, key=lambda n: USUAL.index(n) if n in USUAL else len(USUAL)))


def columns(frame: gpd.GeoDataFrame) -> list[str]:
    """What may name the areas of a layer."""
    return [str(name) for name in frame.columns if name not in (schema.GEOMETRY, schema.SOURCE)]


def called(layer: str, words: Words) -> str:
    """A layer as people call it."""
    own = Words(HERE, words.language)
    return own(f"layer.{layer}") if _is_known(layer) else layer.replace("_", " ")


def _is_known(layer: str) -> bool:
    return Words(HERE, "en").has(f"layer.{layer}")


def _is_area(frame: gpd.GeoDataFrame) -> pd.Series[bool]:
    return frame.geom_type.isin(["Polygon", "MultiPolygon"])


def _usual(frame: gpd.GeoDataFrame) -> str:
    """A column that names areas by its heading, else the first text that differs; `ALL` without."""
    by_heading = {vocabulary.fold(name): name for name in reversed(columns(frame))}
    found = next((by_heading[one] for one in NAMES if one in by_heading), None)
    texts = [c for c in columns(frame) if pd.api.types.is_string_dtype(frame[c])]
    several = [c for c in texts if frame[c].unique().size > 1]
    return found or next(iter(several), ALL)


def _texts(column: pd.Series[str]) -> list[str]:
    """Cells as text, 3.0 as "3", nothing as ""."""
    if pd.api.types.is_float_dtype(column):
        column = column.map(lambda cell: f"{cell:g}" if pd.notna(cell) else None)
    told = column.astype("string").str.strip().fillna("")
    return ["" if vocabulary.is_missing(text) else text for text in told]
