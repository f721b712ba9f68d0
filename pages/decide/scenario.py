"""What if: the sentence, the courses, what became of the hectares, every assumption."""

import streamlit as st

from analytics.analyses.scenario import ANALYSIS
from pages.ui import analysis, section, takeaway

answer = analysis.ask(ANALYSIS, but=("spec",))

section.head(answer)
left, right = st.columns([3, 2], gap="medium")
with left:
    section.chart(answer)
with right:
    section.chart(answer, 1)
    section.chart(answer, 2)
section.chart(answer, 3)
for place in range(len(answer.told.tables)):
    section.table_of(answer, place)
takeaway.scenario(answer)
section.foot(answer)
