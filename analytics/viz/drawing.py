"""Charts as SVG in the house's look, drawn without a browser and without a network."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.core.section import Chart
    from analytics.core.words import Words

FONTS: Final = Path(__file__).parent / "fonts"
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The same signs where a name stands in an expression, as a text of JSON.
ESCAPED: Final = re.compile(r"\\(?:[bf]|u(?:00(?:0[0-8bcef]|1[0-9a-f])|fff[ef]))")
SAID: Final = {"labelExpr"}
NAMED: Final = {"datasets", "domain", "sort", "values"}  # where names of rows stand
LONGEST: Final = 300  # letters of a text; one of 200,000 takes minutes to draw
QUOTED: Final = re.compile(rf'("(?:[^"\\]|\\.){{{LONGEST}}})(?:[^"\\]|\\.)+"')
NOWHERE: Final = ["https://nowhere.invalid/"]  # the only address a chart may load from: none


def chart_svg(chart: Chart, words: Words, *, dark: bool = False) -> str:
    """The chart at its own size in pixels, with its caption as title for those who listen."""
    import vl_convert

    _register_fonts()
    # its form is held by tests: checking each again takes longer than drawing it
    spec = theme.dress(chart.spec, words, dark=dark).to_dict(validate=False)
    spec["config"]["aria"] = False  # the caption speaks for the whole; parts would only repeat
    # a zero sign in a name would end the whole process there
    drawn = vl_convert.vegalite_to_svg(_sound_in(spec), allowed_base_urls=NOWHERE)
    opening, rest = drawn.split(">", maxsplit=1)
    return f'{opening} role="img"><title>{escape(sound(chart.caption))}</title>{rest}'


def sound(svg: str) -> str:
    """The same without signs that XML does not have, as names in data may hold."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", svg)


def with_own_ids(svg: str, prefix: str) -> str:
    """The drawing with its ids made its own, so that many can stand in one document."""
    named = re.sub(r'(<[^>]*?\sid=")', rf"\g<1>{prefix}-", svg)
    return re.sub(r'="url\(#', f'="url(#{prefix}-', named)


def width_px(svg: str) -> float:
    """The width a drawing states for itself."""
    return size_px(svg)[0]


def size_px(svg: str) -> tuple[float, float]:
    """The width and height a drawing states for itself; 0 where it does not."""
    found = (re.match(rf'<svg[^>]*?\s{side}="([\d.]+)', svg) for side in ("width", "height"))
    width, height = (float(one[1]) if one else 0.0 for one in found)
    return width, height


def png_of(svg: str, scale: float) -> bytes:
    """A drawing as PNG, `scale` times its size in pixels, in the house's own fonts."""
    import vl_convert

    _register_fonts()
    return bytes(vl_convert.svg_to_png(sound(svg), scale=scale))


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def _sound_in(part: Any, *, is_named: bool = False) -> Any:  # noqa: ANN401 - any part of a specification
    """Every text of it without such signs; those of rows no longer than an eye can follow."""
    if isinstance(part, str):
        return _cut(sound(part)) if is_named else sound(part)
    if isinstance(part, dict):
        rest = {
            sound(key): _sound_in(part[key], is_named=is_named or key in NAMED)
            for key in part
            if key not in SAID
        }
        return rest | {key: _sound_expression(part[key]) for key in SAID & set(part)}
    if isinstance(part, list):
        return [_sound_in(value, is_named=is_named) for value in part]
    return part


def _sound_expression(text: str) -> str:
    return QUOTED.sub(r'\1…"', ESCAPED.sub("\N{REPLACEMENT CHARACTER}", sound(text)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
