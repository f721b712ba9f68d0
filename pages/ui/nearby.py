"""How many people live within a distance of one's own, while the slider moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.exposure import ANALYSIS, live
from analytics.analyses.exposure.rasters import POPULATION, population
from analytics.analyses.exposure.section import alone
from analytics.intake.limits import MB
from analytics.raster import rowsums
from pages.ui import errors, inuse, keeping, session, tasks, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from pages.ui.analysis import Answer

STEP_KM: Final = 0.5
KEPT: Final = 4_096  # numbers, of small data sets


def draw(answer: Answer) -> None:
    """The slider; before it, for a large grid, the offer to prepare the grid for it."""
    data = answer.run.dataset
    if not _is_quick(keeping.size(data), data, data.fingerprint):
        return
    lacks = live.lacks_sums(data)
    if lacks and not (inuse.is_kept() and rowsums.is_at_hand(population(data))):
        return
    with st.container(border=True):
        if lacks:
            _offer(data)
        else:
            _know()
            st.fragment(_slide)(answer)


def _slide(answer: Answer) -> None:
    words, said = session.words(), ANALYSIS.words(answer.language)
    start = min(max(answer.run.result.total.radius_km, live.LEAST_KM), live.MOST_KM)
    radius_km = st.slider(
        words("nearby.label"),
        min_value=live.LEAST_KM,
        max_value=live.MOST_KM,
        value=float(start),
        step=STEP_KM,
        format="%g km",
        key="nearby_km",
        help=words("nearby.help"),
    )
    with errors.polite():
        data = answer.run.dataset
        found = _people(keeping.size(data), data, data.fingerprint, radius_km)
    st.markdown(f"**{plain(alone(found, radius_km, said))}**")


@keeping.by_size(KEPT)
def _is_quick(_data: Dataset, key: str) -> bool:
    del key
    return live.is_quick(_data)


@keeping.by_size(KEPT)
def _people(_data: Dataset, key: str, radius_km: float) -> float:
    """The sites and the grid are in the key."""
    del key
    return live.people(_data, radius_km)


def _offer(data: Dataset) -> None:
    from analytics import jobs

    words, raster = session.words(), population(data)
    if tasks.watched(jobs.PREPARE):
        return
    size = words.significant(rowsums.about_bytes(raster) / MB, 2)
    st.markdown(words("nearby.offer", name=plain(raster.name), size=size))
    if st.button(words("nearby.prepare"), icon=":material/bolt:", key="nearby_prepare"):
        spec = jobs.prepare_spec(work.current().data, POPULATION, name=raster.name)
        tasks.begin(jobs.PREPARE, spec)
        st.rerun()


def _know() -> None:
    """The side need not tell any more that the grid is prepared: the slider is there."""
    from analytics import jobs

    if work.is_saved() and work.is_mine():
        for job in tasks.done(jobs.PREPARE):
            tasks.saw(job.key)
