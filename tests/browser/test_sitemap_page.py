"""The map of sites with a real mouse: what is clicked is chosen, a mark as well as an outline."""

import numpy as np
import pytest
import shapely

import analytics
from analytics.analyses.sitemap.persite import per_site
from pages.ui import map as maps
from tests.browser.watch import settled, until

pytestmark = pytest.mark.browser

MAP = "[data-testid=stDeckGlJsonChart]"
SMALL = (1000, 1100)  # a small map, wholly on the screen
#: Without a graphics card finding what was clicked takes longer than a click may last, so the
#: clock of the page stands still meanwhile.
CLOCK = "{const real = Date.now.bind(Date); Date.now = () => window.still || real()}"
LISTEN = f"""() => {{
    window.clicks = 0
    document.querySelector('{MAP}').addEventListener('click', () => window.clicks++, true)
}}"""


def place(drawn):
    """A site and how many pixels it lies from the middle of the map.

    Of the outlines the largest, of the marks, which hide each other, the one that stands alone.
    """
    data = analytics.sample()
    view = maps._view(data.sites.total_bounds, maps.NARROWEST_PX, maps.HEIGHT_PX)
    sites = per_site(data.sites)
    spots = shapely.get_coordinates(sites.geometry.representative_point())
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    alone = np.where(np.eye(len(spots), dtype=bool), np.inf, apart).min(axis=1)
    chosen = int(np.argmax(alone if drawn == "auto" else sites["area_ha"]))
    lon, lat = spots[chosen]
    px_per_deg = 512 * 2**view.zoom / 360
    down = maps._mercator(view.latitude) - maps._mercator(lat)
    return sites["site_id"][chosen], (lon - view.longitude) * px_per_deg, down * px_per_deg


@pytest.mark.parametrize("drawn", ["outlines", "auto"])
def test_a_click_opens_the_card_of_what_lies_there(visit, drawn):
    page, diary = visit("/glossary", size=SMALL)
    page.add_init_script(CLOCK)
    page.goto(page.url.replace("/glossary", f"/sitemap?drawn={drawn}"))
    settled(page)
    page.evaluate(LISTEN)
    site, right, down = place(drawn)
    page.locator(MAP).first.scroll_into_view_if_needed()

    def pressed():
        box = page.locator(MAP).first.bounding_box()
        before = page.evaluate("() => { window.still = Date.now(); return window.clicks }")
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.click(middle[0] + right, middle[1] + down)
        page.wait_for_function(f"() => window.clicks > {before}")
        page.evaluate("() => { window.still = 0 }")
        return until(lambda: "site=" in page.url, page, seconds=4)

    assert until(pressed, page, seconds=4)
    assert f"site={site}" in page.url
    assert until(lambda: page.get_by_role("button", name="Close").count() == 1, page)
    assert not diary.complaints
    assert not diary.outside
