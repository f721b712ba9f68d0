"""What no schema can say of a rule file: names that must be known, parts that need each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.rules.fault import Fault, day, short
from analytics.analyses.compliance.rules.rule import ANY, SURFACE, Effect
from analytics.core.countries import code_of
from analytics.core.schema import METHOD
from analytics.core.vocabulary import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.core.document import Document
    from analytics.core.document import Path as At

ELSE: Final = "else"
GENERIC: Final = "generic"  # as a country: none
METHODS: Final = (ANY, SURFACE, *terms(METHOD))
COMPARISON: Final = re.compile(r"^([a-z][a-z0-9_]*)\s*(<=|>=|<|>|=)\s*([0-9]+(?:\.[0-9]+)?)$")


def of_sense(found: Document) -> Iterator[Fault]:
    """Every fault of a file whose form is right."""
    tree = found.value
    yield from _head_faults(found, tree)
    yield from _title_faults(found, tree["concession"])
    ids: set[str] = set()
    drawn: set[str] = set()
    for i, one in enumerate(tree["restrictions"]):
        at: At = ("restrictions", i)
        if one["id"] in ids:
            yield Fault(line=found.line((*at, "id")), code="id-twice", facts={"value": one["id"]})
        ids.add(one["id"])
        yield from _restriction_faults(found, at, one)
        layer = kinds.layer(one.get("layer", one["id"]))
        if "derive" in one and layer in drawn:
            line = found.line((*at, "derive"))
            yield Fault(line=line, code="derive-twice", facts={"value": layer})
        drawn |= {layer} if "derive" in one else set()
    yield from _permit_faults(found, tree)


def _head_faults(found: Document, tree: Mapping[str, Any]) -> Iterator[Fault]:
    country, verified = tree.get("country"), tree.get("verified_by")
    if country and country != GENERIC and code_of(country) != country:
        facts = {"key": "country", "value": country}
        yield Fault(line=found.line(("country",)), code="country", facts=facts)
    if isinstance(verified, dict) and "date" in verified and day(verified["date"]) is None:
        line = found.line(("verified_by", "date"))
        yield Fault(line=line, code="day", facts={"value": short(verified["date"])})


def _title_faults(found: Document, title: Mapping[str, Any]) -> Iterator[Fault]:
    """The layer is the one of titles, and no word both makes a title count and not count."""
    if kinds.layer(title["layer"]) != kinds.CONCESSIONS:
        facts = {"key": "layer", "value": title["layer"], "known": kinds.CONCESSIONS}
        yield Fault(line=found.line(("concession", "layer")), code="choice", facts=facts)
    for role, bad in title.get("invalid_if", {}).items():
        good = {fold(word) for word in title.get("valid_if", {}).get(role, ())}
        for i, word in enumerate(bad):
            if fold(word) in good:
                line = found.line(("concession", "invalid_if", role, i))
                yield Fault(line=line, code="word-twice", facts={"value": word})


def _restriction_faults(found: Document, at: At, one: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _layer_known(found, at, "layer" if "layer" in one else "id", one)
    branches: list[tuple[Mapping[str, Any], At]] = [(one, at)]
    branches += [(one[ELSE], (*at, ELSE))] if ELSE in one else []
    for branch, place in branches:
        is_conditional = branch["effect"] == Effect.CONDITIONAL
        if is_conditional and "permit" not in branch:
            yield Fault(line=found.line(place), code="permit", facts={"value": one["id"]})
        if not is_conditional and "permit" in branch:
            line = found.line((*place, "permit"))
            yield Fault(line=line, code="permit-idle", facts={"value": one["id"]})
    if ELSE in one and ANY in one.get("methods", (ANY,)):
        yield Fault(line=found.line((*at, ELSE)), code="else-idle", facts={"value": one["id"]})
    for i, method in enumerate(one.get("methods", ())):
        if method not in METHODS:
            facts = {"key": "methods", "value": method, "known": ", ".join(METHODS)}
            yield Fault(line=found.line((*at, "methods", i)), code="choice", facts=facts)
    if "derive" in one:
        yield from _derive_faults(found, (*at, "derive"), one["derive"])


def _permit_faults(found: Document, tree: Mapping[str, Any]) -> Iterator[Fault]:
    """Words are listed for permits that some rule asks for."""
    branches = [b for one in tree["restrictions"] for b in (one, one.get(ELSE)) if b]
    asked = list(dict.fromkeys(b["permit"] for b in branches if "permit" in b))
    for name in tree.get("permits", {}):
        if name not in asked:
            facts = {"value": name, "known": ", ".join(asked) or "–"}
            yield Fault(line=found.line(("permits", name)), code="permit-unasked", facts=facts)


def _derive_faults(found: Document, at: At, derive: Mapping[str, Any]) -> Iterator[Fault]:
    if kinds.layer(derive["from"]) not in (kinds.RIVERS, kinds.WATER):
        known = f"{kinds.RIVERS}, {kinds.WATER}"
        facts = {"key": "from", "value": derive["from"], "known": known}
        yield Fault(line=found.line((*at, "from")), code="choice", facts=facts)
    yield from _width_faults(found, (*at, "width_m"), derive["width_m"])


def _width_faults(found: Document, at: At, width: object) -> Iterator[Fault]:
    if not isinstance(width, dict):
        return
    for key, inner in width.items():
        if not COMPARISON.match(key) and not key.isidentifier():
            line = found.line((*at, key))
            yield Fault(line=line, code="condition", facts={"value": short(key)})
        yield from _width_faults(found, (*at, key), inner)
    if ELSE in width and next(reversed(width)) != ELSE:
        yield Fault(line=found.line((*at, ELSE)), code="else-first")


def _layer_known(found: Document, at: At, key: str, one: Mapping[str, Any]) -> Iterator[Fault]:
    if kinds.layer(one[key]) not in kinds.ZONES:
        facts = {"value": one[key], "known": ", ".join(kinds.ZONES)}
        yield Fault(line=found.line((*at, key)), code="layer", facts=facts)
