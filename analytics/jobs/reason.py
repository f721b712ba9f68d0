"""Why a job came to nothing, in every language."""

from __future__ import annotations

import traceback
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from analytics.core import codec
from analytics.core.errors import OrewatchError
from analytics.core.words import LANGUAGES, Words
from analytics.store.workspace import State

if TYPE_CHECKING:
    from analytics.store.workspace import Job

HERE: Final = Path(__file__).parent
ROOT: Final = Path(__file__).parents[2]


class JobError(OrewatchError):
    """A job that cannot be done, or be asked for."""

    folder = HERE


class Refused(JobError):
    """How a job failed, as it was told then."""

    def __init__(self, job: Job) -> None:
        """Of a job that failed."""
        self._job = job
        super().__init__(str(job.error.get("code", "job-no-result")))

    def text(self, language: str = "en") -> str:
        """The sentence of that time."""
        return wording(self._job, language)


def told(error: OrewatchError) -> dict[str, Any]:
    """An error as the row of a job keeps it: code, folder of its words, facts, and its texts."""
    return {
        "code": error.code,
        "folder": error.folder.relative_to(ROOT).as_posix(),
        "facts": {name: _kept(fact) for name, fact in error.facts.items()},
        "texts": {language: error.text(language) for language in LANGUAGES},
    }


def wording(job: Job, language: str) -> str:
    """What to tell whoever waits: the step, or how it ended; `language` is a tag as for `Words`."""
    words = Words(HERE, language)
    match job.state:
        case State.RUNNING if job.step:
            return words(f"step.{job.step}")
        case State.FAILED:
            texts = job.error.get("texts", {})
            return str(texts.get(language.replace("_", "-").split("-")[0], texts.get("en", "")))
        case State.DIED:
            return words("error.job-died")
    return words(f"state.{job.state}")


def reported(error: Exception) -> str:
    """Write an unexpected error to the log, without values, and give back its number."""
    import structlog

    number = token_hex(4).upper()
    trace = "".join(traceback.format_exception(error))
    structlog.get_logger().error("unexpected", report=number, trace=trace)
    return number


def _kept(fact: object) -> object:
    """A fact as it is where it can be written down, else as text."""
    try:
        codec.encode(fact)
    except (OrewatchError, TypeError):
        return str(fact)
    return fact
