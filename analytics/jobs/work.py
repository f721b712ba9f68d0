"""What the process of a job does: one job, its steps told, its end written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from analytics.core import codec
from analytics.core.errors import NotKnown, OrewatchError
from analytics.jobs import at_hand, processes
from analytics.jobs.outcome import Answer, Document, Fetched, Prepared, Reading
from analytics.jobs.reason import JobError, reported, told
from analytics.jobs.specs import BRIEF, FETCH, PREPARE, READ, RUN
from analytics.store.workspace import SAMPLE, Job, State, StoredRun, now

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.raster.handle import Raster
    from analytics.store.base import Store


EVERY_S: Final = 0.5  # how far a step is, told no more often


class Cancelled(Exception):
    """The job is no longer wanted: cancelled, or deleted with its workspace."""


@dataclass(slots=True)
class Progress:
    """How far a job is; told to the store, which says whether it is still wanted."""

    store: Store
    job: Job
    told: float = 0.0  # when, by a clock that never goes back

    def within(self, start: float, end: float) -> Callable[[float], None]:
        """Tells how much of the step at hand is done, which goes from `start` to `end` of all."""
        step = self.job.step

        def tell(share: float) -> None:
            if time.monotonic() - self.told >= EVERY_S:
                self.told = time.monotonic()
                self.at(step, start + min(max(share, 0.0), 1.0) * (end - start))

        return tell

    def at(self, step: str, progress: float, **changes: object) -> None:
        """Begin `step`, `progress` (0 to 1) of the whole being done."""
        self.job = replace(self.job, step=step, progress=progress, **changes)  # type: ignore[arg-type]  # fields of a job
        if not self.store.update(self.job, only_while=[State.RUNNING]):
            raise Cancelled


def work(store: Store, key: str) -> None:
    """Do the job that was claimed, and write down how it ended."""
    try:
        progress = Progress(store, store.job(key))
        pid, born = processes.mine()
        progress.at("start", 0.0, pid=pid, born=born)
        reference = KINDS[progress.job.kind](progress)
        done = replace(progress.job, state=State.DONE, step="", progress=1.0, ended=now())
        store.update(replace(done, result=reference), only_while=[State.RUNNING])
    except Cancelled:
        return
    except NotKnown as error:
        if error.code in ("job", "workspace"):  # deleted meanwhile
            return
        _fail(store, progress.job, error)
    except OrewatchError as error:
        _fail(store, progress.job, error)
    except MemoryError:
        _fail(store, progress.job, JobError("job-memory"))
    except Exception as error:  # noqa: BLE001 - the door of this process
        _fail(store, progress.job, JobError("job-unexpected", report=reported(error)))


def read(progress: Progress) -> str:
    """Take in a file; `Reading` comes of it."""
    from analytics.intake import pipeline
    from analytics.intake.read import open_file

    store, job = progress.store, progress.job
    spec = job.spec
    progress.at("reading", 0.1)
    raw = open_file(store.file(spec["file"]), name=spec["name"], layer=spec["layer"])
    progress.at("settling", 0.5)
    columns, settings = codec.decode(spec["columns"]), codec.decode(spec["settings"])
    taken = pipeline.take(raw, columns=columns, settings=settings)
    progress.at("keeping", 0.8)
    data = store.put_data(taken.dataset, workspace=job.workspace) if taken.dataset else ""
    reading = Reading(
        data=data, report=taken.report, columns=taken.columns, layers=raw.layers, layer=raw.layer
    )
    return store.put_result(reading, workspace=job.workspace)


def run(progress: Progress) -> str:
    """Answer a question; `Answer` comes of it, and an answer kept under the key of the job."""
    from analytics.core import progress as heard
    from analytics.core.analysis import execute, find
    from analytics.core.params import from_text
    from analytics.core.record import as_json

    store, job = progress.store, progress.job
    spec = job.spec
    progress.at("opening", 0.05)
    analysis = find(spec["slug"])
    params = from_text(analysis.params, spec["params"])
    data = _filtered(_dataset(store, spec["data"]), spec["filters"])
    progress.at("answering", 0.2)
    with heard.heard(progress.within(0.2, 0.9)):
        found = execute(analysis, data, params)
    progress.at("keeping", 0.9)
    filters = {name: tuple(values) for name, values in spec["filters"].items()}
    kept = StoredRun(
        key=job.key,
        workspace=job.workspace,
        slug=analysis.slug,
        version=analysis.version,
        fingerprint=data.fingerprint,
        params=spec["params"],
        filters=filters,
        started=found.started,
        seconds=found.seconds,
        language=spec["language"],
        record=as_json(found, spec["language"]),
    )
    store.put_run(kept)
    answer = Answer(
        slug=kept.slug,
        version=kept.version,
        fingerprint=kept.fingerprint,
        params=kept.params,
        filters=filters,
        started=kept.started,
        seconds=kept.seconds,
        run=kept.key,
        result=found.result,
    )
    return store.put_result(answer, workspace=job.workspace)


def fetch(progress: Progress) -> str:
    """Get a grid from the web; `Fetched` comes of it, and the file in the folder of kept ones."""
    from analytics.intake import remote

    store, job = progress.store, progress.job
    progress.at("fetching", 0.0)
    tell = progress.within(0.0, 0.98)
    remote.kept(job.spec["text"], lambda done, whole: tell(done / whole if whole else 0.0))
    fetched = Fetched(text=job.spec["text"], part=job.spec["part"])
    return store.put_result(fetched, workspace=job.workspace)


def prepare(progress: Progress) -> str:
    """Keep the running sums of a grid; `Prepared` comes of it."""
    from analytics.core import progress as heard
    from analytics.raster import rowsums

    store, job = progress.store, progress.job
    progress.at("opening", 0.0)
    raster = cast("Raster", store.data(job.spec["data"]).rasters[job.spec["part"]])
    progress.at("preparing", 0.02)
    with heard.heard(progress.within(0.02, 0.98)):
        rowsums.build(raster)
    return store.put_result(Prepared(part=job.spec["part"]), workspace=job.workspace)


def brief(progress: Progress) -> str:
    """Make a brief from what was put aside; `Document` comes of it, and the file in the store."""
    from functools import cache

    from analytics.core import progress as heard
    from reports.brief import make, manifest

    store, job = progress.store, progress.job
    progress.at("opening", 0.0)
    where = job.spec["data"]

    @cache
    def opened(mark: str) -> Dataset:
        return _dataset(store, where[mark])

    progress.at("composing", 0.05)
    with heard.heard(progress.within(0.05, 0.95)):
        made = make.make(
            manifest.order(job.spec["record"]),
            lambda one: opened(one.data),
            job.spec["suffix"],
            at_hand.taken_up(store, job.spec.get("answers", ())),
        )
    progress.at("keeping", 0.95)
    document = Document(
        file=store.put_file(made.content, workspace=job.workspace),
        name=made.name,
        id=made.brief.id,
        bytes=len(made.content),
    )
    return store.put_result(document, workspace=job.workspace)


#: What a job can be.
KINDS: Final[dict[str, Callable[[Progress], str]]] = {
    READ: read,
    RUN: run,
    FETCH: fetch,
    PREPARE: prepare,
    BRIEF: brief,
}


def _dataset(store: Store, reference: str) -> Dataset:
    if reference != SAMPLE:
        return store.data(reference)
    import analytics

    return analytics.sample()


def _filtered(data: Dataset, wanted: Mapping[str, list[str]]) -> Dataset:
    if not wanted:
        return data
    from analytics.core.filters import Filters, apply

    return apply(data, Filters.from_lists(wanted))


def _fail(store: Store, job: Job, error: OrewatchError) -> None:
    failed = replace(job, state=State.FAILED, ended=now(), error=told(error))
    store.update(failed, only_while=[State.RUNNING])
