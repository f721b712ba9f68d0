"""A column as its distinct values: each is read once, however often it occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from numbers import Integral
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")
NAMED: Final = 6  # values quoted in a message
LONGEST: Final = 48  # letters of a quoted value


@dataclass(frozen=True, slots=True)
class Distinct:
    """`each` value that rows hold, once; `places` says which one a row has, -1 for none."""

    index: pd.Index[Any]
    places: NDArray[np.intp]
    each: tuple[object, ...]

    def read(self, how: Callable[[object], T]) -> list[T]:
        """What each distinct value is read as, in their order."""
        return [how(value) for value in self.each]

    def spread(self, read: Sequence[object], nothing: object = None) -> pd.Series[Any]:
        """One result per distinct value as a column over the rows, `nothing` where none is."""
        results = np.empty(len(read) + 1, dtype=object)
        results[:-1] = [nothing if result is None else result for result in read]
        results[-1] = nothing
        return pd.Series(results[self.places], index=self.index)

    def numbers(self, read: Sequence[float | None]) -> pd.Series[float]:
        """Like `spread`, for numbers; NaN where there is none."""
        results = np.array([np.nan if r is None else r for r in read] + [np.nan], dtype=float)
        return pd.Series(results[self.places], index=self.index)

    def texts(self, read: Sequence[str | None]) -> pd.Series[str]:
        """Like `spread`, for text."""
        return self.spread(read).astype("str")

    def rows(self, chosen: Sequence[bool]) -> pd.Index[Any]:
        """The rows whose value is chosen."""
        marks = np.array([*chosen, False], dtype=bool)
        return self.index[marks[self.places]]

    def named(self, chosen: Sequence[bool]) -> str:
        """The chosen values as a message quotes them, the most frequent first."""
        counts = np.bincount(self.places[self.places >= 0], minlength=len(self.each))
        picked = [
            (-count, as_text(v))
            for v, count, is_in in zip(self.each, counts, chosen, strict=True)
            if is_in
        ]
        return quoted(text for _, text in sorted(picked))


def distinct(cells: pd.Series[Any]) -> Distinct:
    """A column taken apart; nothing and blank text count as none."""
    plain = cells.astype(object) if isinstance(cells.dtype, pd.CategoricalDtype) else cells
    places, found = pd.factorize(plain, use_na_sentinel=True)
    values = np.asarray(found, dtype=object)
    kept = [not isinstance(v, str) or bool(v.strip()) for v in values]
    position = np.where(kept, np.cumsum(kept) - 1, -1)
    position = np.append(position, -1)
    return Distinct(
        cells.index,
        position[places].astype(np.intp),
        tuple(values[kept].tolist()),
    )


def as_text(value: object) -> str:
    """A cell as text: no point behind a whole number, no hour behind a day, single spaces."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return " ".join(str(value).split())


def quoted(texts: Iterable[str], most: int = NAMED) -> str:
    """The first few of many values, comma separated, an ellipsis for the rest."""
    found = list(dict.fromkeys(texts))
    short = [t if len(t) <= LONGEST else f"{t[:LONGEST].rstrip()}…" for t in found[:most]]
    return ", ".join([*short, *(["…"] if len(found) > most else [])])


def commonest(texts: Iterable[str]) -> str:
    """The most frequent text; of equals the one with both cases, then the first by letter."""
    counts = Counter(texts)
    return min(counts, key=lambda t: (-counts[t], t.isupper() or t.islower(), t))
