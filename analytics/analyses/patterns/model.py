"""What sites look like, beside what is declared of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from analytics.analyses.patterns import rules, trial
from analytics.analyses.patterns.features import FEATURES, LAYERS, WATER, features, held
from analytics.analyses.patterns.growth import growth
from analytics.analyses.patterns.kinds import KINDS, UNDETERMINED, Kind
from analytics.analyses.patterns.sites import DECLARED, DECLARED_KIND, ID, PIXEL_M, joined_sites
from analytics.core import schema
from analytics.stats.intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.patterns import PatternsParams
    from analytics.core.dataset import Dataset
    from analytics.core.schema import AreaBasis, Measure

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Patterns:
    """One row per site, the rules in numbers, and how far they agree with what is declared.

    Sites stand in the order of their names, so that nothing hangs on the order of the file.
    """

    # id, country, admin1, declared (methods, joined by "; ", "" for none), declared_kind ("" where
    # the methods mean none or several), kind (dredge, alluvial, open_pit, underground or
    # undetermined), best, score, second, second_score ("" and NaN for none), is_draw, every feature
    # (NaN unknown; distances in metres, areas in hectares), score_<kind> of the rules (NaN not
    # judged), geometry
    sites: gpd.GeoDataFrame
    # id, kind, name (what was asked), value, is_met (NaN where not judged); by rule, for each site
    # the two kinds with the best scores
    reasons: pd.DataFrame
    cross: pd.DataFrame  # declared, kind, sites
    by_kind: pd.DataFrame  # kind, sites, area_ha; all five, those without a site too
    growth: pd.DataFrame  # of every site with outlines of several periods, see growth
    trial: trial.Trial
    params: PatternsParams
    measure: Measure
    area_basis: AreaBasis  # of the data; every area here is that of an outline
    layers: tuple[str, ...]  # of those that are measured to, by the name they have
    lacking: tuple[str, ...]  # features nothing is known of, for want of a layer or a raster
    compared: int  # sites whose declared method means a kind
    agree: int  # of them, those inferred as that kind
    differ: int  # of them, those inferred as another
    share: float  # agree over compared, NaN without any
    share_low: float
    share_high: float
    undetermined: int
    undeclared: int  # sites that declare no method
    not_comparable: int  # sites that declare a method that means no kind, or several
    points: int  # sites without an outline
    pixels: int  # sites of a known pixel size
    stairs: int  # outlines of unknown pixel size that look drawn round pixels
    tiny: int  # outlines of too few pixels to have a form
    records: int
    unplaced: int
    earlier: int


def patterns(dataset: Dataset, params: PatternsParams) -> Patterns:
    """Features, scores, and where a forest is surely better, its answer in their stead."""
    joined = joined_sites(dataset, params.pixel_m)
    sites, table = joined.sites, features(dataset, joined.sites, params)
    asked = rules.rules(table, params)
    scores = np.column_stack([rules.score(asks) for asks in asked.values()])
    names = [*map(str, KINDS)]
    told = rules.ranked(scores, params.threshold)
    place = np.array([names.index(kind) if kind in names else -1 for kind in told.kind], np.int64)
    tested, odds = trial.tried(sites, table, place, params)
    if odds is not None:
        told = rules.ranked(odds, params.threshold)
    frame = sites.assign(
        **{field.name: getattr(told, field.name) for field in fields(told)},
        **{name: table[name] for name in FEATURES},
        **{f"score_{name}": scores[:, place] for place, name in enumerate(names)},
    ).drop(columns=PIXEL_M)
    is_compared = (frame[DECLARED_KIND] != "").to_numpy()
    is_told = (frame["kind"] != UNDETERMINED).to_numpy()
    is_same = (frame["kind"] == frame[DECLARED_KIND]).to_numpy()
    agree, compared = int(is_same.sum()), int(is_compared.sum())
    low, high_share = wilson(agree, compared)
    is_areal = table["area_ha"].notna()
    is_known = sites[PIXEL_M].notna()
    return Patterns(
        sites=gpd.GeoDataFrame(frame, geometry=schema.GEOMETRY, crs=schema.STORED_CRS),
        reasons=_reasons(frame, asked),
        cross=frame.groupby([DECLARED, "kind"]).size().rename("sites").reset_index(),
        by_kind=_by_kind(frame),
        growth=growth(dataset),
        trial=tested,
        params=params,
        measure=dataset.measure,
        area_basis=dataset.area_basis,
        layers=tuple(
            dict.fromkeys(name for layers in LAYERS.values() for name in held(dataset, layers))
        ),
        lacking=_lacking(dataset, table),
        compared=compared,
        agree=agree,
        differ=int((is_compared & is_told & ~is_same).sum()),
        share=agree / compared if compared else float("nan"),
        share_low=float(low),
        share_high=float(high_share),
        undetermined=int((~is_told).sum()),
        undeclared=int((frame[DECLARED] == "").sum()),
        not_comparable=int((~is_compared & (frame[DECLARED] != "")).sum()),
        points=int((~is_areal).sum()),
        pixels=int((is_areal & is_known).sum()),
        stairs=int((table["is_stair"] & ~is_known).sum()),
        tiny=int((is_areal & is_known & table["compactness"].isna()).sum()),
        records=joined.records,
        unplaced=joined.unplaced,
        earlier=joined.earlier,
    )


def _reasons(frame: pd.DataFrame, asked: dict[Kind, tuple[rules.Ask, ...]]) -> pd.DataFrame:
    """Every thing the rules of the two best kinds ask for, site by site."""
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    ID: frame[ID].to_numpy(),
                    "kind": str(kind),
                    "name": ask.name,
                    "value": ask.value,
                    "is_met": ask.is_met,
                }
            )
            for kind, asks in asked.items()
            for ask in asks
        ],
        ignore_index=True,
    )
    kept = pd.concat(
        [
            pd.DataFrame({ID: frame[ID], "kind": frame[column], "turn": turn})
            for turn, column in enumerate(("best", "second"))
        ]
    )
    kept = kept[kept["kind"] != ""]
    found = rows.merge(kept, on=[ID, "kind"], validate="many_to_one")
    return found.sort_values([ID, "turn"], kind="stable", ignore_index=True).drop(columns="turn")


def _by_kind(frame: pd.DataFrame) -> pd.DataFrame:
    order = [*map(str, KINDS), UNDETERMINED]
    by = frame.groupby("kind").agg(sites=(ID, "size"), area_ha=("area_ha", "sum"))
    return by.reindex(order, fill_value=0).rename_axis("kind").reset_index()


def _lacking(dataset: Dataset, table: pd.DataFrame) -> tuple[str, ...]:
    """What nothing is known of, whatever the site."""
    missing = [name for name, layers in LAYERS.items() if not held(dataset, layers)]
    if not held(dataset, (WATER,)):
        missing.append("in_water")
    if table["slope_deg"].isna().all():
        missing.append("slope_deg")
    return tuple(missing)
