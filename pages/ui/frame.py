"""What stands round every page: name, language, and the mark of sample data."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from analytics.core.words import LANGUAGES
from pages.ui import access, session

ASSETS: Final = Path(__file__).parents[1] / "assets"
KEY: Final = "language_widget"


def dress() -> None:
    """Title, icon and menu of the browser's tab; before anything else is drawn.

    The icon is a local file: without one the browser would ask a font server for it.
    """
    words = session.words()
    st.set_page_config(
        page_title="Orewatch",
        page_icon=ASSETS / "icon.png",
        layout="wide",
        menu_items={"About": words("about")},
    )
    tone = "dark" if session.is_dark() else "light"
    st.logo(ASSETS / f"logo-{tone}.svg", size="large", icon_image=ASSETS / "icon.png")


def head() -> None:
    """The language switch in the side, and the sample-data mark above the page."""
    session.keep_address()
    with st.sidebar:
        language()
        access.side()
    access.band()
    if session.is_sample():
        sample_mark()


def language() -> None:
    """The switch from one language to another."""
    codes = list(LANGUAGES)
    st.selectbox(
        session.words()("language"),
        codes,
        index=codes.index(session.spoken()),
        format_func=LANGUAGES.__getitem__,
        key=f"{KEY}_{session.spoken()}",
        on_change=_changed,
    )


def sample_mark() -> None:
    """The band every page carries while any of its data is made up."""
    st.warning(session.words()("sample.band"), icon=":material/science:")


def _changed() -> None:
    session.choose_language(str(session.widget(f"{KEY}_{session.spoken()}")))
