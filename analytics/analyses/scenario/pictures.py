"""The pictures of a comparison."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.scenario.money import amount
from analytics.analyses.scenario.naming import (
    LATER,
    called,
    measured,
    modelled,
    plainly,
    range_text,
)
from analytics.core.section import Chart
from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario, Told
    from analytics.core.section import Spec
    from analytics.core.words import Words

MOST_BARS: Final = 8
MOST_STRATEGIES: Final = 5


def charts(result: Scenario, words: Words) -> tuple[Chart, ...]:
    """The courses; then of the first strategy with measures what became of the hectares."""
    found = [
        Chart(
            draw=partial(_courses, result, words),
            caption=words("caption.courses"),
            explain=words("explain.courses"),
            kind=Kind.MODELLED,
        )
    ]
    first = leading(result)
    if first is None:
        return tuple(found)
    found.append(
        Chart(
            draw=partial(_ranges, result, words),
            caption=words("caption.ranges"),
            explain=words("explain.ranges"),
            kind=Kind.MODELLED,
        )
    )
    found.append(
        Chart(
            draw=partial(_waterfall, first, words),
            caption=words("caption.waterfall", strategy=called(first.name, words)),
            explain=words("explain.waterfall"),
            kind=Kind.MODELLED,
        )
    )
    if len(result.drivers):
        found.append(
            Chart(
                draw=partial(_tornado, result, first, words),
                caption=words("caption.tornado", strategy=called(first.name, words)),
                explain=words("explain.tornado"),
            )
        )
    if result.break_even.leakage > 0:
        found.append(
            Chart(
                draw=partial(_thresholds, result, words),
                caption=words("caption.thresholds", strategy=called(first.name, words)),
                explain=words("explain.thresholds"),
            )
        )
    if any(one.cost for one in result.strategies):
        found.append(
            Chart(
                draw=partial(_worth, result, words),
                caption=words("caption.worth"),
                explain=words("explain.worth"),
            )
        )
    return tuple(found)


def leading(result: Scenario) -> Told | None:
    """The first strategy with measures; None where there is none."""
    return next((one for one in result.strategies if one.suppressed_ha or one.promoted_ha), None)


def _courses(result: Scenario, words: Words) -> Spec:
    from analytics.viz.strategies import courses

    has_kept = any(one.is_kept for one in result.strategies)
    names = [one.name for one in result.strategies if not (has_kept and one.name == LATER)]
    names = names[:MOST_STRATEGIES]
    rows = result.cumulative[result.cumulative["strategy"].isin(names)]
    periods = [words.cell(one, Kind.PERIOD) for one in result.periods]
    frame = rows.assign(
        strategy=[called(name, words) for name in rows["strategy"]],
        period=[words.cell(one, Kind.PERIOD) for one in rows["period"]],
        text=[
            range_text(low, middle, high, words)
            for low, middle, high in zip(
                rows["low80_ha"], rows["middle_ha"], rows["high80_ha"], strict=True
            )
        ],
    )
    return courses(
        frame,
        order=[called(name, words) for name in names],
        period_order=periods,
        value_title=words("axis.cumulative"),
    )


def _ranges(result: Scenario, words: Words) -> Spec:
    from analytics.viz.strategies import ranges

    some = [one for one in result.strategies if one.suppressed_ha or one.promoted_ha]
    frame = pd.DataFrame(
        {
            "strategy": [called(one.name, words) for one in some],
            "middle": [one.net_avoided_ha for one in some],
            "low80": [one.net_low80_ha for one in some],
            "high80": [one.net_high80_ha for one in some],
            "low95": [one.net_low95_ha for one in some],
            "high95": [one.net_high95_ha for one in some],
            "text": [modelled(one.net_avoided_ha, words) for one in some],
        }
    )
    return ranges(frame, value_title=words("axis.net"))


def _waterfall(one: Told, words: Words) -> Spec:
    from analytics.viz.strategies import waterfall

    at, rows = one.suppressed_ha, []
    rows.append(("gross", 0.0, at, True))
    for step, area in (
        ("promoted", one.promoted_ha),
        ("rebound", one.rebound_ha),
        ("leaked", one.leaked_ha),
    ):
        if area > 0:
            rows.append((step, at, at - area, False))
            at -= area
    rows.append(("net", 0.0, one.net_avoided_ha, True))
    frame = pd.DataFrame(rows, columns=["step", "start", "end", "is_sum"])
    text = [
        modelled(abs(end - start) if not is_sum else end, words) for _, start, end, is_sum in rows
    ]
    signs = ["" if is_sum else "\N{MINUS SIGN}" for *_, is_sum in rows]
    return waterfall(
        frame.assign(
            step=[words(f"step.{step}") for step in frame["step"]],
            text=[sign + told for sign, told in zip(signs, text, strict=True)],
        ),
        value_title=words("axis.step"),
    )


def _tornado(result: Scenario, one: Told, words: Words) -> Spec:
    from analytics.viz.strategies import tornado

    bars = result.drivers.head(MOST_BARS)
    several = set(bars["measure"]) - {""}
    frame = pd.DataFrame(
        {
            "part": [
                measured(measure if len(several) > 1 else "", part, words)
                for measure, part in zip(bars["measure"], bars["part"], strict=True)
            ],
            "start": bars["net_low_ha"].to_numpy(),
            "end": bars["net_high_ha"].to_numpy(),
            "text": [
                words(
                    "bar.text",
                    low=modelled(min(ends), words),
                    high=modelled(max(ends), words),
                )
                for ends in zip(bars["net_low_ha"], bars["net_high_ha"], strict=True)
            ],
            "is_assumed": (bars["grade"] == "D").to_numpy(),
        }
    )
    return tornado(frame, value_title=words("axis.net"), middle=one.net_avoided_ha)


def _thresholds(result: Scenario, words: Words) -> Spec:
    """What is assumed of leakage and effect, and where the strategy stops being worth it."""
    from analytics.viz.strategies import thresholds

    edge = result.break_even
    rows = [
        ("leakage", edge.assumed_leakage, edge.leakage, "edge.most"),
        ("effectiveness", edge.assumed_effectiveness, edge.effectiveness, "edge.least"),
    ]
    frame = pd.DataFrame(
        {
            "label": [words(f"part.{part}") for part, *_ in rows],
            "low": [spread.low for _, spread, *_ in rows],
            "mode": [spread.mode for _, spread, *_ in rows],
            "high": [spread.high for _, spread, *_ in rows],
            "edge": [at for *_, at, _ in rows],
            "text": [
                words("edge.none")
                if math.isnan(at)
                else words(key, value=plainly(round(at, 2), words))
                for *_, at, key in rows
            ],
        }
    )
    return thresholds(frame, value_title=words("axis.thresholds"))


def _worth(result: Scenario, words: Words) -> Spec:
    """What a strategy costs beside what it avoids."""
    from analytics.viz.strategies import worth

    some = [one for one in result.strategies if one.cost]
    currency = result.money.currency
    frame = pd.DataFrame(
        {
            "strategy": [called(one.name, words) for one in some],
            "net": [one.net_avoided_ha for one in some],
            "net_low": [one.net_low80_ha for one in some],
            "net_high": [one.net_high80_ha for one in some],
            "cost": [one.cost for one in some],
            "cost_low": [one.cost_low for one in some],
            "cost_high": [one.cost_high for one in some],
            "text": [
                f"{amount(one.cost, currency, words)} · {modelled(one.net_avoided_ha, words)}"
                for one in some
            ],
        }
    )
    title = words("axis.cost", currency=currency) if currency else words("axis.cost-plain")
    return worth(frame, net_title=words("axis.net"), cost_title=title)
