"""Map: the sites by class, or two periods to compare; the card of one site beside them."""

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from pages.ui import (
    analysis,
    section,
    sitemap_cell,
    sitemap_choice,
    sitemap_layers,
    sitemap_pick,
    sitemap_site,
    sitemap_time,
)

answer = analysis.ask(ANALYSIS)

section.headline(answer)
sites = sitemap_site.chosen()
card = sitemap_site.found(sites)
with st.container(horizontal=True, vertical_alignment="bottom"):
    sitemap_time.slider(answer)
    under = sitemap_layers.panel(answer)
    sitemap_choice.compare(answer)
    sitemap_choice.column(answer)
sitemap_time.marks(answer)
pair = sitemap_choice.beside(answer)
left, right = st.columns([2, 1], gap="medium")
for place, spot in enumerate(pair or [left]):
    with spot:
        sitemap_pick.draw(
            answer.told.maps[place],
            key=f"sitemap_{place}" if pair else "sitemap",
            answer=answer,
            picked=sitemap_cell.picker(answer),
            marked=(*sitemap_site.places(sites), *sitemap_cell.place(answer)),
            under=under,
        )
with right:
    sitemap_cell.show(answer)
    sitemap_site.search(sites)
    sitemap_site.show(sites, card, is_drawn=not answer.run.result.cells)
section.figures(answer)
section.chart(answer)
section.tables(answer)
section.foot(answer)
sitemap_time.play(answer)
