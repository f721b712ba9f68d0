"""What is drawn for who is not in: sign in, or a polite refusal. No menu, no data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages import signed
from pages.access import UNSIGNED, AccessError, May
from pages.ui import access, frame, pressed, session

if TYPE_CHECKING:
    from collections.abc import Iterable


def guard() -> None:
    """End the page here unless whoever looks at it may look; before the menu is built."""
    try:
        access.need(May.LOOK)
    except AccessError as error:
        _outside(error)
        st.stop()


def _outside(error: AccessError) -> None:
    words = session.words()
    with st.sidebar:
        frame.language()
    if error.status == UNSIGNED:
        st.title(words("access.title"))
        st.markdown(words("access.promise"))
        _buttons(signed.rules().providers)
        return
    st.title(words("access.refused"))
    st.error(error.text(session.language()), icon=":material/lock:")
    if st.user.to_dict().get("is_logged_in") is True:
        st.button(words("access.sign-out"), icon=":material/logout:", on_click=access.sign_out)


def _buttons(providers: Iterable[str]) -> None:
    words = session.words()
    for name in providers:
        label = words("access.sign-in-with", name=name.title()) if name else words("access.sign-in")
        st.button(
            pressed.label(label),
            key=f"sign_in_{name}",
            type="primary",
            icon=":material/login:",
            on_click=st.login,
            args=(name or None,),
        )
