"""How much of a whole its largest groups hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Of the known amounts of groups; nothing is said of groups whose amount is unknown."""

    top: int  # how many groups `share` is of
    share: float  # of the total, 0 to 1; NaN when there is none
    gini: float  # 0 equal, towards 1 all in one; NaN below 2 groups
    lorenz: pd.DataFrame  # share_units, share_area: smallest groups first, from (0, 0) to (1, 1)


def concentration(
    amounts: pd.Series[float], *, groups: int, top: int, total: float
) -> Concentration:
    """What the `top` largest hold of `total`; where no more `groups` are, the largest alone."""
    ranked = amounts.dropna().sort_values(ascending=False)
    areas = np.asarray(ranked, dtype=np.float64)
    most = top if groups > top else 1
    return Concentration(
        top=most,
        share=float(ranked.iloc[:most].sum() / total) if total > 0 else float("nan"),
        gini=_gini(areas),
        lorenz=_lorenz(areas),
    )


def _gini(areas: NDArray[np.float64]) -> float:
    if len(areas) < 2 or areas.sum() <= 0:  # noqa: PLR2004 - inequality takes two
        return float("nan")
    ranked = np.sort(areas)
    rank = np.arange(1, len(ranked) + 1)
    return float(2 * (rank * ranked).sum() / (len(ranked) * ranked.sum()) - 1 - 1 / len(ranked))


def _lorenz(areas: NDArray[np.float64]) -> pd.DataFrame:
    if not len(areas) or areas.sum() <= 0:
        return pd.DataFrame({"share_units": [], "share_area": []}, dtype=float)
    running = np.concatenate([[0.0], np.cumsum(np.sort(areas))])
    return pd.DataFrame(
        {"share_units": np.linspace(0, 1, len(running)), "share_area": running / running[-1]}
    )
