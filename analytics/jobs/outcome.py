"""What came of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analytics.core.analysis import Run, find
from analytics.core.issue import Report
from analytics.intake.mapping import ColumnMap
from analytics.jobs.reason import JobError
from analytics.store.workspace import State

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.params import Params
    from analytics.store.base import Store
    from analytics.store.workspace import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file taken in. While choices are open there is no data set, and the report says which."""

    data: str  # reference in the store; "" while the report is not usable
    report: Report
    columns: ColumnMap  # as used
    layers: tuple[str, ...]  # every layer of the file
    layer: str  # the one read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question answered, with all it takes to tell it and to repeat it."""

    slug: str
    version: str
    fingerprint: str  # of the data after the filters
    params: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    started: datetime
    seconds: float
    run: str  # key of the record in the store
    result: Any  # what the analysis returned

    def of(self, data: Dataset, params: Params) -> Run[Any]:
        """The run it is of; `data` after the filters."""
        return Run(
            analysis=find(self.slug),
            params=params,
            dataset=data,
            result=self.result,
            started=self.started,
            seconds=self.seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A grid from the web that lies in the folder of kept ones."""

    text: str  # what it was asked for as
    part: str  # the raster it is to be


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A grid whose running sums are kept."""

    part: str  # the raster of the data set


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A brief that was made; its file lies in the store."""

    file: str  # its SHA-256
    name: str
    id: str  # of the brief
    bytes: int


def result(store: Store, job: Job) -> Reading | Answer | Fetched | Prepared | Document:
    """What came of a job that is done; an error that says why there is nothing."""
    if job.state is not State.DONE or not job.result:
        raise JobError("job-no-result")
    found: Reading | Answer | Fetched | Prepared | Document = store.result(job.result)
    return found
