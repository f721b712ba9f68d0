"""The page Data, opened by its address on a fresh server."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from analytics.viz import theme
from tests.browser.watch import PHONE, coloured, overflow_px, settled, until

pytestmark = pytest.mark.browser

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


def squares(count):
    """`count` squares of some kilometres in Peru, in one text."""
    features = []
    for place in range(count):
        west, south = -71 + (place % 8) * 0.08, -13 + (place // 8) * 0.08
        ring = [
            [west, south],
            [west + 0.05, south],
            [west + 0.05, south + 0.05],
            [west, south + 0.05],
            [west, south],
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"site": f"S{place}", "country": "PER", "year": 2024, "area_ha": 100},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def zipped(members):
    packed = BytesIO()
    with ZipFile(packed, "w", 8) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return packed.getvalue()


def drop(page, name, content):
    """Open the tab for files and drop one."""
    page.get_by_role("tab", name="Your file").click()
    page.wait_for_selector("[data-testid=stFileUploader] input", state="attached")
    page.set_input_files(
        "[data-testid=stFileUploader] input",
        {"name": name, "mimeType": "application/octet-stream", "buffer": content},
    )


def pick(page, box, text):
    """Choose from a list by the keyboard alone."""
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.get_by_role("option", name=text).first.wait_for(timeout=10_000)
    page.keyboard.press("Enter")


def test_a_deep_link_is_the_first_request_and_runs_inside_the_frame(visit):
    page, diary = visit("/data")
    assert page.locator("h1").inner_text() == "Data"
    assert page.locator("[data-testid=stSidebarNav]").count() == 1
    assert "Sample data" in page.locator("[data-testid=stAlert]").first.inner_text()
    assert until(lambda: coloured(page, [theme.ACCENT]) > 300, page)
    assert not diary.complaints
    assert not diary.outside


def test_a_good_file_is_shown_used_and_told(visit):
    page, diary = visit("/data")
    drop(page, "mines.geojson", squares(40))
    page.get_by_role("button", name="Use this data").wait_for(timeout=60_000)
    metrics = page.locator("[data-testid=stMetric]").all_inner_texts()
    assert any("Rows in" in text and "40" in text for text in metrics)
    assert until(lambda: coloured(page, [theme.ACCENT]) > 300, page)
    page.get_by_role("button", name="Use this data").click()
    page.get_by_text("In use: every page").wait_for()
    page.locator("[data-testid=stSidebarNav] a", has_text="Totals").click()
    page.wait_for_url("**/totals?*")
    page.get_by_text("4,000").first.wait_for(timeout=60_000)
    assert page.locator("[data-testid=stAlert]").count() == 0
    assert not diary.complaints
    assert not diary.outside


BAD = {
    "disguise.geojson": VRT,
    "cut.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Fea',
    "report.docx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "bomb.zip": zipped({"a.shp": bytes(60_000_000)}),
}


def test_each_bad_file_gets_one_sentence(visit):
    page, diary = visit("/data", maps=False)
    error, said = page.locator("[data-testid=stAlertContentError]"), set()
    for name, content in BAD.items():
        drop(page, name, content)
        assert until(lambda: error.count() == 1 and error.inner_text() not in said, page), name
        settled(page)
        said.add(error.inner_text())
        assert "Traceback" not in page.content()
        assert "root:" not in page.content()
        assert page.get_by_role("button", name="Use this data").count() == 0
    assert len(said) == len(BAD)
    assert not diary.complaints
    assert not diary.outside


def test_every_tab_fits_a_telephone(visit):
    page, diary = visit("/data", size=PHONE, theme="dark", maps=False)
    for tab in ("Your file", "Layers", "In use"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        assert overflow_px(page) <= 0, tab
    assert not diary.complaints
    assert not diary.outside


def test_the_keyboard_stays_on_the_box_in_which_something_was_chosen(visit):
    page, diary = visit("/data", maps=False)
    twice = json.loads(squares(6))
    twice["features"].append(twice["features"][0])
    drop(page, "twice.geojson", json.dumps(twice).encode())
    box = page.locator("[class*=row-duplicate]").get_by_role("combobox")
    box.wait_for(timeout=60_000)
    for text in ("Leave out", "Keep as it came"):
        if box.input_value() != text:
            pick(page, box, text)
            before = page.evaluate("document.activeElement.id")
            page.wait_for_timeout(1_500)
            settled(page)
            assert box.input_value() == text
            assert page.evaluate("document.activeElement.id") == before
    assert not diary.complaints


def test_coordinates_in_metres_are_settled_inside_their_card(visit):
    page, diary = visit("/data", size=PHONE, maps=False)
    metres = json.loads(squares(6))
    for place, feature in enumerate(metres["features"]):
        x, y = 350_000 + 900 * place, 8_570_000
        feature["geometry"] = {"type": "Point", "coordinates": [x, y]}
        del feature["properties"]["country"]
    drop(page, "cadastre.geojson", json.dumps(metres).encode())
    card = page.locator("[class*=st-key-card_]").first
    country = card.get_by_role("combobox", name="Country of all rows")
    country.wait_for(timeout=60_000)
    pick(page, country, "Peru")
    system = card.get_by_role("combobox", name="What to do with it")
    system.wait_for(timeout=60_000)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Country")
    pick(page, system, "UTM zone 19 S")
    page.get_by_role("button", name="Use this data").wait_for(timeout=60_000)
    assert overflow_px(page) <= 0
    assert not diary.complaints
    assert not diary.outside
