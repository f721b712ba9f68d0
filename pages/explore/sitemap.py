"""Map: the sites by class over the whole width, the classes as bars and rows below."""

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
section.map_(answer)
left, right = st.columns(2, gap="medium")
with left:
    section.chart(answer)
with right:
    section.tables(answer)
section.foot(answer)
