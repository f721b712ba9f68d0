"""Long work outside the page: queued in the store, done by processes of their own."""

from analytics.jobs.engine import Engine, cancel, delete, look_after, submit, when_deleting
from analytics.jobs.outcome import Answer, Fetched, Reading, result
from analytics.jobs.reason import JobError, wording
from analytics.jobs.specs import FETCH, READ, RUN, fetch_spec, read_spec, run_spec

__all__ = [
    "FETCH",
    "READ",
    "RUN",
    "Answer",
    "Engine",
    "Fetched",
    "JobError",
    "Reading",
    "cancel",
    "delete",
    "fetch_spec",
    "look_after",
    "read_spec",
    "result",
    "run_spec",
    "submit",
    "when_deleting",
    "wording",
]
