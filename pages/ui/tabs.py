"""Tabs of which only the open one is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.elements.lib.mutable_tab_container import TabContainer


def draw(page: str, *names: str) -> Sequence[TabContainer]:
    """Title of the page and its tabs, that of `?tab=` first; `.open` says which one is seen."""
    words = session.words()
    st.title(words(f"{page}.title"), anchor=False)
    labels = [words(f"{page}.{name}.tab") for name in names]
    asked = session.asked("tab")
    return st.tabs(
        labels,
        default=labels[names.index(asked)] if asked in names else None,
        key=f"{page}_tabs_{session.spoken()}",
        on_change="rerun",
    )


def is_open(page: str, name: str) -> bool:
    """Whether this tab is the one seen, before the page itself is drawn."""
    seen = session.held(f"{page}_tabs_{session.spoken()}")
    if seen is None:
        return session.asked("tab") == name
    return bool(seen == session.words()(f"{page}.{name}.tab"))
