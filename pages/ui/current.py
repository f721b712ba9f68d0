"""The data set in use, in one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.core.errors import OrewatchError
from pages.ui import downloads, errors, filterbar, inuse, session, survey
from pages.ui import map as maps
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset


def show() -> None:
    """Name, size, basis, period and places, on paper and on a map."""
    try:
        with st.spinner(session.words()("wait")):
            data = inuse.whole()
    except OrewatchError as error:
        errors.tell(error)
        st.button(session.words()("data.use-sample"), on_click=inuse.use_sample)
        return
    filterbar.elsewhere()
    words = session.words()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        name = plain(data.name) if inuse.is_own() else words("sample.name")
        st.subheader(name, anchor=False)
        if data.is_sample:
            st.badge(words("sample.badge"), icon=":material/science:", color="orange")
        facts(data)
        if inuse.is_own():
            st.button(words("data.use-sample"), on_click=inuse.use_sample)
        st.markdown(f"**{words('data.download')}**")
        downloads.dataset(data)
    with right:
        maps.draw(survey.plan(data, words), key="current", data=data)


def facts(data: Dataset) -> None:
    """The facts every figure depends on."""
    words = session.words()
    rows = {
        "data.rows": words.number(len(data.sites)),
        "data.area": survey.area(data, words),
        "data.basis": words(f"basis.{data.area_basis}"),
        "data.measure": words(f"measure.{data.measure}"),
        "data.period": survey.span(data, words) or words("data.undated"),
        "data.countries": plain(survey.places(data, words)) or words("data.nowhere"),
        "data.fingerprint": f"`{data.fingerprint}`",
    }
    with st.grid(2, min_column_width=120, gap="small"):
        for key, value in rows.items():
            st.markdown(f":gray[{words(key)}]  \n{value}")
