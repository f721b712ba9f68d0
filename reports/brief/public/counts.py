"""Small counts are not told, nor what they could be worked out from (ADR 0027)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

FEWEST: Final = 3  # sites that are counted
FIGURES: Final = 3  # significant ones of an amount, as pages print it


def small(counts: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Which counts are not told.

    Those of one and two. Where all of them are ones, or all twos, their sum would tell each, so
    the next larger count is not told either; where there is none, nor are the zeros.
    """
    hidden = (counts > 0) & (counts < FEWEST)
    told = np.unique(counts[hidden])
    if len(told) != 1:
        return np.asarray(hidden, dtype=bool)
    larger = counts[counts >= FEWEST]
    also = counts == larger.min() if len(larger) else counts == 0
    return np.asarray(hidden | also, dtype=bool)


def hidden(frame: pd.DataFrame, columns: Iterable[str]) -> NDArray[np.bool_]:
    """The rows in which one of these counts is not told."""
    rows = np.zeros(len(frame), dtype=bool)
    for column in columns:
        rows |= small(_numbers(frame[column]).to_numpy(dtype=np.float64))
    return rows


def suppressed(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """The frame with such counts unknown."""
    counts = {c: _numbers(frame[c]) for c in columns}
    return frame.assign(
        **{c: one.mask(small(one.to_numpy(dtype=np.float64))) for c, one in counts.items()}
    )


def rare(groups: pd.Series[Any], sites: pd.Series[Any]) -> frozenset[str]:
    """The values of `groups` with so few different `sites` that nothing of them is told.

    Where they have fewer than three together, the next larger one is not told either.
    """
    counted = sites.groupby(groups.astype("string")).nunique()
    few = counted[counted < FEWEST]
    if 0 < few.sum() < FEWEST and len(few) < len(counted):
        few = counted.nsmallest(len(few) + 1)
    return frozenset(map(str, few.index))


def dominated(amounts: pd.Series[Any], groups: pd.Series[Any], share: float) -> pd.Series[bool]:
    """By group, whether a single amount is more than this share of all."""
    by = amounts.groupby(groups)
    return (by.max() > share * by.sum()).fillna(value=False)


def rounded(column: pd.Series[Any]) -> pd.Series[Any]:
    """Amounts to the figures that pages print; whole numbers stay counts of their own size."""
    values = column.to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.floor(np.log10(np.abs(values)))
        scale = np.power(10.0, FIGURES - 1 - np.where(np.isfinite(power), power, 0.0))
        told = np.round(values * scale) / scale
    return pd.Series(told, index=column.index).round(12)


def rounded_all(frame: pd.DataFrame) -> pd.DataFrame:
    """Every column of broken numbers, likewise."""
    broken = frame.select_dtypes("float").columns
    return frame.assign(**{column: rounded(frame[column]) for column in broken})


def rounded_one(value: float) -> float:
    """One amount, likewise."""
    return float(rounded(pd.Series([value], dtype=float)).iloc[0])


def _numbers(column: pd.Series[Any]) -> pd.Series[float]:
    return pd.to_numeric(column, errors="coerce").astype(float)
