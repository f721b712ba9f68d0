"""Six short steps for a first visit; "no, thank you" holds for good."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from analytics.core.errors import OrewatchError
from pages.ui import access, pressed, session, work

STEPS: Final = 6
PREFERENCE, OVER = "tour", "over"


def offer() -> None:
    """On the first page, to who has not said no."""
    if session.held(session.TOUR_STEP) is not None or _is_over():
        return
    words = session.words()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/explore: {words('tour.offer')}")
        st.button(words("tour.start"), on_click=partial(session.hold, session.TOUR_STEP, 1))
        st.button(words("tour.never"), type="tertiary", on_click=end)


def draw() -> None:
    """The step the visitor is at, on whatever page they are."""
    step = session.held(session.TOUR_STEP)
    if not step:
        return
    words = session.words()
    with st.container(border=True):
        st.markdown(
            f":material/explore: **{words('tour.step', step=step, count=STEPS)}** · "
            f"{words(f'tour.{step}')}"
        )
        with st.container(horizontal=True):
            if step < STEPS:
                st.button(
                    pressed.label(words("tour.next")),
                    type="primary",
                    on_click=partial(session.hold, session.TOUR_STEP, step + 1),
                )
            st.button(words("tour.end"), type="tertiary", on_click=end)


def end() -> None:
    """Never offer it to this visitor again."""
    session.hold(session.TOUR_STEP, 0)
    try:
        work.store().prefer(access.owner(), PREFERENCE, OVER)
    except OrewatchError as error:
        work.note(error)


def _is_over() -> bool:
    try:
        return work.store().preference(access.owner(), PREFERENCE) == OVER
    except OrewatchError:
        return False
