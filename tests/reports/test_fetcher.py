"""The page maker loads what it is handed and nothing else (T8)."""

import pytest

from analytics.core import extras
from reports.fetcher import Local

OUTSIDE = (
    "http://169.254.169.254/latest/meta-data/",
    "https://example.org/style.css",
    "file:///etc/passwd",
    "ftp://example.org/x",
    "asset:unknown",
    "data:text/css,p{color:red}",
)


@pytest.mark.parametrize("url", OUTSIDE)
def test_refuses_and_remembers(url):
    fetcher = Local({"asset:ours": (b"x", "text/plain")})
    with pytest.raises(ValueError, match="blocked"):
        fetcher.fetch(url)
    assert fetcher.blocked == [url]


def test_hands_out_ours():
    fetcher = Local({"asset:ours": (b"x", "text/plain")})
    assert fetcher.fetch("asset:ours").read() == b"x"
    assert fetcher.blocked == []


def test_never_follows_anybody_elsewhere():
    names = {type(handler).__name__ for handler in Local({}).handlers}
    assert "HTTPRedirectHandler" not in names


def test_page_is_made_without_what_was_refused():
    html = """
      <link rel=stylesheet href="http://169.254.169.254/a.css">
      <link rel=attachment href="file:///etc/passwd">
      <style>@import "https://example.org/b.css"; p { background: url(file:///etc/hosts) }</style>
      <img src="http://127.0.0.1:1/c.png" alt="c"><object data="file:///etc/hostname"></object>
      <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///d.png"
        width="9" height="9"/><use href="http://127.0.0.1:1/e.svg#f"/></svg>
      <p>still here</p>"""
    fetcher = Local({})
    page = extras.require("weasyprint").HTML(
        string=html, url_fetcher=fetcher, base_url="asset:page/"
    )
    content = page.write_pdf(pdf_variant="pdf/ua-1")
    assert content.startswith(b"%PDF")
    wanted = ("a.css", "passwd", "b.css", "hosts", "c.png", "hostname", "d.png")
    assert all(any(name in url for url in fetcher.blocked) for name in wanted)
    assert b"root:" not in content
