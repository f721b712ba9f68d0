"""What a reader must know of the periods one after another: new sources, and none at all."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.sitemap.periods import periods
from analytics.core import schema

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

PERIOD, BEFORE, AFTER = "period", "before", "after"
STEPS: Final = {4: "Y", 6: "Q", 7: "M"}  # letters of a year, a quarter without hyphen, a month


def changes(dataset: Dataset) -> pd.DataFrame:
    """Periods whose records come from other sources than those of the period before.

    `period`, and the sources `before` and `after` it, in the order of their names. A period
    that states no source tells nothing.
    """
    time, sites = periods(dataset), dataset.sites
    stated = sites[schema.SOURCE].notna() & time.labels.isin(time.order)
    sources = sites[schema.SOURCE][stated].astype(str).groupby(time.labels[stated]).unique()
    known = [(label, tuple(sorted(sources[label]))) for label in time.order if label in sources]
    rows = [
        {PERIOD: label, BEFORE: "; ".join(before), AFTER: "; ".join(after)}
        for (_, before), (label, after) in pairwise(known)
        if before != after
    ]
    return pd.DataFrame(rows, columns=[PERIOD, BEFORE, AFTER], dtype="string")


def gaps(order: tuple[str, ...]) -> tuple[str, ...]:
    """Periods between the first and the last of which there is no record."""
    lengths = {len(label.replace("-Q", "Q")) for label in order}
    step = STEPS.get(lengths.pop()) if len(lengths) == 1 else None
    if step is None:
        return ()
    held = pd.PeriodIndex([label.replace("-Q", "Q") for label in order], freq=step)
    missing = pd.period_range(held.min(), held.max(), freq=step).difference(held)
    return tuple(str(period).replace("Q", "-Q") for period in missing)
