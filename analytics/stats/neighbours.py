"""Which cells of a grid lie next to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


def queen(column: Whole, line: Whole, rings: int = 1) -> Whole:
    """The neighbours of each cell, up to `rings` cells away in any direction, without itself.

    One row per cell; positions of its neighbours first, then filled up with the number of cells,
    which stands for none.
    """
    count = len(column)
    x, y = column - column.min(initial=0), line - line.min(initial=0)
    place = np.full(
        (np.max(y, initial=0) + 2 * rings + 1, np.max(x, initial=0) + 2 * rings + 1), count
    )
    place[y + rings, x + rings] = np.arange(count)
    steps = [(dy, dx) for dy in range(2 * rings + 1) for dx in range(2 * rings + 1)]
    steps.remove((rings, rings))
    beside = np.stack([place[y + dy, x + dx] for dy, dx in steps], axis=1)
    return np.sort(beside, axis=1)
