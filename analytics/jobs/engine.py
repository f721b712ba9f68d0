"""Jobs are queued, started two at a time, cancelled, and told from the dead."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, Any, Final

from analytics.core.errors import NotKnown, OrewatchError
from analytics.jobs import processes, spare
from analytics.jobs.reason import JobError, reported, told
from analytics.jobs.specs import BRIEF, FETCH, PREPARE, READ, RUN
from analytics.store.workspace import Job, State, now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from subprocess import Popen

    from analytics.store.base import Store

AT_ONCE: Final = 2
FETCHES: Final = 2  # beside those: they wait for the web more than they work
PAUSE_S: Final = 0.5
TROUBLE_S: Final = 30.0  # until a store that did not answer is asked again
STARTS: Final = timedelta(seconds=60)  # the longest a process takes to say that it is there
KINDS: Final = {READ, RUN, FETCH, PREPARE, BRIEF}

_children: Final[dict[str, Popen[bytes]]] = {}  # of this process, by the key of the job
_engines: Final[set[Engine]] = set()  # at work in this process
_forgetting: Final[dict[Callable[[], object], None]] = {}
_one_at_a_time: Final = threading.Lock()
_wake: Final = threading.Event()


def submit(store: Store, workspace: str, kind: str, spec: Mapping[str, Any]) -> Job:
    """Queue a job of a saved workspace; an engine starts it as soon as there is room."""
    if kind not in KINDS:
        raise JobError("job-kind", name=kind, known=", ".join(sorted(KINDS)))
    job = Job(workspace=workspace, kind=kind, spec=spec)
    store.put_job(job)
    _wake.set()
    return job


def cancel(store: Store, key: str) -> bool:
    """End a job that waits or runs; False where it had ended before."""
    job = store.job(key)
    ended = replace(job, state=State.CANCELLED, ended=now())
    if not store.update(ended, only_while=[State.QUEUED, State.RUNNING]):
        return False
    processes.end(job)
    _end_child(key)
    _wake.set()
    return True


def expect_brief(store: Store) -> None:
    """Have a process load what a brief takes, where jobs are looked after from this one."""
    if _engines:
        spare.prepare(store)


def delete(store: Store, workspace: str) -> None:
    """Forget a workspace for good, its jobs ended first."""
    for job in store.jobs(workspace, states=[State.QUEUED, State.RUNNING]):
        with suppress(NotKnown):
            cancel(store, job.key)
    store.delete(workspace)
    for forget in tuple(_forgetting):
        forget()


def when_deleting(forget: Callable[[], object]) -> None:
    """Have `forget` called after each deletion in this process; the same one is kept once."""
    _forgetting[forget] = None


def look_after(store: Store, at_once: int = AT_ONCE) -> None:
    """Say of jobs whose process is gone that they died; start what waits while there is room."""
    with _one_at_a_time:
        for job in store.jobs(states=[State.RUNNING]):
            if _is_gone(job):
                _children.pop(job.key, None)
                dead = replace(job, state=State.DIED, ended=now())
                store.update(dead, only_while=[State.RUNNING])
        for key in [key for key, child in _children.items() if child.poll() is not None]:
            del _children[key]
        while (next_one := store.claim(at_once + _fetching(store))) is not None:
            _begin(store, next_one)


class Engine:
    """Looks after one store from a thread of its own; several on one folder share the work."""

    def __init__(self, store: Store | Callable[[], Store], at_once: int = AT_ONCE) -> None:
        """Of a store, or of what opens it: tried again for as long as it cannot be opened."""
        self._opens = store if callable(store) else lambda: store
        self._at_once = at_once
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._turn, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; what an earlier engine left running is taken over."""
        _engines.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; processes at work go on, and the next engine finds them."""
        self._stopped.set()
        _wake.set()
        self._thread.join()
        _engines.discard(self)
        if not _engines:
            spare.end()

    def _turn(self) -> None:
        store: Store | None = None
        while not self._stopped.is_set():
            try:
                store = store or self._opens()
                look_after(store, self._at_once)
            except OrewatchError as error:
                _warn(error)
                self._stopped.wait(TROUBLE_S)
            except Exception as error:  # noqa: BLE001 - the door of this thread
                reported(error)
                self._stopped.wait(TROUBLE_S)
            _wake.wait(PAUSE_S)
            _wake.clear()


def _warn(error: OrewatchError) -> None:
    import structlog

    structlog.get_logger().warning("jobs", code=error.code)


def _fetching(store: Store) -> int:
    """How many jobs only fetch, as far as they need no place of others."""
    running = store.jobs(states=[State.RUNNING])
    return min(sum(job.kind == FETCH for job in running), FETCHES)


def _begin(store: Store, job: Job) -> None:
    try:
        _children[job.key] = processes.start(store, job)
    except OSError:
        failed = replace(job, state=State.FAILED, ended=now(), error=told(JobError("job-start")))
        store.update(failed, only_while=[State.RUNNING])


def _is_gone(job: Job) -> bool:
    """A child is asked itself; another's is looked for, once it had time to say where it is."""
    child = _children.get(job.key)
    if child is not None:
        return child.poll() is not None
    if job.pid:
        return not processes.is_there(job)
    return job.started is not None and now() - job.started > STARTS


def _end_child(key: str) -> None:
    """One that had no time yet to say where it is."""
    child = _children.get(key)
    if child is not None and child.poll() is None:
        with suppress(OSError, TimeoutExpired):
            child.kill()
            child.wait(processes.ENDS_S)
