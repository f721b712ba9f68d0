"""The charts and the map: declared beside inferred, and what sets the kinds apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.analyses.patterns import labels
from analytics.analyses.patterns.kinds import KINDS, UNDETERMINED, kind_of
from analytics.core.section import Chart, Map
from analytics.core.words import Kind as Written
from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words

MOST_METHODS: Final = 12  # rows of the table of two; the others stand together
OTHERS: Final = "others"
#: What sets the kinds apart, and whether it spans several powers of ten.
SHOWN: Final = {"elongation": False, "compactness": False, "river_m": True, "area_ha": False}
#: How declared and inferred go together: its sign, and its colour.
SIGNS: Final = {"same": "=", "other": "≠", "unknown": "?", "open": ""}
TONES: Final = {
    "same": theme.DEPARTURES[0],
    "other": theme.DEPARTURES[4],
    "unknown": theme.DEPARTURES[2],
    "open": theme.MISSING,
}


def charts(result: Patterns, words: Words) -> tuple[Chart, ...]:
    """Declared against inferred, how many of each kind, how each feature is spread in them."""
    found = [_crossed(result, words), _counted(result, words)]
    if len(result.trial.importance):
        found.append(_importance(result, words))
    known = [name for name in SHOWN if result.sites[name].notna().any()]
    found += [_spread(result, name, words) for name in known]
    return tuple(found)


def maps(result: Patterns, words: Words) -> tuple[Map, ...]:
    """Every site in the colour of its kind."""
    sites = result.sites
    named = {name: labels.kind(name, words) for name in labels.COLOURS}
    shown = sites[["id", "score", "area_ha", "geometry"]].assign(
        kind=sites["kind"].map(named),
        declared=[labels.declared(said, words) for said in sites["declared"]],
    )
    tips = ("id", "declared", "kind", "score", "area_ha")
    return (
        Map(
            shapes=shown,
            colour_by="kind",
            colours={
                said: labels.COLOURS[name]
                for name, said in named.items()
                if (shown["kind"] == said).any()
            },
            caption=words("map.kinds", count=len(shown)),
            tips={column: words(f"column.{column}") for column in tips},
            kinds={"score": Written.SHARE, "area_ha": Written.HECTARES},
            legend=words("legend.kinds"),
        ),
    )


def _crossed(result: Patterns, words: Words) -> Chart:
    cross, order = _few_methods(result.cross)
    kinds = [kind for kind in (*map(str, KINDS), UNDETERMINED) if (cross["kind"] == kind).any()]
    told = cross.assign(
        fit=[_fit(said, kind) for said, kind in zip(cross["declared"], cross["kind"], strict=True)]
    )
    names = {
        said: words("others") if said == OTHERS else labels.declared(said, words) for said in order
    }
    frame = pd.DataFrame(
        {
            "row": told["declared"].map(names),
            "column": [labels.kind(kind, words) for kind in told["kind"]],
            "class": [words(f"fit.{fit}") for fit in told["fit"]],
            "text": [
                f"{words.number(count)} {SIGNS[fit]}".strip()
                for count, fit in zip(told["sites"], told["fit"], strict=True)
            ],
            "tip": [words("cell.sites", count=int(count)) for count in told["sites"]],
        }
    )
    colours = {
        words(f"fit.{fit}"): tone for fit, tone in TONES.items() if (told["fit"] == fit).any()
    }
    return Chart(
        draw=lambda: viz.heat.heat_map(
            frame,
            colours=colours,
            row_order=list(names.values()),
            column_order=[labels.kind(kind, words) for kind in kinds],
            row_title=words("axis.declared"),
            column_title=words("axis.inferred"),
        ),
        caption=words("chart.cross", count=len(result.sites)),
        explain=words("explain.cross"),
    )


def _few_methods(cross: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The most frequent declarations, the others together, and last what declares nothing."""
    count = cross.groupby("declared")["sites"].sum().sort_values(ascending=False, kind="stable")
    said = [name for name in count.index if name]
    kept = said if len(said) <= MOST_METHODS else said[: MOST_METHODS - 1]
    order = [*kept, *([OTHERS] if len(kept) < len(said) else []), *([""] if "" in count else [])]
    named = cross["declared"].where(cross["declared"].isin([*kept, ""]), OTHERS)
    table = cross.assign(declared=named).groupby(["declared", "kind"])["sites"].sum()
    return table.reset_index(), order


def _fit(declared: str, kind: str) -> str:
    """Whether a declared method and an inferred kind are the same thing."""
    meant = kind_of(declared)
    if not meant:
        return "open"
    if kind == UNDETERMINED:
        return "unknown"
    return "same" if kind == meant else "other"


def _counted(result: Patterns, words: Words) -> Chart:
    rows = result.by_kind
    frame = pd.DataFrame(
        {
            "label": [labels.kind(kind, words) for kind in rows["kind"]],
            "sites": rows["sites"],
            "colour": rows["kind"].map(labels.COLOURS),
            "text": [
                words("bar.kind", count=int(count), area=words.hectares(float(area)))
                for count, area in zip(rows["sites"], rows["area_ha"], strict=True)
            ],
        }
    )
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            frame, label="label", value="sites", value_title=words("axis.sites"), words=words
        ),
        caption=words("chart.kinds", count=len(result.sites)),
    )


def _importance(result: Patterns, words: Words) -> Chart:
    rows = result.trial.importance.head(8)
    frame = rows.assign(
        label=[labels.feature(name, words) for name in rows["feature"]],
        lost=rows["importance"].clip(lower=0.0),
        text=[words.percent(max(0.0, lost)) for lost in rows["importance"]],
    )
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            frame, label="label", value="lost", value_title=words("axis.lost"), words=words
        ),
        caption=words("chart.importance"),
        explain=words("explain.importance"),
    )


def _spread(result: Patterns, name: str, words: Words) -> Chart:
    sites = result.sites.dropna(subset=[name])
    held = sites["kind"].value_counts()
    order = [kind for kind in labels.COLOURS if kind in held]
    middle = sites.groupby("kind")[name].median()
    text = {
        kind: words(
            "spread.text", count=int(held[kind]), middle=words.significant(float(middle[kind]), 2)
        )
        for kind in order
    }
    frame = pd.DataFrame(
        {
            "label": [labels.kind(kind, words) for kind in sites["kind"]],
            "value": sites[name].to_numpy(dtype=float),
            "colour": sites["kind"].map(labels.COLOURS).to_numpy(),
            "text": sites["kind"].map(text).to_numpy(),
        }
    )
    title = labels.feature(name, words)
    return Chart(
        draw=lambda: viz.spread.spreads(
            frame,
            value_title=title,
            label_order=[labels.kind(kind, words) for kind in order],
            is_wide=SHOWN[name],
        ),
        caption=words("chart.spread", feature=title, count=len(sites)),
        explain=words(f"explain.{name}"),
    )
