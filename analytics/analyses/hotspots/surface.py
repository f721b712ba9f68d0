"""A smoothed surface of density over the land: for looking, where Gi* is for testing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema
from analytics.core.parts import countries_of
from analytics.stats.density import LEAST_M, MOST_M, Lattice, bandwidth_m, spread
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST_SPOTS: Final = 10
REACH: Final = 4.0  # bandwidths around a spot; what lies farther is dealt to what lies nearer
FARTHEST_M: Final = 3_000_000.0  # from the middle: lengths are right to 3 % there
SIDES_M: Final = (500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0)
FINEST: Final = 0.4  # of a bandwidth: smaller cells show nothing more
MOST_PLACES: Final = 60_000  # cells in the box around what is reached
LEAST_LAND: Final = 0.5  # of a cell that holds a spot, so that none is left without land
#: The areas drawn: the densest ones that together hold so much; what is thinner is not drawn.
HELD: Final = {"first": 0.25, "second": 0.50, "third": 0.75, "fourth": 0.95}
KM: Final = 1_000.0


class NoSurface(StrEnum):
    """Why there is no surface."""

    NONE = ""
    FEW = "few"  # spots with any amount
    FAR = "far"  # too far apart for one plane


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """Density by cell, and the areas of each class of density; amounts add up to what is counted.

    Both tables are empty where there is no surface.
    """

    refusal: NoSurface
    # lon, lat (middle), land_km2, amount (hectares or sites), density (that by km² of land), class;
    # the densest first
    cells: pd.DataFrame
    # class, low and high (density; the highest has none above), land_km2, amount, share, geometry
    bands: gpd.GeoDataFrame
    bandwidth_km: float
    is_least: bool  # the bandwidth is the smallest looked at: the best may be smaller
    is_most: bool
    cell_km: float
    spots: int


def surface(
    dataset: Dataset, placed: gpd.GeoDataFrame, chosen: pd.Series[bool], count: str
) -> Surface:
    """The chosen records, each site one spot: its hectares, or one where sites are counted."""
    spots = _spots(placed[chosen], count)
    if len(spots) < FEWEST_SPOTS:
        return _none(NoSurface.FEW, len(spots))
    points = shapely.points(spots["lon"], spots["lat"])
    middle = _middle(spots)
    flat = shapely.get_coordinates(plane.drawn(points, middle))
    if not (np.hypot(*flat.T) <= FARTHEST_M).all():
        return _none(NoSurface.FAR, len(spots))
    amounts = spots["amount"].to_numpy(dtype=float)
    bandwidth = bandwidth_m(flat, amounts)
    lattice = _lattice(flat, bandwidth)
    line, column = _reached(flat, lattice, bandwidth)
    shapes = _shapes(lattice, line, column, middle)
    land = np.zeros((lattice.lines, lattice.columns))
    land[line, column] = _land(dataset, shapes, points)
    own = _places(flat, lattice)
    land[own] = np.maximum(land[own], LEAST_LAND)
    held = spread(flat, amounts, land, lattice=lattice, bandwidth_m=bandwidth)
    cells = _cells(shapes, land[line, column] * (lattice.side_m / KM) ** 2, held[line, column])
    return Surface(
        refusal=NoSurface.NONE,
        cells=pd.DataFrame(cells.drop(columns=schema.GEOMETRY)),
        bands=_bands(cells),
        bandwidth_km=bandwidth / KM,
        is_least=bandwidth < LEAST_M * 1.01,
        is_most=bandwidth > MOST_M / 1.01,
        cell_km=lattice.side_m / KM,
        spots=len(spots),
    )


def _spots(counted: gpd.GeoDataFrame, count: str) -> pd.DataFrame:
    """The middle of each site and what it adds; sites that add nothing are no spots."""
    bounds = shapely.bounds(counted.geometry.to_numpy())
    table = pd.DataFrame(
        {
            "site": counted[schema.SITE_ID].astype(str),
            "lon": (bounds[:, 0] + bounds[:, 2]) / 2,
            "lat": (bounds[:, 1] + bounds[:, 3]) / 2,
            "area_ha": counted[schema.AREA_HA],
        }
    )
    sites = table.groupby("site").agg(
        lon=("lon", "mean"), lat=("lat", "mean"), amount=("area_ha", "sum")
    )
    if count == "sites":
        sites = sites.assign(amount=1.0)
    return sites[sites["amount"] > 0].sort_values(["lon", "lat"], kind="stable")


def _middle(spots: pd.DataFrame) -> plane.Middle:
    """Whole degrees in the middle of the spots: the plane of one file stays put."""
    west, east = float(spots["lon"].min()), float(spots["lon"].max())
    south, north = float(spots["lat"].min()), float(spots["lat"].max())
    return round((west + east) / 2), round((south + north) / 2)


def _lattice(flat: Numbers, bandwidth: float) -> Lattice:
    """Cells fine enough to see the kernel, as far as there are not too many of them."""
    low = flat.min(axis=0) - REACH * bandwidth
    high = flat.max(axis=0) + REACH * bandwidth
    for side in SIDES_M:
        first = np.floor(low / side)
        size = (np.ceil(high / side) - first).astype(int)
        if side >= FINEST * bandwidth and size.prod() <= MOST_PLACES:
            break
    west, south = first * side
    return Lattice(
        west_m=west, south_m=south, side_m=side, columns=int(size[0]), lines=int(size[1])
    )


def _reached(flat: Numbers, lattice: Lattice, bandwidth: float) -> tuple[Whole, Whole]:
    """Line and column of the cells that lie within reach of a spot."""
    from scipy.spatial import KDTree

    x = lattice.across_m[:-1] + lattice.side_m / 2
    y = lattice.along_m[:-1] + lattice.side_m / 2
    middles = np.column_stack([np.tile(x, lattice.lines), np.repeat(y, lattice.columns)])
    apart, _ = KDTree(flat).query(middles, distance_upper_bound=REACH * bandwidth + lattice.side_m)
    line, column = np.divmod(np.flatnonzero(np.isfinite(apart)), lattice.columns)
    return line.astype(np.int64), column.astype(np.int64)


def _shapes(
    lattice: Lattice, line: Whole, column: Whole, middle: plane.Middle
) -> NDArray[np.object_]:
    """The cells in longitude and latitude; neighbours share their corners."""
    x, y = np.meshgrid(lattice.across_m, lattice.along_m)
    corners = shapely.get_coordinates(plane.stored(shapely.points(x.ravel(), y.ravel()), middle))
    corners = corners.reshape(*x.shape, 2)
    ring = [(line, column), (line, column + 1), (line + 1, column + 1), (line + 1, column)]
    return np.asarray(
        shapely.polygons(np.stack([corners[at] for at in (*ring, ring[0])], axis=1)), dtype=object
    )


def _land(dataset: Dataset, shapes: NDArray[np.object_], points: NDArray[np.object_]) -> Numbers:
    """The share of each cell that lies in a country with a spot; all of it where there is none."""
    countries = countries_of(dataset).geometry.reset_index(drop=True)
    met = overlay.shares(gpd.GeoSeries(points, crs=schema.STORED_CRS), countries)
    if met.empty:
        return np.ones(len(shapes))
    own = countries.iloc[np.unique(met[overlay.ZONE])]
    found = overlay.shares(gpd.GeoSeries(shapes, crs=schema.STORED_CRS), own)
    return np.bincount(
        found[overlay.ROW], weights=found[overlay.SHARE], minlength=len(shapes)
    ).astype(float)


def _places(flat: Numbers, lattice: Lattice) -> tuple[Whole, Whole]:
    """Line and column of the cell that holds each spot."""
    step = np.floor((flat - [lattice.west_m, lattice.south_m]) / lattice.side_m).astype(np.int64)
    return step[:, 1], step[:, 0]


def _cells(shapes: NDArray[np.object_], land_km2: Numbers, amount: Numbers) -> gpd.GeoDataFrame:
    """Cells with land, the densest first, each with the class of what lies at least so dense."""
    lon, lat = plane.middles(shapes)
    density = np.divide(amount, land_km2, out=np.zeros(len(shapes)), where=land_km2 > 0)
    cells = gpd.GeoDataFrame(
        {"lon": lon, "lat": lat, "land_km2": land_km2, "amount": amount, "density": density},
        geometry=shapes,
        crs=schema.STORED_CRS,
    )
    cells = cells[land_km2 > 0].sort_values(
        ["density", "lon", "lat"], ascending=[False, True, True], ignore_index=True
    )
    before = cells["amount"].cumsum().shift(fill_value=0.0) / cells["amount"].sum()
    place = np.searchsorted(list(HELD.values()), before + 1e-12, side="right")
    return cells.assign(**{"class": np.array([*HELD, ""], dtype=object)[place]})


def _bands(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per class that is drawn, its cells joined."""
    names = [name for name in HELD if (cells["class"] == name).any()]
    parts = [cells[cells["class"] == name] for name in names]
    lows = [float(part["density"].min()) for part in parts]
    table = pd.DataFrame(
        {
            "class": names,
            "low": lows,
            "high": [np.nan, *lows[:-1]],
            "land_km2": [float(part["land_km2"].sum()) for part in parts],
            "amount": [float(part["amount"].sum()) for part in parts],
        }
    )
    return gpd.GeoDataFrame(
        table.assign(share=table["amount"] / cells["amount"].sum()),
        geometry=[overlay.dissolve(part.geometry) for part in parts],
        crs=schema.STORED_CRS,
    )


def _none(refusal: NoSurface, spots: int) -> Surface:
    columns = ("lon", "lat", "land_km2", "amount", "density")
    cells = pd.DataFrame({name: np.zeros(0) for name in columns}).assign(**{"class": ""})
    table = {name: np.zeros(0) for name in ("low", "high", "land_km2", "amount", "share")}
    bands = gpd.GeoDataFrame({"class": [], **table}, geometry=[], crs=schema.STORED_CRS)
    return Surface(
        refusal=refusal,
        cells=cells,
        bands=bands,
        bandwidth_km=float("nan"),
        is_least=False,
        is_most=False,
        cell_km=float("nan"),
        spots=spots,
    )
