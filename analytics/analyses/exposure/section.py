"""Tell how many people live near mining: how near, where, around which sites, and how sure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.analyses.exposure import rasters
from analytics.analyses.exposure.caveats import caveats, km, named
from analytics.analyses.exposure.model import ENOUGH
from analytics.core.parts import UNKNOWN
from analytics.core.section import Chart, Figure, Map, Section, Table
from analytics.core.words import FEWEST_PEOPLE, Kind
from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.analyses.exposure.model import Exposure
    from analytics.core.words import Words

MOST_BARS: Final = 15
MOST_SITES: Final = 20
MILLION: Final = 1_000_000
RAMP: Final = (*theme.AMOUNTS, theme.TIMES[-1])  # far to near: light to dark
SITE: Final = theme.CATEGORIES[0]


def tell(result: Exposure, words: Words) -> Section:
    """Word the result; the one place that decides what a reader sees first."""
    told = _figures(result, words)
    people = replace(told[0], key="people", span=_doubt(result, words), note="")
    return Section(
        title=words("title.full"),
        headline=_headline(result, words),
        figures=told,
        charts=(_rings(result, words), *_places(result, words)),
        maps=(_map(result, words),),
        tables=_tables(result, words),
        caveats=caveats(result, words),
        facts=(people,),
    )


def alone(people: float, radius_km: float, words: Words) -> str:
    """One number in a sentence, with nothing beside it."""
    form = "few" if people < FEWEST_PEOPLE else "plain"
    return words(f"headline.{form}", people=_people(people, words), radius=km(radius_km, words))


def _headline(result: Exposure, words: Words) -> str:
    total, first = result.total, result.rings.iloc[0]
    radius = km(total.radius_km, words)
    if total.people < FEWEST_PEOPLE:
        return words("headline.few", radius=radius)
    has_near = len(result.rings) > 1 and first["people"] >= FEWEST_PEOPLE
    form = ".".join(
        [*(["range"] if _has_range(result, words) else []), *(["near"] if has_near else [])]
    )
    return words(
        f"headline.{form or 'plain'}",
        people=_people(total.people, words),
        radius=radius,
        low=words.people(result.low),
        high=words.people(result.high),
        near=words.people(float(first["people"])),
        inner=km(float(first["outer_km"]), words),
    )


def _people(count: float, words: Words) -> str:
    """A number of people in a sentence: "fewer than 100", "680,000", "1.84 million"."""
    if count < FEWEST_PEOPLE:
        return words("people.few")
    if count >= MILLION:
        return words("people.millions", number=words.significant(count / MILLION))
    return words("people.some", number=words.people(count))


def _has_range(result: Exposure, words: Words) -> bool:
    """A range that rounds to one number says less than none."""
    return words.people(result.low) != words.people(result.high)


def _doubt(result: Exposure, words: Words) -> str:
    """What the number is worth: its range, or that there is only one grid to judge it by."""
    if _has_range(result, words):
        return words("figure.range", low=words.people(result.low), high=words.people(result.high))
    return words("figure.one_grid") if (result.products["covered_share"] > 0).sum() == 1 else ""


def _figures(result: Exposure, words: Words) -> tuple[Figure, ...]:
    total, first = result.total, result.rings.iloc[0]
    radius = km(total.radius_km, words)
    told = [
        Figure(
            words("figure.people", radius=radius),
            words.people(total.people),
            _doubt(result, words),
            number=total.people,
        )
    ]
    if len(result.rings) > 1:
        share = words.percent(float(first["share"]))
        told.append(
            Figure(
                words("figure.near", radius=km(float(first["outer_km"]), words)),
                words.people(float(first["people"])),
                words("figure.near.note", share=share),
                number=float(first["people"]),
            )
        )
    covered = words.percent(total.covered_share)
    form = "note" if total.covered_share >= ENOUGH else "low"
    note = words(f"figure.covered.{form}", radius=radius)
    sites = float(result.sites)
    if result.downstream is not None:
        told.append(
            Figure(
                words("figure.river"),
                words.people(result.downstream.people),
                words("figure.river.note", length=km(result.river_km, words)),
                number=result.downstream.people,
            )
        )
    return (
        *told,
        Figure(words("figure.covered"), covered, note, number=total.covered_share),
        Figure(words("figure.sites"), words.number(sites), "", number=sites),
    )


def _rings(result: Exposure, words: Words) -> Chart:
    rings = result.rings
    shown = pd.DataFrame(
        {
            "ring": _ring_names(result, words),
            "people": rings["people"],
            "text": [
                words("bar", people=words.people(people), share=words.percent(share))
                for people, share in zip(rings["people"], rings["share"], strict=True)
            ],
            "colour": _colours(len(rings)),
        }
    )
    return Chart(
        draw=lambda: viz.charts.ranked_bars(
            shown,
            label="ring",
            value="people",
            value_title=words("axis.people"),
            words=words,
            height_per_bar=30,
        ),
        caption=words("chart.rings", radius=km(result.total.radius_km, words)),
        explain=words("explain.rings"),
        kind=Kind.PEOPLE,
    )


def _places(result: Exposure, words: Words) -> tuple[Chart, ...]:
    known = result.by_place[result.by_place["place"] != UNKNOWN].head(MOST_BARS)
    if known.empty:
        return ()
    shown = known.assign(
        label=[_place(result, words, row) for row in known.itertuples()],
        text=[
            words("bar", people=words.people(people), share=words.percent(share))
            for people, share in zip(known["people"], known["share"], strict=True)
        ],
    )
    chart = Chart(
        draw=lambda: viz.charts.ranked_bars(
            shown,
            label="label",
            value="people",
            value_title=words("axis.people"),
            words=words,
        ),
        caption=words(
            f"chart.places.{result.by}",
            count=len(known),
            radius=km(result.total.radius_km, words),
        ),
        explain=words("explain.places"),
        kind=Kind.PEOPLE,
    )
    return (chart,)


def _map(result: Exposure, words: Words) -> Map:
    names = _ring_names(result, words)
    colours = dict(zip(names, _colours(len(names)), strict=True))
    site = words("site")
    shapes = result.map_rings
    tips = ["ring", "site_id", "people"]
    return Map(
        shapes=shapes.assign(ring=[names[at] if at >= 0 else site for at in shapes["ring"]]),
        colour_by="ring",
        colours={**colours, site: SITE},
        caption=words("map.rings", count=result.sites, radius=km(result.total.radius_km, words)),
        tips={column: words(f"tip.{column}") for column in tips},
        kinds={"people": Kind.PEOPLE},
        legend=words("legend.rings"),
        faint=frozenset(names),
        uncounted=frozenset([*names, site]),
        beneath=rasters.POPULATION,
    )


def _tables(result: Exposure, words: Words) -> tuple[Table, ...]:
    told = [_rings_table(result, words), _places_table(result, words)]
    if len(result.groups.table):
        told.append(_groups_table(result, words))
    return (*told, _depends_table(result, words), _sites_table(result, words))


def _rings_table(result: Exposure, words: Words) -> Table:
    return _table(
        result.rings.assign(ring=_ring_names(result, words)),
        words("table.rings"),
        {
            "ring": Kind.TEXT,
            "people": Kind.PEOPLE,
            "share": Kind.SHARE,
            "covered_share": Kind.SHARE,
        },
        words,
    )


def _places_table(result: Exposure, words: Words) -> Table:
    frame = result.by_place.assign(
        place=[_place(result, words, row) for row in result.by_place.itertuples()]
    )
    kinds = {"place": Kind.TEXT, "people": Kind.PEOPLE, "share": Kind.SHARE}
    if result.by == "province" and (frame["country"] != UNKNOWN).any():
        kinds = {"place": Kind.TEXT, "country": Kind.COUNTRY, **kinds}
    caption = words(f"table.places.{result.by}", radius=km(result.total.radius_km, words))
    labels = {"place": words(f"column.{'place' if result.by == 'province' else 'country'}")}
    return _table(frame, caption, kinds, words, labels)


def _sites_table(result: Exposure, words: Words) -> Table:
    rows = result.by_site.head(MOST_SITES)
    radius = km(result.total.radius_km, words)
    kinds = {
        "site_id": Kind.TEXT,
        "name": Kind.TEXT,
        "province": Kind.TEXT,
        "country": Kind.COUNTRY,
        "people": Kind.PEOPLE,
        "people_exclusive": Kind.PEOPLE,
    }
    kept = {column: kind for column, kind in kinds.items() if rows[column].notna().any()}
    labels = {"people": words("column.people_within", radius=radius)}
    caption = words("table.sites", count=len(rows), radius=radius)
    return _table(rows, caption, kept, words, labels)


def _groups_table(result: Exposure, words: Words) -> Table:
    table = result.groups.table
    return _table(
        table.assign(group=[words(f"group.{group}") for group in table["group"]]),
        words("table.groups", radius=km(result.total.radius_km, words)),
        {"group": Kind.TEXT, "people": Kind.PEOPLE, "share": Kind.SHARE},
        words,
    )


def _depends_table(result: Exposure, words: Words) -> Table:
    radius = km(result.total.radius_km, words)
    rows = [
        (words("depends.radius", radius=km(at, words)), people)
        for at, people in result.by_radius.itertuples(index=False)
    ]
    if result.extent_m:
        metres = words.number(result.extent_m)
        ends = {"smaller": result.extent_low, "larger": result.extent_high}
        rows += [
            (words(f"depends.{end}", radius=radius, metres=metres), people)
            for end, people in ends.items()
        ]
    if len(result.products) > 1:
        products = result.products.assign(name=named(result, words))
        rows += [
            (words("depends.product", radius=radius, name=grid.name), grid.people)
            for grid in products[products["covered_share"] > 0].itertuples(index=False)
        ]
    frame = pd.DataFrame(rows, columns=["what", "people"])
    return _table(frame, words("table.depends"), {"what": Kind.TEXT, "people": Kind.PEOPLE}, words)


def _table(
    frame: pd.DataFrame,
    caption: str,
    kinds: dict[str, Kind],
    words: Words,
    labels: dict[str, str] | None = None,
) -> Table:
    return Table(
        frame=frame[list(kinds)],
        labels={c: (labels or {}).get(c) or words(f"column.{c}") for c in kinds},
        kinds=kinds,
        caption=caption,
    )


def _ring_names(result: Exposure, words: Words) -> list[str]:
    return [
        words("ring" if inner else "ring.first", inner=km(inner, words), outer=km(outer, words))
        for inner, outer in zip(result.rings["inner_km"], result.rings["outer_km"], strict=True)
    ]


def _colours(count: int) -> list[str]:
    """The nearest ring is the darkest."""
    ramp = theme.AMOUNTS[:0:-1] if count < len(theme.AMOUNTS) else RAMP[::-1]
    return list(ramp[:count])


def _place(result: Exposure, words: Words, row: object) -> str:
    place = str(row.place)  # type: ignore[attr-defined]  # a row of by_place
    if place == UNKNOWN:
        return words("unknown.by_site" if result.is_by_site else "unknown")
    return words.country(place) if result.by == "country" else place
