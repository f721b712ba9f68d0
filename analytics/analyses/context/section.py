"""Tell surroundings: where mining takes more than its share of the land, and how sure that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics.analyses.context import labels
from analytics.analyses.context.caveats import caveats
from analytics.analyses.context.facets import Role
from analytics.analyses.context.pictures import both, charts, maps, named, parted
from analytics.core.section import Figure, Section, Table
from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.analyses.context.model import Context
    from analytics.core.words import Words

HA_PER_KM2: Final = 100.0
KINDS: Final = {
    "share": Kind.SHARE,
    "ground_km2": Kind.HECTARES,
    "ground_share": Kind.SHARE,
    "times": Kind.TIMES,
    "ends": Kind.TEXT,
    "verdict": Kind.TEXT,
}


def tell(result: Context, words: Words) -> Section:
    """Word the result: associations, never causes."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        maps=maps(result, words),
        tables=_tables(result, words),
        caveats=caveats(result, words),
    )


def _candidates(result: Context) -> list[pd.Series[Any]]:
    """Classes a layer names, and the nearest bands: what a sentence may be about."""
    classes = result.classes
    named = classes[(classes["role"] == Role.NAMED) & (classes["mined"] > 0)]
    nearest = result.bands[result.bands["from_km"] == 0]
    rows = [row for table in (named, nearest) for _, row in table.iterrows()]
    return sorted(rows, key=lambda row: -float(row["share"]))


def _headline(result: Context, words: Words) -> str:
    rows = _candidates(result)
    clear = [row for row in rows if row["verdict"] == "more"]
    if not clear:
        is_told = any(row["verdict"] != "untold" for row in rows)
        if rows and not is_told and (result.has_intervals or math.isnan(rows[0]["quotient"])):
            return words("headline.untold")
        if result.has_intervals or not rows:
            return words("headline.none")
        facts = _shares(rows[0], words)
        return words("headline.unsure", name=_name(rows[0], result, words), **facts)
    row = clear[0]
    facts = _shares(row, words) | labels.ends(row, words)
    if _is_band(row):
        facts |= {"km": labels.km(float(row["to_km"]), words)}
        return words("headline.near", what=labels.near(str(row["of"]), words), **facts)
    of = labels.of(str(row["of"]), words)
    return words("headline.class", of=of, name=labels.class_of(row, result, words), **facts)


def _figures(result: Context, words: Words) -> tuple[Figure, ...]:
    rows = _candidates(result)
    clear = [row for row in rows if row["verdict"] == "more"]
    lead = next(iter([*clear, *rows]), None)
    first = [] if lead is None else [_held(lead, result, words), _times(lead, result, words)]
    others = [row for row in (*clear, *rows) if lead is None or _is_band(row) != _is_band(lead)]
    return (*first, *(_held(row, result, words) for row in others[:1]), _study(result, words))


def _held(row: pd.Series[Any], result: Context, words: Words) -> Figure:
    """How much of the mining a class or a band holds."""
    if _is_band(row):
        km, what = labels.km(float(row["to_km"]), words), labels.near(str(row["of"]), words)
        label = words("figure.near", km=km, what=what)
    else:
        label = words("figure.first", name=labels.class_of(row, result, words))
    return Figure(
        label,
        labels.share(float(row["share"]), words),
        words("times.little")
        if math.isnan(row["quotient"])
        else words("figure.first.note", ground=labels.ground(row, words)),
        number=float(row["share"]),
    )


def _times(row: pd.Series[Any], result: Context, words: Words) -> Figure:
    has_ends = not math.isnan(row["low"])
    facts = labels.ends(row, words) if has_ends else {}
    note = "figure.times.note" if has_ends else "figure.times.none"
    return Figure(
        words("figure.times"),
        labels.times(float(row["quotient"]), words),
        words(note, name=_name(row, result, words), **facts),
        number=None if math.isnan(row["quotient"]) else float(row["quotient"]),
    )


def _study(result: Context, words: Words) -> Figure:
    km2 = result.ground_ha / HA_PER_KM2
    return Figure(
        words("figure.study"),
        f"{words.significant(km2)}\N{NO-BREAK SPACE}km²",
        words(f"figure.study.{result.study}", count=len(result.names)),
        number=km2,
        unit="km²",
    )


def _name(row: pd.Series[Any], result: Context, words: Words) -> str:
    if _is_band(row):
        band = labels.band(float(row["from_km"]), float(row["to_km"]), words)
        return f"{band} ({labels.near(str(row['of']), words)})"
    return labels.class_of(row, result, words)


def _is_band(row: pd.Series[Any]) -> bool:
    return "from_km" in row.index


def _shares(row: pd.Series[Any], words: Words) -> dict[str, str]:
    return {
        "share": labels.share(float(row["share"]), words),
        "ground": labels.ground(row, words),
    }


def _tables(result: Context, words: Words) -> tuple[Table, ...]:
    """The twins of the charts, in the same order."""
    classes = [
        _table(
            rows,
            {"label": named(rows, result, words)},
            words("table.classes", of=labels.of(name, words)),
            result,
            words,
        )
        for name, rows in parted(result.classes)
    ]
    bands = [
        _table(
            rows,
            {"band": named(rows, result, words)},
            words("table.bands", what=labels.near(name, words)),
            result,
            words,
        )
        for name, rows in parted(result.bands)
    ]
    return (*classes, *_paired(result, words), *bands)


def _paired(result: Context, words: Words) -> tuple[Table, ...]:
    """Every class of one layer with those of another."""
    rows = result.pairs
    if rows.empty:
        return ()
    first, second = both(result, words)
    of, with_of = (labels.of(str(rows[name].iloc[0]), words) for name in ("of", "with_of"))
    caption = words("table.pairs", of=of, other=with_of)
    return (_table(rows, {"label": first, "other": second}, caption, result, words),)


def _table(
    rows: pd.DataFrame, names: dict[str, list[str]], caption: str, result: Context, words: Words
) -> Table:
    ground = rows[["ground_ha", "ground_share"]].where(rows["quotient"].notna())
    frame = pd.DataFrame(
        {
            **names,
            "mined": rows["mined"].to_numpy(),
            "share": rows["share"].to_numpy(),
            "ground_km2": ground["ground_ha"].to_numpy() / HA_PER_KM2,
            "ground_share": ground["ground_share"].to_numpy(),
            "times": rows["quotient"].to_numpy(dtype=float),
            "ends": [_ends(row, words) for _, row in rows.iterrows()],
            "verdict": [words(f"beside.{verdict}") for verdict in rows["verdict"]],
        }
    )
    mined = {"mined": labels.KINDS[result.count]}
    kinds = {**dict.fromkeys(names, Kind.TEXT), **mined, **KINDS}
    named_by = {"mined": f"column.mined.{result.count}"}
    return Table(
        frame=frame,
        labels={column: words(named_by.get(column, f"column.{column}")) for column in kinds},
        kinds=kinds,
        caption=caption,
    )


def _ends(row: pd.Series[Any], words: Words) -> str:
    if math.isnan(row["low"]):
        return "–"
    told = labels.ends(row, words)
    return words("ends", low=told["low"], high=told["high"])
