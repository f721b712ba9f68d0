"""A file from an address on the web, with a cap on size and time."""

from __future__ import annotations

import ipaddress
import os
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from analytics.intake.limits import MB
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO

    from analytics.intake.limits import Limits

SCHEMES: Final = ("http://", "https://")
WAIT_S: Final = 30.0
TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")  # by routers, to the last four bytes
NO_ANSWER: Final = (OSError, HTTPException, ValueError)  # URLError and time-outs are OSErrors


def name(address: str) -> str:
    """What to call the file behind an address."""
    return PurePosixPath(unquote(shown(address))).name


def content(address: str, limits: Limits) -> bytes:
    """The bytes behind an address; redirects may not leave http and https."""
    try:
        with opened(address, {"User-Agent": "orewatch"}) as answer:
            stated = answer.headers.get("Content-Length", "")
            limits.check_size(int(stated) if stated.isdigit() else 0)
            data: bytes = answer.read(limits.upload_mb * MB + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise ReadError("fetch-refused", address=shown(address), status=str(error.code)) from error
    except NO_ANSWER as error:
        raise ReadError("fetch-failed", address=shown(address)) from error
    limits.check_size(len(data))
    return data


def opened(address: str, headers: dict[str, str], *, stays: bool = False) -> Any:  # noqa: ANN401 - what the web answers
    """The answer of a public address, to be read and closed; raises one of `NO_ANSWER`.

    Where it `stays`, redirects to another host, or from https to http, are refused.
    """
    if os.environ.get("OREWATCH_OFFLINE") == "1":
        raise ReadError("fetch-off", address=shown(address))
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        _Plain(),
        _Secure(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _WebOnly(stays=stays),
    ):
        opener.add_handler(handler)
    _check_public(address)
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - only http(s) handlers
    return opener.open(request, timeout=WAIT_S)


def shown(address: str) -> str:
    """The address without user name, password and query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.partition("?")[0].rpartition("@")[2][:200]
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"[:200]


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the web only; the standard handler also allows ftp."""

    def __init__(self, *, stays: bool) -> None:
        self.stays = stays

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuse to leave the web, or the public part of it."""
        if not newurl.lower().startswith(SCHEMES) or (self.stays and _leaves(req.full_url, newurl)):
            raise urllib.error.HTTPError(newurl, code, msg, headers, fp)
        _check_public(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Plain(urllib.request.HTTPHandler):
    """Looks at who answered before anything is asked of them."""

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        kind = HTTPConnection if _is_proxied(req) else _checked(HTTPConnection)
        return self.do_open(kind, req)


class _Secure(urllib.request.HTTPSHandler):
    """The same behind encryption."""

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        kind = HTTPSConnection if _is_proxied(req) else _checked(HTTPSConnection)
        return self.do_open(kind, req)


def _checked(kind: type[HTTPConnection]) -> Any:  # noqa: ANN401 - a class of connections
    """Connections that end where a name that was public when looked up leads inside after all."""

    class Checked(kind):  # type: ignore[valid-type,misc]  # one of two known classes
        def connect(self) -> None:
            super().connect()
            if not _may_reach(self.sock.getpeername()[0]):
                self.close()
                raise ReadError("fetch-local", address=self.host)

    return Checked


def _is_proxied(request: urllib.request.Request) -> bool:
    """Whether a proxy makes the connection: it looks names up itself."""
    return request.host != urlsplit(request.full_url).netloc


def _leaves(before: str, after: str) -> bool:
    old, new = urlsplit(before), urlsplit(after)
    return old.hostname != new.hostname or (old.scheme == "https" and new.scheme != "https")


def _check_public(address: str) -> None:
    """Refuse addresses inside the network of this machine, which only it may reach."""
    host = urlsplit(address).hostname or ""
    with suppress(OSError):  # a name nobody knows fails at the request itself
        for *_, place in socket.getaddrinfo(host, None):
            if not _may_reach(str(place[0])):
                raise ReadError("fetch-local", address=shown(address))


def _may_reach(ip: str) -> bool:
    """Whether an address is public; on a machine of one's own any is, where that is set."""
    if os.environ.get("OREWATCH_LOCAL_URLS") == "1":
        return True
    found = ipaddress.ip_address(ip.partition("%")[0])
    within = _within(found) if isinstance(found, ipaddress.IPv6Address) else None
    return (within or found).is_global and not found.is_multicast


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The older address that a newer one stands for and is led to."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
