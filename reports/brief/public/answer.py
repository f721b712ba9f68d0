"""One answer as public readers see it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd

from analytics.core import ledger, schema
from analytics.core.words import Kind
from analytics.viz.ground import OWN_LAYERS
from reports import pictures
from reports.brief.numbers import NOT_WITHIN
from reports.brief.public import counts, places
from reports.brief.public.counts import FEWEST
from reports.brief.public.known import WHO
from reports.brief.public.mentions import Mentions, mentions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import pandas as pd

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.core.ledger import Counted, Written
    from analytics.core.section import Chart, Figure, Map, Section, Table
    from analytics.core.words import Words
    from reports.brief.public.known import Known

LISTS: Final = (*WHO, "id", "site")  # columns whose cells are numbers or names, however short
WHERE: Final = ("cell", "lat", "lon", "latitude", "longitude", "x", "y")  # finer than our cells
SITES: Final = "nogo"  # a key number that counts sites
KEPT: Final = tuple(c for c in schema.COLUMNS if c not in (*WHO, schema.SOURCE, schema.GEOMETRY))
PALE: Final = "#b9c1de"  # of cells whose class is not told: no class of any map has it
OF_ONE: Final = re.compile(r"\b(?:site|record)\b", re.IGNORECASE)
OF_SITES: Final = re.compile(r"\{(?:sites|records)\}|\{count\} (?:\w+ )?(?:sites|records)\b")
PAUSE: Final = re.compile(r"(?<=[.;])\s+")
#: A degree with more than one decimal, and a pair of numbers that is a place.
DEGREES: Final = re.compile(r"(?<![\d.,])(\d{1,3}[.,]\d)\d+(?=\s?°)")
PAIR: Final = re.compile(r"-?\d{1,3}[.,]\d{2,}\s*[;,/ ]\s*-?\d{1,3}[.,]\d{2,}")
FINE: Final = re.compile(r"-?\d{1,3}[.,]\d{2,}\s?°|" + PAIR.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What of an answer its readers may see."""

    run: Run[Any]
    section: Section
    pictures: tuple[str, ...]  # its charts and maps, as the whole answer numbers them
    gone: tuple[int, int, int] = (0, 0, 0)  # charts, maps and tables
    is_whole: bool = True

    def seen(self, written: Iterable[Written]) -> list[Written]:
        """The numbers that stand in what is left; of a part of it, as rounded as they are there."""
        if self.is_whole:
            return list(written)
        texts = "\n".join(_texts(self.section))
        return [
            replace(one, value=counts.rounded_one(v) if isinstance(v := one.value, float) else v)
            for one in written
            if one.text in texts
        ]


@dataclass(frozen=True, slots=True)
class Hidden:
    """The labels of rows that are not told, and the same as they stand within longer texts."""

    labels: frozenset[str]
    spoken: Mentions

    def tells(self, text: str) -> bool:
        """Whether a text is or holds one."""
        return text in self.labels or self.spoken.stands_in(text)


class Public:
    """One answer for public readers."""

    def __init__(
        self, run: Run[Any], known: Known, words: Words, said: Iterable[Counted] = ()
    ) -> None:
        self.run, self.known, self.words = run, known, words
        self.said = tuple({one.text for one in said if one.text and _is_of_sites(one)})
        nouns = words("redacted.counted")
        self.few = re.compile(rf"{NOT_WITHIN}[12](?=\s(?:{nouns})\b)", re.IGNORECASE)
        columns = (f.name for f in fields(run.params) if f.metadata.get("is_column"))
        asked = {str(getattr(run.params, name)) for name in columns}
        self.is_free = bool(asked - {"", *schema.COLUMNS})  # about values that may be anybody's

    def left(self, section: Section) -> Left:
        """What is left of it."""
        tables, labels = self.tables(section.tables)
        hidden = Hidden(labels, mentions(labels))
        charts = [self.chart(one, hidden) for one in section.charts]
        maps = [self.map(one, hidden) for one in section.maps]
        told = replace(
            section,
            headline=self.text(section.headline) or self.unsaid,
            figures=tuple(map(_rounded, map(self.figure, section.figures))),
            facts=tuple(map(self.figure, section.facts)),
            charts=tuple(one for one in charts if one),
            maps=tuple(one for one in maps if one),
            tables=tuple(tables),
            caveats=tuple(told for told in map(self.text, section.caveats) if told),
        )
        is_left = [bool(one) for one in (*charts, *maps)]
        kept = zip(names_of(section), is_left, strict=True)
        gone = (charts.count(None), maps.count(None), len(section.tables) - len(tables))
        return Left(
            run=self.bare(told),
            section=told,
            pictures=tuple(name for name, there in kept if there),
            gone=gone,
            is_whole=False,
        )

    @property
    def unsaid(self) -> str:
        """What stands in the place of what is not told."""
        return self.words("redacted.few", fewest=FEWEST)

    def text(self, text: str) -> str:
        """Without names, places, small counts, and what it says of few sites or places with few."""
        text = self.unspoken(text)
        without = self.known.told.without(text, self.words("redacted.site"))
        if self.known.few.stands_in(without):
            parts = (part for part in PAUSE.split(without) if not self.known.few.stands_in(part))
            without = re.sub(r";$", ".", " ".join(parts))
        return self.rough(without)

    def unspoken(self, text: str) -> str:
        """Without the parts that were said of one or two sites, however the count is spelt."""
        spans = [
            (found.start(), found.end())
            for one in self.said
            for found in re.finditer(re.escape(one), text, re.IGNORECASE)
        ]
        if not spans:
            return text
        starts = [0, *(pause.end() for pause in PAUSE.finditer(text)), len(text)]
        parts = pairwise(starts)
        kept = (
            text[start:end]
            for start, end in parts
            if not any(first < end and start < last for first, last in spans)
        )
        return re.sub(r";$", ".", "".join(kept).strip())

    def says_few(self, value: object) -> bool:
        """Whether a text was said of one or two sites."""
        return isinstance(value, str) and self.unspoken(value) != value

    def rough(self, text: str) -> str:
        """Without places and small counts."""
        told = PAIR.sub("–", DEGREES.sub(r"\1", text))
        return self.few.sub(self.words("redacted.fewer", fewest=FEWEST), told)

    def figure(self, one: Figure) -> Figure:
        """A count of one or two sites is not told, nor what is said of them beside it."""
        nouns = re.compile(rf"\b(?:{self.words('redacted.counted')})\b", re.IGNORECASE)
        counted = one.key == SITES or nouns.search(one.label)
        if counted and one.number is not None and 0 < one.number < FEWEST:
            fewer = self.words("redacted.fewer", fewest=FEWEST)
            return replace(one, value=fewer, note="", number=None, trend=None, span="")
        trend = None if counted and one.trend and _steps_by_few(one.trend.line) else one.trend
        fewer = self.words("redacted.fewer", fewest=FEWEST)
        return replace(
            one, value=self.text(one.value) or fewer, note=self.text(one.note), trend=trend
        )

    def tables(self, tables: Iterable[Table]) -> tuple[list[Table], frozenset[str]]:
        """Those that may be told, and the labels of rows that are not."""
        kept, hidden = [], set(self.known.rare)
        for table in tables:
            if self.lists(table):
                continue
            told, unsaid = self.counted(table)
            hidden |= unsaid
            if told is not None:
                kept.append(told)
        return kept, frozenset(hidden)

    def lists(self, table: Table) -> bool:
        """Whether a row is one site, or a place finer than a cell."""
        if any(column in WHERE for column in table.labels):
            return True
        return any(
            bool(table.frame[c].dropna().astype(str).str.strip().isin(self.of(c)).any())
            for c in table.labels
            if not table.kinds[c].is_number or c in LISTS
        )

    def of(self, column: str) -> Collection[str]:
        """The names that a cell of this column must not be."""
        return self.known.names if column in LISTS else self.known.telling

    def counted(self, table: Table) -> tuple[Table | None, set[str]]:
        """Without the numbers of rows with few sites, and without places; None: nothing is left."""
        frame = table.frame
        labels = {c: head for c, head in table.labels.items() if not _places_in(frame[c])}
        numbers = [c for c in labels if table.kinds[c].is_number]
        texts = [c for c in labels if not table.kinds[c].is_number]
        unsaid = counts.hidden(frame, [c for c in numbers if table.kinds[c] is Kind.COUNT])
        named = {str(v) for c in texts[:1] for v in frame.loc[unsaid, c].dropna()}
        for column in texts:
            unsaid |= frame[column].map(self.says_few).to_numpy(dtype=bool)
            is_rare = frame[column].astype(str).isin(self.known.rare).to_numpy(dtype=bool)
            named |= set(frame.loc[is_rare, column].astype(str))
            unsaid |= is_rare
        if len(frame) and unsaid.all():
            return None, named
        amounts = {c: self.amounts(frame[c], table.kinds[c]).mask(unsaid) for c in numbers}
        plain = {c: frame[c].map(self.cell, na_action="ignore") for c in texts}
        worded = {c: plain[c].mask(unsaid & plain[c].map(_has_digits)) for c in texts[1:]}
        told = frame[list(labels)].assign(**amounts, **{**plain, **worded})
        own = replace(
            table,
            frame=told[~unsaid] if self.is_free else told,
            labels=labels,
            caption=self.text(table.caption),
        )
        return own, named

    def cell(self, value: object) -> object:
        """A cell of text without names, places and small counts; a place keeps its own name."""
        if not isinstance(value, str):
            return value
        return self.rough(self.known.told.without(value, self.words("redacted.site")))

    def amounts(self, column: pd.Series[Any], kind: Kind) -> pd.Series[Any]:
        """Numbers as rounded as a page has them."""
        import pandas as pd

        values = pd.to_numeric(column, errors="coerce").astype(float)
        return values if kind is Kind.COUNT else counts.rounded(values)

    def chart(self, chart: Chart, hidden: Hidden) -> Chart | None:
        """The chart, or None where it draws a site, a place or a row that is not told."""
        with ledger.counted() as said:
            drawn = _drawn(chart)
        if any(map(_is_of_sites, said)):
            return None
        for text in drawn:
            if hidden.tells(text) or self.known.told.found(text) or FINE.search(text):
                return None
            if self.says_few(text):
                return None
        return replace(chart, caption=self.text(chart.caption), explain=self.text(chart.explain))

    def map(self, map_: Map, hidden: Hidden) -> Map | None:
        """The map by cells, or None where it cannot be told by them."""
        if map_.pies is not None:
            told = places.pies_by_cell(map_, hidden.tells)
            return replace(told, caption=self.text(map_.caption)) if told else None
        told = places.by_cell(map_, self.known.places, self.unsaid)
        if told is None:
            return None
        caption = f"{self.text(map_.caption)} {self.words('redacted.map')}"
        return replace(told, caption=caption, colours={**map_.colours, self.unsaid: PALE})

    def bare(self, section: Section) -> Run[Any]:
        """The run without its result, its outlines and its names: it tells what is left."""
        run, words = self.run, self.words
        filtered = run.dataset.filtered
        before = len(filtered.caveats(words.language)) if filtered else 0
        told = replace(section, caveats=section.caveats[before:])
        params = {
            f.name: ""
            for f in fields(run.params)
            if isinstance(v := getattr(run.params, f.name), str) and self.known.told.found(v)
        }
        return replace(
            run,
            analysis=replace(run.analysis, tell=lambda _, __: told),
            params=replace(run.params, **params),
            dataset=self.data(),
            result=None,
        )

    def data(self) -> Dataset:
        """The data set with a cell in the place of each outline and sites under other numbers.

        It keeps the fingerprint of the data it was made from: the record names those.
        """
        whole = self.run.dataset
        ids = places.numbers(whole)
        cells = [self.known.places.cell.get(one, "") for one in ids]
        sites = whole.sites[[c for c in KEPT if c in whole.sites.columns]].assign(
            **{
                schema.SITE_ID: (ids.factorize()[0] + 1).astype(str),
                places.CELL: cells,
                schema.GEOMETRY: [places.outline(cell) if cell else None for cell in cells],
            }
        )
        made = replace(
            whole,
            sites=gpd.GeoDataFrame(sites, geometry=schema.GEOMETRY, crs=schema.STORED_CRS),
            name=self.file(whole.name),
            layers={name: whole.layers[name] for name in OWN_LAYERS if name in whole.layers},
            rasters={},
            pixels={},
            provenance=tuple(replace(p, name=self.file(p.name)) for p in whole.provenance),
            report=None,
        )
        object.__setattr__(made, "fingerprint", whole.fingerprint)
        return made

    def file(self, name: str) -> str:
        """A file by its name alone, without that of a site."""
        return self.text(name if "://" in name else PureWindowsPath(name).name)


def _is_of_sites(one: Counted) -> bool:
    """Whether what is counted are sites or records: those alone have another form for one."""
    return bool(OF_ONE.search(one.one) or OF_SITES.search(one.one + one.other))


def _steps_by_few(line: Sequence[float]) -> bool:
    """Whether a course of counts tells of one or two that came or went."""
    steps = [line[0], *(after - before for before, after in pairwise(line))] if line else []
    return any(0 < abs(step) < FEWEST for step in steps)


def _rounded(one: Figure) -> Figure:
    """An amount may be that of one site, as a middle is: not a digit more than is printed."""
    number = one.number
    return one if number is None else replace(one, number=counts.rounded_one(number))


def names_of(section: Section) -> tuple[str, ...]:
    """What its charts and maps are called."""
    return tuple(one.name for one in pictures.pictures(section))


def _texts(section: Section) -> Iterator[str]:
    """Every text of an answer but the cells of its tables."""
    yield from (section.title, section.headline, *section.caveats)
    for one in (*section.figures, *section.facts):
        yield from (one.label, one.value, one.note, one.span)
        if one.trend:
            yield from (one.trend.change, one.trend.than, one.trend.told)
    yield from (one.caption for one in section.maps)
    yield from (one.caption for one in section.tables)
    for chart in section.charts:
        yield from (chart.caption, chart.explain)


def _drawn(chart: Chart) -> frozenset[str]:
    """Every text in a chart, those of its rows included."""
    found: set[str] = set()

    def look(value: Any) -> None:  # noqa: ANN401 - any part of a specification
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(json.loads(json.dumps(chart.spec.to_dict(), default=str)))
    return frozenset(found)


def _has_digits(value: object) -> bool:
    return any(map(str.isdigit, str(value)))


def _places_in(column: pd.Series[Any]) -> bool:
    """Whether a cell is a pair of numbers that is a place."""
    return any(isinstance(value, str) and PAIR.fullmatch(value.strip()) for value in column)
