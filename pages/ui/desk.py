"""The visitor's work in the side: its state, and a link to it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.access import May
from pages.ui import access, inuse, session, work


def draw() -> None:
    """Chips that say where things stand, then the link."""
    words = session.words()
    with st.container(horizontal=True, gap="xsmall"):
        if inuse.is_sample():
            st.badge(words("sample.badge"), icon=":material/science:", color="orange")
        st.badge(words("status.offline"), icon=":material/cloud_off:", color="gray")
        _saved()
    if not access.may(May.SHARE):
        return
    with st.popover(words("work.link"), icon=":material/link:", width="stretch"):
        st.markdown(words("work.link.lead"))
        st.code(link(), language=None, wrap_lines=True)


def link() -> str:
    """The address of what is seen now."""
    query = urlencode(session.whole_address(), doseq=True)
    return f"{session.page_address()}?{query}" if query else session.page_address()


def _saved() -> None:
    words = session.words()
    if work.is_saved():
        st.badge(words("status.saved"), icon=":material/check:", color="green")
    elif work.is_new():
        st.badge(words("status.unsaved"), icon=":material/draft:", color="gray")
    else:
        st.badge(words("status.not-kept"), icon=":material/warning:", color="red")
