"""A server on this machine that knows ranges, and can be told to fail in every way servers do."""

import http.server
import re
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@dataclass
class Web:
    """What the server gives, how it fails, and what it was asked."""

    content: bytes = b""
    named: dict = field(default_factory=dict)  # other content by the name of the file
    mark: str = '"one"'
    has_ranges: bool = True
    cuts: list = field(default_factory=list)  # after so many bytes, one answer after the other
    codes: list = field(default_factory=list)  # answered instead, one after the other
    headers: dict = field(default_factory=dict)
    rests_s: float = 0.0  # after what was cut
    to: str = ""  # where it redirects to
    asked: list = field(default_factory=list)  # the ranges, None for the whole
    sent: int = 0  # bytes
    address: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def forget(self):
        """Count anew."""
        self.asked.clear()
        self.sent = 0


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as `web` says; one made for each connection."""

    web: Web

    def do_GET(self):
        self.answer(has_body=True)

    def do_HEAD(self):
        self.answer(has_body=False)

    def answer(self, *, has_body):
        web = self.web
        web.asked.append(self.headers.get("Range"))
        span = self.span()
        body = self.content() if span is None else self.content()[slice(*span)]
        if code := self.refusal(body):
            self.send_response(code)
            self.send_header("Content-Range", f"bytes */{len(self.content())}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(302 if web.to else 200 if span is None else 206)
        for name, value in self.said(span, body).items():
            self.send_header(name, value)
        self.end_headers()
        if has_body and not web.to:
            cut = web.cuts.pop(0) if web.cuts else None
            body = body[:cut]
            web.sent += len(body)
            with suppress(ConnectionError):  # who asked may have heard enough
                self.wfile.write(body)
                web.over.wait(web.rests_s if cut else 0)

    def content(self):
        return self.web.named.get(self.path.rpartition("/")[2], self.web.content)

    def refusal(self, body):
        if self.web.codes and (code := self.web.codes.pop(0)):
            return code
        if not self.path.endswith((".tif", ".zip")):
            return 404
        return 0 if body or self.web.to else 416

    def said(self, span, body):
        if self.web.to:
            return {"Location": self.web.to}
        said = {"Content-Length": str(len(body))}
        if self.web.mark:
            said["ETag"] = self.web.mark
        if span is not None:
            end = span[0] + len(body) - 1
            said["Content-Range"] = f"bytes {span[0]}-{end}/{len(self.content())}"
        return said | self.web.headers

    def span(self):
        """Start and end of the part asked for; None where the whole is to be given."""
        wanted = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        is_same = self.headers.get("If-Range", self.web.mark) == self.web.mark
        if not (wanted and is_same and self.web.has_ranges):
            return None
        return int(wanted[1]), int(wanted[2]) + 1 if wanted[2] else len(self.content())

    def log_message(self, *_):
        pass


@contextmanager
def serving(monkeypatch, content=b""):
    """A server that gives `content` as any .tif or .zip; addresses of this machine are allowed."""
    monkeypatch.setenv("OREWATCH_LOCAL_URLS", "1")
    for proxy in PROXIES:
        monkeypatch.delenv(proxy, raising=False)
    web = Web(content=content)
    of_this = type("OfThis", (Handler,), {"web": web})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), of_this) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        web.address = f"http://127.0.0.1:{running.server_port}/people.tif"
        try:
            yield web
        finally:
            web.over.set()
            running.shutdown()
            thread.join()
