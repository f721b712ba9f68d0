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
from pages.ui import form, inuse, navigation, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.analysis import Run
    from analytics.store.workspace import Workspace
    from reports.build import Missing

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
    """All of it as one document; what cannot be given is listed in it with the reason."""
    runs, missing = _answers(work.current().basket)
    if not runs:
        return
    st.subheader(session.words()("brief.download"), anchor=False)
    mark = "-sample-data" if any(run.dataset.is_sample for run in runs) else ""
    with st.container(horizontal=True):
        for suffix in FORMS:
            files.button(
                suffix,
                name=f"orewatch-brief{mark}",
                make=partial(_document, runs, missing, suffix, session.language()),
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
        st.button(
            words("brief.remove"),
            icon=":material/delete:",
            type="tertiary",
            key=f"brief_remove_{entry.key}",
            on_click=partial(_remove, entry.key),
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


def _move(key: str, by: int) -> None:
    def moved(at: Workspace) -> tuple[Basket, ...]:
        entries = list(at.basket)
        where = next((n for n, entry in enumerate(entries) if entry.key == key), None)
        if where is not None:
            entries.insert(max(0, where + by), entries.pop(where))
        return tuple(entries)

    work.change(basket=moved)


def _answers(entries: Sequence[Basket]) -> tuple[list[Run[Any]], list[Missing]]:
    """Those that can be given, and why the others cannot."""
    from reports import pictures
    from reports.build import Missing

    language = session.language()
    runs, missing = [], []
    for entry in entries:
        try:
            run = _run(entry)
            runs.append(pictures.only(run, entry.picture, language) if entry.picture else run)
        except OrewatchError as error:
            title = entry.title or find(entry.slug).words(language)("title")
            missing.append(Missing(title=title, reason=error.text(language)))
    return runs, missing


def _run(entry: Basket) -> Run[Any]:
    data = inuse.opened(entry.data)
    key = (data.fingerprint, data.name, str(data.provenance), entry.slug)
    asked = (str(sorted(entry.params.items())), str(sorted(entry.filters.items())))
    return _again(entry, (*key, *asked))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _again(_entry: Basket, key: tuple[str, ...]) -> Run[Any]:
    del key
    analysis = find(_entry.slug)
    data = apply(inuse.opened(_entry.data), Filters.from_lists(_entry.filters))
    return execute(analysis, data, from_text(analysis.params, dict(_entry.params)))


def _document(
    runs: Sequence[Run[Any]], missing: Sequence[Missing], suffix: str, language: str
) -> bytes:
    from reports import build

    if suffix == ".pdf":
        return build.pdf(runs, language=language, missing=missing)
    return build.html(runs, language=language, missing=missing).encode()
