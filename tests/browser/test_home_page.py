"""The first page of a fresh server."""

import json
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.browser.spoken import speak
from tests.browser.watch import DESKTOP, PHONE, overflow_px, settled

pytestmark = pytest.mark.browser


def fetch(server, path):
    with closing(HTTPConnection(server.removeprefix("http://"), timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


def test_the_first_visitor_of_all_sees_the_first_page_in_its_frame(visit):
    page, diary = visit("/")
    assert page.locator("h1").inner_text() == "From mining data to evidence"
    assert page.locator("[data-testid=stSidebarNav]").count() == 1
    assert "Sample data" in page.locator("[data-testid=stAlert]").first.inner_text()
    assert not diary.complaints
    assert not diary.outside


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_fits_every_screen_in_both_themes(visit, size, theme):
    page, diary = visit("/", size=size, theme=theme, locale="fr-FR")
    assert overflow_px(page) <= 0
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[theme]
    assert not diary.complaints
    assert not diary.outside


def test_the_language_of_the_browser_is_spoken_and_another_can_be_chosen(visit):
    page, _ = visit("/", locale="es-PE")
    assert page.locator("h1").inner_text() == "De los datos de minería a la evidencia"
    speak(page, "Português", "pt")
    page.wait_for_function("document.querySelector('h1').innerText.startsWith('Dos dados')")
    assert "lang=pt" in page.url


def test_a_question_is_one_click_away(visit):
    page, diary = visit("/?lang=es", maps=False)
    page.locator("[data-testid=stPageLink] a[href^='totals']").first.click()
    page.wait_for_url("**/totals*")
    settled(page)
    page.wait_for_function("document.querySelector('h1').innerText === 'Totales'")
    assert not diary.complaints


def test_the_api_answers_beside_the_pages(server):
    assert json.loads(fetch(server, "/api/v1/health"))["status"] == "ok"
    answer = json.loads(fetch(server, "/api/v1/analyses/totals?by=period"))
    assert answer["result"]["table"]


def test_our_own_files_are_not_given_away(server):
    """Whatever is not a page, the API or a file of Streamlit's gets the empty first page."""
    empty = fetch(server, "/")
    for path in ("/app/static/config.toml", "/.streamlit/config.toml", "/pages/shell.py"):
        assert fetch(server, path) == empty
