"""Trend: the line of all first, then that of each unit, then the rows."""

from analytics.analyses.trend import ANALYSIS
from pages.ui import outlook, section

answer = outlook.ask(ANALYSIS)

section.head(answer)
section.chart(answer)
section.charts(answer, start=1)
section.tables(answer)
section.foot(answer)
