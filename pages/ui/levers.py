"""Levers of What if beside the sliders: money, what follows, evidence, the link to it all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.analyses.compliance import ANALYSIS as COMPLIANCE
from analytics.analyses.scenario import ANALYSIS, caveats
from analytics.analyses.scenario.evidence import evidence
from analytics.analyses.scenario.naming import measured, plainly
from analytics.core.errors import OrewatchError
from analytics.core.params import from_text
from pages.access import May
from pages.ui import access, analysis, desk, errors, folded, form, inuse, section, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.core.words import Words
    from pages.ui.analysis import Answer

SLUG: Final = ANALYSIS.slug
MONEY: Final = ("setup", "running", "ceiling", "currency", "prices", "discount")
BEYOND: Final = ("open_ha", "restored_ha", "lag", "near_km", "mercury", "lawful", "conditional")
#: Parameters that have widgets here; the form leaves them out.
NAMES: Final = (*MONEY, *BEYOND)
WRONG: Final = "scenario_wrong"
OPEN: Final = "scenario_open"  # with the name of a group: says so in the session
CLASSES: Final = ("high", "conditional", "low")


def draw(answer: Answer) -> None:
    """One button for each group, side by side."""
    with st.container(horizontal=True, gap="small"):
        _behind("money", ":material/payments:", partial(_fields, MONEY, answer))
        _behind("beyond", ":material/groups:", partial(_beyond, answer))
        rests = partial(section.kept, answer, "evidence", partial(_evidence, answer))
        _behind("evidence", ":material/fact_check:", rests)
        if access.may(May.SHARE):
            _behind("link", ":material/link:", desk.shown_link)
    wrong: OrewatchError | None = session.let_go(WRONG)
    if wrong is not None:
        errors.tell(wrong)


def warnings(answer: Answer) -> None:
    """What must be known before the numbers."""
    for line in caveats.warnings(answer.run.result, ANALYSIS.words(answer.language)):
        st.warning(plain(line), icon=":material/warning:")


def _behind(name: str, icon: str, draw: Callable[[], None]) -> None:
    """A button and what is behind it, drawn only while it is open: a fifth of the page's time."""
    folded.behind(session.words()(f"scenario.{name}"), draw, icon=icon, key=f"{OPEN}_{name}")


def _beyond(answer: Answer) -> None:
    words = session.words()
    _fields(BEYOND, answer)
    st.button(
        words("scenario.classes"),
        icon=":material/gavel:",
        help=words("scenario.classes.help"),
        key="scenario_classes",
        on_click=_take_classes,
    )


def _fields(names: tuple[str, ...], answer: Answer) -> None:
    """Each with what is set now; a change asks anew, or says why it cannot."""
    said, params = ANALYSIS.words(answer.language), answer.run.params
    declared = {f.name: f for f in _declared()}
    for name in names:
        _field(declared[name], getattr(params, name), said)


def _declared() -> tuple[Any, ...]:
    from dataclasses import fields

    return fields(ANALYSIS.params)


def _field(f: Any, value: Any, said: Words) -> None:  # noqa: ANN401 - any field of the parameters
    meta, key = f.metadata, f"lever_{f.name}_{value}_{session.spoken()}"
    label = (
        f"{said(f'param.{f.name}')} ({meta['unit']})" if meta["unit"] else said(f"param.{f.name}")
    )
    more: dict[str, Any] = {
        "help": said(f"help.{f.name}"),
        "key": key,
        "on_change": partial(_ask, f.name, key),
    }
    if meta["choices"]:
        st.segmented_control(
            label,
            meta["choices"],
            default=value,
            required=True,
            format_func=lambda choice: said(f"choice.{f.name}.{choice}"),
            **more,
        )
    elif meta["low"] is None:
        st.text_input(label, value, max_chars=4, **more)
    else:
        kind = type(f.default)
        st.number_input(
            label,
            min_value=kind(meta["low"]),
            max_value=kind(meta["high"]),
            value=kind(value),
            step=kind(meta["step"]),
            format=_digits(kind, meta["step"]),
            **more,
        )


def _digits(kind: type, step: float) -> str:
    """As many as the steps have."""
    whole = "%d" if kind is int else "%.0f"
    return whole if step >= 1 else "%.3f" if step < 0.01 else "%.2f"  # noqa: PLR2004 - a hundredth


def _ask(name: str, key: str) -> None:
    text = str(session.widget(key)).strip()
    _change({name: text.upper() if name == "currency" else text})


def _change(values: Mapping[str, str]) -> None:
    """Ask with these, unless they make no sense together with the rest."""
    before = session.held(f"{form.WRITTEN}{SLUG}") or {}
    try:
        from_text(ANALYSIS.params, {**before, **values})
    except OrewatchError as error:
        session.hold(WRONG, error)
    else:
        form.change(SLUG, **values)


def _take_classes() -> None:
    """The shares of the classes as the page Compliance tells them, of what can be told."""
    try:
        found = analysis.answer(
            COMPLIANCE, inuse.dataset(), COMPLIANCE.params(), session.language()
        ).run.result.by_class.set_index("class")["area_ha"]
    except OrewatchError as error:
        session.hold(WRONG, error)
        return
    area = [float(found.get(name, 0.0)) for name in CLASSES]
    whole = sum(area)
    if not whole > 0:
        st.toast(session.words()("scenario.classes.none"), icon=":material/gavel:")
        return
    high, conditional = (round(part / whole, 3) for part in area[:2])
    _change({"lawful": str(high), "conditional": str(min(conditional, round(1 - high, 3)))})


def _evidence(answer: Answer) -> None:
    """What each number of the strategy rests on, with where to read it."""
    words, said = session.words(), ANALYSIS.words(answer.language)
    table = answer.run.result.assumptions
    rests = table[[bool(names) for names in table["evidence"]]]
    if rests.empty:
        st.markdown(words("scenario.evidence.none"))
    for row in rests.itertuples():
        ends = said("from-to", low=plainly(row.low, said), high=plainly(row.high, said))
        grade = said(f"grade.{row.grade}") if row.grade else said("grade.typed")
        st.markdown(f"**{plain(measured(row.measure, row.part, said))}**  \n{ends} · {grade}")
        st.markdown("\n".join(_finding(name, said) for name in row.evidence))


def _finding(name: str, said: Words) -> str:
    one, code = evidence()[name], said.language
    source = f"[{plain(one.source)}]({one.link})" if one.link else plain(one.source)
    return f"- :small[{name} · {plain(one.place[code])}: {plain(one.number[code])} ({source})]"
