"""Long work outside the page: queued in the store, done by processes of their own."""

from analytics.jobs.at_hand import handed
from analytics.jobs.engine import (
    Engine,
    cancel,
    delete,
    expect_brief,
    look_after,
    submit,
    when_deleting,
)
from analytics.jobs.outcome import Answer, Document, Fetched, Prepared, Reading, result
from analytics.jobs.reason import JobError, Refused, wording
from analytics.jobs.specs import (
    BRIEF,
    FETCH,
    PREPARE,
    READ,
    RUN,
    brief_spec,
    fetch_spec,
    prepare_spec,
    read_spec,
    run_spec,
)

__all__ = [
    "BRIEF",
    "FETCH",
    "PREPARE",
    "READ",
    "RUN",
    "Answer",
    "Document",
    "Engine",
    "Fetched",
    "JobError",
    "Prepared",
    "Reading",
    "Refused",
    "brief_spec",
    "cancel",
    "delete",
    "expect_brief",
    "fetch_spec",
    "handed",
    "look_after",
    "prepare_spec",
    "read_spec",
    "result",
    "run_spec",
    "submit",
    "when_deleting",
    "wording",
]
