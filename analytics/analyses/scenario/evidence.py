"""What is known of measures against mining, as data: every number with its grade and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from analytics.core.document import document

FILE: Final = Path(__file__).parent / "evidence.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One finding of others; A is the strongest grade, D an assumption."""

    name: str  # "E4"
    grade: str
    place: str
    time: str
    number: str
    source: str


@cache
def evidence() -> dict[str, Evidence]:
    """All findings by name, in their order."""
    read = document(FILE.read_text(encoding="utf-8")).value
    return {name: Evidence(name=name, **row) for name, row in read.items()}
