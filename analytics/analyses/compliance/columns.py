"""What is known of the shapes of a layer: days, words and marks, whatever its columns' names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from analytics.core import periods, schema, vocabulary
from analytics.core.periods import Order

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.core.periods import Period

    Days = NDArray[np.datetime64]

NEGATIONS: Final = frozenset(
    {"not", "no", "non", "never", "sin", "nao", "sem", "pas", "tidak", "bukan"}
)


def column(frame: gpd.GeoDataFrame, role: str) -> str | None:
    """The column of `frame` that plays a role (columns.toml); None where none does."""
    called = {vocabulary.fold(str(name)): str(name) for name in reversed(frame.columns)}
    wanted = (name for name in _names()[role] if name in called)
    found = next(wanted, None)
    return None if found is None or called[found] == schema.GEOMETRY else called[found]


def called(role: str) -> str:
    """The name of a column that plays a role before all others."""
    return _names()[role][0].replace(" ", "_")


def texts(frame: gpd.GeoDataFrame, role: str) -> list[str] | None:
    """The cells as text, "" for what is missing; None where the layer has no such column."""
    name = column(frame, role)
    if name is None:
        return None
    cells = frame[name].astype("string").fillna("").str.strip()
    return ["" if vocabulary.is_missing(text) else text for text in cells]


def truths(frame: gpd.GeoDataFrame, role: str) -> list[bool | None] | None:
    """Yes, no or unknown for each shape; a number or a name means yes."""
    said = texts(frame, role)
    if said is None:
        return None
    return [_truth(text) for text in said]


def days(frame: gpd.GeoDataFrame, role: str, *, is_end: bool) -> Days:
    """The first or the last day of each cell's period; NaT where there is none.

    The column as a whole tells whether day or month comes first; where it does not, the day does.
    """
    name = column(frame, role)
    if name is None:
        return np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    cells = frame[name]
    if pd.api.types.is_datetime64_any_dtype(cells):
        plain = cells.dt.tz_localize(None) if getattr(cells.dt, "tz", None) else cells
        return np.asarray(plain.to_numpy().astype("datetime64[D]"))
    read = _periods(cells)
    found = [_day(read.get(value), is_end=is_end) for value in cells]
    return np.array(found, dtype="datetime64[D]")


def unread_days(frame: gpd.GeoDataFrame, role: str) -> list[str]:
    """What stands in each cell that should hold a day and holds none; "" where nothing is wrong.

    An empty cell, zeros, and words for "without end" set no limit and are no fault.
    """
    name = column(frame, role)
    if name is None or pd.api.types.is_datetime64_any_dtype(frame[name]):
        return [""] * len(frame)
    read = _periods(frame[name])
    wrong = {value: _wrong(value) for value, period in read.items() if period is None}
    return [wrong.get(value, "") for value in frame[name]]


def numbers(frame: gpd.GeoDataFrame, name: str) -> NDArray[np.float64] | None:
    """A column of numbers by its own name, with a unit behind it, or by its role; else None."""
    wanted = vocabulary.fold(name)
    role = wanted.removesuffix(" m")
    if role in _names() and (own := column(frame, role)) is not None:
        return pd.to_numeric(frame[own], errors="coerce").to_numpy(dtype=float)
    for own in frame.columns:
        called = vocabulary.fold(str(own))
        if called == wanted or called.removesuffix(" m") == wanted:
            return pd.to_numeric(frame[own], errors="coerce").to_numpy(dtype=float)
    return None


def means(text: str, words: tuple[str, ...]) -> bool:
    """Whether `text` is one of `words`, or says one of them beside others and denies nothing."""
    said = vocabulary.fold(text)
    wanted = [vocabulary.fold(word) for word in words]
    if said in wanted:
        return True
    if not NEGATIONS.isdisjoint(said.split()):
        return False
    return any(f" {word} " in f" {said} " for word in wanted if word)


def _truth(text: str) -> bool | None:
    if not text:
        return None
    known = vocabulary.truth(text)
    if known is not None:
        return known
    return text not in ("0", "0.0")


def _periods(cells: pd.Series[Any]) -> dict[Any, Period | None]:
    """The period each value of a column means; None where it means none."""
    taken = {value: periods.written(value) for value in cells.dropna().unique()}
    shown = periods.order_of(one for one in taken.values() if one)
    order = Order.MONTH_FIRST if shown == {Order.MONTH_FIRST} else Order.DAY_FIRST
    return {value: one.period(order=order) if one else None for value, one in taken.items()}


def _wrong(value: object) -> str:
    text = str(value).strip()
    is_empty = not text.strip("0/-.: ") or vocabulary.is_missing(text)
    is_endless = any(f" {word} " in f" {vocabulary.fold(text)} " for word in _names()["endless"])
    return "" if is_empty or is_endless else text


def _day(period: Period | None, *, is_end: bool) -> np.datetime64:
    if period is None:
        return np.datetime64("NaT")
    return np.datetime64(period.end if is_end else period.start)


@cache
def _names() -> dict[str, list[str]]:
    file = Path(__file__).with_name("columns.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
