"""The parameters of an analysis as widgets, drawn from their declarations."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.errors import ParameterError
from analytics.core.params import Params, from_text
from pages.ui import session

if TYPE_CHECKING:
    from dataclasses import Field

    from analytics.core.analysis import Analysis
    from analytics.core.words import Words

SIDE_BY_SIDE: Final = 5  # more choices than this go into a list that opens


def draw(analysis: Analysis[Any, Any], language: str) -> Params:
    """One widget for each parameter, in the order declared; the address may set their values."""
    words, start = analysis.words(language), _from_address(analysis)
    values: dict[str, Any] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for f in fields(analysis.params):
            values[f.name] = _widget(f, getattr(start, f.name), analysis.slug, words)
    params: Params = analysis.params(**values)
    session.remember(
        {
            f.name: "" if values[f.name] == f.default else str(values[f.name])
            for f in fields(analysis.params)
        }
    )
    return params


def _from_address(analysis: Analysis[Any, Any]) -> Params:
    """Parameters as the address gives them; the defaults where it makes no sense."""
    names = {f.name for f in fields(analysis.params)}
    given = {name: value for name, value in session.address().items() if name in names}
    try:
        params: Params = from_text(analysis.params, given)
    except ParameterError:
        params = analysis.params()
    return params


def _widget(f: Field[Any], value: Any, slug: str, words: Words) -> Any:  # noqa: ANN401 - typed by f
    label, meta, key = words(f"param.{f.name}"), f.metadata, f"{slug}_{f.name}"
    more = words(f"help.{f.name}") if words.has(f"help.{f.name}") else None
    if meta["unit"]:
        label = f"{label} ({meta['unit']})"
    if meta["choices"]:
        return _choice(label, f, value, key=key, words=words, more=more)
    if isinstance(f.default, bool):
        return st.toggle(label, value=value, key=key, help=more, persist_state="session")
    if meta["low"] is None:
        return st.text_input(label, value=value, key=key, help=more, persist_state="session")
    kind = int if isinstance(value, int) else float  # the slider takes no mixture
    return st.slider(
        label,
        kind(meta["low"]),
        kind(meta["high"]),
        kind(value),
        kind(meta["step"]) if meta["step"] else None,
        key=key,
        help=more,
        persist_state="session",
        width=280,
    )


def _choice(
    label: str, f: Field[Any], value: str, *, key: str, words: Words, more: str | None
) -> str:
    choices: tuple[str, ...] = f.metadata["choices"]

    def worded(choice: str) -> str:
        return words(f"choice.{f.name}.{choice}")

    if len(choices) <= SIDE_BY_SIDE:
        picked = st.segmented_control(
            label,
            choices,
            default=value,
            required=True,
            format_func=worded,
            key=key,
            help=more,
            persist_state="session",
        )
    else:
        picked = st.selectbox(
            label,
            choices,
            index=choices.index(value),
            format_func=worded,
            key=key,
            help=more,
            persist_state="session",
        )
    return str(picked)
