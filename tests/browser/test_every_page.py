"""Work survives a refresh on any page of the menu; the other tests of all pages: accessibility."""

import pytest

from tests.browser.spoken import menu, turn, without_maps
from tests.browser.watch import DESKTOP, Diary, settled

pytestmark = pytest.mark.browser

CHIP = "[class*=st-key-chip_]"


@pytest.fixture(scope="module")
def addresses(chromium, server):
    """The menu, as a first visitor finds it."""
    page = chromium.new_page()
    page.goto(server)
    settled(page)
    found = menu(page)
    page.close()
    return found


@pytest.fixture
def window(chromium):
    """One window for a whole test, and what happened in it."""
    context = chromium.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="en-US"
    )
    page, diary = context.new_page(), Diary()
    diary.follow(page)
    yield page, diary
    context.close()


def test_a_refresh_keeps_the_work(addresses, server, window):
    page, diary = window
    without_maps(page, diary)
    chosen = _filter_something(page, server, addresses)
    for address in addresses[:: len(addresses) // 3]:
        turn(page, address)
        page.wait_for_url("**ws=**")
        before, chips = _workspace(page), page.locator(CHIP).count()
        page.reload()
        settled(page)
        assert _workspace(page) == before, address
        if chips:
            page.locator(CHIP, has_text=chosen).first.wait_for()
    assert not diary.complaints
    assert not diary.outside


def _filter_something(page, server, addresses):
    """Choose the first value of the first list on the first page that has filters; its name."""
    for address in addresses:
        page.goto(server + address)
        settled(page)
        bar = page.locator("[data-testid=stMain] [data-testid=stPopover] button", has_text="Filter")
        if bar.count():
            bar.first.click()
            page.locator(
                "[data-testid=stPopoverBody] [data-testid=stMultiSelect] input"
            ).first.click()
            option = page.get_by_role("option").first
            chosen = option.inner_text().rpartition(" (")[0]
            option.click()
            page.wait_for_url("**ws=**")
            page.locator(CHIP, has_text=chosen).first.wait_for()
            page.keyboard.press("Escape")  # an open list, then the box, would take the next click
            page.keyboard.press("Escape")
            return chosen
    pytest.fail("no page has filters")


def _workspace(page):
    return page.evaluate("new URL(location.href).searchParams.get('ws')")
