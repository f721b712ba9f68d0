"""Draw a `Section` with Streamlit, whole or part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import streamlit as st

from analytics.core.words import Kind
from analytics.viz import spark, theme
from pages.ui import downloads, keeping, panels, pictures, provenance, session
from pages.ui import map as maps
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    from pandas.io.formats.style import Styler

    from analytics.core.dataset import Dataset
    from analytics.core.section import Chart, Spec, Table, Trend
    from analytics.core.words import Words
    from pages.ui.analysis import Answer

SCREEN_FONT: Final = "Source Sans"  # the name under which the browser has it
PANEL_PX: Final = 190  # the least width of one panel: two do not fit a telephone
MOST_ROWS: Final = 5_000  # of a table on screen; the files hold them all
KEPT_TABLES: Final = 256  # lists to choose from, kept for everybody, of small data sets
AUTOSIZE: Final = {"type": "fit-x", "contains": "padding"}
KEPT: Final = 8_192  # parts of answers kept for everybody as they were sent, of small data sets


def head(answer: Answer) -> None:
    """The sentence to remember, then the key numbers."""
    kept(answer, "head", partial(_head, answer))


def headline(answer: Answer) -> None:
    """The sentence to remember alone; for pages that put their map before the numbers."""
    st.subheader(plain(answer.told.headline), anchor=False)


def figures(answer: Answer) -> None:
    """The key numbers alone."""
    kept(answer, "figures", partial(_figures, answer))


def chart(answer: Answer, place: int = 0) -> None:
    """One chart with what it shows and how to read it; nothing where there is none."""
    if place < len(answer.told.charts):
        item, words = answer.told.charts[place], session.words()
        kept(answer, f"chart {place}", partial(_chart, item, words))


def charts(answer: Answer, *, start: int = 0) -> None:
    """The charts from `start` on; those of many panels get two thirds of the width."""
    kept(answer, f"charts {start}", partial(_charts, answer.told.charts[start:]))


def map_(answer: Answer, place: int = 0) -> None:
    """One map; nothing where there is none."""
    if place < len(answer.told.maps):
        key = f"{answer.run.analysis.slug}_{place}_{hash(answer.run.params)}"
        maps.draw(answer.told.maps[place], key=key, data=answer.run.dataset)


def tables(answer: Answer) -> None:
    """All tables; their cells sort as numbers and read as text."""
    kept(answer, "tables", partial(_tables, answer))


def foot(answer: Answer) -> None:
    """Caveats, files, sources and method."""
    if answer.told.caveats:
        kept(answer, "caveats", partial(_caveats, answer))
    downloads.answer(answer)
    pictures.panel(answer, table)
    kept(answer, "behind", partial(_behind, answer))


def _caveats(answer: Answer) -> None:
    with st.container(border=True):
        st.markdown(f"**{session.words()('section.caveats')}**")
        st.markdown("\n".join(f"- {plain(caveat)}" for caveat in answer.told.caveats))


def _behind(answer: Answer) -> None:
    """Sources and method, each folded away."""
    words = session.words()
    with st.expander(words("section.sources"), icon=":material/menu_book:"):
        _sources(answer, words)
    method = answer.run.analysis.folder / "METHOD.md"
    if method.is_file():
        with st.expander(words("section.method"), icon=":material/function:"):
            _summary(answer, words)
            st.markdown(_within_page(method.read_text(encoding="utf-8")))


def _summary(answer: Answer, words: Words) -> None:
    """The method in a few words of the reader's language, where the long text is in another."""
    if words.language == "en":
        return
    own = answer.run.analysis.words(words.language)
    if own.has("method.summary"):
        st.markdown(own("method.summary"))
    st.caption(words("section.method.english"))


def show(answer: Answer) -> None:
    """Everything, in reading order."""
    head(answer)
    charts(answer)
    for place in range(len(answer.told.maps)):
        map_(answer, place)
    tables(answer)
    foot(answer)


@keeping.by_size(KEPT)
def _once(_draw: Callable[[], None], key: str) -> None:
    """What `_draw` puts on the page; for the same key, what was sent before is sent again.

    Altair takes a tenth of a second to build and check a chart. Only for what has no widgets.
    """
    del key
    _draw()


def _head(answer: Answer) -> None:
    headline(answer)
    _figures(answer)


def _figures(answer: Answer) -> None:
    if answer.told.figures:
        behind = provenance.told(answer)
        with st.grid(len(answer.told.figures), min_column_width=150, gap="small"):
            for figure in answer.told.figures:
                with st.container(border=True, height="stretch", gap=None):
                    # By itself the label would be cut instead of broken into two lines.
                    st.markdown(f":small[{plain(figure.label)}]", help=behind)
                    label, value = plain(figure.label), plain(figure.value)
                    st.metric(label, value, label_visibility="collapsed")
                    if figure.trend:
                        _trend(figure.trend)
                    if figure.note:
                        st.caption(plain(figure.note))


def _trend(trend: Trend) -> None:
    """The line, what it shows in words, and the change: neither good nor bad by its sign.

    The line is our own drawing: that of a metric says nothing to those who do not see it.
    """
    if spark.has_line(trend.line):
        st.image(spark.svg(trend.line, trend.told), alt=trend.told)
        st.caption(plain(trend.told))
    st.markdown(f"**{plain(trend.change)}**" if trend.than else f":small[{plain(trend.change)}]")
    if trend.than:
        st.caption(plain(trend.than))


def _charts(rest: Sequence[Chart]) -> None:
    words = session.words()
    is_wide = [_has_panels(item.spec) for item in rest]
    wide = [item for item, yes in zip(rest, is_wide, strict=True) if yes]
    narrow = [item for item, yes in zip(rest, is_wide, strict=True) if not yes]
    beside = st.columns([2, 1], gap="medium") if wide and narrow else [st.container()] * 2
    for column, group in zip(beside, (wide, narrow), strict=True):
        with column:
            for item in group:
                _chart(item, words)


def _tables(answer: Answer) -> None:
    for item in answer.told.tables:
        _table(item, session.words())


def _chart(item: Chart, words: Words) -> None:
    drawn = item.spec
    with st.container(gap="xsmall"):
        if _has_panels(drawn):
            _panels(item, drawn, words)
        else:
            # By itself the page would squeeze title and axis into the height of the bars.
            fitted = drawn if item.is_square else drawn.properties(autosize=AUTOSIZE)
            st.altair_chart(
                _dressed(fitted, words),
                alt=item.caption,
                theme=None,
                width="content" if item.is_square else "stretch",
            )
        st.caption(plain(item.caption))
        if item.explain:
            with st.popover(words("section.explain"), type="tertiary", icon=":material/help:"):
                st.markdown(plain(item.explain))


def _within_page(text: str) -> str:
    """A document as part of a page: its title goes, its headings sink below the page's own."""
    return re.sub(r"^(#+ )", r"##\1", re.sub(r"\A# .*\n", "", text), flags=re.MULTILINE)


def _has_panels(drawn: Spec) -> TypeGuard[alt.FacetChart]:
    return type(drawn).__name__ == "FacetChart"


def _panels(item: Chart, drawn: alt.FacetChart, words: Words) -> None:
    """As many abreast as the screen has room for."""
    what, scale = panels.heading(drawn)
    st.markdown(f"**{plain(what)}** · {plain(scale)}")
    with st.grid(3, min_column_width=PANEL_PX, gap="small"):
        for name, panel in panels.split(drawn):
            st.altair_chart(
                _dressed(panel.properties(autosize=AUTOSIZE), words),
                alt=f"{name}. {item.caption}",
                theme=None,
            )


def _dressed(drawn: Spec, words: Words) -> Spec:
    return theme.dress(drawn, words, dark=session.is_dark(), font=SCREEN_FONT)


def table(item: Table) -> None:
    """One table; its cells sort as numbers and read as text."""
    _table(item, session.words())


def table_of(answer: Answer, place: int) -> None:
    """One table of an answer."""
    item, words = answer.told.tables[place], session.words()
    kept(answer, f"table {place}", partial(_table, item, words))


def kept(answer: Answer, part: str, draw: Callable[[], None]) -> None:
    """What `draw` puts on the page of an answer, sent again as it is; only without widgets."""
    key = f"{part} {session.is_dark()} {answer.key}"
    _once(keeping.size(answer.run.dataset), draw, key)


def choose(
    make: Callable[[], Table],
    *,
    data: Dataset,
    key: str,
    known: Hashable,
    picked: Callable[[int | None], None],
) -> None:
    """One table in which a row can be chosen; `picked` is told its position, None for none.

    For the same `known` the table made before, about the same `data`, is shown again.
    """
    words = session.words()
    ready = _ready(keeping.size(data), make, (key, known), words)
    _frame(*ready, words, partial(_picked, key, picked), key)


@keeping.by_size(KEPT_TABLES)
def _ready(_make: Callable[[], Table], key: Hashable, _words: Words) -> tuple[Table, Styler]:
    """A table with its cells written; nobody changes either."""
    from pages.ui.written import written

    del key
    made = _make()
    return made, written(made, _words, most=MOST_ROWS)


def _picked(key: str, picked: Callable[[int | None], None]) -> None:
    state: Any = session.widget(key)  # as the table says it
    rows = state["selection"]["rows"]
    picked(rows[0] if rows else None)


def _table(item: Table, words: Words) -> None:
    from pages.ui.written import written

    _frame(item, written(item, words, most=MOST_ROWS), words)


def _frame(
    item: Table,
    cells: Styler,
    words: Words,
    picked: Callable[[], None] | None = None,
    key: str | None = None,
) -> None:
    st.markdown(f"**{plain(item.caption)}**")
    st.dataframe(
        cells,
        hide_index=True,
        placeholder=words.cell(None, Kind.TEXT),
        alt=item.caption,
        key=key,
        on_select=picked or "ignore",
        selection_mode="single-row",
    )
    if len(item.frame) > MOST_ROWS:
        st.caption(words("section.rows", shown=MOST_ROWS, count=len(item.frame)))


def _sources(answer: Answer, words: Words) -> None:
    run = answer.run
    lines = []
    for part in run.dataset.provenance:
        facts = [
            plain(part.source),
            words.date(part.as_of) if part.as_of else "",
            plain(part.licence),
            f"`{part.sha256[:8]}`" if part.sha256 else "",
            words("sample.badge") if part.is_sample else "",
        ]
        lines.append(" · ".join([f"- **{plain(part.name)}**", *(fact for fact in facts if fact)]))
    st.markdown("\n".join(lines))
    st.caption(
        words(
            "section.stamp",
            basis=words(f"basis.{run.dataset.area_basis}"),
            measure=words(f"measure.{run.dataset.measure}"),
            data=run.dataset.fingerprint,
            method=f"{run.analysis.slug} {run.analysis.version}",
        ),
        help=words("data.fingerprint.help"),
    )
