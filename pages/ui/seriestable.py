"""A table of series in place of the data set: read, kept with the work, and left again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.dataset import SERIES
from analytics.core.errors import NotKnown, OrewatchError
from analytics.intake import limits
from analytics.intake.series import from_bytes
from pages.access import May
from pages.ui import access, errors, inuse, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analytics.core.dataset import Dataset

HELD, EDITION, GONE = "series_held", "series_edition", "series_gone"
MOST_MB: Final = 20
EXAMPLE: Final = (
    "unit,period,value_ha,kind,se_ha,method_version\n"
    "Rio Norte,2022,14.2,flow,1.5,v1\n"
    "Rio Norte,2023,17.9,flow,,v1\n"
    "Rio Norte,2024,,flow,,v1\n"
)


def dataset() -> Dataset | None:
    """The table the visitor answers from on pages of series; None for the data set in use."""
    reference = work.current().series
    if not reference:
        return None
    at_hand: tuple[str, Dataset] | None = session.held(HELD)
    if at_hand is not None and at_hand[0] == reference:
        return at_hand[1]
    try:
        return inuse.opened(reference)
    except NotKnown as error:
        session.hold(GONE, error)  # another window forgot it, or it was never kept
        return None


def notice() -> None:
    """That a table is in use, how many series it has, and the way back."""
    words, gone = session.words(), session.let_go(GONE)
    if isinstance(gone, OrewatchError):
        errors.tell(gone)
    data = dataset()
    if data is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        count = int(data.pixels[SERIES]["unit"].nunique())
        said = words("series.in-use", name=plain(data.name), count=count)
        st.markdown(f":material/table_chart: {said}", width="content")
        st.button(
            words("series.back", name=plain(_other())),
            icon=":material/undo:",
            key="series_back",
            on_click=leave,
        )


def box() -> None:
    """Where a table is dropped; folded away, open for a file that cannot be read."""
    words = session.words()
    with st.expander(words("series.title"), icon=":material/upload_file:"):
        st.markdown(words("series.lead"))
        st.code(EXAMPLE, language=None)
        if not access.may(May.CHANGE):
            st.caption(words("series.no-change"))
            return
        dropped = st.file_uploader(
            words("series.file"),
            type=["csv", "txt", "tsv"],
            max_upload_size=min(MOST_MB, limits.from_environment().upload_mb),
            key=f"series_file_{session.held(EDITION) or 0}",
        )
        if dropped is not None and not session.has_seen(dropped.file_id):
            _take(dropped)


def leave() -> None:
    """Answer from the data set in use again; the table is forgotten."""
    session.let_go(HELD)
    session.hold(EDITION, int(session.held(EDITION) or 0) + 1)
    work.change(series="", series_name="")


def _take(dropped: UploadedFile) -> None:
    """Use the table from now on; one that cannot be read says why and changes nothing."""
    try:
        made = from_bytes(dropped.getvalue(), dropped.name)
    except OrewatchError as error:
        errors.tell(error)
        return
    session.saw(dropped.file_id)
    try:
        reference = work.store().put_data(made)
    except OrewatchError as error:
        work.note(error)
        reference = f"{inuse.UNSAVED}{made.fingerprint}"
        session.hold(HELD, (reference, made))
    work.change(series=reference, series_name=made.name)
    st.rerun()


def _other() -> str:
    """What there is to go back to."""
    return work.current().data_name if inuse.is_own() else session.words()("work.of-sample")
