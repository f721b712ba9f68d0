"""What if: the sentence, the courses, what became of the hectares, every assumption."""

import streamlit as st

from analytics.analyses.scenario import ANALYSIS
from pages.ui import analysis, levers, section, strategies, takeaway

answer = analysis.ask(ANALYSIS, but=("spec", "beside", *levers.NAMES), way_out=takeaway.refused)

levers.draw(answer)
takeaway.in_force(answer)
section.head(answer)
levers.warnings(answer)
strategies.draw(answer)
left, right = st.columns([3, 2], gap="medium")
with left:
    section.chart(answer)
with right:
    section.chart(answer, 1)
    section.chart(answer, 2)
for place in range(3, len(answer.told.charts)):
    with (left, right)[(place + 1) % 2]:
        section.chart(answer, place)
for place in range(len(answer.told.tables)):
    section.table_of(answer, place)
takeaway.scenario(answer)
section.foot(answer)
