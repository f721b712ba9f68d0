"""The brief on paper and on a screen: four pages, tagged, every number the brief's own."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdf
import pytest
from pypdf.generic import IndirectObject

from analytics.core import progress
from analytics.core.words import LANGUAGES
from reports.brief import page
from reports.brief.compose import compose
from reports.brief.content import Absent
from reports.brief.order import Audience, Level, Paper
from tests.reports.brief.briefs import brief, given, order

SPACES = re.compile(r"\s+")
LOGO_PX = (40, 20)
HOSTILE = '"><script>alert(1)</script><img src="file:///etc/passwd">'
CSS = "</style><style>@import url(http://evil.example/x.css);"


@cache
def made(language="en", paper=Paper.A4, **changes):
    return brief(language=language, paper=paper, **changes)


@cache
def pdf(language="en", paper=Paper.A4, **changes):
    return page.pdf(made(language, paper, **changes))


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
    for one in read(pdf(language, paper)).pages:
        width, height = float(one.mediabox.width), float(one.mediabox.height)
        spots = []
        one.extract_text(visitor_text=lambda text, _, tm, *__: spots.append((text, tm[4], tm[5])))
        for text, x, y in spots:
            if text.strip() and (x or y):
                assert 0 < x < width, text
                assert 0 < y < height, text
