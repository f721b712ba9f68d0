"""A table of series (unit, period, value_ha, kind) as a data set without sites."""

from __future__ import annotations

import io
import re
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
from analytics.intake.numbers import Decimal, decimal_of, figure

NEEDED: Final = ("unit", "period", "value_ha", "kind")
MORE: Final = ("se_ha", "method_version")
MOST_BYTES: Final = 50_000_000
MOST_HA: Final = 15_000_000_000  # the land of the Earth
MOST_VALUES: Final = 1_000_000  # units times periods from the first to the last
KINDS: Final = {str(Measure.FLOW), str(Measure.STOCK)}
PER_YEAR: Final = {PeriodKind.YEAR: 1, PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}
UNWRITTEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
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
    )
    days = dict.fromkeys((schema.PERIOD_START, schema.PERIOD_END), "datetime64[ns]")
    sites = sites.astype({schema.AREA_HA: float, schema.PERIOD: "string", **days})
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
            "unit": raw["unit"].str.split().str.join(" "),
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
    if UNWRITTEN.search(text):  # no picture or sheet could show them
        raise SeriesError("series-encoding", name=name)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:  # without a heading for pandas, so that a row with more cells than it is no table
        cells = pd.read_csv(
            io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, header=None
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SeriesError("series-table", name=name) from error
    headings = cells.iloc[0].str.strip().str.lower()
    twice = headings[headings.duplicated() & headings.isin((*NEEDED, *MORE))]
    if len(twice):
        raise SeriesError("series-headings", columns=", ".join(twice.unique()))
    raw = cells.iloc[1:].set_axis(headings, axis=1).reset_index(drop=True)
    if separator == ";":  # where a comma may be the decimal sign
        numbers = [column for column in ("value_ha", "se_ha") if column in raw.columns]
        raw = raw.assign(**_with_points(raw[numbers]))
    return raw.assign(**{column: "" for column in MORE if column not in raw.columns})


def _with_points(raw: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Numbers with a point before their decimals; refused where 1.234 may be a thousand or one."""
    taken = {str(column): raw[column].map(figure) for column in raw}
    decimal, _ = decimal_of(one for each in taken.values() for one in each if one is not None)
    for column, figures in taken.items():
        is_open = figures.map(lambda one: one is not None and one.is_open).astype(bool)
        if decimal is None and is_open.any():
            row = int(is_open.to_numpy().argmax())
            value = raw[column].iloc[row]
            raise SeriesError("series-open", row=row + HEADER, column=column, value=value)
    return {
        column: raw[column].where(
            figures.isna(),
            figures.map(lambda one: one and str(one.value(decimal or Decimal.POINT)) + one.unit),
        )
        for column, figures in taken.items()
    }


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
        if found is None or found.kind not in PER_YEAR:
            row = int((raw.str.strip() == text).to_numpy().argmax())
            raise SeriesError("series-period", value=text, row=row + HEADER)
        labels[text] = found.label
        kinds.add(found.kind)
    if len(kinds) > 1:
        raise SeriesError("series-mixed")
    return raw.str.strip().map(labels)


def _check(table: pd.DataFrame) -> None:
    ends = min(table["period"]), max(table["period"])
    units, count = table["unit"].nunique(), _number(ends[1]) - _number(ends[0]) + 1
    if units * count > MOST_VALUES:
        facts = {"first": ends[0], "last": ends[1], "units": units, "most": MOST_VALUES}
        raise SeriesError("series-span", **facts)
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


def _number(label: str) -> int:
    """The number of a period, counted from the year 0."""
    found = periods.written(label)
    year, *part = found.numbers  # type: ignore[union-attr]  # a label of ours
    kind = found.period().kind  # type: ignore[union-attr]
    return year * PER_YEAR[kind] + (part[0] if part else 0)
