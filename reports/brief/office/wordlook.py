"""How the Word document looks: paper, fonts, styles, language, what is known of it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import analytics
from analytics.viz import theme
from reports.brief.office.steady import clean
from reports.brief.order import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document
    from docx.styles.style import ParagraphStyle

    from reports.brief.content import Brief

FONT: Final = "Source Sans 3"  # the house's font under the name it is installed by elsewhere
INSTEAD: Final = "Source Sans Pro,Calibri"  # where it is not installed
MARGIN_MM: Final = 18.0
SIZES_MM: Final = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}
#: Tags that word processors know the spelling of.
TAGS: Final = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "fr": "fr-FR", "id": "id-ID"}
#: Style: size in points, bold, colour, points before and after, kept with what follows.
STYLES: Final = {
    "Normal": (10, False, "ink", 0, 4, False),
    "Title": (20, True, "ink", 2, 8, True),
    "Heading 1": (14, True, "accent", 12, 4, True),
    "Heading 2": (11, True, "ink", 8, 2, True),
    "Caption": (9, True, "ink", 4, 2, False),
    "List Bullet": (10, False, "ink", 0, 3, False),
    "List Number": (10, True, "ink", 2, 0, True),
    "Header": (8, False, "soft", 0, 0, False),
    "Footer": (8, False, "soft", 0, 0, False),
    "Strip": (9, False, "soft", 0, 2, True),
    "Lead": (11, False, "ink", 0, 6, True),
    "Source": (8, False, "soft", 0, 6, False),
    "Small": (8.5, False, "ink", 0, 2, False),
    "Small Bullet": (8.5, False, "ink", 0, 2, False),
    "Cell": (8, False, "ink", 1, 1, False),
    "Cell Head": (8, True, "ink", 1, 1, True),
    "Figure": (10, False, "ink", 4, 2, True),
}
COLOURS: Final = {**theme.LIGHT, "accent": theme.ACCENT}
KEPT_TABLES: Final = ("Normal Table", "Table Grid")
#: Parts of the library's empty document that belong to somebody else's file.
FOREIGN: Final = ("thumbnail", "customXml", "stylesWithEffects")
FONTS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.'
    f'openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="{FONT}">'
    f'<w:altName w:val="{INSTEAD}"/><w:panose1 w:val="020B0503030403020204"/><w:charset w:val="00"'
    '/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)


def blank(brief: Brief) -> Document:
    """A document without a word, dressed."""
    import docx

    document = docx.Document()
    _paper(document, brief)
    _styles(document, tag(brief.order.language))
    _foreign(document)
    _known(document, brief)
    return document


def width_mm(paper: Paper) -> float:
    """Between the margins."""
    return SIZES_MM[paper][0] - 2 * MARGIN_MM


def tag(language: str) -> str:
    """Of a language with its region itself, else the usual one."""
    return TAGS.get(language, language)


def rewritten() -> Mapping[str, Callable[[bytes], bytes]]:
    """Parts that python-docx hands through as they are, by name, and what becomes of them."""
    return {
        "word/fontTable.xml": lambda _: FONTS.encode(),
        "word/theme/theme1.xml": partial(dressed, font=FONT),
    }


def dressed(part: bytes, *, font: str) -> bytes:
    """A theme in the house's colours and in this font."""
    text = part.decode()
    text = re.sub(r'(<a:latin typeface=")[^"]*', rf"\g<1>{font}", text)
    accents = (theme.ACCENT, *theme.CATEGORIES[:5])
    inks = {"dk1": theme.LIGHT["ink"], "dk2": theme.LIGHT["soft"], "hlink": theme.LINK["light"]}
    named = {f"accent{n}": colour for n, colour in enumerate(accents, start=1)} | inks
    for name, colour in named.items():
        one = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", one, text, flags=re.DOTALL)
    return text.encode()


def _paper(document: Document, brief: Brief) -> None:
    from docx.shared import Mm

    section, (width, height) = document.sections[0], SIZES_MM[brief.order.paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(MARGIN_MM + 4), Mm(MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(MARGIN_MM / 2)


def _styles(document: Document, tag: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    styles = document.styles
    for style in [one for one in styles if one.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in KEPT_TABLES:
            style.delete()
    names = {style.name for style in styles}
    for name, (size, bold, colour, before, after, kept) in STYLES.items():
        made: Any = (
            styles[name] if name in names else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _style(made, size, COLOURS[colour], bold=bold)
        _spaced(made, before, after, kept=kept)
    styles["Small Bullet"].base_style = styles["List Bullet"]
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)


def _style(style: ParagraphStyle, size: float, colour: str, *, bold: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour[1:])
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _spaced(style: ParagraphStyle, before: float, after: float, *, kept: bool) -> None:
    from docx.shared import Pt

    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.1
    spacing.keep_with_next, spacing.widow_control = kept, True


def _foreign(document: Document) -> None:
    parts = document.part
    for held in (parts.rels, parts.package.rels):
        for name, link in list(held.items()):
            if link.reltype.endswith(FOREIGN):
                del held[name]


def _known(document: Document, brief: Brief) -> None:
    """Title, author, language and day; nothing of the machine it was made on."""
    known, order = document.core_properties, brief.order
    known.title = clean(brief.headline.text)[:250]
    known.author = clean(order.author or order.organisation)[:250]
    known.last_modified_by = f"Orewatch {analytics.__version__}"
    known.language, known.identifier, known.revision = tag(order.language), brief.id, 1
    known.comments = known.keywords = known.subject = known.category = ""
    created = order.created.replace(tzinfo=None)
    known.created = known.modified = created
