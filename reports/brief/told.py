"""One answer as the brief holds it: its sentence, its pictures, its tables, its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from analytics.core import ledger
from analytics.core.words import Words
from reports import pictures
from reports.beneath import with_people
from reports.brief import numbers
from reports.brief.content import Block, Exhibit
from reports.imprint import HERE, MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.core.ledger import Counted
    from analytics.core.section import Section
    from reports.brief.answers import Given
    from reports.brief.content import Number
    from reports.brief.public.answer import Left
    from reports.pictures import Picture

    Coarse = Callable[[Run[Any], Section, Sequence[Counted]], Left]

ROWS: Final = 40  # of a table; the data pack holds the rest


@dataclass(frozen=True, slots=True)
class Told:
    """A block, and the numbers written in it."""

    block: Block
    numbers: Mapping[str, Number]
    left: Left  # of the answer, for its readers


def told(
    given: Given, key: str, *, language: str, edits: Mapping[str, str], coarse: Coarse
) -> Told:
    """The answer in words; `coarse` takes out of it what its readers may not see."""
    kept = numbers.Ledger(key)
    with ledger.written() as written, ledger.counted() as said:
        left = coarse(given.run, given.run.section(language), said)
    kept.add(left.seen(written))
    run, words = left.run, given.run.analysis.words(language)
    section = with_people(left.section, run.dataset, language)
    with ledger.written() as written:
        for table in section.tables:
            table.worded(words, ROWS)
    kept.add(written)
    headline = numbers.sentence(
        f"{key}.headline", section.headline, kept.numbers, edits.get(f"{key}.headline", "")
    )
    chosen = () if given.is_lent else _chosen(given, section, left)
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
    return Told(block, kept.numbers, left)


def _chosen(given: Given, section: Section, left: Left) -> tuple[Picture, ...]:
    """The one picture asked for, or those the analysis puts forward, else the first there is.

    Of an answer that is not whole they keep their names; one that is asked for may be gone.
    """
    wanted = given.wanted.picture
    if wanted and left.is_whole:
        return (pictures.find(section, wanted),)
    named = zip(left.pictures, pictures.pictures(section), strict=True)
    there = [replace(one, name=name) for name, one in named]
    if wanted:
        return tuple(one for one in there if one.name == wanted)
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
    return said("pair", label=said("source.publisher"), value=f"{whose}{when}")
