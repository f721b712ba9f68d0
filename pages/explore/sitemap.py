"""Map: the sites by class, the classes as bars below, the card of one site beside them."""

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from pages.ui import analysis, section, sitemap_layers, sitemap_pick, sitemap_site, sitemap_time

answer = analysis.ask(ANALYSIS)

section.head(answer)
site = sitemap_site.chosen()
card = sitemap_site.found(site)
left, right = st.columns([2, 1], gap="medium")
with left:
    sitemap_time.slider(answer)
    under = sitemap_layers.panel(answer.run.dataset)
    sitemap_pick.draw(
        answer.told.maps[0],
        key="sitemap",
        answer=answer,
        picked=sitemap_site.choose,
        marked=card.place if card else None,
        under=under,
    )
    section.chart(answer)
with right:
    sitemap_site.search(site)
    sitemap_site.show(site, card)
section.tables(answer)
section.foot(answer)
sitemap_time.play(answer)
