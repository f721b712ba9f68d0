"""Every page of the menu, wide by day and narrow by night: WCAG 2 A and AA, and nothing is cut."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.serve import serving
from tests.browser.spoken import DRAWN, MAP, MENU, SEEN_PX, menu, turn, views
from tests.browser.test_data_page import drop, squares
from tests.browser.watch import PHONE, coloured, overflow_px, settled, until

pytestmark = pytest.mark.browser

#: Pages with browser tests of their own, which look at their maps.
OWN = {
    p.stem.removeprefix("test_").removesuffix("_page")
    for p in Path(__file__).parent.glob("test_*_page.py")
}
RULES = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
#: What Streamlit draws and no setting of it changes: rule, part of the element's HTML, reason.
EXCEPTIONS = (
    ("list", "stSidebarNavItems", "the menu puts headings between the items of its list"),
    ("listitem", "<li class=", "the items of the menu stand in a section inside the list"),
)
#: Streamlit cuts the label of a figure and has no setting against it; the sentence above says it.
CUT = r"stMetric(Label)?: "
CLIPPED = """() => {
  const parts = ['button', '[role=tab]', '[role=radio]', '[data-testid=stMetric]',
    '[data-testid=stMetricLabel]', '[data-testid=stMetricValue]', '[data-testid=stBadge]',
    '[data-testid=stPageLink] a', '[data-testid=stSidebarNavLink]', 'h1', 'h2', 'h3',
    '[data-testid=stWidgetLabel]', '[data-testid=stAlert]', 'summary'].join(',');
  const root = document.body, found = [];
  for (const part of root.querySelectorAll(parts))
    for (const one of [part, ...part.querySelectorAll('*')]) {
      if (!one.clientWidth || one.closest('canvas, svg')) continue;
      if (one.closest('[data-testid=stSidebar][aria-expanded=false]')) continue;  // slid away
      const style = getComputedStyle(one);
      const hides = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis';
      if (hides && one.scrollWidth > one.clientWidth + 1 && one.innerText.trim())
        found.push(`${part.dataset.testid || part.tagName}: ${one.innerText.trim().slice(0, 60)}`);
    }
  return [...new Set(found)];
}"""


def violations(page):
    """What axe finds, but for the exceptions, as one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][-160:]}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in node["html"] for name, part, _ in EXCEPTIONS)
    ]


@pytest.fixture(scope="module")
def longer(tmp_path_factory):
    """The address of the app with every text a third longer."""
    folder = tmp_path_factory.mktemp("longer")
    with serving(folder, Path(__file__).with_name("longer.py")) as address:
        yield address


def test_wide_by_day_no_page_breaks_a_rule_and_texts_a_third_longer_fit(visit, longer):
    page, _ = visit("/", maps=False, at=longer)
    found, pages = [], menu(page)
    assert len(pages) >= 5
    for address in pages:
        turn(page, address)
        found += _faults(page, address)
    assert not found, "\n".join(found)


def test_narrow_by_night_each_is_opened_by_a_deep_link_and_draws_its_map(visit, longer):
    """A map is looked at where no browser test of the page's own does."""
    page, diary = visit("/", size=PHONE, theme="dark", maps=False, at=longer)
    found, pages, maps = [], menu(page), []
    assert len(pages) >= 5
    for address in pages:
        page.goto(longer + address)
        settled(page)
        assert page.locator("h1").count() == 1, address
        assert page.locator("h1").inner_text().strip(), address
        assert page.locator(MENU).count() == len(pages), address
        maps += [address] if page.locator(MAP).count() else []
        found += _faults(page, address)
    assert not found, "\n".join(found)
    assert not diary.complaints
    assert not diary.outside
    others = [address for address in maps if address.strip("/") not in OWN]
    assert others
    page, diary = visit(others[0], at=longer)
    for address in others:
        page.goto(longer + address)
        settled(page)
        assert until(lambda: coloured(page, DRAWN) > SEEN_PX, page), address
    assert not diary.complaints
    assert not diary.outside


def _faults(page, address):
    """Rules that are broken, and what is cut on a page whose texts are longer."""
    assert "emolis" in page.locator("body").inner_text(), address
    found = violations(page)
    for _ in views(page):
        assert page.locator("[data-testid=stException]").count() == 0, address
        assert page.locator("[data-testid=stAlertContentError]").count() == 0, address
        until(lambda: not cut(page), page, seconds=8)  # parts slide into place
        found += cut(page)
    return [f"{address} {page.viewport_size['width']}: {line}" for line in found]


def cut(page):
    """What is not wholly seen: parts that are clipped, and the page where it scrolls sideways."""
    wide = overflow_px(page)
    found = [f"{wide} px too wide"] if wide > 0 else []
    is_phone = page.viewport_size["width"] == PHONE[0]
    clipped = page.evaluate(CLIPPED)
    return found + [it for it in clipped if not (is_phone and re.match(CUT, it))]


def test_the_health_of_a_file_breaks_no_rule(visit):
    page, _ = visit("/data", maps=False)
    drop(page, "mines.geojson", squares(6))
    page.get_by_role("button", name="Use this data").wait_for(timeout=60_000)
    settled(page)
    assert not violations(page)
