"""Who signs in comes back to the page they asked for, and never to another server."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages import comeback

HOST = "http://testserver"


async def away(_):
    return RedirectResponse("https://id.example.org/authorize")


async def back(_):
    return RedirectResponse("/")


APP = Starlette(
    routes=[Route("/auth/login", away), Route("/oauth2callback", back)],
    middleware=[Middleware(comeback.Comeback)],
)


def landed(referer):
    """Where who came from `referer` ends up after sign-in."""
    client = TestClient(APP, follow_redirects=False)
    assert (
        client.get("/auth/login", headers={"referer": referer})
        .headers["location"]
        .startswith("https://id.example.org")
    )
    answer = client.get("/oauth2callback?code=1&state=2")
    assert comeback.COOKIE not in client.cookies
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("referer", "place"),
    [
        (f"{HOST}/totals?ws=abc&by=province", "/totals?ws=abc&by=province"),
        (f"{HOST}/", "/"),
        (f"{HOST}/base/data", "/base/data"),
        ("", "/"),
        ("https://elsewhere.org/totals", "/"),
        (f"{HOST}//elsewhere.org", "/"),
        (f"{HOST}/\\elsewhere.org", "/"),
        (f"{HOST}/auth/login?provider=x", "/"),
        (f"{HOST}/oauth2callback?code=x", "/"),
        (f"{HOST}/{'x' * 2000}", "/"),
    ],
)
def test_back_to_a_page_of_ours_or_to_the_first(referer, place):
    assert landed(referer) == place


@pytest.mark.parametrize(
    "forged", ["//elsewhere.org", "%2F%2Felsewhere.org", "https://elsewhere.org", "%2Fa%0D%0Ab: c"]
)
def test_a_forged_cookie_leads_nowhere_else(forged):
    client = TestClient(APP, follow_redirects=False)
    answer = client.get("/oauth2callback", headers={"cookie": f"{comeback.COOKIE}={forged}"})
    assert answer.headers["location"] == "/"
