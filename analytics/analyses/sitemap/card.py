"""All that the data say of one site, in words; what they do not say is said to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.sitemap.kinds import CORE
from analytics.analyses.sitemap.persite import RECORDS, per_site
from analytics.core import schema
from analytics.core.section import Table
from analytics.core.vocabulary import label
from analytics.core.words import Kind, Words

if TYPE_CHECKING:
    from shapely import Point

    from analytics.core.dataset import Dataset

#: Of a card, in reading order; columns of the file's own follow.
FIELDS: Final = {
    schema.SITE_ID: Kind.TEXT,
    schema.COUNTRY: Kind.COUNTRY,
    schema.COUNTRY_FOUND: Kind.COUNTRY,
    schema.ADMIN1: Kind.TEXT,
    schema.PERIOD: Kind.PERIOD,
    schema.AREA_HA: Kind.HECTARES,
    **dict.fromkeys((schema.METHOD, schema.SUBSTANCE, schema.CONTAMINANT), Kind.TEXT),
    **dict.fromkeys((schema.IMPACT_LEVEL, schema.POLLUTION_LEVEL, schema.STATUS), Kind.TEXT),
    schema.CONFIDENCE: Kind.SHARE,
    schema.SOURCE: Kind.TEXT,
}
OF_RECORDS: Final = {
    schema.PERIOD: Kind.PERIOD,
    schema.AREA_HA: Kind.HECTARES,
    schema.METHOD: Kind.TEXT,
    schema.STATUS: Kind.TEXT,
    schema.CONFIDENCE: Kind.SHARE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a card; `value` is "" where no record of the site states it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A site in words."""

    title: str
    place: Point | None  # a point on the site; None where it has none
    facts: tuple[Fact, ...]
    records: Table | None  # None where there is a single one


def card(dataset: Dataset, site: str, words: Words) -> Card | None:
    """The card of the site with this id; None where the data have no such site."""
    rows = dataset.sites
    rows = rows[rows[schema.SITE_ID].astype(str) == site]
    if rows.empty:
        return None
    whole = per_site(rows).iloc[0]
    shape = whole[schema.GEOMETRY]
    ordered = rows.sort_values(schema.PERIOD_END, na_position="first", kind="stable")
    name = whole[schema.NAME]
    return Card(
        title=site if pd.isna(name) else str(name),
        place=None if shape is None or shape.is_empty else shape.point_on_surface(),
        facts=_facts(ordered, whole, words),
        records=_records(ordered, words) if len(rows) > 1 else None,
    )


def _facts(ordered: pd.DataFrame, whole: pd.Series[float], words: Words) -> tuple[Fact, ...]:
    """The latest value stated of each field; hectares of all records together."""
    core = Words(CORE, words.language)
    told = []
    declared, placed = (
        ordered[c].astype("string").fillna("") for c in (schema.COUNTRY, schema.COUNTRY_FOUND)
    )
    is_alike = bool((declared == placed).all())
    for column, kind in FIELDS.items():
        if column == schema.COUNTRY_FOUND and is_alike:
            continue
        stated = ordered[column].dropna()
        last = stated.iloc[-1] if len(stated) else None
        value = whole[column] if column in whole.index else last
        told.append(Fact(label=core(f"column.{column}"), value=_said(value, column, kind, words)))
    point = whole[schema.GEOMETRY]
    told.append(Fact(label=words("card.position"), value=_position(point, words)))
    told.append(Fact(label=words("card.records"), value=words.number(int(whole[RECORDS]))))
    own = [c for c in ordered.columns if c not in schema.COLUMNS]
    for column in own:
        stated = ordered[column].dropna()
        value = stated.iloc[-1] if len(stated) else None
        told.append(Fact(label=str(column), value=_said(value, column, Kind.TEXT, words)))
    return tuple(told)


def _said(value: object, column: str, kind: Kind, words: Words) -> str:
    """A value in words; "" where there is none."""
    if value is None or pd.isna(value) or value == "":  # type: ignore[call-overload]  # one value
        return ""
    if column in schema.CATEGORIES:
        return label(column, str(value), Words(CORE, words.language))
    if kind is Kind.TEXT and isinstance(value, float):
        return words.significant(value)
    return words.cell(value, kind)


def _position(shape: object, words: Words) -> str:
    """Latitude and longitude in degrees, as they are typed into a map."""
    if shape is None or shape.is_empty:  # type: ignore[attr-defined]  # a shape
        return ""
    point = shape.point_on_surface()  # type: ignore[attr-defined]  # as above
    return f"{words.number(point.y, 4)}; {words.number(point.x, 4)}"


def _records(ordered: pd.DataFrame, words: Words) -> Table:
    """The records of the site, oldest first, in the columns any of them fills."""
    core = Words(CORE, words.language)
    kinds = {c: kind for c, kind in OF_RECORDS.items() if ordered[c].notna().any()}
    frame = pd.DataFrame(ordered[list(kinds)])
    for column in set(kinds) & set(schema.CATEGORIES):
        frame[column] = [_said(value, column, Kind.TEXT, words) or None for value in frame[column]]
    return Table(
        frame=frame,
        labels={column: core(f"column.{column}") for column in kinds},
        kinds=kinds,
        caption=words("card.table", count=len(ordered)),
    )
