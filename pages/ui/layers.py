"""Layers and rasters beside the sites: what there is, what is missing, and a way to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.analysis import catalogue
from analytics.core.dataset import EARLIER
from analytics.core.provenance import Provenance
from analytics.intake import limits
from analytics.intake.layers import add_earlier, read_layer
from analytics.intake.read import open_raster
from pages.ui import errors, grids, inuse, layercolumns, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from datetime import date

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analytics.core.dataset import Dataset

LAYERS: Final = (
    "countries",
    "provinces",
    "concessions",
    "cadastre",
    "permits",
    "conservation",
    "protected_forest",
    "production_forest",
    "riparian",
    "indigenous",
    "buffer",
    "exclusion",
    "rivers",
    "water",
    "roads",
    "settlements",
    "airstrips",
    "geology",
    "land",
)
RASTERS: Final = ("population", "population_2", "women", "children", "slope")


def show() -> None:
    """The list, the needs, the form."""
    words = session.words()
    with st.spinner(words("wait")):
        data = inuse.whole()
    st.caption(words("layers.lead"))
    _list(data)
    layercolumns.show(data)
    _needs(data)
    grids.show(data)
    _form(data)


def _list(data: Dataset) -> None:
    words = session.words()
    sources = {part.part: part for part in data.provenance}
    names = [*data.layers, *data.rasters]
    if not names:
        st.info(words("layers.none"), icon=":material/layers:")
        return
    parts = [sources.get(name, Provenance(part=name, name=name)) for name in names]
    st.dataframe(
        {
            words("layers.name"): [_called(name) for name in names],
            words("layers.kind"): [
                words("layers.kind.layer" if name in data.layers else "layers.kind.raster")
                for name in names
            ],
            words("layers.rows"): [
                words.number(len(data.layers[name])) if name in data.layers else "–"
                for name in names
            ],
            words("layers.file"): [part.name for part in parts],
            words("layers.source"): [part.source or "–" for part in parts],
            words("layers.date"): [words.date(part.as_of) if part.as_of else "–" for part in parts],
        },
        hide_index=True,
    )


def _needs(data: Dataset) -> None:
    """What the questions in the menu still lack, each with the way to add it."""
    language = session.language()
    for analysis in catalogue().values():
        for need in data.lacks(analysis.needs):
            title = analysis.words(language)("title")
            st.warning(f"**{title}**: {plain(need.error().text(language))}")


def _form(data: Dataset) -> None:
    words = session.words()
    st.subheader(words("layers.add"), anchor=False)
    with st.form("layer", clear_on_submit=True):
        name = st.selectbox(
            words("layers.name"),
            (*LAYERS, EARLIER, *RASTERS),
            format_func=_called,
            index=2,
            placeholder=words("choose"),
        )
        dropped = st.file_uploader(
            words("layers.file"),
            max_upload_size=limits.from_environment().upload_mb,
            help=words("layers.file.help"),
        )
        with st.grid(3, min_column_width=200):
            source = st.text_input(words("layers.source"), max_chars=200)
            licence = st.text_input(words("layers.licence"), max_chars=100)
            as_of = st.date_input(words("layers.date"), value=None, format="YYYY-MM-DD")
        is_sent = st.form_submit_button(words("layers.add"), icon=":material/add:")
    if is_sent and dropped is None:
        st.error(words("layers.no-file"), icon=":material/error:")
    elif is_sent and dropped is not None:
        with errors.polite():
            cited = {"source": source, "licence": licence}
            changed = _added(data, str(name), dropped, as_of=as_of, **cited)
        inuse.change(changed)
        st.toast(words("layers.added", name=_called(str(name))), icon=":material/check:")
        st.rerun()


def _added(
    data: Dataset,
    name: str,
    dropped: UploadedFile,
    *,
    as_of: date | None,
    source: str,
    licence: str,
) -> Dataset:
    content = dropped.getvalue()
    if name in RASTERS:
        raster = open_raster(content, name=dropped.name)
        provenance = Provenance(
            part=name,
            name=dropped.name,
            source=source,
            as_of=as_of,
            licence=licence,
            sha256=raster.fingerprint,
        )
        return data.with_raster(name, raster, provenance)
    if name == EARLIER:
        return add_earlier(
            data, content, file_name=dropped.name, publisher=source, as_of=as_of, licence=licence
        )
    layer = read_layer(
        name, content, file_name=dropped.name, publisher=source, as_of=as_of, licence=licence
    )
    return data.with_layer(name, layer.frame, layer.provenance)


def _called(name: str) -> str:
    words = session.words()
    return words(f"layer.{name}") if words.has(f"layer.{name}") else name
