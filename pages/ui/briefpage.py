"""The page Brief: what goes into it beside page 1 as it will look."""

from __future__ import annotations

from typing import Final

import streamlit as st

from analytics.core import schema
from analytics.core.errors import OrewatchError
from analytics.core.words import Words
from analytics.store.workspace import SAMPLE
from pages.ui import (
    basket,
    briefform,
    briefing,
    briefmake,
    brieftext,
    inuse,
    navigation,
    session,
    work,
)
from pages.ui.plain import plain
from reports.brief.scope import HERE, scope

PICKED: Final = "brief_data_picked"  # the sample data are wanted


def draw() -> None:
    """An empty brief says how to fill it; one with answers is edited, seen and made."""
    words = session.words()
    st.title(words("brief.title"), anchor=False)
    if not work.current().basket:
        _empty()
        return
    st.markdown(words("brief.lead"))
    briefing.wait_for_answers()
    left, right = st.columns([5, 6], gap="large")
    with left:
        _work()
    with right:
        _outcome()


def _empty() -> None:
    """First the data, then the usual answers in one go; or one by one from their pages."""
    words, at = session.words(), work.current()
    is_own = at.data != SAMPLE
    with st.container(border=True):
        if is_own or session.held(PICKED):
            _looks_right()
        else:
            _which_data()
    with st.expander(words("brief.one-by-one"), icon=":material/checklist:"):
        st.markdown(words("brief.empty"))
        for page in navigation.answers().values():
            st.page_link(page)


def _which_data() -> None:
    words = session.words()
    st.markdown(f"**{words('brief.data')}**")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words("brief.data.sample"),
            icon=":material/science:",
            key="brief_data_sample",
            on_click=session.hold,
            args=(PICKED, True),
        )
        st.page_link(
            navigation.data(), label=words("brief.data.own"), icon=":material/upload_file:"
        )


def _looks_right() -> None:
    """What the data are, in a line; then everything at once."""
    words, at = session.words(), work.current()
    data = inuse.opened(at.data)
    where = scope([data], Words(HERE, session.language()))
    name = at.data_name or words("work.of-sample")
    st.markdown(
        words(
            "brief.data.is",
            name=plain(name),
            count=int(data.sites[schema.SITE_ID].nunique()),
            place=plain(where.place),
            period=plain(where.period),
        )
    )
    st.button(
        words("brief.usual"),
        icon=":material/check:",
        type="primary",
        key="brief_usual",
        on_click=briefing.take_usual,
        help=words("brief.usual.help"),
    )


def _work() -> None:
    words = session.words()
    parts = [words("brief.part.form"), words("brief.part.answers"), words("brief.part.text")]
    form, answers, text = st.tabs(parts)
    with form:
        briefform.form()
    with answers:
        basket.entries()
    with text:
        try:
            brieftext.sentences(briefing.brief())
        except OrewatchError as error:
            st.error(error.text(session.language()), icon=":material/error:")


def _outcome() -> None:
    try:
        with st.spinner(session.words()("wait")):
            brief = briefing.brief()
    except OrewatchError as error:
        st.error(error.text(session.language()), icon=":material/error:")
        return
    briefmake.take(brief)
    st.page_link(navigation.present())
    briefmake.checks(brief)
    briefmake.preview(brief)
