"""The Word document and the slides: the words and numbers of the brief, safe, steady, in bounds."""

import itertools
import json
import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO

import docx
import openpyxl
import pandas as pd
import pptx
import pytest
from lxml import etree
from PIL import Image
from pptx.util import Pt

import analytics
from analytics.core import progress
from analytics.core.section import Chart, Map
from analytics.core.words import LANGUAGES, Words
from analytics.viz import charts, twin
from reports import imprint
from reports.brief import compose, deck, documents, numbers
from reports.brief.content import Absent
from reports.brief.figured import figured
from reports.brief.office import fitting, native, still
from reports.brief.office.steady import clean
from reports.brief.order import BriefError, Level, Paper
from tests.reports.answers import FORMULA, HOSTILE
from tests.reports.brief.briefs import CREATED, brief
from tests.reports.brief.search import Secrets, leaks

MOST_BYTES = 2_000_000
NASTY = f"{HOSTILE} & \x00\x0b\ud800 {FORMULA} ]]>"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def made(language="en"):
    return brief(language=language)


@cache
def slides_of(language="en"):
    return _written(deck.pptx, language)


@cache
def document_of(language="en"):
    return _written(documents.docx, language)


def _written(write, language):
    """The file; pictures are drawn and told in English alone, to save time."""
    if language == "en":
        return write(made())
    with pytest.MonkeyPatch.context() as patched:
        _plainly(patched)
        return write(made(language))


def _plainly(patched):
    patched.setattr(still, "still", _plain)
    patched.setattr(still, "alternative", lambda _, one: clean(one.caption))


@pytest.fixture
def _undrawn(monkeypatch):
    _plainly(monkeypatch)


def _plain(*_args, **_sizes):
    return still.Still('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"/>', 90, 40)


def texts(file):
    """Every text of a document, heads and feet included."""
    opened = docx.Document(BytesIO(file))
    section = opened.sections[0]
    parts = (opened.element, section.header._element, section.footer._element)
    return [
        "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        for part in parts
        for paragraph in part.iter(f"{W}p")
    ]


def shown(file, *, notes=False):
    """Every text on slides, and in notes where asked for."""
    told = []
    for slide in pptx.Presentation(BytesIO(file)).slides:
        told += [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        told += [slide.notes_slide.notes_text_frame.text] if notes else []
    return told


def drawn(file):
    """Every chart of the slides with its embedded sheet."""
    for slide in pptx.Presentation(BytesIO(file)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                part = shape.chart.part.chart_workbook.xlsx_part
                yield shape.chart, openpyxl.load_workbook(BytesIO(part.blob)).active


def sound(file):
    """Every part can be read, and every link leads to a part."""
    with zipfile.ZipFile(BytesIO(file)) as held:
        assert held.testzip() is None
        names = set(held.namelist())
        assert len(names) == len(held.namelist())
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(held.read(name))
            for link in root.iter("{*}Relationship"):
                if link.get("TargetMode") == "External":
                    assert link.get("Target").startswith("https://")
                    continue
                folder = name.replace("_rels/", "").rpartition("/")[0]
                target = link.get("Target")
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                whole = re.sub(r"[^/]+/\.\./", "", path).lstrip("/")
                assert whole in names, (name, target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_what_the_brief_says(language):
    one, told = made(language), texts(document_of(language))
    words, whole = Words(compose.HERE, language), "\n".join(told)
    for text in (
        one.headline.text,
        *(message.sentence.text for message in one.messages),
        *(action.sentence.text for action in one.actions),
        *(tile.value for tile in one.tiles),
        *(figure.caption for figure in one.exhibits),
        *(block.title for block in one.own),
        *one.trust.limits[:3],
        *(block.caveats[0] for block in one.blocks),
        one.confidence,
        one.trust.citation,
        one.trust.disclaimer,
        words("heading.trust"),
        words("action.consider"),
        words("level.internal"),
        Words(imprint.HERE, language)("sample"),
        one.id,
    ):
        assert clean(text) in whole, text
    sound(document_of(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slides_say_what_the_brief_says(language):
    one, told = made(language), shown(slides_of(language))
    words, whole = Words(compose.HERE, language), "\n".join(told)
    slides = 5 + len(one.own)  # a figure for each answer beside opening, numbers, map, asks, trust
    assert len(pptx.Presentation(BytesIO(slides_of(language))).slides) == slides
    for text in (
        one.headline.text,
        *(tile.value for tile in one.tiles),
        *(action.sentence.text for action in one.actions),
        one.confidence,
        one.trust.citation,
    ):
        assert clean(text) in whole, text
    mark = Words(imprint.HERE, language)("sample")
    assert whole.count(mark) == whole.count(words("level.internal")) == slides
    assert not [text for text in told if text.endswith("…")]
    sound(slides_of(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_a_slide_is_small_or_leaves_it(language):
    opened = pptx.Presentation(BytesIO(slides_of(language)))
    for slide in opened.slides:
        assert slide.shapes.title.text_frame.text
        assert slide.shapes[0] == slide.shapes.title  # and is read out first
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= opened.slide_width
            assert shape.top + shape.height <= opened.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                assert _needed(shape) <= shape.height / 12_700 + 1, shape.text_frame.text
            if shape.has_chart:
                assert shape.chart.font.size == Pt(16)


def test_texts_that_are_far_too_long_are_cut_and_stay_in_their_boxes():
    one, long = made(), "Palabra " * 200
    full = replace(
        one,
        headline=replace(one.headline, text=long),
        tiles=tuple(replace(t, value=long[:40], label=long, note=long) for t in one.tiles),
        actions=3
        * tuple(
            replace(a, sentence=replace(a.sentence, text=long), source=long) for a in one.actions
        ),
        confidence=long,
        blocks=(),
        map=None,
    )
    for slide in pptx.Presentation(BytesIO(deck.pptx(full))).slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text:
                assert _needed(shape) <= shape.height / 12_700 + 1, shape.text_frame.text


def _needed(shape):
    """Points the text takes, with letters of no less than 16."""
    total = 0
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            size = run.font.size.pt
            assert size >= 16
            width = shape.width / 12_700
            total += fitting.height(run.text, size, width, bold=bool(run.font.bold))
    return total


def told(one, exhibit):
    """What an exhibit shows, in words; drawn in English alone, to save time."""
    return still.alternative(one, exhibit) if one.order.language == "en" else exhibit.caption


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_is_one_of_the_brief(language):
    one = figured(made(language))
    known = set(numbers.all_tokens(one.numbers.values()))
    trust, asked = one.trust, one.order
    stated = json.dumps(
        [
            [trust.methods, trust.sources, trust.parameters, trust.limits, trust.definitions],
            [trust.citation, trust.about, made(language).id, [e.source for e in one.exhibits]],
            [[a.source, a.link] for a in one.actions],
            [[e.caption, e.explain] for e in one.exhibits],
            [told(one, e) for e in (one.map, *one.exhibits) if isinstance(e.item, Map)],
            [[t.caption, *t.labels.values()] for b in one.own for t in b.tables],
            Words(compose.HERE, language).date(asked.created.date()),
        ],
        ensure_ascii=False,
    )
    known |= set(numbers.tokens(stated)) | {str(n) for n in range(1, 11)}  # figures, slides, pages
    known |= {"80", "95"}  # of ranges, by their definition
    for text in (*texts(document_of(language)), *shown(slides_of(language), notes=True)):
        assert set(numbers.tokens(text)) <= known, text


def test_charts_are_drawn_from_the_rows_of_the_answer():
    one = made()
    figures = deck.figures(one)
    assert [figure.block for figure in figures] == [block.key for block in one.own]
    for figure, (chart, sheet) in zip(figures, drawn(slides_of()), strict=True):
        table = twin.of_chart(figure.item, still.of(one, figure)[1])
        labels = [c for c in table.labels if not table.kinds[c].is_number]
        amounts = [c for c in table.labels if table.kinds[c].is_number]
        amount = "middle_ha" if "middle_ha" in amounts else amounts[0]
        names = list(chart.plots[0].categories)
        values = {s.name: dict(zip(names, s.values, strict=True)) for s in chart.plots[0].series}
        for row in table.frame.to_dict("records"):
            series = row[labels[1]] if len(labels) > 1 else next(iter(values))
            assert values[series][row[labels[0]]] == row[amount]
        kept = list(sheet.iter_rows(values_only=True))
        assert list(kept[0][1:]) == list(values)
        for label, row in zip(names, kept[1:], strict=True):
            for name, cell in zip(values, row[1:], strict=True):
                value = values[name][label]
                near = (
                    None if value is None else pytest.approx(value, rel=1e-14)
                )  # as Excel holds it
                assert cell == near


def test_labels_of_bars_are_written_as_in_the_figure():
    chart, _ = next(iter(drawn(slides_of("fr"))))
    labels = [chart.plots[0].series[0].points[n].data_label.text_frame.text for n in range(2)]
    assert [one.split("\N{NO-BREAK SPACE}ha")[0] for one in labels] == [
        "1\N{NARROW NO-BREAK SPACE}480",
        "1\N{NARROW NO-BREAK SPACE}120",
    ]
    assert '"\N{NARROW NO-BREAK SPACE}"' in chart.value_axis.tick_labels.number_format


def test_a_forecast_has_the_edges_of_its_ranges_as_lines():
    charts_drawn = [chart for chart, _ in drawn(slides_of())]
    chart = charts_drawn[[one.block for one in deck.figures(made())].index("forecast")]
    names = [series.name for series in chart.plots[0].series]
    assert [name for name in names if "%" in name] == [
        f"{level}\N{NO-BREAK SPACE}%: {end}" for level in (95, 80) for end in ("from", "to")
    ]


def test_what_no_office_chart_can_draw_is_a_picture():
    one = made()
    words = one.own[0].run.analysis.words("en")
    curve = pd.DataFrame({"share_units": [0.0, 0.5, 1.0], "share_area": [0.0, 0.2, 1.0]})
    item = Chart(
        draw=lambda: charts.lorenz(
            curve, x_title="a", y_title="b", line_of_equality_label="c", words=words
        ),
        caption="A curve",
    )
    assert native.plot(item, words) is None
    block = one.own[0]
    shape = replace(block.exhibits[0], item=item)
    alone = replace(one, blocks=(replace(block, exhibits=(shape,)),), map=None, actions=())
    file = deck.pptx(alone)
    assert not list(drawn(file))
    pictures = [
        s for p in pptx.Presentation(BytesIO(file)).slides for s in p.shapes if hasattr(s, "image")
    ]
    assert [s._element.xpath(".//p:cNvPr/@descr")[0][:7] for s in pictures] == ["A curve"]


def test_of_many_bars_the_first_are_drawn_and_the_rest_is_told():
    rows = pd.DataFrame({"name": ["a", "a", *map(str, range(28))], "ha": range(30, 0, -1)})
    words = made().own[0].run.analysis.words("en")
    item = Chart(
        draw=lambda: charts.ranked_bars(
            rows, label="name", value="ha", value_title="Hectares", words=words
        ),
        caption="Many",
    )
    plot = native.plot(item, words)
    assert plot.categories[:3] == ("a", "a", "0")
    assert (len(plot.categories), plot.left_out) == (native.MOST_BARS, 30 - native.MOST_BARS)


def test_pictures_charts_and_tables_are_told_to_those_who_do_not_see_them():
    opened = docx.Document(BytesIO(document_of()))
    pictures = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert len(pictures) == len(made().exhibits) + 1
    assert all(pictures)
    for table in opened.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert table._tbl.tblPr.xpath("./w:tblCaption/@w:val")[0]
    styles = {paragraph.style.name for paragraph in opened.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Caption"} <= styles
    for slide in pptx.Presentation(BytesIO(slides_of())).slides:
        for shape in slide.shapes:
            if shape.has_chart or hasattr(shape, "image"):
                assert shape._element.xpath(".//p:cNvPr/@descr")[0]


@pytest.mark.parametrize(("language", "tag"), [("en", "en-US"), ("pt", "pt-BR"), ("id", "id-ID")])
def test_language_title_and_day_are_stated_and_nothing_else(language, tag):
    one = made(language)
    for opened in (
        docx.Document(BytesIO(document_of(language))),
        pptx.Presentation(BytesIO(slides_of(language))),
    ):
        known = opened.core_properties
        assert (known.language, known.title, known.identifier) == (tag, one.headline.text, one.id)
        assert known.created.replace(tzinfo=None) == CREATED.replace(tzinfo=None)
        assert known.comments == known.keywords == known.author == ""
    said = etree.fromstring(zipfile.ZipFile(BytesIO(document_of(language))).read("word/styles.xml"))
    assert {one.get(f"{W}val") for one in said.iter(f"{W}lang")} == {tag}


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize(("paper", "width_mm"), [(Paper.A4, 210), (Paper.LETTER, 215.9)])
def test_the_paper_is_the_one_asked_for(paper, width_mm):
    one = made()
    file = documents.docx(replace(one, order=replace(one.order, paper=paper)))
    assert docx.Document(BytesIO(file)).sections[0].page_width.mm == pytest.approx(
        width_mm, abs=0.1
    )


def test_the_same_brief_gives_the_same_bytes(monkeypatch):
    assert deck.pptx(made()) == slides_of()
    _plainly(monkeypatch)
    assert documents.docx(made()) == documents.docx(made())


def test_a_public_brief_tells_nobody_of_a_site():
    public = brief(language="es", level=Level.PUBLIC)
    secrets = Secrets(analytics.sample())
    slides = deck.pptx(public)
    for name, content in (("brief.docx", documents.docx(public)), ("deck.pptx", slides)):
        assert leaks(name, content, secrets) == {}
    for chart, sheet in drawn(slides):
        told = [float(one.text) for one in chart._chartSpace.xpath(".//c:numCache//c:v")]
        told += [v for row in sheet.iter_rows(min_row=2, min_col=2, values_only=True) for v in row]
        assert told
        assert all(value is None or value == float(f"{value:.3g}") for value in told)


@pytest.mark.usefixtures("_undrawn")
@pytest.mark.parametrize("write", [documents.docx, deck.pptx])
def test_how_far_it_is_is_told_and_it_can_be_ended(write):
    heard = []
    with progress.heard(heard.append):
        write(made())
    assert len(heard) >= 3
    assert heard == sorted(heard)
    assert heard[-1] <= 1

    def enough(_):
        raise KeyboardInterrupt

    with progress.heard(enough), pytest.raises(KeyboardInterrupt):
        write(made())


def test_files_stay_small():
    assert len(document_of()) <= MOST_BYTES
    assert len(slides_of()) <= MOST_BYTES


@pytest.mark.usefixtures("_undrawn")
def test_no_text_can_break_a_file_or_act_in_it():
    one = made()
    rows = pd.DataFrame({"name": [FORMULA, NASTY.replace("\ud800", "")], "ha": [2.0, 1.0]})
    voice = one.own[0].run.analysis.words("en")
    item = Chart(
        draw=lambda: charts.ranked_bars(
            rows, label="name", value="ha", value_title=FORMULA, words=voice
        ),
        caption=NASTY,
    )
    block = one.own[0]
    table = replace(block.tables[0], caption=NASTY)
    block = replace(
        block,
        title=NASTY,
        headline=replace(block.headline, text=NASTY),
        exhibits=(replace(block.exhibits[0], item=item, caption=NASTY, explain=NASTY),),
        tables=(table,),
    )
    nasty = replace(
        one,
        headline=replace(one.headline, text=NASTY),
        blocks=(block,),
        map=None,
        messages=(),
        absent=(Absent(title=NASTY, reason=NASTY),),
        actions=tuple(replace(a, source=NASTY, link="javascript:alert(1)") for a in one.actions),
        order=replace(
            one.order,
            organisation=NASTY,
            author=NASTY,
            contact=NASTY,
            link="file:///etc/passwd",
        ),
    )
    slides = deck.pptx(nasty)
    file = documents.docx(nasty)
    sound(file)
    sound(slides)
    assert clean(NASTY) in "\n".join(texts(file))
    assert clean(NASTY) in "\n".join(shown(slides, notes=True))
    ((_, sheet),) = drawn(slides)
    cells = list(itertools.chain.from_iterable(sheet.iter_rows()))
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sheet["A2"].value == f"'{FORMULA}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("a\x00b\ud800c", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("x" * 5000, "x" * 3998 + " …"),
    ],
)
def test_texts_are_made_such_that_xml_holds_them(text, kept):
    assert clean(text) == kept


def test_of_a_logo_only_the_picture_is_kept():
    file = BytesIO()
    Image.new("RGB", (1200, 300), "red").save(file, "JPEG", comment=b"secret")
    order = replace(made().order, logo=file.getvalue(), organisation="Ministry")
    marked = replace(made(), order=order, blocks=(), map=None)
    for write, folder in ((documents.docx, "word"), (deck.pptx, "ppt")):
        with zipfile.ZipFile(BytesIO(write(marked))) as held:
            pictures = [held.read(n) for n in held.namelist() if n.startswith(f"{folder}/media/")]
        assert [Image.open(BytesIO(one)).size for one in pictures] == [(600, 150)]
        assert b"secret" not in pictures[0]
        with pytest.raises(BriefError):
            write(replace(marked, order=replace(order, logo=b"<svg onload='x'/>")))


@pytest.mark.usefixtures("_undrawn")
def test_who_wrote_it_is_named():
    order = replace(made().order, organisation="Ministry of Mines", author="Ana Díaz")
    signed = replace(made(), order=order, blocks=(), map=None)
    file, slides = documents.docx(signed), deck.pptx(signed)
    assert any(one.startswith("Ministry of Mines · By Ana Díaz · ") for one in texts(file))
    assert any(one.startswith("Ministry of Mines · Ana Díaz · ") for one in shown(slides))
    for opened in (docx.Document(BytesIO(file)), pptx.Presentation(BytesIO(slides))):
        assert opened.core_properties.author == "Ana Díaz"


@pytest.mark.usefixtures("_undrawn")
def test_what_is_left_out_is_told():
    gone = Absent(title="People", reason="No grid is loaded.")
    one = replace(made(), absent=(gone,), redacted=("Names are left out.",))
    whole = "\n".join(texts(documents.docx(one)))
    assert "People. No grid is loaded." in whole
    assert "Names are left out." in whole
    alone = replace(one, blocks=(), map=None, actions=())
    assert "People: No grid is loaded." in "\n".join(shown(deck.pptx(alone)))
