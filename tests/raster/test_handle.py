"""Rasters: lazy, windowed, GeoTIFF or nothing."""

from contextlib import suppress

import numpy as np
import pytest
import rasterio

from analytics.core.words import LANGUAGES
from analytics.raster.handle import Bounds, Raster, RasterError, Transform, Window, open_file
from analytics.raster.write import write

CELLS = np.array([[1, 2, 3], [4, 255, 6]], dtype=np.uint8)


@pytest.fixture
def tif(tmp_path):
    path = tmp_path / "a.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=2,
        width=3,
        count=2,
        dtype="uint8",
        crs="EPSG:32718",
        transform=rasterio.Affine(100, 0, 500_000, 0, -100, 9_000_200),
        nodata=255,
    ) as file:
        file.write(CELLS, 1)
        file.write(CELLS + 10, 2)
    return path


def code(call, *arguments, **named):
    with pytest.raises(RasterError) as caught:
        call(*arguments, **named)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value.code


def test_the_header_is_read_and_the_cells_are_not(tif):
    raster = open_file(tif)
    assert (raster.crs, raster.nodata, raster.shape, raster.bands) == ("EPSG:32718", 255, (2, 3), 2)
    assert raster.bounds == Bounds(left=500_000, bottom=9_000_000, right=500_300, top=9_000_200)
    assert raster.name == "a.tif"


def test_holes_are_unknown_and_not_a_number_of_people(tif):
    read = open_file(tif).read()
    assert np.array_equal(read, [[1, 2, 3], [4, np.nan, 6]], equal_nan=True)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(rows=1, columns=2), [[1, 2]]),
        (Window(row=1, column=2, rows=1, columns=1), [[6]]),
        (Window(row=1, column=1, rows=9, columns=9), [[255, 6]]),
        (Window(row=5, column=0, rows=1, columns=1), []),
        (Window(row=-1, column=0, rows=2, columns=1), [[1]]),
    ],
)
def test_windows_are_cut_to_the_raster(window, expected, tif):
    from_file = open_file(tif).raw(window)
    in_memory = Raster.from_array(CELLS, bounds=(0, 0, 3, 2)).raw(window)
    assert from_file.tolist() == in_memory.tolist() == expected


def test_bytes_and_path_are_the_same_raster(tif):
    path, content = open_file(tif), open_file(tif.read_bytes(), name="a.tif")
    assert path.fingerprint == content.fingerprint
    assert np.array_equal(path.raw(), content.raw())
    assert open_file(tif, band=2).read()[0, 0] == 11
    assert open_file(tif, band=2).fingerprint != path.fingerprint


def test_a_changed_file_has_another_fingerprint(tif):
    before = open_file(tif).fingerprint
    with rasterio.open(tif, "r+") as file:
        file.write(CELLS + 1, 1)
    assert open_file(tif).fingerprint != before


def test_an_array_needs_a_place_and_never_changes():
    cells = CELLS.copy()
    raster = Raster.from_array(cells, bounds=(-60, -5, -57, -3), nodata=255)
    cells[0, 0] = 99
    assert raster.read()[0, 0] == 1
    assert raster.transform == Transform(-60, 1, 0, -3, 0, -1)
    assert (
        raster.fingerprint
        == Raster.from_array(CELLS, bounds=(-60, -5, -57, -3), nodata=255).fingerprint
    )
    assert raster.fingerprint != Raster.from_array(CELLS, bounds=(-60, -5, -57, -3)).fingerprint
    assert code(Raster.from_array, CELLS) == "raster-nowhere"
    assert code(Raster.from_array, CELLS, bounds=(1, 0, 0, 1)) == "raster-nowhere"
    assert code(Raster.from_array, CELLS[0], bounds=(0, 0, 1, 1)) == "raster-shape"
    with pytest.raises(ValueError, match="read-only"):
        raster.raw()[0, 0] = 1


def test_only_a_geotiff_is_opened(tmp_path, tif):
    """Trap T2: a recipe (VRT) reads whatever file it names."""
    vrt = f'<VRTDataset rasterXSize="3" rasterYSize="2"><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{tif}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>'.encode()
    (tmp_path / "b.tif").write_bytes(vrt)
    assert code(open_file, tmp_path / "b.tif") == "not-raster"
    assert code(open_file, vrt) == "not-raster"
    assert code(open_file, b"II*\0" + vrt) == "not-raster"
    assert code(open_file, b"") == "not-raster"
    assert code(open_file, tmp_path / "none.tif") == "no-raster-file"
    assert code(open_file, tmp_path) == "no-raster-file"
    assert code(open_file, tif, band=3) == "raster-band"
    assert code(open_file, tif, band=0) == "raster-band"


def test_companion_files_are_not_read(tif):
    tif.with_suffix(".tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><NoDataValue>1</NoDataValue></PAMRasterBand></PAMDataset>'
    )
    (tif.parent / "a.tfw").write_text("1\n0\n0\n-1\n0\n0\n")
    raster = open_file(tif)
    assert raster.nodata == 255
    assert raster.bounds.left == 500_000


def test_a_cut_raster_is_told_when_its_cells_are_read(tmp_path):
    path = tmp_path / "c.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=500,
        width=500,
        count=1,
        dtype="float64",
        crs="EPSG:4326",
        transform=rasterio.Affine(0.002, 0, 0, 0, -0.002, 1),
    ) as file:
        file.write(np.random.default_rng(1).random((500, 500)), 1)
    path.write_bytes(path.read_bytes()[:500_000])
    raster = open_file(path)
    assert code(raster.read) == "raster-damaged"


def test_damaged_rasters_end_in_numbers_or_a_sentence(tif):
    whole, dice = tif.read_bytes(), np.random.default_rng(5)
    for _ in range(150):
        data = bytearray(whole)
        for place in dice.integers(0, min(len(data), 400), 3):
            data[place] = dice.integers(0, 256)
        with suppress(RasterError):
            raster = open_file(bytes(data[: dice.integers(8, len(data) + 1)]))
            if raster.shape[0] * raster.shape[1] < 1_000_000:
                raster.read()


def test_what_is_written_is_read_back(tmp_path, tif):
    for raster in (
        open_file(tif),
        Raster.from_array(CELLS.astype(float), bounds=(0, 0, 3, 2), nodata=255.0),
    ):
        again = open_file(write(raster, tmp_path / "out.tif"))
        assert (again.crs, again.nodata, again.shape) == (raster.crs, raster.nodata, raster.shape)
        assert again.bounds == raster.bounds
        assert np.array_equal(again.raw(), raster.raw())
    assert code(write, raster, tmp_path / "no" / "such.tif") == "raster-not-written"


@pytest.mark.reference
def test_real_rasters(reference):
    people = open_file(reference / "pop" / "burundi_worldpop.tif")
    assert np.nansum(people.read()) == 9_131_486
    assert people.crs == "EPSG:4326"
    cover = open_file(reference / "amapa" / "mapbiomas" / "utm_cover_AP_lorenco_1985.tif")
    assert (cover.crs, cover.nodata, cover.shape) == ("EPSG:31976", 65535, (1341, 1341))
    island = open_file(reference / "pop" / "sierra_de_neiba_worldpop_2020_1km.tif").read()
    assert 0 < np.nansum(island) < 1e6


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_the_least_number_there_is_may_mark_holes(kind):
    least = float(np.finfo(kind).min)
    cells = np.array([[1.0, least, least * (1 - 1e-7), np.nan]], dtype=kind)
    raster = Raster.from_array(cells, bounds=(0, 0, 4, 1), nodata=least)
    assert raster.holes(cells).tolist() == [[False, True, True, True]]
    endless = Raster.from_array(cells, bounds=(0, 0, 4, 1), nodata=np.inf)
    assert endless.holes(np.array([[1.0, np.inf]], dtype=kind)).tolist() == [[False, True]]


def test_complex_numbers_are_no_counts(tmp_path):
    path = tmp_path / "radar.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=1, width=1, count=1, dtype="complex64", crs="EPSG:4326",
        transform=rasterio.Affine(1, 0, 0, 0, -1, 1),
    ) as file:  # fmt: skip
        file.write(np.ones((1, 1), dtype="complex64"), 1)
    assert code(open_file, path) == "raster-complex"


@pytest.mark.parametrize("kind", ["float32", "float64"])
@pytest.mark.parametrize("nodata", [None, -99_999.0, -1e20, -3.4e38, 0.0, np.nan, -np.inf])
def test_extremes_say_whether_there_is_a_hole(kind, nodata):
    raster = Raster.from_array(np.ones((1, 1), dtype=kind), bounds=(0, 0, 1, 1), nodata=nodata)
    lacking = np.nan if nodata is None else nodata * (1 + 4e-7)
    told = []
    for cells in ([1, 2], [1, lacking], [lacking, lacking], [1, np.nan]):
        stored = np.array([cells]).astype(kind)
        is_whole = raster.is_whole(float(stored.min()), float(stored.max()))
        told.append((is_whole, not raster.holes(stored).any()))
    if nodata == -99_999.0:  # a small one is looked for as it is, no matter what lies beside it
        assert told == [(True, True), (False, True), (False, True), (False, False)]
    else:
        assert told == [(True, True)] + [(False, False)] * 3
