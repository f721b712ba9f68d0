"""Hot spots: the map of cells first, what they and the groups are beside it."""

import streamlit as st

from analytics.analyses.hotspots import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
section.map_(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.map_(answer, 1)
    section.map_(answer, 2)
with right:
    section.chart(answer)
    section.map_(answer, 3)
section.tables(answer)
section.foot(answer)
