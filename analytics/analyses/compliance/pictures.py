"""The pictures of compliance: two donuts, the course of the classes, the map and its pies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from analytics import viz
from analytics.analyses.compliance import looks
from analytics.analyses.compliance.course import all_periods, course
from analytics.analyses.compliance.reasons import said, there
from analytics.analyses.compliance.table import VERDICTS
from analytics.core import schema
from analytics.core.section import Chart, Map, Pies
from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.analyses.compliance.model import Compliance
    from analytics.core.section import Look
    from analytics.core.words import Words

LEAST_DEG: Final = 1e-4  # a province's mined ground is drawn no narrower, some ten metres


def charts(result: Compliance, words: Words) -> tuple[Chart, ...]:
    """The four classes; the same period by period; titles against zones."""
    if not result.mined_ha > 0:
        return ()
    return (_classes(result, words), *_course(result, words), _cells(result, words))


def maps(result: Compliance, words: Words) -> tuple[Map, ...]:
    """A pie for each province, and every piece of ground in the colour of its class."""
    return (*_pies(result, words), *_pieces(result, words))


def _classes(result: Compliance, words: Words) -> Chart:
    told = {name: words(f"class.{name}") for name in result.by_class["class"]}
    rows = result.by_class.assign(label=result.by_class["class"].map(told))
    return _donut(rows, looks.classes(words), "classes", words)


def _cells(result: Compliance, words: Words) -> Chart:
    rows = result.by_cell[result.by_cell["area_ha"] > 0]
    named = [
        looks.cell(right, bool(is_in), words)
        for right, is_in in zip(rows["right"], rows["is_restricted"], strict=True)
    ]
    look = looks.cells(words)
    rank = {name: place for place, name in enumerate(look)}
    told = rows.assign(label=named, share=rows["area_ha"] / result.mined_ha)
    return _donut(
        told.sort_values("label", key=lambda names: names.map(rank)), look, "cells", words
    )


def _donut(rows: pd.DataFrame, look: dict[str, Look], name: str, words: Words) -> Chart:
    """A ring of `label`, `area_ha` and `share`."""
    whole = float(rows["area_ha"].sum())
    shown = pd.DataFrame(
        {
            "label": rows["label"].tolist(),
            "value": rows["area_ha"].tolist(),
            "text": [
                f"{words.percent(share)} · {words.hectares(area)}"
                for share, area in zip(rows["share"], rows["area_ha"], strict=True)
            ],
        }
    )
    return Chart(
        draw=lambda: viz.rings.donut(
            shown,
            looks=look,
            middle=(words.hectares(whole), words("donut.middle")),
            value_title=words("axis.area"),
        ),
        caption=words(f"chart.{name}"),
        explain=words(f"explain.{name}"),
        is_square=True,
    )


def _course(result: Compliance, words: Words) -> tuple[Chart, ...]:
    """One panel for each class; nothing where there is only one period."""
    look = looks.classes(words)
    told = {str(name): words(f"class.{name}") for name in VERDICTS}
    colours = {name: look[label].colour for name, label in told.items()}
    periods = all_periods(result.by_period)
    return course(
        result.by_period, "class", told, periods, words, picture="course", colours=colours
    )


def _pies(result: Compliance, words: Words) -> tuple[Map, ...]:
    """Provinces where their mined ground lies."""
    rows = result.by_province
    if rows.empty or not result.mined_ha > 0:
        return ()
    keys = ["country", "province"]
    wide = rows.pivot_table(index=keys, columns="class", values="area_ha", aggfunc="sum")
    wide = wide.reindex(columns=[str(name) for name in VERDICTS]).fillna(0.0)
    look = looks.classes(words)
    told = dict(zip(wide.columns, look, strict=True))
    shapes = _grounds(result, wide.index)
    shown = gpd.GeoDataFrame(
        wide.reset_index().assign(
            name=_names(wide.index, words),
            most=wide.idxmax(axis=1).map(told).tolist(),
            area_ha=wide.sum(axis=1).tolist(),
        ),
        geometry=shapes,
        crs=schema.STORED_CRS,
    )
    return (
        Map(
            shapes=shown,
            colour_by="most",
            colours={name: one.colour for name, one in look.items()},
            caption=words("map.pies", count=len(shown)),
            tips={
                "name": words("column.province"),
                "area_ha": words("column.area_ha"),
                **told,
            },
            kinds={"area_ha": Kind.HECTARES, **dict.fromkeys(told, Kind.HECTARES)},
            legend=words("column.class"),
            pies=Pies(
                amounts={name: column for column, name in told.items()}, looks=look, name="name"
            ),
        ),
    )


def _names(index: pd.Index[Any], words: Words) -> list[str]:
    """Provinces by name, with the country where two have the same one."""
    names = [province or words("province.none") for _, province in index]
    return [
        f"{name} ({words.country(country)})" if names.count(name) > 1 and country else name
        for name, (country, _) in zip(names, index, strict=True)
    ]


def _grounds(result: Compliance, index: pd.Index[Any]) -> list[shapely.Geometry | None]:
    """A box round the mined ground of each province; None where it has no place."""
    bounds = result.pieces.geometry.bounds.assign(
        country=result.pieces["country"].to_numpy(), province=result.pieces["province"].to_numpy()
    )
    sides = bounds.groupby(["country", "province"]).agg(
        minx=("minx", "min"), miny=("miny", "min"), maxx=("maxx", "max"), maxy=("maxy", "max")
    )
    half = LEAST_DEG / 2
    return [
        None
        if any(map(pd.isna, row))
        else shapely.box(row[0] - half, row[1] - half, row[2] + half, row[3] + half)
        for row in sides.reindex(index).itertuples(index=False)
    ]


def _pieces(result: Compliance, words: Words) -> tuple[Map, ...]:
    shown = result.pieces[~result.pieces["is_sliver"]]
    if shown.empty:
        return ()
    look = looks.classes(words)
    named = dict(zip(map(str, VERDICTS), look, strict=True))
    tips = ["site_id", "class", "reason", "zones", "holder", "area_ha"]
    worded = shown[[*tips, "geometry"]].assign(
        **{"class": shown["class"].map(named)},
        reason=said(shown, words),
        holder=shown["holder"].where(shown["holder"] != ""),
        zones=there(shown, words),
    )
    return (
        Map(
            shapes=worded,
            colour_by="class",
            colours={
                name: one.colour for name, one in look.items() if (worded["class"] == name).any()
            },
            caption=words("map.classes", count=len(shown)),
            tips={column: words(f"column.{column}") for column in tips},
            kinds={"area_ha": Kind.HECTARES},
            legend=words("column.class"),
            key="site_id",
            letters={name: one.letter for name, one in look.items()},
        ),
    )
