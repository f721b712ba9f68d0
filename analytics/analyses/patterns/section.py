"""Tell patterns: how far looks and declarations agree, what is unlike what, and every site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.patterns import labels
from analytics.analyses.patterns.caveats import caveats
from analytics.analyses.patterns.kinds import UNDETERMINED
from analytics.analyses.patterns.pictures import charts, maps
from analytics.analyses.patterns.reasons import told
from analytics.core.section import Figure, Section, Table
from analytics.core.words import Kind as Written

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words

#: Columns of the table of sites that are left out where nothing is known.
KNOWN: Final = {
    "area_ha": Written.HECTARES,
    "compactness": Written.SHARE,
    "long": Written.TEXT,
    "solidity": Written.SHARE,
    "parts": Written.COUNT,
    "river_m": Written.COUNT,
    "near_river": Written.SHARE,
    "in_water": Written.SHARE,
    "road_m": Written.COUNT,
    "settlement_m": Written.COUNT,
    "protected_m": Written.COUNT,
    "slope": Written.TEXT,
}


def tell(result: Patterns, words: Words) -> Section:
    """Word the result; the declared method stands beside the inferred kind everywhere."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        maps=maps(result, words),
        tables=(_sites(result, words),),
        caveats=caveats(result, words),
    )


def _headline(result: Patterns, words: Words) -> str:
    facts = {"unknown": result.undetermined, "sites": len(result.sites)}
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
        Figure(
            words("figure.agree"),
            words.percent(result.share),
            words(
                "figure.agree.note",
                count=result.compared,
                low=words.percent(result.share_low),
                high=words.percent(result.share_high),
            )
            if result.compared
            else words("figure.agree.none"),
            number=result.share if result.compared else None,
        ),
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
            labels.kind(str(most["kind"]), words) if has_any else "–",
            words(
                "figure.most.note",
                count=int(most["sites"]),
                area=words.hectares(float(most["area_ha"])),
            )
            if has_any
            else "",
        ),
        Figure(
            words("figure.by"),
            words("by.forest" if trial.is_used else "by.rules"),
            words(f"by.{trial.verdict}"),
        ),
    )


def _sites(result: Patterns, words: Words) -> Table:
    """Every site: declared, inferred, the two best scores, why, and what it is like."""
    sites = result.sites.drop(columns="geometry")
    why = told(result, words)
    rows = sites.assign(
        declared=[labels.declared(said, words) for said in sites["declared"]],
        kind=[labels.kind(kind, words) for kind in sites["kind"]],
        best=[labels.kind(kind, words) if kind else "–" for kind in sites["best"]],
        second=[labels.kind(kind, words) if kind else "–" for kind in sites["second"]],
        why=[
            why.get((one, kind), "–") for one, kind in zip(sites["id"], sites["best"], strict=True)
        ],
        why_second=[
            why.get((one, kind), "–")
            for one, kind in zip(sites["id"], sites["second"], strict=True)
        ],
        long=[words.number(value, 1) for value in sites["elongation"]],
        slope=[words.number(value, 1) for value in sites["slope_deg"]],
    )
    named = {"long": "elongation", "slope": "slope_deg"}
    known = {
        name: kind for name, kind in KNOWN.items() if sites[named.get(name, name)].notna().any()
    }
    kinds = {
        "id": Written.TEXT,
        "declared": Written.TEXT,
        "kind": Written.TEXT,
        "best": Written.TEXT,
        "score": Written.SHARE,
        "why": Written.TEXT,
        "second": Written.TEXT,
        "second_score": Written.SHARE,
        "why_second": Written.TEXT,
        **known,
    }
    return Table(
        frame=rows[list(kinds)],
        labels={column: words(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=words("table.sites", count=len(rows)),
    )
