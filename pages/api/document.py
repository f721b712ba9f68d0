"""The OpenAPI document, made from the routes and the declarations of the analyses."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from analytics.core.analysis import Analysis, catalogue
from analytics.core.filters import Filters
from analytics.core.words import LANGUAGES
from analytics.store.workspace import State
from pages.api import briefs
from reports import media

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS: Final = {bool: "boolean", int: "integer", float: "number", str: "string"}
TEXT: Final = {"type": "string"}
PLAIN: Final = {"type": ["string", "number", "boolean"]}
MANY: Final = {"type": "array", "items": PLAIN}
LISTS: Final = {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}


async def openapi(_: Request) -> JSONResponse:
    """What can be asked, for programs that write programs."""
    return JSONResponse(document())


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    from analytics import __version__

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Orewatch",
            "version": __version__,
            "description": "Totals and other answers about mining data. Every number is unrounded.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/api/v1/health": {"get": _get("Whether the server is up", "Health")},
            "/api/v1/openapi.json": {"get": _get("This document", "Any")},
            "/api/v1/analyses": {"get": _get("Every question with its parameters", "Catalogue")},
            **{
                f"/api/v1/analyses/{slug}": {"get": _question(item)}
                for slug, item in catalogue().items()
            },
            **{
                f"/api/v1/analyses/{slug}/pictures/{{picture}}": {"get": _picture(item)}
                for slug, item in catalogue().items()
            },
            "/api/v1/workspaces": {
                "get": _get("Your workspaces, the last changed first", "Workspaces"),
                "post": _create(),
            },
            "/api/v1/workspaces/{key}": {
                "parameters": [_key("workspace")],
                "get": _get("What a workspace holds", "Workspace", missing=True),
                "delete": _delete(),
            },
            "/api/v1/workspaces/{key}/runs": {
                "parameters": [_key("workspace")],
                "get": _get("The answers it was given", "Runs", missing=True),
                "post": _ask(),
            },
            "/api/v1/runs/{key}": {
                "parameters": [_key("run")],
                "get": _get("An answer as it was given", "Answer", missing=True),
            },
            "/api/v1/runs/{key}/pictures/{picture}": {
                "parameters": [_key("run")],
                "get": _picture_of_run(),
            },
            "/api/v1/jobs/{key}": {
                "parameters": [_key("job")],
                "get": _get("How far a job is, and what came of it", "Job", missing=True),
            },
            "/api/v1/workspaces/{key}/briefs": {
                "parameters": [_key("workspace")],
                "post": _brief(),
            },
            "/api/v1/documents/{key}": {
                "parameters": [_key("job")],
                "get": _document(),
            },
            "/api/v1/summary": {"get": _summary()},
        },
        "components": {"schemas": _schemas()},
    }


def _get(summary: str, schema: str, *, missing: bool = False) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [_language()],
        "responses": {"200": _json(summary, schema), **(_errors(404) if missing else _errors(422))},
    }


def _question(analysis: Analysis[Any, Any]) -> dict[str, Any]:
    words = analysis.words("en")
    return {
        "summary": f"{words('title')}, of the sample data",
        "parameters": [*_params(analysis), _language()],
        "responses": {"200": _json("The answer", "Answer"), **_errors(422, 503)},
    }


def _picture(analysis: Analysis[Any, Any]) -> dict[str, Any]:
    return {
        "summary": f"{analysis.words('en')('title')}: a chart or map that stands alone",
        "parameters": [_picture_name(), *_params(analysis), _language()],
        "responses": {"200": _files(), **_errors(404, 422, 503)},
    }


def _picture_of_run() -> dict[str, Any]:
    return {
        "summary": "A chart or map of an answer as it was given",
        "parameters": [_picture_name(), _language()],
        "responses": {"200": _files(), **_errors(403, 404, 409, 503)},
    }


def _picture_name() -> dict[str, Any]:
    return {
        "name": "picture",
        "in": "path",
        "required": True,
        "description": "chart or map and its number, with the form: chart-1.svg, map-1.png",
        "schema": {"type": "string", "pattern": r"^(chart|map)-\d+\.(svg|png|csv)$"},
    }


def _files() -> dict[str, Any]:
    content = {kind: {"schema": TEXT} for kind in ("image/svg+xml", "image/png", "text/csv")}
    return {"description": "The picture, or its numbers", "content": content}


def _params(analysis: Analysis[Any, Any]) -> list[dict[str, Any]]:
    words = analysis.words("en")
    return [
        {
            "name": f.name,
            "in": "query",
            "description": words(f"param.{f.name}"),
            "schema": _limits(f.default, f.metadata),
        }
        for f in fields(analysis.params)
    ]


def _limits(default: object, metadata: Any) -> dict[str, Any]:  # noqa: ANN401 - a mapping of any
    schema: dict[str, Any] = {"type": KINDS[type(default)], "default": default}
    if metadata["choices"] and not metadata["from_file"]:
        schema["enum"] = list(metadata["choices"])
    for name, key in (("low", "minimum"), ("high", "maximum")):
        if metadata[name] is not None:
            schema[key] = metadata[name]
    return schema


def _create() -> dict[str, Any]:
    texts = {
        "name": "name of the file, with its ending; needed with a file",
        "layer": "layer of the file",
        "area": "attribute or geometry",
        "measure": "flow or stock",
        "country": "three-letter code of the country of every row that names none",
        "crs": "coordinate system, where the file does not say",
    }
    return {
        "summary": "Make a workspace from the file in the body; without a body of the sample data",
        "parameters": [
            *(
                {"name": name, "in": "query", "description": text, "schema": TEXT}
                for name, text in texts.items()
            ),
            _language(),
        ],
        "requestBody": {
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        },
        "responses": {"201": _json("The workspace", "Created"), **_errors(400, 413, 422, 503)},
    }


def _ask() -> dict[str, Any]:
    return {
        "summary": "Ask a question of the data; the answer is kept for the owner of the workspace",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Question"}}},
        },
        "responses": {
            "200": _json("The answer for somebody else: not kept, `run` is null", "Answer"),
            "201": _json("The answer, kept", "Answer"),
            "202": _json("A job, as the data hold many records", "Job"),
            **_errors(400, 403, 404, 422, 503),
        },
    }


def _brief() -> dict[str, Any]:
    return {
        "summary": "Have a brief made from what was put aside, else from the usual answers",
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Brief"}}},
        },
        "responses": {
            "202": _json("The job that makes it", "Job"),
            **_errors(400, 403, 404, 422, 503),
        },
    }


def _document() -> dict[str, Any]:
    content = {kind: {"schema": TEXT} for kind in map(media.MIME.__getitem__, briefs.FORMS)}
    return {
        "summary": "The file that a job made",
        "parameters": [_language()],
        "responses": {"200": {"description": "The file", "content": content}, **_errors(404, 422)},
    }


def _summary() -> dict[str, Any]:
    workspace = {
        "name": "workspace",
        "in": "query",
        "description": "key of the workspace; without it the sample data",
        "schema": TEXT,
    }
    return {
        "summary": "The key numbers, of a workspace as it is filtered",
        "parameters": [workspace, _language()],
        "responses": {"200": _json("The key numbers", "Summary"), **_errors(403, 404, 422, 503)},
    }


def _delete() -> dict[str, Any]:
    return {
        "summary": "Forget it for good, with everything that belongs to it",
        "responses": {"204": {"description": "It is gone"}, **_errors(403, 404)},
    }


def _key(what: str) -> dict[str, Any]:
    return {
        "name": "key",
        "in": "path",
        "required": True,
        "description": f"key of the {what}",
        "schema": TEXT,
    }


def _language() -> dict[str, Any]:
    return {
        "name": "language",
        "in": "query",
        "description": "language of the words",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": "en"},
    }


def _json(description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _errors(*statuses: int) -> dict[str, Any]:
    told = {
        400: "The request cannot be understood",
        403: "Not permitted",
        404: "There is none",
        409: "The data are no longer those it is about",
        413: "The file is too large",
        422: "The data or a parameter cannot be used",
        503: "Too many wait; `Retry-After` says how many seconds",
    }
    return {str(status): _json(told[status], "Error") for status in statuses}


def _schemas() -> dict[str, Any]:
    anything = {"type": "object"}
    run = {
        "type": ["object", "null"],
        "properties": {
            **dict.fromkeys(("key", "analysis", "version", "data", "language"), TEXT),
            "params": {"type": "object"},
            "filters": LISTS,
            "started": {"type": "string", "format": "date-time"},
            "seconds": {"type": "number"},
        },
    }
    workspace = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("key", "name", "data"), TEXT),
            "created": {"type": "string", "format": "date-time"},
            "changed": {"type": "string", "format": "date-time"},
            "is_sample": {"type": "boolean"},
            "filters": LISTS,
            "params": anything,
            "basket": {"type": "array", "items": anything},
        },
        "required": ["key"],
    }
    told = {
        name: {"type": ["string", "null"]}
        for name in ("started", "ended", "run", "document", "error")
    }
    job = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("key", "workspace", "kind", "message", "created"), TEXT),
            "state": {"type": "string", "enum": list(State)},
            "progress": {"type": "number", "minimum": 0, "maximum": 1},
            **told,
        },
    }
    return {
        "Any": anything,
        "Error": {
            "type": "object",
            "properties": {"error": TEXT, "message": TEXT, "report": TEXT},
            "required": ["error"],
        },
        "Health": {"type": "object", "properties": {"status": TEXT, "version": TEXT}},
        "Catalogue": {
            "type": "object",
            "properties": {"analyses": {"type": "array", "items": anything}},
        },
        "Job": {"type": "object", "properties": {"job": job}},
        "Workspaces": {
            "type": "object",
            "properties": {"workspaces": {"type": "array", "items": workspace}},
        },
        "Workspace": {"type": "object", "properties": {"workspace": workspace}},
        "Created": {
            "type": "object",
            "properties": {"workspace": workspace, "reading": anything},
        },
        "Question": {
            "type": "object",
            "properties": {
                "analysis": {"type": "string", "enum": list(catalogue())},
                "params": {"type": "object", "additionalProperties": PLAIN},
                "filters": {
                    "type": "object",
                    "description": "left out: those of the workspace; {}: none; else exactly these",
                    "properties": {f.name: {"anyOf": [PLAIN, MANY]} for f in fields(Filters)},
                    "additionalProperties": False,
                },
                "language": {"type": "string", "enum": list(LANGUAGES)},
            },
            "required": ["analysis"],
            "additionalProperties": False,
        },
        "Brief": {
            "type": "object",
            "properties": {
                **{
                    name: {"type": "string", "enum": list(of)}
                    for name, of in briefs.CHOICES.items()
                },
                briefs.FORM: {
                    "type": "string",
                    "enum": [one.removeprefix(".") for one in briefs.FORMS],
                    "default": "pdf",
                },
                "language": {"type": "string", "enum": list(LANGUAGES)},
                **dict.fromkeys(briefs.TEXTS, TEXT),
            },
            "additionalProperties": False,
        },
        "Summary": {
            "type": "object",
            "properties": {
                "workspace": {"type": ["string", "null"]},
                "data": TEXT,
                "dataset": anything,
                "filters": {"type": ["object", "null"]},
                "summary": {
                    "type": "object",
                    "properties": {
                        "headline": TEXT,
                        "figures": {"type": "array", "items": anything},
                        "caveats": {"type": "array", "items": TEXT},
                    },
                },
            },
        },
        "Runs": {"type": "object", "properties": {"runs": {"type": "array", "items": run}}},
        "Answer": {
            "type": "object",
            "properties": {
                "run": run,
                "analysis": TEXT,
                "version": TEXT,
                "data": TEXT,
                "dataset": anything,
                "params": anything,
                "filters": anything,
                "result": anything,
                "section": anything,
            },
        },
    }
