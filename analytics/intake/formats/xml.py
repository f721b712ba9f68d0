"""Which kind of XML a file is; only KML is read, the rest is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.intake import sniff
from analytics.intake.formats import kml
from analytics.intake.formats.encoding import decoded
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from analytics.intake.formats.table import Table
    from analytics.intake.limits import Limits

KML: Final = ("kml", "Document", "Folder", "Placemark")
PAGES: Final = ("html", "HTML", "head", "body", "div", "script")


def read(data: bytes, limits: Limits, layer: str = "") -> Table:
    """KML by its outermost element, not by its name."""
    root = sniff.root(decoded(data[: sniff.HEAD * 4]).text)
    if root in KML:
        return kml.read(data, limits, layer)
    if root.lower() in PAGES:
        raise ReadError("is-page")
    raise ReadError("xml-other", root=root[:40] or "?")
