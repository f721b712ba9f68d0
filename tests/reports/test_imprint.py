"""What stands behind an answer is said in full and without repeating itself."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from analytics import execute, run, sample
from analytics.analyses.totals import ANALYSIS
from analytics.core.words import LANGUAGES, Words
from analytics.intake.series import from_bytes
from reports.imprint import HERE, grouped, imprint
from tests.reports.answers import CREATED, answer


def test_alike_sources_share_a_row_and_none_is_lost():
    rows = [
        ("sites", "a.csv", "ANM", "2024"),
        ("rivers", "b.shp", "IBGE", "2020"),
        ("roads", "a.csv", "ANM", "2024"),
    ]
    assert grouped(rows, Words(HERE, "en")) == [
        ("sites, roads", "a.csv", "ANM", "2024"),
        ("rivers", "b.shp", "IBGE", "2020"),
    ]


def test_what_a_source_does_not_state_is_said_to_be_unstated():
    run = answer()
    bare = tuple(replace(p, source="", licence="", as_of=None) for p in run.dataset.provenance)
    told = imprint(replace(run, dataset=replace(run.dataset, provenance=bare)), "es", CREATED)
    assert told.sources[0][2:5] == ("sin indicar",) * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_parameters_are_worded(language):
    told = imprint(answer(), language, CREATED)
    label = {"en": "Depth", "es": "Profundidad", "pt": "Profundidade", "fr": "Profondeur"}
    comma = "2.5" if language == "en" else "2,5"
    assert told.parameters == ((label.get(language, "Kedalaman"), f"{comma}\N{NO-BREAK SPACE}m"),)


def test_a_file_among_the_parameters_is_named_and_not_printed():
    beside = '{"strategies": [{"name": "A", "interventions": [{"effectiveness": 0.5}]}]}' + " " * 80
    asked = run("scenario", sample(), beside=beside, draws=0)
    told = dict(imprint(asked, "en", CREATED).parameters)
    assert told["Strategies set beside"].startswith("a text of its own (")
    assert told["Scenario file"] == "\N{EN DASH}"


def test_a_column_is_called_by_its_name_in_the_language():
    asked = run("frequency", sample(), field="substance")
    told = dict(imprint(asked, "fr", CREATED).parameters)
    assert told["Colonne"] == "Substance"
    assert "substance" not in told.values()


def test_a_table_of_series_is_a_source_like_any_other():
    rows = "".join(f"A,{2014 + n},{10 + n},flow\n" for n in range(8))
    table = from_bytes(f"unit,period,value_ha,kind\n{rows}".encode(), "mine.csv")
    told = imprint(run("forecast", table), "fr", CREATED)
    assert told.sources[0][:2] == ("Tableau de séries", "mine.csv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_is_told_in_the_language_of_the_reader(language):
    told = imprint(execute(ANALYSIS, sample(), ANALYSIS.params()), language, CREATED).method
    assert told.startswith(ANALYSIS.words(language)("method.summary"))
    assert "docs/methods/totals.md" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_told_in_words_and_its_parts_are_counted(language):
    told = imprint(execute(ANALYSIS, sample(), ANALYSIS.params()), language, CREATED)
    said = [cell for row in (*told.sources, *told.parts, *told.about, *told.line) for cell in row]
    assert not any("sample-" in cell for cell in said)
    assert len(told.parts) == 1
    assert str(len(told.sources)) in told.parts[0][1]


def test_where_no_area_is_known_no_basis_is_named():
    run = answer()
    bare = run.dataset.sites.assign(area_ha=float("nan"))
    told = imprint(replace(run, dataset=replace(run.dataset, sites=bare)), "en", CREATED)
    assert dict(told.line)["Hectares"] == "no record has a known area"


def test_moments_are_told_in_utc_wherever_they_were_taken():
    there = CREATED.astimezone(timezone(timedelta(hours=-5)))
    assert imprint(answer(), "en", there).about == imprint(answer(), "en", CREATED).about


@pytest.mark.parametrize(
    ("publishers", "told"),
    [
        ((), "not stated"),
        (("A", "A", ""), "A"),
        (("A", "B", "C", "D", "E"), "A, B, C, and 2 others"),
    ],
)
def test_the_source_line_names_three_publishers_and_counts_the_others(publishers, told):
    run = answer()
    first = run.dataset.provenance[0]
    parts = tuple(replace(first, source=source) for source in publishers)
    line = dict(
        imprint(replace(run, dataset=replace(run.dataset, provenance=parts)), "en", CREATED).line
    )
    assert line["Publisher"] == told


def test_a_layer_nobody_knows_loses_its_underscores_and_a_file_keeps_its_name():
    run = answer()
    part = replace(run.dataset.provenance[0], part="old_pits", name="old_pits.gpkg")
    told = imprint(replace(run, dataset=replace(run.dataset, provenance=(part,))), "fr", CREATED)
    assert told.sources[0][:2] == ("Old pits", "old_pits.gpkg")
