"""The menu: a script of its own where there is one, else the common page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.analysis import catalogue
from pages.access import May
from pages.ui import access, analysis, session

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from analytics.core.analysis import Analysis

PAGES: Final = Path(__file__).parents[1]
COMMON: Final = "explore"  # menu section of analyses without a script of their own
ICONS: Final = {"totals": ":material/bar_chart:"}


def build() -> StreamlitPage:
    """The page asked for; every analysis in the catalogue has one."""
    words = session.words()
    menu: dict[str, list[StreamlitPage]] = {"": [start(), data()]}
    for slug, item in catalogue().items():
        script = own_script(slug)
        section = words(f"menu.{script.parent.name if script else COMMON}")
        menu.setdefault(section, []).append(_analysis(slug, item, script))
    return st.navigation(menu)


def start() -> StreamlitPage:
    """The first page."""
    return st.Page(
        PAGES / "start" / "home.py",
        title=session.words()("home.menu"),
        icon=":material/home:",
        url_path="home",
        default=True,
    )


def data() -> StreamlitPage:
    """The page where data come in."""
    return st.Page(
        access.script(PAGES / "data" / "data.py", May.CHANGE),
        title=session.words()("data.menu"),
        icon=":material/database:",
        url_path="data",
    )


def answers() -> dict[str, StreamlitPage]:
    """The page of each analysis, by slug."""
    return {slug: _analysis(slug, item, own_script(slug)) for slug, item in catalogue().items()}


def own_script(slug: str) -> Path | None:
    """The script written for one analysis; None where the common page serves."""
    return next(iter(sorted(PAGES.glob(f"*/{slug}.py"))), None)


def _analysis(slug: str, item: Analysis[Any, Any], script: Path | None) -> StreamlitPage:
    return st.Page(
        script or partial(analysis.page, item),
        title=item.words(session.language())("title"),
        icon=ICONS.get(slug, ":material/analytics:"),
        url_path=slug,
    )
