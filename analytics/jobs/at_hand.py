"""Answers given before: handed to a job that needs them, and taken up there if they still fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.core.analysis import execute
from analytics.core.errors import NotKnown
from analytics.core.params import as_text, from_text
from analytics.jobs.outcome import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.store.base import Store
    from reports.brief.answers import Question
    from reports.brief.order import Wanted


def handed(store: Store, run: Run[Any], *, workspace: str) -> str:
    """Keep an answer where a job of the workspace finds it; the reference to give it."""
    answer = Answer(
        slug=run.analysis.slug,
        version=run.analysis.version,
        fingerprint=run.dataset.fingerprint,
        params=as_text(run.params),
        filters={},  # the fingerprint is that of the data after them
        started=run.started,
        seconds=run.seconds,
        run="",
        result=run.result,
    )
    return store.put_result(answer, workspace=workspace)


def taken_up(store: Store, references: Iterable[str]) -> Callable[[Wanted, Dataset], Run[Any]]:
    """Gives the answer kept to the same question of the same data, else works it out."""
    from reports.brief.answers import question

    kept = [found for one in references if (found := _kept(store, one)) is not None]

    def run(wanted: Wanted, data: Dataset) -> Run[Any]:
        asked = question(wanted, data)
        for answer in kept:
            if _answers(answer, asked):
                return answer.of(asked.data, asked.params)
        return execute(asked.analysis, asked.data, asked.params)

    return run


def _kept(store: Store, reference: str) -> Answer | None:
    """None for what was swept away since."""
    try:
        found = store.result(reference)
    except NotKnown:
        return None
    return found if isinstance(found, Answer) else None


def _answers(answer: Answer, asked: Question) -> bool:
    made_by = (answer.slug, answer.version, answer.fingerprint)
    if made_by != (asked.analysis.slug, asked.analysis.version, asked.data.fingerprint):
        return False
    return from_text(asked.analysis.params, answer.params) == asked.params
