"""Totals: charts beside the map and the rows."""

import streamlit as st

from analytics.analyses.totals import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
    section.tables(answer)
with right:
    section.map_(answer)
section.charts(answer, start=1)
section.foot(answer)
