"""A map of many sites, from the route to the pixels to the card of a site."""

import json

import pytest

from analytics.viz.ramp import ramp
from tests.browser.watch import PATIENCE_MS, Diary, coloured, settled, until

pytestmark = pytest.mark.browser

MAP = "[data-testid=stDeckGlJsonChart]"
ACROSS = 142  # sites in a row of the grid
APART_DEG, SMALL_DEG, FREE_DEG, LARGE_DEG = 0.02, 0.008, 0.4, 0.25
CLASSES = 5
SEEN_PX = 5_000
DIGITS = tuple("0123456789")


def twenty_thousand():
    """Squares too small to be seen from afar, and a large one amid them: the site "middle"."""
    half = ACROSS * APART_DEG / 2
    steps = [round(n * APART_DEG - half, 3) for n in range(ACROSS + 1)]
    features = [
        square(f"S{n}-{m}", x, y, SMALL_DEG * (0.5 + (n * m % 7) / 7))
        for n, x in enumerate(steps)
        for m, y in enumerate(steps)
        if max(abs(x), abs(y)) > FREE_DEG or n == m == 0
    ]
    features.append(square("middle", -LARGE_DEG, -LARGE_DEG, 2 * LARGE_DEG))
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(name, x, y, size):
    x, y = x - 65, y - 8
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {
        "type": "Feature",
        "properties": {"site_id": name, "country": "BRA", "year": 2024},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def is_chosen(page):
    """Click the middle of the map, where tiles may still be on their way; whether it was heard."""
    page.locator(MAP).click()
    page.wait_for_timeout(2_000)
    return "site=middle" in page.url


def test_twenty_thousand_sites_are_drawn_from_tiles_and_one_is_chosen(chromium, server):
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="en-US")
    made = context.request.post(
        f"{server}/api/v1/workspaces?name=many.geojson&area=geometry&measure=flow",
        data=twenty_thousand(),
        headers={"origin": server},
        timeout=PATIENCE_MS,
    )
    page, diary, fetched = context.new_page(), Diary(), []
    diary.follow(page)
    page.on("response", lambda one: fetched.append(one) if "/api/v1/tiles/" in one.url else None)
    page.goto(f"{server}/sitemap?ws={made.json()['workspace']['key']}")
    settled(page)
    page.locator(MAP).scroll_into_view_if_needed()
    assert until(lambda: coloured(page, ramp(CLASSES)) > SEEN_PX, page)

    assert until(lambda: is_chosen(page), page)
    settled(page)
    assert page.get_by_role("button", name="Close").count() == 1
    assert coloured(page, ramp(CLASSES)) > SEEN_PX  # nothing is dimmed by the choice

    assert {one.status for one in fetched} == {200}
    assert any(one.url.endswith("/worker.js") for one in fetched)
    assert not diary.complaints
    assert not diary.outside
    address = next(one.url for one in fetched if one.url.endswith(DIGITS))
    stranger = chromium.new_context()
    assert stranger.request.get(address).status == 404
    stranger.close()
    context.close()
