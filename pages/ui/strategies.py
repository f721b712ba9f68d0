"""Strategies of the visitor's own: kept as A, B and C, compared on the same draws, taken away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from analytics.analyses.scenario import ANALYSIS, spec
from analytics.analyses.scenario.naming import called
from analytics.core.errors import OrewatchError
from pages.ui import form, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.analyses.scenario import ScenarioParams
    from analytics.stats.scenario.plan import Strategy
    from pages.ui.analysis import Answer

LETTERS: Final = ("A", "B", "C")
MARK: Final = ": "  # between letter and name
LONGEST: Final = 60
CELL_PX: Final = 240  # the least width of one
SLUG: Final = ANALYSIS.slug
NAME: Final = "scenario_name"


def draw(answer: Answer) -> None:
    """Keep what is asked under the next letter; those kept, each with its name and a way out."""
    words, kept = session.words(), _kept(answer)
    asked = _asked(answer)
    free = [letter for letter in LETTERS if letter not in {one.name[:1] for one in kept}]
    with st.container(border=True, gap="small"):
        st.markdown(f"**{words('scenario.compare')}**", help=words("scenario.compare.help"))
        with st.grid(len(LETTERS), min_column_width=CELL_PX, gap="medium"):
            for one in kept:
                with st.container(gap="xsmall"):
                    _one(one, kept)
            if asked is not None and free:
                with st.container(gap="xsmall"):
                    _next(asked, kept, free[0], answer)
        if asked is not None and not free:
            st.caption(words("scenario.full"))


def _next(asked: Strategy, kept: Sequence[Strategy], letter: str, answer: Answer) -> None:
    """A name, and the button that keeps the strategy under it."""
    words, key = session.words(), f"{NAME}_{letter}_{session.spoken()}"
    usual = _usual(asked, answer)
    st.text_input(
        words("scenario.name", letter=letter), placeholder=usual, max_chars=LONGEST, key=key
    )
    st.button(
        words("scenario.keep", letter=letter),
        icon=":material/bookmark_add:",
        key="scenario_keep",
        on_click=partial(_keep, asked, kept, letter, key, usual),
    )


def _one(one: Strategy, kept: Sequence[Strategy]) -> None:
    words, letter = session.words(), one.name[:1]
    key = f"scenario_own_{one.name}"
    st.text_input(
        words("scenario.name", letter=letter),
        one.name.partition(MARK)[2],
        max_chars=LONGEST,
        key=key,
        on_change=partial(_rename, one, kept, key),
    )
    st.button(
        words("scenario.remove", letter=letter),
        icon=":material/delete:",
        type="tertiary",
        key=f"scenario_remove_{letter}",
        on_click=partial(_put, [other for other in kept if other is not one]),
    )


def _kept(answer: Answer) -> tuple[Strategy, ...]:
    try:
        return spec.strategies(cast("ScenarioParams", answer.run.params).beside)
    except OrewatchError:
        return ()  # the answer says what is wrong with them


def _asked(answer: Answer) -> Strategy | None:
    """The strategy asked for now; None where nothing changes."""
    plan = spec.read(answer.run.result.spec).plan
    own = {one.name for one in answer.run.result.strategies if one.is_kept}
    return next((one for one in plan.strategies if one.measures and one.name not in own), None)


def _usual(asked: Strategy, answer: Answer) -> str:
    """What it is called where nobody names it: the preset and its reach."""
    words = ANALYSIS.words(answer.language)
    reach = words.percent(asked.measures[0].coverage.mode)
    return f"{called(asked.name, words)}, {reach}"[:LONGEST]


def _keep(asked: Strategy, kept: Sequence[Strategy], letter: str, key: str, usual: str) -> None:
    name = str(session.widget(key) or "").strip() or usual
    session.let_go(key)
    _put([*kept, replace(asked, name=f"{letter}{MARK}{name}")])
    st.toast(session.words()("scenario.kept", letter=letter), icon=":material/bookmark_added:")


def _rename(one: Strategy, kept: Sequence[Strategy], key: str) -> None:
    name = str(session.widget(key)).strip()
    if name:
        letter = one.name[:1]
        _put(
            [replace(each, name=f"{letter}{MARK}{name}") if each is one else each for each in kept]
        )


def _put(some: Sequence[Strategy]) -> None:
    form.change(SLUG, beside=spec.told(sorted(some, key=lambda one: one.name[:1])))
