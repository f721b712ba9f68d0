"""Sign-in from end to end: a real server, a real browser, a provider on this machine."""

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.access import provider as identity
from tests.access.test_signed import cookies
from tests.browser.spoken import without_maps
from tests.browser.watch import PATIENCE_MS, Diary, settled
from tests.served import HERE, ROOT, free_port, started

pytestmark = pytest.mark.browser

COOKIE, COOKIE_SECRET = "_streamlit_user", secrets.token_urlsafe(32)
PEOPLE = {
    name: {"name": name.title(), "email": f"{name}@example.org", "email_verified": True}
    for name in ("ada", "ana", "vera", "nina")
} | {"una": {"name": "Una", "email": "ada@example.org", "email_verified": False}}
ROLES = {"ada": "administrator", "ana": "analyst", "vera": "viewer"}


@dataclass
class Place:
    """A server with sign-in, its provider and what it wrote to its log."""

    address: str
    provider: identity.Provider
    log: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sign-in")
    port = free_port()
    with identity.running(PEOPLE) as provider:
        settings = folder / "secrets.toml"
        settings.write_text(_settings(provider.issuer, port), encoding="utf-8")
        options = ("--secrets.files", str(settings), "--logger.level", "debug")
        with started(folder, ROOT / "app.py", *options, port=port):
            yield Place(f"http://{HERE}:{port}", provider, folder / "log.txt")


def _settings(issuer, port):
    return f"""
[auth]
redirect_uri = "http://{HERE}:{port}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{identity.CLIENT}"
client_secret = "{identity.CLIENT_SECRET}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"

[roles]
admin = ["ada@example.org"]
analyst = ["ana@example.org"]
viewer = ["vera@example.org"]
"""


@pytest.fixture
def page(chromium, place):
    """A window nobody has signed in with; what it does is in `page.diary`."""
    assert place
    context = chromium.new_context(locale="en-US")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.diary = Diary()
    without_maps(opened, opened.diary)
    opened.diary.follow(opened)
    yield opened
    context.close()


def sign_in(page, place, who, path="/"):
    page.goto(place.address + path)
    settled(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=who).click()
    page.wait_for_url(f"{place.address}/**")
    settled(page)


def title(page):
    return page.locator("h1").first.inner_text()


def asked(page, path="/api/v1/analyses", method="GET"):
    """The status the API answers a page of ours with."""
    return page.evaluate(
        "([path, method]) => fetch(path, {method}).then(answer => answer.status)", [path, method]
    )


@pytest.mark.parametrize("path", ["/data", "/totals?by=province"])
def test_before_sign_in_nothing_is_shown(page, place, path):
    page.goto(place.address + path)
    settled(page)
    assert title(page) == "Sign in"
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
    assert page.locator("[data-testid=stMain] [data-testid=stAlert]").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert asked(page) == 401
    assert asked(page, "/api/v1/health") == 200
    assert not page.diary.outside


@pytest.mark.parametrize(("who", "role"), ROLES.items())
def test_each_role_sees_and_may_what_is_its_own(page, place, who, role):
    sign_in(page, place, who)
    assert title(page) == "From mining data to evidence"
    side = page.locator("[data-testid=stSidebar]").inner_text()
    assert f"Signed in as {role}" in side
    assert who.title() in side
    assert asked(page) == 200
    assert (asked(page, method="POST") == 403) is (who == "vera")  # there is nothing to change
    page.goto(place.address + "/data")
    settled(page)
    page.wait_for_function("document.querySelector('h1').innerText !== 'Sign in'")
    assert (title(page) == "No access") is (who == "vera")


def test_a_link_leads_where_it_says_after_sign_in(page, place):
    sign_in(page, place, "ana", "/totals?by=province")
    assert page.url.startswith(f"{place.address}/totals?")
    assert "by=province" in page.url
    page.wait_for_function("document.querySelector('h1').innerText === 'Totals'")
    assert "orewatch_return" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("who", ["nina", "una"])
def test_who_has_no_role_is_told_so_and_can_leave(page, place, who):
    sign_in(page, place, who)
    assert title(page) == "No access"
    assert who.title() in page.locator("[data-testid=stAlert]").inner_text()
    assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
    assert asked(page) == 403
    assert page.get_by_role("button", name="Sign out").count() == 1


def test_who_signs_out_is_out_here_and_there(page, place):
    sign_in(page, place, "ana")
    with page.expect_navigation(url=f"{place.address}/"):
        page.get_by_role("button", name="Sign out").click()
    settled(page)
    assert title(page) == "Sign in"
    assert asked(page) == 401
    assert place.provider.left[-1] in place.provider.handed_out


def test_a_forged_or_old_cookie_opens_nothing(page, place, monkeypatch):
    sign_in(page, place, "vera")
    true = next(c for c in page.context.cookies() if c["name"] == COOKIE)
    claims = {"iss": place.provider.issuer, "sub": "id-ada", **PEOPLE["ada"], "is_logged_in": True}
    long_ago = time.time() - 32 * 24 * 3600
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: long_ago)
        old = cookies(claims, secret=COOKIE_SECRET, origin=place.address)[COOKIE]
    other = cookies(claims, secret=COOKIE_SECRET[::-1], origin=place.address)[COOKIE]
    good = cookies(claims, secret=COOKIE_SECRET, origin=place.address)[COOKIE]
    for value, status in [(good, 200), (old, 401), (other, 401), (true["value"][:-2], 401)]:
        page.context.add_cookies([{**true, "value": value}])
        assert asked(page) == status
    page.goto(place.address)
    settled(page)
    assert title(page) == "Sign in"


def test_no_secret_is_in_the_log_or_an_address(page, place):
    sign_in(page, place, "ada", "/totals")
    for path in ("/oauth2callback?code=stolen&state=guessed", "/auth/login?provider=nonsense"):
        page.goto(place.address + path)
    written = place.log.read_text(encoding="utf-8", errors="replace")
    assert place.provider.handed_out
    for secret in (COOKIE_SECRET, identity.CLIENT_SECRET, *place.provider.handed_out):
        assert secret not in written
        assert not any(secret in address for address in page.diary.requests)
