"""What stands behind an answer, worded: parameters, sources, data and versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import analytics
from analytics.core import kinds, schema
from analytics.core.provenance import worded_name
from analytics.core.words import Words

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.core.provenance import Provenance

HERE: Final = Path(__file__).parent
HASH_LETTERS: Final = 8
LONGEST: Final = 80  # letters of a value; a text of a file has more
MOST_NAMED: Final = 3  # publishers or licences in the source line; the others are counted
MADE_UP: Final = "sample-"  # opens the names of what the sample data is made of
LINE: Final = ("about.basis", "about.fingerprint", "about.method", "about.created")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Rows of label and value; `sources` has a heading and one row per part of the data."""

    parameters: tuple[tuple[str, str], ...]
    source_heads: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]  # the sources, alike ones in one row
    about: tuple[tuple[str, str], ...]
    line: tuple[tuple[str, str], ...]  # what a page must say to stand alone
    beyond: tuple[tuple[str, str], ...]  # what of `about` the line does not say
    method: str


def imprint(run: Run[Any], language: str, created: datetime) -> Imprint:
    """All of it for one answer; the same answer and `created` give the same rows."""
    said = Words(HERE, language)
    about = _about(run, said, created)
    line = _line(run.dataset, dict(about), said)
    return Imprint(
        parameters=parameters(run, language),
        source_heads=source_heads(said),
        sources=source_rows(run.dataset, said),
        parts=tuple(map(_capital, grouped(_sources(run.dataset, said), said))),
        about=about,
        line=line,
        beyond=tuple(fact for fact in about if fact not in line),
        method=_method(run, said),
    )


def source_heads(said: Words) -> tuple[str, ...]:
    """The headings over `source_rows`."""
    columns = ("part", "name", "publisher", "date", "licence", "hash")
    return tuple(said(f"source.{column}") for column in columns)


def source_rows(dataset: Dataset, said: Words) -> tuple[tuple[str, ...], ...]:
    """One row per part of the data: where it came from, and what is not stated."""
    return tuple(map(_capital, _sources(dataset, said)))


def grouped(rows: Sequence[tuple[str, ...]], said: Words) -> list[tuple[str, ...]]:
    """Rows that differ in part and name only become one row that lists both.

    More names than `MOST_NAMED` are counted; the parts are all listed.
    """
    alike: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in rows:
        alike.setdefault(row[2:], []).append(row)
    return [
        (", ".join(r[0] for r in same), _names([r[1] for r in same], said), *rest)
        for rest, same in alike.items()
    ]


def _names(names: Sequence[str], said: Words) -> str:
    different = list(dict.fromkeys(names))
    if len(different) <= MOST_NAMED:
        return ", ".join(different)
    return said("source.parts", name=different[0].partition(":")[0], count=len(different))


def data_rows(dataset: Dataset, said: Words) -> tuple[tuple[str, str], ...]:
    """What a data set is, the sample mark first where it is made up."""
    has_area = bool(dataset.sites[schema.AREA_HA].notna().any())
    rows = {
        "about.data": worded_name(dataset.name, said),
        "about.records": said.number(len(dataset.sites)),
        "about.basis": said(f"basis.{dataset.area_basis}" if has_area else "basis.none"),
        "about.measure": said(f"measure.{dataset.measure}"),
        "about.fingerprint": dataset.fingerprint,
    }
    mark = ((said("about.sample"), said("sample")),) if dataset.is_sample else ()
    return (*mark, *((said(key), value) for key, value in rows.items()))


def moment(when: datetime, words: Words) -> str:
    """A point in time to the minute, in UTC and saying so."""
    from babel.dates import format_datetime

    when = when.astimezone(UTC)
    return f"{format_datetime(when, 'd MMM y HH:mm', locale=words.locale)} UTC"


def parameters(run: Run[Any], language: str) -> tuple[tuple[str, str], ...]:
    """Every parameter under its label, worded."""
    own = run.analysis.words(language)
    return tuple(
        (
            own(f"param.{f.name}") if own.has(f"param.{f.name}") else f.name,
            kinds.label(str(getattr(run.params, f.name)), language)
            if f.metadata.get("is_column")
            else _value(f.name, getattr(run.params, f.name), f.metadata.get("unit", ""), own),
        )
        for f in fields(run.params)
    )


def _value(name: str, value: object, unit: str, own: Words) -> str:
    if own.has(f"choice.{name}.{value}"):
        return own(f"choice.{name}.{value}")
    if isinstance(value, bool):
        return Words(HERE, own.language)("yes" if value else "no")
    if isinstance(value, int | float):
        from babel.numbers import format_decimal

        worded = format_decimal(value, format="#,##0.######", locale=own.locale)
        return f"{worded}\N{NO-BREAK SPACE}{unit}" if unit else worded
    text = str(value)
    if len(text) > LONGEST:  # a file's: the data file of the answer holds it
        mark = sha256(text.encode()).hexdigest()[:HASH_LETTERS]
        return Words(HERE, own.language)("about.own-text", mark=mark)
    return text or "\N{EN DASH}"


def _sources(dataset: Dataset, said: Words) -> tuple[tuple[str, ...], ...]:
    return tuple(_source(part, said) for part in dataset.provenance)


def _capital(row: tuple[str, ...]) -> tuple[str, ...]:
    return (row[0][:1].upper() + row[0][1:], *row[1:])


def _source(part: Provenance, said: Words) -> tuple[str, ...]:
    unknown = said("source.unstated")
    return (
        _part(part.part, said),
        _product(part, said),
        part.source or unknown,
        said.date(part.as_of) if part.as_of else unknown,
        part.licence or unknown,
        part.sha256[:HASH_LETTERS] or "–",
    )


def _part(name: str, said: Words) -> str:
    """What a part of a data set is called; a series of pixels has the name of its mine."""
    if said.has(f"part.{name}"):
        return said(f"part.{name}")
    if name.startswith(MADE_UP):
        return said("source.pixels", name=name.removeprefix(MADE_UP))
    return name.replace("_", " ")


def _product(part: Provenance, said: Words) -> str:
    """A file by its name; a part of the sample data, which has no file, in words."""
    if not part.is_sample or Path(part.name).suffix:
        return part.name
    return said("source.sample", part=_part(part.part, said))


def _about(run: Run[Any], said: Words, created: datetime) -> tuple[tuple[str, str], ...]:
    return (
        *data_rows(run.dataset, said),
        (said("about.method"), f"{run.analysis.slug} {run.analysis.version}"),
        (said("about.app"), f"Orewatch {analytics.__version__}"),
        (said("about.created"), moment(created, said)),
    )


def _line(dataset: Dataset, about: dict[str, str], said: Words) -> tuple[tuple[str, str], ...]:
    """Whose data it is, under which licence, and what fixes the numbers."""
    return (
        (said("about.data"), worded_name(dataset.name, said)),
        (said("source.publisher"), _named((p.source for p in dataset.provenance), said)),
        (said("source.licence"), _named((p.licence for p in dataset.provenance), said)),
        *((said(key), about[said(key)]) for key in LINE),
    )


def _named(names: Iterable[str], said: Words) -> str:
    """The different names, the first few spelt out."""
    known = list(dict.fromkeys(name for name in names if name))
    if not known:
        return said("source.unstated")
    others = len(known) - MOST_NAMED
    more = [said("source.others", count=others)] if others > 0 else []
    return said.join([*known[:MOST_NAMED], *more])


def _method(run: Run[Any], said: Words) -> str:
    """The method in the reader's language, and where it is described in full."""
    own = run.analysis.words(said.language)
    summary = own("method.summary") if own.has("method.summary") else ""
    if not (run.analysis.folder / "METHOD.md").is_file():
        return summary
    return f"{summary} {said('method.reference', slug=run.analysis.slug)}".strip()
