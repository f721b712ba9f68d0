"""A METHOD.md on a page: the text of the method in full, and nothing that could run or load."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

LANGUAGE: Final = "en"  # that methods are written in; templates set them as sections


def full(text: str) -> Markup:
    """As HTML; tags in the text are written out, images are not shown, its title is left out."""
    reader = _reader()
    tokens = list(_scoped(_untitled(reader.parse(text))))
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - tags in the text are escaped by the reader


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _untitled(tokens: list[Token]) -> list[Token]:
    """Without the heading that opens it."""
    return tokens[3:] if tokens and tokens[0].tag == "h1" else tokens


def _scoped(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        yield token
