"""Each chart and map of an answer to take away, and what it shows as a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.ui import aside, downloads, folded, session

if TYPE_CHECKING:
    from analytics.core.section import Table
    from pages.ui.analysis import Answer

OPEN: Final = "pictures_open"  # with the slug: says so in the session


def panel(answer: Answer, draw: Callable[[Table], None]) -> None:
    """One fold for all of them; what is in it is drawn, and made, only while it is open.

    `draw` puts a table on the page.
    """
    if not (answer.told.charts or answer.told.maps):
        return
    title, key = session.words()("pictures.title"), f"{OPEN}_{answer.run.analysis.slug}"
    folded.fold(title, partial(_choose, answer, draw), icon=":material/image:", key=key)


def _choose(answer: Answer, draw: Callable[[Table], None]) -> None:
    from reports import pictures

    words, slug = session.words(), answer.run.analysis.slug
    known = {one.name: one for one in pictures.pictures(answer.told)}
    st.markdown(words("pictures.lead"))
    name = st.selectbox(
        words("pictures.which"),
        list(known),
        format_func=lambda one: known[one].caption if one in known else one,
        placeholder=words("choose"),
        key=f"picture_{slug}_{session.spoken()}",
    )
    if name not in known:
        return
    with st.container(horizontal=True):
        for suffix in pictures.FORMS:
            downloads.button(
                suffix,
                name=f"orewatch-{slug}-{name}{downloads.mark(answer.run.dataset)}",
                make=partial(_made, answer, name, suffix),
                key=f"picture_{slug}",
            )
        aside.button(answer, picture=name)
    draw(pictures.table(known[name], answer.run.analysis.words(answer.language)))


def _made(answer: Answer, name: str, suffix: str) -> bytes:
    from reports import pictures

    return pictures.picture_bytes(answer.run, name, suffix, language=answer.language)
