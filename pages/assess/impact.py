"""Gold and mercury: the weights and places beside the money, then every line, number and source."""

import streamlit as st

from analytics.analyses.impact import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS, but=("own",))

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
    section.table_of(answer, 1)
with right:
    section.chart(answer, 1)
for place in (0, *range(2, len(answer.told.tables))):
    section.table_of(answer, place)
section.foot(answer)
