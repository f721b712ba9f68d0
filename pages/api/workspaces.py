"""Workspaces for programs: make one from a file, ask it questions, fetch the answers again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from analytics.core.analysis import Run, execute, find
from analytics.core.filters import Filters
from analytics.core.params import Params, from_text
from analytics.store import open_store
from analytics.store.workspace import SAMPLE, StoredRun, Workspace
from pages import access, gate, signed
from pages.access import FORBIDDEN, May
from pages.api.reply import BAD, LANGUAGE, UNUSABLE, ApiError, apart, body, json_body, politely

if TYPE_CHECKING:
    from starlette.requests import Request

    from analytics.core.dataset import Dataset

CREATED, NO_CONTENT = 201, 204
NAME: Final = "name"
HOW: Final = ("layer", "area", "measure", "country", "crs")  # how a file is to be understood
ASKED: Final = ("analysis", "params", "filters", LANGUAGE)
KEPT: Final = 8  # data sets in memory


@politely
async def create(request: Request) -> Response:
    """A workspace from the file in the body, or of the sample data where the body is empty."""
    from analytics.intake import limits

    content = await body(request, limits.from_environment().upload_mb * 1_000_000)
    language = request.query_params.get(LANGUAGE, "en")
    owner = gate.person(request).key
    made = await apart(_made, content, dict(request.query_params), owner, language)
    if "workspace" not in made:
        return JSONResponse(made, status_code=UNUSABLE)
    where = f"/api/v1/workspaces/{made['workspace']['key']}"
    return JSONResponse(made, status_code=CREATED, headers={"Location": where})


@politely
async def show(request: Request) -> Response:
    """What a workspace holds."""
    return JSONResponse({"workspace": _told(await apart(_opened, request))})


@politely
async def delete(request: Request) -> Response:
    """Forget a workspace for good; its owner alone may."""
    gate.need(request, May.DELETE)
    workspace = await apart(_opened, request)
    if workspace.owner != gate.person(request).key:
        raise ApiError("not-owner", FORBIDDEN)
    await apart(open_store().delete, workspace.key)
    return Response(status_code=NO_CONTENT)


@politely
async def ask(request: Request) -> Response:
    """Run an analysis on the data of a workspace, and keep the answer."""
    asked = await json_body(request)
    workspace = await apart(_opened, request)
    stored = await apart(_asked, workspace, asked, request.query_params.get(LANGUAGE, "en"))
    where = f"/api/v1/runs/{stored.key}"
    return JSONResponse(_answer(stored), status_code=CREATED, headers={"Location": where})


@politely
async def runs(request: Request) -> Response:
    """The answers a workspace was given, the latest first."""
    workspace = await apart(_opened, request)
    found = await apart(open_store().runs, workspace.key)
    return JSONResponse({"runs": [_about(run) for run in found]})


@politely
async def run(request: Request) -> Response:
    """One answer as it was given, with all it takes to ask again."""
    store = open_store()
    stored = await apart(store.run, request.path_params["key"])
    _may_open(request, await apart(store.workspace, stored.workspace))
    return JSONResponse(_answer(stored))


def _made(content: bytes, query: Mapping[str, str], owner: str, language: str) -> dict[str, Any]:
    """The new workspace and what was found in its file; without the workspace if not usable."""
    if not content:
        workspace = Workspace(owner=owner)
        open_store().save(workspace)
        return {"workspace": _told(workspace)}
    from analytics.cli import health
    from analytics.intake import pipeline

    if not query.get(NAME):
        raise ApiError("file-name", BAD)
    how = {name: query[name] for name in HOW if name in query}
    taken = pipeline.inspect(content, name=query[NAME], **how)  # type: ignore[arg-type]  # texts
    reading = health.as_json(taken, language)
    if taken.dataset is None:
        return {"error": "not-usable", "message": health.verdict(taken, language), **reading}
    store, data = open_store(), taken.dataset
    workspace = Workspace(
        owner=owner, data=store.put_data(data), data_name=data.name, origin=data.fingerprint
    )
    store.save(workspace)
    return {"workspace": _told(workspace), "reading": reading}


def _asked(workspace: Workspace, asked: Mapping[str, Any], language: str) -> StoredRun:
    from analytics.core.record import as_json

    for name in asked:
        if name not in ASKED:
            raise ApiError("body-key", BAD, key=str(name)[:40], known=", ".join(ASKED))
    language = str(asked.get(LANGUAGE, language))
    analysis = find(str(asked.get("analysis", "")))
    params = from_text(analysis.params, _texts(asked, "params"))
    filters = Filters.from_lists(_lists(asked, "filters") or workspace.filters)
    done = _done(workspace.data, analysis.slug, params, filters)
    stored = StoredRun(
        workspace=workspace.key,
        slug=analysis.slug,
        version=analysis.version,
        fingerprint=done.dataset.fingerprint,
        params=_texts(asked, "params"),
        filters=filters.as_lists(),
        started=done.started,
        seconds=done.seconds,
        language=language,
        record=as_json(done, language),
    )
    open_store().put_run(stored)
    return stored


def _texts(asked: Mapping[str, Any], name: str) -> dict[str, str]:
    given = asked.get(name, {})
    if not isinstance(given, dict) or any(isinstance(v, list | dict) for v in given.values()):
        raise ApiError("body-params", BAD, name=name)
    return {key: _text(value) for key, value in given.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lists(asked: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    """A value alone stands for a list of one."""
    given = asked.get(name, {})
    if not isinstance(given, dict) or any(isinstance(v, dict) for v in given.values()):
        raise ApiError("body-params", BAD, name=name)
    return {
        key: [_text(item) for item in (value if isinstance(value, list) else [value])]
        for key, value in given.items()
    }


def _opened(request: Request) -> Workspace:
    found = open_store().workspace(request.path_params["key"])
    _may_open(request, found)
    return found


def _may_open(request: Request, workspace: Workspace) -> None:
    access.may_open(
        gate.person(request),
        owner=workspace.owner,
        is_shared=workspace.is_shared,
        rules=signed.rules(),
    )


def _told(workspace: Workspace) -> dict[str, Any]:
    return {
        "key": workspace.key,
        "name": workspace.name,
        "created": workspace.created.isoformat(),
        "changed": workspace.changed.isoformat(),
        "is_sample": workspace.data == SAMPLE,
        "data": workspace.data_name,
        "filters": {name: list(values) for name, values in workspace.filters.items()},
        "params": {slug: dict(values) for slug, values in workspace.params.items()},
        "basket": [
            {
                "analysis": entry.slug,
                "params": dict(entry.params),
                "filters": {name: list(values) for name, values in entry.filters.items()},
            }
            for entry in workspace.basket
        ],
    }


def _about(stored: StoredRun) -> dict[str, Any]:
    return {
        "key": stored.key,
        "analysis": stored.slug,
        "version": stored.version,
        "data": stored.fingerprint,
        "params": dict(stored.params),
        "filters": {name: list(values) for name, values in stored.filters.items()},
        "started": stored.started.isoformat(),
        "seconds": stored.seconds,
        "language": stored.language,
    }


def _answer(stored: StoredRun) -> dict[str, Any]:
    return {"run": _about(stored), **stored.record}


def _data(reference: str) -> Dataset:
    if reference == SAMPLE:
        import analytics

        return analytics.sample()
    return _loaded(str(open_store()), reference)


@lru_cache(maxsize=KEPT)
def _loaded(where: str, reference: str) -> Dataset:
    del where
    return open_store().data(reference)


@lru_cache(maxsize=KEPT)
def _done(reference: str, slug: str, params: Params, filters: Filters) -> Run[Any]:
    from analytics.core.filters import apply

    return execute(find(slug), apply(_data(reference), filters), params)
