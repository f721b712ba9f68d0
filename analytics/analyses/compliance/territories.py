"""How much mined ground lies in each protected area, territory or other zone, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.analyses.compliance import columns
from analytics.analyses.compliance.ground import areas_m2
from analytics.analyses.compliance.pieces import JOIN, hectares
from analytics.analyses.compliance.rules import kinds
from analytics.core import geo, partition, schema
from analytics.core.parts import UNKNOWN

if TYPE_CHECKING:
    from analytics.analyses.compliance.layers import Laid, Layer
    from analytics.analyses.compliance.records import Records
    from analytics.core.dataset import Dataset

AREA: Final = "area_ha"
KEYS: Final = ["layer", "zone", "zone_id"]


def by_zone(dataset: Dataset, found: Records, laid: Laid) -> pd.DataFrame:
    """layer, zone, zone_id, period, area_ha, sites: one row for each zone and period with mining.

    Zones overlap: a spot counts in each zone that holds it, and rows do not add up to a total.
    """
    rows = [
        _layer(name, dataset, found, laid.layers[name])
        for name in kinds.ZONES
        if name in laid.layers and name not in laid.derived
    ]
    names = [*KEYS, "period", AREA, "sites"]
    return pd.concat(rows, ignore_index=True)[names] if rows else pd.DataFrame(columns=names)


def totals(by_zone_: pd.DataFrame) -> pd.DataFrame:
    """layer, zone, zone_id, area_ha, last_ha: the largest first; last_ha is of the last period."""
    dated = by_zone_.loc[by_zone_["period"] != UNKNOWN, "period"]
    is_last = by_zone_["period"] == (dated.max() if len(dated) else UNKNOWN)
    own = by_zone_.assign(last_ha=by_zone_[AREA].where(is_last, 0.0))
    summed = own.groupby(KEYS, sort=False)[[AREA, "last_ha"]].sum().reset_index()
    order = ["layer", AREA, "zone", "zone_id"]
    return summed.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def by_layer(pieces: pd.DataFrame) -> pd.DataFrame:
    """layer, period, area_ha: ground in any zone of a layer, where zones overlap counted once."""
    single = pieces[["period", "zones", AREA]].assign(layer=pieces["zones"].str.split(JOIN))
    each = single.explode("layer")
    there = each[each["layer"] != ""]
    return there.groupby(["layer", "period"])[AREA].sum().reset_index()


def _layer(name: str, dataset: Dataset, found: Records, layer: Layer) -> pd.DataFrame:
    """The zones of one layer."""
    every = partition.meetings(found.ground, layer.zones)
    met = every.shared(layer.judge(every) != partition.NONE)
    is_whole = shapely.is_missing(met.part)
    part_m2 = areas_m2(found.ground)[met.row]
    part_m2[~is_whole] = geo.area_m2(met.part[~is_whole])
    frame = dataset.layers[name]
    nothing = [""] * len(frame)
    named = np.array(columns.texts(frame, "name") or nothing, dtype=object)
    coded = np.array(columns.texts(frame, "zone") or nothing, dtype=object)
    own = found.table.iloc[met.row]
    rows = pd.DataFrame(
        {
            "layer": name,
            "place": met.zone,
            "zone": named[met.zone],
            "zone_id": coded[met.zone],
            "period": own[schema.PERIOD].astype("string").fillna(UNKNOWN).to_numpy(),
            "site": own[schema.SITE_ID].to_numpy(),
            AREA: hectares(found, met.row, part_m2),
        }
    )
    grouped = rows.groupby(["layer", "place", "zone", "zone_id", "period"])
    return grouped.agg(**{AREA: (AREA, "sum"), "sites": ("site", "nunique")}).reset_index()
