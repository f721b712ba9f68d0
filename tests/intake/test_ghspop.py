"""GHS-POP by tile and year: addresses, tiles for places, packed files, tiles joined to one grid."""

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from analytics.core.errors import OrewatchError
from analytics.core.words import LANGUAGES
from analytics.intake import alone, download, ghspop, packed, remote
from analytics.raster.handle import Raster, open_file
from analytics.raster.write import write
from tests.shapes import dataset
from tests.web import serving

CELL, SIDE = 10 / 1_200, 1_200  # a tile of 1 km
TEXT = "ghspop:R10_C21:2020:1km"
NAME = "GHS_POP_E2020_GLOBE_R2023A_4326_30ss_V1_0_{}"


def cells(tile):
    made = np.random.default_rng(tile.sum()).integers(0, 9, (SIDE, SIDE)).astype("float32")
    made[: SIDE // 2, : SIDE // 2] = -200
    return made


def corner(row, column):
    return ghspop.WEST + (column - 1) * 10, ghspop.NORTH - (row - 1) * 10


def tile(folder, row, column, *, shift=0.0, nodata=-200.0):
    """A GeoTIFF as the ones that are published."""
    west, north = corner(row, column)
    bounds = (west + shift, north - 10, west + 10 + shift, north)
    made = cells(np.array([row, column]))
    return write(
        Raster.from_array(made, bounds=bounds, nodata=nodata), folder / "t.tif"
    ).read_bytes()


def zipped(*parts):
    """A ZIP of (name, content)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for name, content in parts:
            pack.writestr(name, content)
    return file.getvalue()


@pytest.fixture(scope="module")
def tifs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiles")
    return {f"R{row}_C{column}": tile(folder, row, column) for row, column in ((10, 21), (10, 22))}


@pytest.fixture
def web(monkeypatch, tmp_path, tifs):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    monkeypatch.setattr(download, "PAUSE_S", 0.0)
    monkeypatch.setattr(alone, "LOOKS_S", 0.0)
    with serving(monkeypatch) as running:
        monkeypatch.setattr(ghspop, "HOST", running.address.removesuffix("people.tif"))
        running.content = zipped(
            (f"{NAME.format('R10_C21')}.tif", tifs["R10_C21"]), ("a.pdf", b"%")
        )
        for name, content in tifs.items():
            running.named[f"{NAME.format(name)}.zip"] = zipped(("grid.tif", content))
        yield running


def refused(text, action=remote.kept):
    with pytest.raises(OrewatchError) as caught:
        action(text)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value


def left():
    """Files in the cache."""
    return sorted(p.name for p in Path(os.environ["OREWATCH_CACHE"]).rglob("*") if p.is_file())


def test_names_lead_to_files():
    asked = remote.wanted("GHSpop:r9_c05:2025")
    assert asked.address == (
        "https://jeodpp.jrc.ec.europa.eu/ftp/jrc-opendata/GHSL/GHS_POP_GLOBE_R2023A/"
        "GHS_POP_E2025_GLOBE_R2023A_4326_3ss/V1-0/tiles/"
        "GHS_POP_E2025_GLOBE_R2023A_4326_3ss_V1_0_R9_C5.zip"
    )
    assert asked.path.suffix == ".tif"
    several = remote.wanted("ghspop:R9_C5+R9_C6+R9_C5:1975:1km")
    assert [part.address[-10:] for part in several.parts] == ["_R9_C5.zip", "_R9_C6.zip"]
    assert "2FF68A52" in several.source


@pytest.mark.parametrize(
    "text",
    ["R10:2020", "R19_C1:2020", "R1_C37:2020", "R0_C1:2020", "R9_C5:2021", "R9_C5:1970",
     "R9_C5:2020:3ss", "+".join(f"R9_C{n}" for n in range(1, 14)) + ":2020", "", "../R9_C5:2020"],
)  # fmt: skip
def test_names_that_lead_nowhere_are_refused(text):
    error = refused(f"ghspop:{text}", remote.wanted)
    assert error.code == "ghspop-name"
    assert "1975 to 2030" in error.text("en")


@pytest.mark.parametrize(
    ("lon", "lat", "found"),
    [
        (3.4, 6.5, ["R9_C19"]),  # Lagos
        (-99.1, 19.4, ["R7_C9"]),  # Mexico City: rows begin at 89.1, not at 90
        (-123.08, 49.31, ["R4_C6"]),  # Vancouver
        (0.0, 51.5, ["R4_C19", "R4_C18"]),  # Greenwich, and the ground to its west
        (179.99, -17.0, ["R11_C36", "R11_C1"]),  # across the 180th meridian
    ],
)
def test_tiles_are_where_they_were_measured_to_be(lon, lat, found):
    assert ghspop.tiles(np.array([lon]), np.array([lat]), 0.19) == found


def test_tiles_of_most_sites_come_first():
    lon, lat = np.array([3.4, 3.5, 15.0]), np.array([6.5, 6.6, 6.5])
    assert ghspop.tiles(lon, lat, 0.19) == ["R9_C19", "R9_C20"]
    assert ghspop.tiles(lon[:0], lat[:0], 0.19) == []


def test_a_tile_is_fetched_unpacked_and_kept(web, tifs):
    told = []
    path = remote.kept(TEXT, lambda *so_far: told.append(so_far))
    assert path.read_bytes() == tifs["R10_C21"]
    assert told[-1][0] == told[-1][1] > 0
    assert [name[13:] for name in left()] == [
        "GHS_POP_E2020_GLOBE_R2023A_4326_30ss_V1_0_R10_C21.tif",
        "GHS_POP_E2020_GLOBE_R2023A_4326_30ss_V1_0_R10_C21.tif.sha256",
    ]
    web.forget()
    assert remote.kept(TEXT) == path
    assert not web.asked
    path.write_bytes(b"damaged")
    assert remote.kept(TEXT).read_bytes() == tifs["R10_C21"]


def test_what_breaks_off_goes_on_where_it_stopped(web, tifs):
    web.cuts = [300_000]
    assert remote.kept(TEXT).read_bytes() == tifs["R10_C21"]
    assert web.asked == [None, "bytes=300000-"]


def test_a_promised_sum_is_that_of_the_packed_file(web, tmp_path):
    pack = tmp_path / "pack.zip"
    pack.write_bytes(web.named[f"{NAME.format('R10_C21')}.zip"])
    promised = f"{TEXT}#sha256={download.hashed(pack)}"
    assert remote.kept(promised).is_file()
    web.forget()
    assert remote.kept(promised).is_file()
    assert not web.asked
    assert refused(f"{TEXT}#sha256={'0' * 64}").code == "fetch-checksum"
    assert refused(f"ghspop:R10_C21+R10_C22:2020#sha256={'0' * 64}").code == "sha256-parts"


def test_tiles_are_joined_cell_by_cell(web, tifs):
    text = "ghspop:R10_C21+R10_C22:2020:1km"
    whole = remote.size(text)
    told = []
    data = remote.added(dataset([{}]), "population", text, lambda *so_far: told.append(so_far))
    raster = data.raster("population")
    parts = [open_file(content, name=name).read() for name, content in tifs.items()]
    np.testing.assert_array_equal(raster.read(), np.hstack(parts))
    assert (raster.nodata, raster.shape) == (-200, (SIDE, 2 * SIDE))
    assert raster.bounds.left == pytest.approx(corner(10, 21)[0])
    assert told[-1] == (whole, whole)
    assert raster.name == "GHS-POP R10_C21+R10_C22 2020 (1km)"
    web.forget()
    remote.kept(text)
    remote.kept(TEXT)  # the parts stay for other grids
    assert not web.asked


@pytest.mark.parametrize("odd", [{"shift": CELL / 3}, {"nodata": -1.0}])
def test_tiles_that_do_not_fit_are_not_joined(web, tmp_path, odd):
    web.named[f"{NAME.format('R10_C22')}.zip"] = zipped(("x.tif", tile(tmp_path, 10, 22, **odd)))
    assert refused("ghspop:R10_C21+R10_C22:2020:1km").code == "raster-apart"


def test_a_file_put_there_by_hand_is_unpacked(web, monkeypatch, tifs):
    pack = web.named[f"{NAME.format('R10_C21')}.zip"]
    monkeypatch.setattr(ghspop, "HOST", "http://127.0.0.1:1/")
    error = refused(TEXT)
    assert error.code == "fetch-offline"
    place = Path(str(error.facts["path"]))
    assert place.suffix == ".zip"
    place.write_bytes(pack)
    assert remote.kept(TEXT).read_bytes() == tifs["R10_C21"]


def test_a_tile_at_sea_is_not_there(web):
    web.codes = [404]
    assert refused(TEXT).code == "fetch-refused"


def damaged(pack):
    return pack[:2_000] + bytes(50) + pack[2_050:]


def locked(pack):
    """The flag of a password, in both places where it stands."""
    found = bytearray(pack)
    found[6] |= 1
    found[pack.index(b"PK\1\2") + 8] |= 1
    return bytes(found)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _pack, _tif: b"<html>Please sign in</html>", "packed-damaged"),
        (lambda pack, _tif: pack[:-40], "packed-damaged"),
        (lambda pack, _tif: damaged(pack), "packed-damaged"),
        (lambda pack, _tif: locked(pack), "packed-locked"),
        (lambda _pack, _tif: zipped(("readme.txt", b"nothing here")), "packed-rasters"),
        (lambda _pack, tif: zipped(("a.tif", tif), ("b.TIF", tif)), "packed-rasters"),
        (lambda _pack, _tif: zipped(("a.tif", b"")), "not-raster"),
        (lambda _pack, _tif: zipped(("a.tif", b"no raster at all")), "not-raster"),
    ],
)
def test_packed_files_that_hold_no_tile_are_refused(web, tifs, change, code):
    name = f"{NAME.format('R10_C21')}.zip"
    web.named[name] = change(web.named[name], tifs["R10_C21"])
    assert refused(TEXT).code == code
    assert not [name for name in left() if not name.endswith((".part", ".mark"))]


def test_a_file_that_grows_beyond_bounds_stays_packed(web, monkeypatch):
    monkeypatch.setattr(packed, "MOST_MB", 1)
    name = f"{NAME.format('R10_C21')}.zip"
    bomb = bytearray(zipped(("a.tif", bytes(50_000_000))))
    web.named[name] = bytes(bomb)
    assert refused(TEXT).code == "packed-huge"
    for place in (b"PK\1\2", b"PK\3\4"):  # it claims to hold a few bytes
        at = bomb.index(place) + (24 if place == b"PK\1\2" else 22)
        bomb[at : at + 4] = (1_000).to_bytes(4, "little")
    web.named[name] = bytes(bomb)
    assert refused(TEXT).code in ("packed-huge", "packed-damaged")
    assert left() == []


def test_names_within_a_packed_file_lead_nowhere(web, tifs, tmp_path):
    name = f"{NAME.format('R10_C21')}.zip"
    for within in ("../../../escape.tif", "/etc/escape.tif", "C:\\escape.tif"):
        web.named[name] = zipped((within, tifs["R10_C21"]))
        path = remote.kept(TEXT)
        assert path.read_bytes() == tifs["R10_C21"]
        path.unlink()
    assert not [file for file in tmp_path.parent.rglob("*") if "escape" in file.name]
