"""What is known of measures against mining, as data: every number with its grade and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from analytics.core.document import document

FILE: Final = Path(__file__).parent / "evidence.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One finding of others; A is the strongest grade. Texts by language."""

    name: str  # "E4"
    grade: str
    place: Mapping[str, str]
    time: Mapping[str, str]
    number: Mapping[str, str]
    source: str
    link: str  # "" where no lasting address is known


@cache
def evidence() -> dict[str, Evidence]:
    """All findings by name, in their order."""
    read = document(FILE.read_text(encoding="utf-8")).value
    return {name: Evidence(name=name, **row) for name, row in read.items()}
