"""The file a visitor is looking at, with every choice made about it, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analytics.core.errors import OrewatchError
from analytics.intake import limits, pipeline, placing, template
from analytics.intake.mapping import ColumnMap, ColumnMatch
from analytics.intake.read import open_file
from analytics.intake.work import Settings
from pages.access import May
from pages.ui import access, inuse, session, tasks, work

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.intake.pipeline import Intake
    from analytics.intake.work import Raw

DRAFT: Final = "draft"
LARGE: Final = 8_000_000  # bytes; reading more is no work for a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An uploaded file on its way in. Never changed: each choice makes another draft."""

    name: str
    content: bytes
    sha256: str
    upload: str = ""  # the upload it came with, to know it again without reading it
    layer: str = ""  # "" is the first one with records
    columns: ColumnMap | None = None  # None is the guess
    settings: Settings = Settings()  # noqa: RUF009 - frozen

    @property
    def is_changed(self) -> bool:
        """Whether anything was chosen beyond what the file itself says."""
        return bool(self.layer) or self.columns is not None or self.settings != Settings()


def current() -> Draft | None:
    """The file being looked at on the page Data; None when there is none."""
    work.current()  # first, since taking up another workspace lets go of the draft
    found: Draft | None = session.held(DRAFT)
    if found is None and work.current().draft:
        found = _restored(work.current().draft)
        session.hold(DRAFT, found)
    return found


def begin(name: str, content: bytes, upload: str = "") -> Draft:
    """Look at a new file; what was chosen for the one before is forgotten."""
    access.need(May.CHANGE)
    made = Draft(name=name, content=content, sha256=sha256(content).hexdigest(), upload=upload)
    try:
        work.store().put_file(content)
    except OrewatchError as error:
        work.note(error)
    keep(made)
    return made


def keep(draft: Draft) -> None:
    """Remember the file being looked at, and every choice made about it."""
    access.need(May.CHANGE)
    session.hold(DRAFT, draft)
    work.change(
        draft=_record(draft),
        uploads=lambda at: tuple(dict.fromkeys((*at.uploads, draft.sha256))),
    )


def forget_choices(draft: Draft) -> None:
    """Look at the file as it came."""
    keep(replace(draft, layer="", columns=None, settings=Settings()))


def set_layer(draft: Draft, layer: str) -> None:
    """Look at another layer of the same file."""
    keep(replace(draft, layer=layer, columns=None, settings=Settings()))


def set_column(draft: Draft, columns: ColumnMap, target: str, column: str) -> None:
    """Let `column` of the file fill `target`; "" leaves it empty."""
    keep(replace(draft, columns=columns.with_column(target, column or None)))


def set_setting(draft: Draft, name: str, value: str) -> None:
    """Decide the area, the measure or the country."""
    changed = replace(draft.settings, **{name: value})  # type: ignore[arg-type]
    keep(replace(draft, settings=changed))


def choose(draft: Draft, issue: str, option: str) -> None:
    """Settle an issue; `issue` is its code, with ":column" where it is about one."""
    choices = {**draft.settings.choices, issue: option}
    keep(replace(draft, settings=replace(draft.settings, choices=choices)))


def placed_by(draft: Draft, frame: pd.DataFrame) -> tuple[str, str] | None:
    """The two columns chosen for the place; None where the reader's own choice stands."""
    choice = draft.settings.choices.get(placing.CODE, "")
    return placing.columns_of(choice, frame) if choice else None


def place_by(draft: Draft, east: str, north: str) -> None:
    """Take the place from these two columns; from where the reader found it, where both are "".

    Columns that hold no place are refused, and everything stays as it was.
    """
    choices = {k: v for k, v in draft.settings.choices.items() if k != placing.CODE}
    if east and north:
        choices[placing.CODE] = f"{east}{placing.BETWEEN}{north}"
        placing.check(read(draft).frame, choices[placing.CODE])
    keep(replace(draft, settings=replace(draft.settings, choices=choices)))


def apply_template(draft: Draft, name: str, content: bytes) -> None:
    """Take every choice from a template saved earlier, checked against this file."""
    columns, settings = template.from_text(
        content.decode("utf-8-sig", errors="replace"), read(draft).frame, name=name
    )
    keep(replace(draft, columns=columns, settings=settings))


def as_template(draft: Draft, intake: Intake) -> str:
    """Every choice as a template for the next file of this kind."""
    return template.as_text(intake.columns, draft.settings)


def read(draft: Draft) -> Raw:
    """The file as it came."""
    return _read(draft, f"{draft.sha256}|{draft.name}|{draft.layer}")


def taken(draft: Draft) -> Intake:
    """The file after all choices, from memory where nothing changed.

    A large one is read outside the page, which shows how far that is.
    """
    if len(draft.content) > LARGE and work.is_saved():
        return _waited_for(draft)
    settings = draft.settings
    key = (
        f"{draft.sha256}|{draft.name}|{draft.layer}|{draft.columns}|{settings.area}|"
        f"{settings.measure}|{settings.country}|{settings.crs}|{sorted(settings.choices.items())}"
    )
    return _taken(draft, key)


def _waited_for(draft: Draft) -> Intake:
    from analytics import jobs

    spec = jobs.read_spec(
        draft.sha256,
        draft.name,
        layer=draft.layer,
        columns=draft.columns,
        settings=draft.settings,
    )
    found = tasks.outcome(jobs.READ, spec)
    return pipeline.Intake(
        raw=read(draft),
        columns=found.columns,
        settings=draft.settings,
        report=found.report,
        dataset=inuse.opened(found.data) if found.data else None,
    )


def _record(draft: Draft) -> dict[str, Any]:
    """All but the content, as JSON."""
    columns = draft.columns
    return {
        "name": draft.name,
        "sha256": draft.sha256,
        "layer": draft.layer,
        "columns": asdict(columns)["matches"] if columns is not None else None,
        "settings": asdict(draft.settings),
    }


def _restored(record: Mapping[str, Any]) -> Draft | None:
    """The file as it was left; None, and the reason told, where it is gone."""
    try:
        content = work.store().file(record["sha256"])
    except OrewatchError as error:
        work.note(error)
        return None
    matches = record["columns"]
    return Draft(
        name=record["name"],
        content=content,
        sha256=record["sha256"],
        layer=record["layer"],
        columns=None
        if matches is None
        else ColumnMap(matches=tuple(ColumnMatch(**match) for match in matches)),
        settings=Settings(**record["settings"]),
    )


@st.cache_resource(show_spinner=False, max_entries=3)
def _read(_draft: Draft, key: str) -> Raw:
    del key
    return open_file(
        _draft.content, name=_draft.name, layer=_draft.layer, limits=limits.from_environment()
    )


@st.cache_resource(show_spinner=False, max_entries=6)
def _taken(_draft: Draft, key: str) -> Intake:
    del key
    return pipeline.take(read(_draft), columns=_draft.columns, settings=_draft.settings)
