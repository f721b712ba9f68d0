"""The charts and the map: quotients by class, mining beside land by distance, the sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics import viz
from analytics.analyses.context import labels
from analytics.analyses.context.facets import Role
from analytics.core.section import Chart, Map
from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.analyses.context.model import Context
    from analytics.core.words import Words

#: What stands beside a number in a table of two, and the colour of its cell.
SIGNS: Final = {"more": "▲", "less": "▼", "unclear": "", "untold": ""}
TONES: Final = {
    "more": theme.DEPARTURES[4],
    "less": theme.DEPARTURES[0],
    "unclear": theme.DEPARTURES[2],
    "untold": theme.LIGHT["grid"],
}
MOST_COLOURS: Final = len(theme.CATEGORIES)  # of a map; the other classes stand together


def charts(result: Context, words: Words) -> tuple[Chart, ...]:
    """One chart for each layer of classes, one for two of them, one for each thing with bands."""
    classes = [_quotients(rows, result, words) for _, rows in parted(result.classes)]
    pairs = [_crossed(result, words)] if len(result.pairs) else []
    bands = [_beside(rows, words) for _, rows in parted(result.bands)]
    return (*classes, *pairs, *bands)


def maps(result: Context, words: Words) -> tuple[Map, ...]:
    """Every site in the colour of the class, or of the band, that holds most of it."""
    sites, rows = result.sites, _lead(result, words)
    key = [f"{role}|{name}" for role, name in zip(rows["role"], rows["class"], strict=True)]
    called = dict(zip(key, rows["label"], strict=True))
    named = [one for one in key if not one.startswith(Role.OUTSIDE)]
    kept = named if len(named) <= MOST_COLOURS else named[: MOST_COLOURS - 1]
    said = {one: called[one] if one in kept else words("map.rest") for one in named}
    colours = {said[one]: colour for one, colour in zip(kept, theme.CATEGORIES, strict=False)}
    if len(kept) < len(named):
        colours[words("map.rest")] = theme.OTHER
    for one in key:
        if one not in said:
            said[one] = called[one]
            colours[called[one]] = theme.MISSING
    its = [said[f"{role}|{name}"] for role, name in zip(sites["role"], sites["class"], strict=True)]
    shown = sites[["id", "amount", "geometry"]].assign(label=its)
    is_banded = result.classes.empty
    name = str(rows["of"].iloc[0])
    heading = (
        words("distance", what=labels.near(name, words)) if is_banded else labels.of(name, words)
    )
    facts = {"what": labels.near(name, words)} if is_banded else {"of": heading}
    return (
        Map(
            shapes=shown,
            colour_by="label",
            colours={name: colour for name, colour in colours.items() if name in set(its)},
            caption=words("map.bands" if is_banded else "map.classes", count=len(shown), **facts),
            tips={
                "id": words("column.id"),
                "label": words("column.band" if is_banded else "column.label"),
                "amount": words(f"column.mined.{result.count}"),
            },
            kinds={"amount": labels.KINDS[result.count]},
            legend=heading,
        ),
    )


def parted(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The rows of each layer, in the order told."""
    return [(str(name), rows) for name, rows in table.groupby("of", sort=False)]


def named(rows: pd.DataFrame, result: Context, words: Words) -> list[str]:
    """The classes of some rows in words, no two alike."""
    if "from_km" in rows.columns:
        ends = zip(rows["from_km"], rows["to_km"], strict=True)
        return [labels.band(float(low), float(high), words) for low, high in ends]
    return [labels.class_of(row, result, words) for _, row in rows.iterrows()]


def both(result: Context, words: Words) -> tuple[list[str], list[str]]:
    """The classes of each pair in words: those of the first layer, those of the second."""
    found = []
    for side in (["of", "role", "class"], ["with_of", "with_role", "with_class"]):
        rows = result.pairs[side].set_axis(["of", "role", "class"], axis=1)
        is_rest = rows["role"] == Role.OTHER  # of others than in the table of one layer
        told = named(rows, result, words)
        rest = words("map.rest")
        found.append([rest if yes else name for yes, name in zip(is_rest, told, strict=True)])
    return found[0], found[1]


def _lead(result: Context, words: Words) -> pd.DataFrame:
    """The classes the sites on the map are in."""
    if result.classes.empty:
        rows = parted(result.bands)[0][1]
        to_km = [f"{high:g}" if high == high else "" for high in rows["to_km"]]  # noqa: PLR0124 - NaN
        roles = [str(Role.NAMED if high else Role.OUTSIDE) for high in to_km]
        rows = rows.assign(role=roles, **{"class": to_km})
    else:
        rows = parted(result.classes)[0][1]
    return rows.assign(label=named(rows, result, words))


def _quotients(rows: pd.DataFrame, result: Context, words: Words) -> Chart:
    frame = pd.DataFrame(
        {
            "label": named(rows, result, words),
            "value": rows["quotient"].to_numpy(),
            "low": rows["low"].to_numpy(),
            "high": rows["high"].to_numpy(),
            "class": [words(f"verdict.{verdict}") for verdict in rows["verdict"]],
            "text": [labels.quotient(row, words) for _, row in rows.iterrows()],
        }
    )
    marks = {words(f"verdict.{name}"): mark for name, mark in labels.MARKS.items()}
    return Chart(
        draw=lambda: viz.dots.times_expected(frame, marks=marks, value_title=words("axis.times")),
        caption=words("chart.classes", of=labels.of(str(rows["of"].iloc[0]), words)),
        explain=words("explain.classes"),
    )


def _crossed(result: Context, words: Words) -> Chart:
    rows, (first, second) = result.pairs, both(result, words)
    frame = pd.DataFrame(
        {
            "row": first,
            "column": second,
            "class": [words(f"verdict.{verdict}") for verdict in rows["verdict"]],
            "text": [
                f"{SIGNS[verdict]} {labels.times(float(times), words)}".strip()
                for verdict, times in zip(rows["verdict"], rows["quotient"], strict=True)
            ],
            "tip": [_told(row, words) for _, row in rows.iterrows()],
        }
    )
    of, with_of = (labels.of(str(rows[name].iloc[0]), words) for name in ("of", "with_of"))
    said = [words(f"verdict.{verdict}") for verdict in TONES]
    colours = dict(zip(said, TONES.values(), strict=True))
    held = {name: tone for name, tone in colours.items() if (frame["class"] == name).any()}
    return Chart(
        draw=lambda: viz.heat.heat_map(
            frame,
            colours=held,
            row_order=list(dict.fromkeys(first)),
            column_order=_as_told(result, second, words),
            row_title=of,
            column_title=with_of,
        ),
        caption=words("chart.pairs", of=of, other=with_of),
        explain=words("explain.pairs"),
    )


def _as_told(result: Context, second: list[str], words: Words) -> list[str]:
    """The classes of the second layer in the order of its own table, then any others."""
    of = result.pairs["with_of"].iloc[0]
    order = named(result.classes[result.classes["of"] == of], result, words)
    there = list(dict.fromkeys(second))
    return [*(n for n in order if n in there), *(n for n in there if n not in order)]


def _told(row: pd.Series[Any], words: Words) -> str:
    share, ground = labels.share(float(row["share"]), words), labels.ground(row, words)
    return words("tip.pair", share=share, ground=ground, times=labels.quotient(row, words))


def _beside(rows: pd.DataFrame, words: Words) -> Chart:
    mining, land = words("measure.mining"), words("measure.land")
    bars = []
    for _, row in rows.iterrows():
        label = labels.band(float(row["from_km"]), float(row["to_km"]), words)
        share = labels.share(float(row["share"]), words)
        if row["quotient"] > 0:
            times = labels.times(float(row["quotient"]), words)
            share = words("text.band", share=share, times=times)
        is_known = row["quotient"] >= 0
        land_share = row["ground_share"] if is_known else float("nan")
        ground = labels.ground(row, words) if is_known else words("times.little")
        bars += [
            {"label": label, "measure": mining, "share": row["share"], "text": share},
            {"label": label, "measure": land, "share": land_share, "text": ground},
        ]
    frame = pd.DataFrame(bars).assign(low=float("nan"), high=float("nan"))
    what = labels.near(str(rows["of"].iloc[0]), words)
    return Chart(
        draw=lambda: viz.shares.paired_bars(
            frame,
            colours={mining: theme.ACCENT, land: theme.OTHER},
            value_title=words("axis.share"),
        ),
        caption=words("chart.bands", what=what),
        explain=words("explain.bands"),
    )
