"""From bytes to a data set: read, map columns, clean values, clean shapes, place, weigh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.core import schema
from analytics.core.dataset import Dataset
from analytics.core.issue import Action, Report, Severity
from analytics.core.provenance import SAMPLE_SOURCE, Provenance, says_sample
from analytics.core.words import Words
from analytics.intake.area import settle_area, settle_measure
from analytics.intake.columns import note_unused
from analytics.intake.lengths import settle_lengths
from analytics.intake.mapping import ColumnMap, guess
from analytics.intake.places import locate
from analytics.intake.placing import declared, settle_places
from analytics.intake.read import open_file
from analytics.intake.shapes import clean_shapes
from analytics.intake.substance import check_substance
from analytics.intake.template import load
from analytics.intake.values import clean_values
from analytics.intake.work import Raw, ReadError, Settings, Work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from analytics.core.issue import Issue
    from analytics.core.schema import AreaBasis, Measure

WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A file on its way in: what it holds, how it is understood, what was found."""

    raw: Raw
    columns: ColumnMap
    settings: Settings
    report: Report
    dataset: Dataset | None  # None while the report is not usable


def inspect(  # noqa: PLR0913 - every way to say how a file is to be understood, all named
    source: Path | str | bytes,
    *,
    name: str = "",
    layer: str = "",
    columns: ColumnMap | None = None,
    template: Path | None = None,
    settings: Settings | None = None,
    area: str = "",
    measure: str = "",
    country: str = "",
    crs: str = "",
    choices: Mapping[str, str] | None = None,
) -> Intake:
    """Take in a path, a URL or bytes; what is given here overrides what the template says."""
    raw = open_file(source, name=name, layer=layer)
    if template is not None:
        columns, stored = load(template, raw.frame)
        settings = settings or stored
    base = settings or Settings()
    return take(
        raw,
        columns=columns,
        settings=replace(
            base,
            area=area or base.area,
            measure=measure or base.measure,
            country=country or base.country,
            crs=crs or base.crs,
            choices={**base.choices, **(choices or {})},
        ),
    )


def read(source: Path | str | bytes, **how: object) -> Dataset:
    """A file as a data set; refused with a sentence that names the first thing to settle."""
    return usable(inspect(source, **how))  # type: ignore[arg-type]  # the same keywords


class NotUsable(ReadError):
    """A file that waits for a choice; the text names the first thing to settle."""

    def __init__(self, name: str, issue: Issue) -> None:
        self.issue = issue
        code = "not-settled" if issue.options else "not-usable"
        super().__init__(code, name=name, choice=issue.code, options=", ".join(issue.options))

    def text(self, language: str) -> str:
        """The finding and the way out, both in `language`."""
        words = Words(self.folder, language)
        why = self.issue.message(words)
        return words(f"error.{self.code}", why=why, **self.facts)


def usable(intake: Intake) -> Dataset:
    """The data set of an intake, or the error that says why there is none."""
    if intake.dataset is not None:
        return intake.dataset
    for issue in intake.report.issues:
        if issue.severity is Severity.ERROR:
            raise NotUsable(intake.raw.name, issue)
    raise ReadError("no-rows", name=intake.raw.name, rows=intake.report.rows_in)


def take(raw: Raw, *, columns: ColumnMap | None = None, settings: Settings | None = None) -> Intake:
    """Take in a file already read; the page calls this again after every choice."""
    settings = settings or Settings()
    columns = columns or guess(raw.frame)
    work = Work(frame=raw.frame, columns=columns.columns, settings=settings, issues=raw.issues)
    work = note_unused(settle_places(work), columns)
    crs, speaks = declared(work, raw.crs), declared(work, raw.file_format)
    work = clean_shapes(clean_values(work), settings.crs or crs, speaks)
    work = check_substance(work)
    if _is_blocked(work):
        return Intake(
            raw=raw,
            columns=columns,
            settings=settings,
            report=_report(raw, work),
            dataset=None,
        )
    work = settle_lengths(work)
    work, places = locate(work)
    work, basis = settle_area(work)
    work, measure = settle_measure(work)
    work = _told_unused(work)
    report = _report(raw, work)
    return Intake(
        raw=raw,
        columns=columns,
        settings=settings,
        report=report,
        dataset=_dataset(raw, work, places, basis=basis, measure=measure, report=report)
        if report.is_usable
        else None,
    )


def _told_unused(work: Work) -> Work:
    """A choice about something that was not found is more likely a slip than a wish."""
    found = {issue.code for issue in work.issues}
    unused = [c for c in work.settings.choices if c.partition(":")[0] not in found]
    if not unused:
        return work
    return work.told(
        "choice-unused",
        severity=Severity.NOTE,
        action=Action.NOTED,
        count=len(unused),
        names=", ".join(sorted(unused)),
    )


def _is_blocked(work: Work) -> bool:
    return work.frame.empty or any(i.severity is Severity.ERROR for i in work.issues)


def _report(raw: Raw, work: Work) -> Report:
    return Report(
        name=raw.name,
        file_format=raw.file_format,
        rows_in=len(raw.frame),
        rows_kept=len(work.frame),
        dropped=dict(sorted(work.dropped.items())),
        issues=tuple(sorted(work.issues, key=_rank)),
        folder=ReadError.folder,
    )


def _rank(issue: Issue) -> tuple[int, int, str]:
    return (WORST_FIRST[issue.severity], -issue.count, issue.code)


def _dataset(
    raw: Raw,
    work: Work,
    places: pd.DataFrame,
    *,
    basis: AreaBasis,
    measure: Measure,
    report: Report,
) -> Dataset:
    steps = tuple(i.code for i in work.issues if i.action in (Action.REPAIRED, Action.DROPPED))
    is_sample = says_sample(work.frame)
    return Dataset(
        sites=_ordered(work.frame),
        places=places,
        name=raw.name,
        area_basis=basis,
        measure=measure,
        report=report,
        provenance=(
            Provenance(
                part="sites",
                name=raw.name,
                source=SAMPLE_SOURCE if is_sample else "",
                sha256=raw.sha256,
                steps=steps,
                is_sample=is_sample,
            ),
        ),
    )


def _ordered(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Canonical columns first, then the file's own, with rows counted from 0."""
    own = [c for c in frame.columns if c not in schema.COLUMNS]
    return frame[[*schema.COLUMNS, *own]].reset_index(drop=True)
