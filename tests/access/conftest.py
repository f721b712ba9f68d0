"""Settings of a sign-in, as Streamlit would find them."""

import copy

import pytest
import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

ORIGIN = "http://testserver"
SETTINGS = {
    "auth": {
        "redirect_uri": f"{ORIGIN}/oauth2callback",
        "cookie_secret": "a cookie secret of the tests, long enough",
        "client_id": "orewatch",
        "client_secret": "the client secret of the tests",
        "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
    },
    "roles": {
        "admin": ["ada@example.org"],
        "analyst": ["ana@example.org"],
        "viewer": ["vera@example.org"],
    },
}


def claims(name, **other):
    """What the identity provider says of somebody."""
    return {
        "iss": "https://id.example.org",
        "sub": name,
        "name": name.title(),
        "email": f"{name}@example.org",
        "email_verified": True,
        "is_logged_in": True,
        **other,
    }


@pytest.fixture
def sign_in(monkeypatch):
    """Sign-in is set up; gives the settings, to be changed."""
    settings = copy.deepcopy(SETTINGS)
    assert st.secrets is secrets_singleton
    monkeypatch.setattr(secrets_singleton, "_secrets", settings)
    return settings
