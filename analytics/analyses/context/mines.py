"""The mining that is counted: its part inside the study area, and the block it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.context.refusals import NotEnough
from analytics.core import overlay, schema
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.context.study import Study
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST: Final = 10  # sites inside the study area


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The records that count, under their own index, and how many do not."""

    sites: gpd.GeoDataFrame
    unplaced: int
    earlier: int  # of a stock, from before its last period


@dataclass(frozen=True, slots=True, kw_only=True)
class Mines:
    """What of the records lies inside the study area, in an order of its own."""

    sites: gpd.GeoDataFrame  # id, amount (ha or sites), geometry; index 0…n
    block: Whole  # of the study area
    count: str  # "area", or "sites" where asked or where no area is known
    distinct: int  # sites
    outside: int  # records with no ground in the study area
    outside_amount: float  # hectares or sites outside, of split records too
    without_area: int

    @property
    def shapes(self) -> NDArray[np.object_]:
        """The outlines and points."""
        return np.asarray(self.sites.geometry.to_numpy(), dtype=object)

    @property
    def amount(self) -> Numbers:
        """Hectares or sites of each."""
        return self.sites["amount"].to_numpy(dtype=float)

    def by_block(self, shares: Numbers, blocks: int) -> Numbers:
        """Amounts by block (rows) and class (columns), from the shares of each in each class."""
        found = np.zeros((blocks, shares.shape[1]))
        np.add.at(found, self.block, shares * self.amount[:, None])
        return found


def placed(dataset: Dataset) -> Placed:
    """Records with a place: all of a flow, those of the last period of a stock."""
    sites = dataset.sites
    is_placed = ~(sites.geometry.isna() | sites.geometry.is_empty)
    here = sites[is_placed]
    is_now = pd.Series(data=True, index=here.index)
    if dataset.measure is Measure.STOCK:
        end = here[schema.PERIOD_END]
        is_now = end.isna() | (end == end.max())
    return Placed(
        sites=here[is_now],
        unplaced=int((~is_placed).sum()),
        earlier=int((~is_now).sum()),
    )


def mines(sites: gpd.GeoDataFrame, ground: Study, count: str) -> Mines:
    """Records cut at the edge of the study area; hectares go with the ground."""
    area = sites[schema.AREA_HA]
    count = count if area.notna().any() else "sites"
    names = sites[schema.SITE_ID].astype(str)
    whole = area.fillna(0.0) if count == "area" else 1 / names.groupby(names).transform("size")
    outline = gpd.GeoSeries([ground.outline], crs=schema.STORED_CRS)
    found = overlay.shares(sites.geometry, outline).set_index(overlay.ROW)[overlay.SHARE]
    share = found.reindex(range(len(sites)), fill_value=0.0).to_numpy()
    shapes = sites.geometry.copy()
    is_cut = (share > 0) & (share < 1)
    shapes.loc[is_cut] = overlay.inside(shapes.loc[is_cut], ground.outline)
    is_in = (share > 0) & ~shapes.is_empty.to_numpy()
    frame = gpd.GeoDataFrame(
        {"id": names, "amount": whole * share}, geometry=shapes, crs=schema.STORED_CRS
    )[is_in]
    if frame["id"].nunique() < FEWEST or not frame["amount"].sum() > 0:
        raise NotEnough("context-few", count=int(frame["id"].nunique()), fewest=FEWEST)
    frame = _in_order(frame)
    return Mines(
        sites=frame,
        block=_blocks(frame, ground),
        count=count,
        distinct=int(frame["id"].nunique()),
        outside=int((~is_in).sum()),
        outside_amount=float(whole.sum() - frame["amount"].sum()),
        without_area=int(area[is_in].isna().sum()) if count == "area" else 0,
    )


def _in_order(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sums must not depend on the order of the file."""
    bounds = shapely.bounds(frame.geometry.to_numpy())
    order = np.lexsort((frame["amount"], *bounds.T, frame["id"].to_numpy(dtype=str)))
    return frame.iloc[order].reset_index(drop=True)


def _blocks(frame: gpd.GeoDataFrame, ground: Study) -> Whole:
    """The block that holds a point of each; at the very edge of the ground the nearest one."""
    inner = shapely.point_on_surface(frame.geometry.to_numpy())
    column, line = ground.grid.places(shapely.get_x(inner), shapely.get_y(inner))
    block = ground.block(column, line)
    for row in np.flatnonzero(block < 0):
        apart = np.hypot(ground.column - column[row], ground.line - line[row])
        block[row] = int(apart.argmin())
    return block
