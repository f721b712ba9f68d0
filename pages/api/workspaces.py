"""Workspaces for programs: make one from a file, ask it questions, fetch the answers again."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import IO, TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from analytics import jobs
from analytics.core.errors import NotKnown
from analytics.store import open_store
from analytics.store.workspace import StoredRun, Workspace, now
from pages import access, gate, signed
from pages.access import FORBIDDEN, May
from pages.api import memory, told
from pages.api.asked import Question, question
from pages.api.reply import BAD, LANGUAGE, UNUSABLE, ApiError, apart, body, json_body, politely
from pages.api.turns import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request

    from analytics.store.workspace import Job

CREATED, ACCEPTED, NO_CONTENT = 201, 202, 204
NAME: Final = "name"
HOW: Final = ("layer", "area", "measure", "country", "crs")  # how a file is to be understood
MANY: Final = 20_000  # records; a question about more is answered by a job
LISTED: Final = 100


@politely
async def listed(request: Request) -> Response:
    """The workspaces of who asks, the last changed first."""
    found = await apart(open_store().recent, gate.person(request).key, LISTED)
    return JSONResponse({"workspaces": [told.workspace(kept) for kept in found]})


@politely
async def create(request: Request) -> Response:
    """A workspace from the file in the body, or of the sample data where the body is empty."""
    from analytics.intake import limits

    language = request.query_params.get(LANGUAGE, "en")
    owner, query = gate.person(request).key, dict(request.query_params)
    with await body(request, limits.from_environment().upload_mb * 1_000_000) as file:
        made = await in_turn(_made, file, query, owner, language)
    if "workspace" not in made:
        return JSONResponse(made, status_code=UNUSABLE)
    where = f"/api/v1/workspaces/{made['workspace']['key']}"
    return JSONResponse(made, status_code=CREATED, headers={"Location": where})


@politely
async def show(request: Request) -> Response:
    """What a workspace holds."""
    return JSONResponse({"workspace": told.workspace(await apart(opened, request))})


@politely
async def delete(request: Request) -> Response:
    """Forget a workspace for good, its jobs ended; its owner alone may."""
    gate.need(request, May.DELETE)
    workspace = await apart(opened, request)
    if not _is_mine(request, workspace):
        raise ApiError("not-owner", FORBIDDEN)
    await apart(jobs.delete, open_store(), workspace.key)
    return Response(status_code=NO_CONTENT)


@politely
async def ask(request: Request) -> Response:
    """Answer a question about the data of a workspace; the answer is kept for its owner only."""
    asked = await json_body(request)
    workspace = await apart(opened, request)
    wanted = question(asked, workspace.filters, request.query_params.get(LANGUAGE, "en"))
    is_mine = _is_mine(request, workspace)
    count = await in_turn(_records, workspace.data)
    if count > MANY:
        if not is_mine:
            raise ApiError("others-large", FORBIDDEN, count=count, most=MANY)
        job = await apart(_queued, workspace, wanted)
        return _reply({"job": told.job(job, wanted.language)}, ACCEPTED, f"jobs/{job.key}")
    if not is_mine:
        return JSONResponse(await in_turn(_unkept, workspace, wanted))
    stored = await in_turn(_kept, workspace, wanted)
    return _reply(told.answer(stored), CREATED, f"runs/{stored.key}")


@politely
async def runs(request: Request) -> Response:
    """The answers a workspace was given, the latest first."""
    workspace = await apart(opened, request)
    found = await apart(open_store().runs, workspace.key)
    return JSONResponse({"runs": [told.about(run) for run in found]})


@politely
async def run(request: Request) -> Response:
    """One answer as it was given, with all it takes to ask again."""
    store = open_store()
    stored = await apart(store.run, request.path_params["key"])
    may_open(request, await apart(store.workspace, stored.workspace))
    return JSONResponse(told.answer(stored))


@politely
async def job(request: Request) -> Response:
    """How far a job is, and where its answer lies."""
    store = open_store()
    found = await apart(store.job, request.path_params["key"])
    may_open(request, await apart(store.workspace, found.workspace))
    return JSONResponse({"job": told.job(found, request.query_params.get(LANGUAGE, "en"))})


def _reply(content: Mapping[str, Any], status: int, where: str) -> JSONResponse:
    return JSONResponse(content, status_code=status, headers={"Location": f"/api/v1/{where}"})


def _made(file: IO[bytes], query: Mapping[str, str], owner: str, language: str) -> dict[str, Any]:
    """The new workspace and what was found in its file; without the workspace if not usable."""
    content = file.read()
    if not content:
        workspace = Workspace(owner=owner)
        open_store().save(workspace)
        return {"workspace": told.workspace(workspace)}
    if not query.get(NAME):
        raise ApiError("file-name", BAD)
    from hashlib import sha256

    from analytics.intake import parsed

    digest, is_kept = sha256(content).hexdigest(), False
    try:
        made = _taken_in(content, query, owner, language)
        is_kept = "workspace" in made
    finally:
        if not is_kept:
            parsed.forget(digest)  # no workspace holds it that could be deleted
    return made


def _taken_in(
    content: bytes, query: Mapping[str, str], owner: str, language: str
) -> dict[str, Any]:
    from analytics.cli import health
    from analytics.intake import pipeline

    how = {name: query[name] for name in HOW if name in query}
    taken = pipeline.inspect(content, name=query[NAME], **how)  # type: ignore[arg-type]  # texts
    reading = health.as_json(taken, language)
    if taken.dataset is None:
        return {"error": "not-usable", "message": health.verdict(taken, language), **reading}
    store, data = open_store(), taken.dataset
    workspace = Workspace(
        owner=owner,
        data=store.put_data(data),
        data_name=data.name,
        origin=data.fingerprint,
        uploads=(taken.raw.sha256,),
    )
    store.save(workspace)
    return {"workspace": told.workspace(workspace), "reading": reading}


def _records(reference: str) -> int:
    return len(memory.data(open_store().address, reference).sites)


def _queued(workspace: Workspace, wanted: Question) -> Job:
    spec = jobs.run_spec(
        workspace.data,
        wanted.slug,
        params=wanted.texts,
        filters=wanted.filters.as_lists(),
        language=wanted.language,
    )
    return jobs.submit(open_store(), workspace.key, jobs.RUN, spec)


def _kept(workspace: Workspace, wanted: Question) -> StoredRun:
    """The answer, kept as given now, whenever it was worked out."""
    started, clock = now(), perf_counter()
    fingerprint, version, record = _answered(workspace, wanted)
    stored = StoredRun(
        workspace=workspace.key,
        slug=wanted.slug,
        version=version,
        fingerprint=fingerprint,
        params=wanted.texts,
        filters=wanted.filters.as_lists(),
        started=started,
        seconds=perf_counter() - clock,
        language=wanted.language,
        record=record,
    )
    try:
        open_store().put_run(stored)
    except NotKnown:
        memory.forget()  # deleted meanwhile
        raise
    return stored


def _unkept(workspace: Workspace, wanted: Question) -> dict[str, Any]:
    """The answer for somebody else, who may look but not write."""
    record = _answered(workspace, wanted)[-1]
    try:
        open_store().workspace(workspace.key)
    except NotKnown:
        memory.forget()  # deleted meanwhile
        raise
    return {"run": None, **record}


def _answered(workspace: Workspace, wanted: Question) -> tuple[str, str, dict[str, Any]]:
    """Fingerprint of the data after the filters, version of the method, and the answer."""
    from analytics.core.record import as_json

    done = memory.answered(
        open_store().address,
        workspace.data,
        wanted.slug,
        params=wanted.params,
        filters=wanted.filters,
    )
    return done.dataset.fingerprint, done.analysis.version, as_json(done, wanted.language)


def opened(request: Request, key: str = "") -> Workspace:
    """The workspace of this key, or of the one in the address, if who asks may see it."""
    found = open_store().workspace(key or request.path_params["key"])
    may_open(request, found)
    return found


def _is_mine(request: Request, workspace: Workspace) -> bool:
    return workspace.owner == gate.person(request).key


def may_open(request: Request, workspace: Workspace) -> None:
    """Refuse who may not see this workspace."""
    access.may_open(
        gate.person(request),
        owner=workspace.owner,
        is_shared=workspace.is_shared,
        rules=signed.rules(),
    )
