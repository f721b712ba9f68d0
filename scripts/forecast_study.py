"""Print the study of forecasts that METHOD.md of the analysis `forecast` quotes.

    OREWATCH_REFERENCE=folder .venv/bin/python scripts/forecast_study.py

The 3,003 series of the M3 competition are forecast once from their official end; five families of
made-up series of 6 to 30 years from their own. Candidates are compared by the mean absolute scaled
error and by how often intervals of 80 and 95 % hold what came.
"""

from __future__ import annotations

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series.courses import Part
from analytics.stats.series.models import MODELS, Model, Step
from analytics.stats.series.tried import LEVELS, bounds, tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

STEPS: Final = {
    "YEARLY": Step.YEAR,
    "OTHER": Step.YEAR,
    "QUARTERLY": Step.QUARTER,
    "MONTHLY": Step.MONTH,
}
LENGTHS: Final = (6, 8, 10, 12, 15, 20, 30)
AHEAD: Final = 5
SERIES: Final = 250
FAMILIES: Final = ("growth", "random walk", "saturation", "break and rebound", "flat")
PARTS: Final = {
    "theta": (Part.THETA_LINE,),
    "damped theta": (Part.THETA,),
    "damped trend": (Part.HOLT,),
    "smoothing": (Part.SES,),
    "theta + trend": (Part.THETA_LINE, Part.HOLT),
    "smoothing + theta + trend + drift": (Part.SES, Part.THETA_LINE, Part.HOLT, Part.DRIFT),
}
CANDIDATES: Final = {
    **MODELS,
    **{
        f"{name}, {scale}": Model(parts=parts, is_in_hectares=is_ha, learns_growth=True)
        for name, parts in (
            *PARTS.items(),
            ("trio", MODELS["trio"].parts),
            ("c4", MODELS["c4"].parts),
        )
        for scale, is_ha in (("hectares", True), ("logarithms", False))
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Series to learn from and what came, in rows; NaN after the end of the shorter ones."""

    name: str
    known: Numbers
    came: Numbers
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Of one model on one set."""

    mase: float
    held: dict[float, float]
    sum_held: dict[float, float]
    first: float  # held by 80 % at the first step
    last: float  # and at the last


def m3(folder: Path) -> list[Set]:
    """The sets of the M3 competition by frequency; yearly ones also in two halves."""
    rows: dict[str, list[tuple[Numbers, Numbers]]] = {}
    with gzip.open(folder / "forecast" / "m3.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            pair = tuple(np.array(row[part].split(), dtype=float) for part in ("train", "test"))
            rows.setdefault(row["frequency"], []).append(pair)  # type: ignore[arg-type]
    found = [
        Set(
            name=name.lower(),
            known=_rows([known for known, _ in rows[name]]),
            came=_rows([came for _, came in rows[name]]),
            step=step,
        )
        for name, step in STEPS.items()
    ]
    yearly = found[0]
    halves = [
        Set(
            name=f"yearly {half}",
            known=yearly.known[start::2],
            came=yearly.came[start::2],
            step=Step.YEAR,
        )
        for start, half in enumerate(("odd", "even"))
    ]
    return [*found, *halves]


def made(length: int, family: str) -> Set:
    """Series of one family, the same each time: hectares a year with noise of many sizes."""
    dice = np.random.default_rng([length, FAMILIES.index(family)])
    time = np.arange(length + AHEAD)

    def any_of(low: float, high: float) -> Numbers:
        return dice.uniform(low, high, (SERIES, 1))

    noise = any_of(0.08, 0.25) * dice.normal(size=(SERIES, len(time)))
    base = np.log(any_of(50, 500))
    match family:
        case "growth":
            logs = base + any_of(0.03, 0.2) * time + noise
        case "random walk":
            logs = base + np.cumsum(any_of(0.1, 0.3) * dice.normal(size=noise.shape), axis=1)
        case "saturation":
            middle, pace = any_of(0.3, 0.8) * length, any_of(0.25, 0.7)
            logs = base - np.log1p(np.exp(-pace * (time - middle))) + 0.7 * noise
        case "break and rebound":
            start = np.floor(any_of(0.35, 0.75) * length)
            since = np.maximum(time - start, 0)
            fall = any_of(0.5, 1.6) * np.exp(-any_of(0.1, 0.5) * since) * (time >= start)
            logs = base + any_of(0, 0.08) * np.minimum(time, start) - fall + noise
        case _:
            logs = base + noise
    hectares = np.exp(logs)
    return Set(name=family, known=hectares[:, :length], came=hectares[:, length:], step=Step.YEAR)


def score(data: Set, model: Model) -> Score:
    """How well the model told what came after the end of each series."""
    horizon = data.came.shape[1]
    found = tried(data.known, model=model, step=data.step, horizon=horizon)
    rows, ends = found.last
    off = np.abs(data.came - found.told[rows, ends])
    lag = data.step.per_year
    usual = np.nanmean(np.abs(data.known[:, lag:] - data.known[:, :-lag]), axis=1)
    is_scaled = usual > 0
    held, summed = {}, {}
    for level in LEVELS:
        low, high = (
            e[rows, ends] for e in bounds(found.told, found.spread, found.added, level=level)
        )
        held[level] = (low <= data.came) & (data.came <= high)
        low, high = (
            e[rows, ends] for e in bounds(found.summed, found.sum_spread, found.added, level=level)
        )
        total = np.cumsum(data.came, axis=1)
        summed[level] = (low <= total) & (total <= high)
    return Score(
        mase=float(np.mean(off[is_scaled].mean(axis=1) / usual[is_scaled])),
        held={level: float(hit.mean()) for level, hit in held.items()},
        sum_held={level: float(hit[:, -1].mean()) for level, hit in summed.items()},
        first=float(held[0.80][:, 0].mean()),
        last=float(held[0.80][:, -1].mean()),
    )


def main() -> None:
    """Print the tables."""
    folder = Path(os.environ.get("OREWATCH_REFERENCE", Path(__file__).parents[2] / "shared/data"))
    competition = m3(folder)
    families = {(n, family): made(n, family) for n in LENGTHS for family in FAMILIES}
    names = " | ".join(f"{one.name} MASE, 95, 80" for one in competition)
    print(f"| model | {names} | made-up MASE, 95, 80 | sums 95, 80 | worst family | s |")
    for name, model in CANDIDATES.items():
        start = process_time()
        real = [score(one, model) for one in competition]
        own = {key: score(one, model) for key, one in families.items()}
        taken = process_time() - start
        cells = [f"{s.mase:.3f} {s.held[0.95]:.3f} {s.held[0.80]:.3f}" for s in real]
        mean = {level: np.mean([s.held[level] for s in own.values()]) for level in LEVELS}
        sums = {level: np.mean([s.sum_held[level] for s in own.values()]) for level in LEVELS}
        worst = max(np.mean([own[n, f].mase for n in LENGTHS]) for f in FAMILIES)
        mase = np.mean([s.mase for s in own.values()])
        print(
            f"| {name} | {' | '.join(cells)} | {mase:.3f} {mean[0.95]:.3f} {mean[0.80]:.3f} "
            f"| {sums[0.95]:.3f} {sums[0.80]:.3f} | {worst:.2f} | {taken:.0f} |"
        )


def _rows(rows: list[Numbers]) -> Numbers:
    found = np.full((len(rows), max(map(len, rows))), np.nan)
    for place, row in enumerate(rows):
        found[place, : len(row)] = row
    return found


if __name__ == "__main__":
    main()
