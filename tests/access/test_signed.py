"""What is taken from Streamlit's inside still means what it meant."""

import json
import secrets
import time

import pytest
import streamlit as st
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages import signed
from pages.access import AccessError
from tests.access.conftest import ORIGIN, SETTINGS, claims

SECRET = SETTINGS["auth"]["cookie_secret"]


def cookies(said, *, secret=SECRET, origin=ORIGIN):
    """The cookies of somebody who signed in."""
    made = {}

    def sign(name, value):
        return create_signed_value(secret, name, value)

    set_cookie_with_chunks(
        lambda name, value: made.update({name: sign(name, value).decode()}),
        sign,
        USER_COOKIE_NAME,
        {**said, "origin": origin},
        cookie_attr_size=100,
    )
    return made


def test_the_cookie_of_a_sign_in_is_read(sign_in):
    assert sign_in
    found = signed.claims(cookies(claims("ana")))
    assert (found["sub"], found["email"]) == ("ana", "ana@example.org")


def test_a_cookie_in_several_parts_is_read(sign_in):
    assert sign_in
    groups = [secrets.token_hex(16) for _ in range(300)]  # nothing to compress
    several = cookies(claims("ana", groups=groups))
    assert len(several) > 2
    assert signed.claims(several)["groups"] == groups
    several.popitem()
    assert signed.claims(several) is None


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {USER_COOKIE_NAME: ""},
        {USER_COOKIE_NAME: json.dumps(claims("ada"))},
        {USER_COOKIE_NAME: "no.such.signature"},
        cookies(claims("ada"), secret=SECRET[::-1]),
        cookies(claims("ada"), origin="http://elsewhere"),
        cookies({k: v for k, v in claims("ada").items() if k != "is_logged_in"}),
        cookies(claims("ada", is_logged_in="yes")),
    ],
)
def test_any_other_cookie_is_nobody(sign_in, forged):
    assert sign_in
    assert signed.claims(forged) is None


def test_an_old_cookie_is_nobody(sign_in, monkeypatch):
    assert sign_in
    long_ago = time.time() - 32 * 24 * 3600
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: long_ago)
        old = cookies(claims("ada"))
    assert signed.claims(old) is None


def test_a_name_signed_for_another_purpose_is_nobody(sign_in):
    assert sign_in
    other = create_signed_value(SECRET, "_streamlit_session", json.dumps(claims("ada")))
    assert signed.claims({USER_COOKIE_NAME: other.decode()}) is None


def test_settings_that_cannot_be_read_let_nobody_in(tmp_path, monkeypatch):
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\ncookie_secret = 'very secret'", encoding="utf-8")
    monkeypatch.setattr(signed.config, "get_option", {"secrets.files": [str(broken)]}.get)
    monkeypatch.setattr(st.secrets, "_secrets", None)
    with pytest.raises(AccessError) as refused:
        signed.rules()
    assert refused.value.code == "access-settings"
    assert "very secret" not in str(refused.value)


def test_a_server_can_insist_on_sign_in(monkeypatch):
    assert not signed.rules().is_on
    monkeypatch.setenv(signed.REQUIRED, "1")
    with pytest.raises(AccessError):
        signed.rules()


@pytest.mark.parametrize(
    ("bound", "published", "hosts", "is_local"),
    [
        ("127.0.0.1", "", [], True),
        ("localhost", "", [], True),
        (None, "", [], False),
        ("0.0.0.0", "", [], False),  # noqa: S104 - a setting to judge, not to bind
        ("0.0.0.0", "127.0.0.1", [], True),  # noqa: S104 - as above
        ("127.0.0.1", "0.0.0.0", [], False),  # noqa: S104 - as above
        ("127.0.0.1", "", ["mines.example.org"], False),
    ],
)
def test_where_the_app_can_be_reached(monkeypatch, bound, published, hosts, is_local):
    options = {"server.address": bound, "server.allowedHosts": hosts}
    monkeypatch.setattr(signed.config, "get_option", options.get)
    monkeypatch.setenv(signed.PUBLISHED, published)
    assert signed.is_local() is is_local
