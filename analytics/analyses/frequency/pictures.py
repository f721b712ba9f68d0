"""The charts of an answer: pairs of bars, panels by group, and tables of two as heat maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analytics import viz
from analytics.analyses.frequency import labels
from analytics.core.section import Chart
from analytics.stats.crosstab import FEWEST
from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.analyses.frequency.model import Frequency
    from analytics.analyses.frequency.pairs import Cross
    from analytics.core.words import Words

MOST_PANELS: Final = 9
MOST_IN_PANEL: Final = 8  # bars of one panel, or panels of values
CLEAR: Final = 2.0  # residuals beyond these stand out, and stand out far (Friendly 1994)
FAR: Final = 4.0
#: Class of a cell: its sign, and its colour.
SIGNS: Final = {"fewest": "−−", "fewer": "−", "even": "", "more": "+", "most": "++"}
PARTS: Final = ("none", "third", "two_thirds", "all")  # of the records of a value


def charts(result: Frequency, words: Words) -> tuple[Chart, ...]:
    """What there is to see; the pairs of bars first."""
    found = [_pairs(result, words)]
    if len(result.groups) > 1:
        found.append(_in_time(result, words) if result.by == "period" else _by_group(result, words))
    if result.cross is not None:
        found.append(_crossed(result, result.cross, words))
    if len(result.together):
        found.append(_together(result, words))
    return tuple(found)


def _n(result: Frequency, words: Words) -> dict[str, object]:
    """What every caption says of its base."""
    return {
        "count": result.known,
        "missing": words.percent(result.missing_share),
        "field": labels.column(result.field, words),
    }


def _pairs(result: Frequency, words: Words) -> Chart:
    import pandas as pd

    ordered = labels.in_order(result.field, result.table["value"])
    table = result.table.set_index("value").loc[ordered].reset_index()
    told = [
        (labels.value(result.field, str(row["value"]), words), row) for _, row in table.iterrows()
    ]
    if result.other.count:
        rest = {f: getattr(result.other, f) for f in ("count", "area_ha", "share_count")}
        rest |= {f: getattr(result.other, f) for f in ("share_area", "low", "high")}
        told.append((words("other.values", count=result.other.distinct), pd.Series(rest)))
    has_area = not math.isnan(result.known_ha)
    records, hectares = words("measure.records"), words("measure.hectares")
    bars = [bar for name, row in told for bar in _two(name, row, words, has_area=has_area)]
    colours = {records: theme.CATEGORIES[0]}
    if has_area:
        colours[hectares] = theme.CATEGORIES[1]
    frame = pd.DataFrame(bars)
    return Chart(
        draw=lambda: viz.shares.paired_bars(
            frame, colours=colours, value_title=words("axis.share")
        ),
        caption=words("chart.pairs" if has_area else "chart.counts", **_n(result, words)),
        explain=words("explain.pairs" if has_area else "explain.counts"),
    )


def _two(
    name: str, row: pd.Series[float], words: Words, *, has_area: bool
) -> list[dict[str, object]]:
    records = {
        "label": name,
        "measure": words("measure.records"),
        "share": row["share_count"],
        "low": row["low"],
        "high": row["high"],
        "text": words(
            "bar.records",
            count=int(row["count"]),
            share=words.percent(float(row["share_count"])),
        ),
    }
    hectares = {
        "label": name,
        "measure": words("measure.hectares"),
        "share": row["share_area"],
        "low": None,
        "high": None,
        "text": words(
            "bar.hectares",
            area=words.hectares(float(row["area_ha"])),
            share=words.percent(float(row["share_area"])),
        ),
    }
    return [records, hectares] if has_area else [records]


def _by_group(result: Frequency, words: Words) -> Chart:
    shown = result.groups[:MOST_PANELS]
    values = labels.in_order(result.field, result.table["value"].head(MOST_IN_PANEL))
    rows = _group_rows(result, words, shown, values)
    size = result.by_group.drop_duplicates("group").set_index("group")["n"]
    names = {
        group: words(
            "panel", name=labels.group(result.by, group, words), n=words.number(int(size[group]))
        )
        for group in shown
    }
    rows = rows.assign(panel=rows["group"].map(names))
    return Chart(
        draw=lambda: viz.shares.panels_of_bars(
            rows, value_title=words("axis.share"), words=words, panel_order=list(names.values())
        ),
        caption=words("chart.by.country", groups=len(shown), **_n(result, words)),
        explain=words("explain.by"),
    )


def _in_time(result: Frequency, words: Words) -> Chart:
    dated = [group for group in result.groups if group]
    values = labels.in_order(result.field, result.table["value"].head(MOST_PANELS))
    rows = _group_rows(result, words, dated, values).assign(
        period=lambda told: told["group"].map(words.period)
    )
    return Chart(
        draw=lambda: viz.charts.small_multiples(
            rows,
            label="label",
            period="period",
            value="share",
            value_title=words("axis.share"),
            words=words,
            is_share=True,
            label_order=[labels.value(result.field, value, words) for value in values],
            period_order=[words.period(label) for label in dated],
        ),
        caption=words("chart.by.period", **_n(result, words)),
        explain=words("explain.by"),
    )


def _group_rows(
    result: Frequency,
    words: Words,
    groups: Sequence[str],
    values: list[str],
) -> pd.DataFrame:
    """`group`, `label`, `share`, `text`; values in the order given within each group."""
    place = {value: rank for rank, value in enumerate(values)}
    found = result.by_group
    found = found[found["group"].isin(groups) & found["value"].isin(values)]
    found = found.assign(place=found["value"].map(place)).sort_values("place", kind="stable")
    return found.assign(
        label=[labels.value(result.field, value, words) for value in found["value"]],
        share=found["share_count"],
        text=[
            words("bar.of", count=int(count), n=int(n), share=words.percent(float(share)))
            for count, n, share in zip(
                found["count"], found["n"], found["share_count"], strict=True
            )
        ],
    )


def _crossed(result: Frequency, cross: Cross, words: Words) -> Chart:
    colours = {
        words(f"departure.{kind}"): colour
        for kind, colour in zip(SIGNS, theme.DEPARTURES, strict=True)
    }
    told = cross.table.assign(kind=[_kind(cell) for cell in _cells(cross.table)])
    colours[words("departure.few")] = theme.MISSING
    frame = told.assign(
        row=[labels.value(result.field, value, words) for value in told["value"]],
        column=[labels.value(cross.name, value, words) for value in told["cross"]],
        text=[
            f"({words.number(count)})"
            if kind == "few"
            else f"{words.number(count)} {SIGNS[kind]}".strip()
            for count, kind in zip(told["count"], told["kind"], strict=True)
        ],
        tip=[
            words("cell.cross", count=int(count), expected=words.number(expected, 1))
            for count, expected in zip(told["count"], told["expected"], strict=True)
        ],
    ).assign(**{"class": [words(f"departure.{kind}") for kind in told["kind"]]})
    shown = {label: colour for label, colour in colours.items() if label in set(frame["class"])}
    return Chart(
        draw=lambda: viz.heat.heat_map(
            frame[["row", "column", "class", "text", "tip"]],
            colours=shown,
            row_order=_names(result.field, cross.rows, words),
            column_order=_names(cross.name, cross.columns, words),
            row_title=labels.column(result.field, words),
            column_title=labels.column(cross.name, words),
        ),
        caption=words(
            "chart.cross",
            count=cross.n,
            field=labels.column(result.field, words),
            cross=labels.column(cross.name, words),
        ),
        explain=words("explain.cross"),
    )


def _together(result: Frequency, words: Words) -> Chart:
    pairs = result.together
    colours = (theme.DEPARTURES[2], *theme.AMOUNTS[:3])
    classes = {words(f"part.{part}"): c for part, c in zip(PARTS, colours, strict=True)}
    values = list(dict.fromkeys(pairs["first"]))
    frame = pairs.assign(
        row=[labels.value(result.field, value, words) for value in pairs["first"]],
        column=[labels.value(result.field, value, words) for value in pairs["second"]],
        text=[words.percent(share) for share in pairs["share"]],
        tip=[
            words("cell.together", count=int(count), share=words.percent(share))
            for count, share in zip(pairs["count"], pairs["share"], strict=True)
        ],
    ).assign(
        **{"class": [words(f"part.{_part(share)}") for share in pairs["share"]]},
    )
    name = labels.column(result.field, words)
    return Chart(
        draw=lambda: viz.heat.heat_map(
            frame[["row", "column", "class", "text", "tip"]],
            colours=classes,
            row_order=_names(result.field, values, words),
            column_order=_names(result.field, values, words),
            row_title=words("axis.states"),
            column_title=words("axis.also"),
        ),
        caption=words("chart.together", field=name, count=result.known),
        explain=words("explain.together"),
    )


def _names(field: str, values: Sequence[str], words: Words) -> list[str]:
    return [labels.value(field, value, words) for value in labels.in_order(field, values)]


def _cells(table: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(table["expected"], table["residual"], strict=True))


def _kind(cell: tuple[float, float]) -> str:
    """How a cell departs from chance; a cell with few expected records is not judged."""
    expected, residual = cell
    if expected < FEWEST:
        return "few"
    if math.isnan(residual) or abs(residual) < CLEAR:
        return "even"
    is_far = abs(residual) >= FAR
    if residual > 0:
        return "most" if is_far else "more"
    return "fewest" if is_far else "fewer"


def _part(share: float) -> str:
    if share == 0:
        return "none"
    return "third" if share < 1 / 3 else "two_thirds" if share < 2 / 3 else "all"
