"""Sites found by name or by a click, kept whatever else changes; the last is told on a card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.card import card
from analytics.analyses.sitemap.persite import per_site
from analytics.core import schema
from pages.ui import downloads, inuse, section, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from shapely import Point

    from analytics.analyses.sitemap.card import Card
    from analytics.core.dataset import Dataset

IN_ADDRESS: Final = "site"
CHOSEN, WRITTEN = "sitemap_site", "sitemap_site_written"
MOST_LISTED: Final = 2_000  # sites in the list; of more, those that a few letters find
MOST_CHOSEN: Final = 200  # an address holds no more
KEPT: Final = 8
FILES: Final = (".geojson", ".csv")


def chosen() -> tuple[str, ...]:
    """The ids of the sites chosen: those of a link, else those chosen last; the last has the card.

    None more than an address holds.
    """
    given = tuple(site for site in session.arrived(IN_ADDRESS) if site)[:MOST_CHOSEN]
    if given and given != session.held(WRITTEN):
        session.hold(CHOSEN, given)
    found: tuple[str, ...] = session.held(CHOSEN) or ()
    return found


def pick(site: str) -> None:
    """A click: this site in place of the one before, or beside them once several are chosen."""
    others = tuple(one for one in session.held(CHOSEN) or () if one != site)
    _choose((*others, site) if len(others) > 1 else (site,))


def found(sites: tuple[str, ...]) -> Card | None:
    """The card of the last one in all of the data in use, whatever the filters; None for none."""
    words = ANALYSIS.words(session.language())
    return card(inuse.whole(), sites[-1], words) if sites else None


def places(sites: tuple[str, ...]) -> tuple[Point, ...]:
    """A point on each of them; those without a place have none."""
    if not sites:
        return ()
    rows = inuse.whole().sites
    whole = per_site(rows[rows[schema.SITE_ID].astype(str).isin(sites)])
    placed = whole[~(whole.geometry.isna() | whole.geometry.is_empty)]
    return tuple(placed.geometry.representative_point())


def search(sites: tuple[str, ...]) -> None:
    """The list to search; the address repeats what is chosen."""
    words, named = session.words(), _named(inuse.whole(), inuse.whole().fingerprint)
    key = f"sitemap_search_{session.spoken()}"
    options = list(named)
    if len(options) > MOST_LISTED:
        options = _matching(named)
    options = [*(site for site in sites if site in named and site not in options), *options]
    session.hold(key, [site for site in sites if site in named])
    st.multiselect(
        words("sitemap.search"),
        options,
        format_func=lambda one: plain(named[one]),
        placeholder=words("sitemap.search.placeholder"),
        help=words("sitemap.search.help"),
        max_selections=MOST_CHOSEN,
        key=key,
        on_change=partial(_picked, key),
    )
    session.hold(WRITTEN, sites)
    session.remember({IN_ADDRESS: sites})


def show(sites: tuple[str, ...], told: Card | None, *, is_drawn: bool) -> None:
    """The card of the last site chosen, or how to choose one; files of all that are chosen.

    Where sites are not drawn, but cells are, no click chooses one.
    """
    words = session.words()
    if not sites:
        if is_drawn:
            st.caption(words("sitemap.none"))
        return
    site = sites[-1]
    if told is None:
        st.warning(words("sitemap.unknown", site=plain(site)), icon=":material/search_off:")
        return
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(told.title), anchor=False, width="stretch")
            st.button(
                words("sitemap.close"),
                icon=":material/close:",
                type="tertiary",
                on_click=partial(_choose, sites[:-1]),
            )
        if not inuse.filters().is_empty and not _is_inside(site):
            st.info(words("sitemap.outside"), icon=":material/filter_alt:")
        if told.place is None:
            st.caption(words("sitemap.nowhere"))
        _facts(told)
        if told.records is not None:
            section.table(told.records)
        _download(sites)


def _facts(told: Card) -> None:
    """What is stated, side by side where there is room; then what is not."""
    words = session.words()
    with st.grid(2, min_column_width=120, gap="small"):
        for fact in told.facts:
            if fact.value:
                st.markdown(f":gray[{_line(fact.label)}]  \n{_line(fact.value)}")
    missing = [plain(fact.label) for fact in told.facts if not fact.value]
    if missing:
        st.caption(words("sitemap.missing", fields=words.join(missing)))


def _line(text: str) -> str:
    return plain(" ".join(text.split()))


def _download(sites: tuple[str, ...]) -> None:
    """The records of all that are chosen."""
    data = inuse.whole()
    mark = "-sample-data" if data.is_sample else ""
    if len(sites) > 1:
        st.caption(session.words()("sitemap.files", count=len(sites)))
    with st.container(horizontal=True):
        for suffix in FILES:
            downloads.button(
                suffix,
                name=f"orewatch-site{mark}-{data.fingerprint}",
                make=partial(_bytes, data, sites, suffix),
                key="download_site",
            )


def _bytes(data: Dataset, sites: tuple[str, ...], suffix: str) -> bytes:
    from reports import export

    return export.data_bytes(data.where({schema.SITE_ID: sites}), suffix)


def _is_inside(site: str) -> bool:
    return bool((inuse.dataset().sites[schema.SITE_ID].astype(str) == site).any())


def _matching(named: dict[str, str]) -> list[str]:
    """The first sites whose name, id or place holds the letters typed."""
    words = session.words()
    text = st.text_input(words("sitemap.letters", count=len(named)), key="sitemap_letters")
    wanted = text.strip().casefold()
    hits = (site for site, name in named.items() if wanted in name.casefold())
    return [site for site, _ in zip(hits, range(MOST_LISTED), strict=False)]


def _picked(key: str) -> None:
    listed: tuple[str, ...] = tuple(session.widget(key) or ())  # type: ignore[arg-type]  # of text
    _choose(listed)


def _choose(sites: tuple[str, ...]) -> None:
    """Choose these, or none; the address says so from here on."""
    session.hold(CHOSEN, sites)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _named(_data: Dataset, key: str) -> dict[str, str]:
    """Each site by name, id and province, in order of the names."""
    del key
    columns = [schema.NAME, schema.SITE_ID, schema.ADMIN1]
    last = _data.sites[columns].astype("string").drop_duplicates(schema.SITE_ID, keep="last")
    told = {
        str(site): " · ".join(dict.fromkeys(str(part) for part in parts if isinstance(part, str)))
        for site, *parts in zip(last[schema.SITE_ID], *(last[c] for c in columns), strict=True)
    }
    return dict(sorted(told.items(), key=lambda item: (item[1].casefold(), item[0])))
