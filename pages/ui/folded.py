"""Parts that open at a click: drawn only while they are open, since most never are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable


def fold(
    label: str, draw: Callable[[], object], *, icon: str, key: str, is_open: bool = False
) -> bool:
    """In its place on the page, `is_open` at first; says whether it is open now."""
    box = st.expander(label, icon=icon, expanded=is_open, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
    return bool(box.open)


def behind(
    label: str,
    draw: Callable[[], object],
    *,
    icon: str,
    key: str,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Behind a button, over the page. Its label stays the same, else it closes with each choice."""
    box = st.popover(label, icon=icon, width=width, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
