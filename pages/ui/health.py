"""The health card: how good the file is, what was found, what was done, what is left to choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core.issue import Action, Severity
from analytics.core.words import Words
from analytics.intake.work import ReadError
from pages.ui import downloads, session, survey, whereabouts
from pages.ui import draft as drafts
from pages.ui import map as maps
from pages.ui.plain import plain
from pages.ui.whereabouts import option_words

if TYPE_CHECKING:
    from analytics.core.issue import Issue, Report
    from analytics.intake.pipeline import Intake
    from pages.ui.draft import Draft

INTAKE: Final = ReadError.folder  # words of the issues
ORDER: Final = "issues_in_order"
MOST_ROWS: Final = 8  # row numbers named in an issue
BADGES: Final = {
    Severity.ERROR: (":material/error:", "red"),
    Severity.WARNING: (":material/warning:", "orange"),
    Severity.NOTE: (":material/info:", "blue"),
}
GRADES: Final = {"A": "green", "B": "blue", "C": "orange", "D": "red"}


def card(draft: Draft, intake: Intake, *, use: Callable[[Intake], None]) -> None:
    """Grade and counts first, then every issue beside the map, then the files."""
    _head(intake, use)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _issues(draft, intake.report)
    with right:
        _picture(intake)


def _head(intake: Intake, use: Callable[[Intake], None]) -> None:
    words, report = session.words(), intake.report
    with st.container(border=True):
        st.subheader(f"{plain(report.name)} · {report.file_format}", anchor=False)
        colour = GRADES[report.grade]
        with st.grid(5, min_column_width=130, gap="small"):
            st.metric(words("health.grade"), f":{colour}[{report.grade}]")
            st.metric(words("health.rows-in"), words.number(report.rows_in))
            st.metric(words("health.rows-kept"), words.number(report.rows_kept))
            st.metric(words("health.rows-dropped"), words.number(report.rows_dropped))
            if intake.dataset is not None:
                st.metric(words("health.area"), survey.area(intake.dataset, words))
        st.markdown(words(f"grade.{report.grade}"))
        use(intake)


def _issues(draft: Draft, report: Report) -> None:
    words = session.words()
    st.subheader(words("health.issues", count=len(report.issues)), anchor=False)
    loud = [i for i in report.issues if i.severity is not Severity.NOTE or i.options]
    quiet = [i for i in report.issues if i not in loud]
    for name, issue in _in_place(draft, loud):
        with st.container(border=True, key=f"card_{name}"):
            _issue(draft, issue, name)
    if quiet:
        with st.expander(words("health.notes", count=len(quiet)), icon=":material/info:"):
            for issue in quiet:
                _issue(draft, issue, "")
    if not report.issues:
        st.caption(words("health.clean"))


def _in_place(draft: Draft, issues: list[Issue]) -> list[tuple[str, Issue]]:
    """Each issue under a name of its own, in the place where it was before.

    Settling one changes its weight; if it moved, whoever works with the keyboard would lose it.
    """
    counted: Counter[str] = Counter()
    named: dict[str, Issue] = {}
    for issue in issues:
        is_place = issue.code in whereabouts.SETTLED_HERE
        about = "place" if is_place else _about(issue)
        counted[about] += 1
        named[f"{draft.sha256}_{draft.layer}_{about}_{counted[about]}"] = issue
    before = session.held(ORDER) or ()
    new = [name for name in named if name not in before]
    first = [name for name in new if named[name].severity is Severity.ERROR]
    order = (*first, *before, *(name for name in new if name not in first))
    session.hold(ORDER, order)
    return [(name, named[name]) for name in order if name in named]


def _about(issue: Issue) -> str:
    """What a choice about it is kept under."""
    return f"{issue.code}:{issue.column}" if issue.column else issue.code


def _issue(draft: Draft, issue: Issue, name: str) -> None:
    words, texts = session.words(), Words(INTAKE, session.language())
    icon, colour = BADGES[issue.severity]
    st.markdown(
        f":{colour}-badge[{icon} {words(f'severity.{issue.severity}')}] "
        f"{plain(issue.message(texts))}"
    )
    if issue.rows:
        rows = ", ".join(words.number(row) for row in issue.rows[:MOST_ROWS])
        more = "…" if len(issue.rows) > MOST_ROWS else ""
        st.caption(words("health.rows", count=len(issue.rows), rows=f"{rows}{more}"))
    with st.container():
        whereabouts.settle(draft, issue)
    with st.container():
        if issue.options:
            _choice(draft, issue, name)
    if issue.action is not Action.CHOOSE or not issue.options:
        st.caption(f"→ {plain(_remedy(issue, texts))}")


def _remedy(issue: Issue, texts: Words) -> str:
    """What was done; while nothing is, which of the controls above settles it."""
    if issue.action is Action.CHOOSE and issue.code in whereabouts.SETTLED_HERE:
        return session.words()(f"health.settle.{'crs' if issue.code == 'crs-unknown' else 'place'}")
    return issue.remedy(texts)


def _choice(draft: Draft, issue: Issue, name: str) -> None:
    words, key = session.words(), f"issue_{name}"
    session.hold(key, issue.option if issue.option in issue.options else None)
    st.selectbox(
        words("health.choose"),
        issue.options,
        index=0 if issue.option else None,  # an empty one may stay empty; no other may become so
        format_func=lambda option: option_words(option, words),
        placeholder=words("choose"),
        key=key,
        on_change=_chosen,
        args=(draft, _about(issue), key),
    )


def _chosen(draft: Draft, about: str, key: str) -> None:
    picked = session.widget(key)
    if picked is not None:
        drafts.choose(draft, about, str(picked))


def _picture(intake: Intake) -> None:
    words = session.words()
    if intake.dataset is not None:
        maps.draw(survey.plan(intake.dataset, words), key="draft", data=intake.dataset, height=320)
    if intake.report.dropped:
        with st.expander(words("health.dropped", count=intake.report.rows_dropped)):
            st.dataframe(_dropped(intake.report), hide_index=True)
    st.markdown(f"**{words('health.files')}**")
    downloads.report(intake)
    if intake.dataset is not None:
        downloads.dataset(intake.dataset)


def _dropped(report: Report) -> dict[str, list[str]]:
    """Each row left out and why."""
    words, texts = session.words(), Words(INTAKE, session.language())
    why = {issue.code: issue.message(texts) for issue in report.issues}
    return {
        words("health.row"): [words.number(row) for row in report.dropped],
        words("health.why"): [why.get(code, code) for code in report.dropped.values()],
    }
