"""The parts of the first page: drawn before the heavy libraries are there."""

from __future__ import annotations

import streamlit as st

from analytics.core.analysis import catalogue
from pages.ui import navigation, session


def promise() -> None:
    """What this is for, in two sentences."""
    words = session.words()
    st.title(words("home.title"), anchor=False)
    st.markdown(words("home.promise"))


def questions() -> None:
    """One card for each question that can be asked."""
    words, language = session.words(), session.language()
    st.subheader(words("home.questions"), anchor=False)
    pages = navigation.answers()
    with st.grid(min_column_width=280, gap="medium"):
        for slug, item in catalogue().items():
            told = item.words(language)
            with st.container(border=True):
                st.markdown(f"**{told('question') if told.has('question') else told('title')}**")
                st.page_link(pages[slug], label=words("home.open", title=told("title")))


def data() -> None:
    """The way to data of one's own."""
    words = session.words()
    st.subheader(words("home.data"), anchor=False)
    with st.container(border=True):
        st.markdown(words("home.sample" if session.is_sample() else "home.own"))
        st.page_link(
            navigation.data(),
            label=words("home.upload"),
            icon=":material/upload_file:",
            query_params={"tab": "upload"},
        )
