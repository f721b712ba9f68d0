"""What a visitor sees when something goes wrong: the sentence, or a report number."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex

import streamlit as st

from analytics.core.errors import OrewatchError
from pages.ui import session
from pages.ui.plain import plain


@contextmanager
def polite(way_out: Callable[[OrewatchError], object] | None = None) -> Iterator[None]:
    """Say what happened and what to do, draw the way out where there is one, then end the page."""
    try:
        yield
    except OrewatchError as error:
        tell(error)
        if way_out is not None:
            way_out(error)
        st.stop()


def tell(error: OrewatchError) -> None:
    """The sentence of an error, in the visitor's language."""
    st.error(plain(error.text(session.language())), icon=":material/error:")


def shown(error: Exception) -> bool:
    """Show an error nobody caught; what is not ours gets a number that is also in the log."""
    if isinstance(error, OrewatchError):
        tell(error)
        return True
    words = session.words()
    st.error(words("error.unexpected", report=report(error)), icon=":material/bug_report:")
    return True


def report(error: Exception) -> str:
    """Write an unexpected error to the log and give back the number it is filed under.

    As plain text: left to itself structlog prints the values of all variables, and those are
    the visitor's data.
    """
    import structlog

    number = token_hex(4).upper()
    trace = "".join(traceback.format_exception(error))
    structlog.get_logger().error("unexpected", report=number, trace=trace)
    return number
