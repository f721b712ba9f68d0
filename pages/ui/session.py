"""The one place that touches `st.session_state` and the address of the page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.words import LANGUAGES, Words
from pages import once

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

TEXTS: Final = Path(__file__).parents[1]  # words*.toml of the pages
LANGUAGE, SEEN, TOUR_STEP = "language", "seen", "tour_step"
ARRIVAL: Final = "arrival"  # the address as it came
IN_ADDRESS: Final = "lang"
STRANGER: Final = "visitor_without_cookie"


@once.a_run
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
    once.forget()
    st.query_params[IN_ADDRESS] = chosen


def keep_address() -> None:
    """Changing pages empties the address: put the language chosen back into it."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen:
        remember({IN_ADDRESS: chosen})


def words() -> Words:
    """The texts of the pages in this visitor's language."""
    return _words(language())


def moment(when: datetime) -> str:
    """A moment as this visitor's clock and language say it."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from babel.dates import format_datetime

    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return format_datetime(when.astimezone(zone), "medium", locale=words().locale)


def is_dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def held(name: str) -> Any:  # noqa: ANN401 - whatever was put there
    """What the session holds under this name; None where it holds nothing."""
    return st.session_state.get(name)


def hold(name: str, value: object) -> None:
    """Hold a value for as long as the page is open."""
    st.session_state[name] = value


def let_go(name: str) -> Any:  # noqa: ANN401 - as above
    """What was held under this name, for the last time."""
    return st.session_state.pop(name, None)


def forget_all_but(kept: Collection[str]) -> None:
    """Let go of everything else, the values of widgets included."""
    for name in list(st.session_state):
        if name not in kept:
            del st.session_state[name]


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


def arrive() -> None:
    """Remember what the address said before the page wrote anything into it."""
    hold(ARRIVAL, {name: tuple(st.query_params.get_all(name)) for name in st.query_params})


def arrived(name: str) -> tuple[str, ...]:
    """What the address said under this name when the page began to be drawn."""
    return arrival().get(name, ())


def arrival() -> dict[str, tuple[str, ...]]:
    """All that the address said when the page began to be drawn."""
    found: dict[str, tuple[str, ...]] = held(ARRIVAL) or {}
    return found


def settle(values: Mapping[str, tuple[str, ...]]) -> None:
    """What the address asked for under these names was met: go by this from here on."""
    hold(ARRIVAL, {**arrival(), **values})


def asked(name: str) -> str:
    """What the address of the page asks for under this name, unchecked; "" for nothing."""
    return str(st.query_params.get(name, ""))


def whole_address() -> dict[str, list[str]]:
    """Everything the address says, every value of it."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def page_address() -> str:
    """Address of the page without what it asks for."""
    return (st.context.url or "").partition("?")[0]


def remember(values: Mapping[str, str | Sequence[str]]) -> None:
    """Put these into the address, so that a link repeats the view; an empty one goes from it."""
    there = whole_address()
    for key, value in values.items():
        wanted = [value] if isinstance(value, str) and value else list(value)
        if there.get(key, []) == wanted:
            continue
        if wanted:
            st.query_params[key] = wanted
        else:
            del st.query_params[key]


@cache
def _words(tag: str) -> Words:
    return Words(TEXTS, tag)


def _spoken(tag: str) -> str:
    first = re.split("[-_]", tag)[0].lower()
    return first if first in LANGUAGES else "en"


def _is_region_of(chosen: str, tag: str) -> bool:
    return re.fullmatch(rf"{chosen}-([A-Z]{{2}}|419)", tag) is not None
