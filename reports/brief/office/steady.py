"""Office files that depend on their content alone: same content, same bytes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    Rewritten = Mapping[str, Callable[[bytes], bytes]]

FIRST: Final = "[Content_Types].xml"  # readers that guess a kind of file look at the first part
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can state
CORE: Final = "docProps/core.xml"
MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_LETTERS: Final = 4_000  # of one text


def steady(file: bytes, created: datetime, rewritten: Rewritten | None = None) -> bytes:
    """The same parts in a fixed order and without the hour; workbooks within likewise.

    `rewritten` makes the parts it names into others.
    """
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in sorted(old.namelist(), key=lambda part: (part != FIRST, part)):
            part = zipfile.ZipInfo(name, date_time=EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            change = (rewritten or {}).get(name, bytes)
            new.writestr(part, change(_part(name, old.read(name), created)))
    return kept.getvalue()


def clean(text: str) -> str:
    """One line that XML can hold, of bounded length."""
    whole = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    level = re.sub(r"[\t\n\r]+", " ", whole).strip(" ")
    return level if len(level) <= MOST_LETTERS else f"{level[: MOST_LETTERS - 2]} …"


def _part(name: str, content: bytes, created: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return steady(content, created)
    if name == CORE:
        moment = created.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return MOMENT.sub(rb"\g<1>" + moment, content)
    return content
