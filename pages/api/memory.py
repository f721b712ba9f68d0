"""Data sets and answers at hand, so that a second question need not open or work out again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core.analysis import Run, execute, find
from analytics.core.filters import Filters, apply
from analytics.core.params import Params
from analytics.jobs import when_deleting
from analytics.store import open_store
from analytics.store.workspace import SAMPLE

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

KEPT: Final = 8


def data(address: str, reference: str) -> Dataset:
    """The data set of the store at `address`; it is let go of with the next deletion."""
    if reference == SAMPLE:
        import analytics

        return analytics.sample()
    when_deleting(forget)
    return _loaded(address, reference)


def answered(
    address: str, reference: str, slug: str, *, params: Params, filters: Filters
) -> Run[Any]:
    """The answer, worked out once for the same data, parameters and filters."""
    when_deleting(forget)
    return _answered(address, reference, slug, params, filters)


def forget() -> None:
    """Hold nothing any more: what was deleted must not be found here."""
    _loaded.cache_clear()
    _answered.cache_clear()


@lru_cache(maxsize=KEPT)
def _loaded(address: str, reference: str) -> Dataset:
    return open_store(Path(address)).data(reference)


@lru_cache(maxsize=KEPT)
def _answered(
    address: str, reference: str, slug: str, params: Params, filters: Filters
) -> Run[Any]:
    return execute(find(slug), apply(data(address, reference), filters), params)
