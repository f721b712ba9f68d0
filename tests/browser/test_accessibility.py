"""Every page of the menu, by day and by night, wide and narrow, held against WCAG 2 A and AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.spoken import NO_MAPS
from tests.browser.test_data_page import drop, squares
from tests.browser.watch import DESKTOP, PHONE, settled

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_breaks_a_rule(visit, theme):
    page, _ = visit("/", theme=theme)
    links = page.locator("[data-testid=stSidebarNavLink]")
    pages = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert len(pages) >= 4
    found = []
    page.add_init_script(NO_MAPS)
    for address in pages:
        page.goto(address)
        settled(page)
        for size in (DESKTOP, PHONE) if theme == "light" else (PHONE,):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.wait_for_timeout(300)
            found += [f"{address} {size[0]}: {line}" for line in violations(page)]
    assert not found


def test_the_health_of_a_file_breaks_no_rule(visit):
    page, _ = visit("/data")
    drop(page, "mines.geojson", squares(6))
    page.get_by_role("button", name="Use this data").wait_for(timeout=60_000)
    settled(page)
    assert not violations(page)
