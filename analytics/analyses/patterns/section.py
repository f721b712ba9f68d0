"""Tell patterns: how far looks and declarations agree, what is unlike what, and every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.patterns import labels, ways
from analytics.analyses.patterns.caveats import caveats
from analytics.analyses.patterns.kinds import UNDETERMINED
from analytics.analyses.patterns.pictures import charts, maps
from analytics.analyses.patterns.reasons import told
from analytics.core.section import Figure, Section, Table
from analytics.core.words import Kind as Written

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words

#: What a site is like and what is around it; columns of which nothing is known are left out.
FORM: Final = {
    "area_ha": Written.HECTARES,
    "compactness": Written.SHARE,
    "long": Written.DECIMAL,
    "solidity": Written.SHARE,
    "parts": Written.COUNT,
    "holes": Written.COUNT,
}
AROUND: Final = {
    "river_m": Written.COUNT,
    "near_river": Written.SHARE,
    "in_water": Written.SHARE,
    "road_m": Written.COUNT,
    "settlement_m": Written.COUNT,
    "protected_m": Written.COUNT,
    "slope": Written.DECIMAL,
}
NAMED: Final = {"long": "elongation", "slope": "slope_deg"}  # columns of the result


def tell(result: Patterns, words: Words) -> Section:
    """Word the result; the declared method stands beside the inferred kind everywhere."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        maps=maps(result, words),
        tables=(
            _inferred(result, words),
            *_seconds(result, words),
            *_like(result, FORM, "table.form", words),
            *_like(result, AROUND, "table.around", words),
            *_grown(result, words),
        ),
        caveats=caveats(result, words),
    )


def _headline(result: Patterns, words: Words) -> str:
    facts = {"unknown": result.undetermined, "sites": len(result.sites)}
    if _is_blind(result):
        return words("headline.blind", count=len(result.sites))
    if not result.compared:
        return words("headline.alone", count=len(result.sites) - result.undetermined, **facts)
    return words(
        "headline.compared",
        count=result.compared,
        share=words.percent(result.share),
        **facts,
    )


def _figures(result: Patterns, words: Words) -> tuple[Figure, ...]:
    sites, trial = len(result.sites), result.trial
    ahead = result.by_kind[result.by_kind["kind"] != UNDETERMINED]
    most = ahead.sort_values("sites", ascending=False, kind="stable").iloc[0]
    has_any = int(most["sites"]) > 0
    return (
        _agree(result, words),
        Figure(
            words("figure.unknown"),
            words.number(result.undetermined),
            words("figure.unknown.note", share=words.percent(result.undetermined / sites))
            if sites
            else "",
            number=float(result.undetermined),
        ),
        Figure(
            words("figure.most"),
            words.percent(most["sites"] / sites) if has_any else "–",
            words(
                "figure.most.note",
                kind=labels.kind(str(most["kind"]), words),
                count=int(most["sites"]),
                area=words.hectares(float(most["area_ha"])),
            )
            if has_any
            else "",
            number=float(most["sites"] / sites) if has_any else None,
        ),
        Figure(
            words("figure.by"),
            words("by.forest" if trial.is_used else "by.rules"),
            words(f"by.{trial.verdict}"),
        ),
    )


def _agree(result: Patterns, words: Words) -> Figure:
    """How often looks are as declared; what could not be looked at does not disagree."""
    if _is_blind(result) or not result.compared:
        note = "figure.agree.blind" if result.compared else "figure.agree.none"
        return Figure(words("figure.agree"), "–", words(note))
    note = words(
        "figure.agree.note",
        count=result.compared,
        low=words.percent(result.share_low),
        high=words.percent(result.share_high),
    )
    share = result.share
    return Figure(words("figure.agree"), words.percent(share), note, number=share)


def _is_blind(result: Patterns) -> bool:
    """Whether no site could be told for want of rivers."""
    return result.undetermined == len(result.sites) and "river_m" in result.lacking


def _inferred(result: Patterns, words: Words) -> Table:
    """Every site: declared, inferred, what fits best and why, and which way it grew."""
    sites, why, grown = result.sites, told(result, words), ways.clauses(result, words)
    rows = pd.DataFrame(
        {
            "id": sites["id"],
            "declared": [labels.declared(said, words) for said in sites["declared"]],
            "kind": [labels.kind(kind, words) for kind in sites["kind"]],
            "best": [labels.kind(kind, words) if kind else "–" for kind in sites["best"]],
            "score": sites["score"],
            "why": [
                why.get((one, kind), words("reason.none")) + grown.get(one, "")
                for one, kind in zip(sites["id"], sites["best"], strict=True)
            ],
        }
    )
    kinds = dict.fromkeys(rows.columns, Written.TEXT) | {"score": Written.SHARE}
    return _table(rows, kinds, words("table.sites", count=len(rows)), words)


def _seconds(result: Patterns, words: Words) -> tuple[Table, ...]:
    """The second best fit of every site that has one, and why."""
    sites, why = result.sites[result.sites["second"] != ""], told(result, words)
    if sites.empty:
        return ()
    rows = pd.DataFrame(
        {
            "id": sites["id"],
            "kind": [labels.kind(kind, words) for kind in sites["kind"]],
            "second": [labels.kind(kind, words) for kind in sites["second"]],
            "second_score": sites["second_score"],
            "why": [
                why.get((one, kind), words("reason.none"))
                for one, kind in zip(sites["id"], sites["second"], strict=True)
            ],
        }
    )
    kinds = dict.fromkeys(rows.columns, Written.TEXT) | {"second_score": Written.SHARE}
    return (_table(rows, kinds, words("table.seconds", count=len(rows)), words),)


def _grown(result: Patterns, words: Words) -> tuple[Table, ...]:
    """The sites whose way of growing can be told."""
    rows = result.growth.dropna(subset="growth_deg")
    if rows.empty:
        return ()
    shown = rows.assign(
        growth=[ways.azimuth(deg, words) for deg in rows["growth_deg"]],
        turn=[ways.turn(deg, words) for deg in rows["turn_deg"]],
    )
    kinds = {
        "id": Written.TEXT,
        "first": Written.PERIOD,
        "last": Written.PERIOD,
        "added_ha": Written.HECTARES,
        "growth": Written.TEXT,
        **({"turn": Written.TEXT} if rows["turn_deg"].notna().any() else {}),
    }
    return (_table(shown[list(kinds)], kinds, words("table.growth", count=len(rows)), words),)


def _like(
    result: Patterns, columns: dict[str, Written], caption: str, words: Words
) -> tuple[Table, ...]:
    """Those of the columns of which anything is known, for every site."""
    sites = result.sites
    known = {
        name: kind for name, kind in columns.items() if sites[NAMED.get(name, name)].notna().any()
    }
    if not known:
        return ()
    rows = sites.drop(columns="geometry").assign(**{name: sites[of] for name, of in NAMED.items()})
    kinds = {"id": Written.TEXT, **known}
    return (_table(rows[list(kinds)], kinds, words(caption, count=len(rows)), words),)


def _table(frame: pd.DataFrame, kinds: dict[str, Written], caption: str, words: Words) -> Table:
    return Table(
        frame=frame,
        labels={column: words(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=caption,
    )
