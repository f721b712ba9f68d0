"""A table of series (unit, period, value_ha, kind) as a data set without sites."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from analytics.core import periods, schema
from analytics.core.dataset import SERIES, Dataset
from analytics.core.errors import OrewatchError
from analytics.core.provenance import Provenance
from analytics.core.schema import AreaBasis, Measure, PeriodKind

NEEDED: Final = ("unit", "period", "value_ha", "kind")
MORE: Final = ("se_ha", "method_version")
MOST_BYTES: Final = 50_000_000
MOST_HA: Final = 15_000_000_000  # the land of the Earth
KINDS: Final = {str(Measure.FLOW), str(Measure.STOCK)}
STEPS: Final = {PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH}
HEADER: Final = 2  # the first row below the headings, as spreadsheets count


class SeriesError(OrewatchError):
    """A table of series that cannot be understood."""

    folder = Path(__file__).parent


def read_series(file: Path) -> Dataset:
    """The data set of a file with a table of series."""
    if file.stat().st_size > MOST_BYTES:
        raise SeriesError("series-large", name=file.name, most=MOST_BYTES // 1_000_000)
    return from_bytes(file.read_bytes(), file.name)


def from_bytes(content: bytes, name: str) -> Dataset:
    """The data set of a table of series: no sites, the table under the name "series"."""
    table = series_table(content, name)
    kinds = set(table["kind"])
    return replace(
        nothing(),
        name=name,
        measure=Measure.STOCK if kinds == {str(Measure.STOCK)} else Measure.FLOW,
        pixels={SERIES: table},
        provenance=(Provenance(part=SERIES, name=name, sha256=sha256(content).hexdigest()),),
    )


def nothing() -> Dataset:
    """A data set without sites, for what is asked with numbers that are typed in."""
    sites = gpd.GeoDataFrame(
        {name: pd.Series(dtype=object) for name in schema.COLUMNS if name != schema.GEOMETRY},
        geometry=[],
        crs=schema.STORED_CRS,
    ).astype({schema.AREA_HA: float, schema.PERIOD: "string"})
    return Dataset(
        sites=sites,
        places=pd.DataFrame({"row": [], "country": [], "share": []}),
        name="–",
        area_basis=AreaBasis.ATTRIBUTE,
    )


def series_table(content: bytes, name: str = "series.csv") -> pd.DataFrame:
    """The checked table: unit, period (label), value_ha, kind, se_ha, method_version."""
    raw = _raw(content, name)
    missing = [column for column in NEEDED if column not in raw.columns]
    if missing:
        there = ", ".join(map(str, raw.columns))
        raise SeriesError("series-columns", columns=", ".join(missing), there=there)
    if raw.empty:
        raise SeriesError("series-empty", name=name)
    table = pd.DataFrame(
        {
            "unit": raw["unit"].str.strip(),
            "period": _periods(raw["period"]),
            "value_ha": _numbers(raw, "value_ha"),
            "kind": raw["kind"].str.strip().str.lower(),
            "se_ha": _numbers(raw, "se_ha"),
            "method_version": raw["method_version"].str.strip(),
        }
    )
    _check(table)
    return table


def _raw(content: bytes, name: str) -> pd.DataFrame:
    """Every cell as text, headings folded; the separator is the commonest one in the headings."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SeriesError("series-encoding", name=name) from error
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        raw = pd.read_csv(
            io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, index_col=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SeriesError("series-table", name=name) from error
    raw = raw.rename(columns=lambda column: str(column).strip().lower())
    if separator == ";":  # where a comma is the decimal sign
        for column in {"value_ha", "se_ha"} & set(raw.columns):
            raw[column] = raw[column].str.replace(",", ".", regex=False)
    return raw.assign(**{column: "" for column in MORE if column not in raw.columns})


def _numbers(raw: pd.DataFrame, column: str) -> pd.Series[float]:
    """Numbers from 0 on; an empty cell is not observed."""
    text = raw[column].str.strip()
    number = pd.to_numeric(text.mask(text == ""), errors="coerce").astype(float)
    wrong = (text != "") & ~number.between(0, MOST_HA)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        value, place = text.iloc[row], row + HEADER
        raise SeriesError("series-number", column=column, value=value, row=place, most=MOST_HA)
    return number


def _periods(raw: pd.Series[str]) -> pd.Series[str]:
    """Labels of years, quarters or months, all of one length."""
    labels, kinds = {}, set()
    for text in raw.str.strip().unique():
        written = periods.written(text)
        found = written.period() if written else None
        if found is None or found.kind not in STEPS:
            row = int((raw.str.strip() == text).to_numpy().argmax())
            raise SeriesError("series-period", value=text, row=row + HEADER)
        labels[text] = found.label
        kinds.add(found.kind)
    if len(kinds) > 1:
        raise SeriesError("series-mixed")
    return raw.str.strip().map(labels)


def _check(table: pd.DataFrame) -> None:
    nameless = table["unit"] == ""
    if nameless.any():
        raise SeriesError("series-unit", row=int(nameless.to_numpy().argmax()) + HEADER)
    strange = ~table["kind"].isin(KINDS)
    if strange.any():
        row = int(strange.to_numpy().argmax())
        raise SeriesError("series-kind", value=table["kind"].iloc[row], row=row + HEADER)
    twice = table.duplicated(["unit", "period"])
    if twice.any():
        found = table[twice].iloc[0]
        raise SeriesError("series-twice", unit=found["unit"], period=found["period"])
    ways = table[["unit", "kind"]].drop_duplicates()
    both = ways["unit"].duplicated()
    if both.any():
        raise SeriesError("series-kinds", unit=ways["unit"][both].iloc[0])
