"""Put an answer aside for the brief, from the page that gives it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.core.params import as_text
from analytics.store.workspace import Basket
from pages.ui import inuse, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from pages.ui.analysis import Answer


def button(answer: Answer, *, picture: str = "") -> None:
    """Put this answer aside, or one `picture` of it, or say that it is."""
    words, entry = session.words(), _entry(answer, picture)
    key = f"brief_add_{picture}" if picture else "brief_add"
    if any(_same(entry, kept) for kept in work.current().basket):
        st.button(words("brief.is-in"), icon=":material/check:", disabled=True, key=key)
        return
    st.button(
        words("brief.add-picture" if picture else "brief.add"),
        icon=":material/bookmark_add:",
        key=key,
        on_click=partial(_add, entry, answer.told.title),
    )


def _entry(answer: Answer, picture: str) -> Basket:
    return Basket(
        picture=picture,
        slug=answer.run.analysis.slug,
        params=as_text(answer.run.params),
        **_source(answer),
    )


def _source(answer: Answer) -> dict[str, Any]:
    """What it was answered from: the data in use as filtered, or a table of series."""
    at = work.current()
    if answer.table:
        return {"data": answer.table, "data_name": at.series_name}
    return {"filters": inuse.filters().as_lists(), "data": at.data, "data_name": at.data_name}


def _same(one: Basket, other: Basket) -> bool:
    return replace(one, key="", title="") == replace(other, key="", title="")


def _add(entry: Basket, title: str) -> None:
    work.change(basket=lambda at: (*at.basket, entry))
    st.toast(session.words()("brief.added", title=plain(title)), icon=":material/bookmark_added:")
