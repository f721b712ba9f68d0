"""The link of a brief as a sign that a telephone reads off the paper."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

import segno
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET: Final = 2  # empty rows around it
MOST: Final = 300  # letters; of a longer link the dots would be too fine for paper


def svg(link: str, told: str) -> Markup:
    """The sign as a drawing that says what it is; "" where the link is too long."""
    if not link or len(link) > MOST:
        return Markup()
    rows = segno.make(link, error="m", micro=False).matrix
    size = len(rows) + 2 * QUIET
    return Markup(  # noqa: S704 - our own drawing, its text escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}"'
        f' width="{size}" height="{size}"><title>{escape(told)}</title>'
        f'<path d="{"".join(_bars(rows))}" fill="#000"/></svg>'
    )


def _bars(rows: tuple[bytearray, ...]) -> Iterator[str]:
    """Dark dots side by side are one bar."""
    for y, row in enumerate(rows, start=QUIET):
        x = QUIET
        for is_dark, dots in groupby(row):
            wide = len(list(dots))
            if is_dark:
                yield f"M{x} {y}h{wide}v1h-{wide}z"
            x += wide
