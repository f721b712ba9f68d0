"""What is kept in memory for everybody: more of what small data sets gave than of large ones."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.core.dataset import Dataset

P = ParamSpec("P")
R = TypeVar("R")

SMALL, MIDDLING, LARGE = "small", "middling", "large"
#: Up to how many sites and shapes of layers together a data set is of that size.
MOST_RECORDS: Final = {SMALL: 1_000, MIDDLING: 10_000}
SHARE: Final = {SMALL: 1, MIDDLING: 4, LARGE: 16}  # one in so many


def size(data: Dataset) -> str:
    """Whether a data set with its layers is small, middling or large."""
    records = data.records + data.shapes
    return next((name for name, most in MOST_RECORDS.items() if records <= most), LARGE)


def by_size(most: int) -> Callable[[Callable[P, R]], Callable[Concatenate[str, P], R]]:
    """Keep what a function gave, `most` times for small data sets, fewer times for larger ones.

    The function made takes the `size` first; every other value of it has a name. What large data
    sets gave never takes the place of what small ones gave. What was used longest ago goes first.
    """

    def keep(make: Callable[P, R]) -> Callable[Concatenate[str, P], R]:
        caches = {
            name: st.cache_resource(show_spinner=False, max_entries=max(1, most // share))(
                _named(make, name)
            )
            for name, share in SHARE.items()
        }
        code = cast("FunctionType", make).__code__
        names = code.co_varnames[: code.co_argcount]

        def kept(size: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            # Streamlit reads the signature anew for each value that comes without its name.
            named: dict[str, Any] = {**dict(zip(names, args, strict=False)), **kwargs}
            cached = cast("Callable[..., R]", caches[size])
            return cached(**named)

        return kept

    return keep


def _named(make: Callable[P, R], name: str) -> Callable[P, R]:
    """The same function under another name: Streamlit has one cache for each name."""
    known = cast("FunctionType", make)
    twin = FunctionType(
        known.__code__, known.__globals__, known.__name__, known.__defaults__, known.__closure__
    )
    twin.__kwdefaults__ = known.__kwdefaults__
    twin.__annotations__ = known.__annotations__
    twin.__module__, twin.__doc__ = known.__module__, known.__doc__
    twin.__qualname__ = f"{known.__qualname__}.{name}"
    return cast("Callable[P, R]", twin)
