"""Charts and maps of answers as files that stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from analytics.core.analysis import find
from analytics.core.filters import Filters
from analytics.core.params import from_text
from analytics.store import open_store
from pages.api import memory, questions, workspaces
from pages.api.addresses import shown
from pages.api.reply import LANGUAGE, MISSING, ApiError, apart, politely
from pages.api.turns import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request

    from analytics.core.analysis import Run
    from analytics.store.workspace import StoredRun, Workspace

CONFLICT: Final = 409
MIME: Final = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv"}


@politely
async def of_sample(request: Request) -> Response:
    """One of an answer about the sample data; the query string holds the parameters."""
    asked = dict(request.query_params)
    language = asked.pop(LANGUAGE, "en")
    analysis = find(request.path_params["slug"])
    name, form = _named(request)

    def made() -> bytes:
        run = questions.answered(analysis.slug, from_text(analysis.params, asked))
        return _file(run, name, form, language)

    return Response(await in_turn(made), media_type=MIME[form])


@politely
async def of_run(request: Request) -> Response:
    """One of an answer that was given; drawn in its language where no other is asked for."""
    name, form = _named(request)
    store = open_store()
    stored = await apart(store.run, request.path_params["key"])
    workspace = await apart(store.workspace, stored.workspace)
    workspaces.may_open(request, workspace)
    language = request.query_params.get(LANGUAGE, stored.language)

    def made() -> bytes:
        return _file(_again(workspace, stored), name, form, language)

    return Response(await in_turn(made), media_type=MIME[form])


def _named(request: Request) -> tuple[str, str]:
    """Name and form of the picture asked for."""
    name, _, form = request.path_params["picture"].rpartition(".")
    if f".{form}" not in MIME:
        raise ApiError("picture-form", MISSING, form=shown(form), known=" ".join(MIME))
    return name, f".{form}"


def _file(run: Run[Any], name: str, form: str, language: str) -> bytes:
    from reports import pictures

    return pictures.picture_bytes(run, name, form, language=language)


def _again(workspace: Workspace, stored: StoredRun) -> Run[Any]:
    """The same answer; refused where the data of the workspace are no longer those it is about."""
    analysis, address = find(stored.slug), open_store().address
    count = len(memory.data(address, workspace.data).sites)
    if count > workspaces.MANY:
        raise ApiError("picture-many", CONFLICT, count=count, most=workspaces.MANY)
    run = memory.answered(
        address,
        workspace.data,
        stored.slug,
        params=from_text(analysis.params, dict(stored.params)),
        filters=Filters.from_lists(stored.filters),
    )
    if (run.dataset.fingerprint, analysis.version) != (stored.fingerprint, stored.version):
        raise ApiError("picture-changed", CONFLICT)
    return run
