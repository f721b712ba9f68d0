"""Files to take away, made only when asked for."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.errors import OrewatchError
from analytics.core.extras import require
from pages.ui import session
from reports.media import MIME

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.intake.pipeline import Intake
    from pages.ui.analysis import Answer

ANSWER_FILES: Final = (".pdf", ".xlsx", ".csv", ".gpkg", ".json")
REPORT_FILES: Final = (".json", ".csv")
DATA_FILES: Final = (".gpkg", ".geojson", ".csv")


def answer(given: Answer) -> None:
    """The answer as paper, spreadsheet, map file and JSON."""
    slug, data = given.run.analysis.slug, given.run.dataset
    st.markdown(f"**{session.words()('download.answer')}**")
    with st.container(horizontal=True):
        for suffix in ANSWER_FILES:
            button(
                suffix,
                name=f"orewatch-{slug}{mark(data)}-{data.fingerprint}",
                make=partial(_answer_bytes, given, suffix),
                key=f"download_{slug}",
            )


def dataset(data: Dataset) -> None:
    """The repaired data themselves."""
    with st.container(horizontal=True):
        for suffix in DATA_FILES:
            button(
                suffix,
                name=f"orewatch-data{mark(data)}-{data.fingerprint}",
                make=partial(_data_bytes, data, suffix),
                key="download_data",
            )


def report(intake: Intake) -> None:
    """What was found in a file, for a machine and for a spreadsheet."""
    with st.container(horizontal=True):
        for suffix in REPORT_FILES:
            st.download_button(
                session.words()(f"health.report-{suffix[1:]}"),
                partial(_report_bytes, intake, suffix, session.language()),
                file_name=f"orewatch-report{suffix}",
                mime=MIME[suffix],
                on_click="ignore",
                icon=":material/download:",
                key=f"download_report{suffix}",
            )


def button(suffix: str, *, name: str, make: partial[bytes], key: str) -> None:
    """One file; the page does not run again when it is taken."""
    lacks = lacks_for_pdf() if suffix == ".pdf" else None
    st.download_button(
        session.words()(f"download{suffix}"),
        make,
        file_name=f"{name}{suffix}",
        mime=MIME[suffix],
        on_click="ignore",
        icon=":material/download:",
        key=f"{key}{suffix}",
        disabled=lacks is not None,
        help=lacks.text(session.language()) if lacks else None,
    )


@cache
def lacks_for_pdf() -> OrewatchError | None:
    """What this machine lacks to make PDF pages; asked once, since looking takes a second."""
    try:
        require("weasyprint")
    except OrewatchError as error:
        return error
    return None


def mark(data: Dataset) -> str:
    """What the name of a file says where the data are made up."""
    return "-sample-data" if data.is_sample else ""


def _answer_bytes(given: Answer, suffix: str) -> bytes:
    from reports import export

    return export.answer_bytes(given.run, suffix, language=given.language)


def _report_bytes(intake: Intake, suffix: str, language: str) -> bytes:
    from analytics.cli import health

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report{suffix}"
        health.write(intake, path, language)
        return path.read_bytes()


def _data_bytes(data: Dataset, suffix: str) -> bytes:
    from reports import export

    return export.data_bytes(data, suffix)
