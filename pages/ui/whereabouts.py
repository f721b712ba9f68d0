"""Where the rows of a file lie: the country and the coordinate system, wherever they are asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from analytics.core import countries
from analytics.core.schema import STORED_CRS
from analytics.intake import crs
from pages.ui import draft as drafts
from pages.ui import session

if TYPE_CHECKING:
    from analytics.core.issue import Issue
    from analytics.core.words import Words
    from pages.ui.draft import Draft

ZONES: Final = range(1, 61)
#: Issues that the country or the system settles; naming one turns one into another.
SETTLED_HERE: Final = (*crs.METRES, "crs-unknown")


def settle(draft: Draft, issue: Issue) -> None:
    """The controls that settle an issue, inside its card; nothing where there are none."""
    if issue.code not in SETTLED_HERE:
        return
    with st.grid(2, min_column_width=220, gap="small"):
        if issue.code in crs.METRES:
            country(draft, "settle")
        if not issue.options:
            system(draft, "settle")


def country(draft: Draft, place: str) -> None:
    """The country of all rows that name none; `place` tells two such controls apart."""
    words = session.words()
    named = {code: words.country(code) for code in countries.outlines()[countries.CODE].unique()}
    options = ["", *sorted(named, key=lambda code: named[code].casefold())]
    used = draft.settings.country
    key = _key(draft, place, "country", used if used in options else "")
    st.selectbox(
        words("settings.country"),
        options,
        format_func=lambda code: named.get(code, words("settings.country.file")),
        help=words("settings.country.help"),
        placeholder=words("choose"),
        key=key,
        on_change=_chosen,
        args=(draft, "country", key),
    )


def system(draft: Draft, place: str) -> None:
    """The coordinate system: a list of zones by name, or any code typed in."""
    words = session.words()
    key = _key(draft, place, "crs", draft.settings.crs)
    st.selectbox(
        words("settings.crs"),
        ["", STORED_CRS, *_zones(draft.settings.country)],
        format_func=lambda code: option_words(code, words) if code else words("settings.crs.file"),
        help=words("settings.crs.help"),
        placeholder=words("choose"),
        accept_new_options=True,
        key=key,
        on_change=_chosen,
        args=(draft, "crs", key),
    )


def option_words(option: str, words: Words) -> str:
    """What an option is called in a list; CRS codes get the name of their zone."""
    if words.has(f"option.{option}"):
        return words(f"option.{option}")
    zone = re.fullmatch(r"EPSG:32([67])(\d\d)", option)
    if zone:
        side = "N" if zone[1] == "6" else "S"
        return words("option.utm", zone=f"{int(zone[2])} {side}", code=option)
    return option


def _zones(alpha3: str) -> list[str]:
    """The systems of one country; all zones where none is named."""
    if alpha3:
        return crs.systems(pd.Series([alpha3]))
    return [f"EPSG:32{side}{zone:02d}" for zone in ZONES for side in (6, 7)]


def _key(draft: Draft, place: str, name: str, used: str) -> str:
    """One key for good, so that the keyboard stays on it; it shows what is in force."""
    key = f"{place}_{draft.sha256}_{draft.layer}_{name}"
    session.hold(key, used)
    return key


def _chosen(draft: Draft, name: str, key: str) -> None:
    drafts.set_setting(draft, name, str(session.widget(key) or "").strip())
