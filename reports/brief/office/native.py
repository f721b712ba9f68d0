"""A chart as rows an office program can draw and edit, where its drawing is of a simple form."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from analytics.core.words import Kind
from analytics.viz import theme, twin
from reports.brief.public import counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.core.section import Chart, Table
    from analytics.core.words import Words

    Row = Mapping[str, Any]
    Part = Mapping[str, Any]

MOST_BARS: Final = 12  # that are read at the size of letters on a slide
MOST_TIMES: Final = 60
MOST_SERIES: Final = 10
NAMES: Final = ("nominal", "ordinal")
BY: Final = ("color", "fill", "yOffset", "xOffset", "strokeDash", "detail")
EDGES: Final = ("low", "high")
APART: Final = " \N{NO-BREAK SPACE}·:–,"  # what parts a name from its number in a text


class Form(StrEnum):
    """What is drawn."""

    BARS = "bars"  # level, the first on top
    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A row of values, one for each category; None is unknown."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()  # each value as the figure writes it
    colours: tuple[str, ...] = ()  # one for each value, or one for all
    edge: str = ""  # of a range's lower or upper end: "low" or "high"
    span: str = ""  # of a range, in percent: "80"; "" where the drawing does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """All that is drawn; numbers are those of the answer, unrounded."""

    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    title: str  # of the numbers
    is_share: bool = False
    is_stacked: bool = False
    left_out: int = 0  # categories beyond those there is room for


def plot(chart: Chart, words: Words) -> Plot | None:
    """The same rows in a form of their own; None where only a picture can show them."""
    spec = chart.spec.to_dict()
    if any(name in spec for name in ("spec", "hconcat", "vconcat", "facet")):
        return None
    parts = list(_parts(spec, {}))
    main = next((p for mark in ("arc", "bar", "line") for p in parts if _is_main(p, mark)), None)
    if main is None or {"bar", "line"} <= {part["mark"] for part in parts if _tells(part)}:
        return None
    rows, table = _rows(spec, main), twin.of_chart(chart, words)
    read = _read(main, table)
    if read is None or not rows or any(read.amount not in row for row in rows):
        return None
    made = _made(read, rows, [*_ranges(parts, spec, read)], table, words)
    return made if made and _fits(made) else None


def rounded(plot: Plot) -> Plot:
    """The same with its numbers as rounded as a page has them."""
    series = (
        replace(
            one,
            values=tuple(None if v is None else counts.rounded_one(v) for v in one.values),
        )
        for one in plot.series
    )
    return replace(plot, series=tuple(series))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Which column of the drawing's rows is what."""

    form: Form
    category: str
    amount: str
    title: str  # of the amounts
    by: str  # "" where all is one series
    colours: Mapping[str, str]
    is_stacked: bool


def _parts(spec: Part, above: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The layers that draw, each with all it inherits."""
    held = {
        "encoding": {**above.get("encoding", {}), **spec.get("encoding", {})},
        "data": spec.get("data", above.get("data", {})),
    }
    for layer in spec.get("layer", ()):
        yield from _parts(layer, held)
    if "mark" in spec:
        mark = spec["mark"]
        yield {**held, "mark": mark["type"] if isinstance(mark, dict) else mark}


def _is_main(part: Part, mark: str) -> bool:
    return part["mark"] == mark and _tells(part)


def _tells(part: Part) -> bool:
    return "tooltip" in part["encoding"]


def _rows(spec: Part, part: Part) -> list[Row]:
    found: list[Row] = spec.get("datasets", {}).get(part["data"].get("name"), [])
    return found


def _read(part: Part, table: Table) -> _Reading | None:
    """The columns of bars, columns or lines; None where both axes are amounts."""
    encoding, names = part["encoding"], _names(table)
    if {"x2", "y2"} & set(encoding) or not names:
        return None
    if part["mark"] == "arc":
        form, amount, category = Form.BARS, encoding.get("theta", {}), names[0]
    elif _kind(encoding, "x") in NAMES and _kind(encoding, "y") == "quantitative":
        form = Form.LINES if part["mark"] == "line" else Form.COLUMNS
        field = encoding["x"]["field"]
        amount, category = encoding["y"], field if field in names else names[0]
    elif _kind(encoding, "y") in NAMES and _kind(encoding, "x") == "quantitative":
        form, amount, category = Form.BARS, encoding["x"], names[0]
    else:
        return None
    if part["mark"] == "line" and form is not Form.LINES:
        return None
    if "field" not in amount or amount.get("stack") == "normalize":
        return None
    by, colours = _by(encoding, names, category)
    is_stacked = bool(by) and form is not Form.LINES and not {"xOffset", "yOffset"} & set(encoding)
    field, title = amount["field"], amount.get("title") or table.labels.get(amount["field"], "")
    title = " ".join(title) if isinstance(title, list) else str(title)
    return _Reading(form, category, field, title, by, colours, is_stacked)


def _names(table: Table) -> list[str]:
    return [c for c in table.labels if table.kinds[c] is Kind.TEXT and c != "text"]


def _kind(encoding: Part, axis: str) -> str:
    return str(encoding.get(axis, {}).get("type", ""))


def _by(encoding: Part, names: Sequence[str], category: str) -> tuple[str, dict[str, str]]:
    """The column that tells series apart, and the colour of each."""
    for channel in BY:
        one = encoding.get(channel, {})
        if one.get("field") in names and one["field"] != category:
            scale = encoding.get("color", encoding.get("fill", {})).get("scale") or {}
            return one["field"], dict(
                zip(scale.get("domain", ()), scale.get("range", ()), strict=False)
            )
    return "", {}


def _ranges(
    parts: Sequence[Part], spec: Part, read: _Reading
) -> Iterator[tuple[str, str, list[Row]]]:
    """Lower and upper column of what is drawn as a band or a whisker, with their rows."""
    axis = "x" if read.form is Form.BARS else "y"
    for part in parts:
        low, high = part["encoding"].get(axis, {}), part["encoding"].get(f"{axis}2", {})
        if part["mark"] in ("area", "rule") and "field" in low and "field" in high:
            rows = _rows(spec, part)
            if rows and all(c in rows[0] for c in (low["field"], high["field"], read.category)):
                yield low["field"], high["field"], rows


def _made(
    read: _Reading,
    rows: Sequence[Row],
    ranges: Sequence[tuple[str, str, list[Row]]],
    table: Table,
    words: Words,
) -> Plot | None:
    names = list(dict.fromkeys(str(row[read.by]) for row in rows)) if read.by else [""]
    by_name = {n: [r for r in rows if not read.by or str(r[read.by]) == n] for n in names}
    categories = _categories(read, rows, ranges)
    whisker = ranges[0][:2] if ranges and read.form is not Form.LINES else None
    kind = table.kinds.get(read.amount, Kind.DECIMAL)
    series = []
    for place, (name, own) in enumerate(by_name.items()):
        spread = _spread(read, own, categories)
        if spread is None:
            return None
        colour = read.colours.get(name) or theme.CATEGORIES[place % len(theme.CATEGORIES)]
        series.append(
            Series(
                name=name or read.title,
                values=tuple(_number(row.get(read.amount)) for row in spread),
                texts=tuple(_text(row, read, kind, whisker, words) for row in spread),
                colours=(colour,) if read.by else _own(spread, colour),
            )
        )
    if read.form is Form.LINES:
        series += _bands(read, ranges, categories, series)
    numbers = [v for one in series for v in one.values if v is not None]
    most = MOST_TIMES if read.form is Form.LINES else MOST_BARS
    return Plot(
        form=read.form,
        categories=categories[:most],
        series=tuple(series) if len(categories) <= most else tuple(_cut(s, most) for s in series),
        title=read.title,
        is_share=table.kinds.get(read.amount) is Kind.SHARE and bool(numbers),
        is_stacked=read.is_stacked,
        left_out=max(0, len(categories) - most),
    )


def _categories(
    read: _Reading, rows: Sequence[Row], ranges: Sequence[tuple[str, str, list[Row]]]
) -> tuple[str, ...]:
    """In the order of the rows; of one series each row is one, whatever it is called."""
    if not read.by and not (read.form is Form.LINES and ranges):
        return tuple(str(row[read.category]) for row in rows)
    whole = [*rows, *(row for _, _, more in ranges for row in more)]
    return tuple(dict.fromkeys(str(row[read.category]) for row in whole))


def _spread(read: _Reading, own: Sequence[Row], categories: Sequence[str]) -> list[Row] | None:
    """A row for each category, empty where there is none; None where one has two."""
    if not read.by and len(own) == len(categories):
        return list(own)
    found = {str(row[read.category]): row for row in own}
    return [found.get(name, {}) for name in categories] if len(found) == len(own) else None


def _own(spread: Sequence[Row], colour: str) -> tuple[str, ...]:
    """The colour each row brings."""
    told = [str(row.get("colour", colour)) for row in spread]
    return tuple(one if re.fullmatch("#[0-9A-Fa-f]{6}", one) else theme.PLAIN for one in told)


def _bands(
    read: _Reading,
    ranges: Sequence[tuple[str, str, list[Row]]],
    categories: Sequence[str],
    lines: Sequence[Series],
) -> Iterator[Series]:
    """The edges of each band as lines of their own."""
    by_name = {one.name: one for one in lines}
    for low, high, rows in ranges:
        digits = re.search(r"\d+", low)
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(str(row.get(read.by, "")) if read.by else "", []).append(row)
        for name, own in groups.items():
            like = by_name.get(name, lines[-1] if len(lines) == 1 else None)
            found = {str(row[read.category]): row for row in own}
            for column in (low, high):
                yield Series(
                    name=name,
                    values=tuple(_number(found.get(c, {}).get(column)) for c in categories),
                    colours=like.colours[:1] if like else (theme.ACCENT,),
                    edge=EDGES[column == high],
                    span=digits[0] if digits else "",
                )


def _cut(one: Series, most: int) -> Series:
    return Series(
        name=one.name,
        values=one.values[:most],
        texts=one.texts[:most],
        colours=one.colours[:most],
        edge=one.edge,
        span=one.span,
    )


def _text(
    row: Row, read: _Reading, kind: Kind, whisker: tuple[str, str] | None, words: Words
) -> str:
    """What the figure writes beside a bar, without the name that stands there already.

    The ends of an interval, which the figure draws over the bar, are written behind it.
    """
    value = _number(row.get(read.amount))
    if value is None:
        return ""
    told, name = str(row.get("text") or words.cell(value, kind)), str(row.get(read.category, ""))
    told = told.removeprefix(name).lstrip(APART) if name and told.startswith(name) else told
    ends = [_number(row.get(column)) for column in whisker or ()]
    known = [words.cell(end, kind) for end in ends if end is not None]
    return f"{told} ({'–'.join(known)})" if len(known) == len(EDGES) else told


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _fits(made: Plot) -> bool:
    """Few enough series, and something to draw."""
    lines = [one for one in made.series if not one.edge]
    known = any(value is not None for one in lines for value in one.values)
    return known and len(lines) <= MOST_SERIES and len(made.categories) > 0
