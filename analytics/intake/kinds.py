"""Kinds of shapes, by the numbers GEOS gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS: Final = (0, 4)
LINES: Final = (1, 2, 5)
POLYGONS: Final = (3, 6)
COLLECTION: Final = (7,)
MOST: Final = 8  # numbers run from -1, for no shape at all, to 7


def is_kind(shapes: NDArray[np.object_], kinds: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each shape is of one of `kinds`; False where there is no shape."""
    table = np.zeros(MOST + 1, dtype=bool)
    table[list(kinds)] = True
    return np.asarray(table[shapely.get_type_id(shapes)])
