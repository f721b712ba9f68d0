"""Parts of a Word document that python-docx has no name for: fields, links, repeated heads."""
# ruff: noqa: SLF001 - python-docx keeps the elements of its objects under private names

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.brief.office.steady import clean

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shape import InlineShape
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

#: What may follow a part in a sequence: Word refuses a document whose parts are in another order.
AFTER_BORDERS: Final = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
AFTER_SHADE: Final = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")
AFTER_LINE: Final = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:jc", "w:outlineLvl", "w:rPr"),
)
# The name of a kind of link, not an address that anything opens.
LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
WEB: Final = ("https://", "http://")


def element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    """An element of the word processor's own namespace, `w:tag`, with attributes `w:…`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def styled(paragraph: Paragraph, style: str) -> None:
    """A style by its id; looking one up by name takes longer than writing a row."""
    paragraph._p.style = style


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A text the word processor works out; `shown` until it does."""
    held = element("fldSimple", instr=f" {code} ")
    held.append(paragraph.add_run(clean(shown))._r)
    paragraph._p.append(held)


def bookmarked(paragraph: Paragraph, name: str, number: int) -> None:
    """The text so far as a place that links lead to; `number` is another for each."""
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, element("bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def inward(paragraph: Paragraph, text: str, name: str) -> None:
    """A link to a bookmark."""
    held = element("hyperlink", anchor=name, history="1")
    held.append(paragraph.add_run(clean(text))._r)
    paragraph._p.append(held)


def outward(paragraph: Paragraph, text: str, address: str) -> None:
    """A link to the web; with an address of any other kind it is text."""
    from docx.oxml.ns import qn

    run = paragraph.add_run(clean(text))
    if not address.startswith(WEB):
        return
    run.font.underline = True
    held = element("hyperlink", history="1")
    held.set(qn("r:id"), paragraph.part.relate_to(clean(address), LINK, is_external=True))
    held.append(run._r)
    paragraph._p.append(held)


def described(picture: InlineShape, text: str, name: str) -> None:
    """What is read aloud in the place of a picture."""
    properties = picture._inline.docPr
    properties.set("descr", clean(text))
    properties.set("name", name)


def lined(paragraph: Paragraph, colour: str) -> None:
    """A thick line beside the text."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="24", space="6", color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_LINE)


def repeated(row: _Row) -> None:
    """The heading of a table, written again on each page it goes on."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def uncut(row: _Row) -> None:
    """A row that no page break cuts."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def ruled(table: Table, colour: str) -> None:
    """Fine lines between the rows and no others."""
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color=colour))
    table._tbl.tblPr.insert_element_before(borders, *AFTER_BORDERS)


def told(table: Table, text: str) -> None:
    """What a table holds, for those who hear it."""
    table._tbl.tblPr.append(element("tblCaption", val=clean(text)[:250]))


def shaded(cell: _Cell, colour: str) -> None:
    """A cell on a ground of its own."""
    shade = element("shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().insert_element_before(shade, *AFTER_SHADE)
