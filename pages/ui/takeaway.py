"""A comparison as a file: read, written, checked, dropped in, taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast
from zlib import crc32

import streamlit as st

from analytics.analyses.scenario import ANALYSIS, spec
from analytics.core.errors import OrewatchError
from pages.ui import errors, folded, form, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.analyses.scenario import ScenarioParams
    from pages.ui.analysis import Answer

SLUG: Final = ANALYSIS.slug
OPEN: Final = "scenario_file_open"  # says so in the session
HEIGHT_PX: Final = 360
MOST_MB: Final = 1
FORMS: Final = ("yaml", "yml", "json")


def in_force(answer: Answer) -> None:
    """That a file answers and not the levers, with the way back."""
    if not answer.run.result.is_typed:
        return
    words = session.words()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(words("scenario.typed"), icon=":material/description:")
        st.button(
            words("scenario.levers"),
            icon=":material/tune:",
            key="scenario_levers",
            on_click=partial(form.change, SLUG, spec=""),
        )


def scenario(answer: Answer) -> None:
    """The scenario file that gives the same numbers again, to the last digit; open to changes."""
    title = session.words()("scenario.take")
    folded.fold(title, partial(_file, answer), icon=":material/description:", key=OPEN)


def _file(answer: Answer) -> None:
    st.markdown(session.words()("scenario.take.help"))
    _editor(answer)
    _dropped()


def refused(error: OrewatchError) -> None:
    """The way back where a file, or strategies kept, have no answer."""
    del error
    words = session.words()
    st.button(
        words("scenario.levers"),
        icon=":material/tune:",
        key="scenario_back",
        on_click=partial(form.change, SLUG, spec="", beside="", baseline="level"),
    )


def _editor(answer: Answer) -> None:
    words, params = session.words(), cast("ScenarioParams", answer.run.params)
    before = params.spec or answer.run.result.spec
    key = f"scenario_text_{crc32(before.encode())}"
    text = st.text_area(
        words("scenario.text"),
        before,
        height=HEIGHT_PX,
        key=key,
        persist_state="page",  # a text that is being written is not lost when the fold is closed
    )
    wrong = _wrong(text)
    if wrong is not None:
        st.error(plain(wrong.text(session.language())), icon=":material/error:")
    else:
        st.caption(f":material/check: {words('scenario.sound')}")
    with st.container(horizontal=True):
        st.button(
            words("scenario.run"),
            icon=":material/play_arrow:",
            key="scenario_run",
            disabled=wrong is not None or text == before,
            on_click=partial(_run, key),
        )
        st.download_button(
            words("scenario.download"),
            text,
            "orewatch-scenario.json" if text.lstrip().startswith("{") else "orewatch-scenario.yaml",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            key="scenario_take",
        )


def _dropped() -> None:
    """A file of one's own in the place of the text."""
    words = session.words()
    st.caption(words("scenario.drop"))
    file = st.file_uploader(
        words("scenario.drop"),
        type=list(FORMS),
        max_upload_size=MOST_MB,
        key="scenario_file",
        label_visibility="collapsed",
    )
    if file is None or session.has_seen(file.file_id):
        return
    session.saw(file.file_id)
    text = file.getvalue().decode("utf-8", errors="replace")
    wrong = _wrong(text)
    if wrong is not None:
        errors.tell(wrong)
        return
    form.change(SLUG, spec=text)
    st.rerun()


def _wrong(text: str) -> OrewatchError | None:
    try:
        spec.read(text)
    except OrewatchError as error:
        return error
    return None


def _run(key: str) -> None:
    text = str(session.widget(key))
    if _wrong(text) is None:
        form.change(SLUG, spec=text)
