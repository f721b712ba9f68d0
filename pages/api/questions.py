"""The catalogue, and answers about the sample data."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from analytics.core.analysis import Analysis, Run, catalogue, execute, find
from analytics.core.params import Params, from_text
from pages.api.addresses import shown
from pages.api.reply import LANGUAGE, MISSING, ApiError, politely
from pages.api.turns import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request


MIME: Final = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv"}


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


@politely
async def picture(request: Request) -> Response:
    """A chart or map of an answer about the sample data, as a file that stands alone."""
    asked = dict(request.query_params)
    language = asked.pop(LANGUAGE, "en")
    analysis = find(request.path_params["slug"])
    name, _, form = request.path_params["picture"].rpartition(".")
    if f".{form}" not in MIME:
        raise ApiError("picture-form", MISSING, form=shown(form), known=" ".join(MIME))
    content = await in_turn(_picture, analysis, asked, f"{name}.{form}", language)
    return Response(content, media_type=MIME[f".{form}"])


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

    return as_json(_run(analysis.slug, from_text(analysis.params, asked)), language)


def _picture(
    analysis: Analysis[Any, Any], asked: dict[str, str], file: str, language: str
) -> bytes:
    from reports import pictures

    run = _run(analysis.slug, from_text(analysis.params, asked))
    name, _, form = file.rpartition(".")
    return pictures.picture_bytes(run, name, f".{form}", language=language)


@lru_cache(maxsize=64)
def _run(slug: str, params: Params) -> Run[Any]:
    import analytics

    return execute(find(slug), analytics.sample(), params)
