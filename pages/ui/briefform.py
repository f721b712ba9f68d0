"""What a brief is to be: for whom, in which language, by whom, on which paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core import schema
from analytics.core.errors import OrewatchError
from analytics.core.words import LANGUAGES
from pages.ui import briefing, brieflink, inuse, session, work

if TYPE_CHECKING:
    from enum import StrEnum

    from analytics.core.dataset import Dataset

LONGEST: Final = 120  # letters
OFFERED, MOST_SITES = 100, 20  # sites to choose from; of one dossier


def form() -> None:
    """Audience, language, level and paper; then who answers for it."""
    from reports.brief.order import Audience, Level, Paper

    words = session.words()
    _pick("audience", Audience, Audience.BRIEF, "kind")
    if briefing.chosen("audience") == Audience.DOSSIER:
        _sites()
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        _language()
        _pick("level", Level, Level.INTERNAL, "level")
        _pick("paper", Paper, Paper.A4, "paper")
    with st.expander(words("brief.by"), icon=":material/badge:"):
        for name in briefing.TEXTS:
            key = f"brief_{name}"
            st.text_input(
                words(f"brief.{name}"),
                value=briefing.chosen(name, ""),
                max_chars=LONGEST,
                key=key,
                on_change=partial(_text, name, key),
            )
        _logo()
        _link()


def _pick(name: str, kinds: type[StrEnum], usual: StrEnum, spoken: str) -> None:
    from analytics.core.words import Words
    from reports.brief.compose import HERE

    words, said = session.words(), Words(HERE, session.language())
    key = f"brief_{name}_{session.spoken()}"
    st.segmented_control(
        words(f"brief.{name}"),
        [str(one) for one in kinds],
        default=briefing.chosen(name, str(usual)),
        format_func=lambda one: said(f"{spoken}.{one}"),
        required=True,
        key=key,
        on_change=partial(_chosen, name, key),
        help=words(f"brief.{name}.help"),
    )


def _sites() -> None:
    """Which sites a dossier tells of; another number can be typed in, none means the largest."""
    words, key = session.words(), f"brief_sites_{session.spoken()}"
    known = _largest(inuse.opened(work.current().basket[0].data))
    kept = [str(one) for one in briefing.chosen("sites", ())]
    st.multiselect(
        words("brief.sites"),
        [*known, *(one for one in kept if one not in known)],
        default=kept,
        format_func=lambda one: known.get(one, one),
        max_selections=MOST_SITES,
        accept_new_options=True,
        placeholder=words("brief.sites.none"),
        key=key,
        on_change=lambda: briefing.choose(sites=briefing.several(key)),
        help=words("brief.sites.help"),
    )


def _largest(data: Dataset) -> dict[str, str]:
    """Numbers of the largest sites with their names, the largest first."""
    sites = data.sites
    by_size = sites.sort_values(schema.AREA_HA, ascending=False, na_position="last")
    by_size = by_size.drop_duplicates(schema.SITE_ID).head(OFFERED)
    numbers = by_size[schema.SITE_ID].astype(str)
    names = by_size[schema.NAME].fillna("").astype(str) if schema.NAME in by_size else numbers
    return {
        number: f"{number} · {name}" if name and name != number else number
        for number, name in zip(numbers, names, strict=True)
    }


def _language() -> None:
    words, key = session.words(), f"brief_language_{session.spoken()}"
    st.selectbox(
        words("brief.language"),
        list(LANGUAGES),
        index=list(LANGUAGES).index(briefing.spoken()),
        format_func=LANGUAGES.__getitem__,
        key=key,
        on_change=partial(_chosen, "language", key),
        help=words("brief.language.help"),
        width=200,
    )


def _logo() -> None:
    words, key = session.words(), "brief_logo"
    given = st.file_uploader(
        words("brief.logo"), type=["png", "jpg", "jpeg"], key=key, max_upload_size=2
    )
    held = "brief_logo_seen"
    if given is not None and session.held(held) != given.file_id:
        session.hold(held, given.file_id)
        from reports.brief import logo

        try:
            briefing.set_logo(logo.checked(given.getvalue()))
        except OrewatchError as error:
            st.error(error.text(session.language()), icon=":material/error:")
        else:
            st.rerun()
    if briefing.chosen("logo", ""):
        st.button(
            words("brief.logo.remove"),
            icon=":material/delete:",
            type="tertiary",
            on_click=briefing.set_logo,
            args=(b"",),
            key="brief_logo_remove",
        )


def _link() -> None:
    """Whether it is printed where to find this work; nothing where nobody else could open it."""
    from reports.brief.order import Level

    if not brieflink.link(Level.INTERNAL):
        return
    words, key = session.words(), "brief_link"
    st.toggle(
        words("brief.link"),
        value=briefing.chosen("link", default=True),
        key=key,
        on_change=partial(_chosen, "link", key),
        help=words("brief.link.help"),
    )


def _chosen(name: str, key: str) -> None:
    briefing.choose(**{name: session.widget(key)})


def _text(name: str, key: str) -> None:
    briefing.choose(**{name: " ".join(str(session.widget(key)).split())})
