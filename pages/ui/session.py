"""The one place that touches `st.session_state` and the address of the page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.words import LANGUAGES, Words

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from pages.ui.draft import Draft

TEXTS: Final = Path(__file__).parents[1]  # words*.toml of the pages
LANGUAGE, DATASET, ORIGIN, DRAFT, SEEN = "language", "dataset", "origin", "draft", "seen"
IN_ADDRESS: Final = "lang"
STRANGER: Final = "visitor_without_cookie"


def language() -> str:
    """Language of this visitor: from the address, then as chosen, then the browser's, else English.

    A region is kept where the browser names one ("es-PE"): it decides how numbers are written.
    """
    asked = st.query_params.get(IN_ADDRESS, "")
    if asked in LANGUAGES:
        st.session_state[LANGUAGE] = asked
    browser = st.context.locale or "en"
    chosen = st.session_state.get(LANGUAGE) or _spoken(browser)
    return browser if _is_region_of(chosen, browser) else chosen


def spoken() -> str:
    """The same without a region: one of `LANGUAGES`."""
    return _spoken(language())


def choose_language(chosen: str) -> None:
    """Speak `chosen` from now on, and say so in the address."""
    st.session_state[LANGUAGE] = chosen
    st.query_params[IN_ADDRESS] = chosen


def keep_address() -> None:
    """Changing pages empties the address: put the language chosen back into it."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen and st.query_params.get(IN_ADDRESS) != chosen:
        st.query_params[IN_ADDRESS] = chosen


def words() -> Words:
    """The texts of the pages in this visitor's language."""
    return _words(language())


def is_dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def is_phone() -> bool:
    """Whether this visitor's browser says it runs on a telephone."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def dataset() -> Dataset:
    """Data set in use; the sample until something else is accepted."""
    if DATASET in st.session_state:
        accepted: Dataset = st.session_state[DATASET]
        return accepted
    import analytics

    return analytics.sample()


def is_sample() -> bool:
    """Whether what is in use is sample data, in any part; does not build the sample."""
    return DATASET not in st.session_state or bool(st.session_state[DATASET].is_sample)


def is_own() -> bool:
    """Whether a file was accepted, rather than the sample by default."""
    return DATASET in st.session_state


def is_used(data: Dataset) -> bool:
    """Whether these sites are in use, with whatever layers were added since."""
    return bool(st.session_state.get(ORIGIN) == data.fingerprint)


def use(data: Dataset) -> None:
    """Work with these sites on every page from now on; layers added by the visitor stay."""
    st.session_state[ORIGIN] = data.fingerprint
    before: Dataset | None = st.session_state.get(DATASET)
    st.session_state[DATASET] = data if before is None else _with_added(data, before)


def change(data: Dataset) -> None:
    """The data in use, with another layer or raster."""
    st.session_state[DATASET] = data


def use_sample() -> None:
    """Go back to the sample data."""
    st.session_state.pop(DATASET, None)
    st.session_state.pop(ORIGIN, None)


def draft() -> Draft | None:
    """The file being looked at on the page Data; None when there is none."""
    found: Draft | None = st.session_state.get(DRAFT)
    return found


def keep_draft(changed: Draft | None) -> None:
    """Remember the file being looked at, and every choice made about it."""
    st.session_state[DRAFT] = changed


def has_seen(upload: str) -> bool:
    """Whether an uploaded file was already acted on."""
    return upload in st.session_state.get(SEEN, frozenset())


def saw(upload: str) -> None:
    """Do not act on this upload again."""
    st.session_state[SEEN] = st.session_state.get(SEEN, frozenset()) | {upload}


def stranger() -> str:
    """A random value for as long as the page is open, to know who sends no cookie."""
    return str(st.session_state.setdefault(STRANGER, token_urlsafe(32)))


def widget(key: str) -> object:
    """The value of the widget with this key, for callbacks."""
    return st.session_state[key]


def address() -> dict[str, str]:
    """What the address of the page asks for, as it came, unchecked."""
    return st.query_params.to_dict()


def remember(values: dict[str, str]) -> None:
    """Put what differs from the defaults into the address, so that a link repeats the view."""
    for key, value in values.items():
        if value and st.query_params.get(key) != value:
            st.query_params[key] = value
        if not value and key in st.query_params:
            del st.query_params[key]


def _with_added(data: Dataset, before: Dataset) -> Dataset:
    """`data` with the layers and rasters of `before` that are no sample data."""
    for part in before.provenance:
        if part.is_sample:
            continue
        if part.part in before.layers and part.part not in data.layers:
            data = data.with_layer(part.part, before.layers[part.part], part)
        if part.part in before.rasters and part.part not in data.rasters:
            data = data.with_raster(part.part, before.rasters[part.part], part)
    return data


@cache
def _words(tag: str) -> Words:
    return Words(TEXTS, tag)


def _spoken(tag: str) -> str:
    first = re.split("[-_]", tag)[0].lower()
    return first if first in LANGUAGES else "en"


def _is_region_of(chosen: str, tag: str) -> bool:
    return re.fullmatch(rf"{chosen}-([A-Z]{{2}}|419)", tag) is not None
