"""The menu: a script of its own where there is one, else the common page."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.analysis import catalogue
from pages.access import May
from pages.ui import access, analysis, session, tabs, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

    from analytics.core.analysis import Analysis

PAGES: Final = Path(__file__).parents[1]
HOME, DATA = "home", "data"
COMMON: Final = "explore"  # menu section of analyses without a script of their own
KEPT: Final = 256  # pages with their titles: some twenty in each language
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
    title = session.words()("glossary.menu")
    return _page(PAGES / "start" / "glossary.py", title, ":material/menu_book:", "glossary")


def brief() -> StreamlitPage:
    """The page of what was put aside."""
    title = session.words()("brief.menu")
    return _page(PAGES / "brief" / "compose.py", title, ":material/article:", "brief")


def present() -> StreamlitPage:
    """The page that shows it as slides."""
    title = session.words()("present.menu")
    return _page(PAGES / "brief" / "present.py", title, ":material/slideshow:", "present")


def not_found() -> str:
    """The page an address asks for that there is none of; "" where all is well. Told once."""
    name = session.page_address().rstrip("/").rpartition("/")[2]
    known = {
        *(HOME, DATA, brief().url_path, present().url_path, glossary().url_path),
        *catalogue(),
        "",
    }
    return "" if name in known or ":" in name or "." in name else name


def start() -> StreamlitPage:
    """The first page."""
    title = session.words()("home.menu")
    return _page(PAGES / "start" / "home.py", title, ":material/home:", HOME)


def data() -> StreamlitPage:
    """The page where data come in."""
    script = access.script(PAGES / "data" / "data.py", May.CHANGE)
    return _page(script, session.words()("data.menu"), ":material/database:", DATA)


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
    title = item.words(session.language())("title")
    return _page(script or _common(item), title, ICONS.get(slug, ":material/analytics:"), slug)


@cache
def _common(item: Analysis[Any, Any]) -> Callable[[], None]:
    """The same each time, so that it is known again."""
    return partial(analysis.page, item)


def _page(script: Path | Callable[[], None], title: str, icon: str, address: str) -> StreamlitPage:
    """A page of the menu as this run's own: Streamlit marks the one that it draws."""
    return copy(_made(script, title, icon, address))


@lru_cache(maxsize=KEPT)
def _made(script: Path | Callable[[], None], title: str, icon: str, address: str) -> StreamlitPage:
    """Looked up once: a menu takes Streamlit a tenth of a page's time to make."""
    return st.Page(script, title=title, icon=icon, url_path=address, default=address == HOME)
