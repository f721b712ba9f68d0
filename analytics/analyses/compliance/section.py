"""Tell compliance: the sentence, the four classes with their ranges, provinces, sites, rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final

from analytics import viz
from analytics.analyses.compliance.caveats import caveats, layer
from analytics.analyses.compliance.model import Compliance
from analytics.analyses.compliance.reasons import reason
from analytics.analyses.compliance.table import Verdict
from analytics.core.section import Chart, Figure, Map, Section, Table
from analytics.core.words import Kind
from analytics.viz import theme

if TYPE_CHECKING:
    import pandas as pd

    from analytics.core.words import Words

MOST_SITES: Final = 500  # rows of the list; files hold them all
COLOURS: Final = {
    Verdict.HIGH: theme.CATEGORIES[2],
    Verdict.CONDITIONAL: theme.CATEGORIES[1],
    Verdict.LOW: theme.CATEGORIES[5],
    Verdict.UNDETERMINED: theme.CATEGORIES[7],
}


def tell(result: Compliance, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=_charts(result, words),
        maps=_maps(result, words),
        tables=_tables(result, words),
        caveats=caveats(result, words),
    )


def _headline(result: Compliance, words: Words) -> str:
    if result.pieces.empty:
        return words("headline.nothing")
    if not result.mined_ha > 0:
        return words("headline.no-area")
    share = result.by_class.set_index("class")["share"]
    area = words.hectares(result.mined_ha)
    if not result.has_titles:
        low = words.percent(share[Verdict.LOW])
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


def _charts(result: Compliance, words: Words) -> tuple[Chart, ...]:
    if not result.mined_ha > 0:
        return ()
    shown = result.by_class.assign(
        label=[words(f"class.{name}") for name in result.by_class["class"]],
        text=[words.hectares(area) for area in result.by_class["area_ha"]],
    )
    return (
        Chart(
            draw=lambda: viz.charts.ranked_bars(
                shown[["label", "area_ha", "text"]],
                label="label",
                value="area_ha",
                value_title=words("axis.area"),
                words=words,
            ),
            caption=words("chart.classes"),
            explain=words("explain.classes"),
        ),
    )


def _maps(result: Compliance, words: Words) -> tuple[Map, ...]:
    shown = result.pieces[~result.pieces["is_sliver"]]
    if shown.empty:
        return ()
    named = {
        str(verdict): words(f"class.{verdict}")
        for verdict in Verdict
        if (shown["class"] == str(verdict)).any()
    }
    tips = ["site_id", "class", "reason", "holder", "area_ha"]
    worded = shown[[*tips, "geometry"]].assign(
        **{"class": shown["class"].map(named), "reason": _reasons(shown, words)}
    )
    return (
        Map(
            shapes=worded,
            colour_by="class",
            colours={said: COLOURS[Verdict(name)] for name, said in named.items()},
            caption=words("map.classes", count=len(shown)),
            tips={column: words(f"column.{column}") for column in tips},
            kinds={"area_ha": Kind.HECTARES},
            legend=words("column.class"),
        ),
    )


def _tables(result: Compliance, words: Words) -> tuple[Table, ...]:
    classes = _table(
        _classed(result.by_class, words),
        words("table.classes"),
        {
            "class": Kind.TEXT,
            "area_ha": Kind.HECTARES,
            "share": Kind.SHARE,
            "low_ha": Kind.HECTARES,
            "high_ha": Kind.HECTARES,
        },
        words,
    )
    provinces = _table(
        _classed(result.by_province, words).assign(
            province=[name or words("province.none") for name in result.by_province["province"]]
        ),
        words("table.provinces"),
        {"province": Kind.TEXT, "class": Kind.TEXT, "area_ha": Kind.HECTARES},
        words,
    )
    return (
        classes,
        provinces,
        _reasons_table(result, words),
        _sites(result, words),
        _rules(result, words),
    )


def _reasons_table(result: Compliance, words: Words) -> Table:
    rows = result.by_reason
    summed = _classed(rows, words).assign(reason=_reasons(rows, words))
    told = summed.groupby(["class", "reason"], sort=False)["area_ha"].sum().reset_index()
    return _table(
        told,
        words("table.reasons"),
        {"class": Kind.TEXT, "reason": Kind.TEXT, "area_ha": Kind.HECTARES},
        words,
    )


def _sites(result: Compliance, words: Words) -> Table:
    rows = result.sites.head(MOST_SITES)
    told = _classed(rows, words).assign(reason=_reasons(rows, words))
    return _table(
        told,
        words("table.sites", count=len(rows), all=len(result.sites)),
        {
            "site_id": Kind.TEXT,
            "class": Kind.TEXT,
            "reason": Kind.TEXT,
            "holder": Kind.TEXT,
            "province": Kind.TEXT,
            "area_ha": Kind.HECTARES,
        },
        words,
    )


def _rules(result: Compliance, words: Words) -> Table:
    rows = result.rules
    told = rows.assign(
        layer=[layer(name, words) for name in rows["layer"]],
        effect=[words(f"effect.{name}") for name in rows["effect"]],
        law=[_cited(row, words) for row in rows.to_dict("records")],
        use=[words(f"use.{name}") for name in rows["use"]],
    )
    return _table(
        told,
        words("table.rules", version=result.version),
        {
            "layer": Kind.TEXT,
            "effect": Kind.TEXT,
            "law": Kind.TEXT,
            "use": Kind.TEXT,
            "area_ha": Kind.HECTARES,
        },
        words,
    )


def _cited(row: Mapping[Hashable, Any], words: Words) -> str:
    parts = [str(row["law"]), str(row["article"]), str(row["note"])]
    cited = ", ".join(part for part in parts if part)
    return cited if row["is_checked"] else f"{cited} ({words('cited.unchecked')})"


def _classed(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    return rows.assign(**{"class": [words(f"class.{name}") for name in rows["class"]]})


def _reasons(rows: pd.DataFrame, words: Words) -> list[str]:
    return [
        reason(*row, words) for row in zip(rows["reason"], rows["rule"], rows["title"], strict=True)
    ]


def _table(frame: pd.DataFrame, caption: str, kinds: dict[str, Kind], words: Words) -> Table:
    labels = {column: words(f"column.{column}") for column in kinds}
    return Table(frame=frame[list(kinds)], labels=labels, kinds=kinds, caption=caption)
