"""The same twelve sites in every format the product reads, built in memory."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import struct
import zipfile
from io import BytesIO, StringIO

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

NAMES = ("Río Ñandú", "São Félix", "Guyane-Été", "Tambang Emas")
COLUMNS = ("code", "name", "found", "area", "year", "note")
ROWS = 12


def shapes():
    """Twelve squares of about 1 ha, side by side near 60 W 5 S; the fourth has a hole."""
    found = []
    for place in range(ROWS):
        west, south = -60 + place * 0.01, -5 + place * 0.002
        shell = [
            (west, south),
            (west + 0.001, south),
            (west + 0.001, south + 0.001),
            (west, south + 0.001),
        ]
        hole = [
            (west + 0.0002, south + 0.0002),
            (west + 0.0004, south + 0.0002),
            (west + 0.0004, south + 0.0004),
        ]
        found.append(shapely.Polygon(shell, [hole] if place == 3 else None))
    return found


def records():
    """One dict per site: a code with leading zeros, accents, a date, numbers, and a gap."""
    return [
        {
            "code": f"{place:05d}",
            "name": f"{NAMES[place % 4]} {place + 1}",
            "found": f"2021-{place + 1:02d}-15",
            "area": 1.5 * (place + 1),
            "year": 2010 + place,
            "note": None if place == 5 else 'a, b; "c"',
        }
        for place in range(ROWS)
    ]


def features():
    return [
        {"type": "Feature", "properties": record, "geometry": json.loads(shapely.to_geojson(shape))}
        for record, shape in zip(records(), shapes(), strict=True)
    ]


def collection():
    return {"type": "FeatureCollection", "features": features()}


def geojson():
    return json.dumps(collection(), ensure_ascii=False).encode()


def geojson_lines():
    return "\n".join(json.dumps(feature) for feature in features()).encode()


def geojson_sequence():
    return "".join(f"\x1e{json.dumps(feature)}\n" for feature in features()).encode()


def wgs84(code):
    return (code, "NONE", code, "undefined")


def geopackage(tables=("sites",), extra=(), srs=4326):
    """A GeoPackage written by SQLite alone; `extra` are statements run at the end."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(
            "PRAGMA application_id = 1196444487;"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER PRIMARY KEY, organization,"
            " organization_coordsys_id INTEGER, definition, description);"
            "CREATE TABLE gpkg_contents (table_name PRIMARY KEY, data_type, identifier, srs_id INTEGER);"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id INTEGER, z, m);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS', '');"
        )
        for table in tables:
            database.execute(
                f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT,'
                " found DATE, area REAL, year INTEGER, note TEXT)"
            )
            database.execute(
                "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?)", (table, table, srs)
            )
            database.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', ?, 0, 0)",
                (table, srs),
            )
            database.executemany(
                f'INSERT INTO "{table}" (geom, code, name, found, area, year, note) VALUES (?, ?, ?, ?, ?, ?, ?)',  # noqa: S608
                [
                    (b"GP\0\1" + struct.pack("<i", srs) + shapely.to_wkb(shape), *record.values())
                    for record, shape in zip(records(), shapes(), strict=True)
                ],
            )
        for statement in extra:
            database.execute(statement)
        database.commit()
        return database.serialize()


def shapefile_parts(encoding="utf-8"):
    """The bytes of .shp, .dbf, .prj and .cpg."""
    body = b""
    for place, shape in enumerate(shapes(), start=1):
        rings = [shapely.get_exterior_ring(shape), *shape.interiors]
        lines = [list(ring.coords) for ring in rings]
        if shapely.is_ccw(rings[0]):
            lines[0].reverse()
        for line, ring in zip(lines[1:], rings[1:], strict=True):
            if not shapely.is_ccw(ring):
                line.reverse()
        points = [point for line in lines for point in line]
        starts = [sum(map(len, lines[:n])) for n in range(len(lines))]
        content = struct.pack("<i4d", 5, *shape.bounds) + struct.pack(
            "<ii", len(lines), len(points)
        )
        content += struct.pack(f"<{len(starts)}i", *starts)
        content += b"".join(struct.pack("<2d", *point) for point in points)
        body += struct.pack(">ii", place, len(content) // 2) + content
    shp = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2)
    shp += struct.pack("<ii8d", 1000, 5, *([0.0] * 8)) + body
    fields = (
        ("code", "C", 5, 0),
        ("name", "C", 40, 0),
        ("found", "D", 8, 0),
        ("area", "N", 12, 3),
        ("year", "N", 6, 0),
        ("note", "C", 20, 0),
    )
    dbf = struct.pack(
        "<4BIHH20x", 3, 121, 1, 1, ROWS, 32 * (len(fields) + 1) + 1, 1 + sum(f[2] for f in fields)
    )
    for name, kind, width, decimals in fields:
        dbf += struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), width, decimals)
    dbf += b"\r"
    for record in records():
        dbf += b" "
        for (_, kind, width, _), value in zip(fields, record.values(), strict=True):
            text = (
                "" if value is None else str(value).replace("-", "") if kind == "D" else str(value)
            )
            raw = text.encode(encoding)
            dbf += raw.rjust(width) if kind == "N" else raw.ljust(width)
    prj = (
        b'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
        b'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )
    return {"shp": shp, "dbf": dbf + b"\x1a", "prj": prj, "cpg": encoding.encode(), "shx": b"\0"}


def zipped(files):
    """A ZIP of names and contents."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def shapefile(without=(), folder="data/", encoding="utf-8"):
    parts = shapefile_parts(encoding)
    return zipped(
        {f"{folder}sites.{part}": data for part, data in parts.items() if part not in without}
    )


def placemark(record, shape):
    rings = [
        f"<{tag}><LinearRing><coordinates>"
        + " ".join(f"{x!r},{y!r}" for x, y in ring.coords)
        + f"</coordinates></LinearRing></{tag}>"
        for tag, ring in (
            ("outerBoundaryIs", shape.exterior),
            *(("innerBoundaryIs", ring) for ring in shape.interiors),
        )
    ]
    data = "".join(
        f'<Data name="{name}"><value>{str(value).replace("&", "&amp;")}</value></Data>'
        for name, value in record.items()
        if value is not None and name != "name"
    )
    return f"<Placemark><name>{record['name']}</name><ExtendedData>{data}</ExtendedData><Polygon>{''.join(rings)}</Polygon></Placemark>"


def kml(folders=("sites",)):
    marks = "".join(placemark(*pair) for pair in zip(records(), shapes(), strict=True))
    inside = "".join(f"<Folder><name>{name}</name>{marks}</Folder>" for name in folders)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><name>all</name>{inside}</Document></kml>"
    ).encode()


def kmz():
    return zipped({"doc.kml": kml()})


def table(*, with_wkb):
    columns = {name: [record[name] for record in records()] for name in COLUMNS}
    return pa.table(
        {**columns, "geometry": pa.array(shapely.to_wkb(shapes()) if with_wkb else None)}
    )


def geoparquet():
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    return parquet_bytes(table(with_wkb=True).replace_schema_metadata({"geo": json.dumps(geo)}))


def parquet():
    return parquet_bytes(table(with_wkb=True))


def parquet_bytes(content):
    out = BytesIO()
    pq.write_table(content, out)
    return out.getvalue()


def rows():
    """Header and records with a column of well-known text."""
    body = [
        [*record.values(), shapely.to_wkt(shape, rounding_precision=-1)]
        for record, shape in zip(records(), shapes(), strict=True)
    ]
    return [[*COLUMNS, "wkt"], *body]


def delimited(delimiter=",", encoding="utf-8"):
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows())
    return out.getvalue().encode(encoding)


def csv_hex():
    body = [
        [*record.values(), shapely.to_wkb(shape, hex=True)]
        for record, shape in zip(records(), shapes(), strict=True)
    ]
    out = StringIO()
    csv.writer(out).writerows([[*COLUMNS, "geom"], *body])
    return out.getvalue().encode()


def csv_json():
    body = [
        [*record.values(), shapely.to_geojson(shape)]
        for record, shape in zip(records(), shapes(), strict=True)
    ]
    out = StringIO()
    csv.writer(out).writerows([[*COLUMNS, ".geo"], *body])
    return out.getvalue().encode()


def xlsx(sheets=("Sites",)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows():
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


#: Every format, by name, as bytes.
EVERY = {
    "geojson": geojson,
    "geojson with a mark": lambda: b"\xef\xbb\xbf" + geojson(),
    "geojson utf-16": lambda: geojson().decode().encode("utf-16"),
    "geojson gz": lambda: gzip.compress(geojson(), mtime=0),
    "geojson zip": lambda: zipped({"folder/sites.geojson": geojson()}),
    "geojson lines": geojson_lines,
    "geojson lines gz": lambda: gzip.compress(geojson_lines(), mtime=0),
    "geojson sequence": geojson_sequence,
    "geopackage": geopackage,
    "shapefile": shapefile,
    "kml": kml,
    "kmz": kmz,
    "geoparquet": geoparquet,
    "parquet": parquet,
    "csv": delimited,
    "csv with a mark": lambda: delimited(encoding="utf-8-sig"),
    "csv semicolon": lambda: delimited(";"),
    "csv cp1252": lambda: delimited(encoding="cp1252"),
    "csv utf-16": lambda: delimited(encoding="utf-16"),
    "tsv": lambda: delimited("\t"),
    "csv wkb": csv_hex,
    "csv geojson": csv_json,
    "xlsx": xlsx,
}
