"""Which column of the file is what: the guess, how sure it is and why, and the last word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analytics.core import schema
from analytics.core.errors import OrewatchError
from analytics.core.schema import AreaBasis, Measure
from analytics.core.words import Words
from analytics.intake.placing import CODE
from analytics.intake.work import ReadError
from pages.ui import draft as drafts
from pages.ui import errors, session, whereabouts
from pages.ui.plain import plain

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from analytics.intake.mapping import ColumnMap, ColumnMatch
    from analytics.intake.pipeline import Intake
    from pages.ui.draft import Draft

CORE: Final = Path(schema.__file__).parent  # says what the columns are called
INTAKE: Final = ReadError.folder  # says why a column was guessed
PLACED_BY: Final = ("located-by-pair", "located-by-shape", CODE)  # what is said of them
EAST, NORTH = "east", "north"
REFUSED: Final = "refused"  # why two columns were not taken
SURE: Final = 0.85
LIKELY: Final = 0.6
EXAMPLES: Final = 3  # values shown of each column
LONGEST: Final = 40  # letters of an example


def table(draft: Draft, intake: Intake) -> None:
    """Every target with the column that fills it."""
    words, columns = session.words(), intake.columns
    filled = {match.target: match for match in columns.matches}
    st.subheader(words("mapping.title"), anchor=False)
    st.caption(words("mapping.lead"))
    with st.container(border=True):
        _places(draft, intake)
        if not filled:
            st.markdown(words("mapping.nothing"))
        for target in schema.TARGETS:
            if target in filled:
                _row(draft, intake, target, filled[target])
    absent = [target for target in schema.TARGETS if target not in filled]
    if absent:
        with st.expander(words("mapping.absent", count=len(absent))):
            for target in absent:
                _row(draft, intake, target, None)


def settings(draft: Draft, intake: Intake) -> None:
    """What the area is, what it means over time, and where rows lie that do not say so."""
    words, data = session.words(), intake.dataset
    st.subheader(words("settings.title"), anchor=False)
    with st.container(border=True), st.grid(2, min_column_width=260, gap="medium"):
        _setting(
            draft,
            "area",
            [str(basis) for basis in AreaBasis],
            draft.settings.area or (str(data.area_basis) if data else ""),
        )
        _setting(
            draft,
            "measure",
            [str(measure) for measure in Measure],
            draft.settings.measure or (str(data.measure) if data else ""),
        )
        whereabouts.country(draft, "setting")
        whereabouts.system(draft, "setting")


def template(draft: Draft, intake: Intake) -> None:
    """Save every choice for the next file of this kind, or take over those saved."""
    words = session.words()
    with st.expander(words("template.title"), icon=":material/bookmark:"):
        st.caption(words("template.lead"))
        st.download_button(
            words("template.save"),
            drafts.as_template(draft, intake),
            file_name="orewatch-template.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        given = st.file_uploader(words("template.load"), key=f"template_{draft.sha256}")
        if given is not None and not session.has_seen(given.file_id):
            with errors.polite():
                drafts.apply_template(draft, given.name, given.getvalue())
            session.saw(given.file_id)
            st.rerun()


def _places(draft: Draft, intake: Intake) -> None:
    """Which columns the places were read from, where they may come from columns."""
    words, texts = session.words(), Words(INTAKE, session.language())
    told = [issue for issue in intake.report.issues if issue.code in PLACED_BY]
    is_empty = bool(intake.raw.frame.geometry.isna().all())
    if not told and not is_empty:
        return
    label, said = st.columns([2, 8])
    label.markdown(f"**{words('mapping.places')}**")
    messages = said.container()  # always there, so that the keyboard stays on the box below
    for issue in told:
        messages.markdown(plain(issue.message(texts)))
    with said.expander(words("mapping.places.other"), expanded=is_empty):
        st.caption(words("mapping.places.lead"))
        if refused := session.let_go(_axis_key(draft, REFUSED)):
            errors.tell(refused)
        _hold(draft, drafts.placed_by(draft, intake.raw.frame))
        east, north = st.columns(2)
        _axis(draft, intake, east, EAST)
        _axis(draft, intake, north, NORTH)


def _hold(draft: Draft, chosen: tuple[str, str] | None) -> None:
    """Show what is in force; one box chosen alone waits for the other."""
    keys = _axis_key(draft, EAST), _axis_key(draft, NORTH)
    if chosen or all(session.held(key) for key in keys):
        for key, column in zip(keys, chosen or ("", ""), strict=True):
            session.hold(key, column)


def _axis(draft: Draft, intake: Intake, place: DeltaGenerator, axis: str) -> None:
    """One of the two columns of the place."""
    words, own = session.words(), _own(intake)
    key = _axis_key(draft, axis)
    place.selectbox(
        words(f"mapping.places.{axis}"),
        ["", *own],
        format_func=lambda column: column or words("mapping.places.file"),
        key=key,
        on_change=_axis_chosen,
        args=(draft, axis),
    )


def _axis_key(draft: Draft, axis: str) -> str:
    return f"place_{draft.sha256}_{draft.layer}_{axis}"


def _axis_chosen(draft: Draft, axis: str) -> None:
    """Both or none: one alone waits for the other, and one taken away takes the other along.

    The column of the other box changes places with the one that was here.
    """
    other = _axis_key(draft, NORTH if axis == EAST else EAST)
    chosen = str(session.widget(_axis_key(draft, axis)) or "")
    if not chosen:
        session.hold(other, "")
    elif chosen == session.held(other):
        before = drafts.placed_by(draft, drafts.read(draft).frame)
        session.hold(other, before[0 if axis == EAST else 1] if before else "")
    east, north = (str(session.held(_axis_key(draft, of)) or "") for of in (EAST, NORTH))
    if bool(east) == bool(north):
        try:
            drafts.place_by(draft, east, north)
        except OrewatchError as error:
            session.hold(_axis_key(draft, REFUSED), error)


def _own(intake: Intake) -> list[str]:
    """The columns of the file, but for its shapes."""
    return [str(c) for c in intake.raw.frame.columns if c != intake.raw.frame.geometry.name]


def _row(draft: Draft, intake: Intake, target: str, match: ColumnMatch | None) -> None:
    words, core = session.words(), Words(CORE, session.language())
    options, used = ["", *_own(intake)], intake.columns.columns.get(target, "")
    label, picked, sure, seen = st.columns([2, 3, 2, 3], vertical_alignment="center")
    label.markdown(f"**{core(f'column.{target}')}**")
    key = f"column_{draft.sha256}_{draft.layer}_{target}"
    session.hold(key, used if used in options else "")
    picked.selectbox(
        core(f"column.{target}"),
        options,
        format_func=lambda column: column or words("mapping.none"),
        key=key,
        label_visibility="collapsed",
        on_change=_column_chosen,
        args=(draft, intake.columns, target, key),
    )
    if match is not None:
        sure.progress(match.confidence, text=_sureness(match, words))
        if not used:
            sure.caption(words("mapping.proposed", column=match.column))
    shown = used or (match.column if match else "")
    if shown:
        seen.caption(plain(_examples(intake, shown)))


def _sureness(match: ColumnMatch, words: Words) -> str:
    degree = (
        "sure" if match.confidence >= SURE else "likely" if match.confidence >= LIKELY else "unsure"
    )
    reasons = Words(INTAKE, session.language())
    why = f"reason.{match.reason}"
    because = f" · {reasons(why)}" if reasons.has(why) else ""
    return f"{words(f'mapping.{degree}')}{because}"


def _examples(intake: Intake, column: str) -> str:
    found = intake.raw.frame[column].dropna().unique()[:EXAMPLES]
    values = [f"{value:.6g}" if isinstance(value, float) else str(value) for value in found]
    return " · ".join(v if len(v) <= LONGEST else f"{v[:LONGEST]}…" for v in values)


def _column_chosen(draft: Draft, columns: ColumnMap, target: str, key: str) -> None:
    drafts.set_column(draft, columns, target, str(session.widget(key) or ""))


def _setting(draft: Draft, name: str, options: list[str], used: str) -> None:
    words, key = session.words(), f"setting_{draft.sha256}_{draft.layer}_{name}"
    session.hold(key, used if used in options else None)
    prefix = "basis" if name == "area" else name
    st.selectbox(
        words(f"settings.{name}"),
        options,
        index=0 if used else None,  # an empty one may stay empty; no other may become so
        format_func=lambda option: words(f"{prefix}.{option}"),
        help=words(f"settings.{name}.help"),
        placeholder=words("choose"),
        key=key,
        on_change=_setting_chosen,
        args=(draft, name, key),
    )


def _setting_chosen(draft: Draft, name: str, key: str) -> None:
    drafts.set_setting(draft, name, str(session.widget(key) or "").strip())
