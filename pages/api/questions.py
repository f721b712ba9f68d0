"""The JSON API: `/api/v1/…`, the same engine and the same object as `orewatch … --json`."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from analytics.core.analysis import Analysis, Run, catalogue, execute, find
from analytics.core.errors import NotKnown, OrewatchError
from analytics.core.params import Params, from_text

if TYPE_CHECKING:
    from starlette.requests import Request

LANGUAGE: Final = "language"
NOT_FOUND, UNUSABLE, OURS = 404, 422, 500


async def health(_: Request) -> JSONResponse:
    """Say that the server is up, and which version it is."""
    from analytics import __version__

    return JSONResponse({"status": "ok", "version": __version__})


async def analyses(request: Request) -> JSONResponse:
    """Every question that can be asked, with its parameters."""
    language = request.query_params.get(LANGUAGE, "en")
    try:
        return JSONResponse({"analyses": [_described(a, language) for a in catalogue().values()]})
    except OrewatchError as error:
        return _refused(error, "en", UNUSABLE)


async def answer(request: Request) -> JSONResponse:
    """One answer about the sample data; the query string holds the parameters."""
    asked = dict(request.query_params)
    language = asked.pop(LANGUAGE, "en")
    try:
        analysis = find(request.path_params["slug"])
    except NotKnown as error:
        return _refused(error, language, NOT_FOUND)
    try:
        return JSONResponse(await run_in_threadpool(_answer, analysis, asked, language))
    except OrewatchError as error:
        return _refused(error, language, UNUSABLE)


async def failed(_: Request, error: Exception) -> JSONResponse:
    """What nobody expected gets a number that is also in the log."""
    from pages.ui import errors

    return JSONResponse({"error": "unexpected", "report": errors.report(error)}, status_code=OURS)


def _answer(analysis: Analysis[Any, Any], asked: dict[str, str], language: str) -> dict[str, Any]:
    from analytics.core.record import as_json

    return as_json(_run(analysis.slug, from_text(analysis.params, asked)), language)


@lru_cache(maxsize=64)
def _run(slug: str, params: Params) -> Run[Any]:
    import analytics

    return execute(find(slug), analytics.sample(), params)


def _described(analysis: Analysis[Any, Any], language: str) -> dict[str, Any]:
    words = analysis.words(language)
    return {
        "slug": analysis.slug,
        "version": analysis.version,
        "title": words("title"),
        "needs": [{"kind": str(need.kind), "name": need.name} for need in analysis.needs],
        "params": [
            {
                "name": f.name,
                "label": words(f"param.{f.name}"),
                "default": f.default,
                **{k: v for k, v in f.metadata.items() if v not in (None, "", ())},
            }
            for f in fields(analysis.params)
        ],
    }


def _refused(error: OrewatchError, language: str, status: int) -> JSONResponse:
    """Code and sentence; in English where the language itself is what nobody knows."""
    try:
        message = error.text(language)
    except NotKnown:
        message = error.text("en")
    return JSONResponse({"error": error.code, "message": message}, status_code=status)


ROUTES: Final = [
    Route("/api/v1/health", health),
    Route("/api/v1/analyses", analyses),
    Route("/api/v1/analyses/{slug}", answer),
]
