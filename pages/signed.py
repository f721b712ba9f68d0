"""What Streamlit knows of a request: its settings and who signed in.

The one place that uses Streamlit's own code for the sign-in cookie, which is not public:
`tests/access/test_signed.py` fails when it moves.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks,
    _parse_decoded_user_cookie,
    is_host_allowed,
)

from pages import once
from pages.access import BROKEN, AccessError, Rules, is_loopback

REQUIRED: Final = "OREWATCH_REQUIRE_SIGN_IN"
PUBLISHED: Final = "OREWATCH_PUBLISHED_ON"


@once.a_run
def rules() -> Rules:
    """How people get in, read anew for each page: who loses a role loses it at once.

    A file of secrets that cannot be read is an error. Streamlit takes it for none, and the
    app would stand open.
    """
    if st.secrets.load_if_toml_exists():
        found = Rules.of(st.secrets)
    elif any(Path(file).exists() for file in config.get_option("secrets.files")):
        raise AccessError("access-settings", BROKEN, what="secrets.toml")
    else:
        found = Rules()
    if not found.is_on and os.environ.get(REQUIRED) == "1":
        raise AccessError("access-settings", BROKEN, what="[auth]")
    return found


def claims(cookies: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What the identity provider said of who sent these cookies.

    None where the cookie is missing, forged, older than 31 days or another address's.
    """
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    if not signed:
        return None
    found = _parse_decoded_user_cookie(signed, get_origin_from_redirect_uri() or "")
    return found if found.get("is_logged_in") is True else None


def address() -> str:
    """Where the app can be reached: a container says it by OREWATCH_PUBLISHED_ON."""
    bound = os.environ.get(PUBLISHED) or config.get_option("server.address")
    return str(bound or "0.0.0.0")  # noqa: S104 - what Streamlit binds to when nothing is said


def path() -> str:
    """Where the app lies below its host; what cookies of ours are bound to."""
    return "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")


def is_local() -> bool:
    """Whether nobody but people at this machine can reach the app."""
    return is_loopback(address()) and not config.get_option("server.allowedHosts")


def is_host_known(host: str) -> bool:
    """Whether a request names a host the app goes by.

    Else a web page could have its own name lead to this machine and read the app's answers.
    """
    named = config.get_option("server.allowedHosts")
    return is_loopback(host) or bool(named and is_host_allowed(host))
