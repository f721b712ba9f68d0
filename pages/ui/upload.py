"""A file of one's own: the box, how it is understood, its health, and the way to use it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.errors import OrewatchError
from analytics.intake import limits
from pages.ui import draft as drafts
from pages.ui import errors, health, inuse, mapping, pressed, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.intake.pipeline import Intake
    from pages.ui.draft import Draft

KEY: Final = "upload"


def show() -> None:
    """Everything between a file and its use."""
    draft = box()
    if draft is None:
        st.caption(session.words()("upload.none"))
        return
    try:
        with st.spinner(session.words()("wait.reading")):
            intake = drafts.taken(draft)
    except OrewatchError as error:
        errors.tell(error)
        _start_again(draft)
        return
    _layer(draft, intake)
    health.card(draft, intake, use=use_button)
    mapping.settings(draft, intake)
    mapping.table(draft, intake)
    mapping.template(draft, intake)


def box() -> Draft | None:
    """The upload box; the file just dropped, else the one looked at before."""
    words = session.words()
    most_mb = limits.from_environment().upload_mb
    st.markdown(f"**{words('upload.label')}**")
    st.caption(words("upload.formats", most=most_mb))
    dropped = st.file_uploader(
        words("upload.label"),
        key=KEY,
        max_upload_size=most_mb,
        label_visibility="collapsed",
    )
    known = drafts.current()
    if dropped is None:
        return known
    if known is None or known.upload != dropped.file_id:
        drafts.begin(dropped.name, dropped.getvalue(), dropped.file_id)
        st.rerun()  # so that the frame knows of the file too
    return known


def use_button(intake: Intake) -> None:
    """The step that makes every page work with this file."""
    words = session.words()
    if intake.dataset is None:
        st.caption(words("upload.not-yet"))
        return
    if inuse.is_used(intake.dataset):
        st.success(words("upload.in-use"), icon=":material/check:")
        return
    st.button(
        pressed.label(words("upload.use")),
        type="primary",
        icon=":material/check:",
        on_click=partial(inuse.use, intake.dataset, is_compared=_is_compared(intake.dataset)),
        width="stretch",
    )


def _is_compared(data: Dataset) -> bool:
    """Whether the file in use until now is kept as the load before."""
    name = inuse.replaced(data)
    return bool(name) and st.toggle(
        session.words()("upload.compare", name=plain(name)), value=True, key="upload_compare"
    )


def _start_again(draft: Draft) -> None:
    """The way out of a choice that makes the file unreadable."""
    if draft.is_changed:
        st.button(
            session.words()("upload.again"),
            icon=":material/undo:",
            on_click=partial(drafts.forget_choices, draft),
        )


def _layer(draft: Draft, intake: Intake) -> None:
    raw = intake.raw
    if len(raw.layers) > 1:
        st.selectbox(
            session.words()("upload.layer"),
            raw.layers,
            index=raw.layers.index(raw.layer) if raw.layer in raw.layers else 0,
            format_func=plain,
            placeholder=session.words()("choose"),
            key=f"layer_{draft.sha256}",
            on_change=_layer_chosen,
            args=(draft,),
        )


def _layer_chosen(draft: Draft) -> None:
    drafts.set_layer(draft, str(session.widget(f"layer_{draft.sha256}")))
