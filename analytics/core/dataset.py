"""What an analysis works on: sites, named layers, rasters and pixel series, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from analytics.core import schema
from analytics.core.errors import MissingInput, NotKnown
from analytics.core.lending import Lent, lending
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analytics.core.filtered import Filtered
    from analytics.core.issue import Report
    from analytics.core.provenance import Provenance


#: The layer that holds the sites of an earlier load; what narrows the sites narrows it too.
EARLIER: Final = "earlier"

#: The table of hectares by unit and period among `pixels`, where a file of series was read.
SERIES: Final = "series"


class Raster(Protocol):
    """A raster that is opened only when asked; `analytics.raster.handle` makes them."""

    @property
    def fingerprint(self) -> str:
        """Hash of the content."""


class Has(StrEnum):
    """What an analysis can need of a data set."""

    POLYGONS = "polygons"  # sites with an outline
    LOCATION = "location"  # sites with any geometry
    PERIOD = "period"  # at least one dated site
    COLUMN = "column"  # a column with at least one value
    LAYER = "layer"
    RASTER = "raster"
    PIXELS = "pixels"
    SERIES = "series"  # a table of series, or at least one dated site


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a data set must hold; `name` is the column, layer, raster or series."""

    kind: Has
    name: str = ""

    def error(self) -> MissingInput:
        """The sentence that says what is missing and how to add it."""
        return MissingInput(SAID.get(self, f"needs-{self.kind}"), name=self.name)


#: Needs with a sentence of their own, in words of who never heard of the kind.
SAID: Final = {Need(Has.RASTER, "population"): "needs-population"}


@lending("sites", "places")
@dataclass(frozen=True, eq=False, kw_only=True, slots=True)
class Dataset:
    """Validated data, EPSG:4326, never changed in place (docs/adr/0003-datasets.md).

    `sites` has one row per record, a RangeIndex, the canonical columns and whatever else the
    file had. `places` says in which countries each record lies: one row per record and
    country, columns `row` (position in `sites`), `country`, `share` (the shares of a record
    add up to 1). A record nobody can place has the country "".

    Every frame is handed out as a copy that shares its values until it is written to: what a
    caller changes is the caller's. Ask once and keep it, rather than in a loop.
    """

    sites: gpd.GeoDataFrame
    places: pd.DataFrame
    name: str
    area_basis: AreaBasis
    measure: Measure = Measure.FLOW
    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    rasters: Mapping[str, Raster] = field(default_factory=dict)
    pixels: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    provenance: tuple[Provenance, ...] = ()
    report: Report | None = None  # what was found when the file was read; None for made data
    filtered: Filtered | None = None  # by what, and what left; None when every record is here
    fingerprint: str = field(init=False)
    records: int = field(init=False)  # as `len(sites)`, for which nothing has to be copied
    shapes: int = field(init=False)  # of all layers together

    def __post_init__(self) -> None:
        """Take the fingerprint once; it keys the cache, the store and the audit trail."""
        object.__setattr__(self, "records", len(self.sites))
        object.__setattr__(self, "shapes", sum(map(len, self.layers.values())))
        object.__setattr__(self, "layers", Lent(self.layers))
        object.__setattr__(self, "rasters", MappingProxyType(dict(self.rasters)))
        object.__setattr__(self, "pixels", Lent(self.pixels))
        object.__setattr__(self, "fingerprint", _fingerprint(self))

    @property
    def is_sample(self) -> bool:
        """Whether any part is made-up sample data; every door then says so."""
        return any(part.is_sample for part in self.provenance)

    @property
    def is_table(self) -> bool:
        """Whether it is a table of series alone, without any site."""
        return SERIES in self.pixels and not self.records

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """The layer called `name`, or an error that says how to add it."""
        if name in self.layers:
            return self.layers[name]
        raise Need(Has.LAYER, name).error()

    def raster(self, name: str) -> Raster:
        """The raster called `name`, or an error that says how to add it."""
        if name in self.rasters:
            return self.rasters[name]
        raise Need(Has.RASTER, name).error()

    def lacks(self, needs: Iterable[Need]) -> tuple[Need, ...]:
        """Those of `needs` that this data set does not meet."""
        return tuple(need for need in needs if not self._has(need))

    def where(self, wanted: Mapping[str, Iterable[str]]) -> Dataset:
        """Only the sites whose columns hold one of the values, given as text; "" is missing."""
        sites, places = self.sites, self.places
        asked = {column: list(values) for column, values in wanted.items()}
        for column in asked:
            if column not in sites.columns:
                known = ", ".join(c for c in sites.columns if c != schema.GEOMETRY)
                raise NotKnown("column", name=column, known=known)
        keep, layers = _meets(sites, asked), dict(self.layers)
        if EARLIER in layers:
            there = {c: values for c, values in asked.items() if c in layers[EARLIER].columns}
            layers[EARLIER] = layers[EARLIER][_meets(layers[EARLIER], there)]
        elif keep.all():
            return self
        kept = sites.index[keep]
        position = {row: place for place, row in enumerate(kept)}
        places = places[places["row"].isin(kept)]
        return replace(
            self,
            layers=layers,
            sites=sites[keep].reset_index(drop=True),
            places=places.assign(row=places["row"].map(position)).reset_index(drop=True),
        )

    def with_layer(self, name: str, layer: gpd.GeoDataFrame, source: Provenance) -> Dataset:
        """The same data set with one more layer, or another one under the same name."""
        others = tuple(part for part in self.provenance if part.part != name)
        return replace(self, layers={**self.layers, name: layer}, provenance=(*others, source))

    def with_raster(self, name: str, raster: Raster, source: Provenance) -> Dataset:
        """The same data set with one more raster, or another one under the same name."""
        others = tuple(part for part in self.provenance if part.part != name)
        return replace(self, rasters={**self.rasters, name: raster}, provenance=(*others, source))

    def _has(self, need: Need) -> bool:
        sites = self.sites
        match need.kind:
            case Has.LAYER:
                return need.name in self.layers
            case Has.RASTER:
                return need.name in self.rasters
            case Has.PIXELS:
                return need.name in self.pixels
            case Has.COLUMN:
                return need.name in sites.columns and bool(sites[need.name].notna().any())
            case Has.SERIES:
                return SERIES in self.pixels or bool(sites[schema.PERIOD].notna().any())
            case Has.PERIOD:
                return bool(sites[schema.PERIOD].notna().any())
            case Has.LOCATION:
                return bool((~_nowhere(sites)).any())
            case Has.POLYGONS:
                return bool((sites.geom_type.isin(["Polygon", "MultiPolygon"])).any())


def _meets(frame: pd.DataFrame, wanted: Mapping[str, list[str]]) -> NDArray[np.bool_]:
    """Rows with one of the values in every column."""
    keep = frame.index == frame.index
    for column, values in wanted.items():
        keep &= _holds(frame[column], values)
    return keep


def _holds(column: pd.Series[Any], values: list[str]) -> NDArray[np.bool_]:
    """Rows with one of the values: numbers compare as numbers, "" is a missing value."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column):
        wanted = pd.to_numeric(pd.Series(values, dtype="string"), errors="coerce").dropna()
        found = column.isin(wanted.to_list())
    else:
        found = column.astype("string").isin([value for value in values if value])
    return (found.fillna(value=False) | (column.isna() & ("" in values))).to_numpy(dtype=bool)


def _nowhere(sites: gpd.GeoDataFrame) -> pd.Series[bool]:
    shapes = sites.geometry
    return shapes.isna() | shapes.is_empty


def _fingerprint(dataset: Dataset) -> str:
    digest = sha256(f"{dataset.area_basis}|{dataset.measure}".encode())
    if dataset.filtered is not None:  # the answer says so, even where no record left
        digest.update(repr(dataset.filtered.filters.as_lists()).encode())
        digest.update(repr(dataset.filtered.around or "").encode())
    _digest(digest, dataset.sites)
    for row in (dataset.places,):
        _digest_table(digest, row)
    for name in sorted(dataset.layers):
        digest.update(name.encode())
        _digest(digest, dataset.layers[name])
    for name in sorted(dataset.rasters):
        digest.update(f"{name}|{dataset.rasters[name].fingerprint}".encode())
    for name in sorted(dataset.pixels):
        digest.update(name.encode())
        _digest_table(digest, dataset.pixels[name])
    return digest.hexdigest()[:12]


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


def _digest(digest: _Digest, frame: gpd.GeoDataFrame) -> None:
    import shapely

    for shape in shapely.to_wkb(frame.geometry.to_numpy()):
        digest.update(shape or b"\0")
    _digest_table(digest, frame.drop(columns=frame.geometry.name))


def _digest_table(digest: _Digest, table: pd.DataFrame) -> None:
    import pandas as pd

    digest.update("\x1f".join(map(str, table.columns)).encode())
    if len(table.columns):
        as_text = table.astype({c: str for c in table.columns if table[c].dtype == object})
        digest.update(pd.util.hash_pandas_object(as_text, index=False).to_numpy().tobytes())
