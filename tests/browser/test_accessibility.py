"""Every page of the menu, wide by day and narrow by night, held against WCAG 2 A and AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.spoken import menu, turn
from tests.browser.test_data_page import drop, squares
from tests.browser.watch import PHONE, settled

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
#: What Streamlit draws and no setting of it changes: rule, part of the element's HTML, reason.
EXCEPTIONS = (
    ("list", "stSidebarNavItems", "the menu puts headings between the items of its list"),
    ("listitem", "<li class=", "the items of the menu stand in a section inside the list"),
)


def violations(page):
    """What axe finds, but for the exceptions, as one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][-160:]}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in node["html"] for name, part, _ in EXCEPTIONS)
    ]


def test_no_page_breaks_a_rule_by_day(visit):
    page, _ = visit("/", maps=False)
    found, pages = [], menu(page)
    assert len(pages) >= 5
    for address in pages:
        turn(page, address)
        found += [f"{address}: {line}" for line in violations(page)]
    assert not found


def test_no_page_breaks_a_rule_by_night_on_a_telephone(visit, server):
    page, _ = visit("/", size=PHONE, theme="dark", maps=False)
    found, pages = [], menu(page)
    assert len(pages) >= 5
    for address in pages:
        page.goto(server + address)
        settled(page)
        found += [f"{address}: {line}" for line in violations(page)]
    assert not found


def test_the_health_of_a_file_breaks_no_rule(visit):
    page, _ = visit("/data", maps=False)
    drop(page, "mines.geojson", squares(6))
    page.get_by_role("button", name="Use this data").wait_for(timeout=60_000)
    settled(page)
    assert not violations(page)
