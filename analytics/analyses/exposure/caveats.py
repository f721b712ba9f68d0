"""What a reader must know before repeating a number of people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analytics.analyses.exposure.model import ENOUGH
from analytics.analyses.exposure.rasters import MOST_APART
from analytics.analyses.exposure.refusals import KM

if TYPE_CHECKING:
    from analytics.analyses.exposure.model import Exposure
    from analytics.core.words import Words

LITTLE: Final = 0.01  # of the number: a change below is told without a figure
PACKED: Final = 5_000  # people per km² of all ground near the sites: what no mining region has
COARSE: Final = 0.5  # of the smallest distance: cells larger than this are coarse beside it


def caveats(result: Exposure, words: Words) -> tuple[str, ...]:
    """What the number means first, then what it rests on."""
    return (
        words("caveat.living", radius=km(result.total.radius_km, words)),
        *_of_the_grid(result, words),
        *_of_the_range(result, words),
        *_of_the_data(result, words),
        words("caveat.not_illegal"),
    )


def km(radius: float, words: Words) -> str:
    """A distance without needless decimals."""
    return words.number(radius, 0 if radius == round(radius) else 1)


def named(result: Exposure, words: Words) -> list[str]:
    """The population grids as people call them."""
    products = result.products
    return [
        words("grid.sample") if is_sample else str(name)
        for name, is_sample in zip(products["name"], products["is_sample"], strict=True)
    ]


def _of_the_grid(result: Exposure, words: Words) -> list[str]:
    total, name = result.total, named(result, words)[0]
    told = [
        words("caveat.modelled.date", name=name, date=words.date(result.as_of))
        if result.as_of
        else words("caveat.modelled", name=name)
    ]
    ground_km2 = float(result.rings["area_km2"].sum()) * total.covered_share
    if total.people > PACKED * ground_km2:
        density = words.significant(total.people / ground_km2, 2)
        told.append(words("caveat.dense", name=name, density=density))
    if total.covered_share < ENOUGH:
        share = words.percent(total.covered_share)
        told.append(words("caveat.covered", share=share, radius=km(total.radius_km, words)))
    if result.uncovered:
        told.append(words("caveat.uncovered", count=result.uncovered))
    inner = float(result.rings["outer_km"].iloc[0])
    if result.cell_m > COARSE * inner * KM:
        metres = words.significant(result.cell_m, 2)
        told.append(words("caveat.cells", metres=metres, inner=km(inner, words)))
    return told


def _of_the_range(result: Exposure, words: Words) -> list[str]:
    grids = result.products.assign(name=named(result, words))
    near = grids["covered_share"] > 0
    told = [words("caveat.elsewhere", name=name) for name in grids.loc[~near, "name"]]
    if near.sum() > 1:
        names = words.join(grids.loc[near, "name"])
        told.append(words("caveat.products", count=int(near.sum()), names=names))
    else:
        told.append(words("caveat.one_product"))
    if result.extent_m and result.total.people > 0:
        ends = (result.extent_low, result.extent_high)
        change = max(abs(end / result.total.people - 1) for end in ends)
        metres = words.number(result.extent_m)
        form = "caveat.extent" if change >= LITTLE else "caveat.extent.little"
        told.append(words(form, metres=metres, share=words.percent(change)))
    return told


def _of_the_data(result: Exposure, words: Words) -> list[str]:
    told = [words("caveat.sites")] if result.sites > 1 else []
    if result.is_by_site:
        told.append(words("caveat.by_site"))
    if not math.isnan(result.groups.apart) and abs(result.groups.apart) > MOST_APART:
        told.append(words("caveat.apart", share=words.percent(abs(result.groups.apart))))
    larger = result.groups.table[result.groups.table["share"] > 1 + MOST_APART]
    told += [words("caveat.larger", group=words(f"group.{group}")) for group in larger["group"]]
    if result.downstream is not None:
        told.append(words("caveat.river", count=result.downstream.sites))
    elif result.river_km:
        told.append(words("caveat.no_rivers"))
    if result.unplaced:
        told.append(words("caveat.unplaced", count=result.unplaced))
    return told
