"""The app with every text a third longer, as a language to come may have it.

Started by a test as a server of its own: nothing of this is part of the product.
"""

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from analytics.core.words import Words  # noqa: E402 - needs the path above
from pages.visitor import Visitor  # noqa: E402 - as above

MORE = 0.35
FILLING = "emolis"  # no word of any language, so that what was missed is seen
said = Words.__call__


def stretched(words, key, /, **facts):
    """The text with words after it until it is 35 % longer; its own words stay as they are."""
    text = said(words, key, **facts)
    return text + _filling(round(len(text) * MORE)) if any(map(str.isalpha, text)) else text


def _filling(length):
    """So many letters, in words of a usual length; a short text grows by its last word."""
    if length < len(FILLING):
        return FILLING[:length]
    return "".join(" " + FILLING for _ in range(-(-length // (len(FILLING) + 1))))[:length]


Words.__call__ = stretched
app = st.App(ROOT / "pages" / "shell.py", middleware=[Middleware(Visitor)])
