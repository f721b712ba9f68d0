"""The answers of a brief, asked again: those that can be given, and why others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analytics.core import progress
from analytics.core.analysis import catalogue, execute, find
from analytics.core.errors import OrewatchError
from analytics.core.filters import Filters, apply
from analytics.core.params import from_text
from reports.brief.content import Absent
from reports.brief.order import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.core.analysis import Analysis, Run
    from analytics.core.dataset import Dataset
    from analytics.core.params import Params

#: The answers of a brief nobody put together, in the order of its pages.
STANDARD: Final = ("totals", "frequency", "compliance", "forecast", "scenario", "exposure")
#: The same of a table of series, which has no sites.
OF_TABLES: Final = ("forecast", "scenario")
#: What page 1 draws its key numbers from, asked for even where nobody put it aside.
KEY: Final = ("overview", "compliance", "exposure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer of the brief."""

    wanted: Wanted
    run: Run[Any]
    is_lent: bool = False  # for page 1 alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An analysis, the data after the filters, and the parameters a document asks it with."""

    analysis: Analysis[Any, Any]
    data: Dataset
    params: Params


def standard(dataset: Dataset) -> tuple[Wanted, ...]:
    """The usual answers, as far as the data set holds what they need."""
    usual = OF_TABLES if dataset.is_table else STANDARD
    return tuple(
        Wanted(slug=slug)
        for slug in usual
        if slug in catalogue() and not dataset.lacks(find(slug).needs)
    )


def ask(
    entries: Sequence[Wanted],
    data: Callable[[Wanted], Dataset],
    run: Callable[[Wanted, Dataset], Run[Any]] | None = None,
    *,
    language: str = "en",
) -> tuple[tuple[Given, ...], tuple[Absent, ...]]:
    """Every answer of `entries`, then those page 1 needs; `data` opens the data set of one.

    `run` gives an answer that is at hand already; without it each is worked out here.
    """
    given: list[Given] = []
    absent: list[Absent] = []
    asked = whole(entries)
    for place, (wanted, is_lent) in enumerate(asked):
        try:
            with progress.part(place / len(asked), (place + 1) / len(asked)):
                found = (run or worked_out)(wanted, data(wanted))
        except OrewatchError as error:
            title = wanted.title or _title(wanted.slug, language)
            reason = error.text(language)
            absent.append(Absent(title=title, reason=reason, slug=wanted.slug, is_lent=is_lent))
        else:
            given.append(Given(wanted=wanted, run=found, is_lent=is_lent))
    return tuple(given), tuple(absent)


def worked_out(wanted: Wanted, data: Dataset) -> Run[Any]:
    """The answer, from the data set before the filters."""
    asked = question(wanted, data)
    return execute(asked.analysis, asked.data, asked.params)


def question(wanted: Wanted, data: Dataset) -> Question:
    """What is asked of an analysis, from the data set before the filters."""
    chosen = apply(data, Filters.from_lists(dict(wanted.filters))) if wanted.filters else data
    return Question(analysis=find(wanted.slug), data=chosen, params=params(wanted))


def params(wanted: Wanted) -> Params:
    """Those a document asks with."""
    analysis = find(wanted.slug)
    given = from_text(analysis.params, dict(wanted.params))
    return given if analysis.for_paper is None else analysis.for_paper(given)


def whole(entries: Sequence[Wanted]) -> tuple[tuple[Wanted, bool], ...]:
    """Every answer of `entries`, then those page 1 alone needs, which are lent."""
    there = {one.slug for one in entries if not one.picture}
    first = entries[0] if entries else Wanted(slug=KEY[0])
    lent = [
        Wanted(slug=slug, filters=first.filters, data=first.data)
        for slug in KEY
        if slug not in there
    ]
    return (*((one, False) for one in entries), *((one, True) for one in lent))


def _title(slug: str, language: str) -> str:
    return find(slug).words(language)("title") if slug in catalogue() else slug
