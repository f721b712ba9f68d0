"""Answers put aside for the brief: in order, with a title, seen again or taken out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.core import filtered
from analytics.core.analysis import find
from analytics.core.errors import OrewatchError
from analytics.core.filters import Filters
from analytics.core.words import Words
from pages.ui import briefing, form, inuse, navigation, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.store.workspace import Basket, Workspace

LONGEST_TITLE = 120  # letters


def entries() -> None:
    """Each answer with its sentence, and what can be done with it."""
    kept = work.current().basket
    for place, entry in enumerate(kept):
        with st.container(border=True):
            _entry_card(entry, place, len(kept))


def _entry_card(entry: Basket, place: int, count: int) -> None:
    words = session.words()
    analysis, language = find(entry.slug), session.language()
    title = entry.title or analysis.words(language)("title")
    try:
        told = briefing.run(entry).section(language)
        headline = told.headline
        title = entry.title or told.title
        if entry.picture:
            from reports import pictures

            title = f"{title} · {pictures.find(told, entry.picture).caption}"
    except OrewatchError as error:
        headline = words("brief.failed", reason=error.text(language))
    st.markdown(f"**{plain(title)}**  \n{plain(headline)}")
    st.markdown(f":small[{plain(_filters(entry))}]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if entry.data in (work.current().data, work.current().series) and st.button(
            words("brief.see"),
            icon=":material/open_in_new:",
            type="tertiary",
            key=f"brief_see_{entry.key}",
        ):
            _see(entry)
        _move_button(entry, -1, "brief.up", ":material/arrow_upward:", disabled=place == 0)
        is_last = place == count - 1
        _move_button(entry, 1, "brief.down", ":material/arrow_downward:", disabled=is_last)
        _title_button(entry)
        st.button(
            words("brief.remove"),
            icon=":material/delete:",
            type="tertiary",
            key=f"brief_remove_{entry.key}",
            on_click=partial(_remove, entry.key),
        )


def _title_button(entry: Basket) -> None:
    """A name of the author's own, in the place of that of the answer."""
    words, key = session.words(), f"brief_title_{entry.key}"
    with st.popover(words("brief.retitle"), icon=":material/edit:", type="tertiary"):
        st.text_input(
            words("brief.retitle.label"),
            value=entry.title,
            max_chars=LONGEST_TITLE,
            placeholder=find(entry.slug).words(session.language())("title"),
            key=key,
            on_change=partial(_retitle, entry.key, key),
        )


def _see(entry: Basket) -> None:
    """The page of the answer, set and filtered as it was when it was put aside."""
    if entry.data == work.current().data:
        inuse.replace_filters(Filters.from_lists(entry.filters))
    form.reset(entry.slug, dict(entry.params))
    st.switch_page(navigation.answers()[entry.slug])


def _move_button(entry: Basket, by: int, key: str, icon: str, *, disabled: bool) -> None:
    st.button(
        session.words()(key),
        icon=icon,
        type="tertiary",
        key=f"{key}_{entry.key}",
        disabled=disabled,
        on_click=partial(_move, entry.key, by),
    )


def _filters(entry: Basket) -> str:
    words, core = session.words(), Words(filtered.HERE, session.language())
    told = filtered.sentences(Filters.from_lists(entry.filters), core)
    name = entry.data_name or words("work.of-sample")
    return f"{name} · {'; '.join(told) or words('brief.unfiltered')}"


def _remove(key: str) -> None:
    work.change(basket=lambda at: tuple(entry for entry in at.basket if entry.key != key))


def _retitle(key: str, field: str) -> None:
    title = " ".join(str(session.widget(field)).split())

    def titled(at: Workspace) -> tuple[Basket, ...]:
        return tuple(replace(e, title=title) if e.key == key else e for e in at.basket)

    work.change(basket=titled)


def _move(key: str, by: int) -> None:
    def moved(at: Workspace) -> tuple[Basket, ...]:
        entries = list(at.basket)
        where = next((n for n, entry in enumerate(entries) if entry.key == key), None)
        if where is not None:
            entries.insert(max(0, where + by), entries.pop(where))
        return tuple(entries)

    work.change(basket=moved)
