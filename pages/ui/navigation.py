"""The menu: a script of its own where there is one, else the common page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.analysis import catalogue
from pages.access import May
from pages.ui import access, analysis, session, tabs, work

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from analytics.core.analysis import Analysis

PAGES: Final = Path(__file__).parents[1]
DATA: Final = "data"
COMMON: Final = "explore"  # menu section of analyses without a script of their own
#: In the order of the menu: what one asks first comes first; others follow by name.
ICONS: Final = {
    "overview": ":material/dashboard:",
    "sitemap": ":material/map:",
    "totals": ":material/bar_chart:",
    "frequency": ":material/tag:",
    "hotspots": ":material/local_fire_department:",
    "patterns": ":material/interests:",
    "trend": ":material/show_chart:",
    "forecast": ":material/trending_up:",
    "context": ":material/layers:",
    "compliance": ":material/gavel:",
    "exposure": ":material/groups:",
    "impact": ":material/water_drop:",
    "scenario": ":material/alt_route:",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The page a visitor is on, and what the frame must know of it."""

    page: StreamlitPage
    is_answer: bool  # it answers from the data in use, so that the filters stand above it
    shows_own_file: bool  # it shows a file that is not in use yet


def build() -> Place:
    """The page asked for; every analysis in the catalogue has one."""
    words = session.words()
    menu: dict[str, list[StreamlitPage]] = {"": [start(), data()]}
    for slug, item in in_order().items():
        script = own_script(slug)
        section = words(f"menu.{script.parent.name if script else COMMON}")
        menu.setdefault(section, []).append(_analysis(slug, item, script))
    menu.setdefault(words("menu.decide"), []).extend([brief(), present()])
    menu.setdefault(words("menu.help"), []).append(glossary())
    page = st.navigation(menu, expanded=True)  # no page hides behind a fold
    return Place(
        page=page,
        is_answer=page.url_path in catalogue(),
        shows_own_file=page.url_path == DATA
        and tabs.is_open(DATA, "upload")
        and bool(work.current().draft),
    )


def glossary() -> StreamlitPage:
    """What the words mean."""
    return st.Page(
        PAGES / "start" / "glossary.py",
        title=session.words()("glossary.menu"),
        icon=":material/menu_book:",
        url_path="glossary",
    )


def brief() -> StreamlitPage:
    """The page of what was put aside."""
    return st.Page(
        PAGES / "brief" / "compose.py",
        title=session.words()("brief.menu"),
        icon=":material/article:",
        url_path="brief",
    )


def present() -> StreamlitPage:
    """The page that shows it as slides."""
    return st.Page(
        PAGES / "brief" / "present.py",
        title=session.words()("present.menu"),
        icon=":material/slideshow:",
        url_path="present",
    )


def not_found() -> str:
    """The page an address asks for that there is none of; "" where all is well. Told once."""
    name = session.page_address().rstrip("/").rpartition("/")[2]
    known = {
        start().url_path,
        "home",
        DATA,
        brief().url_path,
        present().url_path,
        glossary().url_path,
        *catalogue(),
        "",
    }
    return "" if name in known or ":" in name or "." in name else name


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
        url_path=DATA,
    )


def in_order() -> dict[str, Analysis[Any, Any]]:
    """Every analysis, in the order of the menu."""
    known = list(ICONS)
    rank = {slug: known.index(slug) if slug in known else len(known) for slug in catalogue()}
    return {slug: catalogue()[slug] for slug in sorted(rank, key=lambda slug: (rank[slug], slug))}


def answers() -> dict[str, StreamlitPage]:
    """The page of each analysis, by slug, in the order of the menu."""
    return {slug: _analysis(slug, item, own_script(slug)) for slug, item in in_order().items()}


@cache
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
