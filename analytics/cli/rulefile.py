"""A rule file held against what rules may say, for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.analyses.compliance.rules.fault import Fault
from analytics.analyses.compliance.rules.read import FOLDER, check
from analytics.cli.load import text_of
from analytics.core.words import Words

if TYPE_CHECKING:
    from analytics.analyses.compliance.rules.rule import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in a rule file; `rules` where nothing is wrong."""

    name: str
    faults: tuple[Fault, ...]
    rules: Rules | None


def checked(file: Path) -> Checked:
    """Every fault of a file."""
    faults, rules = check(text_of(file))
    return Checked(name=file.name, faults=faults, rules=rules)


def as_text(found: Checked, language: str) -> str:
    """One line for each fault, or the sentence that says it can be used."""
    rules = found.rules
    if rules is None:
        told, name = Words(FOLDER, language), found.name
        lines = [f"{name}:{fault.line}: {fault.text(told)}" for fault in found.faults]
        head = told("error.rules-not-usable", name=name, count=len(lines), faults="").strip()
        return "\n".join([head, *lines])
    words = Words(Path(__file__).parent, language)
    unchecked = _unchecked(rules)
    return words(
        "rules.sound",
        name=found.name,
        count=len(rules.restrictions),
        version=rules.version,
        verified=" ".join(
            [
                words("rules.verified", who=rules.verified_by)
                if rules.is_verified
                else words("rules.unverified"),
                *([words("rules.unchecked", count=unchecked)] if unchecked else []),
            ]
        ),
    )


def as_json(found: Checked, language: str) -> dict[str, Any]:
    """The faults with their lines and codes."""
    told = Words(FOLDER, language)
    return {
        "file": found.name,
        "is_usable": found.rules is not None,
        "faults": [
            {"line": fault.line, "code": fault.code, "text": fault.text(told)}
            for fault in found.faults
        ],
        "version": found.rules.version if found.rules else None,
        "verified_by": (found.rules.verified_by or None) if found.rules else None,
        "unchecked": _unchecked(found.rules) if found.rules else None,
    }


def _unchecked(rules: Rules) -> int:
    """How many citations nobody held against the text of the law."""
    cited = (rules.concession.citation, *(one.citation for one in rules.restrictions))
    return sum(not one.is_checked for one in cited)
