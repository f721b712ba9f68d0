"""A cell of the map that was clicked: its hectares, its sites, and which are the largest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap.picture import NUMBER
from analytics.core import schema
from pages.ui import session, sitemap_site
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from shapely import Point

    from pages.ui.analysis import Answer

CHOSEN: Final = "sitemap_cell"
MOST_NAMED: Final = 8


def picker(answer: Answer) -> Callable[[str], None]:
    """What a click does: it chooses a cell where cells are drawn, else a site."""
    return _pick if answer.run.result.cells else sitemap_site.pick


def place(answer: Answer) -> tuple[Point, ...]:
    """The middle of the cell chosen, where it is on the map."""
    found = _found(answer)
    return () if found is None else tuple(found.geometry.representative_point())


def show(answer: Answer) -> None:
    """What lies in the cell chosen, or how to choose one; nothing where sites are drawn."""
    if not answer.run.result.cells:
        return
    words, found = session.words(), _found(answer)
    if found is None:
        st.caption(words("sitemap.cell.none"))
        return
    sites, row = _within(answer, found), found.iloc[0]
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(words("sitemap.cell"), anchor=False, width="stretch")
            st.button(
                words("sitemap.close"),
                icon=":material/close:",
                type="tertiary",
                key="sitemap_cell_close",
                on_click=session.hold,
                args=(CHOSEN, ""),
            )
        facts = {
            words("sitemap.cell.share"): words.hectares(float(row[NUMBER])),
            words("sitemap.cell.area"): words.hectares(float(row[schema.AREA_HA])),
            words("sitemap.cell.sites"): words.number(len(sites)),
        }
        with st.grid(2, min_column_width=120, gap="small"):
            for label, value in facts.items():
                st.markdown(f":gray[{plain(label)}]  \n{plain(value)}")
        with st.container(gap=None):
            _names(sites)


def _names(sites: gpd.GeoDataFrame) -> None:
    """The largest sites, each a way to its card."""
    words = session.words()
    largest = sites.sort_values(schema.AREA_HA, ascending=False).head(MOST_NAMED)
    for row in largest[[schema.SITE_ID, schema.NAME]].itertuples(index=False):
        site, name = str(row[0]), row[1]
        st.button(
            plain(name if isinstance(name, str) and name else site),
            icon=":material/place:",
            type="tertiary",
            key=f"sitemap_cell_{site}",
            on_click=sitemap_site.pick,
            args=(site,),
        )
    if len(sites) > MOST_NAMED:
        st.caption(words("sitemap.cell.more", count=len(sites) - MOST_NAMED))


def _within(answer: Answer, cell: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The sites of the period shown that have ground in the cell."""
    sites: gpd.GeoDataFrame = answer.run.result.sites
    touched = sites.sindex.query(cell.geometry.iloc[0], predicate="intersects")
    return sites.iloc[touched]


def _found(answer: Answer) -> gpd.GeoDataFrame | None:
    """The cell chosen as one row; None where there is none, or none of that name any more."""
    chosen, cells = session.held(CHOSEN), answer.run.result.cells
    if not chosen or not cells:
        return None
    rows: gpd.GeoDataFrame = cells.sites[cells.sites[schema.SITE_ID] == chosen]
    return None if rows.empty else rows


def _pick(cell: str) -> None:
    session.hold(CHOSEN, cell)
