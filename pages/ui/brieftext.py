"""The words of a brief: every generated sentence may be edited, and brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.ui import briefing, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from reports.brief.content import Brief, Sentence

LONGEST: Final = 600  # letters


def sentences(brief: Brief) -> None:
    """A field for each sentence of page 1, and for each proposal."""
    words = session.words()
    st.markdown(f"**{words('brief.text.finding')}**")
    _field(brief.headline, words("brief.text.finding"))
    st.markdown(f"**{words('brief.text.messages')}**")
    for place, message in enumerate(brief.messages, start=1):
        _field(message.sentence, words("brief.text.message", number=str(place)))
    st.markdown(f"**{words('brief.text.actions')}**")
    _choice(brief)
    for action in brief.actions:
        _field(action.sentence, words("brief.text.action", because=action.because))
        st.caption(f"{plain(action.because)} · {plain(action.source)}")


def _field(sentence: Sentence, label: str) -> None:
    words, spoken = session.words(), briefing.spoken()
    key = f"brief_text_{spoken}_{sentence.key}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_area(
            label,
            value=sentence.text,
            max_chars=LONGEST,
            height=68,
            key=f"{key}_{hash((sentence.text, sentence.is_edited))}",
            on_change=partial(
                _keep, sentence.key, f"{key}_{hash((sentence.text, sentence.is_edited))}"
            ),
            label_visibility="collapsed",
            width="stretch",
        )
        if sentence.is_edited:
            st.button(
                words("brief.text.reset"),
                icon=":material/undo:",
                type="tertiary",
                key=f"{key}_reset",
                on_click=briefing.edit,
                args=(sentence.key, ""),
            )
    if sentence.is_edited:
        st.caption(f":material/edit: {words('brief.text.edited')}")


def _keep(key: str, field: str) -> None:
    briefing.edit(key, str(session.widget(field)))


def _choice(brief: Brief) -> None:
    """Which proposals of the library it makes."""
    from analytics.core.words import Words
    from reports.brief import actions
    from reports.brief.compose import HERE

    words, said = session.words(), Words(HERE, briefing.language())
    key = f"brief_actions_{session.spoken()}_{briefing.spoken()}"
    st.multiselect(
        words("brief.actions"),
        list(actions.library()),
        default=[one.key for one in brief.actions],
        format_func=lambda one: said(f"action.{one}"),
        max_selections=5,
        placeholder=words("brief.actions.none"),
        key=key,
        on_change=lambda: briefing.choose(actions=briefing.several(key)),
        help=words("brief.actions.help"),
    )
