"""What the data say beyond the flow: open ground, gold, people near it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from analytics.analyses.scenario import presets
from analytics.analyses.scenario.baseline import series
from analytics.core import overlay, schema
from analytics.raster import counts
from analytics.raster.handle import Far
from analytics.raster.rowsums import sums
from analytics.stats.scenario.after import exponent
from analytics.stats.scenario.plan import Known
from analytics.stats.scenario.spread import Spread
from analytics.stats.shape.reach import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset
    from analytics.raster.handle import Raster
    from analytics.stats.scenario.measure import Measure

    Shapes = NDArray[np.object_]

GOLD: Final = "gold"
POPULATION: Final = "population"
PARTS: Final = (0.25, 0.5, 0.75, 1.0)  # of the sites, at random (METHODS of the analysis)
KM: Final = 1_000.0
FEWEST, MOST = 4, 5_000  # sites: of the fewest a quarter is one, more are no work for a page


def known(dataset: Dataset, params: ScenarioParams, measures: Sequence[Measure]) -> Known:
    """All that is known, by what was typed in first and by the data else."""
    lawful = (params.lawful, params.conditional, 1.0 - params.lawful - params.conditional)
    is_about_classes = params.lawful + params.conditional > 0 or any(
        measure.formalised.high > 0 for measure in measures
    )
    near = people(dataset, params.near_km, params.seed)
    return Known(
        shares=lawful if is_about_classes else None,
        stock_ha=params.open_ha or open_ground(dataset),
        people=near[0] if near else None,
        exponent=near[1] if near else 1.0,
        mercury_kg=mercury(dataset) if params.mercury != "none" else None,
    )


def open_ground(dataset: Dataset) -> float | None:
    """All hectares of the years there are; None where there is none."""
    found = series(dataset)
    total = float(np.nansum(found.flows[0])) if found else 0.0
    return total or None


def mercury(dataset: Dataset) -> Spread | None:
    """For a hectare of all mining: that of gold, by its share of the hectares; None without."""
    share = gold_share(dataset)
    spread = presets.MERCURY_KG
    return Spread(share * spread.low, share * spread.mode, share * spread.high) if share else None


def gold_share(dataset: Dataset) -> float:
    """Of the hectares whose substance is known; all where none is."""
    sites = dataset.sites
    if schema.SUBSTANCE not in sites.columns:
        return 1.0
    told = sites[sites[schema.SUBSTANCE].notna() & sites[schema.AREA_HA].notna()]
    area = told[schema.AREA_HA].to_numpy(dtype=float)
    is_gold = told[schema.SUBSTANCE].astype(str).str.contains(GOLD).to_numpy(dtype=bool)
    return float(area[is_gold].sum() / area.sum()) if area.sum() > 0 else 1.0


def people(dataset: Dataset, km: float, seed: int) -> tuple[float, float] | None:
    """People within `km` of the sites, and how their number grows with the sites.

    None where nobody asks, where there is no raster at hand, or too few sites or too many for now.
    """
    raster = dataset.rasters.get(POPULATION)
    is_at_hand = raster is not None and not isinstance(getattr(raster, "source", None), Far)
    if not km or not is_at_hand or not FEWEST <= len(dataset.sites) <= MOST:
        return None
    return _people(_Data(dataset), km, seed)


class _Data:
    """A data set that is known again by its content."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def __hash__(self) -> int:
        return hash(self.dataset.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Data) and other.dataset.fingerprint == self.dataset.fingerprint


@lru_cache(maxsize=4)
def _people(data: _Data, km: float, seed: int) -> tuple[float, float] | None:
    """Kept, since a lever moved asks for the same again."""
    raster, sites = cast("Raster", data.dataset.raster(POPULATION)), data.dataset.sites
    counts.check(raster)
    placed = sites[~(sites.geometry.isna() | sites.geometry.is_empty)]
    if len(placed) < FEWEST:
        return None
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(placed))
    discs = reach(placed.geometry.to_numpy(), km * KM)
    parts = [overlay.joined(discs[order[: round(share * len(order))]]) for share in PARTS]
    near = sums(raster, np.array(parts, dtype=object)).total
    if not near[0] > 0:
        return None
    return float(near[-1]), min(1.0, exponent(PARTS, [float(one) for one in near]))
