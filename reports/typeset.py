"""What every document we set has in common: templates that escape, our fonts, our assets."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import jinja2
from markupsafe import Markup

from analytics.core.extras import require
from analytics.viz import spark
from analytics.viz.drawing import FONTS
from reports import tagging

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE: Final = Path(__file__).parent
WEIGHTS: Final = {"Regular": "400", "Bold": "700"}
TAGGED: Final = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
WRAPPING: Final = 55  # letters; a shorter text stands on one line
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
UNIT: Final = re.compile(r"(?<=\d) (?=(?:%|ha|km|kg|m)(?![^\W_]))")  # the space before one
TAIL: Final = 20  # letters that stay together at the end of a longer one


class _Course(Protocol):
    """What a line of a key number is drawn from."""

    @property
    def line(self) -> tuple[float, ...]: ...

    @property
    def told(self) -> str: ...


def pages(text: str, assets: Mapping[str, tuple[bytes, str]] | None = None) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """The document on its pages; of what it names only our fonts and `assets` are loaded."""
    weasyprint = require("weasyprint")
    from reports.fetcher import Local

    fonts = {
        f"asset:font/{name}": ((FONTS / f"OrewatchSans-{name}.ttf").read_bytes(), "font/ttf")
        for name in WEIGHTS
    }
    loader = Local({**fonts, **(assets or {})})
    page = weasyprint.HTML(string=text, url_fetcher=loader, base_url="asset:page/")
    return page.render(**TAGGED)


def written(document: Any, *, identifier: str = "", sections: str = "") -> bytes:  # noqa: ANN401 - WeasyPrint is not typed
    """Pages as tagged PDF; `sections` is the language of its sections where they have their own."""
    known = {"pdf_identifier": identifier.encode()} if identifier else {}
    finish = tagging.finisher(sections)
    return bytes(document.write_pdf(finisher=finish, **TAGGED, **known))


def print_fonts() -> dict[str, str]:
    """Where `pages` finds each font."""
    return {name: f"asset:font/{name}" for name in WEIGHTS}


@cache
def inline_fonts() -> dict[str, str]:
    """Each font as an address that holds it."""
    return {
        name: "data:font/woff2;base64,"
        + b64encode((FONTS / f"OrewatchSans-{name}.woff2").read_bytes()).decode()
        for name in WEIGHTS
    }


@cache
def templates() -> jinja2.Environment:
    """Templates that escape whatever they are given and know no missing name."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["css_text"] = css_text
    environment.filters["closed"] = closed
    environment.filters["spark"] = _spark
    return environment


@cache
def style(name: str) -> Markup:
    """One of our style sheets."""
    return Markup((HERE / "styles" / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def css_text(text: str) -> Markup:
    """A text as a CSS string; every sign that could end it is written as its code."""
    safe = "".join(
        sign if sign.isalnum() or sign in " .,:;·–-()/" else f"\\{ord(sign):x} " for sign in text
    )
    return Markup(f'"{safe}"')  # noqa: S704 - escaped above


def kept_together(text: str) -> str:
    """A text in which no number is parted from its unit at the end of a line."""
    return UNIT.sub(NO_BREAK, text)


def closed(text: str) -> str:
    """A text whose last line will not hold one short word alone."""
    if len(text) <= WRAPPING:
        return text
    head, _, tail = text[-TAIL:].partition(" ")
    return f"{text[:-TAIL]}{head} {tail.replace(' ', NO_BREAK)}" if tail else text


def _spark(trend: _Course) -> Markup:
    """The line of a key number, safe to insert: its text is escaped where it is drawn."""
    return Markup(spark.svg(trend.line, trend.told))  # noqa: S704 - our own drawing
