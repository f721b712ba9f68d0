"""Slides: the empty deck, boxes of text that fit, and what stands on every one of them."""
# ruff: noqa: SLF001 - python-pptx keeps the elements of its objects under private names

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import analytics
from analytics.viz import theme
from reports.brief.office import fitting, wordlook
from reports.brief.office.steady import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pptx.presentation import Presentation
    from pptx.slide import Slide

    from reports.brief.content import Brief

FONT: Final = "Calibri"  # a slide cannot name a second font; this one is at hand everywhere
WIDE_PT, HIGH_PT = 960.0, 540.0
LEFT_PT: Final = 44.0
TITLE_PT: Final = (26.0, 70.0)  # top and height
TOP_PT: Final = 108.0  # of what a slide shows
FOOT_PT: Final = 502.0
TEXT_PT: Final = WIDE_PT - 2 * LEFT_PT  # width
LEAST_PT: Final = 16.0  # no text is smaller
TITLES: Final = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0)
ONLY_TITLE: Final = "Title Only"
EMU_PER_PT: Final = 12_700
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATIVE: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
SHOWN: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
MOST_NOTES: Final = 40  # paragraphs


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        """As python-pptx takes it."""
        from pptx.util import Emu

        sides = (self.left, self.top, self.width, self.height)
        left, top, width, height = (Emu(round(side * EMU_PER_PT)) for side in sides)
        return left, top, width, height


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How a text is written."""

    size: float = LEAST_PT
    bold: bool = False
    colour: str = theme.LIGHT["ink"]


def empty(brief: Brief) -> Presentation:
    """No slides, 16:9, one layout with a title."""
    import pptx
    from pptx.util import Emu

    deck = pptx.Presentation()
    deck.slide_width = Emu(round(WIDE_PT * EMU_PER_PT))
    deck.slide_height = Emu(round(HIGH_PT * EMU_PER_PT))
    for layout in list(deck.slide_layouts):
        if layout.name != ONLY_TITLE:
            deck.slide_layouts.remove(layout)
    _placed(deck)
    _known(deck, brief)
    return deck


def rewritten() -> Mapping[str, Callable[[bytes], bytes]]:
    """Parts that python-pptx hands through as they are, by name, and what becomes of them."""
    return {"ppt/theme/theme1.xml": partial(wordlook.dressed, font=FONT)}


def slide(deck: Presentation, brief: Brief, title: str) -> Slide:
    """A slide with its title."""
    made = deck.slides.add_slide(deck.slide_layouts[0])
    _title(made, brief, title)
    _edge(made)
    return made


def foot(made: Slide, brief: Brief, mark: str, told: str) -> None:
    """The mark of sample data and who may read it, read out after all else."""
    box = Box(LEFT_PT, FOOT_PT, TEXT_PT, 24)
    if mark:
        accent = Ink(bold=True, colour=theme.ACCENT)
        text(made, brief, Box(box.left, box.top, 0.6 * box.width, box.height), [(mark, accent)])
    right = Box(box.left + 0.6 * box.width, box.top, 0.4 * box.width, box.height)
    text(made, brief, right, [(told, Ink(colour=theme.LIGHT["soft"]))], is_right=True)


def text(
    made: Slide,
    brief: Brief,
    box: Box,
    paragraphs: Sequence[tuple[str, Ink]],
    *,
    is_right: bool = False,
    gap: float = 0.0,
) -> None:
    """Paragraphs in a box without margins; their heights are for the caller to see to."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame: Any = made.shapes.add_textbox(*box.emu).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, (said, ink) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
        paragraph.space_before = Pt(gap if place else 0)
        write(paragraph, brief, said, ink)


def write(paragraph: Any, brief: Brief, said: str, ink: Ink) -> None:  # noqa: ANN401 - python-pptx is imported when needed
    """A text with its size, colour and language."""
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = clean(said)
    run.font.size, run.font.bold = Pt(ink.size), ink.bold
    run.font.color.rgb = rgb(ink.colour)
    run._r.get_or_add_rPr().set("lang", wordlook.tag(brief.order.language))


def notes(made: Slide, brief: Brief, texts: Sequence[str]) -> None:
    """What the speaker may say, and where it is from."""
    frame: Any = made.notes_slide.notes_text_frame
    if frame is None:
        return
    told = [one for one in texts if one][:MOST_NOTES]
    for place, one in enumerate(told):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = clean(one)
        run._r.get_or_add_rPr().set("lang", wordlook.tag(brief.order.language))


def rgb(colour: str) -> Any:  # noqa: ANN401 - python-pptx is imported when needed
    """A colour of the house as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    kind: Any = RGBColor
    return kind.from_string(colour[1:])


def described(shape: Any, said: str, name: str) -> None:  # noqa: ANN401 - of any kind
    """What is read aloud in the place of a picture or a chart."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", clean(said))
    properties.set("name", name)


def _title(made: Slide, brief: Brief, title: str) -> None:
    box = (TEXT_PT, TITLE_PT[1])
    said = clean(title)
    size = fitting.size(said, box, TITLES, bold=True)
    held = made.shapes.title
    if held is not None and said:
        paragraph = held.text_frame.paragraphs[0]
        write(paragraph, brief, fitting.cut(said, box, size, bold=True), Ink(size=size, bold=True))


def _edge(made: Slide) -> None:
    """A strip of the accent colour; nobody need be told of it."""
    from pptx.enum.shapes import MSO_SHAPE

    strip = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(0, 0, 14, HIGH_PT).emu)
    strip.fill.solid()
    strip.fill.fore_color.rgb = rgb(theme.ACCENT)
    strip.line.fill.background()
    strip.shadow.inherit = False
    described(strip, "", "edge")
    _unspoken(strip)


def _unspoken(shape: Any) -> None:  # noqa: ANN401 - of any kind
    """A shape that is there for the eye alone."""
    from lxml import etree

    known = shape._element.xpath(".//p:cNvPr")[0]
    held = etree.SubElement(known, f"{{{DRAWING}}}extLst")
    one = etree.SubElement(held, f"{{{DRAWING}}}ext", uri=DECORATIVE)
    etree.SubElement(one, f"{{{SHOWN}}}decorative", {"val": "1"}, nsmap={"adec": SHOWN})


def _placed(deck: Presentation) -> None:
    """The title of master and layout where our slides have it; their other boxes go."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    for held in (deck.slide_master, deck.slide_layouts[0]):
        for one in list(held.placeholders):
            if one.placeholder_format.type not in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.BODY):
                one._element.getparent().remove(one._element)
                continue
            is_title = one.placeholder_format.type == PP_PLACEHOLDER.TITLE
            top, high = TITLE_PT if is_title else (TOP_PT, FOOT_PT - TOP_PT)
            one.left, one.top, one.width, one.height = Box(LEFT_PT, top, TEXT_PT, high).emu
            frame = one.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor = MSO_ANCHOR.BOTTOM if is_title else MSO_ANCHOR.TOP
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    style = deck.slide_master._element.find(f".//{{{DRAWING}}}lvl1pPr")
    if style is not None:
        style.set("algn", "l")


def _known(deck: Presentation, brief: Brief) -> None:
    known, order = deck.core_properties, brief.order
    known.title = clean(brief.headline.text)[:250]
    known.author = clean(order.author or order.organisation)[:250]
    known.last_modified_by = f"Orewatch {analytics.__version__}"
    known.language, known.identifier = wordlook.tag(order.language), brief.id
    known.revision, known.comments, known.keywords, known.subject = 1, "", "", ""
    known.created = known.modified = order.created.replace(tzinfo=None)
    for held in (deck.part.rels, deck.part.package._rels):
        for name, link in list(held.items()):
            if link.reltype.endswith(("thumbnail", "printerSettings")):
                held.pop(name)
