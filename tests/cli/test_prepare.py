"""A population grid prepared in the terminal, for the page and for every later count."""

import pytest
from click.testing import CliRunner

from analytics.cli.main import cli
from analytics.core import progress
from analytics.raster import rowsums
from analytics.raster.handle import Raster, open_file
from analytics.raster.write import write

CELLS = [[1.0] * 600 for _ in range(700)]


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    raster = Raster.from_array(CELLS, bounds=(29, -4, 30, -3), nodata=-1)
    return write(raster, tmp_path / "people.tif")


def orewatch(*words):
    return CliRunner().invoke(cli, ["prepare", *map(str, words)])


def test_a_grid_is_prepared_once(path):
    done = orewatch(path)
    assert done.exit_code == 0, done.output
    assert "people.tif is prepared" in done.output
    assert rowsums.find(open_file(path)) is not None
    assert "was prepared before" in orewatch(path).output
    assert "était déjà préparée" in orewatch(path, "--language", "fr").output


def test_who_stops_it_leaves_nothing(path, tmp_path, monkeypatch):
    def stop(_share):
        raise KeyboardInterrupt

    monkeypatch.setattr(progress, "at", stop)
    done = orewatch(path)
    assert done.exit_code == 130
    assert "begins anew" in done.output
    assert not [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "not a readable GeoTIFF"), (b"II*\0 and no more", "not a readable GeoTIFF")],
)
def test_what_is_no_grid_is_refused_with_a_sentence(path, content, said):
    path.write_bytes(content)
    done = orewatch(path)
    assert (done.exit_code, said in done.output) == (1, True)


def test_densities_are_refused_before_anything_is_written(path, tmp_path):
    dense = path.rename(path.with_name("bdi_pd_2020.tif"))
    assert "densities" in orewatch(dense).output
    assert not (tmp_path / "cache").exists()


@pytest.mark.usefixtures("path")
def test_a_grid_of_the_web_is_asked_for_first():
    done = orewatch("https://127.0.0.1:1/people.tif")
    assert done.exit_code == 1
    assert "private network" in done.output
    assert "ghspop" in orewatch("ghspop:R99_C1:2020").output
