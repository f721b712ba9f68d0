"""Patterns: declared against inferred beside the map, what sets the kinds apart, every site."""

import streamlit as st

from analytics.analyses.patterns import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
    section.chart(answer, 1)
with right:
    section.map_(answer)
left, right = st.columns(2, gap="medium")
for place in range(2, len(answer.told.charts)):
    with left if place % 2 == 0 else right:
        section.chart(answer, place)
section.tables(answer)
section.foot(answer)
