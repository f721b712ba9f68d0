"""The brief as a Word document: the words, numbers and figures of the PDF, to be edited."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import analytics
from analytics.core import progress
from analytics.core.words import Words
from analytics.viz import theme
from reports import imprint
from reports.brief import compose, logo
from reports.brief.office import still, wordfit, wordlook, wordparts, wordtrust
from reports.brief.office.steady import clean, steady
from reports.brief.office.wordtables import table, tiles
from reports.brief.paper.front import safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

    from reports.brief.content import Block, Brief, Exhibit, Message

FIGURE_MM: Final = 84.0
LOGO_MM: Final = 14.0
MOST_FIGURES: Final = 40  # of a document; what is beyond is in the data pack
MOST_ROWS: Final = 40
MARK: Final = "\N{UNIT SEPARATOR}"  # stands for a number that a field writes


def docx(brief: Brief) -> bytes:
    """The same brief gives the same bytes."""
    words = Words(compose.HERE, brief.order.language)
    document = wordlook.blank(brief)
    _edges(document, brief, words)
    _first(document, brief, words)
    for place, block in enumerate(brief.own):
        progress.at((place + 1) / (len(brief.own) + 2))  # page 1 and trust are parts too
        _block(document, brief, block, words)
    wordtrust.trust(document, brief, words)
    file = BytesIO()
    document.save(file)
    return steady(file.getvalue(), brief.order.created, wordlook.rewritten())


def strip(brief: Brief, words: Words) -> list[str]:
    """What the document is, where and when of, and who may read it."""
    order = brief.order
    return [
        words(f"kind.{order.audience}"),
        brief.scope.place,
        brief.scope.period,
        words.date(order.created.date()),
        words(f"level.{order.level}"),
    ]


def mark(brief: Brief) -> str:
    """What must stand on every page that shows made-up data."""
    return Words(imprint.HERE, brief.order.language)("sample") if brief.is_sample else ""


def _edges(document: Document, brief: Brief, words: Words) -> None:
    """The head and the foot of every page."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    _ends(head, section)
    kind, place, period, _, level = strip(brief, words)
    head.add_run(clean(f"{kind} · {place} · {period}")).add_tab()
    head.add_run(level)
    if brief.is_sample:
        _coloured(section.header.add_paragraph(), mark(brief))
    foot = section.footer.paragraphs[0]
    _ends(foot, section)
    version = words("office.version", id=brief.id)
    foot.add_run(f"{version} · Orewatch {analytics.__version__}").add_tab()
    before, between, after = words("office.page", page=MARK, pages=MARK).split(MARK)
    foot.add_run(before)
    wordparts.field(foot, "PAGE", "1")
    foot.add_run(between)
    wordparts.field(foot, "NUMPAGES", "1")
    foot.add_run(after)


def _ends(paragraph: Paragraph, section: Section) -> None:
    """One stop at the right margin, in place of those of the library's document."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    stops = paragraph.paragraph_format.tab_stops
    for centre in paragraph.style.paragraph_format.tab_stops if paragraph.style else ():
        stops.add_tab_stop(centre.position, WD_TAB_ALIGNMENT.CLEAR)
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # both are set
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def _coloured(paragraph: Paragraph, text: str) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(clean(text))
    run.bold, run.font.color.rgb = True, RGBColor.from_string(theme.ACCENT[1:])


def _first(document: Document, brief: Brief, words: Words) -> None:
    """Page 1: everything that matters."""
    _logo(document, brief)
    author = words("made.by", author=brief.order.author) if brief.order.author else ""
    version = words("office.version", id=brief.id)
    told = [brief.order.organisation, author, *strip(brief, words), version]
    document.add_paragraph(clean(" · ".join(filter(None, told))), "Strip")
    document.add_paragraph(clean(brief.headline.text), "Title")
    tiles(document, brief.tiles, words)
    document.add_heading(words("heading.messages"), 1)
    for message in brief.messages:
        _message(document, message, brief)
    if brief.map is not None:
        _figure(document, brief, brief.map, words, height_mm=wordfit.map_mm(brief))
    _actions(document, brief, words)
    line = document.add_paragraph(clean(brief.confidence))
    wordparts.lined(line, theme.ACCENT[1:])
    if safe(brief.order.link):
        line.add_run(" · ")
        wordparts.outward(line, words("office.view"), brief.order.link)


def _logo(document: Document, brief: Brief) -> None:
    from docx.shared import Mm

    if brief.order.logo:
        held = document.add_paragraph(style="Strip").add_run()
        image = BytesIO(logo.checked(brief.order.logo))
        picture = held.add_picture(image, height=Mm(LOGO_MM))
        wordparts.described(picture, brief.order.organisation, "logo")


def _message(document: Document, message: Message, brief: Brief) -> None:
    paragraph = document.add_paragraph(clean(message.sentence.text), "List Bullet")
    number = next((one.number for one in brief.exhibits if _short(one, brief) == message.refers), 0)
    if number:
        paragraph.add_run(" (")
        wordparts.inward(paragraph, message.refers, f"figure{number}")
        paragraph.add_run(")")


def _short(one: Exhibit, brief: Brief) -> str:
    return Words(compose.HERE, brief.order.language)("figure.short", number=str(one.number))


def _actions(document: Document, brief: Brief, words: Words) -> None:
    if not brief.actions:
        return
    asked, tentative = words("heading.actions"), words("action.consider")
    document.add_heading(f"{asked} ({tentative})", 1)
    for action in brief.actions:
        document.add_paragraph(clean(action.sentence.text), "List Number")
        why = document.add_paragraph(clean(action.because), "Source")
        why.add_run(" – ")
        wordparts.outward(why, action.source, action.link)


def _block(document: Document, brief: Brief, block: Block, words: Words) -> None:
    """An answer: its sentence, its figures, the first of its tables."""
    if not (block.exhibits or block.tables or block.figures):
        return  # told under what is not included
    document.add_heading(clean(block.title), 1)
    document.add_paragraph(clean(block.headline.text), "Lead")
    for one in block.exhibits:
        if one.number <= MOST_FIGURES:
            _figure(document, brief, one, words, height_mm=FIGURE_MM)
    if block.tables:
        first = block.tables[0]
        voice = block.run.analysis.words(brief.order.language)
        table(document, first, voice, words, most=MOST_ROWS)


def _figure(
    document: Document, brief: Brief, one: Exhibit, words: Words, *, height_mm: float
) -> None:
    """The picture, what it shows, how to read it and where it is from."""
    from docx.shared import Mm

    width = wordlook.width_mm(brief.order.paper)
    one = still.drawn_once(one)
    made = still.still(brief, one, width_mm=width, height_mm=height_mm)
    held = document.add_paragraph(style="Figure").add_run()
    picture = held.add_picture(BytesIO(made.png), width=Mm(made.width_mm))
    wordparts.described(picture, still.alternative(brief, one), one.name)
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    if one.number:
        before, after = words("figure.short", number=MARK).split(MARK)
        caption.add_run(before)
        wordparts.field(caption, r"SEQ Figure \* ARABIC", str(one.number))
        caption.add_run(after)
        wordparts.bookmarked(caption, f"figure{one.number}", one.number)
        caption.add_run(". ")
    caption.add_run(clean(one.caption))
    if one.explain:
        explained = document.add_paragraph(clean(one.explain), "Small")
        explained.paragraph_format.keep_with_next = True
    document.add_paragraph(clean(one.source), "Source")
