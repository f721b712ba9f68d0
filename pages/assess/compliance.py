"""Compliance: the classes, provinces and zones; then every site, and the rules."""

import streamlit as st

from analytics.analyses.compliance import ANALYSIS
from pages.ui import analysis, flagged, rules, section, whatif

answer = analysis.ask(ANALYSIS, but=whatif.NAMES)

section.head(answer)
rules.notices(answer)
whatif.draw(answer)
left, right = st.columns([2, 3], gap="medium")
with left:
    section.chart(answer)
    section.chart(answer, 2)
with right:
    section.map_(answer)
    section.chart(answer, 1)
flagged.ground(answer)
flagged.show(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer, 3)
with right:
    section.chart(answer, 4)
for place in (*range(5, len(answer.told.tables)), 0, 1, 2):
    section.table_of(answer, place)
rules.show(answer)
section.foot(answer)
