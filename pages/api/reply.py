"""What every address of the API has in common: its errors, its language, its bodies."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, ClassVar, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from analytics.core.errors import NotKnown, OrewatchError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LANGUAGE: Final = "language"
BAD, MISSING, NO_METHOD, TOO_LARGE, UNUSABLE, OURS, BUSY = 400, 404, 405, 413, 422, 500, 503
MOST_JSON: Final = 1_000_000  # bytes
IN_MEMORY: Final = 8_000_000  # bytes of a body; of a larger one the rest is on the disk

Answering = Callable[["Request"], Awaitable["Response"]]


class ApiError(OrewatchError):
    """A request that cannot be understood or met."""

    folder: ClassVar[Path] = Path(__file__).parent

    def __init__(
        self,
        code: str,
        status: int,
        headers: Mapping[str, str] | None = None,
        /,
        **facts: object,
    ) -> None:
        """None stands for no headers beside the usual ones."""
        self.status, self.headers = status, headers
        super().__init__(code, **facts)


def politely(answer: Answering) -> Answering:
    """Errors meant for people become a status, a code and a sentence in their language."""

    @wraps(answer)
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except OrewatchError as error:
            return refused(error, request.query_params.get(LANGUAGE, "en"))

    return answered


def refused(error: OrewatchError, language: str) -> JSONResponse:
    """Code and sentence; in English where the language itself is what nobody knows."""
    try:
        message = error.text(language)
    except NotKnown:
        message = error.text("en")
    whole = message.encode(errors="replace").decode()  # half a character cannot be sent
    return JSONResponse(
        {"error": error.code, "message": whole},
        status_code=status(error),
        headers=getattr(error, "headers", None),
    )


def status(error: OrewatchError) -> int:
    """The number that says the same to a program."""
    own = getattr(error, "status", None)
    if isinstance(own, int):
        return own
    is_missing = isinstance(error, NotKnown) and error.code != LANGUAGE
    return MISSING if is_missing else UNUSABLE


async def failed(_: Request, error: Exception) -> JSONResponse:
    """What nobody expected gets a number that is also in the log."""
    from pages.ui import errors

    return JSONResponse({"error": "unexpected", "report": errors.report(error)}, status_code=OURS)


async def body(request: Request, most: int) -> IO[bytes]:
    """The body of a request as a file, refused as soon as it grows past `most` bytes."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who asked
    try:
        await _fill(file, request, most)
    except BaseException:
        file.close()
        raise
    return file


async def json_body(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty one is {}."""
    with await body(request, MOST_JSON) as file:
        content = file.read()
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError) as reason:
        raise ApiError("body-json", BAD) from reason
    if not isinstance(found, dict):
        raise ApiError("body-json", BAD)
    return found


async def apart(work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - whatever the work takes and gives
    """Work that takes a while, away from the loop that serves everybody."""
    return await run_in_threadpool(work, *given)


async def _fill(file: IO[bytes], request: Request, most: int) -> None:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise ApiError("body-large", TOO_LARGE, most=most)
        if size > IN_MEMORY:
            await run_in_threadpool(file.write, part)
        else:
            file.write(part)
    file.seek(0)
