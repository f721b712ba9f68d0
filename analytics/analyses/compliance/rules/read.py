"""A rule file checked and read: every fault at once, each with its line."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.rules.fault import Fault, day, short
from analytics.analyses.compliance.rules.rule import (
    ANY,
    Branch,
    Citation,
    Concession,
    Condition,
    Derive,
    Effect,
    Restriction,
    Rules,
    Step,
    Width,
)
from analytics.analyses.compliance.rules.sense import COMPARISON, ELSE, of_sense
from analytics.core.document import Document, Unreadable, document
from analytics.core.errors import OrewatchError
from analytics.core.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import Draft202012Validator, ValidationError

    from analytics.core.document import Path as At

HOME: Final = Path(__file__).parent
FOLDER: Final = HOME.parent  # where the words lie
MOST_TOLD: Final = 20  # faults in one sentence; one hides another anyway
KEPT: Final = 32  # texts whose faults are remembered: a page asks for the same at every turn
DATES: Final = "date_between"


class RulesError(OrewatchError):
    """A rule file that cannot be used; `faults` holds all that is wrong with it."""

    folder = FOLDER

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("rules-not-usable", name=name, count=len(faults))

    def text(self, language: str) -> str:
        """The faults with their lines."""
        words = Words(self.folder, language)
        told = [
            words("rules.line", line=str(fault.line), fault=fault.text(words))
            for fault in self.faults[:MOST_TOLD]
        ]
        return words(f"error.{self.code}", faults=" ".join(told), **self.facts)


def read(text: str, name: str) -> Rules:
    """The rules in `text`, a file called `name`; raises `RulesError` with all faults."""
    faults, rules = check(text)
    if rules is None:
        raise RulesError(name, faults)
    return rules


@lru_cache(maxsize=KEPT)
def check(text: str) -> tuple[tuple[Fault, ...], Rules | None]:
    """Everything wrong with `text` by line, and the rules where nothing is."""
    try:
        found = document(text)
    except Unreadable as why:
        return (Fault(line=why.line, code=why.code, facts=why.facts),), None
    faults = [*_of_form(found)]
    if not faults:
        faults = [*of_sense(found)]
    if faults:
        return tuple(sorted(faults, key=lambda fault: fault.line)), None
    return (), _rules(found.value)


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file, for editors."""
    read_in: dict[str, Any] = json.loads((HOME / "schema.json").read_text(encoding="utf-8"))
    return read_in


def _of_form(found: Document) -> Iterator[Fault]:
    """What the schema says, in our words."""
    for error in _validator().iter_errors(found.value):
        at: At = tuple(error.absolute_path)
        match error.validator:
            case "additionalProperties":
                known = error.schema.get("properties", {})
                for key in sorted(error.instance.keys() - known.keys()):
                    facts = {"key": key, "known": ", ".join(known)}
                    yield Fault(line=found.line((*at, key)), code="unknown", facts=facts)
            case "required":
                yield from (
                    Fault(line=found.line(at), code="missing", facts={"key": key})
                    for key in error.validator_value
                    if f"'{key}'" in error.message
                )
            case _:
                yield _of_value(error, found.line(at), at)


def _of_value(error: ValidationError, line: int, at: At) -> Fault:
    key = str(next((part for part in reversed(at) if isinstance(part, str)), ""))
    facts: dict[str, object] = {"key": key, "value": short(error.instance)}
    match error.validator:
        case "enum":
            choices: Any = error.validator_value  # of an enum: a list
            known = ", ".join(map(str, choices))
            return Fault(line=line, code="choice", facts={**facts, "known": known})
        case "minimum" | "maximum":
            rule: Any = error.schema  # where numbers are bounded, both bounds stand
            bounds = {"low": f"{rule['minimum']:g}", "high": f"{rule['maximum']:g}"}
            return Fault(line=line, code="range", facts={**facts, **bounds})
        case "type" if not at:
            return Fault(line=line, code="top")
        case "type":
            return Fault(line=line, code=f"kind.{_wanted(error)}", facts=facts)
        case "pattern" if key == "date":
            return Fault(line=line, code="day", facts=facts)
        case "pattern" if key == "country":
            return Fault(line=line, code="country", facts=facts)
        case "minLength":
            return Fault(line=line, code="bare", facts=facts)
    if key == "precedence":
        return Fault(line=line, code="precedence", facts=facts)
    return Fault(line=line, code="form", facts=facts)


def _wanted(error: ValidationError) -> str:
    """The first kind of value that may stand there; of a width a number."""
    kinds_: Any = error.validator_value  # of a type: a name or a list of names
    first = kinds_ if isinstance(kinds_, str) else kinds_[0]
    return "number" if first == "integer" else str(first)


def _rules(tree: Mapping[str, Any]) -> Rules:
    verified = tree.get("verified_by")
    by = verified if isinstance(verified, dict) else {"name": verified or ""}
    country = tree.get("country") or ""
    return Rules(
        country="" if country == "generic" else country,
        version=str(tree["version"]),
        title=tree.get("title", ""),
        note=tree.get("note", ""),
        verified_by=by["name"],
        verified_on=day(by.get("date", "")),
        concession=_concession(tree["concession"]),
        restrictions=tuple(_restriction(one) for one in tree["restrictions"]),
        precedence=tuple(Step(step) for step in tree.get("precedence", list(Step))),
        permit_words={key: tuple(said) for key, said in tree.get("permits", {}).items()},
    )


def _concession(tree: Mapping[str, Any]) -> Concession:
    valid = tree.get("valid_if", {})
    return Concession(
        layer=kinds.layer(tree["layer"]),
        citation=_citation(tree["citation"]),
        valid_if={key: tuple(said) for key, said in valid.items() if key != DATES},
        invalid_if={key: tuple(said) for key, said in tree.get("invalid_if", {}).items()},
        is_dated=DATES in valid,
        requires_operating_authorisation=tree.get("requires_operating_authorisation", False),
        error_m=tree.get("error_m"),
    )


def _restriction(tree: Mapping[str, Any]) -> Restriction:
    otherwise, derive = tree.get(ELSE), tree.get("derive")
    return Restriction(
        id=tree["id"],
        layer=kinds.layer(tree.get("layer", tree["id"])),
        methods=tuple(tree.get("methods", (ANY,))),
        then=_branch(tree),
        otherwise=_branch(otherwise) if otherwise else None,
        citation=_citation(tree["citation"]),
        derive=Derive(source=kinds.layer(derive["from"]), widths=tuple(_widths(derive["width_m"])))
        if derive
        else None,
        error_m=tree.get("error_m"),
    )


def _branch(tree: Mapping[str, Any]) -> Branch:
    return Branch(effect=Effect(tree["effect"]), permit=tree.get("permit", ""))


def _citation(tree: Mapping[str, Any]) -> Citation:
    return Citation(
        law=tree["law"],
        article=tree.get("article", ""),
        note=tree.get("note", ""),
        url=tree.get("url", ""),
        is_checked=tree.get("checked", False),
    )


def _widths(tree: Any, when: tuple[Condition, ...] = ()) -> Iterator[Width]:  # noqa: ANN401 - a number or more of the same
    if not isinstance(tree, dict):
        yield Width(when=when, width_m=float(tree))
        return
    for key, inner in tree.items():
        yield from _widths(inner, when if key == ELSE else (*when, _condition(key)))


def _condition(text: str) -> Condition:
    found = COMPARISON.match(text)
    if found is None:
        return Condition(column="", kind=text)
    column, sign, value = found.groups()
    return Condition(column=column, sign=sign, value=float(value))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())
