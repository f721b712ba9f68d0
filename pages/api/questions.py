"""The catalogue, and answers about the sample data."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from analytics.core.analysis import Analysis, Run, catalogue, execute, find
from analytics.core.params import Params, from_text
from pages.api.reply import LANGUAGE, politely
from pages.api.turns import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request


async def health(_: Request) -> JSONResponse:
    """Say that the server is up, and which version it is."""
    from analytics import __version__

    return JSONResponse({"status": "ok", "version": __version__})


@politely
async def analyses(request: Request) -> JSONResponse:
    """Every question that can be asked, with its parameters."""
    language = request.query_params.get(LANGUAGE, "en")
    return JSONResponse({"analyses": [described(a, language) for a in catalogue().values()]})


@politely
async def answer(request: Request) -> JSONResponse:
    """One answer about the sample data; the query string holds the parameters."""
    asked = dict(request.query_params)
    language = asked.pop(LANGUAGE, "en")
    analysis = find(request.path_params["slug"])
    return JSONResponse(await in_turn(_answer, analysis, asked, language))


def described(analysis: Analysis[Any, Any], language: str) -> dict[str, Any]:
    """One question: its parameters with their limits, and what the data must hold."""
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


def _answer(analysis: Analysis[Any, Any], asked: dict[str, str], language: str) -> dict[str, Any]:
    from analytics.core.record import as_json

    return as_json(answered(analysis.slug, from_text(analysis.params, asked)), language)


@lru_cache(maxsize=64)
def answered(slug: str, params: Params) -> Run[Any]:
    """The answer about the sample data, worked out once."""
    import analytics

    return execute(find(slug), analytics.sample(), params)
