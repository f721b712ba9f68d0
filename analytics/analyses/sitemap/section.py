"""Tell the map: the sentence to remember, the map in classes, the classes as bars and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics import viz
from analytics.analyses.sitemap.caveats import caveats
from analytics.analyses.sitemap.labels import amount, colours, labels, with_unit
from analytics.analyses.sitemap.maps import change, maps, side, totals
from analytics.analyses.sitemap.model import Sitemap
from analytics.analyses.sitemap.picture import CLASS, NONE
from analytics.core import schema
from analytics.core.section import Chart, Figure, Section, Table
from analytics.core.words import Kind, Words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = {
    "label": Kind.TEXT,
    "sites": Kind.COUNT,
    "share_sites": Kind.SHARE,
    schema.AREA_HA: Kind.HECTARES,
    "share_area": Kind.SHARE,
}


def tell(result: Sitemap, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=_charts(result, words),
        maps=maps(result, words),
        tables=(_table(result, words),),
        caveats=caveats(result, words),
    )


def _headline(result: Sitemap, words: Words) -> str:
    known = result.count - result.missing
    if not result.count:
        return words("headline.empty")
    if result.before is not None:
        return _compared(result, words)
    if not result.measure:
        return words("headline.none.column")
    if not known:
        return _of(result, words, "headline.unknown.", count=result.count)
    if result.distinct == 1:
        value = amount(result, words, result.largest)
        return _of(result, words, "headline.alike.", count=known, value=value)
    top = _top(result)
    return _of(
        result,
        words,
        "headline.",
        sites=known,
        median=amount(result, words, result.median),
        count=int(top["sites"]),
        range=with_unit(result, labels(result, words)[int(top[CLASS])]),
        share=words.percent(float(top["share_area"])),
    )


def _compared(result: Sitemap, words: Words) -> str:
    """Both periods and what became more or less."""
    first, last = (
        side(result, words, at) for at in sorted(totals(result), key=result.periods.index)
    )
    return f"{first} {last} {change(result, words)}"


def _of(result: Sitemap, words: Words, key: str, **facts: object) -> str:
    """A text about the number that is shown."""
    return words(f"{key}{result.show}", name=result.measure, **facts)


def _top(result: Sitemap) -> pd.Series[float]:
    """The highest class that holds a site."""
    table = result.classes
    return table[(table[CLASS] != NONE) & (table["sites"] > 0)].iloc[-1]


def _figures(result: Sitemap, words: Words) -> tuple[Figure, ...]:
    ends = [amount(result, words, value) for value in (result.smallest, result.largest)]
    is_area = result.show == schema.AREA_HA
    known = result.count - result.missing
    top = _top(result) if known else None
    return (
        Figure(
            _of(result, words, "figure.median."),
            amount(result, words, result.median),
            words("figure.median.note", low=ends[0], high=ends[1]) if known else "",
            number=result.median if known else None,
            unit="ha" if is_area else "",
        ),
        Figure(
            _of(result, words, "figure.top."),
            words.number(int(top["sites"])) if top is not None else "–",
            with_unit(result, labels(result, words)[int(top[CLASS])]) if top is not None else "",
            number=float(top["sites"]) if top is not None else None,
        ),
        Figure(
            words("figure.sites"),
            words.number(result.count),
            words("figure.sites.note", count=result.records),
            number=float(result.count),
        ),
        Figure(
            _of(result, words, "figure.missing."),
            words.number(result.missing),
            words("figure.missing.note", share=words.percent(result.missing / result.count))
            if result.missing
            else "",
            number=float(result.missing),
        ),
    )


def _charts(result: Sitemap, words: Words) -> tuple[Chart, ...]:
    """A bar for each class, in its colour."""
    if not result.distinct:
        return ()
    named, coloured = labels(result, words), colours(result, words)
    rows = result.classes[(result.classes[CLASS] != NONE) | (result.classes["sites"] > 0)]
    shown = rows[["sites"]].assign(
        label=[named[number] for number in rows[CLASS]],
        colour=[coloured[named[number]] for number in rows[CLASS]],
        text=[
            words("chart.text", sites=int(n), share=words.percent(share))
            for n, share in zip(rows["sites"], rows["share_sites"], strict=True)
        ],
    )
    return (
        Chart(
            draw=lambda: viz.charts.ranked_bars(
                shown,
                label="label",
                value="sites",
                value_title=words("axis.sites"),
                label_title=_of(result, words, "legend."),
                words=words,
            ),
            caption=words("chart.classes", count=result.count),
            explain=words(f"caveat.scheme.{result.scheme}"),
        ),
    )


def _table(result: Sitemap, words: Words) -> Table:
    named = labels(result, words)
    frame = result.classes.assign(label=[named[number] for number in result.classes[CLASS]])
    return Table(
        frame=frame[list(COLUMNS)],
        labels={
            column: _of(result, words, "legend.")
            if column == "label"
            else words(f"column.{column}")
            for column in COLUMNS
        },
        kinds=COLUMNS,
        caption=words("table.classes", count=result.count),
    )
