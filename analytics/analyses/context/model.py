"""How mining lies on kinds of ground and near rivers and roads, beside how the land does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from analytics.analyses.context import labels, layers
from analytics.analyses.context.facets import (
    THINGS,
    Facet,
    Role,
    Spots,
    by_band,
    by_class,
    crossed,
    edges_km,
    spots,
    things,
)
from analytics.analyses.context.mines import Mines, mines, placed
from analytics.analyses.context.refusals import NotEnough
from analytics.analyses.context.study import Study, study
from analytics.core import schema
from analytics.stats.quotient import is_enough, quotients

if TYPE_CHECKING:
    from analytics.analyses.context import ContextParams
    from analytics.analyses.context.layers import Classed
    from analytics.core.dataset import Dataset
    from analytics.core.schema import AreaBasis, Measure

AREAS: Final = (layers.GEOLOGY, layers.LAND, layers.ZONES)  # rivers are told by distance too
MOST_PAIRED: Final = 7  # classes of each layer in a table of two
MORE, LESS, UNCLEAR, UNTOLD = "more", "less", "unclear", "untold"
COLUMNS: Final = (
    "mined",
    "share",
    "ground_ha",
    "ground_share",
    "quotient",
    "low",
    "high",
    "verdict",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """Every way to part the study area; in each, mining and ground add up to all there is.

    `mined` is in hectares or sites, as `count` says; shares are 0 to 1; `quotient` is the share of
    the mining over the share of the ground, with the ends of its 95 % interval (NaN where it cannot
    be told). `verdict` is more or less where the interval lies above or below 1, unclear where it
    holds 1, untold without an interval.
    """

    # of (geology, land, zones, rivers or another layer), role (named, unstated, other, outside),
    # class (as the layer says it, "" where the role is not named), and the columns above
    classes: pd.DataFrame
    # every class of the first layer with every class of the second, where two are told: of, role,
    # class, with_of, with_role, with_class, and the columns above; pairs of no ground left out
    pairs: pd.DataFrame
    # of (rivers, roads, settlements, airstrips), from_km, to_km (NaN: all that is farther), and
    # the columns above
    bands: pd.DataFrame
    # of, column, is_areal, found (named classes in the study area), joined (those told as other)
    facets: pd.DataFrame
    untold: pd.DataFrame  # of, reason (missing, column, points, away), known (columns there are)
    sites: gpd.GeoDataFrame  # id, amount, of, role, class (that holds most of it), geometry
    study: str  # provinces, countries or hull
    names: tuple[str, ...]  # of the provinces, or the codes of the countries; () for a hull
    ground_ha: float
    around_km: float
    block_km: float
    blocks: int
    mined_blocks: int
    has_intervals: bool
    seed: int
    count: str  # "area", or "sites" where asked or where no area is known
    total: float  # hectares or sites in the study area
    distinct: int  # sites in it
    reach_km: float  # lines farther away than this are not near
    area_basis: AreaBasis
    measure: Measure
    outside: int
    outside_amount: float
    without_area: int
    unplaced: int
    earlier: int


def context(dataset: Dataset, params: ContextParams) -> Context:
    """Class by class and band by band: mining, ground, quotient and interval."""
    edges = edges_km(params.bands_km)
    layers_told, untold = layers.classed(dataset, params)
    near = things(dataset)
    if not layers_told and not near:
        raise NotEnough("context-layers", known=labels.Wanted(AREAS, tuple(THINGS)))
    there = placed(dataset)
    if there.sites.empty:
        raise NotEnough("context-none")
    ground = study(dataset, there.sites, params)
    layers_told, away = layers.within(layers_told, ground.outline, edges[-1])
    if not layers_told and not near:
        raise NotEnough("context-away")
    held = mines(there.sites, ground, params.count)
    even = spots(ground)
    whole = [by_class(layer, held, ground, even, edges[-1]) for layer in layers_told]
    bands = [by_band(name, shapes, held, ground, even, edges) for name, shapes in near.items()]
    classes = [one.most_first(params.most) for one in whole]
    mined = np.bincount(held.block, weights=held.amount, minlength=len(ground))
    lead = next(iter([*classes, *bands]))
    return Context(
        classes=_classes(classes, params.seed),
        pairs=_pairs(whole, held, ground, even, params),
        bands=_bands(bands, edges, params.seed),
        facets=_told(layers_told, whole, classes),
        untold=pd.DataFrame(
            [(one.name, one.reason, one.known) for one in (*untold, *away)],
            columns=["of", "reason", "known"],
            dtype="string",
        ).astype(str),
        sites=_sites(held, lead),
        study=ground.kind,
        names=ground.names,
        ground_ha=float(ground.ground_ha.sum()),
        around_km=params.around_km,
        block_km=params.block_km,
        blocks=len(ground),
        mined_blocks=int(np.count_nonzero(mined > 0)),
        has_intervals=is_enough(lead.mined),
        seed=params.seed,
        count=held.count,
        total=float(held.amount.sum()),
        distinct=held.distinct,
        reach_km=edges[-1],
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        outside=held.outside,
        outside_amount=max(0.0, held.outside_amount),
        without_area=held.without_area,
        unplaced=there.unplaced,
        earlier=there.earlier,
    )


def _classes(facets: list[Facet], seed: int) -> pd.DataFrame:
    tables = [
        pd.DataFrame(
            {"of": one.name, "role": [str(role) for role in one.roles], "class": list(one.labels)}
        ).join(_measured(one, seed))
        for one in facets
    ]
    columns = ["of", "role", "class", *COLUMNS]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _pairs(
    whole: list[Facet], held: Mines, ground: Study, even: Spots, params: ContextParams
) -> pd.DataFrame:
    columns = ["of", "role", "class", "with_of", "with_role", "with_class", *COLUMNS]
    if len(whole) < 2:  # noqa: PLR2004 - a pair
        return pd.DataFrame(columns=columns)
    first, second = (one.most_first(min(params.most, MOST_PAIRED)) for one in whole[:2])
    rows = [
        (first.name, str(role), label, second.name, str(with_role), with_label)
        for role, label in zip(first.roles, first.labels, strict=True)
        for with_role, with_label in zip(second.roles, second.labels, strict=True)
    ]
    both = crossed(first, second, held, ground, even)
    table = pd.DataFrame(rows, columns=columns[:6]).join(_measured(both, params.seed))
    is_there = (table["mined"] > 0) | (table["ground_ha"] > 0)
    return table[is_there].reset_index(drop=True)


def _bands(facets: list[Facet], edges: tuple[float, ...], seed: int) -> pd.DataFrame:
    ends = {"from_km": [0.0, *edges], "to_km": [*edges, np.nan]}
    tables = [pd.DataFrame({"of": one.name, **ends}).join(_measured(one, seed)) for one in facets]
    columns = ["of", *ends, *COLUMNS]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _measured(facet: Facet, seed: int) -> pd.DataFrame:
    mined, ground = facet.mined.sum(axis=0), facet.ground_ha.sum(axis=0)
    found = quotients(facet.mined, facet.ground_ha, seed=seed)
    value, low, high = (
        np.where(facet.is_little, np.nan, ends) for ends in (found.value, found.low, found.high)
    )
    verdict = np.select([np.isnan(low), low > 1, high < 1], [UNTOLD, MORE, LESS], UNCLEAR)
    return pd.DataFrame(
        {
            "mined": mined,
            "share": mined / mined.sum(),
            "ground_ha": ground,
            "ground_share": ground / ground.sum(),
            "quotient": value,
            "low": low,
            "high": high,
            "verdict": verdict,
        }
    )


def _told(layers_told: list[Classed], whole: list[Facet], kept: list[Facet]) -> pd.DataFrame:
    """What each layer was parted by, and how many of its classes stand together."""
    rows = []
    for layer, every, some in zip(layers_told, whole, kept, strict=True):
        there = (every.ground_ha.sum(axis=0) > 0) | (every.mined.sum(axis=0) > 0)
        found = sum(
            bool(yes) and role is Role.NAMED for yes, role in zip(there, every.roles, strict=True)
        )
        alone = sum(role is Role.NAMED for role in some.roles)
        rows.append((layer.name, layer.column, layer.is_areal, found, found - alone))
    return pd.DataFrame(rows, columns=["of", "column", "is_areal", "found", "joined"])


def _sites(held: Mines, lead: Facet) -> gpd.GeoDataFrame:
    """Every site with the class that holds most of it."""
    best = lead.shares.argmax(axis=1)
    return gpd.GeoDataFrame(
        held.sites.assign(
            of=lead.name,
            role=[str(lead.roles[place]) for place in best],
            **{"class": [lead.labels[place] for place in best]},
        )[["id", "amount", "of", "role", "class", schema.GEOMETRY]],
        geometry=schema.GEOMETRY,
        crs=schema.STORED_CRS,
    )
