"""The brief on paper and on a screen: four pages, tagged, every number the brief's own."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from itertools import combinations

import pypdf
import pytest
import shapely
import structlog
from markupsafe import escape
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf.generic import IndirectObject

import analytics
from analytics.core import progress
from analytics.core.words import LANGUAGES, Words
from reports import imprint, typeset
from reports.brief import logo, numbers, page
from reports.brief.compose import compose
from reports.brief.content import Absent
from reports.brief.order import Audience, BriefError, Level, Paper
from reports.brief.paper import front, method, qr
from tests.reports.brief.briefs import brief, given, order

SPACES = re.compile(r"\s+")
MARGIN_PX = 18 / 25.4 * 96
HOSTILE = '"><script>alert(1)</script><img src="file:///etc/passwd">'
QUOTES = "x\" } @import 'http://evil.example/y.css'; {"
GONE = Absent(title="People", reason="No grid.", slug="exposure")
CSS = "</style><style>@import url(http://evil.example/x.css);"


@cache
def made(language="en", paper=Paper.A4, **changes):
    return brief(language=language, paper=paper, **changes)


@cache
def printed(language="en", paper=Paper.A4, **changes):
    """The PDF, the text it was set from, and its pages with their boxes."""
    kept = []
    real = typeset.pages

    def keep(text, *more):
        kept.append((text, real(text, *more)))
        return kept[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typeset, "pages", keep)
        content = page.pdf(made(language, paper, **changes))
    return (content, *kept[-1])


def pdf(language="en", paper=Paper.A4):
    return printed(language, paper)[0]


def alone(**changes):
    """A brief of one answer, which takes little time."""
    return compose(order(**changes), given()[:1])


def read(content):
    return pypdf.PdfReader(BytesIO(content))


def texts(content):
    return [SPACES.sub(" ", one.extract_text()) for one in read(content).pages]


#: Every language, and both papers.
SETS = list(zip(LANGUAGES, (Paper.A4, Paper.LETTER, Paper.A4, Paper.LETTER, Paper.A4), strict=True))


@pytest.mark.parametrize(("language", "paper"), SETS)
def test_the_usual_brief_has_four_pages(language, paper):
    pages = texts(pdf(language, paper))
    told = made(language, paper)
    assert len(pages) == 4
    assert SPACES.sub(" ", told.headline.text) in pages[0]
    assert SPACES.sub(" ", told.confidence) in pages[0]
    for tile in told.tiles:
        assert SPACES.sub(" ", tile.value) in pages[0]
    assert SPACES.sub(" ", told.trust.disclaimer) in pages[3]
    assert all(f"{n} / 4" in text for n, text in enumerate(pages, start=1))
    assert all(told.id in text for text in pages)


@pytest.mark.parametrize(("language", "paper"), SETS)
def test_nothing_is_printed_beyond_the_margins(language, paper):
    for one in printed(language, paper)[2].pages:
        box = one._page_box
        right, foot = one.width - MARGIN_PX + 0.5, one.height - MARGIN_PX + 0.5
        lines = [b for b in inside(box) if type(b).__name__ in ("LineBox", "InlineReplacedBox")]
        assert lines
        for line in lines:
            assert line.position_x >= MARGIN_PX - 0.5
            assert line.position_x + line.width <= right
            assert line.position_y + line.height <= foot


@pytest.mark.parametrize(("language", "paper"), SETS)
def test_no_part_lies_on_another(language, paper):
    for one in printed(language, paper)[2].pages[1:3]:
        cells = [b for b in inside(one._page_box) if has_class(b, "cell")]
        boxes = [
            shapely.box(b.position_x, b.position_y, b.position_x + b.width, b.position_y + b.height)
            for b in cells
        ]
        assert len(boxes) > 2
        assert all(x.intersection(y).area < 1 for x, y in combinations(boxes, 2))


def inside(box):
    """Every box of a page but those of its margins."""
    for child in getattr(box, "children", ()):
        placed = getattr(child, "_box", child)
        if type(placed).__name__ != "MarginBox":
            yield placed
            yield from inside(placed)


def has_class(box, name):
    element = getattr(box, "element", None)
    return element is not None and name in (element.get("class") or "").split()


def known_tokens(told):
    """Numbers of the brief, and those that are none of its findings."""
    order = told.order
    allowed = set(numbers.all_tokens(told.numbers.values()))
    texts = [
        *(one.caption for one in told.exhibits),  # as the analysis tells them
        *(figure.note for block in told.blocks for figure in block.section.facts),
        *(tile.label + tile.note + tile.than + tile.span for tile in told.tiles),
        *(f"{one.source} {one.because}" for one in told.actions),  # years and articles of treaties
        *(
            " ".join(row)
            for row in (*told.trust.parameters, *told.trust.sources, *told.trust.about)
        ),
        *told.trust.limits,
        *(text for _, text in (*told.trust.methods, *told.trust.definitions)),
        told.trust.citation,
        told.map.source,
        *(f"{one.refers} {one.sentence.text}" for one in told.messages),
        f"{told.id} {analytics.__version__} {told.scope.period}",
        Words(imprint.HERE, order.language).date(order.created.date()),
        imprint.moment(order.created, Words(imprint.HERE, order.language)),
    ]
    return allowed.union(*(numbers.tokens(text) for text in texts))


def labels(html):
    """What is written in drawings: axes, legends and bars, each its own chart's."""
    return {
        token
        for drawing in re.findall(r"<svg.*?</svg>", html, re.DOTALL)
        for text in re.findall(r">([^<]+)<", drawing)
        for token in numbers.tokens(unescape(text))
    }


def tokens_of(content):
    """Every number on the pages of a document, piece by piece as it was set."""
    found: set[str] = set()
    for one in read(content).pages:
        pieces: list[str] = []
        one.extract_text(visitor_text=lambda text, *_, kept=pieces: kept.append(text))
        found.update(token for piece in pieces for token in numbers.tokens(piece))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_on_paper_is_one_of_the_brief(language):
    paper = dict(SETS)[language]
    told = made(language, paper)
    allowed = known_tokens(told) | labels(printed(language, paper)[1])
    counted = {str(n) for n in range(len(told.trust.limits))}  # figures, pages, limits left out
    found = tokens_of(pdf(language, paper))
    assert len(found) > 100
    assert found - allowed - counted == set()


def test_the_page_is_tagged_titled_and_says_its_language():
    reader = read(pdf("es", Paper.LETTER))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == made("es", Paper.LETTER).headline.text
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert len(reader.outline) >= 2


def test_every_figure_says_what_it_shows_and_every_table_has_heads():
    told = made("fr", Paper.LETTER)
    found = list(elements(read(pdf("fr", Paper.LETTER))))
    alts = [SPACES.sub(" ", one["/Alt"]) for one in found if one.get("/S") == "/Figure"]
    assert all(len(alt) > 10 for alt in alts)
    for one in told.exhibits:
        assert any(alt.startswith(SPACES.sub(" ", one.caption)) for alt in alts), one.caption
    tables = [one for one in found if one.get("/S") == "/Table"]
    assert tables
    for table in tables:
        assert any(one.get("/S") == "/TH" for one in elements_of(table))


def test_the_map_of_page_1_names_its_insets_unless_it_is_public():
    first, public = (page.html(made(level=level)) for level in (Level.INTERNAL, Level.PUBLIC))
    letters = [
        sorted(set(re.findall(r"; ([ABC]): \d+ shapes near", text))) for text in (first, public)
    ]
    assert letters == [["A", "B", "C"], []]
    assert "Protected area" in first


def test_parts_are_read_in_their_order():
    told = made("en", Paper.A4)
    found = elements(read(pdf()))
    alts = [SPACES.sub(" ", one["/Alt"]) for one in found if one.get("/S") == "/Figure"]
    places = [
        next(n for n, alt in enumerate(alts) if alt.startswith(SPACES.sub(" ", one.caption)))
        for one in told.exhibits
    ]
    assert places == sorted(places)


def test_the_sample_mark_stands_on_every_page():
    assert all("SAMPLE DATA" in text for text in texts(pdf()))


def test_the_same_brief_gives_the_same_bytes():
    one, other = (alone(author=name) for name in ("A", "B"))
    assert page.pdf(one) == page.pdf(alone(author="A")) != page.pdf(other)
    assert page.html(one) == page.html(alone(author="A"))


def test_work_is_told_and_can_be_ended():
    heard = []
    with progress.heard(heard.append):
        page.pdf(alone())
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    def stop(share):
        if share > 0.2:
            raise InterruptedError

    with pytest.raises(InterruptedError), progress.heard(stop):
        page.pdf(alone())


@pytest.mark.parametrize("language", ["pt", "fr"])
def test_key_messages_alone_are_one_page(language):
    told = made(language, audience=Audience.FLASH)
    (only,) = texts(page.pdf(told))
    assert SPACES.sub(" ", told.confidence) in only
    assert SPACES.sub(" ", told.trust.citation) in only


def test_one_page_stays_one_where_it_is_full():
    asked = {"audience": Audience.FLASH, "paper": Paper.LETTER, "level": Level.PUBLIC}
    told = compose(order(language="id", author="A. Quispe", **asked), given(), (GONE,))
    (only,) = texts(page.pdf(told))
    for one in (told.confidence, GONE.reason, *told.redacted, told.trust.citation):
        assert SPACES.sub(" ", one) in only


def test_a_brief_of_one_picture_has_no_empty_part():
    wanted = replace(given()[0].wanted, picture="chart-1")
    told = compose(order(actions=()), [replace(given()[0], wanted=wanted)])
    pages = texts(page.pdf(told))
    assert len(pages) == 3
    assert "What we ask" not in pages[0]
    assert "Not available" in pages[0]  # key numbers nobody could give, each with its reason
    assert "Table 1" not in pages[1]


def test_what_is_missing_is_listed():
    html = page.html(compose(order(language="en"), given()[:1], (GONE,)))
    assert "<h3>Not included</h3> <p>People: No grid.</p>" in html
    assert html.count("No grid.") == 2  # in its tile too


def test_twelve_answers_take_more_pages_and_lose_nothing():
    wanted = replace(given()[1].wanted, picture="chart-1")
    told = compose(order(), [replace(given()[1], wanted=wanted)] * 12)
    pages = texts(page.pdf(told))
    assert len(pages) > 4
    for number in range(1, 13):
        assert sum(f"Figure {number}." in text for text in pages) == 1


def test_the_annex_prints_everything():
    told = compose(order(audience=Audience.ANNEX, language="fr"), given()[1:2])
    html = page.html(told)
    (block,) = told.own
    for table in block.section.tables:
        assert str(escape(table.caption)) in html
    assert html.count('<section lang="en">') == 1
    assert "Wilson" in html
    for key, one in told.numbers.items():
        assert f'<th scope="row">{key}</th><td>{escape(one.text)}</td>' in html
    assert "default-src 'none'" in html
    assert len(texts(page.pdf(told))) >= 4


def test_a_method_is_printed_and_runs_nothing():
    told = method.full(
        "# Title\n\n## Rule\n\n<script>alert(1)</script> ![x](http://evil.example/a.png)\n\n[a](javascript:alert(1))"
    )
    assert "<h2>Rule</h2>" in told
    assert not re.search('<script|<img|href="javascript', told)
    assert "&lt;script&gt;" in told


def test_a_dossier_has_two_pages_for_each_site():
    asked = {"audience": Audience.DOSSIER, "sites": ("sample-0434", "sample-0351")}
    pages = texts(printed(**asked)[0])
    assert len(pages) == 4
    assert "Sample site 434" in pages[0]
    assert "High compliance" in pages[0]
    assert "What lies on its ground" in pages[1]
    assert "Coordinates" in pages[2]


def test_every_number_of_a_dossier_has_a_key():
    asked = {"audience": Audience.DOSSIER, "sites": ("sample-0434", "sample-0351")}
    content, html, _ = printed("es", **asked)
    told = made("es", **asked)
    keys = {key.partition(".")[0] for key in told.numbers}
    assert {"site-1", "site-2"} <= keys
    named = set(numbers.tokens(" ".join(f"{one.key} {one.card.title}" for one in told.sites)))
    zones = set(numbers.tokens(" ".join(cell for one in told.sites for cell in zones_of(one))))
    known = known_tokens(told) | labels(html) | named | zones | {"3", "4"}  # pages
    assert tokens_of(content) - known == set()


def zones_of(site):
    """Names of zones, the last column of what lies on the ground of a site."""
    return [row[-1] for row in site.overlaps.rows] if site.overlaps else []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"level": Level.PUBLIC}, "cannot be public"),
        ({"sites": ("nowhere",)}, "no site nowhere"),
        ({"sites": tuple(f"s{n}" for n in range(21))}, "at most 20"),
    ],
)
def test_a_dossier_that_cannot_be_is_refused(changes, refusal):
    with pytest.raises(BriefError, match=refusal):
        page.pdf(brief(audience=Audience.DOSSIER, **changes))


def test_slides_are_wide_pages():
    told = compose(order(language="id", audience=Audience.DECK), given()[:1])
    reader = read(page.pdf(told))
    box = reader.pages[0].mediabox
    assert float(box.width) / float(box.height) == pytest.approx(16 / 9, rel=0.001)
    assert len(reader.pages) == len(told.exhibits) + 6


def test_a_slide_with_a_long_finding_is_one_page():
    wanted = next(one for one in given() if one.run.analysis.slug == "forecast")
    edits = {"message.forecast": "Never has anybody seen so much of it in this place. " * 6}
    told = compose(order(audience=Audience.DECK, edits=edits, actions=()), [wanted])
    assert len(read(page.pdf(told)).pages) == len(told.exhibits) + 4


def test_hostile_texts_are_written_out_not_run():
    data = replace(given()[0].run.dataset, name=HOSTILE)
    run, wanted = replace(given()[0].run, dataset=data), replace(given()[0].wanted, title=HOSTILE)
    asked = order(
        organisation=HOSTILE,
        author=CSS,
        contact=QUOTES,
        link=f"javascript:{HOSTILE}",
        edits={"headline": CSS, "message.totals": HOSTILE, "totals.headline": QUOTES},
    )
    told = compose(asked, [replace(given()[0], run=run, wanted=wanted)])
    html = page.html(told)
    assert "<script" not in html
    assert not re.search(r"<(?:img|link|iframe|object)\b", html)
    assert html.count("<style") == html.count("</style>") == 1
    assert "evil.example" not in re.search(r"<style>.*</style>", html, re.DOTALL)[0]
    assert 'href="javascript' not in html
    with structlog.testing.capture_logs() as logs:
        whole = "".join(texts(page.pdf(told))).replace(" ", "")
    assert not [line for line in logs if "outside" in line["event"]]
    assert all(text.replace(" ", "") in whole for text in (HOSTILE, CSS, QUOTES))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//x",
        "http://[",
        "http://localhost:8501/brief?ws=1",
        "http://127.0.0.2/brief",
        "http://[::1]:8501/brief",
    ],
)
def test_only_addresses_of_the_web_are_linked(link):
    assert front.safe(link) == ""
    assert front.safe("https://orewatch.example/?w=1") == "https://orewatch.example/?w=1"


@pytest.mark.parametrize(
    ("audience", "kind"),
    [("brief", "Policy brief"), ("annex", "Technical annex"), ("deck", "Policy brief")],
)
def test_the_first_page_alone_says_what_the_document_is(audience, kind):
    html = page.first(alone(audience=Audience(audience)))
    assert f'<p class="kind">{kind}</p>' in html
    assert "What stands behind" not in html


def test_a_link_others_can_open_is_printed_with_its_sign():
    link = "https://orewatch.example/brief?ws=ab12"
    shown, none = (page.html(alone(link=at)) for at in (link, "http://localhost:8501/brief"))
    assert f'href="{link}"' in shown
    assert f"<title>Sign for telephones: {link}</title>" in shown
    assert "telephones" not in none
    assert "localhost" not in none
    assert f"Brief {alone(link='http://localhost:8501/brief').id}. Its record" in none
    assert qr.svg("https://orewatch.example/" + "x" * qr.MOST, "") == ""


def test_html_needs_no_other_file():
    html = page.html(alone(language="pt", organisation="Ministério", logo=picture()))
    loads = re.findall(r'(?:src|href)="([^"]+)"|url\("?([^")]+)', html)
    assert all(any(a.startswith(("data:", "#")) for a in pair if a) for pair in loads)
    assert "default-src 'none'" in html
    assert "data:image/png;base64," in html


def picture(form="PNG", size=(40, 20), **more):
    kept = BytesIO()
    Image.new("RGB", size, "#204060").save(kept, form, **more)
    return kept.getvalue()


def test_a_logo_is_printed_with_a_text_in_its_place():
    told = alone(organisation="Ministry of Mines", logo=picture(), audience=Audience.FLASH)
    alts = [one.get("/Alt") for one in elements(read(page.pdf(told))) if one.get("/S") == "/Figure"]
    assert "Ministry of Mines" in alts


def test_a_logo_keeps_its_picture_and_nothing_else():
    secret = PngInfo()
    secret.add_text("Comment", "secret")
    kept = logo.checked(picture(size=(2000, 500), pnginfo=secret))
    with Image.open(BytesIO(kept)) as found:
        assert (found.format, found.size) == ("PNG", (600, 150))
    assert b"secret" not in kept
    assert logo.checked(kept) == logo.checked(logo.checked(kept))
    assert logo.checked(picture("JPEG")).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "no picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture"),
        (picture("GIF"), "no picture"),
        (picture()[:40], "no picture"),
        (b"\x89PNG" + b"0" * 2_000_001, "larger than 2 MB"),
        (picture(size=(8000, 4000)), "25 million pixels"),
    ],
    ids=["empty", "svg", "gif", "cut", "large", "bomb"],
)
def test_other_logos_are_refused_with_a_sentence(content, refusal):
    with pytest.raises(BriefError, match=refusal):
        logo.checked(content)


def elements(reader):
    """Every element of the structure tree, in reading order."""
    return elements_of(reader.trailer["/Root"]["/StructTreeRoot"])


def elements_of(root):
    waiting = [root]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, IndirectObject):
            element = element.get_object()
        if not hasattr(element, "get"):
            continue
        yield element
        kids = element.get("/K", [])
        waiting[:0] = kids if isinstance(kids, list) else [kids]
