"""The page that lets a reader judge: methods, data, parameters, limits, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import analytics
from analytics.core import filtered
from analytics.core.provenance import worded_name
from analytics.core.words import Words
from reports import imprint
from reports.brief.content import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.dataset import Dataset
    from analytics.core.section import Figure
    from reports.brief.content import Block, Scope
    from reports.brief.order import Order

DEFINED: Final = ("mined", "low", "undetermined", "people", "range")
ALWAYS: Final = ("imagery", "size", "layers")


def trust(
    order: Order,
    blocks: Sequence[Block],
    known: Mapping[str, Figure],
    where: Scope,
    words: Words,
) -> Trust:
    """All of it, of every answer the brief draws on."""
    said = Words(imprint.HERE, order.language)
    datasets = list({b.run.dataset.fingerprint: b.run.dataset for b in blocks}.values())
    rows = [row for data in datasets for row in imprint.source_rows(data, said)]
    return Trust(
        methods=tuple(_methods(blocks, order.language)),
        source_heads=imprint.source_heads(said),
        sources=tuple(dict.fromkeys(rows)),
        parameters=tuple(_parameters(blocks, order.language)),
        limits=tuple(_limits(blocks, words)),
        definitions=tuple((words(f"define.{n}"), words(f"define.{n}.is")) for n in DEFINED),
        changes=tuple(_changes(order, known, words)),
        citation=_citation(order, datasets, where, words),
        disclaimer=words("disclaimer"),
        about=tuple(_about(order, datasets, said)),
    )


def _methods(blocks: Sequence[Block], language: str) -> list[tuple[str, str]]:
    told = {}
    for block in blocks:
        own = block.run.analysis.words(language)
        if own.has("method.summary"):
            told[own("title")] = own("method.summary")
    return list(told.items())


def _parameters(blocks: Sequence[Block], language: str) -> list[tuple[str, str, str]]:
    core = Words(filtered.HERE, language)
    said = Words(imprint.HERE, language)
    rows = []
    for block in blocks:
        rows += [(block.title, *pair) for pair in imprint.parameters(block.run, language)]
        kept = block.run.dataset.filtered
        if kept is not None:
            told = "; ".join(filtered.sentences(kept.filters, core))
            rows.append((block.title, said("about.filters"), told))
    return rows


def _limits(blocks: Sequence[Block], words: Words) -> list[str]:
    own = [caveat for block in blocks for caveat in block.caveats]
    return list(dict.fromkeys((*(words(f"limits.{name}") for name in ALWAYS), *own)))


def _changes(order: Order, known: Mapping[str, Figure], words: Words) -> list[str]:
    """Key numbers now and in the brief before."""
    if not order.before:
        return []
    told = []
    for key, before in order.before.items():
        one = known.get(key)
        if one is None or one.number is None:
            continue
        same = abs(one.number - before) < 1e-9 * max(1.0, abs(before))
        told.append(
            words("change.same", label=one.label, value=one.value)
            if same
            else words(
                "change.other", label=one.label, value=one.value, before=_worded(before, key, words)
            )
        )
    return told


def _worded(value: float, key: str, words: Words) -> str:
    """A key number of the brief before, written as this one's."""
    match key:
        case "low" | "undetermined":
            return words.percent(value)
        case "people":
            return words.people(value)
        case "nogo":
            return words.number(value)
    return words.hectares(value)


def _citation(order: Order, datasets: Sequence[Dataset], where: Scope, words: Words) -> str:
    named = words.join(dict.fromkeys(worded_name(data.name, words) for data in datasets))
    return words(
        "citation",
        author=order.organisation or order.author or words("citation.nobody"),
        year=str(order.created.year),
        place=where.place,
        data=named,
        version=analytics.__version__,
    )


def _about(order: Order, datasets: Sequence[Dataset], said: Words) -> list[tuple[str, str]]:
    rows = [row for data in datasets for row in imprint.data_rows(data, said)]
    return [
        *rows,
        (said("about.app"), f"Orewatch {analytics.__version__}"),
        (said("about.created"), imprint.moment(order.created, said)),
    ]
