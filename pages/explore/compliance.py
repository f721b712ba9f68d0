"""Compliance: the four classes beside the map, then provinces, reasons, sites and the rules."""

import streamlit as st

from analytics.analyses.compliance import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.map_(answer)
with right:
    section.chart(answer)
section.tables(answer)
section.foot(answer)
