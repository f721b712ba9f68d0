"""Damage done to good files: bytes, numbers, structure, and what lies inside archives."""

import gzip
import re
import zipfile
from io import BytesIO

INTERESTING = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"{",
    b"[",
    b'"',
    b"<",
    b"&",
    b",",
    b"\n",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"null",
    b"true",
    b"9" * 40,
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\x1e",
    b"</",
    b"]]>",
    b"SRID=1;",
    b"GEOMETRYCOLLECTION(",
    b"EMPTY",
    b" Z",
    b"''",
)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
TOKEN = re.compile(rb'"[^"]{0,40}"|<[^>]{0,40}>|[A-Za-z]{2,20}')


def damaged(random, data, other):
    """A copy of `data` with one to eight faults; `other` is a second file to cut from."""
    if random.random() < 0.6 and data[:2] == b"PK":
        return inside_zip(random, data, other)
    if random.random() < 0.6 and data[:2] == b"\x1f\x8b":
        return gzip.compress(damaged(random, gzip.decompress(data), other), mtime=0)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        data = random.choice(FAULTS)(random, data, other)
        if len(data) > 300_000:
            data = data[:300_000]
    return data


def inside_zip(random, data, other):
    """Damage inside an archive that stays sound itself, or its list of names."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    victim = random.choice(list(files))
    if random.random() < 0.1:
        files[
            random.choice(
                ("../" + victim, "/" + victim, victim + "/" + victim, "", "a" * 300, "x.zip")
            )
        ] = files.pop(victim)
    elif random.random() < 0.1:
        del files[victim]
    else:
        files[victim] = damaged(random, files[victim], other) if files[victim] else b"\xff"
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name or "-"), body)
    return content.getvalue()


def flip(random, data, _):
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def flip_head(random, data, _):
    place = random.randrange(min(len(data), 200) + 1)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def cut(random, data, _):
    return data[: random.randrange(len(data) + 1)]


def behead(random, data, _):
    return data[random.randrange(min(len(data), 64) + 1) :]


def drop(random, data, _):
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.choice((1, 2, 4, 8, 64, 1000)) :]


def repeat(random, data, _):
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.choice((1, 4, 16, 200, 2000))]
    return data[:start] + piece * random.choice((2, 3, 50)) + data[start:]


def insert(random, data, _):
    start = random.randrange(len(data) + 1)
    return (
        data[:start] + random.choice(INTERESTING) * random.choice((1, 1, 1, 3, 2000)) + data[start:]
    )


def overwrite(random, data, _):
    start, piece = random.randrange(len(data) + 1), random.choice(INTERESTING)
    return data[:start] + piece + data[start + len(piece) :]


def splice(random, data, other):
    start, end = sorted(random.randrange(len(other) + 1) for _ in range(2))
    place = random.randrange(len(data) + 1)
    return data[:place] + other[start : min(end, start + 5000)] + data[place:]


def number(random, data, _):
    found = [*NUMBER.finditer(data[:100_000])]
    if not found:
        return flip(random, data, _)
    hit = random.choice(found)
    value = random.choice(
        (
            b"0",
            b"-0",
            b"1e308",
            b"-1e999",
            b"NaN",
            b"null",
            b'"1.5"',
            b"[]",
            b"{}",
            b"9" * 5000,
            b"1,5",
            b"true",
            b"-999",
            b"181",
        )
    )
    return data[: hit.start()] + value + data[hit.end() :]


def token(random, data, _):
    found = [*TOKEN.finditer(data[:100_000])]
    if len(found) < 2:
        return flip(random, data, _)
    first, second = random.choice(found), random.choice(found)
    return data[: first.start()] + second[0] + data[first.end() :]


FAULTS = (flip, flip_head, cut, behead, drop, repeat, insert, overwrite, splice, number, token)
