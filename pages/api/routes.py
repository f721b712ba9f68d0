"""Every address of the API, with what the OpenAPI document says of it."""

from __future__ import annotations

from typing import Final

from starlette.routing import Route

from pages.api import document, questions, workspaces
from pages.api.reply import unknown

ROUTES: Final = [
    Route("/api/v1/health", questions.health),
    Route("/api/v1/openapi.json", document.openapi),
    Route("/api/v1/analyses", questions.analyses),
    Route("/api/v1/analyses/{slug}", questions.answer),
    Route("/api/v1/workspaces", workspaces.create, methods=["POST"]),
    Route("/api/v1/workspaces/{key}", workspaces.show),
    Route("/api/v1/workspaces/{key}", workspaces.delete, methods=["DELETE"]),
    Route("/api/v1/workspaces/{key}/runs", workspaces.runs),
    Route("/api/v1/workspaces/{key}/runs", workspaces.ask, methods=["POST"]),
    Route("/api/v1/runs/{key}", workspaces.run),
    Route("/api/{rest:path}", unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
]
