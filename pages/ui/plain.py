"""Text from data shown as it is: Markdown and HTML in it mean nothing."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    r"""`text` with every sign that Markdown would act on made literal: "$5_a" stays "$5_a"."""
    return re.sub(r"([\\`*_{}\[\]<>#$|~^:])", r"\\\1", text)
