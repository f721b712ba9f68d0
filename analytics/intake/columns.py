"""The columns of a file that carry no measure of ours: what they are, and that none is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics.core import schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.core.words import Words
from analytics.intake.choice import chosen
from analytics.intake.column_names import SURE, name_score
from analytics.intake.distinct import Distinct, as_text, distinct
from analytics.intake.numbers import figure

if TYPE_CHECKING:
    from analytics.intake.mapping import ColumnMap, ColumnMatch
    from analytics.intake.work import Work

MOST_TRUTHS: Final = 6  # spellings of yes and no within one column
FIRST_LOOK: Final = 100  # rows that mostly tell whether two columns differ
FEWEST_YEARS: Final = 2  # columns called after a year that make a table a wide one
YEAR_NAME: Final = re.compile(r"(.*?)[ _-]?(?:19|20)\d{2}", re.IGNORECASE)
SOURCE_MARK: Final = "_source"  # behind the name of a column that ours takes
LABELS: Final = Path(schema.__file__).parent  # says what our columns are called


@dataclass(frozen=True, slots=True)
class Proposals:
    """Columns of the file and what each may be, by the names people see."""

    matches: tuple[ColumnMatch, ...]

    def said(self, language: str) -> str:
        """Each as column → name of ours."""
        label = Words(LABELS, language)
        return ", ".join(f"{m.column} → {label(f'column.{m.target}')}" for m in self.matches)


def note_columns(work: Work) -> Work:
    """Columns that say nothing: empty, the same in every row, or the same as another."""
    own = [c for c in work.frame.columns if c != schema.GEOMETRY]
    taken = {c: distinct(work.frame[c]) for c in own}
    empty = [c for c in own if not taken[c].each]
    constant = [c for c in own if len(work.frame) > 1 and _is_constant(taken[c])]
    copies = _copies({c: taken[c] for c in own if c not in (*empty, *constant)})
    for code, columns in (
        ("column-empty", empty),
        ("column-constant", constant),
        ("column-copy", copies),
    ):
        if columns:
            work = work.told(
                code,
                severity=Severity.NOTE,
                action=Action.KEPT,
                count=len(columns),
                columns=", ".join(columns),
            )
    return work


def note_unused(work: Work, columns: ColumnMap) -> Work:
    """Columns that may hold something of ours and wait for a person to say so."""
    pairs = [(m, name_score(m.target, m.column) >= SURE) for m in columns.proposed]
    for severity, is_strong in ((Severity.WARNING, True), (Severity.NOTE, False)):
        found = [m for m, is_it in pairs if is_it is is_strong]
        if found:
            work = work.told(
                "column-not-used",
                severity=severity,
                action=Action.NOTED,
                count=len(found),
                column=", ".join(m.column for m in found),
                pairs=Proposals(tuple(found)),
            )
    return work


def note_years(work: Work) -> Work:
    """Years side by side, each in a column of its own: one number per row and year."""
    area = work.columns.get(schema.AREA_HA)
    years = [c for c in work.frame.columns if _is_year(c) and _is_number(work.frame[c])]
    if len(years) < FEWEST_YEARS or (area is not None and area not in years):
        return work
    return work.told(
        "table-wide",
        severity=Severity.WARNING,
        action=Action.KEPT,
        count=len(years),
        columns=", ".join(years),
    )


def note_missing(work: Work, made: pd.DataFrame) -> Work:
    """Cells of mapped columns whose word for "not known" was read as nothing."""
    for target, name in work.columns.items():
        if not _may_be_text(work.frame[name]):
            continue
        cells = distinct(work.frame[name])
        words = [vocabulary.is_missing(str(v)) for v in cells.each]
        rows = cells.rows(words)
        rows = rows[made.loc[rows, target].isna()]
        if len(rows):
            work = work.told(
                "missing-words",
                severity=Severity.NOTE,
                action=Action.REPAIRED,
                rows=rows,
                column=name,
                values=cells.named(words),
            )
    return work


def read_truths(work: Work) -> tuple[Work, dict[str, pd.Series[Any]]]:
    """Columns of the file in which text says yes and no, as true and false."""
    read: dict[str, pd.Series[Any]] = {}
    mapped = set(work.columns.values())
    for name in work.frame.columns:
        if name in mapped or name == schema.GEOMETRY or not _may_be_text(work.frame[name]):
            continue
        cells = distinct(work.frame[name])
        if not _says_truths(cells):
            continue
        option = chosen(work, "boolean-text", "fix", ("fix", "keep"), column=name)
        work = work.told(
            "boolean-text",
            severity=Severity.NOTE,
            action=Action.REPAIRED if option == "fix" else Action.KEPT,
            rows=cells.index[cells.places >= 0],
            column=name,
            options=("fix", "keep"),
            option=option,
            values=cells.named([True] * len(cells.each)),
        )
        if option == "fix":
            truths = cells.spread([vocabulary.truth(str(v)) for v in cells.each])
            read[name] = truths.astype("boolean")
    return work, read


def kept_columns(
    work: Work, made: pd.DataFrame, truths: dict[str, pd.Series[Any]]
) -> tuple[Work, pd.DataFrame]:
    """The file's own columns beside ours: those not mapped, and those whose values changed.

    A name that ours takes, in any case of letters, gets `_source` behind it. In a file that we
    wrote ourselves the country by location is left out: it is found again.
    """
    target_of = {column: target for target, column in work.columns.items()}
    kept: dict[str, pd.Series[Any]] = {}
    renamed: dict[str, str] = {}
    ours = {name.casefold() for name in schema.COLUMNS}
    is_own_export = set(schema.COLUMNS) <= {*work.frame.columns, schema.GEOMETRY}
    skipped = (schema.GEOMETRY, schema.COUNTRY_FOUND) if is_own_export else (schema.GEOMETRY,)
    for name in work.frame.columns:
        same = target_of.get(name, name if name in made else None)
        cells = truths.get(name, work.frame[name])
        if name in skipped or (same and _is_same(work.frame[name], made[same])):
            continue
        free = _free_name(name, ours | {n.casefold() for n in (*kept, *work.frame.columns)})
        final = free if name.casefold() in ours else name
        if final != name and name not in target_of:
            renamed[name] = final
        kept[final] = cells.reindex(made.index)
    if renamed:
        work = work.told(
            "column-taken",
            severity=Severity.NOTE,
            action=Action.REPAIRED,
            count=len(renamed),
            columns=", ".join(f"{old} → {new}" for old, new in renamed.items()),
        )
    return work, pd.DataFrame(kept, index=made.index)


def _is_year(column: str) -> bool:
    """Whether a name is a year, or an area in a year."""
    found = YEAR_NAME.fullmatch(column.strip())
    return found is not None and (
        not found[1].strip(" _-") or name_score(schema.AREA_HA, found[1].strip(" _-")) > 0
    )


def _is_number(cells: pd.Series[Any]) -> bool:
    if pd.api.types.is_numeric_dtype(cells):
        return cells.dtype != bool
    taken = distinct(cells)
    return bool(taken.each) and all(figure(value) is not None for value in taken.each)


def _is_constant(cells: Distinct) -> bool:
    return len(cells.each) == 1 and bool((cells.places >= 0).all())


def _copies(taken: dict[str, Distinct]) -> list[str]:
    """Each column whose content an earlier one has, as second = first."""
    first: dict[tuple[object, ...], str] = {}
    copies = []
    for name, cells in taken.items():
        content = (cells.places.tobytes(), cells.each)
        if content in first:
            copies.append(f"{name} = {first[content]}")
        first.setdefault(content, name)
    return copies


def _may_be_text(cells: pd.Series[Any]) -> bool:
    return cells.dtype == object or isinstance(cells.dtype, pd.StringDtype | pd.CategoricalDtype)


def _says_truths(cells: Distinct) -> bool:
    """Both yes and no, in words: 0 and 1 are as well a count."""
    words = [v for v in cells.each if not vocabulary.is_missing(str(v))]
    if not 1 < len(words) <= MOST_TRUTHS or not all(isinstance(v, str) for v in words):
        return False
    if all(str(v).strip().isdigit() for v in words):
        return False
    said = Counter(vocabulary.truth(str(v)) for v in words)
    return said[None] == 0 and bool(said[True] and said[False])


def _is_same(theirs: pd.Series[Any], ours: pd.Series[Any]) -> bool:
    """Whether our column says in every row what the file's column says."""
    theirs = theirs.reindex(ours.index)
    if len(ours) > FIRST_LOOK and not _is_same(theirs[:FIRST_LOOK], ours[:FIRST_LOOK]):
        return False
    if pd.api.types.is_numeric_dtype(theirs) and pd.api.types.is_numeric_dtype(ours):
        return bool(((theirs == ours) | (theirs.isna() & ours.isna())).all())
    left, right = distinct(theirs), distinct(ours)
    written = left.spread(left.read(as_text), "")
    return bool((written == right.spread(right.read(as_text), "")).all())


def _free_name(name: str, taken: set[str]) -> str:
    candidate = f"{name}{SOURCE_MARK}"
    number = 2
    while candidate.casefold() in taken:
        candidate = f"{name}{SOURCE_MARK}{number}"
        number += 1
    return candidate
