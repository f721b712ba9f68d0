"""The terminal door: its contract, its exit codes, its one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.cli.main import cli
from analytics.core.words import LANGUAGES

ROOT = Path(__file__).parents[2]
GOOD = """country,province,year,area_ha
Perú,Loreto,2020,10
Brasil,Pará,2021,30
Brasil,Pará,2022,60
"""


@pytest.fixture
def run():
    def call(*arguments):
        return CliRunner().invoke(cli, [str(a) for a in arguments])

    return call


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "mines.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_totals_as_json_keeps_the_contract(run, good):
    done = run("totals", "--data", good, "--by", "country", "--area", "attribute", "--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {"analysis", "version", "data", "params", "result", "section"} <= answer.keys()
    assert {"headline", "figures", "caveats"} <= answer["section"].keys()
    assert [(r["country"], r["area_ha"], r["sites"]) for r in answer["result"]["table"]] == [
        ("BRA", 90.0, 2),
        ("PER", 10.0, 1),
    ]
    assert [r["share"] for r in answer["result"]["table"]] == [0.9, 0.1]


@pytest.mark.parametrize(
    ("by", "keys"), [("province", ["Pará", "Loreto"]), ("period", ["2020", "2021", "2022"])]
)
def test_other_groupings_have_their_own_key(run, good, by, keys):
    answer = json.loads(run("totals", "--data", good, "--by", by, "--json").stdout)
    assert [record[by] for record in answer["result"]["table"]] == keys


def test_filter_means_what_it_means_on_the_page(run):
    options = ("--filter", "country=XAA", "--filter", "first=2019", "--filter", "method=")
    told = json.loads(run("totals", "--data", "sample", *options, "--json").stdout)
    assert told["filters"]["applied"] == {"country": ["XAA"], "method": [""], "first": ["2019"]}
    assert told["filters"]["rows_after"] == told["dataset"]["sites"] < 455
    assert [row["country"] for row in told["result"]["table"]] == ["XAA"]
    shown = run("totals", "--data", "sample", *options, "--language", "fr").stdout
    assert "! Filtré : pays Velumbra" in shown


def test_the_filtered_total_is_the_row_of_the_whole(run):
    whole = json.loads(run("totals", "--data", "sample", "--json").stdout)["result"]["table"]
    for row in whole:
        code = f"country={row['country']}"
        part = json.loads(run("totals", "--data", "sample", "--filter", code, "--json").stdout)
        assert part["result"]["total_ha"] == pytest.approx(row["area_ha"], rel=1e-9)


def test_a_filter_that_leaves_nothing_is_an_answer(run):
    done = run("totals", "--data", "sample", "--filter", "country=QQQ")
    assert done.exit_code == 0
    assert "Nothing is left after the filters" in done.stdout


def test_where_filters_before_adding_up(run, good):
    done = run("totals", "--data", good, "--where", "country=BRA", "--by", "period", "--json")
    assert [r["area_ha"] for r in json.loads(done.stdout)["result"]["table"]] == [30.0, 60.0]


def test_inspect_as_json_keeps_the_contract(run, good):
    done = run("inspect", good, "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert (report["rows_in"], report["rows_kept"], report["rows_dropped"]) == (3, 3, 0)
    for issue in report["issues"]:
        assert {"code", "severity", "count", "message", "action"} <= issue.keys()


def test_inspect_exits_with_1_when_the_file_cannot_be_used_yet(run, tmp_path):
    path = tmp_path / "metres.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"area_ha":1},'
        '"geometry":{"type":"Point","coordinates":[817000,8968000]}}]}'
    )
    done = run("inspect", path, "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["rows_in"] == report["rows_kept"] + report["rows_dropped"]
    assert any(issue["code"] == "projection-unknown" for issue in report["issues"])
    assert len(done.stderr.strip().splitlines()) == 1
    assert run("inspect", path, "--crs", "EPSG:32717", "--json").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("totals", "--data", "no-such-file.geojson"),
        ("totals", "--data", "sample", "--by", "planet"),
        ("totals", "--data", "sample", "--top", "0"),
        ("totals", "--data", "sample", "--top", "many"),
        ("totals", "--data", "sample", "--where", "colour=red"),
        ("totals", "--data", "sample", "--where", "colour"),
        ("totals", "--data", "sample", "--where", "country=QQQ"),
        ("totals", "--data", "sample", "--filter", "colour=red"),
        ("totals", "--data", "sample", "--filter", "country"),
        ("totals", "--data", "sample", "--filter", "first=soon"),
        ("totals", "--data", "sample", "--filter", "confidence=2"),
        ("totals", "--data", "sample", "--out", "answer.docm"),
        ("totals", "--data", "sample", "--out", "no/such/folder/x.csv"),
        ("totals", "--data", "sample", "--language", "tlh"),
        ("totals", "--data", "sample", "--layer", "provinces=no-such-file.gpkg"),
        ("inspect", "no-such-file.geojson"),
    ],
)
def test_anything_wrong_is_one_sentence_and_exit_1(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("totals",), ("totals", "--nonsense"), ("nonsense",)])
def test_wrong_usage_is_exit_2(run, arguments):
    assert run(*arguments).exit_code == 2


def test_area_choice_is_refused_by_name(run, good):
    done = run("totals", "--data", good, "--area", "geometry")
    assert done.exit_code == 1
    assert "no outlines" in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_answer_in_every_language(run, language):
    done = run("totals", "--data", "sample", "--language", language)
    assert done.exit_code == 0
    assert "{" not in done.stdout
    assert "analysis" not in done.stdout


def test_sample_is_marked(run):
    assert run("totals", "--data", "sample").stdout.startswith("SAMPLE DATA")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "gpkg", "geojson", "parquet", "json", "html"])
def test_an_answer_goes_to_a_file(run, tmp_path, suffix):
    out = tmp_path / f"answer.{suffix}"
    done = run("totals", "--data", "sample", "--out", out)
    assert done.exit_code == 0, done.stderr
    assert out.stat().st_size > 100


def test_charts_and_maps_go_to_a_folder(run, tmp_path):
    folder = tmp_path / "figures"
    done = run("totals", "--data", "sample", "--figures", folder, "--language", "pt")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert str(folder) in done.stderr
    names = {path.name for path in folder.iterdir()}
    assert {"totals-chart-1.svg", "totals-map-1.png", "totals-map-1.csv"} <= names
    assert len(names) == 9
    refused = run("totals", "--data", "sample", "--figures", tmp_path / "no" / "figures")
    assert refused.exit_code == 1


def test_a_template_saved_once_is_used_again(run, good, tmp_path):
    template = tmp_path / "map.json"
    assert run("inspect", good, "--save-map", template).exit_code == 0
    done = run("totals", "--data", good, "--map", template, "--json")
    assert json.loads(done.stdout)["result"]["total_ha"] == 100.0


def test_repaired_data_reads_back_the_same(run, good, tmp_path):
    out = tmp_path / "repaired.csv"
    assert run("inspect", good, "--out", out).exit_code == 0
    again = json.loads(run("totals", "--data", out, "--json").stdout)
    first = json.loads(run("totals", "--data", good, "--json").stdout)
    assert again["result"]["table"] == first["result"]["table"]


def test_the_report_is_written_as_asked(run, good, tmp_path):
    for suffix in ("json", "csv"):
        assert run("inspect", good, "--report", tmp_path / f"report.{suffix}").exit_code == 0
    assert run("inspect", good, "--report", tmp_path / "report.txt").exit_code == 1


def test_help_loads_no_heavy_library():
    """The promise behind `--help` in under two seconds, without a clock."""
    code = (
        "import sys; from click.testing import CliRunner; from analytics.cli.main import cli;"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0;"
        "heavy = {'pandas', 'geopandas', 'shapely', 'numpy', 'altair', 'streamlit', 'weasyprint'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_choice_about_nothing_in_the_file_is_refused_with_the_codes_there_are(run, tmp_path):
    path = tmp_path / "zero.csv"
    path.write_text("country,year,area_ha\nPeru,2020,0\nPeru,2021,5\n", encoding="utf-8")
    done = run("totals", "--data", path, "--choose", "foo=bar")
    assert done.exit_code == 1
    assert "foo" in done.stderr
    assert "area-not-positive" in done.stderr
    assert run("totals", "--data", path, "--choose", "area-not-positive=drop").exit_code == 0


def test_a_stale_choice_in_a_template_is_told_and_not_refused(run, good, tmp_path):
    template = tmp_path / "map.json"
    run("inspect", good, "--save-map", template)
    content = json.loads(template.read_text("utf-8"))
    template.write_text(json.dumps({**content, "choices": {"foo": "bar"}}), encoding="utf-8")
    done = run("inspect", good, "--map", template, "--json")
    assert done.exit_code == 0
    assert "choice-unused" in [i["code"] for i in json.loads(done.stdout)["issues"]]


def test_an_invented_country_is_refused(run, tmp_path):
    path = tmp_path / "mines.csv"
    path.write_text("year,area_ha\n2020,5\n", encoding="utf-8")
    done = run("totals", "--data", path, "--country", "ZZZ")
    assert done.exit_code == 1
    assert done.stderr.startswith("ZZZ is no country")
    assert run("totals", "--data", path, "--country", "XAA").exit_code == 0


def test_help_says_the_range_of_a_number(run):
    assert "--top 1..50" in run("totals", "--help").stdout


def test_usage_is_told_in_the_language_of_the_terminal():
    done = subprocess.run(
        [sys.executable, "-m", "analytics", "totals"],
        cwd=ROOT,
        env={**os.environ, "OREWATCH_LANGUAGE": "es"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Falta la opción '--data'" in done.stderr
    assert not any(word in done.stderr for word in ("Usage", "Missing", "for help", "OPTIONS"))
