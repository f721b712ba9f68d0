"""The data pack: a ZIP with the data, the tables, the figures and the record of a brief."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Final

from analytics.core import progress
from analytics.core.words import Words
from reports import frames, mapfiles, pictures, sheets
from reports.brief import figurefiles, manifest, readme
from reports.brief.office.steady import steady
from reports.brief.order import Level
from reports.brief.public import places

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.section import Table
    from reports.brief.content import Brief
    from reports.brief.order import Order

MOST_FILE: Final = 64_000_000  # bytes of one file before it is packed
MOST_WHOLE: Final = 256_000_000  # and of all
MOST_SHEET_ROWS: Final = 100_000  # a longer table is in its CSV alone
NAME_LETTERS: Final = 60  # of a part of a file's name
SHEET_LETTERS: Final = 31
NOT_IN_SHEETS: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
FIRST_YEAR, LAST_YEAR = 1980, 2107  # that a ZIP can state
README, RECORD, SUMS = "README.txt", "manifest.json", "checksums.sha256"


@dataclass(slots=True)
class Packed:
    """Files by name, and those that were too large; what a reader is told of each."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, name: str, content: bytes, what: str, *, under: str = "") -> None:
        """Keep a file, unless it or all together would be too large.

        It is told of by its name, or with others `under` one.
        """
        if len(content) > MOST_FILE or self.size + len(content) > MOST_WHOLE:
            self.left[name] = what
            return
        self.files[name], self.told[under or name] = content, what
        self.size += len(content)


def pack(brief: Brief) -> bytes:
    """The ZIP; of the same brief always the same bytes."""
    words, packed = Words(readme.HERE, brief.order.language), Packed()
    steps = (_data, _tables, _figures)
    for place, step in enumerate(steps):
        with progress.part(place / len(steps), (place + 1) / len(steps)):
            step(brief, packed, words)
    packed.add(RECORD, manifest.written(brief.manifest), words("pack.manifest"))
    told = {**packed.told, SUMS: words("pack.sums")}
    packed.files[README] = readme.written(brief, told, packed.left, words)
    packed.files[SUMS] = _sums(packed.files)
    return _zipped(packed.files, brief.order)


def safe(text: str) -> str:
    """A text as part of a file's name: Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:NAME_LETTERS] or "x"


def datasets(brief: Brief) -> tuple[Dataset, ...]:
    """The different data sets of the answers, the first one first; of the public, see below.

    Two tables of cells that share sites could be subtracted from each other, so of those only
    the one with most sites is given.
    """
    found = list({b.run.dataset.fingerprint: b.run.dataset for b in brief.own}.values())
    if brief.order.level is not Level.PUBLIC:
        return tuple(found)
    return (max(found, key=lambda one: len(one.sites)),)


def _data(brief: Brief, packed: Packed, words: Words) -> None:
    is_public = brief.order.level is Level.PUBLIC
    kind, many = ("cells" if is_public else "sites"), datasets(brief)
    for place, dataset in enumerate(many):
        name = f"data/{kind}" if place == 0 else f"data/{kind}-{place + 1}"
        progress.at(place / len(many))
        rows = frames.marked(places.table(dataset), dataset) if is_public else None
        facts = frames.facts(dataset)
        made = (
            mapfiles.data_gpkg(dataset)
            if rows is None
            else mapfiles.layers_gpkg({kind: rows}, facts)
        )
        what = readme.data(dataset, words)
        dated = mapfiles.dated(made, brief.order.created)
        packed.add(f"{name}.gpkg", dated, words(f"pack.{kind}.gpkg", data=what))
        plain = (
            sheets.data_csv(dataset)
            if rows is None
            else sheets.csv_bytes(rows.drop(columns=rows.geometry.name))
        )
        packed.add(f"{name}.csv", plain, words(f"pack.{kind}.csv", data=what))


def _tables(brief: Brief, packed: Packed, words: Words) -> None:
    rows: list[tuple[str, str, str, str]] = []
    book: dict[str, tuple[Table, Words]] = {}
    every = list(_each(brief))
    for place, (name, title, table, voice, is_sample) in enumerate(every):
        progress.at(place / max(1, len(every)))
        content = sheets.table_csv(table, voice, is_sample=is_sample)
        file = f"tables/{name}.csv"
        packed.add(file, content, words("pack.table", title=title, caption=table.caption))
        is_short = len(table.frame) <= MOST_SHEET_ROWS
        sheet = sheet_name(len(rows) + 1, title) if is_short else ""
        rows.append((sheet or words("pack.sheet.long"), title, table.caption, file))
        if sheet:
            book[sheet] = (table, voice)
    heads = [words(f"pack.head.{head}") for head in ("sheet", "answer", "table", "file")]
    about = [(words("pack.sample"), "", "", "")] if brief.is_sample else []
    made = sheets.tables_xlsx(words("pack.contents"), heads, [*about, *rows], book)
    packed.add("tables.xlsx", steady(made, brief.order.created), words("pack.tables"))


def _each(brief: Brief) -> Iterator[tuple[str, str, Table, Words, bool]]:
    """Every table: the name of its file, its answer, its words, whether it is of sample data."""
    for block in brief.own:
        voice = block.run.analysis.words(brief.order.language)
        for number, table in enumerate(block.tables, start=1):
            name = f"{safe(block.key)}-{number}"
            yield name, block.title, table, voice, block.run.dataset.is_sample


def sheet_name(number: int, title: str) -> str:
    """A name that Excel takes, and no two sheets share."""
    plain = " ".join(NOT_IN_SHEETS.sub(" ", title).split())
    return f"{number} {plain}"[:SHEET_LETTERS].strip()


def _figures(brief: Brief, packed: Packed, words: Words) -> None:
    every = [*([brief.map] if brief.map else []), *brief.exhibits]
    for place, one in enumerate(every):
        progress.at(place / max(1, len(every)))
        number = f"figure-{one.number:02d}" if one.number else "page-1"
        stem = f"figures/{number}-{safe(one.name)}"
        under = f"{stem}{' '.join(pictures.FORMS)}"
        for suffix, content in figurefiles.files(brief, one):
            what = words("pack.figure", caption=one.caption)
            packed.add(f"{stem}{suffix}", content, what, under=under)


def _sums(files: dict[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def _zipped(files: dict[str, bytes], order: Order) -> bytes:
    """In the order of their names, each of the moment the brief was made."""
    when = order.created.astimezone(UTC)
    year = min(max(when.year, FIRST_YEAR), LAST_YEAR)
    moment = (year, when.month, when.day, when.hour, when.minute, when.second)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(files):
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            file.writestr(part, files[name])
    return whole.getvalue()
