"""Tell an overview: the sentence, five numbers, who holds most, what changed, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics import viz
from analytics.analyses.overview.caveats import caveats
from analytics.analyses.overview.course import Key
from analytics.analyses.overview.shapes import State
from analytics.analyses.overview.tiles import HECTARES, compared, rate, tiles
from analytics.core.parts import UNKNOWN
from analytics.core.schema import Measure
from analytics.core.section import Chart, Map, Section, Table
from analytics.core.words import LEAST_CHANGE, Kind
from analytics.stats.matching import Change
from analytics.viz import theme

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.overview.model import Overview
    from analytics.core.words import Words
    from analytics.stats.matching import Matched

MOST_BARS: Final = 12
STATES: Final = {
    State.LAST: theme.TIMES[-2],
    State.BEFORE: theme.TIMES[0],
    State.UNDATED: theme.MISSING,
    State.ANY: theme.ACCENT,
}
CHANGES: Final = {
    Change.NEW: theme.CATEGORIES[5],
    Change.GROWN: theme.CATEGORIES[1],
    Change.SAME: theme.OTHER,
    Change.SHRUNK: theme.CATEGORIES[4],
    Change.GONE: theme.CATEGORIES[2],
    Change.UNSURE: theme.CATEGORIES[3],
    Change.APART: theme.MISSING,
}


def tell(result: Overview, words: Words) -> Section:
    """Word the result; a reader who stops after the first sentence has the answer."""
    told = tiles(result, words)
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=told,
        charts=_charts(result, words),
        maps=_maps(result, words),
        tables=_tables(result, words),
        caveats=caveats(result, words),
        facts=tuple(one for one in told if one.key in HECTARES),
    )


def _headline(result: Overview, words: Words) -> str:
    if not result.records and not result.left_out:
        return words("headline.empty")
    where = _where(result, words)
    if not _has_area(result):
        sites = words.number(result.at(Key.SITES, "value"))
        return words("headline.sites", sites=sites, where=where)
    key = Key.AREA if result.measure is Measure.STOCK else Key.NEW
    before = result.at(key, "before")
    told = words(
        f"headline.{result.measure}.{_course(result, key)}",
        area=words.hectares(result.at(Key.AREA, "value")),
        where=where,
        new=words.hectares(result.at(Key.NEW, "value")),
        last=words.period(result.last),
        before=words.period(result.before),
        rate=rate(abs(result.at(key, "change")) / before, words) if before > 0 else "",
    )
    return " ".join((told, *_beside(result, words, key), *_held(result, words)))


def _beside(result: Overview, words: Words, key: Key) -> tuple[str, ...]:
    """How the country of the one province asked for moved in the same time."""
    if not compared(result, key):
        return ()
    by = result.country_now - result.country_before
    which = "same" if abs(by) < LEAST_CHANGE else "more" if by > 0 else "less"
    told = words(
        f"beside.{which}",
        country=words.country(result.country),
        rate=rate(abs(by) / result.country_before, words),
    )
    here = result.at(key, "now")
    if not 0 <= here <= result.country_now or not result.country_now > 0:
        return (f"{told}.",)
    share = words.percent(here / result.country_now)
    return (words("beside.share", told=told, share=share),)


def _course(result: Overview, key: Key) -> str:
    """Which sentence the numbers carry."""
    now, before = result.at(key, "now"), result.at(key, "before")
    is_flow = result.measure is Measure.FLOW
    if not (result.at(key, "value") > 0 if is_flow else result.last):
        return "plain"
    if not before > 0:
        return "alone"
    if abs(now - before) < LEAST_CHANGE:
        return "same"
    return "more" if now > before else "less"


def _where(result: Overview, words: Words) -> str:
    known = int((result.table[result.by] != UNKNOWN).sum())
    return words(f"where.{result.by}", count=known) if known else words("where.none")


def _held(result: Overview, words: Words) -> tuple[str, ...]:
    """How much the largest hold; nothing where there is one group, or none."""
    known = result.table[result.table[result.by] != UNKNOWN]
    if len(known) <= 1 or not result.top_share > 0:
        return ()
    share = words.percent(result.top_share)
    if result.top == 1:
        name = _name(result, words, str(known[result.by].iloc[0]))
        return (words(f"held.one.{result.by}", all=len(known), name=name, share=share),)
    return (words(f"held.most.{result.by}", top=result.top, all=len(known), share=share),)


def _has_area(result: Overview) -> bool:
    return bool(result.table["area_ha"].notna().any())


def _basis(result: Overview, words: Words) -> str:
    return words(f"basis.{result.area_basis}" if _has_area(result) else "basis.none")


def _name(result: Overview, words: Words, group: str) -> str:
    if group == UNKNOWN:
        return words(f"unknown.{result.by}")
    return words.country(group) if result.by == "country" else group


def _charts(result: Overview, words: Words) -> tuple[Chart, ...]:
    known = result.table[result.table[result.by] != UNKNOWN]
    told = (_ranked(result, words, known),) if len(known) else ()
    by_time = result.series[_in_time(result)]
    return (*told, _periods(result, words)) if by_time.notna().sum() > 1 else told


def _in_time(result: Overview) -> Key:
    return Key.AREA if result.measure is Measure.STOCK else Key.NEW


def _ranked(result: Overview, words: Words, known: pd.DataFrame) -> Chart:
    is_area = _has_area(result)
    rows = known.head(MOST_BARS)
    names = rows[result.by].astype(str)
    twice = names.duplicated(keep=False) if result.by == "province" else names == ""
    shown = rows.assign(
        label=[
            f"{group} ({words.country(country)})" if again else _name(result, words, group)
            for group, country, again in zip(names, rows["country"], twice, strict=True)
        ],
        text=[
            words("bar", area=words.hectares(area), share=words.percent(share))
            if is_area
            else words.number(sites)
            for area, share, sites in zip(
                rows["area_ha"], rows["share"], rows["sites"], strict=True
            )
        ],
    )
    kind = "all" if len(rows) == len(known) else "ranked"
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            shown,
            label="label",
            value="area_ha" if is_area else "sites",
            value_title=words("axis.area" if is_area else "axis.sites"),
            words=words,
        ),
        caption=words(
            f"chart.{kind if is_area else 'sites'}.{result.by}",
            count=len(rows),
            all=len(known),
            **({"basis": _basis(result, words)} if is_area else {}),
        ),
        explain=words("explain.ranked" if is_area else "explain.sites"),
    )


def _periods(result: Overview, words: Words) -> Chart:
    shown = result.series.assign(period=[words.period(p) for p in result.series["period"]])
    return Chart(
        draw=lambda: viz.charts.periods(
            shown,
            period="period",
            value=_in_time(result),
            value_title=words("axis.area"),
            words=words,
        ),
        caption=words(f"chart.periods.{result.measure}"),
        explain=words("explain.periods"),
    )


def _maps(result: Overview, words: Words) -> tuple[Map, ...]:
    sites = result.map_sites
    if sites.empty:
        return ()
    found = set(sites["state"].unique())
    is_change = not found <= set(State)
    palette = CHANGES if is_change else STATES
    colours = {str(state): colour for state, colour in palette.items() if state in found}
    last = words.period(result.last)
    said = {
        state: words(f"change.{state}") if is_change else words(f"state.{state}", last=last)
        for state in colours
    }
    kind = "changes" if is_change else "any" if found == {State.ANY} else "states"
    return (
        Map(
            shapes=sites.assign(state=sites["state"].map(said)),
            colour_by="state",
            colours={said[state]: colour for state, colour in colours.items()},
            caption=words(f"map.{kind}", count=len(sites)),
            tips={
                "name": words("tip.name"),
                "site_id": words("tip.site_id"),
                "state": words("column.state"),
                "period": words("column.period"),
                "area_ha": words("column.area_ha"),
            },
            kinds={"area_ha": Kind.HECTARES, "period": Kind.PERIOD},
            legend="" if kind == "any" else words(f"legend.{kind}"),
        ),
    )


def _tables(result: Overview, words: Words) -> tuple[Table, ...]:
    told = [_totals(result, words)]
    if len(result.by_group) and _has_area(result):
        told.append(_by_group(result, words))
    if result.since_period is not None:
        facts = {"last": words.period(result.last), "before": words.period(result.before)}
        caption = f"table.period.{result.measure}"
        told.append(_changes(result.since_period, words, caption, facts))
    if result.since_load is not None:
        told.append(_changes(result.since_load, words, "table.load", {"name": result.earlier}))
    return tuple(told)


def _totals(result: Overview, words: Words) -> Table:
    kinds = _group_kinds(result)
    if _has_area(result):
        kinds["area_ha"] = Kind.HECTARES
    kinds["sites"] = Kind.COUNT
    if result.table["share"].notna().any():
        kinds["share"] = Kind.SHARE
    return Table(
        frame=_named(result, words, result.table)[list(kinds)],
        labels={column: words(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=words(f"table.{result.by}", basis=_basis(result, words)),
    )


def _by_group(result: Overview, words: Words) -> Table:
    last, before = words.period(result.last), words.period(result.before)
    kinds = _group_kinds(result) | {
        "before_ha": Kind.HECTARES,
        "now_ha": Kind.HECTARES,
        "change_ha": Kind.CHANGE,
    }
    own = {
        "before_ha": words("column.period_ha", period=before),
        "now_ha": words("column.period_ha", period=last),
    }
    return Table(
        frame=_named(result, words, result.by_group)[list(kinds)],
        labels={column: own.get(column) or words(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=words(f"table.groups.{result.measure}", last=last, before=before),
    )


def _changes(found: Matched, words: Words, caption: str, facts: dict[str, str]) -> Table:
    """The classes that hold a site; their counts stand in the caption too."""
    table = found.table.set_index("change", drop=False)
    count = table["sites_now"].where(table["sites_now"] > 0, table["sites_before"])
    has_any = (table["sites_before"] > 0) | (table["sites_now"] > 0)
    kinds = {
        "change": Kind.TEXT,
        "sites_before": Kind.COUNT,
        "sites_now": Kind.COUNT,
        "before_ha": Kind.HECTARES,
        "now_ha": Kind.HECTARES,
        "change_ha": Kind.CHANGE,
    }
    told = table[has_any].reset_index(drop=True)
    return Table(
        frame=told.assign(change=[words(f"change.{change}") for change in told["change"]]),
        labels={column: words(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=words(
            caption,
            **facts,
            **{
                str(change): words.number(count[change])
                for change in (Change.NEW, Change.GROWN, Change.SHRUNK, Change.GONE)
            },
        ),
    )


def _group_kinds(result: Overview) -> dict[str, Kind]:
    if result.by == "country":
        return {"country": Kind.COUNTRY}
    return {"province": Kind.TEXT, "country": Kind.COUNTRY}


def _named(result: Overview, words: Words, frame: pd.DataFrame) -> pd.DataFrame:
    """Unknown groups in words; known countries are worded by their kind."""
    unknown = words(f"unknown.{result.by}")
    return frame.assign(**{result.by: frame[result.by].replace({UNKNOWN: unknown})})
