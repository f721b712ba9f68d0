"""The page Totals, opened by its address on a fresh server."""

import pytest

from analytics.viz import theme
from tests.browser.watch import PHONE, at_the_rim, coloured, overflow_px, settled, until

pytestmark = pytest.mark.browser

SEEN_PX = 300  # of the sites: some tenths of a percent of the map
CHART = "[data-testid=stVegaLiteChart]"


def test_a_deep_link_is_the_first_request_and_runs_inside_the_frame(visit):
    """Before any other visit `pages/` alone would run scripts without the frame (T1)."""
    page, diary = visit("/totals?by=province&lang=en")
    assert page.locator("h1").inner_text() == "Totals"
    assert page.locator("[data-testid=stSidebarNav]").count() == 1
    assert "Sample data" in page.locator("[data-testid=stAlert]").first.inner_text()
    assert page.locator("[data-testid=stMetric]").count() >= 3
    assert page.get_by_role("radio", name="Province").get_attribute("aria-checked") == "true"
    assert until(lambda: coloured(page, theme.CATEGORIES[:2]) > SEEN_PX, page)
    assert coloured(page, [theme.LAND["light"]]) > 10 * SEEN_PX
    assert at_the_rim(page, theme.CATEGORIES[:2]) == 0
    assert until(lambda: page.locator(f"{CHART} svg path").count() > 2, page)
    family = page.locator(f"{CHART} svg text").first.evaluate("t => getComputedStyle(t).fontFamily")
    assert "Source Sans" in family
    assert not diary.complaints
    assert not diary.outside


def test_a_telephone_at_night_shows_map_and_numbers(visit):
    page, diary = visit("/totals", size=PHONE, theme="dark", locale="fr-FR")
    page.locator("[data-testid=stDeckGlJsonChart]").scroll_into_view_if_needed()
    assert until(lambda: coloured(page, theme.CATEGORIES[:2]) > SEEN_PX / 2, page)
    assert coloured(page, [theme.LAND["dark"]]) > 10 * SEEN_PX
    assert overflow_px(page) <= 0
    assert not diary.complaints
    assert not diary.outside


def test_another_grouping_is_one_click_and_the_answer_can_be_taken_along(visit):
    page, diary = visit("/totals", maps=False)
    page.get_by_role("radio", name="Period").click()
    page.wait_for_url("**by=period**")
    settled(page)
    for name, start in (("CSV", b"\xef\xbb\xbf"), ("PDF page", b"%PDF")):
        button = page.locator("[data-testid=stDownloadButton] button", has_text=name).first
        with page.expect_download(timeout=60_000) as expected:
            button.click()
        assert expected.value.path().read_bytes()[: len(start)] == start, name
        assert "sample-data" in expected.value.suggested_filename
    assert not diary.complaints
    assert not diary.outside


def test_all_sites_are_on_the_map_however_narrow_the_window(visit):
    """A narrow window is no telephone: what the browser calls itself says nothing of its width."""
    page, _ = visit("/totals", size=PHONE)
    page.locator("[data-testid=stDeckGlJsonChart]").scroll_into_view_if_needed()
    assert until(lambda: coloured(page, theme.CATEGORIES[:2]) > SEEN_PX / 2, page)
    assert at_the_rim(page, theme.CATEGORIES[:2]) == 0
    assert overflow_px(page) <= 0


def test_panels_stand_below_one_another_on_a_telephone(visit):
    page, diary = visit("/totals", size=PHONE, maps=False)
    page.locator(CHART).nth(2).wait_for(timeout=60_000)
    left = [page.locator(CHART).nth(place).bounding_box()["x"] for place in (1, 2)]
    assert left[0] == left[1]
    assert overflow_px(page) <= 0
    assert not diary.complaints
