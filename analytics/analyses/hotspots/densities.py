"""Tell the surface of density: a map and its table, the bandwidth always with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.hotspots.surface import FARTHEST_M, FEWEST_SPOTS, HELD, KM
from analytics.core.section import Map, Table
from analytics.core.words import MODELLED_FIGURES, Kind
from analytics.viz import theme

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.analyses.hotspots.model import Hotspots
    from analytics.analyses.hotspots.surface import Surface
    from analytics.core.words import Words

COLOURS: Final = dict(zip(HELD, theme.AMOUNTS[:0:-1], strict=True))
PER_KM2: Final = {"area": 1.0, "sites": 100.0}  # sites are few: told for 100 km²


def maps(result: Hotspots, words: Words) -> tuple[Map, ...]:
    """The areas of each class of density, one by one; none where there is no surface."""
    found = result.surface
    if found is None or found.refusal:
        return ()
    shown = _rows(result, found, words)
    return (
        Map(
            shapes=shown[["density", "geometry"]].explode(ignore_index=True),
            colour_by="density",
            colours={
                said: COLOURS[name]
                for name, said in zip(found.bands["class"], shown["density"], strict=True)
            },
            caption=words("map.surface", **_facts(found, words)),
            tips={"density": words(f"legend.surface.{result.count}")},
            legend=words(f"legend.surface.{result.count}"),
        ),
    )


def tables(result: Hotspots, words: Words) -> tuple[Table, ...]:
    """The same in rows."""
    found = result.surface
    if found is None or found.refusal:
        return ()
    rows, amount = _rows(result, found, words), _amount(result)
    kinds = {"density": Kind.TEXT, **_kinds(amount)}
    return (
        Table(
            frame=rows[list(kinds)],
            labels={
                column: words(f"legend.surface.{result.count}")
                if column == "density"
                else words(f"column.{column}")
                for column in kinds
            },
            kinds=kinds,
            caption=words("table.surface", **_facts(found, words)),
        ),
    )


def caveats(result: Hotspots, words: Words) -> tuple[str, ...]:
    """What the surface is good for, and how far its bandwidth can be trusted."""
    found = result.surface
    if found is None:
        return ()
    if found.refusal:
        bounds = {"least": FEWEST_SPOTS, "far": int(FARTHEST_M / KM)}
        return (words(f"caveat.surface.{found.refusal}", count=found.spots, **bounds),)
    told = [words("caveat.surface", **_facts(found, words))]
    if found.is_least or found.is_most:
        told.append(words(f"caveat.surface.{'least' if found.is_least else 'most'}"))
    return tuple(told)


def _rows(result: Hotspots, found: Surface, words: Words) -> gpd.GeoDataFrame:
    """The classes, worded by the densities they reach from and to."""
    factor = PER_KM2[result.count]
    low, high = (
        [words.significant(value * factor, MODELLED_FIGURES) for value in found.bands[column]]
        for column in ("low", "high")
    )
    bounds = zip(low, high, found.bands["high"], strict=True)
    return found.bands.drop(columns="high").assign(
        density=[
            words("band.above", low=least)
            if np.isnan(top)
            else words("band.between", low=least, high=most)
            for least, most, top in bounds
        ],
        **{_amount(result): found.bands["amount"]},
    )


def _amount(result: Hotspots) -> str:
    """The column of what is counted."""
    return "area_ha" if result.count == "area" else "spots"


def _kinds(amount: str) -> dict[str, Kind]:
    kind = Kind.HECTARES if amount == "area_ha" else Kind.COUNT
    return {"land_km2": Kind.COUNT, amount: kind, "share": Kind.SHARE}


def _facts(found: Surface, words: Words) -> dict[str, str]:
    return {
        "bandwidth": words.significant(found.bandwidth_km, MODELLED_FIGURES),
        "size": f"{found.cell_km:g}",
    }
