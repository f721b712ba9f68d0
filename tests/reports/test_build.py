"""A page says everything, in the reader's language, and asks nobody for anything."""

import re
from functools import cache
from io import BytesIO

import pypdf
import pytest
from pypdf.generic import IndirectObject

from analytics import catalogue, execute, sample
from analytics.core import extras
from analytics.core.words import LANGUAGES
from reports import build
from reports.imprint import imprint
from tests.reports.answers import CREATED, HOSTILE, SAID, answer

SPACES = re.compile(r"\s+")


def read(content):
    return pypdf.PdfReader(BytesIO(content))


def text(reader):
    return SPACES.sub(" ", " ".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module", params=LANGUAGES)
def paper(request):
    """Language, and the tiny answer as PDF in it."""
    return request.param, build.pdf([answer()], language=request.param, created=CREATED)


def test_text_can_be_taken_from_the_page_accents_and_all(paper):
    language, content = paper
    assert SAID[language] in text(read(content))


def test_page_is_tagged_titled_and_says_its_language(paper):
    language, content = paper
    reader = read(content)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Counting"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_figure_has_a_text_in_its_place(paper):
    figures = [e for e in elements(read(paper[1])) if e.get("/S") == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["Ranked sites", "Where the sites lie"]


def test_parts_can_be_found_by_bookmark(paper):
    outline = read(paper[1]).outline
    assert outline[0].title == "Counting"
    assert len(outline[1]) >= 5


def test_sample_mark_stands_on_every_page():
    content = build.pdf([answer([f"Site {n}" for n in range(90)])], language="en", created=CREATED)
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) > 1
    assert all("SAMPLE DATA" in page for page in pages)


def test_real_data_bear_no_mark_even_beside_sample_data():
    both = [answer(is_sample=False), answer(is_sample=True)]
    pages = [p.extract_text() for p in read(build.pdf(both, language="en", created=CREATED)).pages]
    marks = ["SAMPLE DATA" in page for page in pages]
    assert marks[0] is False
    assert marks[-1] is True


def test_same_moment_gives_the_same_bytes(paper):
    language, content = paper
    assert build.pdf([answer()], language=language, created=CREATED) == content


def test_foot_counts_the_pages(paper):
    reader = read(paper[1])
    for number, page in enumerate(reader.pages, start=1):
        assert f"{number} / {len(reader.pages)}" in page.extract_text()


def test_everything_behind_the_answer_is_printed():
    run = answer()
    told = text(read(build.pdf([run], language="en", created=CREATED)))
    for fact in (
        run.dataset.fingerprint,
        "by hand.geojson",
        "Ministry",
        "CC BY 4.0",
        "01234567",
        "Dec 31, 2025",
        "as stated in a column of the data",
        "counting 1.2",
        "Orewatch 0.",
        "21 Nov 2026 08:30 UTC",
        "Depth",
        "2.5 m",
        "docs/methods/counting.md",
        "Counted once.",
    ):
        assert fact in told, fact


def test_a_long_table_shows_its_first_rows_and_says_so():
    names = [f"Site {n:03d}" for n in range(57)]
    told = text(read(build.pdf([answer(names)], language="es", created=CREATED)))
    assert "Se muestran las primeras 8 filas; hay 49 más en el archivo de datos" in told
    assert "Site 007" in told
    assert "Site 015" not in told.split("Where the sites lie")[-1]


def test_what_could_not_be_answered_is_listed_with_its_reason():
    missing = [build.Missing(title="Hot spots", reason="The file is gone.")]
    paper = build.pdf([answer()], language="fr", created=CREATED, missing=missing)
    page = build.html([answer()], language="fr", created=CREATED, missing=missing)
    assert "Non inclus Hot spots The file is gone." in text(read(paper)).replace("• ", "")
    assert "<b>Hot spots</b> The file is gone." in page
    assert "Non inclus" not in build.html([answer()], language="fr", created=CREATED)


def test_an_empty_answer_is_a_page_too():
    told = text(read(build.pdf([answer(())], language="en", created=CREATED)))
    assert "There are no rows." in told
    assert "No site has a place on the map." in told


def test_small_and_quick_enough(paper):
    assert len(paper[1]) < 2_000_000


def test_hostile_names_are_written_out_not_run():
    run = answer([HOSTILE, '"><img src=x onerror=alert(1)>'], name=HOSTILE)
    page = build.html([run], language="en", created=CREATED)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert HOSTILE in text(read(build.pdf([run], language="en", created=CREATED)))


def test_html_needs_no_other_file():
    page = build.html([answer()], language="fr", created=CREATED)
    loads = re.findall(r'(?:src|href)="([^"]+)"|url\("?([^")]+)', page)
    assert all(any(a.startswith(("data:", "#")) for a in pair if a) for pair in loads)
    assert "default-src 'none'" in page
    assert '<html lang="fr">' in page


def test_drawings_of_one_document_do_not_share_ids():
    page = build.html([answer(), answer()], language="en", created=CREATED)
    ids = re.findall(r'<[^>]*?\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 0


def test_without_pango_the_pdf_says_what_to_install_and_html_still_works(monkeypatch):
    load = extras.importlib.import_module

    def no_pango(name):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return load(name)

    monkeypatch.setattr(extras.importlib, "import_module", no_pango)
    with pytest.raises(extras.NotInstalled) as refused:
        build.pdf([answer()], language="en", created=CREATED)
    assert refused.value.code == "no-pango"
    assert extras.fix("pango") in refused.value.text("es")
    assert SAID["en"] in build.html([answer()], language="en", created=CREATED)


@cache
def totals_by(group):
    analysis = catalogue()["totals"]
    return execute(analysis, sample(), analysis.params(by=group))


@cache
def pages_by(group, language):
    content = build.pdf([totals_by(group)], language=language, created=CREATED)
    return [SPACES.sub(" ", page.extract_text()) for page in read(content).pages]


SHORT = list(zip(("country", "period", "country", "period", "country"), LANGUAGES, strict=True))


@pytest.mark.parametrize(("group", "language"), SHORT)
def test_totals_of_the_sample_are_one_page(group, language):
    assert len(pages_by(group, language)) == 1


@pytest.mark.parametrize(("group", "language"), [*SHORT, ("province", "es")])
def test_first_page_stands_alone(group, language):
    run = totals_by(group)
    section, words = run.section(language), run.analysis.words(language)
    wanted = [
        section.headline,
        " ".join(section.tables[0].worded(words).iloc[0]),
        *section.caveats,
        section.charts[0].caption,
        section.maps[0].caption,
        *(value for _, value in imprint(run, language, CREATED).line),
    ]
    for text in wanted:
        assert SPACES.sub(" ", text) in pages_by(group, language)[0], text


@pytest.mark.parametrize(
    ("language", "forest"),
    [
        ("en", "protected forest"),
        ("es", "bosque protegido"),
        ("pt", "floresta protegida"),
        ("fr", "forêt protégée"),
        ("id", "hutan lindung"),
    ],
)
def test_layers_have_names_not_ids(language, forest):
    (page,) = pages_by(*next(pair for pair in SHORT if pair[1] == language))
    assert forest in page
    assert "_" not in page


def test_a_first_page_says_how_much_more_the_full_table_holds():
    pages = read(build.pdf([answer([f"Site {n}" for n in range(13)])], language="en")).pages
    texts = [SPACES.sub(" ", page.extract_text()) for page in pages]
    assert "more stand in the full table on the following pages" in texts[0]
    assert "Site 12" in texts[1]


#: Pages an answer about the sample data may take; those with many pictures take more.
MOST_PAGES = {"patterns": 6, "hotspots": 5, "compliance": 7, "impact": 4, "scenario": 4}


@pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())
def test_every_analysis_prints(analysis):
    run = execute(analysis, sample(), analysis.params())
    content = build.pdf([run], language="pt", created=CREATED)
    raw = [page.extract_text() for page in read(content).pages]
    pages = [SPACES.sub(" ", page) for page in raw]
    assert run.section("pt").headline.split()[0] in pages[0]
    assert all("DADOS DE EXEMPLO" in page for page in pages)
    assert len(content) < 2_000_000
    assert len(pages) <= MOST_PAGES.get(analysis.slug, 3)
    for number in set(run.dataset.sites["site_id"].head(8)):
        told = "\n".join(raw)
        whole = told.count(str(number))
        assert whole == re.sub(r"\s", "", told).count(str(number)), "an id is broken over two lines"


def elements(reader):
    """Every element of the structure tree."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, IndirectObject):
            element = element.get_object()
        if not hasattr(element, "get"):
            continue
        yield element
        kids = element.get("/K", [])
        waiting[:0] = kids if isinstance(kids, list) else [kids]
