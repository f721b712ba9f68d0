"""What may be done: a small cited library, each proposal tied to a finding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.document import document
from reports.brief import numbers
from reports.brief.content import Action
from reports.brief.order import BriefError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.section import Figure
    from analytics.core.words import Words
    from reports.brief.content import Block, Number
    from reports.brief.order import Order

HERE: Final = Path(__file__).parent
MOST: Final = 3  # proposed; the author may choose others
GOLD: Final = "gold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A line of the library."""

    key: str
    when: Mapping[str, float]  # key number -> the least it must be; all of them
    source: str
    link: str


@cache
def library() -> dict[str, Proposal]:
    """All proposals by id, in their order."""
    read = document((HERE / "actions.yaml").read_text(encoding="utf-8")).value
    return {key: Proposal(key=key, **row) for key, row in read.items()}


def fitting(known: Mapping[str, Figure], blocks: Sequence[Block]) -> tuple[str, ...]:
    """The proposals whose findings are there, in the order of the library."""
    amounts = {key: one.number for key, one in known.items() if one.number is not None}
    if any(_has_gold(block) for block in blocks):
        amounts[GOLD] = 1.0
    return tuple(
        key
        for key, one in library().items()
        if all(amounts.get(name, -1.0) >= least for name, least in one.when.items())
    )


def actions(
    order: Order,
    known: Mapping[str, Figure],
    blocks: Sequence[Block],
    found: Mapping[str, Number],
    words: Words,
) -> tuple[Action, ...]:
    """Those the author chose, else the first that fit."""
    chosen = order.actions if order.actions is not None else fitting(known, blocks)[:MOST]
    for key in chosen:
        if key not in library():
            raise BriefError("action", name=key[:40], known=", ".join(library()))
    return tuple(_action(library()[key], order, known, found, words) for key in chosen)


def _action(
    one: Proposal,
    order: Order,
    known: Mapping[str, Figure],
    found: Mapping[str, Number],
    words: Words,
) -> Action:
    key = f"action.{one.key}"
    because = [
        words("action.because", label=known[name].label, value=known[name].value)
        for name in one.when
        if name in known
    ]
    return Action(
        key=one.key,
        sentence=numbers.sentence(key, words(key), found, order.edits.get(key, "")),
        because=words("apart").join(because) or words("action.because.gold"),
        source=one.source,
        link=one.link,
    )


def _has_gold(block: Block) -> bool:
    sites = block.run.dataset.sites
    if schema.SUBSTANCE not in sites.columns:
        return False
    return bool(sites[schema.SUBSTANCE].astype("string").str.contains(GOLD, na=False).any())
