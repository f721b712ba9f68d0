"""What the map of two periods and that of an own column ask for, beside the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.own import OWN_COLUMN
from analytics.analyses.sitemap.periods import periods
from pages.ui import form, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from analytics.core.dataset import Dataset
    from pages.ui.analysis import Answer

FEWEST: Final = 2  # periods, or columns of numbers: one alone is no choice
BEFORE: Final = f"{ANALYSIS.slug}_before"  # the widgets of the form that hold the choices
COLUMN: Final = f"{ANALYSIS.slug}_column"
NONE: Final = ""
KEPT: Final = 16


def known_periods(answer: Answer) -> tuple[str, ...]:
    """The periods of the data, oldest first; worked out once, since the page asks often."""
    return _order(answer.run.dataset, answer.run.dataset.fingerprint)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _order(_data: Dataset, key: str) -> tuple[str, ...]:
    del key
    return periods(_data).order


def compare(answer: Answer) -> None:
    """A second period to show beside the first, behind one button."""
    words, params = session.words(), answer.run.params
    order = known_periods(answer)
    if len(order) < FEWEST:
        return
    asked = params.before  # type: ignore[attr-defined]  # ours
    shown = params.period or order[-1]  # type: ignore[attr-defined]  # ours
    told = f": {words.period(asked)}" if asked else ""
    label = words("sitemap.compare") + told
    with st.popover(label, icon=":material/compare:", width="content"):
        key = f"sitemap_compare_{session.spoken()}"
        session.hold(key, asked)
        st.selectbox(
            words("sitemap.compare.with", period=words.period(shown)),
            [NONE, *(label for label in order if label != shown)],
            format_func=lambda one: words.period(one) if one else words("sitemap.compare.none"),
            help=words("sitemap.compare.help"),
            placeholder=words("choose"),
            key=key,
            on_change=_asked,
            args=(key, BEFORE),
        )


def column(answer: Answer) -> None:
    """Which column of numbers of the file decides the colour, where it has several."""
    names, asked = answer.run.result.numbers, answer.run.result.measure
    if answer.run.result.show != OWN_COLUMN or len(names) < FEWEST:
        return
    key = f"sitemap_own_{session.spoken()}"
    session.hold(key, asked)
    st.selectbox(
        ANALYSIS.words(session.language())("param.column"),
        names,
        format_func=plain,
        placeholder=session.words()("choose"),
        key=key,
        on_change=_asked,
        args=(key, COLUMN),
        width=280,
    )


def beside(answer: Answer) -> list[DeltaGenerator]:
    """A place for each of two maps, beside each other where there is room; none for one map."""
    count = len(answer.told.maps)
    return list(st.columns(count, gap="medium")) if count > 1 else []


def _asked(key: str, in_form: str) -> None:
    """The form asks with this from here on."""
    session.hold(in_form, str(session.widget(key) or ""))
    session.hold(form.TOUCHED, ANALYSIS.slug)
