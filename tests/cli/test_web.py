"""Grids of the web in the terminal: how far, how they came, and Ctrl+C."""

import json
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from analytics.cli import wait
from analytics.cli.main import cli
from analytics.intake import download, ranges
from analytics.raster.handle import Raster
from analytics.raster.write import write
from tests.web import serving

PLACES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"site_id": "a", "country": "BDI"},
            "geometry": {"type": "Point", "coordinates": [29.9, -3.4]},
        }
    ],
}


@pytest.fixture
def web(monkeypatch, tmp_path):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "PAUSE_S", 0.0)
    monkeypatch.setattr(ranges, "_kept", ranges._Blocks())
    cells = np.full((1_500, 1_500), 3, dtype="uint16")
    grid = Raster.from_array(cells, bounds=(29, -4, 30.5, -2.5), nodata=65_535)
    content = write(grid, tmp_path / "grid.tif").read_bytes()
    with serving(monkeypatch, content) as running:
        yield running


@pytest.fixture
def asked(tmp_path, web):
    """The command with the grid from the web, or another one."""
    sites = tmp_path / "sites.geojson"
    sites.write_text(json.dumps(PLACES))

    def run(raster=web.address):
        words = ["exposure", "--data", str(sites), "--raster", f"population={raster}", "--json"]
        return CliRunner().invoke(cli, words)

    return run


def test_a_grid_of_the_web_answers_as_the_file_does(asked, tmp_path):
    by_parts, here = asked(), asked(tmp_path / "grid.tif")
    assert by_parts.exit_code == here.exit_code == 0, by_parts.output
    people = [json.loads(done.stdout)["result"]["total"]["people"] for done in (by_parts, here)]
    assert people[0] == people[1] > 0
    assert not by_parts.stderr


def test_without_parts_all_of_it_is_fetched_and_said(asked, web):
    web.has_ranges = False
    done = asked()
    assert done.exit_code == 0
    assert "no parts of people.tif" in done.stderr
    assert asked().stderr == ""  # it is here now


def test_ctrl_c_ends_with_a_sentence_and_keeps_what_came(asked, web, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(wait.Line, "bytes", interrupted)
    web.has_ranges = False
    done = asked()
    assert done.exit_code == 130
    assert done.stderr.startswith("Stopped.")
    monkeypatch.undo()


def test_a_line_is_written_only_where_somebody_looks(capsys, monkeypatch):
    with wait.line() as said:
        said.share(0.5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with wait.line() as said:
        said.share(0.5)
        said.bytes(2_000_000, 2_000_000)
    told = capsys.readouterr().err
    assert "50%" in told
    assert "2.0 / 2.0 MB" in told
    assert told.endswith("\r")
