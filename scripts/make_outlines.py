"""Derive the bundled outlines of countries from the npm package world-atlas 2.0.2.

    .venv/bin/python scripts/make_outlines.py [world-atlas-2.0.2.tgz]

Without a tarball it is fetched with `npm pack`. What goes where, and why, is in
docs/adr/0013-countries.md; what came out is in analytics/core/outlines/SOURCES.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from babel.core import get_global
from numpy.typing import NDArray
from shapely.affinity import translate

PACKAGE: Final = "world-atlas@2.0.2"
PACKAGE_SHA256: Final = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
FOLDER: Final = Path(__file__).parents[1] / "analytics" / "core" / "outlines"
DECIMALS: Final = 5  # of a degree: a metre, far below the 400 m grid of the source
HALF_TURN: Final = 180.0
FEWEST_POINTS: Final = 4  # of a closed ring

#: Entities without an ISO number in the source, and the unit they count with.
ATTACHED: Final = {
    "Akrotiri": "CYP",
    "Ashmore and Cartier Is.": "AUS",
    "Baikonur": "KAZ",
    "Clipperton I.": "FRA",
    "Coral Sea Is.": "AUS",
    "Cyprus U.N. Buffer Zone": "CYP",
    "Dhekelia": "CYP",
    "Kosovo": "XKX",
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "USNB Guantanamo Bay": "CUB",
}
#: Ground that no single entry of ISO 3166 holds: in the base map without a code, nowhere else.
NOBODY: Final = ("Siachen Glacier",)
#: Uninhabited reefs that several states claim, and the continent without a country.
LEFT_OUT: Final = (
    "Antarctica",
    "Bajo Nuevo Bank",
    "Scarborough Reef",
    "Serranilla Bank",
    "Spratly Is.",
)
#: Parts that ISO 3166 lists apart from the unit they are drawn in: west, south, east, north.
APART: Final = {
    "France": {
        "GUF": (-55.0, 1.5, -51.0, 6.5),
        "GLP": (-62.0, 15.7, -60.9, 16.6),
        "MTQ": (-61.4, 14.2, -60.7, 15.0),
        "MYT": (44.9, -13.2, 45.4, -12.5),
        "REU": (55.0, -21.6, 56.0, -20.7),
    },
    "Netherlands": {"BES": (-69.0, 11.0, -62.0, 18.0)},
    "Norway": {"SJM": (-10.0, 70.5, 34.5, 81.0), "BVT": (3.0, -55.0, 4.0, -54.0)},
    "New Zealand": {"TKL": (-173.0, -10.0, -171.0, -8.0)},
    "Indian Ocean Ter.": {"CXR": (105.0, -11.0, 106.5, -10.0), "CCK": (96.0, -12.5, 97.5, -11.5)},
    "Russia": {"UKR": (32.4, 44.3, 36.7, 46.3)},  # Crimea: UA-43 in ISO 3166-2
}
#: Codes of the past that CLDR still points to the states of today.
WITHDRAWN: Final = ("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR")
#: Ground that the source draws inside one unit's polygon and ISO 3166 lists as another.
CUT: Final = {"Morocco": ("ESH", (-18.0, 20.0, -8.6, 27.66114))}  # to the parallel of 27 40 N
NORTH_CAPE: Final = (12.0, 69.0, 31.5, 71.3)  # Norwegian mainland islands inside Svalbard's box


def main(tarball: Path | None) -> None:
    """Write both files and print what SOURCES.md records about them."""
    with tempfile.TemporaryDirectory() as scratch:
        path = tarball or _fetched(Path(scratch))
        if sha256(path.read_bytes()).hexdigest() != PACKAGE_SHA256:
            sys.exit(f"{path} is not {PACKAGE}: its sha256 differs.")
        detailed = _member(path, "countries-10m.json")
        coarse = _member(path, "countries-50m.json")
    for name, units in (
        ("countries", outlines(detailed, nobody=False)),
        ("base", outlines(coarse, nobody=True)),
    ):
        path = FOLDER / f"{name}.parquet"
        units.to_parquet(path, index=False, compression="zstd", compression_level=19)
        print(f"{path.name}: {len(units)} units, {path.stat().st_size:,} bytes, {digest(units)}")


def outlines(topology: dict[str, Any], *, nobody: bool) -> gpd.GeoDataFrame:
    """One row per unit by code, valid, cut at the antimeridian; `nobody` keeps unclaimed ground."""
    arcs = _arcs(topology)
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for entity in topology["objects"]["countries"]["geometries"]:
        name = entity["properties"]["name"]
        if name in LEFT_OUT or (name in NOBODY and not nobody):
            continue
        rings = [entity["arcs"]] if entity["type"] == "Polygon" else entity["arcs"]
        for polygon in rings:
            whole = _polygon([_ring(ring, arcs) for ring in polygon])
            for code, part in _pieces(entity, whole):
                parts[code].append(part)
    shapes = {code: _united(parts[code]) for code in sorted(parts)}
    return gpd.GeoDataFrame(
        {"country": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326"
    )


def digest(units: gpd.GeoDataFrame) -> str:
    """Hash of codes and coordinates, the same whatever library wrote the file."""
    content = sha256("".join(units["country"]).encode())
    for shape in shapely.to_wkb(units.geometry.to_numpy(), byte_order=1):
        content.update(shape)
    return content.hexdigest()


def _fetched(folder: Path) -> Path:
    subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
    return next(folder.glob("*.tgz"))


def _member(tarball: Path, name: str) -> dict[str, Any]:
    with tarfile.open(tarball) as package:
        file = package.extractfile(f"package/{name}")
        if file is None:
            sys.exit(f"{tarball} holds no {name}.")
        content: dict[str, Any] = json.load(file)
        return content


def _arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """Arcs in degrees; steps are stored as whole numbers, so shared borders stay identical."""
    scale = np.array(topology["transform"]["scale"])
    start = np.array(topology["transform"]["translate"])
    return [np.round(np.cumsum(arc, axis=0) * scale + start, DECIMALS) for arc in topology["arcs"]]


def _ring(numbers: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Arcs joined end to end; ~n is arc n backwards; unrolled where it crosses 180 degrees."""
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    ring = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    jumps = np.round(np.diff(ring[:, 0], prepend=ring[0, 0]) / (2 * HALF_TURN))
    return ring - np.column_stack([np.cumsum(jumps) * 2 * HALF_TURN, np.zeros(len(ring))])


def _polygon(rings: list[NDArray[np.float64]]) -> shapely.Geometry:
    """A valid polygon, cut where it passes 180 degrees; empty where the source's grid ate it."""
    shell, *holes = rings
    if len(shell) < FEWEST_POINTS:
        return shapely.Polygon()
    holes = [hole for hole in holes if len(hole) >= FEWEST_POINTS]
    whole = shapely.make_valid(
        shapely.Polygon(shell, holes), method="structure", keep_collapsed=False
    )
    west, _, east, _ = whole.bounds
    if west >= -HALF_TURN and east <= HALF_TURN:
        return whole
    turns = [translate(whole, by) for by in (-360.0, 0.0, 360.0)]
    globe = shapely.box(-HALF_TURN, -90.0, HALF_TURN, 90.0)
    return shapely.union_all(shapely.intersection(turns, globe))


def _pieces(entity: dict[str, Any], whole: shapely.Geometry) -> list[tuple[str, shapely.Geometry]]:
    """The polygon under its unit's code, without what another unit takes of it."""
    code, bounds = CUT.get(entity["properties"]["name"], ("", (0.0, 0.0, 0.0, 0.0)))
    taken = shapely.intersection(whole, shapely.box(*bounds))
    pieces = [(_code(entity, whole), shapely.difference(whole, taken)), (code, taken)]
    return [(unit, part) for unit, part in pieces if part.area > 0]


def _code(entity: dict[str, Any], part: shapely.Geometry) -> str:
    """The unit a polygon belongs to: by where it lies, by name, else by its ISO number."""
    name = entity["properties"]["name"]
    for code, bounds in APART.get(name, {}).items():
        if _lies_in(part, bounds) and not (code == "SJM" and _lies_in(part, NORTH_CAPE)):
            return code
    if name in NOBODY:
        return ""
    return ATTACHED.get(name) or _alpha3()[entity["id"]]


def _lies_in(part: shapely.Geometry, bounds: tuple[float, float, float, float]) -> bool:
    return bool(shapely.covers(shapely.box(*bounds), part))


@cache
def _alpha3() -> dict[str, str]:
    """ISO number to alpha-3, through the alpha-2 code that CLDR gives for both."""
    aliases = {
        old: new[0]
        for old, new in get_global("territory_aliases").items()
        if len(old) == 3 and len(new) == 1 and old not in WITHDRAWN  # noqa: PLR2004 - by length
    }
    letters = {two: three for three, two in aliases.items() if three.isalpha()}
    return {number: letters[two] for number, two in aliases.items() if number.isdigit()}


def _united(parts: list[shapely.Geometry]) -> shapely.Geometry:
    """All parts as one multipolygon with its polygons and rings in a fixed order."""
    whole = shapely.union_all(parts)
    polygons = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    return shapely.normalize(shapely.MultiPolygon(polygons))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
