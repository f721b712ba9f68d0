"""The slider that moves a map through the periods of the data, by hand or by itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.course import PERIOD
from pages.ui import form, session, sitemap_choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.ui.analysis import Answer

SLIDER_PX: Final = 420
FEWEST: Final = 2  # periods; one alone is no choice
IN_FORM: Final = f"{ANALYSIS.slug}_period"  # the widget of the form that holds the period
KEY: Final = "sitemap_slider"
PLAYS, SINCE = "sitemap_plays", "sitemap_since"
EACH_S: Final = 2.0  # how long a period is shown at least
EARLY: Final = 0.8  # of that: a clock may tick a little before it should


def slider(answer: Answer) -> None:
    """The period shown; moving it asks anew. Nothing where there is only one."""
    order, words = sitemap_choice.known_periods(answer), session.words()
    if len(order) < FEWEST:
        return
    session.hold(KEY, _shown(answer))
    st.select_slider(
        words("sitemap.period"),
        order,
        format_func=_labels(answer),
        key=KEY,
        on_change=_moved,
        args=(order, _before(answer)),
        width=SLIDER_PX,
    )
    is_on = bool(session.held(PLAYS))
    st.button(
        words("sitemap.pause" if is_on else "sitemap.play"),
        icon=":material/pause:" if is_on else ":material/play_arrow:",
        key="sitemap_play",
        help=words("sitemap.play.help"),
        on_click=_pressed,
        args=(order, _shown(answer), _before(answer)),
    )


def marks(answer: Answer) -> None:
    """What the stars beside some periods mean."""
    words = session.words()
    for label in answer.run.result.changes[PERIOD]:
        st.caption(words("sitemap.source", period=words.period(label)))


def play(answer: Answer) -> None:
    """Move on when the period was seen long enough; drawn last, once the map is on its way."""
    if not session.held(PLAYS):
        return
    session.hold(SINCE, time.monotonic())
    st.fragment(_tick, run_every=EACH_S)(
        sitemap_choice.known_periods(answer), _shown(answer), _before(answer)
    )


def following(order: tuple[str, ...], shown: str) -> str:
    """The period after this one; after the last the first."""
    return order[(order.index(shown) + 1) % len(order)]


def _tick(order: tuple[str, ...], shown: str, before: str) -> None:
    """Only as part of the page the last of them is never passed; a page drawn whole waits."""
    if time.monotonic() - session.held(SINCE) < EARLY * EACH_S:
        return
    coming = following(order, shown)
    session.hold(PLAYS, coming != order[-1])
    _go(order, coming, before)
    st.rerun()


def _pressed(order: tuple[str, ...], shown: str, before: str) -> None:
    """Begin, from the start where the end is shown, or stop where it is."""
    is_on = not session.held(PLAYS)
    session.hold(PLAYS, is_on)
    if is_on and shown == order[-1]:
        _go(order, order[0], before)


def _moved(order: tuple[str, ...], before: str) -> None:
    session.hold(PLAYS, value=False)
    _go(order, str(session.widget(KEY)), before)
    session.hold(form.TOUCHED, ANALYSIS.slug)


def _go(order: tuple[str, ...], period: str, before: str) -> None:
    """The form asks with this period from here on; the last one is its default.

    What it is compared with, `before`, gives way where it would be compared with itself.
    """
    session.hold(IN_FORM, "" if period == order[-1] else period)
    if before == period:
        session.hold(sitemap_choice.BEFORE, "")


def _shown(answer: Answer) -> str:
    return answer.run.params.period or sitemap_choice.known_periods(answer)[-1]  # type: ignore[attr-defined]  # ours


def _before(answer: Answer) -> str:
    return str(answer.run.params.before)  # type: ignore[attr-defined]  # as above


def _labels(answer: Answer) -> Callable[[str], str]:
    """Periods in words, with a star where the records come from another source than before."""
    words, starred = session.words(), set(answer.run.result.changes[PERIOD])
    return lambda label: words.period(label) + (" *" if label in starred else "")
