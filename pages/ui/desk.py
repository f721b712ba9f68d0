"""The visitor's work in the side: its state, and a link to it."""

from __future__ import annotations

from dataclasses import fields
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from analytics.core.analysis import catalogue
from pages.access import May
from pages.ui import access, folded, form, grids, inuse, session, sitemap_base, tasks, work

LOOKS_EVERY_S: Final = 30
OPEN: Final = "link_open"  # says so in the session


def draw() -> None:
    """Chips that say where things stand, then the link."""
    words = session.words()
    with st.container(horizontal=True, gap="xsmall"):
        if inuse.is_sample():
            st.badge(words("sample.badge"), icon=":material/science:", color="orange")
        status = "local" if _is_connected() else "offline"
        is_fetched = grids.is_online()
        if is_fetched:
            st.badge(words("status.grid"), icon=":material/cloud_download:", color="orange")
        if sitemap_base.is_on():
            st.badge(words("status.online"), icon=":material/cloud_download:", color="orange")
        elif not is_fetched:
            st.badge(words(f"status.{status}"), icon=":material/cloud_off:", color="gray")
        _saved()
    if access.may(May.SHARE):
        folded.behind(words("work.link"), _share, icon=":material/link:", key=OPEN, width="stretch")
    tasks.side()


def _share() -> None:
    """The link; where people sign in, whether it opens anything for others."""
    words, at_hand = session.words(), work.current()
    if access.person().is_signed_in and work.is_saved() and work.is_mine():
        st.toggle(
            words("work.share"),
            value=at_hand.is_shared,
            key=f"share_{at_hand.key}",
            on_change=_shared,
            args=(f"share_{at_hand.key}",),
        )
    shown_link()


def shown_link() -> None:
    """The link to copy; where nobody else could open it, that."""
    words = session.words()
    is_own = access.person().is_signed_in and work.is_saved() and work.is_mine()
    if is_own and not work.current().is_shared:
        st.markdown(words("work.private"))
        return
    st.markdown(words("work.link.lead"))
    st.code(link(), language=None, wrap_lines=True)


def _shared(key: str) -> None:
    work.share(is_shared=bool(session.widget(key)))


def link() -> str:
    """The address of what is seen now."""
    asked = {**_defaults(), **session.whole_address()}
    if inuse.filters().is_empty:
        asked[inuse.WHOLE] = [inuse.YES]  # whatever the work is filtered by when it is opened
    query = urlencode(asked, doseq=True)
    return f"{session.page_address()}?{query}" if query else session.page_address()


def _defaults() -> dict[str, list[str]]:
    """The parameters the address leaves out since they are the usual ones."""
    slug = session.page_address().rstrip("/").rpartition("/")[2]
    if slug not in catalogue():
        return {}
    analysis = catalogue()[slug]
    own = form.own_texts(
        analysis
    )  # no address holds them: the work does, and must not be overruled
    return {f.name: [str(f.default)] for f in fields(analysis.params) if f.name not in own}


@st.cache_data(ttl=LOOKS_EVERY_S, show_spinner=False)
def _is_connected() -> bool:
    """Whether this machine has a network at all; asks the machine, nobody else."""
    import psutil

    found = psutil.net_if_stats()
    return any(card.isup and not name.startswith("lo") for name, card in found.items())


def _saved() -> None:
    words = session.words()
    if work.is_saved():
        st.badge(words("status.saved"), icon=":material/check:", color="green")
    elif work.is_new():
        st.badge(words("status.unsaved"), icon=":material/draft:", color="gray")
    else:
        st.badge(words("status.not-kept"), icon=":material/warning:", color="red")
