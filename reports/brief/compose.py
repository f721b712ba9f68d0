"""From answers to a brief: figures numbered, sentences bound to their numbers, page 1 chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core import ledger
from analytics.core.words import Words
from reports.brief import actions, confidence, manifest, numbers, opening, redact, sites, trust
from reports.brief.answers import KEY
from reports.brief.content import Absent, Brief, Message
from reports.brief.order import Audience, BriefError
from reports.brief.scope import scope
from reports.brief.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reports.brief.answers import Given
    from reports.brief.content import Block, Number
    from reports.brief.order import Order

HERE: Final = Path(__file__).parent
MOST_MESSAGES: Final = 5
MOST_WORDS: Final = 25  # of a key message
PAUSE: Final = re.compile(r"(?<=[.;])\s+")
#: Whose numbers the finding and the proposals are made of.
OPENING: Final = ("page-1.", *(f"{slug}." for slug in KEY))


def compose(order: Order, given: Sequence[Given], absent: Sequence[Absent] = ()) -> Brief:
    """All of the brief, worded in the language of the order."""
    if not any(not one.is_lent for one in given):
        raise BriefError("nothing")
    words = Words(HERE, order.language)
    warned = redact.typed(order, given, words)
    order, given, absent = redact.checked(order, given, absent, words)
    coarse = redact.coarse(order.level, words)
    parts = [
        told(one, key, language=order.language, edits=order.edits, coarse=coarse)
        for one, key in zip(given, _keys(given), strict=True)
    ]
    blocks = _numbered([part.block for part in parts])
    kept = numbers.Ledger("page-1")
    with ledger.written() as written:
        where = scope([block.run.dataset for block in blocks], words)
        known = opening.facts(blocks)
        finding = opening.headline(known, where, words)
        trusted = trust.trust(order, blocks, known, where, words)
        redacted = redact.notes(order.level, words, [part.left for part in parts])
    kept.add(written)
    listed, of_sites = sites.sites(order, blocks)
    found = {key: one for part in parts for key, one in part.numbers.items()}
    found |= kept.numbers | of_sites
    is_table = all(block.run.dataset.is_table for block in blocks)
    shown = {key: one for key, one in found.items() if is_table or key.startswith(OPENING)}
    tiles = opening.tiles(known, absent, words)
    doubts = confidence.reasons(known, tiles, blocks)
    brief = Brief(
        order=order,
        scope=where,
        headline=numbers.sentence("headline", finding, shown, order.edits.get("headline", "")),
        tiles=tiles,
        messages=tuple(_messages(order, blocks, found, words)),
        map=opening.lead_map(blocks, order.level, words),
        actions=actions.actions(order, known, blocks, shown, words),
        confidence=confidence.told(doubts, words),
        blocks=tuple(blocks),
        trust=trusted,
        absent=(*(one for one in absent if not one.is_lent), *_empty(blocks, words)),
        sites=listed,
        numbers=found,
        redacted=redacted,
        is_sample=any(block.run.dataset.is_sample for block in blocks),
        warned=warned,
        id="",
        manifest={},
    )
    record = manifest.manifest(brief)
    return replace(brief, id=manifest.short(record), manifest=record)


def _keys(given: Sequence[Given]) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for one in given:
        seen[one.wanted.slug] += 1
        count = seen[one.wanted.slug]
        keys.append(one.wanted.slug if count == 1 else f"{one.wanted.slug}-{count}")
    return keys


def _numbered(blocks: Iterable[Block]) -> list[Block]:
    """Figures counted through the brief."""
    number, kept = 0, []
    for block in blocks:
        counted = [replace(one, number=number + n) for n, one in enumerate(block.exhibits, start=1)]
        number += len(counted)
        kept.append(replace(block, exhibits=tuple(counted)))
    return kept


def _messages(
    order: Order, blocks: Iterable[Block], found: Mapping[str, Number], words: Words
) -> Iterator[Message]:
    """The sentence of each answer the author asked for, with the figure that shows it."""
    own = [block for block in blocks if not block.is_lent]
    for block in own[:MOST_MESSAGES]:
        key = f"message.{block.key}"
        bound = {k: one for k, one in found.items() if k.startswith(f"{block.key}.")}
        yield Message(
            sentence=numbers.sentence(
                key, shortened(block.headline.text), bound, order.edits.get(key, "")
            ),
            refers=words("figure.short", number=str(block.exhibits[0].number))
            if block.exhibits and order.audience is not Audience.FLASH  # it holds no figures
            else "",
        )


def shortened(text: str) -> str:
    """The first parts of a sentence that is long, up to a full stop or a semicolon."""
    parts, kept = PAUSE.split(text), ""
    for part in parts:
        longer = f"{kept} {part}".strip()
        if kept and counted(longer) > MOST_WORDS:
            break
        kept = longer
    return kept if kept == text else f"{kept.rstrip('.; ')}."


def counted(text: str) -> int:
    """How many words a text has; a number and its unit are one, and a sign alone is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split(" "))


def _empty(blocks: Iterable[Block], words: Words) -> list[Absent]:
    """Answers that have neither a picture nor a table nor a number."""
    return [
        Absent(title=block.title, reason=words("absent.empty"), slug=block.run.analysis.slug)
        for block in blocks
        if not (block.is_lent or block.exhibits or block.tables or block.figures)
    ]
