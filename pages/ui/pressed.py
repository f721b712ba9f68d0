"""Words on the one button that stands out: by night in ink, since white is too faint on it."""

from __future__ import annotations

from analytics.viz import theme
from pages.ui import session


def label(text: str) -> str:
    """`text` for a button of type "primary", to be read at 4.5 to 1 in both themes."""
    if not session.is_dark():
        return text
    return f':color[{text}]{{foreground="{theme.DARK["ground"]}"}}'
