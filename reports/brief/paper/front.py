"""What the first page holds, ready for its template."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import analytics
from analytics.core.section import Map
from analytics.core.words import Words
from reports import imprint
from reports.brief.compose import HERE
from reports.brief.logo import checked
from reports.brief.paper import qr
from reports.brief.paper.drawn import Drawn

if TYPE_CHECKING:
    from markupsafe import Markup

    from reports.brief.content import Block, Brief
    from reports.brief.paper.drawn import Easel

MAP_MM: Final = 78.0  # a lower map shows little
LOWEST_MAP_MM: Final = 58.0  # but better than a first page that is two
MOST_MAP_MM: Final = 125.0
LOGO: Final = "asset:logo"
LEAD: Final = "lead"  # the name of its drawing
SAFE: Final = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Page 1, beside what the brief says itself."""

    kind: str
    level: str
    day: str
    foot: str
    title: str
    logo: str  # address of the image; "" is none
    link: str  # "" where it leads nowhere a reader may safely go
    sign: Markup  # the link for telephones; empty where there is none
    map: Drawn | None


def front(brief: Brief, map_: Drawn | None, *, logo: str) -> Front:
    """Page 1 of any audience."""
    order, words = brief.order, Words(HERE, brief.order.language)
    said = Words(imprint.HERE, order.language)
    created = imprint.moment(order.created, said)
    link = safe(order.link)
    return Front(
        kind=words(f"kind.{order.audience}"),
        level=words(f"level.{order.level}"),
        day=words.date(order.created.date()),
        foot=words("foot", version=analytics.__version__, id=brief.id, created=created),
        title=brief.headline.text,
        logo=logo if order.logo else "",
        link=link,
        sign=qr.svg(link, words("link.sign", link=link)),
        map=map_,
    )


def chosen_map(brief: Brief) -> tuple[Map, Block] | None:
    """The map of page 1 and the answer it is of; None where there is none."""
    one = brief.map
    if one is None or not isinstance(one.item, Map):
        return None
    return one.item, next(block for block in brief.blocks if block.key == one.block)


def lead_map(brief: Brief, easel: Easel, height_mm: float) -> Drawn | None:
    """That map, as wide as the page."""
    found = chosen_map(brief)
    return found and easel.map(*found, LEAD, size_mm=(easel.sheet.room_mm[0], height_mm))


def least_map(brief: Brief, easel: Easel) -> float:
    """How high it must be at least; 0 where there is none."""
    return _at_least(brief, easel, MAP_MM)


def lowest_map(brief: Brief, easel: Easel) -> float:
    """How low it may be where the page is full; 0 where there is none."""
    return _at_least(brief, easel, LOWEST_MAP_MM)


def inline_logo(brief: Brief) -> str:
    """The logo as an address that holds it."""
    if not brief.order.logo:
        return ""
    return f"data:image/png;base64,{b64encode(checked(brief.order.logo)).decode()}"


def safe(link: str) -> str:
    """An address of the web or of mail that is not the reader's own machine; else ""."""
    try:
        parts = urlsplit(link.strip())
        is_safe = parts.scheme.lower() in SAFE and not _is_own(parts.hostname or "")
    except ValueError:
        return ""
    return link if is_safe else ""


def _is_own(host: str) -> bool:
    """Whether a name or number stands for the machine that asks."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _at_least(brief: Brief, easel: Easel, height_mm: float) -> float:
    found = chosen_map(brief)
    return max(height_mm, easel.least_mm(*found, easel.sheet.room_mm[0])) if found else 0.0
