"""Layers and rasters beside the sites: named, dated, cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import earlier, schema
from analytics.core.countries import code_of
from analytics.core.dataset import EARLIER
from analytics.core.issue import Action, Issue, Report, Severity
from analytics.core.provenance import Provenance, says_sample
from analytics.core.words import Words
from analytics.intake import pipeline
from analytics.intake.mapping import guess
from analytics.intake.read import open_file, open_raster
from analytics.intake.shapes import clean_shapes
from analytics.intake.work import ReadError, Settings, Work

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

#: A layer may lie at sea for good reason, and nobody can be asked while it is added.
AT_SEA: Final = {"coordinates-maybe-swapped": "keep"}

#: Layers whose outlines replace what the file declares, and the column each must fill.
MUST_FILL: Final = {"countries": schema.COUNTRY, "provinces": schema.ADMIN1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer read from a file, with what was found in it."""

    frame: gpd.GeoDataFrame  # every column of the file, the canonical ones it fills, EPSG:4326
    provenance: Provenance
    report: Report


class LayerNotUsable(ReadError):
    """A file that cannot serve as a layer until something is settled."""

    def __init__(self, name: str, file: str, issue: Issue) -> None:
        self.issue = issue
        super().__init__("layer-not-usable", name=name, file=file)

    def text(self, language: str) -> str:
        """The finding and the way out, both in `language`."""
        words = Words(self.folder, language)
        why = self.issue.message(words)
        return words(f"error.{self.code}", why=why, **self.facts)


class LayerUnread(ReadError):
    """A file given for a layer that cannot be read at all; `why` says so."""

    def __init__(self, name: str, file: str, why: ReadError) -> None:
        self.why = why
        super().__init__("layer-unread", name=name, file=file)

    def text(self, language: str) -> str:
        """Which layer and which file, then the reason, both in `language`."""
        words = Words(self.folder, language)
        return words(f"error.{self.code}", why=self.why.text(language), **self.facts)


def read_layer(  # noqa: PLR0913 - a layer is dated and cited when it is added
    name: str,
    source: Path | bytes,
    *,
    file_name: str = "",
    file_layer: str = "",
    crs: str = "",
    publisher: str = "",
    as_of: date | None = None,
    licence: str = "",
) -> Layer:
    """A file as the layer called `name`; the sentence says what it lacks for that name."""
    raw = open_file(source, name=file_name, layer=file_layer)
    columns = guess(raw.frame).columns
    named, added = _with_canonical(raw.frame, columns)
    work = clean_shapes(
        Work(
            frame=named,
            columns=columns,
            settings=Settings(crs=crs, choices=AT_SEA),
            issues=raw.issues,
        ),
        crs or raw.crs,
        raw.file_format,
    )
    for issue in work.issues:
        if issue.severity is Severity.ERROR:
            raise LayerNotUsable(name, raw.name, issue)
    work = _placed(name, raw.name, work.with_frame(work.frame.drop(columns=added)))
    return Layer(
        frame=work.frame.reset_index(drop=True),
        provenance=Provenance(
            part=name,
            name=raw.name,
            source=publisher,
            as_of=as_of,
            licence=licence,
            sha256=raw.sha256,
            steps=tuple(
                i.code for i in work.issues if i.action in (Action.REPAIRED, Action.DROPPED)
            ),
            is_sample=says_sample(work.frame),
        ),
        report=Report(
            name=raw.name,
            file_format=raw.file_format,
            rows_in=len(raw.frame),
            rows_kept=len(work.frame),
            dropped=work.dropped,
            issues=work.issues,
            folder=ReadError.folder,
        ),
    )


def add_layer(dataset: Dataset, name: str, source: Path, *, crs: str = "") -> Dataset:
    """`dataset` with the file as one more layer; `crs` overrides what the file declares."""
    if name == EARLIER:
        return add_earlier(dataset, source)
    try:
        layer = read_layer(name, source, crs=crs)
    except LayerNotUsable:
        raise
    except ReadError as error:
        raise LayerUnread(name, source.name, error) from error
    return dataset.with_layer(name, layer.frame, layer.provenance)


def add_earlier(
    dataset: Dataset,
    source: Path | bytes,
    *,
    file_name: str = "",
    publisher: str = "",
    as_of: date | None = None,
    licence: str = "",
) -> Dataset:
    """`dataset` with the sites of an earlier load, which are taken in as sites are."""
    before = pipeline.read(source, name=file_name, measure=str(dataset.measure))
    cited = [
        replace(part, source=publisher or part.source, as_of=as_of, licence=licence)
        for part in before.provenance
    ]
    return earlier.beside(dataset, replace(before, provenance=tuple(cited)))


def add_raster(dataset: Dataset, name: str, source: Path) -> Dataset:
    """`dataset` with the file as one more raster."""
    raster = open_raster(source)
    return dataset.with_raster(
        name, raster, Provenance(part=name, name=source.name, sha256=raster.fingerprint)
    )


def _with_canonical(
    frame: gpd.GeoDataFrame, columns: Mapping[str, str]
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The file's own columns, country and province as canonical ones, and what was only added.

    Cleaning shapes looks at canonical columns; those the file lacks are empty for its sake.
    """
    filled = {}
    if schema.COUNTRY in columns:
        texts = frame[columns[schema.COUNTRY]].astype("string")
        codes = {text: code_of(text) for text in texts.dropna().unique()}
        filled[schema.COUNTRY] = texts.map(codes).astype("string")
    province = columns.get(schema.ADMIN1, columns.get(schema.NAME))
    if province is not None:
        filled[schema.ADMIN1] = frame[province].astype("string")
    added = [c for c in schema.COLUMNS if c not in {*frame.columns, *filled, schema.GEOMETRY}]
    return frame.assign(**filled, **dict.fromkeys(added, pd.NA)), added


def _placed(name: str, file: str, work: Work) -> Work:
    """Rows a layer of this name cannot use are left out and listed."""
    must = MUST_FILL.get(name)
    if must is None:
        return work
    if must not in work.frame.columns or work.frame[must].isna().all():
        raise ReadError("layer-without-names", name=name, file=file, column=must)
    unnamed = work.frame.index[work.frame[must].isna()]
    if not len(unnamed):
        return work
    return work.told(
        "layer-unnamed", severity=Severity.WARNING, action=Action.DROPPED, rows=unnamed
    ).without(unnamed, "layer-unnamed")
