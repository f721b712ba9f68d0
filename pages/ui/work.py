"""The visitor's workspace: opened from the address, saved with every change, never another's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from analytics.core.errors import NotKnown, OrewatchError
from analytics.store.workspace import Workspace, new_key, now
from pages import once
from pages.access import AccessError, May
from pages.ui import access, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.store.base import Store

IN_ADDRESS: Final = "ws"
WORK, SAVED, TROUBLE, COPIED = "work", "work_saved", "work_trouble", "work_copied"
MOST_RECENT: Final = 200
LEFT: Final = "work_left"  # key of the workspace copied from: the address may name it once more
#: What stays in the session when another workspace is taken up.
OF_THE_VISITOR: Final = (
    *(session.LANGUAGE, session.STRANGER, session.TOUR_STEP, session.ARRIVAL),
    *(TROUBLE, COPIED),
)


def store() -> Store:
    """Where work is kept; raises an error that says why where it cannot be."""
    from analytics.store import open_store

    return open_store()


@once.a_run
def current() -> Workspace:
    """The workspace of the address, else the one at hand, else a new one that is not kept yet."""
    at_hand: Workspace | None = session.held(WORK)
    asked = session.asked(IN_ADDRESS)
    if asked and asked != session.held(LEFT) and (at_hand is None or asked != at_hand.key):
        opened = _opened(asked)
        if opened is not None:
            return _take(opened, is_saved=True)
    return at_hand if at_hand is not None else _new()


def start() -> Workspace:
    """Begin anew; nothing is kept before there is something worth keeping."""
    session.remember({IN_ADDRESS: ""})
    return _new()


def refresh() -> None:
    """What other windows did since: once for each drawing of a page, before anything else."""
    at_hand = current()
    if not is_saved():
        return
    try:
        latest = store().workspace(at_hand.key)
        access.may_open(latest)
    except (NotKnown, AccessError) as error:
        start()
        note(error)  # after, since beginning anew forgets the rest
    except OrewatchError as error:
        note(error)
    else:
        _at_hand(latest)


def keep_address() -> None:
    """Changing pages empties the address: put the workspace back into it."""
    if is_saved():
        session.remember({IN_ADDRESS: current().key})


def is_saved() -> bool:
    """Whether the workspace at hand lies in the store."""
    return session.held(SAVED) is True


def is_new() -> bool:
    """Whether nothing was done yet that is worth keeping."""
    return session.held(SAVED) is None


def is_mine() -> bool:
    """Whether this visitor may write to the workspace at hand."""
    return current().owner == access.owner()


def trouble() -> OrewatchError | None:
    """Why the last opening or saving did not work; told once."""
    found: OrewatchError | None = session.let_go(TROUBLE)
    return found


def note(error: OrewatchError) -> None:
    """Tell this on the next page drawn."""
    session.hold(TROUBLE, error)


def was_copied() -> bool:
    """Whether somebody else's workspace was just copied for this visitor; told once."""
    return bool(session.let_go(COPIED))


def change(**changes: Any) -> None:  # noqa: ANN401 - any field of a workspace, or how to make it
    """The workspace with other values, saved at once; another's is copied first.

    A value may be a function of the workspace as it is: two windows that each put something aside
    both find it there.
    """
    refresh()
    before, owner = current(), access.owner()
    made = {name: v(before) if callable(v) else v for name, v in changes.items()}
    after = replace(before, changed=now(), **made)
    if before.owner != owner:
        after = replace(after, key=new_key(), owner=owner, created=now(), is_shared=False)
        session.hold(COPIED, value=True)
        session.hold(LEFT, before.key)
    _at_hand(after)
    if not access.may(May.CHANGE):
        return  # who may only look sees what they chose for as long as the page is open
    try:
        store().save(after)
    except OrewatchError as error:
        session.hold(SAVED, value=False)
        note(error)
        return
    session.hold(SAVED, value=True)
    keep_address()


def start_anew() -> None:
    """Leave the workspace at hand as it is, and begin with sample data."""
    start()


def recent() -> Sequence[Workspace]:
    """What this visitor worked on lately, the latest first; empty where nothing can be kept."""
    try:
        return store().recent(access.owner(), MOST_RECENT)
    except OrewatchError:
        return ()


def rename(key: str, name: str) -> None:
    """Call a workspace of this visitor by a name of its own."""
    access.need(May.CHANGE)
    if current().key == key:
        change(name=name)
        return
    try:
        found = store().workspace(key)
        if found.owner == access.owner():
            store().save(replace(found, name=name))
    except OrewatchError as error:
        note(error)


def share(*, is_shared: bool) -> None:
    """Let whoever signs in and has the link open this work, or nobody but its owner."""
    access.need(May.SHARE)
    change(is_shared=is_shared)


def delete(key: str) -> None:
    """Forget a workspace of this visitor for good."""
    access.need(May.DELETE)
    try:
        kept = store()
        if kept.workspace(key).owner == access.owner():
            from analytics import jobs

            jobs.delete(kept, key)
    except OrewatchError as error:
        note(error)
        return
    if current().key == key:
        start()


def _opened(key: str) -> Workspace | None:
    """The workspace asked for; None, and the reason kept, where it cannot be had."""
    try:
        found = store().workspace(key)
        access.may_open(found)
    except (NotKnown, AccessError) as error:
        note(error)
        session.remember({IN_ADDRESS: ""})
        return None
    except OrewatchError as error:
        note(error)  # it may be there again in a moment: the address keeps it
        return None
    return found


def _new() -> Workspace:
    return _take(Workspace(owner=access.owner()), is_saved=None)


def _take(workspace: Workspace, *, is_saved: bool | None) -> Workspace:
    """Put a workspace in the place of the one before, with nothing left of that."""
    session.forget_all_but(OF_THE_VISITOR)
    _at_hand(workspace)
    session.hold(SAVED, is_saved)
    return workspace


def _at_hand(workspace: Workspace) -> None:
    """From here on this is the one, for the rest of this run as well."""
    session.hold(WORK, workspace)
    once.forget()
