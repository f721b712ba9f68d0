"""How far the brief may be trusted, by rules anybody can check (docs/guide/brief.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.provenance import Provenance
    from analytics.core.section import Figure
    from analytics.core.words import Words
    from reports.brief.content import Block, Tile

MUCH: Final = 0.2  # of the mined area undetermined
MEDIUM, LOW = 1, 3  # reasons for doubt


def reasons(
    known: Mapping[str, Figure], tiles: Sequence[Tile], blocks: Sequence[Block]
) -> tuple[str, ...]:
    """What speaks against the numbers, by code; the gravest first."""
    found = []
    if any(block.run.dataset.is_sample for block in blocks):
        found.append("sample")
    if "undetermined" in known and (known["undetermined"].number or 0.0) >= MUCH:
        found.append("undetermined")
    if any(not tile.value for tile in tiles):
        found.append("missing")
    if any(tile.value and not known[tile.key].span for tile in tiles):
        found.append("no-range")
    if any(_is_stated(block) for block in blocks):
        found.append("stated")
    if any(not part.licence or not part.source for block in blocks for part in _parts(block)):
        found.append("unsourced")
    return tuple(found)


def told(found: Sequence[str], words: Words) -> str:
    """The level and its gravest reasons in a line."""
    level = "low" if len(found) >= LOW else "medium" if len(found) >= MEDIUM else "high"
    limits = words("apart").join(words(f"limit.{code}") for code in found[:LOW])
    said = words(f"confidence.{level}")
    return (
        words("confidence", level=said, limits=limits)
        if limits
        else words("confidence.alone", level=said)
    )


def _is_stated(block: Block) -> bool:
    return str(block.run.dataset.area_basis) == "attribute"


def _parts(block: Block) -> Sequence[Provenance]:
    return block.run.dataset.provenance
