"""Tell hot spots: how much lies in them, where they are, which groups there are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics import viz
from analytics.analyses.hotspots import densities
from analytics.analyses.hotspots.caveats import caveats
from analytics.analyses.hotspots.emerging import Course
from analytics.analyses.hotspots.model import Hotspots
from analytics.analyses.hotspots.scores import COLD, LEVELS, UNTESTED
from analytics.core.section import Chart, Figure, Map, Section, Table
from analytics.core.words import Kind
from analytics.viz import ground, theme

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.core.words import Words

HALF_THE_GLOBE_DEG: Final = 180.0
MOST_BARS: Final = 12
MOST_CELLS: Final = 50
CLASSES: Final = dict(
    zip((*LEVELS, COLD, UNTESTED), (*theme.AMOUNTS[:1:-1], theme.OTHER, theme.OTHER), strict=True)
)
COURSES: Final = dict(
    zip((str(course) for course in Course if course), theme.CATEGORIES, strict=False)
)


def tell(result: Hotspots, words: Words) -> Section:
    """Word the result; where the test is refused, the reason is the headline."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=_charts(result, words),
        maps=_in_one_frame((*_maps(result, words), *densities.maps(result, words))),
        tables=(*_tables(result, words), *densities.tables(result, words)),
        caveats=caveats(result, words),
    )


def _headline(result: Hotspots, words: Words) -> str:
    if result.refusal:
        return words(
            f"refusal.{result.refusal}",
            cells=len(result.cells),
            size=f"{result.cell_km:g}",
            neighbours=result.neighbours,
            empty=words.percent(result.empty),
        )
    if not result.hot:
        return words("headline.none", level=words.percent(result.level), cells=len(result.cells))
    return words(
        f"headline.hot.{result.count}",
        count=result.hot,
        share=words.percent(result.hot_share),
        land=words.percent(result.hot_land),
        size=f"{result.cell_km:g}",
    )


def _figures(result: Hotspots, words: Words) -> tuple[Figure, ...]:
    is_tested, clusters = not result.refusal, result.clusters
    is_open = result.hot_fewest < result.hot_most  # the count hangs on the draw
    seeds = {"fewest": result.hot_fewest, "most": result.hot_most}
    return (
        Figure(
            words("figure.hot"),
            words.number(result.hot) if is_tested else "–",
            words(
                "figure.hot.range" if is_tested and is_open else "figure.hot.note",
                cells=len(result.cells),
                size=f"{result.cell_km:g}",
                **(seeds if is_tested and is_open else {}),
            ),
            number=float(result.hot) if is_tested else None,
        ),
        Figure(
            words(f"figure.share.{result.count}"),
            words.percent(result.hot_share) if is_tested else "–",
            words("figure.share.note", land=words.percent(result.hot_land)) if is_tested else "",
            number=result.hot_share if is_tested else None,
        ),
        Figure(
            words(f"figure.baseline.{result.count}"),
            words.significant(result.baseline),
            words("figure.baseline.note"),
            number=result.baseline,
            unit="ha/km²" if result.count == "area" else "1/km²",
        ),
        Figure(
            words("figure.groups"),
            words.number(len(clusters)),
            words("figure.groups.note", count=result.alone),
            number=float(len(clusters)),
        ),
    )


def _charts(result: Hotspots, words: Words) -> tuple[Chart, ...]:
    """The groups with the most hectares, or with the most sites where no area is known."""
    is_area = bool(result.clusters["area_ha"].notna().any())
    value = "area_ha" if is_area else "sites"
    rows = result.clusters.head(MOST_BARS)
    if rows.empty:
        return ()
    shown = rows[[value]].assign(
        label=[_group(row, words) for row in rows.itertuples()],
        text=[words.hectares(x) if is_area else words.number(x) for x in rows[value]],
    )
    return (
        Chart(
            draw=lambda: viz.charts.ranked_bars(
                shown,
                label="label",
                value=value,
                value_title=words(f"axis.{value}"),
                words=words,
            ),
            caption=words("chart.groups", count=len(rows), all=len(result.clusters)),
            explain=_explained(result, words),
        ),
    )


def _explained(result: Hotspots, words: Words) -> str:
    eps = f"{result.eps_km:g}"
    if result.groups == "density":
        return words("explain.density")
    if result.groups == "area":
        return words("explain.area", eps=eps, least=f"{result.min_ha:g}")
    return words("explain.groups", eps=eps, least=result.min_sites)


def _maps(result: Hotspots, words: Words) -> tuple[Map, ...]:
    cells = result.cells
    shown = cells[(cells["sites"] > 0) | cells["is_hot"] | cells["class"].isin(list(LEVELS))]
    if shown.empty:
        return _map_of_groups(result, words)
    told = [_map_of_cells(result, shown, words, "class", CLASSES)]
    told += _map_of_groups(result, words)
    hot = cells[cells["course"] != Course.NEVER]
    if len(hot):
        told.append(_map_of_cells(result, hot, words, "course", COURSES))
    return tuple(told)


def _in_one_frame(maps: tuple[Map, ...]) -> tuple[Map, ...]:
    """All maps show the same ground; not where it lies on both sides of the date line."""
    if not maps:
        return ()
    bounds = np.array([one.shapes.total_bounds for one in maps])
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    if east - west > HALF_THE_GLOBE_DEG:
        return maps
    return tuple(replace(one, frame=(west, south, east, north)) for one in maps)


def _map_of_cells(
    result: Hotspots, shown: gpd.GeoDataFrame, words: Words, key: str, colours: dict[str, str]
) -> Map:
    named = {name: words(f"{key}.{name}") for name in colours if (shown[key] == name).any()}
    tips = ["cell", key, "area_ha", "sites"]
    cells = shown.assign(cell=_cells(shown, words), **{key: shown[key].map(named)})
    return Map(
        shapes=cells[[*tips, "geometry"]],
        colour_by=key,
        colours={said: colours[name] for name, said in named.items()},
        caption=words(
            f"map.{key}",
            count=len(shown),
            size=f"{result.cell_km:g}",
            first=result.first,
            last=result.last,
        ),
        tips={column: words(f"column.{column}") for column in tips},
        kinds={"area_ha": Kind.HECTARES, "sites": Kind.COUNT},
        legend=words(f"legend.{key}"),
    )


def _map_of_groups(result: Hotspots, words: Words) -> tuple[Map, ...]:
    if result.clusters.empty:
        return ()
    groups = words("legend.groups")
    tips = ["id", "area_ha", "sites"]
    return (
        Map(
            shapes=result.clusters[[*tips, "geometry"]].assign(what=groups),
            colour_by="what",
            colours={groups: theme.CATEGORIES[0]},
            caption=words("map.groups", count=len(result.clusters)),
            tips={column: words(f"column.{column}") for column in tips},
            kinds={"area_ha": Kind.HECTARES, "sites": Kind.COUNT},
        ),
    )


def _tables(result: Hotspots, words: Words) -> tuple[Table, ...]:
    clusters = result.clusters
    groups = clusters.drop(columns="geometry").assign(
        place=[_place(row, words) for row in clusters.itertuples()],
        position=[_position(row, words) for row in clusters.itertuples()],
    )
    told = [
        _table(
            groups,
            words("table.groups", count=len(groups)),
            {
                "id": Kind.TEXT,
                "place": Kind.TEXT,
                "position": Kind.TEXT,
                "sites": Kind.COUNT,
                "area_ha": Kind.HECTARES,
                "new_ha": Kind.HECTARES,
                "growth": Kind.SHARE,
                "hull_ha": Kind.HECTARES,
            },
            words,
        )
    ]
    hot = result.cells[result.cells["is_hot"]].sort_values("z", ascending=False, kind="stable")
    if hot.empty:
        return tuple(told)
    rows = hot.head(MOST_CELLS)
    cells = rows.drop(columns="geometry").assign(
        cell=_cells(rows, words),
        **{"class": rows["class"].map(lambda name: words(f"class.{name}"))},
        course=rows["course"].map(lambda name: words(f"course.{name}") if name else "–"),
    )
    kinds = {
        "cell": Kind.TEXT,
        "z": Kind.DECIMAL,
        "area_ha": Kind.HECTARES,
        "sites": Kind.COUNT,
        "class": Kind.TEXT,
        **({"course": Kind.TEXT} if result.years else {}),
    }
    caption = words("table.cells", count=len(rows), all=result.hot)
    return (_table(cells, caption, kinds, words), *told)


def _table(frame: pd.DataFrame, caption: str, kinds: dict[str, Kind], words: Words) -> Table:
    kept = {c: kind for c, kind in kinds.items() if len(frame) == 0 or frame[c].notna().any()}
    return Table(
        frame=frame[list(kept)],
        labels={column: words(f"column.{column}") for column in kept},
        kinds=kept,
        caption=caption,
    )


def _group(row: object, words: Words) -> str:
    place = _place(row, words)
    return f"{row.id} {place}" if place != "–" else str(row.id)  # type: ignore[attr-defined]


def _place(row: object, words: Words) -> str:
    """Province and country most records of a group state."""
    country, province = row.country, row.admin1  # type: ignore[attr-defined]
    known = [text for text in (province, words.country(country) if country else "") if text]
    return ", ".join(known) or "–"


def _cells(cells: gpd.GeoDataFrame, words: Words) -> list[str]:
    """Cells by where their middles lie; files name them by their place in the grid."""
    places = zip(cells["lat"], cells["lon"], strict=True)
    return [words("cell", place=ground.place(lat, lon, words)) for lat, lon in places]


def _position(row: object, words: Words) -> str:
    """Latitude and longitude in degrees, as they are typed into a map."""
    lat, lon = row.lat, row.lon  # type: ignore[attr-defined]
    return "–" if math.isnan(lat) else f"{words.number(lat, 3)}; {words.number(lon, 3)}"
