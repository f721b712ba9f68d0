"""Files and data sets made for the pages."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import schema
from tests.shapes import dataset, square


def geojson(features):
    """Features from (properties, lon, lat): squares of about 1.2 ha at the equator."""
    size = 0.001
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [
                            [
                                [lon, lat],
                                [lon + size, lat],
                                [lon + size, lat + size],
                                [lon, lat + size],
                                [lon, lat],
                            ]
                        ],
                    },
                }
                for properties, lon, lat in features
            ],
        }
    ).encode()


def many(count, corners=24):
    """`count` blobs with `corners` corners each, spread over the Amazon, in two countries."""
    dice = np.random.default_rng(7)
    centres = np.column_stack([dice.uniform(-75, -50, count), dice.uniform(-15, 2, count)])
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = dice.uniform(0.001, 0.003, (count, corners))
    x = centres[:, [0]] + radii * np.cos(angles)
    y = centres[:, [1]] + radii * np.sin(angles)
    shapes = shapely.polygons(np.dstack([x, y]))
    rows = dataset(
        [
            {
                schema.GEOMETRY: square(0, 0),
                schema.COUNTRY: "PER",
                schema.AREA_HA: 1.0,
                schema.PERIOD: "2024",
            }
        ]
    )
    frame = rows.sites.loc[[0] * count].reset_index(drop=True)
    frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, crs=schema.STORED_CRS))
    frame[schema.SITE_ID] = [f"S{n:06d}" for n in range(count)]
    frame[schema.NAME] = [f"Mine number {n}" for n in range(count)]
    frame[schema.COUNTRY] = np.where(np.arange(count) % 2, "PER", "BRA")
    frame[schema.AREA_HA] = dice.uniform(0.5, 80, count)
    places = pd.DataFrame(
        {"row": frame.index, "country": frame[schema.COUNTRY].astype(str), "share": 1.0}
    )
    return type(rows)(
        sites=frame,
        places=places,
        name="many",
        area_basis=rows.area_basis,
        measure=rows.measure,
    )
