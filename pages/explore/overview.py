"""Overview: the answer at one look, who holds most beside the map, then what changed."""

import streamlit as st

from analytics.analyses.overview import ANALYSIS
from pages.ui import analysis, flash, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
flash.button(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
    section.chart(answer, 1)
with right:
    section.map_(answer)
section.tables(answer)
section.foot(answer)
