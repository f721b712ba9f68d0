"""The file a visitor is looking at, with every choice made about it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from analytics.intake import limits, pipeline, template
from analytics.intake.read import open_file
from analytics.intake.work import Settings
from pages.ui import session

if TYPE_CHECKING:
    from analytics.intake.mapping import ColumnMap
    from analytics.intake.pipeline import Intake
    from analytics.intake.work import Raw


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


def begin(name: str, content: bytes, upload: str = "") -> Draft:
    """Look at a new file; what was chosen for the one before is forgotten."""
    made = Draft(name=name, content=content, sha256=sha256(content).hexdigest(), upload=upload)
    session.keep_draft(made)
    return made


def forget_choices(draft: Draft) -> None:
    """Look at the file as it came."""
    session.keep_draft(replace(draft, layer="", columns=None, settings=Settings()))


def set_layer(draft: Draft, layer: str) -> None:
    """Look at another layer of the same file."""
    session.keep_draft(replace(draft, layer=layer, columns=None, settings=Settings()))


def set_column(draft: Draft, columns: ColumnMap, target: str, column: str) -> None:
    """Let `column` of the file fill `target`; "" leaves it empty."""
    session.keep_draft(replace(draft, columns=columns.with_column(target, column or None)))


def set_setting(draft: Draft, name: str, value: str) -> None:
    """Decide the area, the measure or the country."""
    changed = replace(draft.settings, **{name: value})  # type: ignore[arg-type]
    session.keep_draft(replace(draft, settings=changed))


def choose(draft: Draft, issue: str, option: str) -> None:
    """Settle an issue; `issue` is its code, with ":column" where it is about one."""
    choices = {**draft.settings.choices, issue: option}
    session.keep_draft(replace(draft, settings=replace(draft.settings, choices=choices)))


def apply_template(draft: Draft, name: str, content: bytes) -> None:
    """Take every choice from a template saved earlier, checked against this file."""
    columns, settings = template.from_text(
        content.decode("utf-8-sig", errors="replace"), read(draft).frame, name=name
    )
    session.keep_draft(replace(draft, columns=columns, settings=settings))


def as_template(draft: Draft, intake: Intake) -> str:
    """Every choice as a template for the next file of this kind."""
    return template.as_text(intake.columns, draft.settings)


def read(draft: Draft) -> Raw:
    """The file as it came."""
    return _read(draft, f"{draft.sha256}|{draft.name}|{draft.layer}")


def taken(draft: Draft) -> Intake:
    """The file after all choices, from memory where nothing changed."""
    settings = draft.settings
    key = (
        f"{draft.sha256}|{draft.name}|{draft.layer}|{draft.columns}|{settings.area}|"
        f"{settings.measure}|{settings.country}|{settings.crs}|{sorted(settings.choices.items())}"
    )
    return _taken(draft, key)


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
