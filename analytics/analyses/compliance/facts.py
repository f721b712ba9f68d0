"""What the rules make of each piece: zones that forbid, conditions, permits, and the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.analyses.compliance.layers import PERMIT
from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.rules.rule import ANY, SURFACE, Branch, Effect
from analytics.analyses.compliance.table import RIGHTS, Facts, Right
from analytics.analyses.compliance.titles import Title
from analytics.core import schema
from analytics.core.vocabulary import JOIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.layers import Laid
    from analytics.analyses.compliance.records import Records
    from analytics.analyses.compliance.rules.rule import Restriction, Rules
    from analytics.core.partition import Pieces

    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]

UNDERGROUND = "underground"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A restriction as it applies to the records: what it does to each, by their method."""

    rule: Restriction
    prohibits: Flags  # by record
    permits: tuple[tuple[str, Flags], ...]  # permit, and the records it is asked of
    is_unknown: Flags  # records whose method matters and is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The rules in force for this question: what was left out, and what is taken as held."""

    rules: Rules
    applied: tuple[Applied, ...]
    has_titles: bool
    has_cadastre: bool
    granted: frozenset[str]
    missing: tuple[str, ...]  # layers the rules speak of and nobody gave


def law(
    rules: Rules, found: Records, laid: Laid, *, without: frozenset[str], granted: frozenset[str]
) -> Law:
    """The rules against the layers there are."""
    methods = found.table[schema.METHOD].astype("string").fillna("").tolist()
    used = [one for one in rules.restrictions if one.layer not in without]
    return Law(
        rules=rules,
        applied=tuple(_applied(one, methods) for one in used if one.layer in laid.layers),
        has_titles=kinds.CONCESSIONS in laid.layers and kinds.CONCESSIONS not in without,
        has_cadastre=kinds.CADASTRE in laid.layers and kinds.CADASTRE not in without,
        granted=granted,
        missing=tuple(dict.fromkeys(one.layer for one in used if one.layer not in laid.layers)),
    )


def facts(said: Law, pieces: Pieces) -> Facts:
    """What decides the class of each piece."""
    prohibited, unpermitted, conditional = (np.zeros(len(pieces), dtype=bool) for _ in range(3))
    for one in said.applied:
        is_there = is_in(pieces, one.rule.layer)
        prohibited |= is_there & one.prohibits[pieces.row]
        for permit, asked in one.permits:
            is_asked = is_there & asked[pieces.row]
            conditional |= is_asked
            unpermitted |= is_asked & ~holds(said, pieces, permit)
    return Facts(
        right=right(said, pieces),
        is_prohibited=prohibited,
        is_unpermitted=unpermitted,
        is_conditional=conditional,
    )


def is_in(pieces: Pieces, layer: str) -> Flags:
    """Whether each piece lies in the layer."""
    return np.asarray(pieces.labels[layer] >= 0)


def holds(said: Law, pieces: Pieces, permit: str) -> Flags:
    """Whether each piece has the permit, or it is taken as held."""
    label = pieces.labels.get(f"{PERMIT}{permit}")
    if permit in said.granted:
        return np.ones(len(pieces), dtype=bool)
    return np.zeros(len(pieces), dtype=bool) if label is None else np.asarray(label >= 0)


def right(said: Law, pieces: Pieces) -> Whole:
    """Whether there is a title that allows mining, as positions in `RIGHTS`."""
    if not said.has_titles:
        return np.full(len(pieces), RIGHTS.index(Right.UNKNOWN))
    title = pieces.labels[kinds.CONCESSIONS]
    found = without_title(said, pieces)
    found[title > Title.UNKNOWN] = RIGHTS.index(Right.NOT)
    found[title == Title.UNKNOWN] = RIGHTS.index(Right.UNKNOWN)
    found[title == Title.VALID] = RIGHTS.index(Right.VALID)
    return found


def without_title(said: Law, pieces: Pieces) -> Whole:
    """What the right is where no title lies: unknown beyond the ground that a cadastre covers."""
    found = np.full(len(pieces), RIGHTS.index(Right.NOT))
    if said.has_cadastre:
        found[~is_in(pieces, kinds.CADASTRE)] = RIGHTS.index(Right.UNKNOWN)
    return found


def _applied(one: Restriction, methods: list[str]) -> Applied:
    branch = {method: _branch(one, method) for method in set(methods)}
    branches = [branch[method] for method in methods]
    permits = tuple(
        (permit, np.array([b is not None and b.permit == permit for b in branches], dtype=bool))
        for permit in one.permits
    )
    prohibits = [b is not None and b.effect is Effect.PROHIBIT for b in branches]
    matters = one.methods != (ANY,)
    return Applied(
        rule=one,
        prohibits=np.array(prohibits, dtype=bool),
        permits=permits,
        is_unknown=np.array([matters and not method for method in methods], dtype=bool),
    )


def _branch(one: Restriction, method: str) -> Branch | None:
    """What the rule does to a method; one that is not known counts as mining at the surface."""
    terms = set(method.split(JOIN)) if method else set()
    known = terms | ({SURFACE} if terms != {UNDERGROUND} else set())
    if ANY in one.methods or known & set(one.methods):
        return one.then
    return one.otherwise
