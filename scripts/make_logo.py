"""Draw the name and the icon of the product: `python scripts/make_logo.py`.

The letters become outlines, so that the logo needs no font where it is shown.
"""

from __future__ import annotations

from pathlib import Path

import streamlit
import vl_convert
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from analytics.viz import theme

ASSETS = Path(__file__).parents[1] / "pages" / "assets"
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
NAME = "Orewatch"
WEIGHT = 650
SIZE = 40.0  # of the letters, in the units of a drawing 64 high
LEFT = 74.0
BASELINE = 45.0
#: The terraces of an open pit seen from above, outermost first.
TERRACES = (
    "M14 5h30l15 15v26l-13 13H18L5 46V17z",
    "M19 14h21l11 11v18l-9 8H22l-9-8V22z",
    "M24 23h13l6 6v9l-5 5H26l-5-5v-9z",
)


def mark(shades: tuple[str, str, str]) -> str:
    """The pit, one shade for each terrace."""
    return "".join(f'<path d="{d}" fill="{c}"/>' for d, c in zip(TERRACES, shades, strict=True))


def letters() -> str:
    """The name as the path of its outlines."""
    font = instantiateVariableFont(
        TTFont(next(FONTS.glob("SourceSansVF-Upright*"))), {"wght": WEIGHT}
    )
    scale, place, drawn = SIZE / font["head"].unitsPerEm, LEFT, []
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    for letter in NAME:
        glyph = glyphs[names[ord(letter)]]
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}")
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, place, BASELINE)))
        drawn.append(pen.getCommands())
        place += glyph.width * scale
    return "".join(drawn)


def main() -> None:
    """Write the logo for both themes and the icon."""
    shades = (theme.AMOUNTS[4], theme.AMOUNTS[3], theme.AMOUNTS[1])
    for tone, ink in (("light", theme.LIGHT["ink"]), ("dark", theme.DARK["ink"])):
        first = (
            shades if tone == "light" else (theme.AMOUNTS[3], theme.AMOUNTS[2], theme.AMOUNTS[0])
        )
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 250 64" width="250" height="64">'
            f'<title>{NAME}</title>{mark(first)}<path d="{letters()}" fill="{ink}"/></svg>\n'
        )
        (ASSETS / f"logo-{tone}.svg").write_text(drawing, encoding="utf-8")
    icon = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
        f"{mark(shades)}</svg>"
    )
    (ASSETS / "icon.png").write_bytes(vl_convert.svg_to_png(icon, scale=2))


if __name__ == "__main__":
    main()
