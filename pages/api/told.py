"""Workspaces, kept answers and jobs as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.jobs import BRIEF, RUN, wording
from analytics.store.workspace import SAMPLE, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from analytics.store.workspace import Job, StoredRun, Workspace


def workspace(kept: Workspace) -> dict[str, Any]:
    """What it holds."""
    return {
        "key": kept.key,
        "name": kept.name,
        "created": kept.created.isoformat(),
        "changed": kept.changed.isoformat(),
        "is_sample": kept.data == SAMPLE,
        "data": kept.data_name,
        "filters": _lists(kept.filters),
        "params": {slug: dict(values) for slug, values in kept.params.items()},
        "basket": [
            {
                "analysis": entry.slug,
                "params": dict(entry.params),
                "filters": _lists(entry.filters),
                "picture": entry.picture or None,
            }
            for entry in kept.basket
        ],
    }


def about(run: StoredRun) -> dict[str, Any]:
    """All it takes to ask again."""
    return {
        "key": run.key,
        "analysis": run.slug,
        "version": run.version,
        "data": run.fingerprint,
        "params": dict(run.params),
        "filters": _lists(run.filters),
        "started": run.started.isoformat(),
        "seconds": run.seconds,
        "language": run.language,
    }


def answer(run: StoredRun) -> dict[str, Any]:
    """The answer as it was given."""
    return {"run": about(run), **run.record}


def job(kept: Job, language: str) -> dict[str, Any]:
    """How far it is; `run` is the key of its answer, `document` the address of its file."""
    is_answered = kept.kind == RUN and kept.state is State.DONE
    is_made = kept.kind == BRIEF and kept.state is State.DONE
    return {
        "key": kept.key,
        "workspace": kept.workspace,
        "kind": kept.kind,
        "state": str(kept.state),
        "progress": kept.progress,
        "message": wording(kept, language),
        "error": kept.error.get("code"),
        "created": kept.created.isoformat(),
        "started": _moment(kept.started),
        "ended": _moment(kept.ended),
        "run": kept.key if is_answered else None,
        "document": f"/api/v1/documents/{kept.key}" if is_made else None,
    }


def _lists(filters: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in filters.items()}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
