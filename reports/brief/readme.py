"""The text beside the files of a data pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import analytics
from analytics.core import filtered
from analytics.core.provenance import worded_name
from analytics.core.words import Words
from reports import imprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.core.dataset import Dataset
    from reports.brief.content import Brief

HERE: Final = Path(__file__).parent
AGAIN: Final = "orewatch brief --from manifest.json --data {data} --out brief.pdf"
SAMPLE: Final = "orewatch brief --from manifest.json --sample --out brief.pdf"


def data(dataset: Dataset, words: Words) -> str:
    """A data set by its name, and by what it was filtered."""
    name = worded_name(dataset.name, words)
    if dataset.filtered is None:
        return name
    said = Words(filtered.HERE, words.language)
    return f"{name}; {'; '.join(filtered.sentences(dataset.filtered.filters, said))}"


def written(brief: Brief, told: Mapping[str, str], left: Mapping[str, str], words: Words) -> bytes:
    """All of it, in the language of the brief; lines end as Windows and others understand."""
    return "\r\n".join([*_lines(brief, told, left, words), ""]).encode("utf-8-sig")


def _lines(
    brief: Brief, told: Mapping[str, str], left: Mapping[str, str], words: Words
) -> Iterator[str]:
    said = Words(imprint.HERE, words.language)
    if brief.is_sample:
        yield from (words("pack.sample"), "")
    yield brief.headline.text
    yield words("pack.of", id=brief.id, when=imprint.moment(brief.order.created, said))
    yield words(f"level.{brief.order.level}")
    yield from _part(words("pack.heading.files"), (f"{n}: {told[n]}" for n in sorted(told)))
    yield from _part(words("pack.heading.left"), (f"{n}: {left[n]}" for n in sorted(left)))
    yield from _part(words("heading.redacted"), brief.redacted)
    absent = (f"{one.title}: {one.reason}" for one in brief.absent)
    yield from _part(words("heading.absent"), absent)
    yield from _part(words("pack.heading.read"), (words("pack.read.csv"), words("pack.read.map")))
    yield from _part(words("pack.heading.licences"), _licences(brief, words))
    yield from _part(words("pack.heading.again"), _again(brief, words))
    yield from _part(words("heading.citation"), (brief.trust.citation, brief.trust.disclaimer))


def _part(heading: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    there = [line for line in lines if line]
    if there:
        yield from ("", heading.upper(), *(f"- {' '.join(line.split())}" for line in there))


def _licences(brief: Brief, words: Words) -> Iterator[str]:
    """Sources that are alike once: what they are, whose, under which licence."""
    heads, said = brief.trust.source_heads, Words(imprint.HERE, words.language)
    for row in imprint.grouped(brief.trust.sources, said):
        yield "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True))
    yield words("pack.licence.unstated")


def _again(brief: Brief, words: Words) -> Iterator[str]:
    yield words("pack.again", version=analytics.__version__)
    yield SAMPLE if brief.is_sample else AGAIN.format(data=words("pack.again.file"))
    yield from (
        words("pack.again.data", fingerprint=one["fingerprint"]) for one in brief.manifest["data"]
    )
