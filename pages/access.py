"""Who is asking, which role they have, and what that role may do; every door asks here."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final

from analytics.core.errors import OrewatchError

COOKIE: Final = "orewatch_visitor"
UNSIGNED, FORBIDDEN, MISSING, BROKEN = 401, 403, 404, 503
OWN_VALUE: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")


class Role(StrEnum):
    """What somebody is here, the least first."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMIN = "admin"


class May(StrEnum):
    """What can be permitted."""

    LOOK = "look"  # read every answer; filter and set parameters in one's own view
    CHANGE = "change"  # bring data in and keep work
    SHARE = "share"  # give a link to one's work to others
    DELETE = "delete"  # remove one's own work for good
    MANAGE = "manage"  # settings that touch everybody


PERMITTED: Final[Mapping[Role, frozenset[May]]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({May.LOOK}),
        Role.ANALYST: frozenset({May.LOOK, May.CHANGE, May.SHARE, May.DELETE}),
        Role.ADMIN: frozenset(May),
    }
)


class AccessError(OrewatchError):
    """Somebody asked for what they may not have; `status` is the answer's over HTTP."""

    folder: ClassVar[Path] = Path(__file__).parent

    def __init__(self, code: str, status: int, **facts: object) -> None:
        self.status = status
        super().__init__(code, **facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who asks. `key` owns their work and says nothing that would let others be them."""

    key: str
    name: str = ""
    role: Role | None = None  # None: signed in, but nobody gave them a role
    is_signed_in: bool = False

    def may(self, what: May) -> bool:
        """Whether the role of this person permits it."""
        return self.role is not None and what in PERMITTED[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How people get in: what `secrets.toml` says under `[auth]` and `[roles]`.

    Without `[auth]` nobody signs in, and whoever reaches the app is its administrator.
    """

    is_on: bool = False
    providers: tuple[str, ...] = ()  # names for `st.login`; "" is the unnamed one
    default: Role | None = None  # role of who signs in and is named nowhere; None refuses
    emails: Mapping[str, Role] = field(default_factory=dict)  # in lower case
    claim: str = ""
    values: Mapping[str, Role] = field(default_factory=dict)  # value of the claim, to role
    is_unmarked_email_trusted: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Rules:
        """The rules in the settings; a role or a form nobody knows is an error, never a role."""
        auth = settings.get("auth")
        if auth is None:
            return cls()
        if not isinstance(auth, Mapping) or not auth.get("cookie_secret"):
            raise AccessError("access-settings", BROKEN, what="[auth] cookie_secret")
        roles = settings.get("roles", {})
        if not isinstance(roles, Mapping):
            raise AccessError("access-settings", BROKEN, what="[roles]")
        return cls(
            is_on=True,
            providers=_providers(auth),
            default=_default(roles.get("default", "none")),
            emails=_emails(roles),
            claim=str(roles.get("claim", "")),
            values=_values(roles.get("values", {})),
            is_unmarked_email_trusted=roles.get("trust_unmarked_email", False) is True,
        )


def role(claims: Mapping[str, Any], rules: Rules) -> Role | None:
    """The highest role that e-mail, claim or default gives; None where none does."""
    found = [rules.default, _role_by_email(claims, rules), *_roles_by_claim(claims, rules)]
    return max((r for r in found if r), key=list(Role).index, default=None)


def signed_in(claims: Mapping[str, Any], rules: Rules) -> Person:
    """Who signed in, by what their identity provider says of them."""
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not issuer or not subject:
        raise AccessError("sign-in-needed", UNSIGNED)
    return Person(
        key=f"user:{issuer}|{subject}",
        name=str(claims.get("name") or claims.get("email") or subject),
        role=role(claims, rules),
        is_signed_in=True,
    )


def visitor(cookie: str) -> Person:
    """Who works without signing in: everything is theirs, as the machine is.

    The key is made from the cookie so that who reads the key cannot make the cookie.
    """
    return Person(
        key=f"visitor:{hashlib.sha256(cookie.encode()).hexdigest()[:32]}", role=Role.ADMIN
    )


def who(claims: Mapping[str, Any] | None, cookie: str, rules: Rules) -> Person:
    """Who is asking; an error where people have to sign in and this one has not."""
    if not rules.is_on:
        return visitor(cookie)
    if claims is None:
        raise AccessError("sign-in-needed", UNSIGNED)
    return signed_in(claims, rules)


def need(person: Person, what: May) -> None:
    """Refuse what the role of `person` does not permit."""
    if person.role is None:
        raise AccessError("role-missing", FORBIDDEN, name=person.name)
    if not person.may(what):
        raise AccessError("not-permitted", FORBIDDEN, role=person.role)


def may_open(person: Person, *, owner: str, is_shared: bool, rules: Rules) -> None:
    """Refuse another's workspace that was not shared; without sign-in its link is its key."""
    if rules.is_on and person.key != owner and not is_shared:
        raise AccessError("workspace-private", FORBIDDEN)


def new_cookie() -> str:
    """A visitor nobody has met: 256 random bits."""
    return secrets.token_urlsafe(32)


def own_cookie(cookies: Mapping[str, str]) -> str:
    """The visitor's cookie; "" where there is none, or one we never made."""
    found = cookies.get(COOKIE, "")
    return found if OWN_VALUE.fullmatch(found) else ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address reaches this machine only; a port may follow it."""
    name = re.sub(r":\d+$", "", host) if host.count(":") == 1 or "]" in host else host
    name = name.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _role_by_email(claims: Mapping[str, Any], rules: Rules) -> Role | None:
    """A role for an e-mail address, if the provider says that it checked the address."""
    mark = claims.get("email_verified")
    is_checked = mark is True or str(mark).lower() == "true"
    if is_checked or (mark is None and rules.is_unmarked_email_trusted):
        return rules.emails.get(_folded(claims.get("email")))
    return None


def _roles_by_claim(claims: Mapping[str, Any], rules: Rules) -> Sequence[Role]:
    said = claims.get(rules.claim) if rules.claim else None
    values = said if isinstance(said, list | tuple) else [said]
    return [rules.values[v] for v in values if isinstance(v, str) and v in rules.values]


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    named = [str(k) for k, v in auth.items() if isinstance(v, Mapping) and "client_id" in v]
    return (*(("",) if "client_id" in auth else ()), *named)


def _emails(roles: Mapping[str, Any]) -> Mapping[str, Role]:
    """The highest role of each address."""
    given: dict[str, Role] = {}
    for known in Role:
        listed = roles.get(known, [])
        if not isinstance(listed, list | tuple):
            raise AccessError("access-settings", BROKEN, what=f"[roles] {known}")
        given |= {_folded(address): known for address in listed}
    return {address: r for address, r in given.items() if address}


def _values(given: object) -> Mapping[str, Role]:
    if not isinstance(given, Mapping):
        raise AccessError("access-settings", BROKEN, what="[roles.values]")
    return {str(value): _known(name, "[roles.values]") for value, name in given.items()}


def _default(name: object) -> Role | None:
    """The role of everybody who signs in; never the administrator's."""
    if name == "none":
        return None
    found = _known(name, "[roles] default")
    if found is Role.ADMIN:
        raise AccessError("access-settings", BROKEN, what="[roles] default")
    return found


def _known(name: object, where: str) -> Role:
    try:
        return Role(str(name))
    except ValueError as error:
        raise AccessError("access-settings", BROKEN, what=where) from error


def _folded(address: object) -> str:
    return str(address or "").strip().casefold()
