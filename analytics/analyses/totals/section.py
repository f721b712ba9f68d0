"""Tell totals: who has most, how concentrated it is, over time, on the map, row by row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics import viz
from analytics.analyses.totals.classes import classes, name
from analytics.analyses.totals.model import Totals
from analytics.core.parts import UNKNOWN
from analytics.core.schema import AreaBasis, Measure
from analytics.core.section import Chart, Figure, Map, Section, Table
from analytics.core.words import Kind

if TYPE_CHECKING:
    import pandas as pd

    from analytics.core.words import Words

MOST_BARS = 15
MOST_SMALL = 9
FEWEST_FOR_LORENZ = 5


def tell(result: Totals, words: Words) -> Section:
    """Word the result; the one place that decides what a reader sees first."""
    return Section(
        title=words(f"title.{result.by}"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=_charts(result, words),
        maps=_maps(result, words),
        tables=(_table(result, words),),
        caveats=_caveats(result, words),
    )


def _headline(result: Totals, words: Words) -> str:
    if not result.sites and not result.left_out:
        return words("headline.empty")
    if not _has_area(result):
        return _headline_in_sites(result, words)
    if not result.total_ha > 0:
        return words("headline.nothing")
    facts: dict[str, object] = {"area": words.hectares(result.total_ha)}
    known = result.table[result.table[result.by] != UNKNOWN].dropna(subset=["area_ha"])
    if known.empty or not known["area_ha"].sum() > 0:
        return words(f"headline.{result.by}.unplaced", **facts)
    largest = known.sort_values("area_ha", ascending=False, kind="stable").iloc[0]
    facts |= {
        "name": name(result, words, str(largest[result.by])),
        "largest": words.hectares(float(largest["area_ha"])),
        "share": words.percent(float(largest["area_ha"]) / result.total_ha),
        "first": words.period(result.first),
        "last": words.period(result.last),
        "count": result.groups,
    }
    if result.groups == 1:
        whole = "partly" if result.unknown_ha > 0 else "one"
        return words(f"headline.{result.by}.{whole}", **facts)
    return words(f"headline.{result.by}.{result.measure}", **facts)


def _headline_in_sites(result: Totals, words: Words) -> str:
    """What can be said where no record has a known area."""
    known = result.table[result.table[result.by] != UNKNOWN]
    sites = words.number(result.sites)
    if known.empty:
        return words("headline.sites.unplaced", sites=sites)
    largest = known.sort_values("sites", ascending=False, kind="stable").iloc[0]
    return words(
        f"headline.sites.{result.by}",
        count=result.groups,
        sites=sites,
        name=name(result, words, str(largest[result.by])),
        most=words.number(int(largest["sites"])),
        first=words.period(result.first),
        last=words.period(result.last),
    )


def _has_area(result: Totals) -> bool:
    return bool(result.table["area_ha"].notna().any())


def _basis(result: Totals, words: Words) -> str:
    return words(f"basis.{result.area_basis}" if _has_area(result) else "basis.none")


def _figures(result: Totals, words: Words) -> tuple[Figure, ...]:
    basis = _basis(result, words)
    area = Figure(
        words(f"figure.area.{result.measure}"),
        words.hectares(result.total_ha) if result.total_ha > 0 else "–",
        basis,
        number=result.total_ha,
        unit="ha",
    )
    span = (
        words("figure.span", first=words.period(result.first), last=words.period(result.last))
        if result.first != result.last
        else words.period(result.last)
    )
    sites = Figure(
        words("figure.sites"), words.number(result.sites), span, number=float(result.sites)
    )
    groups = Figure(
        words(f"figure.groups.{result.by}"),
        words.number(result.groups),
        "",
        number=float(result.groups),
    )
    if result.by == "period" or math.isnan(result.top_share) or not result.groups:
        return area, sites, groups
    share = Figure(
        words(f"figure.top.{result.by}", count=result.top),
        words.percent(result.top_share),
        words("figure.top.note"),
        number=result.top_share,
    )
    return area, sites, groups, share


def _charts(result: Totals, words: Words) -> tuple[Chart, ...]:
    known = result.table[result.table[result.by] != UNKNOWN]
    if known.empty or (_has_area(result) and not known["area_ha"].sum() > 0):
        return ()
    if result.by == "period":
        return (_bars_in_time(result, words, known),)
    if not _has_area(result):
        return (_ranked(result, words, known),)
    found = [_ranked(result, words, known)]
    if len(known) >= FEWEST_FOR_LORENZ:
        found.append(_lorenz(result, words))
    if result.by_period["period"].unique().size > 1:
        found.append(_small_multiples(result, words, known))
    return tuple(found)


def _ranked(result: Totals, words: Words, known: pd.DataFrame) -> Chart:
    rows = known.head(MOST_BARS)
    is_area = _has_area(result)
    shown = _coloured(result, words, rows).assign(
        label=[name(result, words, str(group)) for group in rows[result.by]],
        text=[
            words("bar", area=words.hectares(area), share=words.percent(share))
            if is_area
            else words.number(sites)
            for area, share, sites in zip(
                rows["area_ha"], rows["share"], rows["sites"], strict=True
            )
        ],
    )
    shown = shown.assign(label=_told_apart(result, words, shown))
    part = "ranked" if len(rows) < result.groups else "all"
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            shown,
            label="label",
            value="area_ha" if is_area else "sites",
            value_title=words("axis.area" if is_area else "axis.sites"),
            words=words,
        ),
        caption=words(
            f"chart.{part}.{result.by}" if is_area else f"chart.sites.{result.by}",
            count=len(rows),
            all=result.groups,
            basis=_basis(result, words),
        ),
        explain=words("explain.ranked" if is_area else "explain.sites"),
    )


def _coloured(result: Totals, words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    """Each row with the colour it has on the map; without a map, no colours."""
    if result.map_sites.empty:
        return rows
    told = classes(result, words)
    return rows.assign(colour=[told.colour(str(group)) for group in rows[result.by]])


def _told_apart(result: Totals, words: Words, shown: pd.DataFrame) -> list[str]:
    """Province names that two countries share get the country added."""
    if result.by != "province":
        return list(shown["label"])
    twice = shown["label"].duplicated(keep=False)
    return [
        f"{label} ({words.country(country)})" if again and country else label
        for label, country, again in zip(shown["label"], shown["country"], twice, strict=True)
    ]


def _lorenz(result: Totals, words: Words) -> Chart:
    return Chart(
        draw=lambda: viz.charts.lorenz(
            result.lorenz,
            x_title=words(f"axis.lorenz.{result.by}"),
            y_title=words("axis.lorenz.area"),
            line_of_equality_label=words("lorenz.equal"),
            words=words,
        ),
        caption=words(
            f"chart.lorenz.{result.by}",
            gini=words.number(result.gini, 2),
            count=result.top,
            share=words.percent(result.top_share),
        ),
        explain=words("explain.lorenz"),
        is_square=True,
    )


def _small_multiples(result: Totals, words: Words, known: pd.DataFrame) -> Chart:
    shown = list(known[result.by].drop_duplicates().head(MOST_SMALL))
    rows = result.by_period[result.by_period[result.by].isin(shown)]
    labelled = _coloured(result, words, rows).assign(
        label=[name(result, words, str(group)) for group in rows[result.by]],
        period=[words.period(str(label)) for label in rows["period"]],
    )
    return Chart(
        draw=lambda: viz.charts.small_multiples(
            labelled,
            label="label",
            period="period",
            value="area_ha",
            value_title=words("axis.area"),
            words=words,
            label_order=[name(result, words, str(group)) for group in shown],
            period_order=[words.period(label) for label in result.periods],
        ),
        caption=words(f"chart.small.{result.measure}", count=len(shown)),
        explain=words("explain.small"),
    )


def _bars_in_time(result: Totals, words: Words, known: pd.DataFrame) -> Chart:
    is_area = _has_area(result)
    shown = _coloured(result, words, known).assign(
        period=[words.period(str(label)) for label in known["period"]]
    )
    return Chart(
        draw=lambda: viz.charts.periods(
            shown,
            period="period",
            value="area_ha" if is_area else "sites",
            value_title=words("axis.area" if is_area else "axis.sites"),
            words=words,
        ),
        caption=words(
            f"chart.periods.{result.measure}" if is_area else "chart.sites.period",
            count=len(known),
            basis=_basis(result, words),
        ),
        explain=words("explain.periods"),
    )


def _maps(result: Totals, words: Words) -> tuple[Map, ...]:
    sites = result.map_sites
    if sites.empty:
        return ()
    told = classes(result, words)
    groups = [told.labels[group] for group in sites["group"]]
    colours = {label: colour for label, colour in told.colours.items() if label in set(groups)}
    return (
        Map(
            shapes=sites.assign(group=groups),
            colour_by="group",
            colours=colours,
            caption=words("map", count=len(sites)),
            tips={
                "name": words("tip.name"),
                "site_id": words("tip.site_id"),
                "group": words(f"column.{result.by}"),
                "period": words("column.period"),
                "area_ha": words("column.area_ha"),
            },
            kinds={"area_ha": Kind.HECTARES, "period": Kind.PERIOD},
            legend=words(f"legend.{result.by}"),
        ),
    )


def _table(result: Totals, words: Words) -> Table:
    frame = result.table.assign(
        **{result.by: [name(result, words, str(group)) for group in result.table[result.by]]}
    )
    is_area = _has_area(result)
    kinds = {result.by: Kind.TEXT, "sites": Kind.COUNT}
    if is_area:
        kinds["area_ha"] = Kind.HECTARES
    if result.by == "province":
        kinds["country"] = Kind.COUNTRY
    if not result.table["share"].isna().all():
        kinds["share"] = Kind.SHARE
    order = [c for c in result.table.columns if c in kinds]
    return Table(
        frame=frame[order],
        labels={column: words(f"column.{column}") for column in order},
        kinds=kinds,
        caption=words(f"table.{result.by}", basis=_basis(result, words))
        if is_area
        else words(f"table.sites.{result.by}"),
    )


def _caveats(result: Totals, words: Words) -> tuple[str, ...]:
    has_area = _has_area(result)
    told = [words(f"caveat.basis.{result.area_basis if has_area else 'none'}")]
    if result.measure is Measure.STOCK:
        told.append(
            words("caveat.stock", at=words.period(result.at))
            if result.at
            else words("caveat.stock.periods")
        )
    if result.left_out:
        told.append(
            words(
                "caveat.left_out",
                count=result.left_out,
                area=words.hectares(result.left_out_ha),
            )
        )
    if result.is_mixed:
        told.append(words("caveat.mixed"))
    if result.is_by_year and result.by == "period":
        told.append(words("caveat.by_year"))
    if result.area_basis is AreaBasis.GEOMETRY and result.overlap_ha > 0.001 * result.total_ha:
        told.append(
            words(
                "caveat.overlap",
                area=words.hectares(result.overlap_ha),
                share=words.percent(result.overlap_ha / result.total_ha),
            )
        )
    if result.border_sites and result.by != "period":
        told.append(words(f"caveat.border.{result.by}", count=result.border_sites))
    if result.without_area and has_area:
        told.append(words("caveat.without_area", count=result.without_area))
    if result.unknown_ha > 0:
        told.append(words(f"caveat.unknown.{result.by}", area=words.hectares(result.unknown_ha)))
    if result.by == "period" or result.first != result.last:
        told.append(words("caveat.periods"))
    told.append(words("caveat.not_illegal"))
    return tuple(told)
