"""Requests to the API without a server."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

HOST = "127.0.0.1"


def fetch(app, path, query="", *, method="GET", body=b"", headers=()):
    """Status, object and headers of one answer."""
    status, answer, told = whole(app, path, query, method=method, body=body, headers=headers)
    return status, json.loads(answer or b"null"), told


def raw(app, path, query=""):
    """Status and content of an answer that is a file."""
    return whole(app, path, query, method="GET", body=b"", headers=())[:2]


def whole(app, path, query, *, method, body, headers):
    """Status, bytes and headers of one answer."""
    sent = []
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def receive():
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", f"{HOST}:8501".encode()), *headers],
        "scheme": "http",
        "server": (HOST, 8501),
        "client": (HOST, 50000),
    }
    with ThreadPoolExecutor(1) as apart:  # a browser test of the same run leaves a loop behind
        apart.submit(asyncio.run, app(scope, receive, send)).result()
    answer = b"".join(message.get("body", b"") for message in sent)
    told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], answer, told
