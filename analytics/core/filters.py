"""Which records count: one frozen record for page, address, terminal, library and store."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.choices import Choice, Choices, choices
from analytics.core.errors import ParameterError
from analytics.core.filtered import Filtered
from analytics.core.schema import COUNTRY

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.core.around import Around
    from analytics.core.dataset import Dataset
    from analytics.core.within import Left

__all__ = ["COLUMN_OF", "Choice", "Choices", "Filtered", "Filters", "apply", "choices"]

#: Filters that are lists of values -> the column that holds the values.
COLUMN_OF: Final = {
    "country": COUNTRY,
    "province": schema.ADMIN1,
    "method": schema.METHOD,
    "substance": schema.SUBSTANCE,
    "contaminant": schema.CONTAMINANT,
    "status": schema.STATUS,
}
GROUND: Final = ("country", "province")  # these keep the part of a record that lies inside
MOST_VALUES: Final = 1000  # of one filter
LONGEST_VALUE: Final = 1000  # letters
LONGEST_SHOWN: Final = 40  # letters of a refused value
YES, NO = "true", "false"

_YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values of one filter widen, filters together narrow; all empty keeps everything.

    Values are as stored; "" is what states nothing. They are kept sorted and once each, so that
    two records that filter alike are equal.
    """

    country: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    substance: tuple[str, ...] = ()
    contaminant: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    first: str = ""  # year; a record counts when its whole period lies in first to last
    last: str = ""
    confidence: float | None = None  # at least, 0 to 1; None asks for none
    keeps_unsure: bool = False  # whether records that state no confidence stay

    def __post_init__(self) -> None:
        """Refuse what no data could match, and bring the rest into one form."""
        for name in COLUMN_OF:
            object.__setattr__(self, name, _values(name, getattr(self, name)))
        for name in ("first", "last"):
            _check_year(name, getattr(self, name))
        if self.first and self.last and self.first > self.last:
            raise ParameterError("filter-order", first=self.first, last=self.last)
        if self.confidence is not None:
            object.__setattr__(self, "confidence", _share(self.confidence))
        if not isinstance(self.keeps_unsure, bool):
            raise ParameterError(
                "choice",
                name="keeps_unsure",
                value=_shown(self.keeps_unsure),
                choices=f"{YES}, {NO}",
            )
        if self.confidence is None:
            object.__setattr__(self, "keeps_unsure", False)  # without the first it says nothing

    @property
    def is_empty(self) -> bool:
        """Whether every record counts."""
        return self == Filters()

    def as_lists(self) -> dict[str, tuple[str, ...]]:
        """Only what is set, as texts, for an address, JSON or the store."""
        lists = {name: getattr(self, name) for name in COLUMN_OF}
        lists |= {name: tuple(filter(None, [getattr(self, name)])) for name in ("first", "last")}
        lists["confidence"] = () if self.confidence is None else (repr(self.confidence),)
        lists["keeps_unsure"] = (YES,) if self.keeps_unsure else ()
        return {name: values for name, values in lists.items() if values}

    @classmethod
    def from_lists(cls, lists: Mapping[str, Iterable[str]]) -> Filters:
        """The opposite of `as_lists`; refuses unknown names and impossible values."""
        known = [f.name for f in fields(cls)]
        given: dict[str, object] = {}
        for name, values in lists.items():
            if name not in known:
                raise ParameterError("filter-unknown", name=_shown(name), known=", ".join(known))
            texts = _values(name, values)
            if texts:
                given[name] = texts if name in COLUMN_OF else _single(name, texts)
        return cls(**given)  # type: ignore[arg-type]  # each of the kind its name asks for

    def without(self, name: str, value: str = "") -> Filters:
        """The same filters less one value; less the whole filter where it holds one value only."""
        lists = self.as_lists()
        if name in COLUMN_OF:
            lists[name] = tuple(v for v in lists.get(name, ()) if v != value)
        else:
            lists.pop(name, None)
        return Filters.from_lists(lists)

    def narrowed(self, more: Filters) -> Filters:
        """Both at once; where two lists have nothing in common, those of `more`."""
        both: dict[str, object] = {name: _both(self, more, name) for name in COLUMN_OF}
        first = max(self.first, more.first)
        last = min(filter(None, (self.last, more.last)), default="")
        if first and last and first > last:
            first, last = more.first, more.last
        asked = [f for f in (self, more) if f.confidence is not None]
        return Filters(
            **both,  # type: ignore[arg-type]  # tuples under the names of lists
            first=first,
            last=last,
            confidence=max((f.confidence or 0.0 for f in asked), default=None),
            keeps_unsure=bool(asked) and all(f.keeps_unsure for f in asked),
        )

    def excludes(self, more: Filters) -> bool:
        """Whether no record can meet both."""
        apart = any(
            mine and theirs and not set(mine) & set(theirs)
            for mine, theirs in ((getattr(self, n), getattr(more, n)) for n in COLUMN_OF)
        )
        first = max(self.first, more.first)
        last = min(filter(None, (self.last, more.last)), default="")
        return apart or bool(first and last and first > last)


def apply(dataset: Dataset, filters: Filters) -> Dataset:
    """Only what `filters` ask for; the data set then says by what it was filtered, and how far.

    Of a record across a border only the part inside stays: its hectares, its shape, its shares.
    Filters already applied are kept, so that order and repetition change nothing.
    """
    from analytics.core import within

    before = dataset.filtered
    wanted = before.filters.narrowed(filters) if before else filters
    if wanted == (before.filters if before else Filters()):
        return dataset
    sites, places = dataset.sites, dataset.places
    matching = sites[_matches(sites, wanted)]
    if before and before.filters.excludes(filters):
        matching = matching.iloc[:0]
    left = within.Left(sites=matching, places=places[places["row"].isin(matching.index)])
    for name, keep in zip(GROUND, (within.countries, within.provinces), strict=True):
        chosen = getattr(wanted, name)
        if chosen and not (before and getattr(before.filters, name) == chosen):
            left = keep(dataset, left, chosen)
    return _counted(dataset, left, wanted)


def _counted(dataset: Dataset, left: Left, wanted: Filters) -> Dataset:
    """The data set of what is left, less what lies outside the years or is too unsure."""
    import numpy as np

    sites, before = left.sites, dataset.filtered
    is_inside, is_astride, is_undated = _in_time(sites, wanted)
    is_sure, is_unstated = _sure(sites, wanted)
    kept = sites[is_inside & is_sure]
    position = dict(zip(kept.index, range(len(kept)), strict=True))
    places = left.places[left.places["row"].isin(kept.index)]
    was = before or Filtered(filters=wanted, rows_before=len(dataset.sites))
    return replace(
        dataset,
        sites=kept.reset_index(drop=True),
        places=places.assign(row=places["row"].map(position).astype(np.int64)).reset_index(
            drop=True
        ),
        filtered=Filtered(
            filters=wanted,
            rows_before=was.rows_before,
            rows_after=len(kept),
            cut=was.cut + int(kept.index.isin(left.cut).sum()),
            astride=was.astride + int((is_astride & is_sure).sum()),
            undated=was.undated + int((is_undated & is_sure).sum()),
            unsure=was.unsure + int((is_unstated & is_inside).sum()),
            around=_around(dataset, wanted, places),
        ),
    )


def _around(dataset: Dataset, wanted: Filters, places: pd.DataFrame) -> Around | None:
    """The country of the one province asked for, while its other provinces are still there."""
    from analytics.core.around import around

    before = dataset.filtered
    if len(wanted.province) != 1 or (before and before.filters.province):
        return before.around if before and before.filters == wanted else None
    sites = dataset.sites[_matches(dataset.sites, wanted)]
    return around(dataset, sites[_in_time(sites, wanted)[0] & _sure(sites, wanted)[0]], places)


def _matches(sites: gpd.GeoDataFrame, wanted: Filters) -> pd.Series[bool]:
    """Records with one of the values in every column that is filtered whole."""
    import pandas as pd

    keep = pd.Series(data=True, index=sites.index)
    for name, column in COLUMN_OF.items():
        chosen = getattr(wanted, name)
        if chosen and name not in GROUND:
            keep &= sites[column].astype("string").fillna("").isin(chosen).astype(bool)
    return keep


def _in_time(
    sites: gpd.GeoDataFrame, wanted: Filters
) -> tuple[pd.Series[bool], pd.Series[bool], pd.Series[bool]]:
    """Records wholly within the years, those astride an end of them, those without a date."""
    start, end = sites[schema.PERIOD_START], sites[schema.PERIOD_END]
    is_dated = start.notna() & end.notna()
    if not (wanted.first or wanted.last):
        return is_dated | ~is_dated, is_dated & ~is_dated, is_dated & ~is_dated
    first, last = int(wanted.first or 0), int(wanted.last or 9999)
    is_inside = is_dated & (start.dt.year >= first) & (end.dt.year <= last)
    is_touching = is_dated & (end.dt.year >= first) & (start.dt.year <= last)
    return is_inside, is_touching & ~is_inside, ~is_dated


def _sure(sites: gpd.GeoDataFrame, wanted: Filters) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Records as sure as asked, and those that leave because they do not say how sure they are."""
    is_unstated = sites[schema.CONFIDENCE].isna()
    if wanted.confidence is None:
        return is_unstated | ~is_unstated, is_unstated & ~is_unstated
    is_sure = sites[schema.CONFIDENCE].astype(float) >= wanted.confidence
    if wanted.keeps_unsure:
        return is_sure | is_unstated, is_unstated & ~is_unstated
    return is_sure, is_unstated


def _both(these: Filters, those: Filters, name: str) -> tuple[str, ...]:
    mine, theirs = getattr(these, name), getattr(those, name)
    if not (mine and theirs):
        return mine or theirs
    return tuple(value for value in theirs if value in mine) or theirs


def _values(name: str, values: object) -> tuple[str, ...]:
    """Texts once each, in order, "" last."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ParameterError("filter-list", name=name, value=_shown(values))
    found = set()
    for value in values:
        if not isinstance(value, str) or len(value) > LONGEST_VALUE or not _is_text(value):
            raise ParameterError("filter-value", name=name, value=_shown(value))
        found.add(value)
        if len(found) > MOST_VALUES:
            raise ParameterError("filter-many", name=name, most=MOST_VALUES)
    return tuple(sorted(found, key=lambda value: (value == "", value)))


def _single(name: str, texts: tuple[str, ...]) -> object:
    """The one value of a filter that is no list."""
    if len(texts) > 1:
        raise ParameterError("filter-one", name=name, value=_shown(", ".join(texts)))
    text = texts[0]
    if name == "confidence":
        return _number(text)
    if name == "keeps_unsure":
        return {YES: True, NO: False}.get(text, text)
    _check_year(name, text or " ")
    return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ParameterError("number", name="confidence", value=_shown(text)) from None


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ParameterError("number", name="confidence", value=_shown(value))
    if not 0 <= value <= 1:
        raise ParameterError("range", name="confidence", value=f"{value:g}", low="0", high="1")
    return float(value) + 0.0  # minus nothing is nothing


def _check_year(name: str, text: object) -> None:
    if text != "" and not (isinstance(text, str) and _YEAR.fullmatch(text)):
        raise ParameterError("filter-year", name=name, value=_shown(text))


def _is_text(value: str) -> bool:
    """Whether it can be written down: half a character cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _shown(value: object) -> str:
    """A value as a sentence can hold it."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[:1000])
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
