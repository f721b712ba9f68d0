"""Gold and mercury: the weights beside the money, then every line, number and source."""

import streamlit as st

from analytics.analyses.impact import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS, but=("own",))

section.head(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
with right:
    section.chart(answer, 1)
section.tables(answer)
section.foot(answer)
