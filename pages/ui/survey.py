"""What a data set covers, in words and as a map: no numbers of its own, only a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.section import Map
from analytics.core.words import Kind
from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.words import Words

MOST_NAMES: Final = 6  # countries named one by one


def area(data: Dataset, words: Words) -> str:
    """All hectares together; a dash when no record has an area."""
    areas = data.sites[schema.AREA_HA]
    return words.hectares(float(areas.sum())) if areas.notna().any() else "–"


def span(data: Dataset, words: Words) -> str:
    """First and last period; "" when nothing is dated."""
    dated = data.sites.dropna(subset=[schema.PERIOD, schema.PERIOD_END]).sort_values(
        schema.PERIOD_END
    )
    if dated.empty:
        return ""
    first, last = (words.period(str(dated[schema.PERIOD].iloc[place])) for place in (0, -1))
    return first if first == last else f"{first} – {last}"


def places(data: Dataset, words: Words) -> str:
    """The countries the sites lie in, those with most sites first."""
    codes = [code for code in data.places["country"].value_counts().index if code]
    names = [words.country(code) for code in codes[:MOST_NAMES]]
    if len(codes) > MOST_NAMES:
        names.append(words("data.more-countries", count=len(codes) - MOST_NAMES))
    return words.join(names)


def plan(data: Dataset, words: Words) -> Map:
    """All sites in one colour, to see whether they lie where they should."""
    sites = data.sites[
        [schema.NAME, schema.SITE_ID, schema.PERIOD, schema.AREA_HA, schema.GEOMETRY]
    ]
    sites = sites[~(sites.geometry.isna() | sites.geometry.is_empty)]
    group = words("data.sites")
    return Map(
        shapes=sites.assign(group=group),
        colour_by="group",
        colours={group: theme.ACCENT},
        caption=words("data.map", count=len(sites)),
        tips={
            schema.NAME: words("tip.name"),
            schema.SITE_ID: words("tip.site"),
            schema.PERIOD: words("tip.period"),
            schema.AREA_HA: words("tip.area"),
        },
        kinds={schema.AREA_HA: Kind.HECTARES, schema.PERIOD: Kind.PERIOD},
    )
