"""Tagged PDF as PDF/UA-1 and the Matterhorn protocol ask, as far as a machine can tell."""

import re
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from reports import build
from reports.brief import page
from reports.brief.compose import compose
from reports.brief.order import Audience
from tests.reports.brief.briefs import CREATED, given, order

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
PAINTS |= {b"sh", b"INLINE IMAGE"}
#: What may hold what, of all that is told by its place (ISO 32000-1, 14.8.4).
WITHIN = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/Lbl": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
}
HOLDS = {"/L": {"/LI"}, "/LI": {"/Lbl", "/LBody", "/L"}, "/TR": {"/TH", "/TD"}}
KINDS = ("flash", "brief", "annex", "dossier", "deck", "answer")


@cache
def made(kind):
    """A small document of each kind, with a link and a list in every place there is one."""
    more = {"language": "fr", "link": "https://orewatch.example/?w=1", "contact": "Office"}
    if kind == "answer":
        return build.pdf([given()[0].run], language="fr", created=CREATED)
    if kind == "dossier":
        more["sites"] = ("sample-0434",)
    kept = given() if kind == "dossier" else given()[1:2]
    return page.pdf(compose(order(audience=Audience(kind), **more), kept))


@cache
def read(kind):
    return pypdf.PdfReader(BytesIO(made(kind)))


def plain(value):
    return value.get_object() if isinstance(value, IndirectObject) else value


def kids(element):
    held = plain(element.get("/K", []))
    return [plain(one) for one in (held if isinstance(held, ArrayObject) else [held])]


def tree(kind):
    """Every element with the one it is in, in the order it is read."""
    root = plain(read(kind).trailer["/Root"]["/StructTreeRoot"])
    waiting = [(one, None) for one in reversed(kids(root))]
    while waiting:
        element, above = waiting.pop()
        if isinstance(element, DictionaryObject) and "/S" in element:
            yield element, above
            waiting += [(one, element) for one in reversed(kids(element))]


def marks(reader, content, resources, around=()):
    """For each painting: the marks it is in; of the marks each one that opens with a number."""
    held = list(around)
    for operands, operator in ContentStream(content, reader).operations:
        if operator in (b"BDC", b"BMC"):
            told = operands[1] if operator == b"BDC" else {}
            held.append((operands[0], told.get("/MCID")))
            yield "open", tuple(held)
        elif operator == b"EMC":
            held.pop()
        elif operator in PAINTS:
            yield "paint", tuple(held)
        elif operator == b"Do":
            one = plain(plain(resources["/XObject"])[operands[0]])
            if one["/Subtype"] == "/Form":
                yield from marks(reader, one, plain(one.get("/Resources", resources)), tuple(held))
            else:
                yield "paint", tuple(held)
    assert len(held) == len(around)


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_painted_is_content_or_decoration_and_not_both(kind):
    reader = read(kind)
    nums = plain(plain(reader.trailer["/Root"]["/StructTreeRoot"])["/ParentTree"])["/Nums"]
    reached = {id(element) for element, _ in tree(kind)}
    for one in reader.pages:
        owners = plain(nums[2 * one["/StructParents"] + 1])
        seen = Counter()
        for what, held in marks(reader, one.get_contents(), plain(one["/Resources"])):
            numbers = [number for _, number in held if number is not None]
            is_decoration = "/Artifact" in [tag for tag, _ in held]
            assert not (numbers and is_decoration)
            assert len(numbers) <= 1
            if what == "paint":
                assert numbers or is_decoration
            else:
                seen.update(numbers)
        assert max(seen.values()) == 1
        assert all(id(plain(owners[number])) in reached for number in seen)


@pytest.mark.parametrize("kind", KINDS)
def test_lists_and_tables_are_built_as_such(kind):
    found = list(tree(kind))
    assert {"/L", "/LI"} <= {element["/S"] for element, _ in found}
    for element, above in found:
        name, over = element["/S"], above and above["/S"]
        assert over in WITHIN.get(name, {over}), (name, over)
        assert name in HOLDS.get(over, {name}), (name, over)
        assert plain(element["/P"])["/S" if above else "/Type"] == (over or "/StructTreeRoot")
        if name == "/LI":
            assert Counter(one["/S"] for one in kids(element))["/LBody"] == 1
        if name == "/TH":
            assert element["/A"]["/Scope"] in ("/Row", "/Column")


@pytest.mark.parametrize("kind", KINDS)
def test_headings_leave_out_no_level(kind):
    levels = [int(e["/S"][2]) for e, _ in tree(kind) if re.fullmatch("/H[1-6]", e["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_figures_are_told_and_lie_on_their_page(kind):
    figures = [element for element, _ in tree(kind) if element["/S"] == "/Figure"]
    assert figures or kind == "flash"
    for one in figures:
        left, foot, right, top = map(float, one["/A"]["/BBox"])
        _, _, width, height = map(float, plain(one["/Pg"])["/MediaBox"])
        assert 0 <= left < right <= width + 0.1
        assert 0 <= foot < top <= height + 0.1
        assert one["/Alt"].strip()


def test_links_are_elements_and_say_where_they_lead():
    links = [element for element, _ in tree("brief") if element["/S"] == "/Link"]
    told = [one["/Obj"] for link in links for one in kids(link) if not isinstance(one, int)]
    notes = [plain(note) for one in read("brief").pages for note in plain(one.get("/Annots", []))]
    assert notes
    assert [plain(one) for one in told] == notes
    assert all(note["/Contents"] for note in notes)


def test_english_methods_in_another_language_say_that_they_are_english():
    sections = [element for element, _ in tree("annex") if element["/S"] == "/Sect"]
    assert sections
    assert {one["/Lang"] for one in sections} == {"en"}
    assert read("annex").trailer["/Root"]["/Lang"] == "fr"


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_are_inside_and_their_signs_have_letters(kind):
    reader = read(kind)
    fonts = plain(plain(reader.pages[0]["/Resources"])["/Font"])
    assert fonts
    for font in map(plain, fonts.values()):
        assert "/ToUnicode" in font
        (one,) = map(plain, plain(font["/DescendantFonts"]))
        assert "/FontFile2" in plain(one["/FontDescriptor"])
    assert all(one["/Tabs"] == "/S" for one in reader.pages)
