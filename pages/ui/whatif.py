"""What if a rule did not apply, or a permit were held: other questions, asked at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.analyses.compliance import ANALYSIS, day, listed
from analytics.analyses.compliance.caveats import layer, permit
from analytics.analyses.compliance.rules import shelf
from pages.ui import folded, form, session

if TYPE_CHECKING:
    from analytics.core.words import Words
    from pages.ui.analysis import Answer

#: The parameters asked here; the form leaves them out.
NAMES: Final = ("without", "granted", "on")
JOIN: Final = ", "
OPEN: Final = "whatif_open"  # says so in the session


def draw(answer: Answer) -> None:
    """Layers to leave aside and permits to take as held; open where any is.

    What is behind the fold is drawn only while it is open.
    """
    folded.fold(
        session.words()("whatif.title"),
        partial(_questions, answer),
        icon=":material/help_center:",
        key=OPEN,
        is_open=any(getattr(answer.run.params, name) for name in NAMES),
    )


def _questions(answer: Answer) -> None:
    said, result = ANALYSIS.words(answer.language), answer.run.result
    _choose("without", _layers(answer), answer, said)
    _choose("granted", _permits(result.chosen), answer, said)
    _day(result.on)


def _choose(name: str, options: list[str], answer: Answer, said: Words) -> None:
    words, key = session.words(), f"whatif_{name}_{session.spoken()}"
    chosen = [one for one in listed(getattr(answer.run.params, name)) if one in options]
    session.hold(key, chosen)
    st.pills(
        words(f"whatif.{name}"),
        options,
        selection_mode="multi",
        format_func=partial(_called, said),
        key=key,
        help=words(f"whatif.{name}.help"),
        on_change=partial(_ask, name, key),
    )


def _day(on: str) -> None:
    words, key = session.words(), "whatif_on"
    session.hold(key, day(on))
    st.date_input(
        words("whatif.on"),
        value=None,
        format="YYYY-MM-DD",
        key=key,
        help=words("whatif.on.help"),
        on_change=partial(_ask_on, key),
        width=280,
    )


def _ask_on(key: str) -> None:
    form.change(ANALYSIS.slug, on=str(session.widget(key) or ""))


def _ask(name: str, key: str) -> None:
    chosen = session.widget(key)
    form.change(ANALYSIS.slug, **{name: JOIN.join(map(str, chosen or ()))})  # type: ignore[call-overload] # of pills: a list


def _layers(answer: Answer) -> list[str]:
    """What the rules speak of and the data hold."""
    rows = answer.run.result.rules
    return list(dict.fromkeys(rows.loc[rows["use"] != "missing", "layer"]))


def _permits(chosen: str) -> list[str]:
    """Every permit that lifts a rule."""
    rules = shelf.rules(chosen)
    return list(dict.fromkeys(permit for one in rules.restrictions for permit in one.permits))


def _called(said: Words, name: str) -> str:
    known = said.has(f"permit.{name}")
    return permit(name, said) if known else layer(name, said).replace("_", " ")
