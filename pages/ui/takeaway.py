"""A comparison as a file: the same question for the terminal, the API and whoever checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import session

if TYPE_CHECKING:
    from pages.ui.analysis import Answer


def scenario(answer: Answer) -> None:
    """The scenario file that gives the same numbers again, to the last digit."""
    words = session.words()
    st.download_button(
        words("scenario.take"),
        answer.run.result.spec,
        "orewatch-scenario.json",
        "application/json",
        icon=":material/download:",
        help=words("scenario.take.help"),
        on_click="ignore",
        key="scenario_take",
    )
