"""One site: found by its name or by a click, kept whatever else changes, told on a card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.card import card
from analytics.core import schema
from pages.ui import downloads, inuse, section, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.analyses.sitemap.card import Card
    from analytics.core.dataset import Dataset

IN_ADDRESS: Final = "site"
CHOSEN, WRITTEN = "sitemap_site", "sitemap_site_written"
MOST_LISTED: Final = 2_000  # sites in the list; of more, those that a few letters find
KEPT: Final = 8


def chosen() -> str:
    """The id of the site chosen: that of a link, else the one chosen last; "" for none."""
    given = (session.arrived(IN_ADDRESS) or ("",))[-1]
    if given and given != session.held(WRITTEN):
        session.hold(CHOSEN, given)
    return str(session.held(CHOSEN) or "")


def choose(site: str) -> None:
    """Choose a site, or none with ""; the address says so from here on."""
    session.hold(CHOSEN, site)


def found(site: str) -> Card | None:
    """The card of the site in all of the data in use, whatever the filters; None for none."""
    return card(inuse.whole(), site, ANALYSIS.words(session.language())) if site else None


def search(site: str) -> None:
    """The list to search; the address repeats what is chosen."""
    words, named = session.words(), _named(inuse.whole(), inuse.whole().fingerprint)
    key = f"sitemap_search_{session.spoken()}"
    options = list(named)
    if len(options) > MOST_LISTED:
        options = _matching(named)
    if site in named and site not in options:
        options.insert(0, site)
    session.hold(key, site if site in options else None)
    st.selectbox(
        words("sitemap.search"),
        options,
        index=None,
        format_func=lambda one: plain(named[one]),
        placeholder=words("sitemap.search.placeholder"),
        help=words("sitemap.search.help"),
        key=key,
        on_change=partial(_picked, key),
    )
    session.hold(WRITTEN, site)
    session.remember({IN_ADDRESS: site})


def show(site: str, told: Card | None) -> None:
    """The card of the site, or how to choose one."""
    words = session.words()
    if not site:
        st.caption(words("sitemap.none"))
        return
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
                on_click=partial(choose, ""),
            )
        if not inuse.filters().is_empty and not _is_inside(site):
            st.info(words("sitemap.outside"), icon=":material/filter_alt:")
        if told.place is None:
            st.caption(words("sitemap.nowhere"))
        _facts(told)
        if told.records is not None:
            section.table(told.records)
        _download(site)


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


def _download(site: str) -> None:
    data = inuse.whole()
    mark = "-sample-data" if data.is_sample else ""
    downloads.button(
        ".geojson",
        name=f"orewatch-site{mark}-{data.fingerprint}",
        make=partial(_bytes, data, site),
        key="download_site",
    )


def _bytes(data: Dataset, site: str) -> bytes:
    from reports import export

    return export.data_bytes(data.where({schema.SITE_ID: [site]}), ".geojson")


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
    choose(str(session.widget(key) or ""))


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
