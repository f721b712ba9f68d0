"""The slider that moves a map through the periods of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.periods import periods
from pages.ui import form, session

if TYPE_CHECKING:
    from pages.ui.analysis import Answer

FEWEST: Final = 2  # periods; one alone is no choice
IN_FORM: Final = f"{ANALYSIS.slug}_period"  # the widget of the form that holds the period
KEY: Final = "sitemap_slider"


def slider(answer: Answer) -> None:
    """The period shown; moving it asks anew. Nothing where there is only one."""
    order = _order(answer)
    if len(order) < FEWEST:
        return
    words, asked = session.words(), answer.run.params.period  # type: ignore[attr-defined]  # ours
    session.hold(KEY, asked or order[-1])
    st.select_slider(
        words("sitemap.period"),
        order,
        format_func=words.period,
        key=KEY,
        on_change=_moved,
        args=(order[-1],),
    )


def _moved(last: str) -> None:
    """The form asks with this period from here on; the last one is its default."""
    picked = str(session.widget(KEY))
    session.hold(IN_FORM, "" if picked == last else picked)
    session.hold(form.TOUCHED, ANALYSIS.slug)


def _order(answer: Answer) -> tuple[str, ...]:
    return periods(answer.run.dataset).order
