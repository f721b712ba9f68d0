"""One answer as the brief holds it: its sentence, its pictures, its tables, its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core import ledger
from analytics.core.words import Words
from reports import pictures
from reports.beneath import with_people
from reports.brief import numbers
from reports.brief.content import Block, Exhibit
from reports.imprint import HERE, MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from reports.brief.answers import Given
    from reports.brief.content import Number
    from reports.pictures import Picture

    Coarse = Callable[[Section, Dataset], Section]

ROWS: Final = 40  # of a table; the data pack holds the rest


@dataclass(frozen=True, slots=True)
class Told:
    """A block, and the numbers written in it."""

    block: Block
    numbers: Mapping[str, Number]


def told(
    given: Given, key: str, *, language: str, edits: Mapping[str, str], coarse: Coarse
) -> Told:
    """The answer in words; `coarse` takes out of it what its readers may not see."""
    run, kept = given.run, numbers.Ledger(key)
    words = run.analysis.words(language)
    with ledger.written() as written:
        section = coarse(with_people(run.section(language), run.dataset, language), run.dataset)
        for table in section.tables:
            table.worded(words, ROWS)
    kept.add(written)
    headline = numbers.sentence(
        f"{key}.headline", section.headline, kept.numbers, edits.get(f"{key}.headline", "")
    )
    chosen = () if given.is_lent else _chosen(given, section)
    whole = not given.wanted.picture
    block = Block(
        key=key,
        title=given.wanted.title or section.title,
        headline=headline,
        figures=section.figures if whole else (),
        exhibits=tuple(_exhibit(one, key, run.dataset, language) for one in chosen),
        tables=section.tables if whole else (),
        caveats=section.caveats,
        run=run,
        section=section,
        is_lent=given.is_lent,
    )
    return Told(block, kept.numbers)


def _chosen(given: Given, section: Section) -> tuple[Picture, ...]:
    """The one picture asked for, or those the analysis puts forward, else the first there is."""
    if given.wanted.picture:
        return (pictures.find(section, given.wanted.picture),)
    there = pictures.pictures(section)
    own = [one for one in there if one.name in given.run.analysis.pictures]
    return tuple(own or there[:1])


def _exhibit(one: Picture, key: str, dataset: Dataset, language: str) -> Exhibit:
    explain = getattr(one.item, "explain", "")
    return Exhibit(
        number=0,
        name=f"{key}-{one.name}",
        item=one.item,
        caption=one.caption,
        explain=explain,
        source=source(dataset, language),
        block=key,
    )


def source(dataset: Dataset, language: str) -> str:
    """Whose data a figure shows, and of what day."""
    said = Words(HERE, language)
    names = list(dict.fromkeys(part.source for part in dataset.provenance if part.source))
    days = [part.as_of for part in dataset.provenance if part.as_of]
    whose = said.join(names[:MOST_NAMED]) if names else said("source.unstated")
    when = f", {said.date(max(days))}" if days else ""
    return f"{said('source.publisher')}: {whose}{when}"
