"""Every page of the menu, found in the menu of the running app: no page is named here."""

from pathlib import Path

import pytest

from tests.browser.serve import serving
from tests.browser.spoken import DRAWN, MAP, MENU, SEEN_PX, menu, turn, views, without_maps
from tests.browser.watch import DESKTOP, Diary, coloured, settled, until

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
CHIP = "[class*=st-key-chip_]"
#: Pages with browser tests of their own, which look at their maps.
OWN = {p.stem.removeprefix("test_").removesuffix("_page") for p in HERE.glob("test_*_page.py")}


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


def test_each_is_opened_by_a_deep_link(addresses, server, window, tmp_path):
    """And draws its map; one without a browser test of its own by a server's first request."""
    page, diary = window
    assert len(addresses) >= 5
    others = [address for address in addresses if address.strip("/") not in OWN]
    with serving(tmp_path) as fresh:
        _look(page, fresh, others[0], addresses)
        page.goto("about:blank")  # before the server goes, else its absence is complained of
    for address in others[1:]:
        _look(page, server, address, addresses)
        if page.locator(MAP).count():
            assert until(lambda: coloured(page, DRAWN) > SEEN_PX, page), address
    without_maps(page, diary)
    for address in addresses:
        if address not in others:
            _look(page, server, address, addresses)
    assert not diary.complaints
    assert not diary.outside


def _look(page, server, address, addresses):
    """The page is there, in its frame, with whatever is on its tabs."""
    page.goto(server + address)
    settled(page)
    assert page.locator("h1").count() == 1, address
    assert page.locator("h1").inner_text().strip(), address
    assert page.locator(MENU).count() == len(addresses), address
    for _ in views(page):
        assert page.locator("[data-testid=stException]").count() == 0, address
        assert page.locator("[data-testid=stAlertContentError]").count() == 0, address


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
