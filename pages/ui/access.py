"""Who looks at the page, what they may do, and the sentence in the side that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages import access, once, signed
from pages.access import AccessError, May, Person
from pages.ui import session

if TYPE_CHECKING:
    from analytics.store.workspace import Workspace


@once.a_run
def person() -> Person:
    """Who looks at the page; an error where people have to sign in and this one has not."""
    rules = signed.rules()
    return access.who(_claims() if rules.is_on else None, _cookie(), rules)


def owner() -> str:
    """The key that owns what this person makes."""
    return person().key


def is_known() -> bool:
    """Whether requests beside the page can be told to be this person's."""
    return person().is_signed_in or bool(access.own_cookie(st.context.cookies.to_dict()))


def may(what: May) -> bool:
    """Whether to offer something; what is done asks `need` as well."""
    return person().may(what)


def need(what: May) -> None:
    """Refuse an action of who may not; the first line of every callback that changes anything."""
    access.need(person(), what)


def may_open(workspace: Workspace) -> None:
    """Refuse another's workspace that was not shared by link."""
    access.may_open(
        person(), owner=workspace.owner, is_shared=workspace.is_shared, rules=signed.rules()
    )


def script(path: Path, what: May) -> Path | Callable[[], None]:
    """A page's script for who may see it, else a page that says why not."""
    return path if may(what) else _refusal(what)


@cache
def _refusal(what: May) -> Callable[[], None]:
    """The same each time, so that the menu knows it again."""
    return partial(refused, what)


def refused(what: May) -> None:
    """The page in place of one that this role does not open."""
    try:
        need(what)
    except AccessError as error:
        st.title(session.words()("access.refused"))
        st.info(error.text(session.language()), icon=":material/lock:")


def side() -> None:
    """In the side: who is signed in, as what, and the way out; or that nobody has to."""
    words, found = session.words(), person()
    if not found.is_signed_in:
        if signed.is_local():
            st.caption(words("access.local"))
        return
    role = words(f"access.role.{found.role}") if found.role else ""
    st.caption(words("access.signed-in", role=role))
    st.text(found.name)
    st.button(words("access.sign-out"), icon=":material/logout:", on_click=sign_out)


def band() -> None:
    """Above the page: a warning while anybody on the network can use the app."""
    if not signed.rules().is_on and not signed.is_local():
        st.warning(session.words()("access.open"), icon=":material/public:")


def sign_out() -> None:
    """Forget who was signed in, here and at the identity provider."""
    st.logout()


def _claims() -> Mapping[str, Any] | None:
    said = st.user.to_dict()
    return said if said.get("is_logged_in") is True else None


def _cookie() -> str:
    """The visitor's cookie; without one somebody new for as long as the page is open."""
    found = access.own_cookie(st.context.cookies.to_dict())
    return found or session.stranger()
