"""The report of a file: what was understood, and every row that was left out."""

import csv
import json

from analytics.cli import health
from analytics.core.words import LANGUAGES
from analytics.intake.pipeline import inspect

ROWS = 1_200
POINTS = "name,country,date,lon,lat,area_ha\n" + "a,PER,soon,-70,-12,1\n" * (ROWS + 1)


def test_every_dropped_row_has_its_line(tmp_path):
    intake = inspect(POINTS.encode(), name="points.csv")
    assert intake.report.rows_dropped == ROWS
    path = tmp_path / "report.csv"
    health.write(intake, path, "en")
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    gone = lines[len(intake.report.issues) :]
    assert [(line["code"], int(line["rows"])) for line in gone] == [
        (code, row) for row, code in intake.report.dropped.items()
    ]


def test_the_mapping_says_how_sure_it_is_and_what_is_used():
    intake = inspect(POINTS.encode(), name="points.csv")
    record = json.loads(json.dumps(health.as_json(intake, "en")))
    used = {m["target"]: m["column"] for m in record["mapping"] if m["applied"]}
    assert used == record["columns"]
    assert [m["column"] for m in record["mapping"] if not m["applied"]] == ["date"]
    assert all(0 < m["confidence"] <= 1 for m in record["mapping"])


def test_the_text_shows_the_confidence_in_every_language():
    intake = inspect(POINTS.encode(), name="points.csv")
    for language in LANGUAGES:
        text = health.as_text(intake, language)
        assert "area_ha ← area_ha" in " ".join(text.split())
        assert "100\N{NO-BREAK SPACE}%" in text
