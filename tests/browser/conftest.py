"""A fresh server for each module, and a browser that writes down whatever it does."""

import os
import shutil

import pytest

from tests.browser.serve import serving
from tests.browser.spoken import without_maps
from tests.browser.watch import DESKTOP, Diary, settled

#: Quiet at start, no updates, no accounts: nothing but the pages themselves makes requests.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session")
def chromium():
    """The browser, or a clear reason why there is none."""
    found = os.environ.get("OREWATCH_CHROMIUM") or shutil.which("chromium")
    if not found:
        if os.environ.get("OREWATCH_NO_BROWSER") == "1":
            pytest.skip("no Chromium here, and OREWATCH_NO_BROWSER=1 says to go on without")
        pytest.fail(
            "the browser tests need Chromium: install it, name it in OREWATCH_CHROMIUM, "
            "or leave these tests out with OREWATCH_NO_BROWSER=1"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server nobody has visited yet."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def visit(chromium, server):
    """A function that opens an address in a new browser window and gives page and diary."""
    contexts = []

    def to(path, *, size=DESKTOP, theme="light", locale="en-US", maps=True, at=server):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale=locale
        )
        contexts.append(context)
        page, diary = context.new_page(), Diary()
        if not maps:
            without_maps(page, diary)
        diary.follow(page)
        page.goto(at + path)
        settled(page)
        return page, diary

    yield to
    for context in contexts:
        context.close()
