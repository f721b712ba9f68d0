"""The numbers drawn in figures, under keys of their own: those of a chart are of the record too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from analytics.core import ledger
from analytics.core.section import Chart
from analytics.viz import twin
from reports.brief import manifest, numbers
from reports.brief.office.still import drawn_once
from reports.brief.order import Level
from reports.brief.public import counts

if TYPE_CHECKING:
    from analytics.core.ledger import Written
    from reports.brief.content import Block, Brief, Exhibit, Number

MOST: Final = 200  # rows of a chart; of more no number can be read from it


def figured(brief: Brief) -> Brief:
    """The brief with the numbers of its charts, which are drawn here once and kept.

    Apart from composing, since a page that is being edited need not wait for drawings.
    """
    found: dict[str, Number] = dict(brief.numbers)
    blocks = []
    for block in brief.blocks:
        shown = tuple(map(drawn_once, block.exhibits))
        for one in shown:
            found |= _numbers(brief, block, one)
        blocks.append(replace(block, exhibits=shown))
    whole = replace(brief, blocks=tuple(blocks), numbers=found, id="", manifest={})
    record = manifest.manifest(whole)
    return replace(whole, id=manifest.short(record), manifest=record)


def _numbers(brief: Brief, block: Block, one: Exhibit) -> dict[str, Number]:
    if not isinstance(one.item, Chart):
        return {}
    kept = numbers.Ledger(one.name)
    words = block.run.analysis.words(brief.order.language)
    with ledger.written() as written:  # labels while it is drawn, then what its table tells
        twin.of_chart(one.item, words).worded(words, MOST)
    is_public = brief.order.level is Level.PUBLIC
    kept.add(map(_rounded, written) if is_public else written)
    return kept.numbers


def _rounded(one: Written) -> Written:
    """Not a digit more than is printed."""
    value = one.value
    return replace(one, value=counts.rounded_one(value)) if isinstance(value, float) else one
