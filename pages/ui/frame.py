"""What stands round every page: name, language, whose work it is, and the mark of sample data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.words import LANGUAGES
from pages.ui import access, desk, errors, filterbar, grids, inuse, outlook, session, tour, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from pages.ui.navigation import Place

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


def head(place: Place) -> None:
    """The side, what must be said above the page, and the filters where the page answers."""
    session.arrive()
    work.refresh()
    session.keep_address()
    work.keep_address()
    inuse.keep_address()
    grids.take_up()
    with st.sidebar:
        language()
        desk.draw()
        access.side()
    access.band()
    tour.draw()
    _bands(place)
    if place.is_answer:
        with errors.polite():
            filterbar.draw()


def language() -> None:
    """The switch from one language to another."""
    codes = list(LANGUAGES)
    st.selectbox(
        session.words()("language"),
        codes,
        index=codes.index(session.spoken()),
        format_func=LANGUAGES.__getitem__,
        placeholder=session.words()("choose"),
        key=f"{KEY}_{session.spoken()}",
        on_change=_changed,
    )


def sample_mark() -> None:
    """The band every page carries while any of its data is made up."""
    st.warning(session.words()("sample.band"), icon=":material/science:")


def _bands(place: Place) -> None:
    """The visitor's own file is no sample, though the other pages may still show one."""
    words = session.words()
    is_table = place.page.url_path in outlook.PAGES and bool(work.current().series)
    if inuse.is_sample() and (place.shows_own_file or is_table):
        st.info(words("sample.band.upload"), icon=":material/science:")
    elif inuse.is_sample():
        sample_mark()
    trouble = work.trouble()
    if trouble is not None:
        st.error(plain(trouble.text(session.language())), icon=":material/error:")
    if work.was_copied():
        st.toast(words("work.copied"), icon=":material/content_copy:")
    elif not work.is_mine():
        st.info(words("work.shared-view"), icon=":material/group:")


def _changed() -> None:
    session.choose_language(str(session.widget(f"{KEY}_{session.spoken()}")))
