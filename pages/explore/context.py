"""Surroundings: quotients and distances beside the map, then the same as rows."""

import streamlit as st

from analytics.analyses.context import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    for place in range(len(answer.told.charts)):
        section.chart(answer, place)
with right:
    section.map_(answer)
section.tables(answer)
section.foot(answer)
