"""In which country or province the people near mining live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema
from analytics.core.parts import COUNTRY, PROVINCE, PROVINCES, UNKNOWN, countries_of, provinces

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    from analytics.analyses.exposure.ground import Ground
    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]

PLACE: Final = "place"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Zones:
    """Ground cut by outlines: one row of `names` and one shape for each piece."""

    names: pd.DataFrame  # place, country
    shapes: Shapes
    is_by_site: bool  # no outlines: people count where their nearest site is declared


def zones(dataset: Dataset, ground: Ground, whole: Geometry, by: str) -> Zones:
    """The ground within reach by the country or province it lies in."""
    if by == "province" and PROVINCES not in dataset.layers:
        return _of_sites(ground)
    frame = provinces(dataset) if by == "province" else countries_of(dataset)
    parts = shapely.get_parts(whole)
    part, zone = shapely.STRtree(frame.geometry.to_numpy()).query(parts, predicate="intersects")
    pieces = overlay.meet(parts[part], overlay.areal(frame.geometry.to_numpy())[zone])
    column = PROVINCE if by == "province" else COUNTRY
    named = frame.reindex(columns=[column, COUNTRY]) if by == "province" else frame[[COUNTRY]]
    rows = named.iloc[zone].reset_index(drop=True).astype("string").fillna(UNKNOWN).astype(str)
    return Zones(
        names=pd.DataFrame({PLACE: rows[column], COUNTRY: rows[COUNTRY]}),
        shapes=pieces,
        is_by_site=False,
    )


def _of_sites(ground: Ground) -> Zones:
    told = ground.sites[[schema.ADMIN1, schema.COUNTRY]].astype("string").fillna(UNKNOWN)
    names = pd.DataFrame({PLACE: told[schema.ADMIN1], COUNTRY: told[schema.COUNTRY]}).astype(str)
    return Zones(names=names, shapes=ground.own, is_by_site=True)


def by_place(found: Zones, people: NDArray[np.float64], total: float) -> pd.DataFrame:
    """place, country, people, share; the most people first, what lies in no outline last."""
    summed = (
        found.names.assign(people=people)
        .groupby([PLACE, COUNTRY], observed=True)["people"]
        .sum()
        .reset_index()
    )
    rest = total - float(summed["people"].sum())
    if rest > 1e-6 * max(total, 1.0):
        outside = pd.DataFrame({PLACE: [UNKNOWN], COUNTRY: [UNKNOWN], "people": [rest]})
        summed = pd.concat([summed, outside], ignore_index=True)
    ranked = summed.assign(
        share=summed["people"] / total if total > 0 else np.nan, last=summed[PLACE] == UNKNOWN
    ).sort_values(["last", "people", PLACE, COUNTRY], ascending=[True, False, True, True])
    return ranked.drop(columns="last").reset_index(drop=True)
