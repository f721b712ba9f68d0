"""Frequency: pictures over the whole width, since tables of two need it; then the rows."""

from analytics.analyses.frequency import ANALYSIS
from pages.ui import analysis, section

answer = analysis.ask(ANALYSIS)

section.head(answer)
for place in range(len(answer.told.charts)):
    section.chart(answer, place)
section.tables(answer)
section.foot(answer)
