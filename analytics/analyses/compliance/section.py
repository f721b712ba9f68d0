"""Tell compliance: the sentence, the four classes with their ranges, provinces, sites, rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from analytics.analyses.compliance import zones
from analytics.analyses.compliance.caveats import caveats
from analytics.analyses.compliance.keys import keys
from analytics.analyses.compliance.pictures import charts, maps
from analytics.analyses.compliance.rows import tables
from analytics.analyses.compliance.table import Verdict
from analytics.core.section import Figure, Section

if TYPE_CHECKING:
    from analytics.analyses.compliance.model import Compliance
    from analytics.core.words import Words


def tell(result: Compliance, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=(*charts(result, words), *zones.charts(result, words)),
        maps=maps(result, words),
        tables=(*tables(result, words), *zones.tables(result, words)),
        caveats=caveats(result, words),
        facts=keys(result, words),
    )


def _headline(result: Compliance, words: Words) -> str:
    if result.pieces.empty:
        return words("headline.nothing")
    if not result.mined_ha > 0:
        counts = dict(zip(result.by_class["class"], result.by_class["sites"].tolist(), strict=True))
        return words("headline.no-area", count=len(result.sites), **counts)
    share = result.by_class.set_index("class")["share"]
    area = words.hectares(result.mined_ha)
    if not result.has_titles:
        low = words.percent(share[Verdict.LOW])
        if result.by_zone.empty and not share[Verdict.LOW] > 0:
            return words("headline.no-layers", area=area)
        return words("headline.no-titles", area=area, low=low)
    told = {str(verdict): words.percent(share[verdict]) for verdict in Verdict}
    key = "headline" if share[Verdict.UNDETERMINED] > 0 else "headline.told"
    if key == "headline.told":
        del told[str(Verdict.UNDETERMINED)]
    return words(key, area=area, **told)


def _figures(result: Compliance, words: Words) -> tuple[Figure, ...]:
    basis = words(f"basis.{result.area_basis}")
    mined = Figure(
        words("figure.mined"),
        words.hectares(result.mined_ha),
        basis,
        number=result.mined_ha,
        unit="ha",
    )
    return (mined, *(_figure(row, words) for row in result.by_class.to_dict("records")))


def _figure(row: Mapping[Hashable, Any], words: Words) -> Figure:
    return Figure(
        words(f"class.{row['class']}"),
        words.percent(row["share"]),
        words(
            "figure.range",
            area=words.hectares(row["area_ha"]),
            low=words.hectares(row["low_ha"]),
            high=words.hectares(row["high_ha"]),
        ),
        number=row["area_ha"],
        unit="ha",
    )
