"""The health of a file in the terminal and as JSON or CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.cli.hints import hint, sentence
from analytics.cli.load import OptionError
from analytics.core.words import Words
from analytics.intake.mapping import APPLIED
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from analytics.intake.mapping import ColumnMatch
    from analytics.intake.pipeline import Intake

HERE = Path(__file__).parent
MOST_ROWS = 1000  # row numbers listed per issue; the count is always whole


def as_json(intake: Intake, language: str) -> dict[str, Any]:
    """The report as one object; `issues` holds every finding, worst first."""
    words, report = Words(ReadError.folder, language), intake.report
    return {
        "name": report.name,
        "format": report.file_format,
        "usable": report.is_usable,
        "grade": report.grade,
        "rows_in": report.rows_in,
        "rows_kept": report.rows_kept,
        "rows_dropped": report.rows_dropped,
        "columns": dict(intake.columns.columns),
        "mapping": [
            {
                "target": match.target,
                "column": match.column,
                "confidence": match.confidence,
                "applied": match.confidence >= APPLIED,
            }
            for match in intake.columns.matches
        ],
        "issues": [
            {
                "code": issue.code,
                "severity": str(issue.severity),
                "count": issue.count,
                "message": issue.message(words),
                "action": str(issue.action),
                "remedy": issue.remedy(words),
                "column": issue.column,
                "rows": list(issue.rows[:MOST_ROWS]),
                "options": [str(option) for option in issue.options],
                "option": str(issue.option),
            }
            for issue in report.issues
        ],
        "dropped": [{"row": row, "code": code} for row, code in report.dropped.items()],
        "data": intake.dataset.fingerprint if intake.dataset else None,
    }


def as_text(intake: Intake, language: str) -> str:
    """The report for reading."""
    say, words, report = Words(HERE, language), Words(ReadError.folder, language), intake.report
    lines = [
        say("health.title", name=report.name, format=report.file_format),
        say(f"health.grade.{report.grade}"),
        say(
            "health.rows",
            rows_in=report.rows_in,
            rows_kept=report.rows_kept,
            rows_dropped=report.rows_dropped,
        ),
        "",
        say("health.columns"),
        *(f"  {_mapped(match, say)}" for match in intake.columns.matches),
    ]
    if report.issues:
        lines += ["", say("health.issues")]
    for issue in report.issues:
        lines += [
            f"  [{say(f'severity.{issue.severity}')}] {issue.message(words)}",
            f"      → {issue.remedy(words)}",
        ]
        if told := hint(issue.code, say):
            lines.append(f"      {told}")
        if issue.options:
            options = ", ".join(issue.options)
            lines.append(f"      {say('health.options', code=issue.code, options=options)}")
    return "\n".join(lines)


def verdict(intake: Intake, language: str) -> str:
    """Why the file cannot be used yet, in one sentence."""
    from analytics.intake.pipeline import usable

    try:
        usable(intake)
    except ReadError as error:
        return sentence(error, Words(HERE, language))
    return ""


def write(intake: Intake, path: Path, language: str) -> None:
    """The report as a file: .json, or .csv with one line per issue, then one per dropped row."""
    record = as_json(intake, language)
    if path.suffix == ".json":
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2), encoding="utf-8")
    elif path.suffix == ".csv":
        columns = ["code", "severity", "count", "action", "message", "remedy", "column", "rows"]
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(columns)
            for issue in record["issues"]:
                rows = " ".join(map(str, issue["rows"]))
                cells = [*(issue[c] for c in columns[:-1]), rows]
                table.writerow([_harmless(str(cell)) for cell in cells])
            for gone in record["dropped"]:
                line = {"code": gone["code"], "count": 1, "action": "dropped", "rows": gone["row"]}
                table.writerow([line.get(name, "") for name in columns])
    else:
        raise OptionError("report-suffix", value=path.suffix or path.name)


def _mapped(match: ColumnMatch, say: Words) -> str:
    """What a column was understood as, how surely, and whether that is used."""
    key = "health.column" if match.confidence >= APPLIED else "health.column-proposed"
    sure = say.percent(match.confidence)
    return say(key, target=f"{match.target:<16}", column=match.column, sure=sure)


def _harmless(text: str) -> str:
    """Text a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
