"""Roles and permissions: tables small enough to check by eye."""

import pytest

from pages import access
from pages.access import AccessError, May, Person, Role, Rules

AUTH = {"cookie_secret": "c" * 32, "client_id": "orewatch", "client_secret": "s"}
ROLES = {
    "admin": ["Ana@Example.org "],
    "analyst": ["ben@example.org", "ana@example.org"],
    "viewer": ["vera@example.org"],
    "claim": "groups",
    "values": {"forestry": "analyst", "guests": "viewer"},
}
RULES = Rules.of({"auth": AUTH, "roles": ROLES})


def claims(**said):
    return {"iss": "https://id", "sub": "1", **said}


@pytest.mark.parametrize(
    ("role", "permitted"),
    [
        (None, set()),
        (Role.VIEWER, {May.LOOK}),
        (Role.ANALYST, {May.LOOK, May.CHANGE, May.SHARE, May.DELETE}),
        (Role.ADMIN, set(May)),
    ],
)
def test_each_role_may_what_the_guide_says(role, permitted):
    person = Person(key="k", role=role)
    assert {what for what in May if person.may(what)} == permitted
    for what in set(May) - permitted:
        with pytest.raises(AccessError) as refused:
            access.need(person, what)
        assert refused.value.status == 403
    for what in permitted:
        access.need(person, what)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"email": "ana@example.org", "email_verified": True}, Role.ADMIN),
        ({"email": " ANA@example.org", "email_verified": "true"}, Role.ADMIN),
        ({"email": "ben@example.org", "email_verified": True}, Role.ANALYST),
        ({"email": "vera@example.org", "email_verified": True}, Role.VIEWER),
        ({"email": "ana@example.org", "email_verified": False}, None),
        ({"email": "ana@example.org", "email_verified": "false"}, None),
        ({"email": "ana@example.org"}, None),
        ({"email": "zoe@example.org", "email_verified": True}, None),
        ({"email": ["ana@example.org"], "email_verified": True}, None),
        ({"groups": ["guests", "forestry"]}, Role.ANALYST),
        ({"groups": "guests"}, Role.VIEWER),
        ({"groups": ["admin", 7, None]}, None),
        ({"groups": {"forestry": 1}}, None),
        ({"roles": ["admin"], "role": "admin"}, None),
        ({"email": "vera@example.org", "email_verified": True, "groups": "forestry"}, Role.ANALYST),
        ({}, None),
    ],
)
def test_who_gets_which_role(said, role):
    assert access.role(claims(**said), RULES) is role


def test_an_address_the_provider_says_nothing_of_counts_only_where_that_is_set():
    trusting = Rules.of({"auth": AUTH, "roles": {**ROLES, "trust_unmarked_email": True}})
    assert access.role(claims(email="ana@example.org"), trusting) is Role.ADMIN
    unchecked = claims(email="ana@example.org", email_verified=False)
    assert access.role(unchecked, trusting) is None


@pytest.mark.parametrize(("default", "role"), [("viewer", Role.VIEWER), ("none", None)])
def test_everybody_else_has_the_default_role(default, role):
    rules = Rules.of({"auth": AUTH, "roles": {"default": default}})
    assert access.role(claims(), rules) is role


def test_without_roles_nobody_gets_in():
    person = access.signed_in(claims(), Rules.of({"auth": AUTH}))
    with pytest.raises(AccessError) as refused:
        access.need(person, May.LOOK)
    assert (refused.value.code, refused.value.status) == ("role-missing", 403)


@pytest.mark.parametrize(
    "settings",
    [
        {"auth": {}},
        {"auth": True},
        {"auth": {**AUTH, "cookie_secret": ""}},
        {"auth": AUTH, "roles": "admin"},
        {"auth": AUTH, "roles": {"admin": "ana@example.org"}},
        {"auth": AUTH, "roles": {"default": "admin"}},
        {"auth": AUTH, "roles": {"default": "boss"}},
        {"auth": AUTH, "roles": {"values": {"a": "boss"}}},
        {"auth": AUTH, "roles": {"values": ["a"]}},
    ],
)
def test_a_mistake_in_the_settings_lets_nobody_in(settings):
    with pytest.raises(AccessError) as refused:
        Rules.of(settings)
    assert refused.value.code == "access-settings"
    assert "c" * 32 not in str(refused.value)


def test_settings_without_auth_are_for_one_computer():
    person = access.who(None, "cookie", Rules.of({"roles": ROLES}))
    assert person.role is Role.ADMIN
    assert not person.is_signed_in


def test_who_did_not_sign_in_is_nobody_whatever_cookie_they_have():
    with pytest.raises(AccessError) as refused:
        access.who(None, "cookie", RULES)
    assert refused.value.status == 401


@pytest.mark.parametrize("missing", ["iss", "sub"])
def test_work_needs_an_owner_that_cannot_change(missing):
    said = {k: v for k, v in claims(email="ana@example.org").items() if k != missing}
    with pytest.raises(AccessError):
        access.signed_in(said, RULES)


def test_the_owner_is_issuer_and_subject_never_the_address():
    assert access.signed_in(claims(email="a@b"), RULES).key == "user:https://id|1"


def test_who_reads_the_owner_of_a_workspace_cannot_make_the_cookie():
    cookie = access.new_cookie()
    assert cookie not in access.visitor(cookie).key
    assert access.visitor(cookie) == access.visitor(cookie)
    assert access.visitor(access.new_cookie()).key != access.visitor(cookie).key


@pytest.mark.parametrize(
    ("found", "used"),
    [
        ({access.COOKIE: "a" * 43}, "a" * 43),
        ({access.COOKIE: "short"}, ""),
        ({access.COOKIE: "a" * 400}, ""),
        ({access.COOKIE: "a" * 42 + "\n"}, ""),
        ({}, ""),
    ],
)
def test_only_cookies_of_ours_count(found, used):
    assert access.own_cookie(found) == used


@pytest.mark.parametrize(
    ("rules", "owner", "is_shared", "opens"),
    [
        (RULES, "me", False, True),
        (RULES, "other", False, False),
        (RULES, "other", True, True),
        (Rules(), "other", False, True),
    ],
)
def test_work_is_private_unless_shared(rules, owner, is_shared, opens):
    me = Person(key="me", role=Role.ADMIN)
    if opens:
        access.may_open(me, owner=owner, is_shared=is_shared, rules=rules)
    else:
        with pytest.raises(AccessError) as refused:
            access.may_open(me, owner=owner, is_shared=is_shared, rules=rules)
        assert refused.value.code == "workspace-private"


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8:8501", True),
        ("localhost:8501", True),
        ("LOCALHOST.", True),
        ("app.localhost:80", True),
        ("::1", True),
        ("[::1]:8501", True),
        ("0.0.0.0", False),  # noqa: S104 - an address to judge, not to bind
        ("::", False),
        ("192.168.1.4:8501", False),
        ("127.0.0.1.evil.org", False),
        ("localhost.evil.org:8501", False),
        ("evil.org", False),
        ("", False),
    ],
)
def test_which_names_are_this_machine(host, is_local):
    assert access.is_loopback(host) is is_local
