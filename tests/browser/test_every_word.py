"""What is said on each page is said in the reader's language.

Texts are read from the running pages, popovers and folded parts included, so that words that no
words.toml knows of are found too. What stays English, and why: docs/guide/languages.md.
"""

import re
from itertools import cycle

import pytest

import analytics
from analytics.core.analysis import catalogue, find
from analytics.core.words import LANGUAGES
from tests.browser.spoken import NO_MAPS, is_prose, menu, opened, said, speak, turn, unfold, views
from tests.browser.watch import DESKTOP, settled

pytestmark = pytest.mark.browser

PLACES = "|".join({*analytics.sample().sites["admin1"].dropna(), "Velumbra", "Quenara"})
#: English that stays, as a whole text, with the reason.
STAYS = {
    r"\w+ icon": "Streamlit's name for a picture beside a word that says the same",
    r"Skip to main content|App pages|Main menu|Navigate to home page": "Streamlit's own frame",
    r"(Collapse|Expand|Open|Close) sidebar": "Streamlit's own frame",
    r"Link to heading": "Streamlit's sign beside headings inside a text",
    r"file upload|\d+ ?[MG]B per file": "the upload box: our own line above it says the same",
    r"• [A-Z]{3,4}(, [A-Z]{3,4})+": "the upload box: names of formats",
    r"unit,period,value_ha.*|Rio Norte,.*": "a table of series as it is written in a file",
    r"US\$/ha": "dollars for a hectare",
    r"\{ \"periods\": .*": "a scenario file: its keys are the same in every language",
    r"Choose date": "the box for a day: its label says the same",
    r"Show/hide columns|Download as CSV": "the bar over a table: files are offered below it too",
    r"(Title|Axis|Legend|[XY]-axis|.* legend) .*": "Vega's own words for parts of a chart",
    r"\d+ options? available\.": "what Streamlit's lists say aloud when they open",
    r"Copy to clipboard": "the sign beside a link to copy: our own line above it says so",
    r"Sample [\w ]+ \d+( ·)?|[\w ]+ \(sample\)( ·)?": "names in the sample data",
    r"Orewatch sample data|sample-\w+|[\w ]*Natural Earth.*": "names of data sets",
    r"[0-9a-f]{6,}": "a fingerprint",
    rf"(G\d+ )?({PLACES})(, ({PLACES}))*": "names of places",
    r"Help for .*": "Streamlit's name for the sign beside a label",
    r"Latitude; longitude": "the same words in Portuguese",
    r"Hectare \(ha\)": "the same word in Portuguese and French",
}
#: One language for each page, in turn: words that no words.toml knows stay English in all of them,
#: and those it knows are held to five languages without a browser.
CODES = ("fr", "es", "id", "pt")


@pytest.fixture
def window(chromium):
    """A wide window in which maps are not drawn."""
    viewport = {"width": DESKTOP[0], "height": DESKTOP[1]}
    with chromium.new_context(viewport=viewport, locale="en-US") as context:
        context.add_init_script(NO_MAPS)
        yield context.new_page()


def stays(text):
    return any(re.fullmatch(pattern, text) for pattern in STAYS)


def method():
    """Methods, rules and findings as one text without marks: in English, or as others wrote them."""
    files = [item.folder / "METHOD.md" for item in catalogue().values()]
    files += find("compliance").folder.glob("rules/*.yaml")
    files.append(find("scenario").folder / "evidence.yaml")
    files.append(find("impact").folder / "parameters.yaml")
    return _bare("\n".join(f.read_text(encoding="utf-8") for f in files if f.is_file()))


def _bare(text):
    return re.sub(r"[\W_]+", " ", re.sub(r"\]\([^)]*\)", "", text)).strip()


def heard(page, *, is_deep):
    """View by view, all that the page says; deep is with what opens at a click."""
    told = []
    for _ in views(page):
        unfold(page)
        assert page.locator("[data-testid=stAlertContentError]").count() == 0, page.url
        texts = said(page)
        for _ in opened(page) if is_deep else ():
            texts |= said(page)
        told.append(texts)
    return told


def test_no_english_is_left_on_any_page(server, window):
    """Each page is heard in the language the last one was left in, then in the other one."""
    page, english, others = window, method(), cycle(CODES)
    page.goto(f"{server}/?lang=id")
    settled(page)
    speak(page, LANGUAGES["en"], "en")
    spoken, code, left = "en", "", set()
    for address in menu(page):
        turn(page, address)
        code = next(others) if spoken == "en" else spoken
        told = {spoken: heard(page, is_deep=code == "fr")}
        spoken = code if spoken == "en" else "en"
        speak(page, LANGUAGES[spoken], spoken)
        told[spoken] = heard(page, is_deep=code == "fr")
        assert len(told["en"]) == len(told[code]), address
        for first, second in zip(told["en"], told[code], strict=True):
            assert len(second - first) > 5, (address, code)
            left |= {
                f"{address} {code}: {text}"
                for text in first & second
                if is_prose(text) and not stays(text) and _bare(text) not in english
            }
    assert not left, "\n".join(sorted(left))
