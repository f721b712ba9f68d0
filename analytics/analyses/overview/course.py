"""Five key numbers, now and in every period."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.overview.times import PAIR, UNDATED, Times, Why
from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd


class Key(StrEnum):
    """The key numbers, in the order they are told."""

    AREA = "area"  # hectares: of a flow all so far, of a stock those of the period
    NEW = "new"  # hectares: of a flow those of the period, of a stock what it gained or lost
    SITES = "sites"
    GROUPS = "groups"  # countries or provinces
    METHOD = "method"  # share of records that state a method


def series(
    sites: gpd.GeoDataFrame, parts: pd.DataFrame, times: Times, *, is_stock: bool
) -> pd.DataFrame:
    """One row per period, in order of time: period and the five numbers, NaN where unknown.

    `parts` has `row` (index in `sites`) and `group` for every known group of a record. Of a flow
    area, sites, groups and method count all records up to the period; of a stock those in it.
    """
    dated = sites[times.place != UNDATED].assign(place=times.place)
    held = parts.assign(place=times.place.reindex(parts["row"]).to_numpy())
    held = held[held["place"] != UNDATED]
    index = pd.RangeIndex(len(times.order), name="place")
    own = dated.groupby("place")[schema.AREA_HA].sum(min_count=1).reindex(index)
    states = dated[schema.METHOD].notna().groupby(dated["place"])
    stated, records = states.sum().reindex(index), states.size().reindex(index)
    if is_stock:
        area, new = own, own.diff()
        count = dated.groupby("place")[schema.SITE_ID].nunique().reindex(index)
        groups = held.groupby("place")["group"].nunique().reindex(index, fill_value=0)
    else:
        area, new = own.fillna(0.0).cumsum().where(own.notna()), own
        count = _first_seen(dated, schema.SITE_ID, index)
        groups = _first_seen(held, "group", index)
        stated, records = stated.cumsum(), records.cumsum()
    return pd.DataFrame(
        {
            "period": pd.Series(times.order, index=index, dtype="str"),
            Key.AREA.value: area.astype(float),
            Key.NEW.value: new.astype(float),
            Key.SITES.value: count.astype(float),
            Key.GROUPS.value: groups.astype(float),
            Key.METHOD.value: (stated / records).astype(float),
        }
    ).reset_index(drop=True)


def figures(
    counted: gpd.GeoDataFrame,
    course: pd.DataFrame,
    times: Times,
    *,
    total_ha: float,
    groups: int,
    is_stock: bool,
) -> pd.DataFrame:
    """One row per key number: key, value, now and before (the two compared), change, why not.

    `value` counts the undated records of a flow too, `now` and `before` only dated ones.
    """
    latest = float(course[Key.NEW].iloc[-1]) if len(course) else float("nan")
    states = counted[schema.METHOD].notna()
    value = {
        Key.AREA: total_ha,
        Key.NEW: latest if times.why is not Why.MIXED else float("nan"),
        Key.SITES: float(counted[schema.SITE_ID].nunique()),
        Key.GROUPS: float(groups),
        Key.METHOD: float(states.mean()) if len(states) else float("nan"),
    }
    rows = []
    for key in Key:
        why = _why(key, course, times, is_stock=is_stock)
        now, before = course[key].iloc[[-1, -PAIR]] if why is Why.NONE else [float("nan")] * PAIR
        rows.append((key.value, value[key], now, before, now - before, why.value))
    return pd.DataFrame(rows, columns=["key", "value", "now", "before", "change", "why"])


def _why(key: Key, course: pd.DataFrame, times: Times, *, is_stock: bool) -> Why:
    if times.why is not Why.NONE:
        return times.why
    if is_stock and key is Key.NEW and len(course) == PAIR:
        return Why.TWO
    return Why.UNKNOWN if course[key].iloc[-PAIR:].isna().any() else Why.NONE


def _first_seen(rows: pd.DataFrame, column: str, index: pd.RangeIndex) -> pd.Series[int]:
    """How many different values were seen up to each period."""
    first = rows.groupby(column)["place"].min()
    return first.value_counts().reindex(index, fill_value=0).sort_index().cumsum()
