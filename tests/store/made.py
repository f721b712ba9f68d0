"""Data sets with a bit of everything a store has to keep."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from analytics.core.issue import Action, Issue, Report, Severity
from analytics.core.provenance import Provenance
from analytics.intake.work import ReadError
from analytics.raster.handle import Raster
from tests.shapes import dataset, square

HOME = Path(__file__).parents[2]


def everything(name="Cerro Secreto"):
    """Sites, a layer, a raster in memory, pixels, a report and sources."""
    report = Report(
        name="a.csv",
        file_format="CSV",
        rows_in=3,
        rows_kept=2,
        dropped={3: "no-place"},
        issues=(
            Issue(
                code="no-place",
                severity=Severity.WARNING,
                action=Action.DROPPED,
                rows=(3,),
                count=1,
                facts={"name": name, "share": float("nan"), "day": date(2024, 2, 29)},
            ),
        ),
        folder=ReadError.folder,
    )
    return dataset(
        [
            {
                "name": name,
                "country": "PER",
                "period": "2020",
                "area_ha": 1.5,
                "geometry": square(0, 0),
            },
            {"name": None, "country": "COL", "area_ha": float("nan")},
        ],
        layers={"permits": permits()},
        rasters={"people": people()},
        pixels={"M1": pixels()},
        provenance=(
            Provenance(part="sites", name="a.csv", as_of=date(2025, 1, 1), is_sample=True),
        ),
        report=report,
    )


def permits():
    return gpd.GeoDataFrame(
        {"permit": ["Ñusta", None], "valid_from": pd.to_datetime(["2020-01-01", None])},
        geometry=[square(0, 0), None],
        crs="EPSG:4326",
    )


def people(dtype="int16"):
    cells = np.arange(6).reshape(2, 3).astype(dtype)
    return Raster.from_array(cells, bounds=(-60.1, -5, -57, -3.3), nodata=5, name="people")


def pixels():
    return pd.DataFrame(
        {
            "mine_id": pd.Categorical(["M1", "M1"], categories=["M2", "M1"], ordered=True),
            "date": np.array(["2020-01-01", "NaT"], dtype="datetime64[s]"),
            "b4": np.array([1, 2], dtype="int32"),
            "ndvi": [np.nan, -0.0],
        }
    )


def same(found, given):
    """Whether two data sets are equal in everything; raises where they differ."""
    for attribute in ("fingerprint", "name", "area_basis", "measure", "provenance", "is_sample"):
        assert getattr(found, attribute) == getattr(given, attribute), attribute
    assert repr(found.report) == repr(given.report)  # by text: NaN equals nothing
    pd.testing.assert_frame_equal(found.sites, given.sites)
    pd.testing.assert_frame_equal(found.places, given.places)
    assert found.sites.crs == given.sites.crs
    for part in ("layers", "pixels"):
        assert list(getattr(found, part)) == list(getattr(given, part))
        for name, frame in getattr(given, part).items():
            pd.testing.assert_frame_equal(getattr(found, part)[name], frame)
    assert list(found.rasters) == list(given.rasters)
    for name, raster in given.rasters.items():
        again = found.rasters[name]
        for attribute in ("fingerprint", "bounds", "transform", "crs", "nodata", "shape", "name"):
            assert getattr(again, attribute) == getattr(raster, attribute)
        assert np.array_equal(again.read(), raster.read(), equal_nan=True)
    return True


def files(folder):
    """Every file of a store, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
