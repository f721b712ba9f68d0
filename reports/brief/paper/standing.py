"""What of the page of trust has room: methods in short, limits, parameters, sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from analytics.core.words import Words
from reports import imprint
from reports.brief.paper.cells import in_short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.brief.content import Block, Brief

NOTHING: Final = " ;–"  # how an empty parameter is told
FEWEST: Final = 3  # limits that are always told


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The page of trust."""

    methods: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    more: int  # limits that are not told here
    sources: tuple[tuple[str, ...], ...]
    parameters: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # answer, its parameters
    is_short: bool  # parameters with their usual values are left out


def standing(brief: Brief, *, limits: int | None = None, is_short: bool = False) -> Standing:
    """So many limits, all of them for None, the gravest of every answer first."""
    told, said = _limits(brief), Words(imprint.HERE, brief.order.language)
    kept = told if limits is None else told[:limits]
    return Standing(
        methods=tuple((title, in_short(text)) for title, text in brief.trust.methods),
        limits=tuple(kept),
        more=len(told) - len(kept),
        sources=tuple(imprint.grouped(brief.trust.sources, said)),
        parameters=tuple(_parameters(brief, is_short=is_short)),
        is_short=is_short,
    )


def _limits(brief: Brief) -> list[str]:
    """What holds for every brief, then the first of each answer, then the second of each, ..."""
    own = [block.caveats for block in brief.blocks]
    of_answers = set(chain.from_iterable(own))
    always = [one for one in brief.trust.limits if one not in of_answers]
    turns = chain.from_iterable(zip_longest(*own))
    return list(dict.fromkeys((*always, *(one for one in turns if one))))


def _parameters(
    brief: Brief, *, is_short: bool
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Each answer's parameters that say something."""
    language = brief.order.language
    for block in brief.blocks:
        usual = set(_usual(block, language)) if is_short else set()
        rows = [
            (label, value)
            for title, label, value in brief.trust.parameters
            if title == block.title and value.strip(NOTHING) and (label, value) not in usual
        ]
        if rows:
            yield block.title, tuple(dict.fromkeys(rows))


def _usual(block: Block, language: str) -> tuple[tuple[str, str], ...]:
    plain = replace(block.run, params=block.run.analysis.params())
    return imprint.parameters(plain, language)
