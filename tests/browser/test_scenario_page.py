"""What if, from the first page to an answer put aside, as a visitor in a hurry does it."""

from time import monotonic

import pytest

from tests.bench.clock import slowness
from tests.browser.watch import settled

pytestmark = pytest.mark.browser

MOST_S = 60.0


def test_a_what_if_is_answered_and_put_aside_within_a_minute(visit):
    page, diary = visit("/", maps=False)
    begun = monotonic()
    page.locator("[data-testid=stMain] a[href^='scenario']").first.click()
    page.wait_for_url("**/scenario*")
    settled(page)
    page.locator("[data-testid=stMain] [data-testid=stSelectbox] input").first.click()
    page.get_by_role("option", name="Satellite alerts to municipalities").click()
    page.wait_for_function(
        "[...document.querySelectorAll('h3')]"
        ".some(one => one.innerText.startsWith('Satellite alerts to municipalities would likely'))"
    )
    settled(page)
    page.get_by_role("button", name="Copy link").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert "preset=alerts" in link
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Put aside for the brief").click()
    page.get_by_role("button", name="In the brief").wait_for()
    assert monotonic() - begun < MOST_S * slowness()  # as on a machine of its own
    assert not diary.complaints
    assert not diary.outside
