"""Answers put aside for the brief: in order, and taken away together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core import filtered
from analytics.core.analysis import execute, find
from analytics.core.errors import OrewatchError
from analytics.core.filters import Filters, apply
from analytics.core.params import from_text
from analytics.core.words import Words
from analytics.store.workspace import Basket
from pages.ui import downloads as files
from pages.ui import inuse, navigation, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.analysis import Run

KEPT: Final = 32  # answers kept in memory for everybody
FORMS: Final = (".pdf", ".html")


def head() -> None:
    """What this page is; what to do where it is empty."""
    words = session.words()
    st.title(words("brief.title"), anchor=False)
    if work.current().basket:
        st.markdown(words("brief.lead"))
        return
    with st.container(border=True):
        st.markdown(words("brief.empty"))
        for page in navigation.answers().values():
            st.page_link(page)


def entries() -> None:
    """Each answer with its sentence, and what can be done with it."""
    entries = work.current().basket
    for place, entry in enumerate(entries):
        with st.container(border=True):
            _entry_card(entry, place, len(entries))


def downloads() -> None:
    """All of it as one document."""
    runs = [run for entry in work.current().basket if (run := _run_or_none(entry))]
    if not runs:
        return
    st.subheader(session.words()("brief.download"), anchor=False)
    mark = "-sample-data" if any(run.dataset.is_sample for run in runs) else ""
    with st.container(horizontal=True):
        for suffix in FORMS:
            files.button(
                suffix,
                name=f"orewatch-brief{mark}",
                make=partial(_document, runs, suffix, session.language()),
                key="download_brief",
            )


def _entry_card(entry: Basket, place: int, count: int) -> None:
    words = session.words()
    analysis, language = find(entry.slug), session.language()
    title = entry.title or analysis.words(language)("title")
    try:
        told = _run(entry).section(language)
        headline = told.headline
        title = entry.title or told.title
    except OrewatchError as error:
        headline = words("brief.failed", reason=error.text(language))
    st.markdown(f"**{plain(title)}**  \n{plain(headline)}")
    st.markdown(f":small[{plain(_filters(entry))}]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            navigation.answers()[entry.slug],
            label=words("brief.see"),
            icon=":material/open_in_new:",
            query_params={
                **entry.params,
                **{f"{inuse.PREFIX}{name}": list(v) for name, v in entry.filters.items()},
            },
        )
        _move_button(place, -1, "brief.up", ":material/arrow_upward:", disabled=place == 0)
        _move_button(
            place, 1, "brief.down", ":material/arrow_downward:", disabled=place == count - 1
        )
        st.button(
            words("brief.remove"),
            icon=":material/delete:",
            type="tertiary",
            key=f"brief_remove_{entry.key}",
            on_click=partial(_remove, entry.key),
        )


def _move_button(place: int, by: int, key: str, icon: str, *, disabled: bool) -> None:
    st.button(
        session.words()(key),
        icon=icon,
        type="tertiary",
        key=f"{key}_{place}",
        disabled=disabled,
        on_click=partial(_move, place, by),
    )


def _filters(entry: Basket) -> str:
    words = Words(filtered.HERE, session.language())
    told = filtered.sentences(Filters.from_lists(entry.filters), words)
    return "; ".join(told) or session.words()("brief.unfiltered")


def _remove(key: str) -> None:
    work.change(basket=tuple(entry for entry in work.current().basket if entry.key != key))


def _move(place: int, by: int) -> None:
    entries = list(work.current().basket)
    entries.insert(place + by, entries.pop(place))
    work.change(basket=tuple(entries))


def _run_or_none(entry: Basket) -> Run[Any] | None:
    try:
        return _run(entry)
    except OrewatchError:
        return None


def _run(entry: Basket) -> Run[Any]:
    data = inuse.whole()
    key = (data.fingerprint, data.name, entry.slug, str(sorted(entry.params.items())))
    return _again(entry, (*key, str(sorted(entry.filters.items()))))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _again(_entry: Basket, key: tuple[str, ...]) -> Run[Any]:
    del key
    analysis = find(_entry.slug)
    data = apply(inuse.whole(), Filters.from_lists(_entry.filters))
    return execute(analysis, data, from_text(analysis.params, dict(_entry.params)))


def _document(runs: Sequence[Run[Any]], suffix: str, language: str) -> bytes:
    from reports import build

    if suffix == ".pdf":
        return build.pdf(runs, language=language)
    return build.html(runs, language=language).encode()
