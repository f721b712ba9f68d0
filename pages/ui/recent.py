"""What a visitor worked on lately: open it again, name it, delete it for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.access import May
from pages.ui import access, navigation, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.store.workspace import Workspace

MOST: Final = 6
LONGEST_NAME: Final = 80


def draw() -> None:
    """The last few, the latest first."""
    words, found = session.words(), work.recent()
    st.subheader(words("work.recent"), anchor=False)
    if not found:
        st.markdown(words("work.recent.none"))
    for workspace in found[:MOST]:
        with st.container(border=True):
            _row(workspace)
    if len(found) > MOST:
        older = found[MOST:]
        with st.expander(words("work.older", count=len(older)), icon=":material/history:"):
            for workspace in older:
                with st.container(border=True):
                    _row(workspace)
    if work.is_saved():
        st.button(words("work.new"), icon=":material/add:", on_click=work.start_anew)


def called(workspace: Workspace) -> str:
    """Its own name, else that of its data."""
    return workspace.name or _data(workspace)


def _row(workspace: Workspace) -> None:
    words, is_here = session.words(), work.current().key == workspace.key
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(called(workspace))}**")
            st.markdown(f":small[{plain(_about(workspace))}]")
        if is_here:
            st.badge(words("work.here"), icon=":material/check:", color="green")
        else:
            st.page_link(
                navigation.start(),
                label=words("work.open"),
                icon=":material/folder_open:",
                query_params={work.IN_ADDRESS: workspace.key},
            )
        with st.popover(
            words("work.more.short"),
            icon=":material/more_horiz:",
            help=words("work.more", name=called(workspace)),
        ):
            _more(workspace)


def _more(workspace: Workspace) -> None:
    words, key = session.words(), f"name_{workspace.key}"
    st.text_input(
        words("work.name"),
        value=workspace.name,
        placeholder=_data(workspace),
        max_chars=LONGEST_NAME,
        key=key,
        on_change=partial(_rename, workspace, key),
    )
    if not access.may(May.DELETE):
        return
    st.markdown(words("work.delete.sure"))
    st.button(
        words("work.delete"),
        icon=":material/delete_forever:",
        key=f"delete_{workspace.key}",
        on_click=partial(_delete, workspace.key),
    )


def _rename(workspace: Workspace, key: str) -> None:
    name = str(session.widget(key)).strip()
    work.rename(workspace.key, name)


def _delete(key: str) -> None:
    work.delete(key)
    st.toast(session.words()("work.deleted"), icon=":material/delete_forever:")


def _data(workspace: Workspace) -> str:
    return workspace.data_name or session.words()("work.of-sample")


def _about(workspace: Workspace) -> str:
    words = session.words()
    return words(
        "work.about",
        data=_data(workspace),
        filters=words("work.filters", count=len(workspace.filters)),
        basket=words("work.basket", count=len(workspace.basket)),
        when=session.moment(workspace.changed),
    )
