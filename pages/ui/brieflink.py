"""The link a brief may print: to the work it was made from, where a reader could open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pages.ui import access, session, work

if TYPE_CHECKING:
    from reports.brief.order import Level

PAGE: Final = "brief"  # whose address it is


def link(level: Level) -> str:
    """The address of this work on the page Brief; "" where it opens nothing for others.

    Public readers get none: the work holds where each site is.
    """
    from reports.brief.order import Level
    from reports.brief.paper.front import safe

    is_closed = access.person().is_signed_in and not work.current().is_shared
    if level is Level.PUBLIC or is_closed or not work.is_saved() or not session.page_address():
        return ""
    here = session.page_address().rpartition("/")[0]
    return safe(f"{here}/{PAGE}?{urlencode({work.IN_ADDRESS: work.current().key})}")
