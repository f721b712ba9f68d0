"""What the page shows to whom, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.core.words import LANGUAGES, Words
from pages import signed
from tests.access.conftest import SETTINGS, claims

PAGES = Path(__file__).parents[2] / "pages"
WORDS = Words(PAGES, "en")


@pytest.fixture
def opened(monkeypatch):
    """A function that opens the app for somebody, with or without sign-in."""
    st.cache_resource.clear()
    monkeypatch.setattr(signed, "address", lambda: "127.0.0.1")

    def at(who="", settings=SETTINGS, page="", **query):
        app = AppTest.from_file(PAGES / "shell.py", default_timeout=60)
        app.context["locale"] = "en-US"
        if settings:
            app.secrets = settings
        app.user = claims(who) if who else {}
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        return app.switch_page(page).run() if page else app

    return at


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_sign_in_there_is_a_button_and_nothing_else(opened, language):
    app = opened(lang=language)
    words = Words(PAGES, language)
    assert not app.exception
    assert [t.value for t in app.title] == [words("access.title")]
    assert [b.label for b in app.button] == [words("access.sign-in")]
    assert not app.warning
    assert not app.metric


def test_each_provider_has_a_button(opened):
    one = {k: SETTINGS["auth"][k] for k in ("client_id", "client_secret", "server_metadata_url")}
    shared = {k: v for k, v in SETTINGS["auth"].items() if k not in one}
    app = opened(settings={"auth": {**shared, "google": one, "microsoft": one}})
    assert [b.label for b in app.button] == ["Sign in with Google", "Sign in with Microsoft"]


@pytest.mark.parametrize(
    ("who", "role"), [("vera", "viewer"), ("ana", "analyst"), ("ada", "administrator")]
)
def test_the_side_says_who_is_in_as_what(opened, who, role):
    app = opened(who)
    assert not app.exception
    assert f"Signed in as {role}" in [c.value for c in app.sidebar.caption]
    assert who.title() in [t.value for t in app.sidebar.text]
    assert "Sign out" in [b.label for b in app.sidebar.button]


def test_who_has_no_role_is_refused_politely(opened):
    app = opened("nina")
    assert [t.value for t in app.title] == [WORDS("access.refused")]
    assert "Nina" in app.error[0].value
    assert [b.label for b in app.button] == ["Sign out"]


def test_a_mistake_in_the_settings_is_named_and_lets_nobody_in(opened):
    app = opened("ada", settings={**SETTINGS, "roles": {"default": "boss"}})
    assert [t.value for t in app.title] == [WORDS("access.refused")]
    assert "[roles] default" in app.error[0].value


def test_on_one_computer_the_side_says_so(opened):
    app = opened(settings=None)
    assert WORDS("access.local") in [c.value for c in app.sidebar.caption]
    assert WORDS("access.open") not in [w.value for w in app.warning]


def test_open_to_the_network_without_sign_in_is_warned_of(opened, monkeypatch):
    monkeypatch.setattr(signed, "address", lambda: "192.168.1.4")
    app = opened(settings=None)
    assert WORDS("access.open") in [w.value for w in app.warning]
    assert WORDS("access.local") not in [c.value for c in app.sidebar.caption]
    signed_in = opened("ana")
    assert WORDS("access.open") not in [w.value for w in signed_in.warning]
