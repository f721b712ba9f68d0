"""People: how near they live beside where, then around which sites."""

import streamlit as st

from analytics.analyses.exposure import ANALYSIS
from pages.ui import analysis, grids, nearby, section

answer = analysis.ask(ANALYSIS, way_out=grids.offer)

section.head(answer)
nearby.draw(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
    section.chart(answer, 1)
with right:
    section.map_(answer)
section.tables(answer)
section.foot(answer)
