"""Files of a given size for the measurements."""

import json

import numpy as np


def polygons(path, count, *, vertices=24, seed=3):
    """A GeoJSON of `count` round-ish polygons spread over the western Amazon."""
    random = np.random.default_rng(seed)
    centre = np.column_stack([random.uniform(-74, -58, count), random.uniform(-14, 2, count)])
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = random.uniform(0.002, 0.01, (count, 1)) * random.uniform(0.7, 1.3, (count, vertices))
    lon = np.round(centre[:, :1] + radius * np.cos(angle), 6)
    lat = np.round(centre[:, 1:] + radius * np.sin(angle), 6)
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for n in range(count):
            ring = np.column_stack([lon[n], lat[n]]).tolist()
            feature = {
                "type": "Feature",
                "properties": {"id": n, "year": 2016 + n % 9, "substance": ("gold", "tin")[n % 2]},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
            file.write(json.dumps(feature) + (",\n" if n < count - 1 else "\n"))
        file.write("]}")
    return path
