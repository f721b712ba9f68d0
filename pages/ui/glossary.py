"""The parts of the glossary: a search box, and the terms it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.vocabulary import fold
from analytics.core.words import texts
from pages.ui import session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.words import Words

TERM: Final = "term."
IN_ADDRESS: Final = "word"  # a link with ?word=gini opens the page at that word
WIDTH: Final = 720  # pixels: longer lines are hard to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term and what it means, in one language."""

    term: str
    meaning: str

    def answers(self, asked: str) -> bool:
        """Whether every word of `asked` is in the term or its meaning; accents and case aside."""
        here = fold(f"{self.term} {self.meaning}")
        return all(word in here for word in fold(asked).split())


def lead() -> None:
    """What the page is for."""
    words = session.words()
    st.title(words("glossary.title"), anchor=False)
    st.markdown(words("glossary.lead"))


def asked() -> str:
    """What the visitor searches for; empty for everything."""
    with st.container(width=WIDTH):
        return (
            st.text_input(
                session.words()("glossary.search"),
                key=IN_ADDRESS,
                type="search",
                placeholder="",  # else an English word
                live=True,
                bind="query-params",
            )
            or ""
        )


def entries(asked: str) -> None:
    """The terms that answer `asked`, in the order of the alphabet, or that there are none."""
    words = session.words()
    found = [entry for entry in in_order(words) if entry.answers(asked)]
    with st.container(width=WIDTH):
        for entry in found:
            st.markdown(f"**{entry.term}**  \n{entry.meaning}")
        if not found:
            st.info(words("glossary.none", asked=plain(asked)), icon=":material/search_off:")


def in_order(words: Words) -> list[Entry]:
    """Every term in the alphabetical order of the language."""
    return sorted(_all(words), key=lambda entry: place(entry.term))


def place(term: str) -> str:
    """Where a term stands in the alphabet: accents do not count, but Spanish ñ follows n."""
    return fold(term.casefold().replace("ñ", "nzz"))


def _all(words: Words) -> Iterator[Entry]:
    for key in texts(words.folder):
        if key.startswith(TERM):
            slug = key.removeprefix(TERM)
            yield Entry(term=words(key), meaning=words(f"meaning.{slug}"))
