"""Long work outside the page: begun here, watched in the side, taken up when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.errors import NotKnown, OrewatchError
from analytics.store.workspace import State
from pages.access import May
from pages.ui import access, session, work
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.store.base import Store
    from analytics.store.workspace import Job

BUSY: Final = (State.QUEUED, State.RUNNING)
EVERY_S: Final = 1.0
MOST: Final = 4  # told in the side
KEPT: Final = 8  # results in memory for everybody: opening one of 100,000 sites takes a second
#: Words for the kinds of work that are about a file of some name.
CALLED: Final = {"fetch": "tasks.fetching", "prepare": "tasks.preparing", "brief": "tasks.brief"}
SEEN: Final = "task-seen-"  # and the key of an ended job: the visitor knows


def outcome(kind: str, spec: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what this kind of job leaves
    """What came of this work; until there is something the page says how far it is, and ends."""
    from analytics import jobs

    store, found = work.store(), _latest(kind, spec)
    if found is not None and found.state is State.DONE:
        try:
            result = _result(store, found, f"{store.address}|{found.result}")
        except (NotKnown, jobs.JobError):
            found = None  # swept away since
        else:
            saw(found.key)
            return result
    if found is None:
        _begin(kind, spec)
        st.rerun()  # so that the side tells of it
    if found.state in BUSY:
        _wait(found.key)
    else:
        _ended_badly(found, kind, spec)
    return st.stop()


def settled(kind: str, specs: Sequence[Mapping[str, Any]]) -> None:
    """Have all of this done beside the page, which says how far it is and ends until all has ended.

    What failed has ended too: `came_of` says why.
    """
    found = [_latest(kind, spec) for spec in specs]
    lacking = [spec for spec, job in zip(specs, found, strict=True) if job is None]
    for spec in lacking:
        _begin(kind, spec)
    if lacking:
        st.rerun()  # so that the side tells of it
    for spec, job in zip(specs, found, strict=True):
        if job is not None and job.state in BUSY:
            _wait(job.key)
            st.stop()
        if job is not None and job.state in (State.CANCELLED, State.DIED):
            _ended_badly(job, kind, spec)
            st.stop()


def came_of(kind: str, spec: Mapping[str, Any]) -> tuple[Any, str] | None:
    """What came of work that has ended, and its reference; None where there is nothing.

    Where it failed, the error says why.
    """
    from analytics import jobs

    found = _latest(kind, spec)
    if found is not None and found.state is State.FAILED:
        raise jobs.Refused(found)
    if found is None or found.state is not State.DONE:
        return None
    store = work.store()
    try:
        return _result(store, found, f"{store.address}|{found.result}"), found.result
    except (NotKnown, jobs.JobError):
        return None  # swept away since


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _result(_store: Store, _job: Job, key: str) -> Any:  # noqa: ANN401 - as above
    """What a job left, opened once; it is let go of with the next deletion."""
    del key
    from analytics import jobs

    jobs.when_deleting(_result.clear)
    return jobs.result(_store, _job)


def own() -> None:
    """Have a workspace of the visitor's own at hand, which work can be done for."""
    access.need(May.CHANGE)
    if not work.is_saved() or not work.is_mine():
        work.change()


def begin(kind: str, spec: Mapping[str, Any]) -> None:
    """Have this done beside the page; the side tells how far it is."""
    _begin(kind, spec)


def watched(kind: str) -> bool:
    """On the page: how far work of this kind is, or why it failed; False where none is at work."""
    if not work.is_saved():
        return False
    found = [job for job in work.store().jobs(work.current().key) if job.kind == kind]
    for job in found:
        if job.state in BUSY:
            _wait(job.key)
    if found and found[0].state not in (*BUSY, State.DONE) and not _is_seen(found[0].key):
        _ended_badly(found[0], kind, found[0].spec)
    return any(job.state in BUSY for job in found)


def is_busy(kind: str) -> bool:
    """Whether work of this kind waits or goes on for the workspace at hand."""
    if not work.is_saved():
        return False
    try:
        return any(job.kind == kind for job in work.store().jobs(work.current().key, states=BUSY))
    except OrewatchError:
        return False


def done(kind: str) -> list[Job]:
    """Work of this kind that is done and was not taken up yet, the first one first."""
    try:
        found = work.store().jobs(work.current().key, states=[State.DONE])
        return [job for job in reversed(found) if job.kind == kind and not _is_seen(job.key)]
    except OrewatchError:
        return []  # the store does not answer now: the next drawing asks again


def side() -> None:
    """In the side: what is at work in this workspace, and what ended and was not taken up yet."""
    if not work.is_saved() or not work.is_mine() or not access.may(May.CHANGE):
        return
    found = _shown()
    if found:
        is_busy = any(job.state in BUSY for job in found)
        st.fragment(_list, run_every=EVERY_S if is_busy else None)()


def _list() -> None:
    words, found = session.words(), _shown()
    st.markdown(f"**{words('tasks.title')}**")
    for job in found:
        with st.container(border=True, gap="xsmall"):
            _row(job)
    before = session.held("tasks_busy") or frozenset()
    busy = frozenset(job.key for job in found if job.state in BUSY)
    session.hold("tasks_busy", busy)
    if before - busy:
        st.rerun()  # something ended: the page may have waited for it


def _row(job: Job) -> None:
    from analytics.jobs import wording

    words = session.words()
    told = plain(wording(job, session.language()))
    if job.state in BUSY:
        st.markdown(f":small[{plain(_called(job))}]")
        st.progress(job.progress, text=told)
        _cancel_button(job.key, "side")
        return
    icon = ":material/check:" if job.state is State.DONE else ":material/error:"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":small[{icon} {plain(_called(job))}: {told}]", width="stretch")
        st.button(
            words("tasks.seen"),
            key=f"seen_{job.key}",
            type="tertiary",
            on_click=saw,
            args=(job.key,),
        )


def _cancel_button(key: str, place: str) -> None:
    st.button(
        session.words()("tasks.cancel"),
        key=f"cancel_{place}_{key}",
        type="tertiary",
        icon=":material/cancel:",
        on_click=_cancel,
        args=(key,),
    )


def _wait(key: str) -> None:
    """On the page itself: how far the work is that the page waits for."""
    words = session.words()
    with st.container(border=True):
        st.markdown(words("tasks.wait"))
        st.fragment(_progress, run_every=EVERY_S)(key)
        _cancel_button(key, "wait")


def _progress(key: str) -> None:
    from analytics.jobs import wording

    try:
        job = work.store().job(key)
    except OrewatchError:
        st.rerun()
    if job.state not in BUSY:
        st.rerun()
    st.progress(job.progress, text=plain(wording(job, session.language())))


def _ended_badly(job: Job, kind: str, spec: Mapping[str, Any]) -> None:
    from analytics.jobs import wording

    is_unwanted = job.state is State.CANCELLED
    told = st.info if is_unwanted else st.error
    told(plain(wording(job, session.language())), icon=":material/error:")
    st.button(
        session.words()("tasks.again"),
        icon=":material/refresh:",
        on_click=_again,
        args=(kind, spec),
        key="tasks_again",
    )


def _latest(kind: str, spec: Mapping[str, Any]) -> Job | None:
    """The last job that was asked the same, whatever the language of its words."""
    if not work.is_saved():
        return None
    asked = _question(spec)
    jobs = work.store().jobs(work.current().key)
    return next((j for j in jobs if j.kind == kind and _question(j.spec) == asked), None)


def _question(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in spec.items() if name != "language"}


def _begin(kind: str, spec: Mapping[str, Any]) -> Job:
    from analytics import jobs

    own()
    return jobs.submit(work.store(), work.current().key, kind, spec)


def _again(kind: str, spec: Mapping[str, Any]) -> None:
    _begin(kind, spec)


def _shown() -> Sequence[Job]:
    try:
        found = work.store().jobs(work.current().key)[:MOST]
        return [job for job in found if job.state in BUSY or not _is_seen(job.key)]
    except OrewatchError:
        return ()


def _called(job: Job) -> str:
    """What the work is, in the reader's words."""
    from analytics.core.analysis import catalogue

    slug = job.spec.get("slug")
    if slug in catalogue():
        return catalogue()[str(slug)].words(session.language())("title")
    key = CALLED.get(job.kind, "tasks.reading")
    return session.words()(key, name=str(job.spec.get("name", "")))


def _cancel(key: str) -> None:
    from analytics import jobs

    access.need(May.CHANGE)
    if work.is_mine() and work.store().job(key).workspace == work.current().key:
        jobs.cancel(work.store(), key)


def saw(key: str) -> None:
    """The visitor knows how this ended."""
    try:
        if not _is_seen(key):
            work.store().prefer(access.owner(), f"{SEEN}{key}", "1")
    except OrewatchError as error:
        work.note(error)


def _is_seen(key: str) -> bool:
    return bool(work.store().preference(access.owner(), f"{SEEN}{key}"))
