"""Briefs for programs: ordered from a workspace, made by a job, fetched as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from analytics import jobs
from analytics.core.errors import NotKnown
from analytics.jobs.kept import put_aside
from analytics.store import open_store
from pages import gate
from pages.access import FORBIDDEN
from pages.api import memory, questions, told, workspaces
from pages.api.reply import BAD, LANGUAGE, ApiError, apart, json_body, politely
from pages.api.turns import in_turn
from reports import media
from reports.brief import make, manifest
from reports.brief.order import Audience, Level, Order, Paper

if TYPE_CHECKING:
    from starlette.requests import Request

    from analytics.core.dataset import Dataset
    from analytics.store.workspace import Job, Workspace

ACCEPTED: Final = 202
TEXTS: Final = ("organisation", "author", "contact")
CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "audience": Audience,
    "paper": Paper,
    "level": Level,
}
FORM: Final = "form"
KNOWN: Final = (*CHOICES, FORM, LANGUAGE, *TEXTS)
FORMS: Final = tuple(dict.fromkeys(form for forms in make.FORMS.values() for form in forms))
#: A document is looked at by a program or taken away; a browser shall not run what is in it.
TAKEN_AWAY: Final = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


@politely
async def order(request: Request) -> Response:
    """Have the brief of a workspace made from what was put aside there; its owner alone may."""
    asked = await json_body(request)
    workspace = await apart(workspaces.opened, request)
    if workspace.owner != gate.person(request).key:
        raise ApiError("others-brief", FORBIDDEN)
    made, form = _order(asked, request.query_params.get(LANGUAGE, "en"))
    job = await in_turn(_queued, workspace, made, form)
    content = {"job": told.job(job, made.language)}
    where = f"/api/v1/jobs/{job.key}"
    return JSONResponse(content, status_code=ACCEPTED, headers={"Location": where})


@politely
async def document(request: Request) -> Response:
    """The file a job has made."""
    store = open_store()
    job = await apart(store.job, request.path_params["key"])
    workspaces.may_open(request, await apart(store.workspace, job.workspace))
    found = await apart(jobs.result, store, job)
    if not isinstance(found, jobs.Document):
        raise NotKnown("file")
    content = await apart(store.file, found.file)
    return Response(
        content,
        media_type=media.MIME[f".{found.name.rpartition('.')[2]}"],
        headers={**TAKEN_AWAY, "Content-Disposition": f'attachment; filename="{found.name}"'},
    )


@politely
async def summary(request: Request) -> Response:
    """The key numbers of the sample data, or of a workspace as it is filtered."""
    language = request.query_params.get(LANGUAGE, "en")
    key = request.query_params.get("workspace", "")
    at = await apart(workspaces.opened, request, key) if key else None
    return JSONResponse(await in_turn(_summary, at, language))


def _order(asked: Mapping[str, Any], language: str) -> tuple[Order, str]:
    """What is asked for and the form of the file, read strictly."""
    for name, value in asked.items():
        if name not in KNOWN:
            raise ApiError("body-key", BAD, key=str(name)[:40], known=", ".join(KNOWN))
        if not isinstance(value, str):
            raise ApiError("body-text", BAD, name=name)
    chosen: dict[str, Any] = {name: _chosen(name, asked[name]) for name in CHOICES if name in asked}
    form = "." + asked.get(FORM, "pdf").removeprefix(".")
    made = Order(
        created=datetime.now(UTC).replace(microsecond=0),
        language=asked.get(LANGUAGE, language),
        **chosen,
        **{name: asked[name] for name in TEXTS if name in asked},
    )
    make.check(made, form)
    return made, form


def _chosen(name: str, value: str) -> StrEnum:
    try:
        return CHOICES[name](value)
    except ValueError as error:
        known = ", ".join(CHOICES[name])
        raise ApiError("body-choice", BAD, name=name, value=value[:40], known=known) from error


def _queued(workspace: Workspace, made: Order, form: str) -> Job:
    store = open_store()

    @cache
    def opened(reference: str) -> Dataset:
        return memory.data(store.address, reference)

    entries, where = put_aside(workspace, opened)
    record = manifest.asked(replace(made, entries=entries))
    return jobs.submit(store, workspace.key, jobs.BRIEF, jobs.brief_spec(record, form, where))


def _summary(at: Workspace | None, language: str) -> dict[str, Any]:
    from analytics.core.analysis import find
    from analytics.core.filters import Filters
    from analytics.core.record import as_json

    overview = find("overview")
    if at is None:
        run = questions.answered(overview.slug, overview.params())
    else:
        run = memory.answered(
            open_store().address,
            at.data,
            overview.slug,
            params=overview.params(),
            filters=Filters.from_lists(at.filters),
        )
    record = as_json(run, language)
    return {
        "workspace": at.key if at else None,
        **{name: record[name] for name in ("data", "dataset", "filters")},
        "summary": {name: record["section"][name] for name in ("headline", "figures", "caveats")},
    }
