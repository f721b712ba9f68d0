"""The contract of the terminal: fields that scripts rely on, files, and rules of one's own."""

import json

import pyogrio
import pytest
from click.testing import CliRunner

from analytics.analyses.compliance.rules import shelf
from analytics.cli.main import cli
from tests.analyses.test_compliance import CONSERVATION, MINE, STRIP, TITLE, layer, small

PIECES = "pieces.gpkg"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compliance")
    sites = layer(MINE, name="A", date="2024-05-01").assign(geometry=[small(MINE)])
    made = {
        "sites": sites,
        "concessions": layer(TITLE, holder="A Company", status="active"),
        "conservation": layer(CONSERVATION, name="A park"),
        "riparian": layer(STRIP),
        "provinces": layer(MINE, name="Province"),
    }
    for name, frame in made.items():
        frame.to_file(folder / f"{name}.geojson")
    (folder / "own.yaml").write_text(shelf.text("generic"), encoding="utf-8")
    (folder / "bad.yaml").write_text("version: 1\nfoo: 2\n", encoding="utf-8")
    return folder


def asked(files, *more):
    layers = ("concessions", "conservation", "riparian", "provinces")
    options = [o for n in layers for o in ("--layer", f"{n}={files / n}.geojson")]
    arguments = ["compliance", "--data", str(files / "sites.geojson"), *options, *more]
    return CliRunner().invoke(cli, arguments)


@pytest.fixture(scope="module")
def answer(files):
    done = asked(files, "--json", "--out", str(files / PIECES), "--error-m", "10")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["result"]


def test_the_fields_scripts_rely_on(answer):
    by_class = {row["class"]: row for row in answer["by_class"]}
    assert list(by_class) == ["high", "conditional", "low", "undetermined"]
    total = answer["mined_ha"]
    shares = {name: row["area_ha"] / total for name, row in by_class.items()}
    assert shares == pytest.approx(
        {"high": 0.36, "conditional": 0.04, "low": 0.6, "undetermined": 0}
    )
    assert all(row["low_ha"] <= row["area_ha"] <= row["high_ha"] for row in by_class.values())
    assert {row["province"] for row in answer["by_province"]} == {"Province"}
    assert sum(row["area_ha"] for row in answer["by_province"]) == pytest.approx(total)


def test_the_pieces_are_the_first_layer_of_a_geopackage(files, answer):
    assert pyogrio.list_layers(files / PIECES)[0, 0] == "pieces"
    frame = pyogrio.read_dataframe(files / PIECES, layer="pieces")
    assert len(frame) == len(answer["pieces"])
    assert {"class", "reason", "holder", "area_ha"} <= set(frame.columns)
    assert frame["area_ha"].sum() == pytest.approx(answer["mined_ha"])
    assert set(frame.loc[frame["class"] == "high", "holder"]) == {"A Company"}


def test_rules_may_come_from_a_file(files, answer):
    own = json.loads(asked(files, "--json", "--rules", str(files / "own.yaml")).stdout)["result"]
    assert own["mined_ha"] == answer["mined_ha"]
    done = asked(files, "--rules", str(files / "bad.yaml"))
    assert done.exit_code == 1
    assert "Line 2" in done.stderr
    assert "foo" in done.stderr


@pytest.mark.parametrize("name", shelf.NAMES[1:])
def test_every_country_answers(files, name):
    told = json.loads(asked(files, "--json", "--rules", name).stdout)["result"]
    assert told["country"] == name
    assert told["verified_by"] == ""
    assert sum(row["area_ha"] for row in told["by_class"]) == pytest.approx(told["mined_ha"])


@pytest.fixture(scope="module")
def odd(files):
    """Titles with headings that say nothing, ended before the site was seen."""
    title = layer(TITLE, A1="B Company", A2="2024-04-30", A3="active")
    title.to_file(files / "odd.gpkg")
    title.to_crs(32631).to_file(files / "bare.shp")
    (files / "bare.prj").unlink()
    (files / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    return files


def told(files, *more):
    return CliRunner().invoke(
        cli, ["compliance", "--data", str(files / "sites.geojson"), "--json", *more]
    )


def test_columns_of_a_layer_are_told_in_the_terminal(odd):
    titles = ["--layer", f"concessions={odd / 'odd.gpkg'}"]
    roles = ["valid_to=A2", "holder=A1", "status=A3"]
    chosen = [o for role in roles for o in ("--layer-column", f"concessions.{role}")]
    before = json.loads(told(odd, *titles).stdout)["result"]["by_class"]
    after = json.loads(told(odd, *titles, *chosen).stdout)["result"]
    assert before[0]["share"] == pytest.approx(0.6)
    assert after["by_class"][2]["share"] == pytest.approx(1.0)
    assert {piece["holder"] for piece in after["pieces"]} == {"B Company", ""}
    assert {piece["title"] for piece in after["pieces"]} == {"expired", "none"}


@pytest.mark.parametrize(
    ("asked_for", "said"),
    [
        ("permits.valid_to=A2", "concessions"),
        ("concessions.moon=A2", "valid_to"),
        ("concessions.valid_to=FIN", "A1, A2, A3"),
        ("valid_to=A2", "LAYER.ROLE=COLUMN"),
    ],
)
def test_a_column_that_cannot_be_is_refused_with_what_can(odd, asked_for, said):
    done = told(odd, "--layer", f"concessions={odd / 'odd.gpkg'}", "--layer-column", asked_for)
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_layer_without_a_coordinate_system_may_be_given_one(odd):
    titles = ["--layer", f"concessions={odd / 'bare.shp'}"]
    done = told(odd, *titles)
    assert done.exit_code == 1
    assert "--layer-crs concessions=EPSG:CODE" in done.stderr
    done = told(odd, *titles, "--layer-crs", "concessions=EPSG:32631")
    assert json.loads(done.stdout)["result"]["by_class"][0]["share"] == pytest.approx(0.6, abs=1e-4)
    assert told(odd, *titles, "--layer-crs", "permits=EPSG:32631").exit_code == 1


def test_an_empty_layer_is_named(odd):
    done = told(odd, "--layer", f"conservation={odd / 'empty.geojson'}")
    assert done.exit_code == 1
    assert "empty.geojson cannot be read as the layer conservation" in done.stderr


def test_rules_check_tells_faults_by_line(files):
    good = CliRunner().invoke(cli, ["rules", "check", str(files / "own.yaml")])
    assert good.exit_code == 0
    assert "Unverified" in good.stdout
    bad = CliRunner().invoke(cli, ["rules", "check", str(files / "bad.yaml"), "--json"])
    assert bad.exit_code == 1
    told = json.loads(bad.stdout)
    assert not told["is_usable"]
    assert (2, "unknown") in [(fault["line"], fault["code"]) for fault in told["faults"]]
    (files / "image.yaml").write_bytes(b"\xff\xfe\x00")
    assert CliRunner().invoke(cli, ["rules", "check", str(files / "image.yaml")]).exit_code == 1
