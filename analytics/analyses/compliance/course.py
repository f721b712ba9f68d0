"""Hectares period by period, one panel for each class or each layer of zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.core.section import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.words import Words

FEWEST_PERIODS: Final = 2  # one has no course


def all_periods(by_period: pd.DataFrame) -> list[str]:
    """Every period of the answer, in order of time."""
    return by_period["period"].drop_duplicates().tolist()


def course(  # noqa: PLR0913 - rows, and what each side of the picture is called
    rows: pd.DataFrame,
    by: str,
    told: Mapping[str, str],
    periods: Sequence[str],
    words: Words,
    *,
    picture: str,
    colours: Mapping[str, str] | None = None,
) -> tuple[Chart, ...]:
    """A panel for each key of `told` with all `periods`; nothing where there is only one.

    `rows` has the columns `by`, `period` and `area_ha`; `picture` names caption and explanation.
    """
    if len(periods) < FEWEST_PERIODS:
        return ()
    every = pd.MultiIndex.from_product([told, periods], names=[by, "period"])
    full = rows.set_index([by, "period"])["area_ha"].reindex(every, fill_value=0.0).reset_index()
    shown = full.assign(
        label=full[by].map(told),
        period=full["period"].map(words.period),
        text=full["area_ha"].map(words.hectares),
    )
    if colours:
        shown = shown.assign(colour=full[by].map(colours))
    return (
        Chart(
            draw=lambda: viz.charts.small_multiples(
                shown,
                label="label",
                period="period",
                value="area_ha",
                value_title=words("axis.area"),
                words=words,
                columns=2,
                label_order=list(told.values()),
                period_order=[words.period(period) for period in periods],
            ),
            caption=words(f"chart.{picture}"),
            explain=words(f"explain.{picture}"),
        ),
    )
