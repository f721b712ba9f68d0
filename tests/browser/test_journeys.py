"""What people come for, from the first page to the file in their hands, by hand and by keys."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.watch import settled

pytestmark = pytest.mark.browser
WORK_MS = 180_000  # a machine with other work to do makes a brief in so long


class Hand:
    """Clicks, and how many of them."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def link(self, name):
        """A link of the page itself, not of the menu."""
        self._click(self.page.locator("[data-testid=stMain]").get_by_role("link", name=name))

    def button(self, name):
        self._click(self.page.get_by_role("button", name=name).first)

    def _click(self, target):
        target.wait_for(timeout=WORK_MS)
        target.click()
        self.clicks += 1


def with_brief(visit, **how):
    page, diary = visit("/brief", **how)
    hand = Hand(page)
    hand.button("Sample data")
    hand.button(re.compile("Looks right"))
    page.get_by_role("button", name="Create brief").wait_for(timeout=WORK_MS)
    settled(page)
    return page, diary, hand


def test_a_brief_in_five_clicks(visit):
    page, diary = visit("/", maps=False)
    hand = Hand(page)
    hand.link("Start a brief")
    hand.button("Sample data")
    hand.button(re.compile("Looks right"))
    hand.button("Create brief")
    take = page.get_by_role("button", name=re.compile("Download PDF"))
    take.wait_for(timeout=WORK_MS)
    with page.expect_download(timeout=WORK_MS) as coming:
        hand.button(re.compile("Download PDF"))
    assert hand.clicks == 5
    pages = PdfReader(BytesIO(Path(coming.value.path()).read_bytes())).pages
    assert len(pages) == 4
    text = pages[0].extract_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "2,600" in text
    assert "SAMPLE DATA" in text
    assert not diary.complaints
    assert not diary.outside


def test_the_council_sees_slides_turned_by_keys_and_a_live_answer(visit):
    page, diary, _ = with_brief(visit, maps=False)
    page.locator("[data-testid=stMain]").get_by_role("link", name="Present").click()
    page.wait_for_url("**/present*")
    settled(page)
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    headline = page.locator("h1").inner_text()
    assert "of low compliance" in headline
    page.keyboard.press("ArrowRight")
    settled_slide(page, 2)
    page.keyboard.press("ArrowLeft")
    settled_slide(page, 1)
    for place in range(2, 20):
        page.keyboard.press("ArrowRight")
        settled_slide(page, place)
        if page.locator("[data-testid=stMain] [data-testid=stSlider]").count():
            break
    before = page.locator("[data-testid=stMain] h3").first.inner_text()
    page.get_by_role("slider").last.press("End")
    page.wait_for_function(
        "before => document.querySelector('[data-testid=stMain] h3')?.innerText !== before",
        arg=before,
        timeout=WORK_MS,
    )
    assert not diary.complaints


def settled_slide(page, place):
    page.get_by_text(re.compile(rf"^{place} / \d+$")).wait_for(timeout=WORK_MS)
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=WORK_MS)


def test_a_minister_gets_one_page_on_one_province(visit):
    page, diary = visit("/overview?f_province=Tuvenda", maps=False)
    settled(page)
    with page.expect_download(timeout=WORK_MS) as coming:
        Hand(page).button("One page as PDF")
    pages = PdfReader(BytesIO(Path(coming.value.path()).read_bytes())).pages
    assert len(pages) == 1
    told = " ".join(pages[0].extract_text().split())
    assert "Tuvenda" in told
    assert "than in 2024. All of Quenara: 11 % less" in told  # the year before, and the country
    assert not diary.complaints


def test_a_number_tells_what_stands_behind_it(visit):
    page, _ = visit("/totals", maps=False)
    page.locator("[data-testid=stMarkdown] [data-testid=stTooltipIcon]").first.hover()
    told = page.locator("[data-testid=stTooltipContent]")
    told.wait_for(timeout=WORK_MS)
    for part in ("Data:", "Filter:", "Method:", "totals 1"):
        assert part in told.inner_text()
