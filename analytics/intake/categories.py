"""The columns whose values come from a closed list: substance, method, contaminant, levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analytics.core import vocabulary
from analytics.core.issue import Action, Severity
from analytics.core.vocabulary import JOIN, SEVERAL
from analytics.intake.choice import chosen
from analytics.intake.column_names import plain_name
from analytics.intake.distinct import Distinct, as_text, commonest, distinct, quoted
from analytics.intake.evidence import as_truth

if TYPE_CHECKING:
    from analytics.intake.work import Work

LISTED = 25  # unknown values named in the message


def read_category(work: Work, target: str) -> tuple[Work, pd.Series[str]]:
    """Canonical terms, several of them joined by "; "; what no list knows stays as it came."""
    name = work.columns.get(target)
    if name is None:
        return work, pd.Series(None, index=work.frame.index, dtype="str")
    cells = distinct(work.frame[name])
    named = vocabulary.term(target, plain_name(name))
    if target in SEVERAL and named and cells.each and _are_truths(cells):
        return _read_flag(work, name, cells, named)
    is_split = target in SEVERAL
    if is_split:
        work, is_split = _settle_split(work, target, name, cells)
    parts = cells.read(lambda value: _parts(target, value, is_split=is_split))
    spelling = _spelling(target, parts)
    parts = [tuple(dict.fromkeys(spelling.get(part, part) for part in own)) for own in parts]
    work = _tell_translated(work, target, name, cells, parts)
    work = _tell_unknown(work, target, name, cells, parts)
    return work, cells.texts([JOIN.join(own) or None for own in parts])


def _are_truths(cells: Distinct) -> bool:
    return all(as_truth(v) is not None for v in cells.each if not vocabulary.is_missing(str(v)))


def _read_flag(work: Work, name: str, cells: Distinct, named: str) -> tuple[Work, pd.Series[str]]:
    """A column of yes and no: yes is the thing it is named after, no is nothing said."""
    said = cells.read(as_truth)
    yes = cells.rows([truth is True for truth in said])
    work = work.told(
        "flag-column",
        severity=Severity.NOTE,
        action=Action.REPAIRED,
        rows=yes,
        column=name,
        value=named,
        no=len(cells.rows([truth is False for truth in said])),
    )
    return work, cells.texts([named if truth else None for truth in said])


def _parts(target: str, value: object, *, is_split: bool) -> tuple[str, ...]:
    text = as_text(value)
    whole = vocabulary.term(target, text)
    if whole:
        return (whole,)
    if vocabulary.is_missing(text):
        return ()
    found = vocabulary.terms_in(target, text) if is_split else (text,)
    return tuple(part for part in found if not vocabulary.is_missing(part))


def _settle_split(work: Work, target: str, name: str, cells: Distinct) -> tuple[Work, bool]:
    """Cells that hold several terms; split unless the user wants them whole."""
    several = [len(_parts(target, v, is_split=True)) > 1 for v in cells.each]
    if not any(several):
        return work, True
    options = ("split", "keep")
    option = chosen(work, "category-split", "split", options, column=name)
    work = work.told(
        "category-split",
        severity=Severity.NOTE,
        action=Action.REPAIRED if option == "split" else Action.KEPT,
        rows=cells.rows(several),
        column=name,
        options=options,
        option=option,
        examples=quoted(
            f"“{as_text(v)}”" for v, is_it in zip(cells.each, several, strict=True) if is_it
        ),
    )
    return work, option == "split"


def _spelling(target: str, parts: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """One spelling for unknown values that differ in case, accents and spaces only."""
    known = set(vocabulary.terms(target))
    alike: dict[str, list[str]] = {}
    for own in parts:
        for part in own:
            if part not in known:
                alike.setdefault(vocabulary.fold(part), []).append(part)
    return {part: commonest(group) for group in alike.values() for part in group}


def _tell_translated(
    work: Work, target: str, name: str, cells: Distinct, parts: Sequence[tuple[str, ...]]
) -> Work:
    known = set(vocabulary.terms(target))
    are = [
        JOIN.join(own) != as_text(v) and not known.isdisjoint(own)
        for v, own in zip(cells.each, parts, strict=True)
    ]
    if not any(are):
        return work
    pairs = sorted(
        f"{as_text(v)} → {JOIN.join(own)}"
        for v, own, is_changed in zip(cells.each, parts, are, strict=True)
        if is_changed
    )
    return work.told(
        "category-translated",
        severity=Severity.NOTE,
        action=Action.REPAIRED,
        rows=cells.rows(are),
        column=name,
        examples=quoted(pairs),
    )


def _tell_unknown(
    work: Work, target: str, name: str, cells: Distinct, parts: Sequence[tuple[str, ...]]
) -> Work:
    known = set(vocabulary.terms(target))
    unknown = sorted({part for own in parts for part in own if part not in known})
    if not unknown:
        return work
    return work.told(
        "category-unknown",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=cells.rows([not known.issuperset(own) for own in parts]),
        column=name,
        number=len(unknown),
        values=quoted(unknown, LISTED),
    )
