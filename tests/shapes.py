"""Tiny data sets, small enough to check by hand."""

import geopandas as gpd
import pandas as pd
from shapely import box

from analytics.core import schema
from analytics.core.dataset import Dataset
from analytics.core.schema import AreaBasis, Measure


def square(lon, lat, size=0.01):
    """A box whose lower left corner is (lon, lat)."""
    return box(lon, lat, lon + size, lat + size)


def sites(rows):
    """A canonical frame from dictionaries; what is not given is missing."""
    frame = pd.DataFrame([{schema.GEOMETRY: None, **row} for row in rows])
    frame = frame.reindex(columns=list(schema.COLUMNS))
    frame[schema.SITE_ID] = [row.get(schema.SITE_ID, f"S{n}") for n, row in enumerate(rows)]
    text = [schema.COUNTRY, schema.ADMIN1, schema.PERIOD, schema.NAME]
    frame[text] = frame[text].astype("string")
    start = pd.to_datetime(frame[schema.PERIOD].str[:4], format="%Y")
    frame[schema.PERIOD_START] = start
    frame[schema.PERIOD_END] = start + pd.offsets.YearEnd(0)
    frame[schema.PERIOD_KIND] = start.notna().map({True: "year", False: ""})
    frame[schema.AREA_HA] = frame[schema.AREA_HA].astype(float)
    return gpd.GeoDataFrame(frame, geometry=schema.GEOMETRY, crs=schema.STORED_CRS)


def dataset(rows, *, places=None, basis=AreaBasis.ATTRIBUTE, measure=Measure.FLOW, **parts):
    """A data set from dictionaries; each site lies wholly in its own country unless told."""
    frame = sites(rows)
    if places is None:
        places = pd.DataFrame(
            {
                "row": frame.index,
                "country": frame[schema.COUNTRY].fillna("").astype(str),
                "share": 1.0,
            }
        )
    return Dataset(
        sites=frame, places=places, name="by hand", area_basis=basis, measure=measure, **parts
    )
