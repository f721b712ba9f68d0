"""Which layer parts the series, and which of its columns names the parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.stats.series import zones
from pages.ui import form, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.analysis import Analysis
    from pages.ui.analysis import Answer

#: The parameters asked here; the form leaves them out.
NAMES: Final = ("zones", "zone_name")


def draw(answer: Answer) -> None:
    """Two lists where series are of zones; what was taken by itself stands in them."""
    layer, column = answer.run.result.zones
    if not layer:
        return
    data, words = answer.run.dataset, session.words()
    columns = [*zones.columns(data.layers[layer]), zones.ALL]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        _choose(answer, NAMES[0], list(zones.layers(data)), layer, words("series.zones"))
        _choose(answer, NAMES[1], columns, column, words("series.zone_name"))


def way_out(analysis: Analysis[Any, Any]) -> None:
    """Let the layer and the column be found again."""
    asked = form.chosen(analysis)
    if any(asked.get(name, zones.AUTO) != zones.AUTO for name in NAMES):
        again = dict.fromkeys(NAMES, zones.AUTO)
        st.button(
            session.words()("series.zones.again"),
            icon=":material/undo:",
            on_click=partial(form.change, analysis.slug, **again),
        )


def _choose(answer: Answer, name: str, options: list[str], now: str, label: str) -> None:
    key = f"byzone_{answer.run.analysis.slug}_{name}_{session.spoken()}"
    session.hold(key, now)
    st.selectbox(
        label,
        options,
        format_func=_layer if name == NAMES[0] else _column,
        placeholder=session.words()("choose"),
        key=key,
        on_change=partial(_ask, answer.run.analysis.slug, name, key),
        width=280,
    )


def _ask(slug: str, name: str, key: str) -> None:
    """Ask with this choice; another layer has other columns."""
    again = {NAMES[1]: zones.AUTO} if name == NAMES[0] else {}
    form.change(slug, **again, **{name: str(session.widget(key))})


def _layer(name: str) -> str:
    words = session.words()
    return words(f"layer.{name}") if words.has(f"layer.{name}") else plain(name)


def _column(name: str) -> str:
    return session.words()("series.zones.all") if name == zones.ALL else plain(name)
