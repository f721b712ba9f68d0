"""The filters above every answer: what is chosen at a glance, the choosing behind one button."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core import filtered
from analytics.core.filters import COLUMN_OF, Filters
from analytics.core.words import Words
from pages.ui import folded, inuse, session
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.core.choices import Choice, Choices

MOST_CHIPS: Final = 6  # values of one filter; of more there is one chip for all
OPEN: Final = "filters_open"  # says so in the session
ALL: Final = "*all"  # in the place of a value: the whole filter
STEPS: Final = tuple(step / 20 for step in range(1, 21))  # of the confidence asked for


def draw() -> None:
    """One line: the button, what is chosen, how many records are left."""
    words, wanted = session.words(), inuse.filters()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = list(_chosen(wanted))
        _chooser(wanted)
        for text, name, value in chosen:
            st.button(
                plain(text),
                icon=":material/close:",
                key=f"chip_{name}_{value}",
                help=words("filters.remove"),
                on_click=partial(_remove, name, value),
            )
        if len(chosen) > 1:
            st.button(
                words("filters.clear"),
                type="tertiary",
                on_click=partial(inuse.replace_filters, Filters()),
            )
        st.markdown(f":small[{_count()}]", width="content")


def _chooser(wanted: Filters) -> None:
    """The button and what is behind it, drawn only while it is open: a sixth of a page's time.

    Its label stays the same, else it would close with each choice.
    """
    folded.behind(
        session.words()("filters.title"),
        lambda: _choose(inuse.choices(), wanted),
        icon=":material/filter_alt:",
        key=OPEN,
    )


def elsewhere() -> None:
    """On a page that shows everything: that the others do not."""
    if not inuse.filters().is_empty:
        words = session.words()
        left, count = inuse.dataset().records, inuse.whole().records
        st.info(words("filters.elsewhere", left=left, count=count), icon=":material/filter_alt:")


def _count() -> str:
    words, count = session.words(), inuse.whole().records
    if inuse.filters().is_empty:
        return words("filters.all", count=count)
    return words("filters.count", left=inuse.dataset().records, count=count)


def _chosen(wanted: Filters) -> Iterator[tuple[str, str, str]]:
    """Each filter in force in words, its name, and its value; of many values only how many."""
    words, core = session.words(), Words(filtered.HERE, session.language())
    for name in COLUMN_OF:
        values = getattr(wanted, name)
        if len(values) > MOST_CHIPS:
            yield f"{words(f'filters.{name}')}: {words.number(len(values))}", name, ALL
            continue
        for value in values:
            label = filtered.value_label(name, value, core)
            yield (label if value else f"{words(f'filters.{name}')}: {label}"), name, value
    if wanted.first or wanted.last:
        key = "years" if wanted.first and wanted.last else "since" if wanted.first else "until"
        yield words(f"filters.{key}", first=wanted.first, last=wanted.last), "years", ALL
    if wanted.confidence is not None:
        key = "filters.confidence.unsure" if wanted.keeps_unsure else "filters.confidence.chip"
        yield words(key, share=words.percent(wanted.confidence)), "confidence", ALL


def _remove(name: str, value: str) -> None:
    """Take one filter off those in force by now, which may be fewer than when it was drawn."""
    before = inuse.filters()
    if name == "years":
        left = replace(before, first="", last="")
    elif name == "confidence":
        left = replace(before, confidence=None)
    elif value == ALL:
        left = Filters.from_lists({k: v for k, v in before.as_lists().items() if k != name})
    else:
        left = before.without(name, value)
    inuse.replace_filters(left)


def _choose(choices: Choices, wanted: Filters) -> None:
    words = session.words()
    st.markdown(words("filters.lead"))
    lists = [name for name in COLUMN_OF if _offered(choices, wanted, name)]
    if not (lists or choices.years or choices.confidence):
        st.markdown(words("filters.none"))
    with st.grid(2, min_column_width=220, gap="small"):
        for name in lists:
            _list(name, _offered(choices, wanted, name), wanted)
        if choices.years:
            _year("first", choices.years, wanted)
            _year("last", choices.years, wanted)
        if choices.confidence or wanted.confidence is not None:
            _confidence(wanted)


def _offered(choices: Choices, wanted: Filters, name: str) -> dict[str, int | None]:
    """Values to choose from, with their records; what a link asks for is among them."""
    there: Sequence[Choice] = getattr(choices, name)
    asked = dict.fromkeys(getattr(wanted, name))
    return {**asked, **{choice.value: choice.records for choice in there}}


def _list(name: str, offered: dict[str, int | None], wanted: Filters) -> None:
    words, core = session.words(), Words(filtered.HERE, session.language())

    def worded(value: str) -> str:
        records = offered.get(value)
        label = plain(filtered.value_label(name, value, core))
        return label if records is None else f"{label} ({words.number(records)})"

    key = _key(name)
    st.multiselect(
        words(f"filters.{name}"),
        list(offered),
        default=list(getattr(wanted, name)),
        format_func=worded,
        placeholder=words("filters.any"),
        select_all=False,  # its words would stay English; no choice at all means all of them
        key=key,
        on_change=partial(_picked, name, key),
    )


def _year(name: str, years: Sequence[Choice], wanted: Filters) -> None:
    words, key = session.words(), _key(name)
    asked = getattr(wanted, name)
    offered = sorted({year.value for year in years} | ({asked} if asked else set()))
    st.selectbox(
        words(f"filters.{name}"),
        ["", *offered],
        index=offered.index(asked) + 1 if asked else 0,
        format_func=lambda year: year or words("filters.whole"),
        placeholder=words("choose"),
        key=key,
        on_change=partial(_picked, name, key),
    )


def _confidence(wanted: Filters) -> None:
    words, key = session.words(), _key("confidence")
    asked = wanted.confidence
    steps = sorted({*STEPS, *([asked] if asked is not None else [])})
    st.selectbox(
        words("filters.confidence"),
        [None, *steps],
        index=steps.index(asked) + 1 if asked is not None else 0,
        format_func=lambda share: (
            words("filters.confidence.any") if share is None else words.percent(share)
        ),
        placeholder=words("choose"),
        key=key,
        on_change=partial(_picked, "confidence", key),
    )


def _picked(name: str, key: str) -> None:
    """Take over what a widget says; a span of years that ends before it begins is turned round."""
    value: Any = session.widget(key)
    before = inuse.filters()
    if name in COLUMN_OF:
        inuse.set_filters(Filters.from_lists({**before.as_lists(), name: tuple(value)}))
        return
    other = {"first": before.last, "last": before.first}.get(name, "")
    is_crossed = value and other and (value > other if name == "first" else value < other)
    if is_crossed:
        inuse.replace_filters(replace(before, first=min(value, other), last=max(value, other)))
    else:
        inuse.set_filters(replace(before, **{name: value}))


def _key(name: str) -> str:
    """Of one language: a list hands back its labels, and those of another it would not know."""
    return f"filter_{name}_{inuse.edition()}_{session.spoken()}"
