"""The state of a file on its way to a data set, handed from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analytics.core.errors import OrewatchError
from analytics.core.issue import Action, Issue, Severity

if TYPE_CHECKING:
    import geopandas as gpd


class ReadError(OrewatchError):
    """The file as a whole cannot be read; the text is one sentence and what to do."""

    folder = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A file as its reader hands it over: every record, every column, no cleaning.

    `frame` has the index 1…n (the record's place in the file) and always a geometry column,
    with None where the file has none. Its CRS is unset; `crs` holds what the file declares,
    as text pyproj understands, or "" when it declares nothing.
    """

    frame: gpd.GeoDataFrame
    name: str
    file_format: str  # "GeoJSON", "CSV" …
    sha256: str
    crs: str = ""
    layers: tuple[str, ...] = ()  # every layer of the file
    layer: str = ""  # the one read
    issues: tuple[Issue, ...] = ()  # what the reader itself met: encoding, delimiter, closed rings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user decides about a file; everything has a stated default.

    `choices` maps an issue code, or "code:column", to one of its options.
    """

    area: str = ""  # "attribute", "geometry", or "" for attribute where the file has one
    measure: str = ""  # "flow", "stock", or "" for flow
    country: str = ""  # alpha-3 of the country of every row that names none
    crs: str = ""  # overrides what the file declares
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A frame in the making. Steps return a changed copy and never touch the one given.

    `frame` keeps the file's row numbers as its index until the end; `columns` maps a
    canonical target to the file's own column name.
    """

    frame: gpd.GeoDataFrame
    columns: Mapping[str, str]
    settings: Settings
    issues: tuple[Issue, ...] = ()
    dropped: Mapping[int, str] = field(default_factory=dict)

    def option(self, code: str, default: str, column: str = "") -> str:
        """What the user chose for an issue, else `default`."""
        choices = self.settings.choices
        return choices.get(f"{code}:{column}", choices.get(code, default))

    def told(  # noqa: PLR0913 - all but the code are named
        self,
        code: str,
        *,
        severity: Severity,
        action: Action,
        rows: Iterable[int] = (),
        count: int | None = None,
        column: str = "",
        options: tuple[str, ...] = (),
        option: str = "",
        **facts: object,
    ) -> Work:
        """The same work with one more issue; `count` is the number of rows unless given."""
        listed = rows if isinstance(rows, Sized) else list(rows)
        which = tuple(np.asarray(listed, dtype=int).tolist())
        issue = Issue(
            code=code,
            severity=severity,
            action=action,
            rows=which,
            count=len(which) if count is None else count,
            column=column,
            options=options,
            option=option,
            facts=facts,
        )
        return replace(self, issues=(*self.issues, issue))

    def without(self, rows: Iterable[int], code: str) -> Work:
        """The work with `rows` dropped because of the issue `code`, and listed as such."""
        gone = {int(row): code for row in rows if row in self.frame.index}
        return replace(
            self,
            frame=self.frame.drop(index=list(gone)),
            dropped={**self.dropped, **gone},
        )

    def with_frame(self, frame: gpd.GeoDataFrame) -> Work:
        """The same work with another frame over the same rows."""
        return replace(self, frame=frame)
