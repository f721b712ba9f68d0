"""What can be found in the bytes of any file of a brief: texts, and places in any spelling."""

import re
import zipfile
from base64 import b64decode
from contextlib import closing
from io import BytesIO
from itertools import pairwise
from sqlite3 import connect

import numpy as np
import pypdf
import shapely
from pypdf.generic import StreamObject
from scipy.spatial import cKDTree

from analytics.core import schema
from reports.brief.public.mentions import mentions
from reports.brief.redact import names

ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes of a GeoPackage shape before its WKB
INLINE = re.compile(r"data:([\w/+.-]+);base64,([A-Za-z0-9+/=\s]+)")
NUMBER = re.compile(r"-?\d{1,3}[.,]\d{3,}")
FINEST = 9  # decimals that are compared


class Secrets:
    """Names, and places to three decimals or more, of the sites of a data set."""

    def __init__(self, dataset):
        self.names = mentions(names(dataset))
        shapes = dataset.sites.geometry
        inside = shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()))
        middle = shapely.get_coordinates(shapely.centroid(shapes.to_numpy()))
        corners = shapely.get_coordinates(shapes.to_numpy())
        self.points = np.unique(np.concatenate([inside, middle, corners]), axis=0)
        self.tree = cKDTree(self.points)
        self.areas = {f"{a:.{d}f}" for a in dataset.sites[schema.AREA_HA] for d in range(4, 7)}

    def in_text(self, text):
        """Everything that must not be there."""
        found = set(self.names.found(text))
        spelt = [one.replace(",", ".") for one in NUMBER.findall(text)]
        found |= self.areas & set(spelt)
        pairs = list(pairwise(spelt))
        return found | self._near(pairs) | self._near([(b, a) for a, b in pairs])

    def in_points(self, points):
        """The places among these that are one of ours, or ours rounded."""
        rows = [(f"{x:.{FINEST}f}", f"{y:.{FINEST}f}") for x, y in np.asarray(points).tolist()]
        short = [tuple(one.rstrip("0") for one in row) for row in rows]
        return self._near([row for row in short if min(map(_decimals, row)) >= 3])

    def _near(self, pairs):
        if not pairs:
            return set()
        where = np.array(pairs, dtype=float)
        _, nearest = self.tree.query(where, distance_upper_bound=0.001)
        found = set()
        for pair, spot, place in zip(pairs, where, nearest, strict=True):
            if place < len(self.points) and all(
                abs(told - own) <= 0.501 * 10.0 ** -min(_decimals(text), FINEST)
                for text, told, own in zip(pair, spot, self.points[place], strict=True)
            ):
                found.add(pair)
        return found


def _decimals(number):
    return len(number.partition(".")[2])


def leaks(name, content, secrets):
    """What is found, by the name of the part it is in."""
    found = {}
    for part, held in parts(name, content):
        told = secrets.in_points(held) if isinstance(held, np.ndarray) else secrets.in_text(held)
        if told:
            found[part] = sorted(map(str, told))[:5]
    return found


def parts(name, content):
    """Texts and places of a file and of all files in it, unpacked."""
    yield name, name
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as file:
            yield f"{name}#comment", file.comment.decode("latin-1")
            for inner in file.namelist():
                yield from parts(f"{name}/{inner}", file.read(inner))
    elif content.startswith(b"%PDF"):
        yield from _pdf(name, content)
    elif content.startswith(b"SQLite"):
        yield from _gpkg(name, content)
    elif content.startswith(b"\x89PNG"):
        yield name, "".join(_png(content))
    else:
        text = content.decode("utf-8", "replace")
        yield name, INLINE.sub("", text)
        for kind, packed in INLINE.findall(text):
            if "font" not in kind:
                yield from parts(f"{name}#{kind}", b64decode(packed))


def _png(content):
    """The texts beside a picture."""
    place = 8
    while place < len(content):
        size, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            yield content[place + 8 : place + 8 + size].decode("latin-1")
        place += size + 12


def _pdf(name, content):
    """Pages as they read, and every stream and text of the file as it stands."""
    reader = pypdf.PdfReader(BytesIO(content))
    yield f"{name}#pages", "\n".join(page.extract_text() for page in reader.pages)
    yield f"{name}#info", str(reader.metadata)
    yield f"{name}#trailer", str(reader.trailer)
    for number in sorted({*reader.xref.get(0, {}), *reader.xref_objStm}):
        one = reader.get_object(number)
        yield f"{name}#{number}", str(one)
        is_font = "/Length1" in str(one) or "/FontFile" in str(one)
        if isinstance(one, StreamObject) and one.get("/Subtype") != "/Image" and not is_font:
            yield f"{name}#{number}-stream", one.get_data().decode("latin-1")


def _gpkg(name, content):
    """Every cell of every table; shapes as their corners."""
    with closing(connect(":memory:")) as file:
        file.deserialize(content)
        tables = [
            row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            if table.startswith("rtree_"):
                continue
            rows = file.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - their own names
            cells = [cell for row in rows for cell in row]
            shapes = [c for c in cells if isinstance(c, bytes) and c.startswith(b"GP")]
            yield f"{name}/{table}", " ".join(str(c) for c in cells if not isinstance(c, bytes))
            if shapes:
                yield f"{name}/{table}#shapes", np.concatenate(list(map(_corners, shapes)))


def _corners(stored):
    size = ENVELOPES[stored[3] >> 1 & 7]
    bounds = np.frombuffer(stored[8 : 8 + size], dtype="<f8")[:4]
    inner = shapely.get_coordinates(shapely.from_wkb(stored[8 + size :]))
    box = bounds[[0, 2, 1, 3]].reshape(2, 2) if len(bounds) else np.empty((0, 2))
    return np.concatenate([inner, box])
