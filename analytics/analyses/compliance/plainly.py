"""Rules in plain words: what each asks, and where it stands in the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance.caveats import layer, permit
from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.rules.rule import ANY, SURFACE, Effect
from analytics.core.schema import METHOD
from analytics.core.vocabulary import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.analyses.compliance.rules.rule import (
        Branch,
        Citation,
        Concession,
        Condition,
        Derive,
        Restriction,
        Rules,
    )
    from analytics.core.words import Words

MOST_WORDS: Final = 6  # of a list; of more their number


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One rule for people."""

    id: str  # as in the file, and in the results
    title: str  # what it does
    lines: tuple[str, ...]  # its conditions
    citation: Citation


def told(rules: Rules, words: Words) -> tuple[Told, ...]:
    """Every rule, the mining title first."""
    return (_right(rules.concession, words), *(_zone(one, words) for one in rules.restrictions))


def _right(right: Concession, words: Words) -> Told:
    lines = [
        words(f"says.{key}", role=words(f"role.{role}"), words=_some(said, words))
        for key, roles in (("valid", right.valid_if), ("invalid", right.invalid_if))
        for role, said in roles.items()
    ]
    if right.is_dated:
        lines.append(words("says.dated"))
    if right.requires_operating_authorisation:
        lines.append(words("says.authorisation"))
    return Told(
        id=kinds.CONCESSIONS,
        title=words("says.right"),
        lines=(*lines, *_error(right.error_m, words)),
        citation=right.citation,
    )


def _zone(one: Restriction, words: Words) -> Told:
    return Told(
        id=one.id,
        title=words(f"says.{one.then.effect}", layer=layer(one.layer, words)),
        lines=(
            *_methods(one, words),
            *_permit(one.then, words),
            *_otherwise(one.otherwise, words),
            *_strips(one.derive, words),
            *_error(one.error_m, words),
        ),
        citation=one.citation,
    )


def _methods(one: Restriction, words: Words) -> Iterator[str]:
    if ANY not in one.methods:
        named = [
            words("says.surface") if method == SURFACE else label(METHOD, method, words)
            for method in one.methods
        ]
        yield words("says.methods", methods=words.join(named))


def _permit(branch: Branch, words: Words) -> Iterator[str]:
    if branch.effect is Effect.CONDITIONAL and branch.permit:
        yield words("says.permit", permit=permit(branch.permit, words))


def _otherwise(branch: Branch | None, words: Words) -> Iterator[str]:
    if branch is not None:
        yield words(f"says.else.{branch.effect}", permit=permit(branch.permit, words))


def _strips(derive: Derive | None, words: Words) -> Iterator[str]:
    if derive is None:
        return
    widths = []
    for width in derive.widths:
        conditions = words.join(_condition(one) for one in width.when)
        key = "says.width.when" if width.when else "says.width"
        widths.append(words(key, width=f"{width.width_m:g}", conditions=conditions))
    yield words("says.derive", source=layer(derive.source, words), widths="; ".join(widths))


def _condition(one: Condition) -> str:
    if not one.column:
        return _plain(one.kind)
    return f"{_plain(one.column)} {one.sign} {one.value:g}"


def _error(error_m: float | None, words: Words) -> Iterator[str]:
    if error_m is not None:
        yield words("says.error", error=f"{error_m:g}")


def _some(said: tuple[str, ...], words: Words) -> str:
    """The first words of a list, and how many more there are."""
    shown = ", ".join(said[:MOST_WORDS])
    rest = len(said) - MOST_WORDS
    return words("says.more", words=shown, count=rest) if rest > 0 else shown


def _plain(name: str) -> str:
    return name.replace("_", " ")
