"""The bundled fonts write all five languages, in charts as on paper."""

import re
from pathlib import Path

import pytest
import vl_convert
from babel import Locale
from fontTools.ttLib import TTFont

from analytics.core.words import DEFAULT_LOCALES, LANGUAGES, texts
from analytics.viz import theme

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "analytics" / "viz" / "fonts"
SCREEN_ONLY = {"\N{REPLACEMENT CHARACTER}"}  # a finding shows it; nothing on paper does
FACES = sorted(FONTS.glob("OrewatchSans-*.ttf")) + sorted(FONTS.glob("OrewatchSans-*.woff2"))


def characters(face):
    return {chr(code) for code in TTFont(face).getBestCmap()}


def said():
    files = [f for top in ("analytics", "reports") for f in (ROOT / top).rglob("words*.toml")]
    spoken = [
        t
        for folder in {f.parent for f in files}
        for by in texts(folder).values()
        for t in by.values()
    ]
    return {c for text in spoken for c in str(text) if c.isprintable() or c.isspace()}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_character_of_every_text_has_a_glyph(face):
    assert {c for c in said() if c not in "\n\r\t"} - characters(face) == SCREEN_ONLY & said()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_months_of_every_language_have_glyphs(face, language):
    locale = Locale.parse(DEFAULT_LOCALES[language])
    signs = "".join(locale.number_symbols["latn"][s] for s in ("decimal", "group", "percentSign"))
    months = "".join(locale.months["format"]["wide"].values())
    assert set(signs + months + "≤≥–−×·…²°\N{NO-BREAK SPACE}") - characters(face) == set()


def test_names_from_any_of_the_countries_have_glyphs():
    assert (
        set("áàâãäéèêëíîïóôõöúûüñçœæøåłşğıžšțĀŌŪ") - characters(FONTS / "OrewatchSans-Regular.ttf")
        == set()
    )


def test_the_fonts_are_one_family_in_three_faces_with_their_licence():
    assert {TTFont(face)["name"].getDebugName(1) for face in FACES} == {theme.FONT}
    assert {face.stem.rpartition("-")[2] for face in FACES} == {"Regular", "Italic", "Bold"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8").upper()
    assert {file.name for file in FONTS.iterdir()} == {face.name for face in FACES} | {"OFL.txt"}


def test_the_name_is_one_that_needs_no_quotes_and_that_the_licence_allows():
    # "Source Sans 3" fails on both counts: browsers and renderer then measure another font.
    assert all(word.isalpha() for word in theme.FONT.split())
    assert "Source" not in theme.FONT


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_charts_measure_text_as_wide_as_the_font_draws_it(weight):
    text, size = "WWWW iiii 1\u202f234 ≤ ñ", 100
    vl_convert.register_font_directory(str(FONTS))
    mark = {"text": text, "font": theme.FONT, "fontWeight": weight, "fontSize": size, "x": 0}
    encode = {"enter": {name: {"value": value} for name, value in mark.items()}}
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 1,
        "height": 1,
        "autosize": {"type": "pad"},
        "marks": [{"type": "text", "encode": encode}],
    }
    measured = float(re.match(r'<svg[^>]*?\bwidth="([\d.]+)', vl_convert.vega_to_svg(spec))[1])
    face = TTFont(FONTS / f"OrewatchSans-{'Bold' if weight == 'bold' else 'Regular'}.ttf")
    glyphs, advances = face.getBestCmap(), face["hmtx"]
    drawn = sum(advances[glyphs[ord(c)]][0] for c in text) / face["head"].unitsPerEm * size
    assert measured == pytest.approx(drawn, rel=0.01)
