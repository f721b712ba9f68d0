"""Mined ground inside each protected area, territory and other zone: ranked, and by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.analyses.compliance.caveats import layer
from analytics.analyses.compliance.course import FEWEST_PERIODS, all_periods, course
from analytics.core.parts import UNKNOWN
from analytics.core.section import Chart, Table
from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.analyses.compliance.model import Compliance
    from analytics.core.words import Words

KEYS: Final = ["layer", "zone", "zone_id"]
MOST_BARS: Final = 12


def charts(result: Compliance, words: Words) -> tuple[Chart, ...]:
    """The zones with most mined ground, and each layer period by period."""
    rows = result.by_zone[result.by_zone["area_ha"] > 0]
    if rows.empty:
        return ()
    return (_ranked(rows, words), *_course(result, words))


def tables(result: Compliance, words: Words) -> tuple[Table, ...]:
    """Every zone with mined ground, the largest first; nothing where no zone was given."""
    rows = result.by_zone[result.by_zone["area_ha"] > 0]
    if rows.empty:
        return ()
    last, change = _changes(result)
    kinds = {"zone": Kind.TEXT, "layer": Kind.TEXT, "area_ha": Kind.HECTARES}
    told = rows.assign(zone=_named(rows, words), layer=[layer(n, words) for n in rows["layer"]])
    labels = {name: words(f"column.{name}") for name in kinds}
    if last:
        keys = pd.MultiIndex.from_frame(rows[KEYS])
        told = told.assign(change_ha=change.reindex(keys).fillna(0.0).to_numpy())
        kinds |= {"last_ha": Kind.HECTARES, "change_ha": Kind.CHANGE}
        at = words.period(last)
        labels |= {name: words(f"column.{name}", period=at) for name in ("last_ha", "change_ha")}
    ordered = told.sort_values(["area_ha", "zone"], ascending=[False, True])
    caption = words("table.zones", count=len(told))
    return (Table(frame=ordered[list(kinds)], labels=labels, kinds=kinds, caption=caption),)


def _ranked(rows: pd.DataFrame, words: Words) -> Chart:
    most = rows.sort_values(["area_ha", *KEYS], ascending=[False, True, True, True])
    named = most.assign(label=_named(most, words)).head(MOST_BARS)
    shown = pd.DataFrame(
        {
            "label": [
                f"{zone} · {layer(name, words)}"
                for zone, name in zip(named["label"], named["layer"], strict=True)
            ],
            "area_ha": named["area_ha"].tolist(),
            "text": [words.hectares(area) for area in named["area_ha"]],
        }
    )
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            shown,
            label="label",
            value="area_ha",
            value_title=words("axis.area"),
            words=words,
        ),
        caption=words("chart.zones", count=len(shown)),
        explain=words("explain.zones"),
    )


def _course(result: Compliance, words: Words) -> tuple[Chart, ...]:
    """One panel for each layer; zones that overlap count once."""
    names = result.by_layer["layer"].drop_duplicates()
    told = {name: layer(name, words) for name in names}
    periods = all_periods(result.by_period)
    return course(result.by_layer, "layer", told, periods, words, picture="layers")


def _changes(result: Compliance) -> tuple[str, pd.Series[float]]:
    """The last period, and what each zone has more there than the period before; "" for one."""
    periods = all_periods(result.by_period)
    if len(periods) < FEWEST_PERIODS:
        return "", pd.Series(dtype=float)
    before, last = periods[-2:]
    known = result.by_zone_period[result.by_zone_period["period"] != UNKNOWN]
    wide = known.pivot_table(index=KEYS, columns="period", values="area_ha", aggfunc="sum")
    filled = wide.reindex(columns=[before, last]).fillna(0.0)
    return last, filled[last] - filled[before]


def _named(rows: pd.DataFrame, words: Words) -> list[str]:
    """Zones by name, else by their code."""
    return [
        name or code or words("zone.unnamed")
        for name, code in zip(rows["zone"], rows["zone_id"], strict=True)
    ]
