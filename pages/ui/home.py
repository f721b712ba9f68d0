"""The parts of the first page: drawn before the heavy libraries are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.ui import navigation, recent, session, tour

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

NEWS: Final = ("news.1", "news.2", "news.3")


def promise() -> None:
    """What this is for, in two sentences."""
    words = session.words()
    unknown = navigation.not_found()
    if unknown:
        st.warning(words("page.unknown", name=unknown), icon=":material/link_off:")
    tour.offer()
    st.title(words("home.title"), anchor=False)
    st.markdown(words("home.promise"))


def ways() -> None:
    """The three things people come for, each as far as the product reaches."""
    words, pages = session.words(), navigation.answers()
    st.subheader(words("way.title"), anchor=False)
    with st.grid(3, min_column_width=240, gap="medium"):
        _way("brief", ":material/article:", navigation.brief())
        _way("whatif", ":material/alt_route:", pages["scenario"])
        _way("check", ":material/fact_check:", navigation.data(), tab="upload")


def work() -> None:
    """What this visitor did before."""
    recent.draw()


def questions() -> None:
    """One card for each question that can be asked."""
    words, language = session.words(), session.language()
    st.subheader(words("home.questions"), anchor=False)
    pages = navigation.answers()
    with st.grid(min_column_width=280, gap="medium"):
        for slug, item in navigation.in_order().items():
            told = item.words(language)
            with st.container(border=True):
                st.markdown(f"**{told('question') if told.has('question') else told('title')}**")
                st.page_link(pages[slug], label=words("home.open", title=told("title")))


def news() -> None:
    """What this version brings."""
    words = session.words()
    with st.expander(words("news.title"), icon=":material/new_releases:"):
        st.markdown("\n".join(f"- {words(key)}" for key in NEWS))


def _way(name: str, icon: str, page: StreamlitPage, **query: Any) -> None:  # noqa: ANN401 - texts of an address
    words = session.words()
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### {icon} {words(f'way.{name}')}", anchors=False)
        st.markdown(words(f"way.{name}.lead"))
        st.page_link(
            page, label=words(f"way.{name}.go"), icon=":material/arrow_forward:", query_params=query
        )
