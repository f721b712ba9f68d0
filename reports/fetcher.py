"""What the page maker may load: what we hand it, and nothing else (PLATFORM T8).

Import it only once WeasyPrint is known to work (`core.extras.require`).
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from weasyprint.urls import URLFetcher, URLFetcherResponse

LOG = structlog.get_logger(__name__)


class Local(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Knows the addresses in `assets` (content and media type) and no others.

    Anything else, be it web, file, data or redirect, is refused, logged and kept in `blocked`;
    the page is made without it.
    """

    def __init__(self, assets: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self.assets = assets
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - the signature of WeasyPrint
        """The content of one of ours; ValueError, which WeasyPrint steps over, for any other."""
        if url in self.assets:
            content, media_type = self.assets[url]
            return URLFetcherResponse(url, content, {"Content-Type": media_type})
        self.blocked.append(url)
        LOG.warning("page asked for an outside address", url=url[:200])
        msg = f"blocked {url[:200]}"
        raise ValueError(msg)
