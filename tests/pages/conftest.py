"""The app without a browser, and small files to drop into it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session
from tests.pages.made import geojson

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"
TABS = {"current": "In use", "upload": "Your file", "layers": "Layers"}


def visitor(cookie, **query):
    """A new connection of somebody; `cookie` says who, as the server's own would."""
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.context["locale"] = "en-US"
    page.session_state[session.STRANGER] = cookie
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a store of its own. Answers stay in memory: they are known by what is in them."""
    folder = tmp_path / "home"
    monkeypatch.setenv("OREWATCH_HOME", str(folder))
    return folder


@pytest.fixture
def app():
    """A visitor from an English browser."""
    visitor = AppTest.from_file(SHELL, default_timeout=60)
    visitor.context["locale"] = "en-US"
    return visitor


@pytest.fixture
def opened(app):
    """A function that opens one page, and on the page Data one tab."""

    def at(page, tab=None, **query):
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        if page:
            app.switch_page(page)
        if tab:
            app.session_state["data_tabs_en"] = TABS[tab]
        return app.run()

    return at


@pytest.fixture
def uploaded(opened):
    """A function that drops a file on the page Data."""

    def at(name, content):
        visitor = opened("data/data.py", "upload")
        visitor.file_uploader[0].upload(name, content, "application/octet-stream")
        return visitor.run()

    return at


@pytest.fixture
def clean():
    """Six mines in Peru and Brazil over two years, with nothing to repair."""
    rows = [
        (
            {"site": f"M{n}", "country": country, "year": 2023 + n % 2, "area_ha": 10.0 * (n + 1)},
            lon,
            lat,
        )
        for n, (country, lon, lat) in enumerate(
            [
                ("PER", -70.1, -12.9),
                ("PER", -70.2, -12.8),
                ("PER", -70.3, -12.7),
                ("BRA", -56.1, -6.1),
                ("BRA", -56.2, -6.2),
                ("BRA", -56.3, -6.3),
            ]
        )
    ]
    return geojson(rows)
