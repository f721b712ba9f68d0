"""Which columns of a data set hold kinds, and what each record says in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import pandas as pd

from analytics.core import kinds, schema
from analytics.core.errors import MissingInput, ParameterError
from analytics.core.vocabulary import SEVERAL, fold
from analytics.core.words import texts

if TYPE_CHECKING:
    import geopandas as gpd

CORE: Final = Path(schema.__file__).parent
WHOLE: Final = "none"  # a cell is one value, whatever is in it
STORED: Final = ";"  # between the terms of a cell, as intake stores the fields in `SEVERAL`
MOST_OFFERED: Final = 20  # named in a sentence


@dataclass(frozen=True, slots=True)
class Called:
    """Columns by what people call them; each can be asked for by that name too."""

    names: tuple[str, ...]
    has_more: bool = False

    def said(self, language: str) -> str:
        """Apart by commas; a dash for none."""
        told = ", ".join(kinds.label(name, language) for name in self.names)
        return told + (" …" if self.has_more else "") or "–"


class FieldError(ParameterError):
    """The name of a column that cannot be asked about."""

    folder: ClassVar[Path] = Path(__file__).parent


class StatedError(MissingInput):
    """A column that no record fills."""

    folder: ClassVar[Path] = Path(__file__).parent


def column(sites: gpd.GeoDataFrame, name: str) -> str:
    """The column of kinds that `name` means, by its name or by its label in any language."""
    found = _named(sites, name)
    if found is None or found in kinds.NOT_KINDS:
        raise FieldError("frequency-column", name=name, known=_offered(sites))
    if kinds.is_amount(sites[found]):
        raise FieldError("frequency-amount", name=Called((found,)), known=_offered(sites))
    return found


def stated(sites: gpd.GeoDataFrame, name: str, separator: str) -> pd.DataFrame:
    """One row for each value a record states: `row` (index in `sites`), `value`, each once.

    The fields that intake reads term by term are stored with ";" and split there by any separator.
    """
    parts = [separator, STORED] if name in SEVERAL and separator != WHOLE else [separator]
    cells = sites[name]
    if cells.dtype == object:
        cells = cells.astype("string")
    codes, values = pd.factorize(cells, use_na_sentinel=True)
    terms = [_terms(_text(value), parts) for value in values]
    counts = np.array([len(found) for found in terms], dtype=int)
    flat = np.array([term for found in terms for term in found], dtype=object)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    known = codes >= 0
    codes, rows = codes[known], sites.index.to_numpy()[known]
    many = counts[codes] if len(codes) else np.zeros(0, dtype=int)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    place = np.repeat(first[codes], many) + within if len(codes) else np.zeros(0, dtype=int)
    return pd.DataFrame(
        {"row": np.repeat(rows, many), "value": pd.Series(flat[place], dtype="str")}
    )


def nothing_stated(sites: gpd.GeoDataFrame, name: str) -> StatedError:
    """The error for a column that is there and empty."""
    return StatedError("frequency-nothing", name=Called((name,)), known=_offered(sites))


def _named(sites: gpd.GeoDataFrame, name: str) -> str | None:
    names = [str(found) for found in sites.columns]
    if name in names:
        return name
    wanted = fold(name)
    meant = {label: c for c in schema.COLUMNS for label in _labels(c)}
    alike = [found for found in names if fold(found) == wanted]
    if alike or not wanted:
        return alike[0] if len(alike) == 1 else None
    return meant.get(wanted)


def _labels(name: str) -> list[str]:
    labels = texts(CORE).get(f"column.{name}", {})
    return [fold(text) for text in labels.values() if isinstance(text, str)]


def _offered(sites: gpd.GeoDataFrame) -> Called:
    """The columns of kinds that hold something."""
    found = kinds.columns(sites)
    return Called(found[:MOST_OFFERED], has_more=len(found) > MOST_OFFERED)


def _text(kind: object) -> str:
    """A cell as it is stored in an answer: 1.0 is "1", yes is "true"."""
    if isinstance(kind, bool | np.bool_):
        return str(bool(kind)).lower()
    if isinstance(kind, float | np.floating) and float(kind).is_integer():
        return str(int(kind))
    return str(kind).strip()


def _terms(text: str, separators: list[str]) -> list[str]:
    pieces = [text]
    for mark in separators:
        if mark != WHOLE:
            pieces = [piece for whole in pieces for piece in whole.split(mark)]
    return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
