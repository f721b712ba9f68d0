"""The parameters of an analysis as widgets, drawn from their declarations."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core import kinds
from analytics.core.analysis import find
from analytics.core.errors import OrewatchError
from analytics.core.params import Params, as_text, from_text, renamed
from analytics.core.words import LANGUAGES
from pages.ui import folded, inuse, session, work

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from dataclasses import Field

    from analytics.core.analysis import Analysis
    from analytics.core.words import Words

WRITTEN: Final = "form_written_"  # and the slug: what the address was last given
OPEN: Final = "form_open"  # with the slug: says so in the session
TOUCHED: Final = "form_touched"  # slug of the analysis whose form was just changed
MOST_SEEN: Final = 4  # parameters always seen; of more the rest is folded away
SIDE_BY_SIDE: Final = 5  # more choices than this go into a list that opens
MOST_LETTERS: Final = 30  # of all choices together: more do not stand side by side on a telephone


def draw(analysis: Analysis[Any, Any], language: str, but: Collection[str] = ()) -> Params:
    """One widget for each parameter, in the order declared; the address may set their values.

    Those in `but` have widgets of their own elsewhere on the page.
    """
    words, start = analysis.words(language), _start(analysis)
    values: dict[str, Any] = {name: start[name] for name in but}
    shown = [f for f in fields(analysis.params) if f.name not in but]
    declared = sorted(shown, key=lambda f: f.metadata["is_rare"])
    usual = sum(not f.metadata["is_rare"] for f in declared)
    few = usual if usual <= MOST_SEEN + 1 else MOST_SEEN
    _row(declared[:few], start, values, analysis.slug, words)
    if few < len(declared):
        _fold(declared[few:], start, values, analysis.slug, words)
    params: Params = analysis.params(**values)
    chosen = as_text(params)
    _write(analysis, chosen)
    if session.let_go(TOUCHED) == analysis.slug:
        work.change(params=lambda at: {**at.params, analysis.slug: chosen})
    return params


def _row(
    some: Sequence[Field[Any]],
    start: dict[str, Any],
    values: dict[str, Any],
    slug: str,
    words: Words,
) -> None:
    """Widgets side by side; what they say goes into `values`."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for f in some:
            values[f.name] = _widget(f, start[f.name], slug, words)


def _fold(
    some: Sequence[Field[Any]],
    start: dict[str, Any],
    values: dict[str, Any],
    slug: str,
    words: Words,
) -> None:
    """Those few people change, drawn only while the fold is open: up to a third of a page's time.

    While it is closed they are as they were left.
    """
    shown = partial(_row, some, start, values, slug, words)
    title, key = session.words()("form.more"), f"{OPEN}_{slug}"
    if folded.fold(title, shown, icon=":material/tune:", key=key):
        return
    for f in some:
        left = session.held(f"{slug}_{f.name}")
        if left is None:
            left = session.held(_spoken(f"{slug}_{f.name}", session.spoken()))
        values[f.name] = start[f.name] if left is None else left


def change(slug: str, **values: str) -> None:
    """Ask with other values of some parameters, on the page of this analysis itself."""
    analysis = find(slug)
    defaults = {f.name: str(f.default) for f in fields(analysis.params)}
    asked = {**chosen(analysis), **values}
    kept = {name: text for name, text in asked.items() if text != defaults[name]}
    reset(slug, kept)
    _write(analysis, kept)


def chosen(analysis: Analysis[Any, Any]) -> dict[str, str]:
    """What was last asked on the page of this analysis, beyond the defaults."""
    return {
        **own_texts(analysis),
        **(session.held(f"{WRITTEN}{analysis.slug}") or {}),
    }


def own_texts(analysis: Analysis[Any, Any]) -> dict[str, str]:
    """Texts of the visitor's own that stay with the work: rules, a scenario file, strategies."""
    return _own_texts(analysis, work.current().params.get(analysis.slug, {}))


def reset(slug: str, params: dict[str, str]) -> None:
    """Ask with these parameters when the page of this analysis is drawn next."""
    for f in fields(find(slug).params):
        _let_go(slug, f.name)
    session.let_go(f"{WRITTEN}{slug}")
    work.change(params=lambda at: {**at.params, slug: params})


def _write(analysis: Analysis[Any, Any], chosen: dict[str, str]) -> None:
    """Put the parameters into the address; a text of one's own is too long for it."""
    own = _own_texts(analysis, chosen)
    short = {name: text for name, text in chosen.items() if name not in own}
    session.hold(f"{WRITTEN}{analysis.slug}", short)
    former = dict.fromkeys(_former(analysis), "")
    session.remember(former | {f.name: short.get(f.name, "") for f in fields(analysis.params)})


def _own_texts(analysis: Analysis[Any, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Those of the values that stand in place of a choice: they stay with the workspace."""
    return {
        f.name: given[f.name]
        for f in fields(analysis.params)
        if f.metadata["from_file"]
        and given.get(f.name, f.default) not in (*f.metadata["choices"], f.default)
    }


def _start(analysis: Analysis[Any, Any]) -> dict[str, Any]:
    """Values to begin with: those of the address, else as the workspace has them, else defaults.

    A value that makes no sense gives way to the default alone, and that is said.
    """
    work.current()  # first, since taking up another workspace lets go of all widgets
    names = [f.name for f in fields(analysis.params)]
    came = session.arrival()
    said = {name: came[name] for name in (*names, *_former(analysis)) if came.get(name)}
    given = renamed(analysis.params, {name: values[-1] for name, values in said.items()})
    written = session.held(f"{WRITTEN}{analysis.slug}")
    is_back = not given and bool(written) and bool(came.get(work.IN_ADDRESS))
    if is_back or (given and given != written):
        for name in names:  # a link, or the way back, wins over what the widgets were left at
            _let_go(analysis.slug, name)
    if not (given or is_back):
        given = renamed(analysis.params, work.current().params.get(analysis.slug, {}))
    given = own_texts(analysis) | given
    values = {f.name: f.default for f in fields(analysis.params)}
    for name, text in given.items():
        try:
            values[name] = getattr(from_text(analysis.params, {name: text}), name)
        except OrewatchError as error:
            st.warning(
                session.words()("form.ignored", reason=error.text(session.language())),
                icon=":material/link_off:",
            )
    return values


def _let_go(slug: str, name: str) -> None:
    """What the widget of one parameter was left at, whatever its sort."""
    session.let_go(f"{slug}_{name}")
    for code in LANGUAGES:
        session.let_go(_spoken(f"{slug}_{name}", code))


def _spoken(key: str, language: str) -> str:
    """The key of a list that opens: it answers with what it shows, so each language has its own."""
    return f"{key}_{language}"


def _former(analysis: Analysis[Any, Any]) -> list[str]:
    """Names that parameters had before; links from then are still understood."""
    return [f.metadata["formerly"] for f in fields(analysis.params) if f.metadata["formerly"]]


def _widget(f: Field[Any], value: Any, slug: str, words: Words) -> Any:  # noqa: ANN401 - typed by f
    label, meta, key = words(f"param.{f.name}"), f.metadata, f"{slug}_{f.name}"
    more = words(f"help.{f.name}") if words.has(f"help.{f.name}") else None
    if meta["unit"]:
        label = f"{label} ({meta['unit']})"
    if meta["choices"]:
        return _choice(label, f, value, key=key, words=words, more=more)
    if meta["is_column"]:
        return _column(label, f, value, key=key, more=more)
    touched = partial(session.hold, TOUCHED, slug)
    if isinstance(f.default, bool):
        return st.toggle(
            label, value=value, key=key, help=more, on_change=touched, persist_state="session"
        )
    if meta["low"] is None:
        return st.text_input(
            label, value=value, key=key, help=more, on_change=touched, persist_state="session"
        )
    kind = int if isinstance(value, int) else float  # the slider takes no mixture
    return st.slider(
        label,
        kind(meta["low"]),
        kind(meta["high"]),
        kind(value),
        kind(meta["step"]) if meta["step"] else None,
        format=_digits(meta["step"]),
        key=key,
        help=more,
        on_change=touched,
        persist_state="session",
        width=280,
    )


def _column(label: str, f: Field[Any], value: str, *, key: str, more: str | None) -> str:
    """The columns of kinds of the data in use; one that an address names stays, to be answered."""
    words, found = session.words(), inuse.columns()
    offered = [*([""] if f.default == "" else []), *found]
    if value not in offered:
        offered.append(value)
    picked = st.selectbox(
        label,
        offered,
        index=offered.index(value),
        format_func=lambda name: kinds.label(name, words.language) if name else words("form.none"),
        placeholder=words("choose"),
        key=_spoken(key, session.spoken()),
        help=more,
        on_change=partial(session.hold, TOUCHED, key.partition("_")[0]),
        persist_state="session",
        width=280,
    )
    return str(picked)


def _digits(step: float | None) -> str | None:
    """As many decimals as the steps have: 500 m in steps of 50, not 500.00."""
    if step is None:
        return None
    return f"%.{max(0, -int(Decimal(str(step)).normalize().as_tuple().exponent))}f"


def _choice(
    label: str, f: Field[Any], value: str, *, key: str, words: Words, more: str | None
) -> str:
    choices: tuple[str, ...] = f.metadata["choices"]
    if f.metadata["from_file"] and value not in choices:
        choices = (*choices, value)  # a text of the visitor's own
    touched = partial(session.hold, TOUCHED, key.partition("_")[0])

    def worded(choice: str) -> str:
        known = choice in f.metadata["choices"]
        return words(f"choice.{f.name}.{choice if known else 'own'}")

    letters = sum(len(worded(choice)) for choice in choices)
    if len(choices) <= SIDE_BY_SIDE and letters <= MOST_LETTERS:
        picked = st.segmented_control(
            label,
            choices,
            default=value,
            required=True,
            format_func=worded,
            key=key,
            help=more,
            on_change=touched,
            persist_state="session",
        )
    else:
        picked = st.selectbox(
            label,
            choices,
            index=choices.index(value),
            format_func=worded,
            placeholder=session.words()("choose"),
            key=_spoken(key, session.spoken()),
            help=more,
            on_change=touched,
            persist_state="session",
            width=280,
        )
    return str(picked)
