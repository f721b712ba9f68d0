"""What the columns of a layer mean, shown and set right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.analyses.compliance import ANALYSIS, naming
from analytics.core import schema
from pages.access import May
from pages.ui import access, inuse, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset


def show(data: Dataset) -> None:
    """The layers that rules speak of, and for each role the column that plays it."""
    words = session.words()
    layers = [name for name in data.layers if naming.roles(name)]
    if not layers:
        return
    with st.expander(words("columns.title"), icon=":material/view_column:"):
        st.caption(words("columns.lead"))
        layer = st.selectbox(
            words("layers.name"),
            layers,
            format_func=lambda name: words(f"layer.{name}"),
            key="columns_layer",
            placeholder=words("choose"),
        )
        _roles(data, str(layer))
        st.button(
            words("columns.use"),
            icon=":material/check:",
            disabled=not access.may(May.CHANGE),
            on_click=partial(_use, str(layer)),
            help=words("columns.help"),
        )


def _roles(data: Dataset, layer: str) -> None:
    """One list for each role, begun with what its name says."""
    words, said = session.words(), ANALYSIS.words(session.language())
    frame = data.layers[layer]
    options = [str(name) for name in frame.columns if name not in (schema.GEOMETRY, schema.SOURCE)]
    with st.grid(3, min_column_width=200):
        for role, now in naming.found(frame, layer).items():
            st.selectbox(
                said(f"role.{role}"),
                options,
                index=options.index(now) if now in options else None,
                format_func=plain,
                placeholder=words("columns.none"),
                key=_key(layer, role),
            )


def _use(layer: str) -> None:
    """Take the columns as chosen from now on."""
    data = inuse.whole()
    keys = {role: _key(layer, role) for role in naming.roles(layer)}
    chosen = {role: str(session.widget(key) or "") for role, key in keys.items()}
    part = next(part for part in data.provenance if part.part == layer)
    inuse.change(data.with_layer(layer, naming.named(data.layers[layer], chosen), part))
    for key in keys.values():
        session.let_go(key)
    st.toast(session.words()("columns.used"), icon=":material/check:")


def _key(layer: str, role: str) -> str:
    return f"columns_{layer}_{role}"
