"""The rows of compliance: classes, provinces, reasons, sites and rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.compliance import plainly
from analytics.analyses.compliance.reasons import said, there
from analytics.analyses.compliance.rules import shelf
from analytics.analyses.compliance.table import VERDICTS
from analytics.core.section import Table
from analytics.core.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analytics.analyses.compliance.model import Compliance
    from analytics.core.words import Words

SITES: Final = {
    "site_id": Kind.TEXT,
    "class": Kind.TEXT,
    "reason": Kind.TEXT,
    "holder": Kind.TEXT,
    "province": Kind.TEXT,
    "area_ha": Kind.HECTARES,
}


def tables(result: Compliance, words: Words) -> tuple[Table, ...]:
    """The classes first; sites and rules in full."""
    return (
        _classes(result, words),
        _provinces(result, words),
        _reasons(result, words),
        sites(result.sites, words),
        _rules(result, words),
    )


def sites(rows: pd.DataFrame, words: Words) -> Table:
    """Sites with the class of most of their ground, why, and who holds the title there."""
    told = _classed(rows, words).assign(
        reason=said(rows, words),
        province=[name or words("province.none") for name in rows["province"]],
        holder=rows["holder"].where(rows["holder"] != ""),
    )
    return _table(told, words("table.sites", count=len(rows)), SITES, words)


def pieces(rows: pd.DataFrame, words: Words) -> Table:
    """What lies on the ground of one site, the largest part first."""
    told = _classed(rows, words).assign(
        reason=said(rows, words),
        holder=rows["holder"].where(rows["holder"] != ""),
        zones=there(rows, words),
    )
    kinds = {
        "period": Kind.PERIOD,
        "class": Kind.TEXT,
        "reason": Kind.TEXT,
        "zones": Kind.TEXT,
        "holder": Kind.TEXT,
        "area_ha": Kind.HECTARES,
    }
    ordered = told.sort_values("area_ha", ascending=False, kind="stable")
    return _table(ordered, words("table.pieces", count=len(rows)), kinds, words)


def cited(row: Mapping[Hashable, Any], words: Words) -> str:
    """The law of a rule, and whether somebody has looked it up."""
    parts = [str(row["law"]), str(row["article"]), str(row["note"])]
    told = ", ".join(part for part in parts if part)
    return told if row["is_checked"] else f"{told} ({words('cited.unchecked')})"


def _classes(result: Compliance, words: Words) -> Table:
    kinds = {
        "class": Kind.TEXT,
        "area_ha": Kind.HECTARES,
        "share": Kind.SHARE,
        "low_ha": Kind.HECTARES,
        "high_ha": Kind.HECTARES,
    }
    return _table(_classed(result.by_class, words), words("table.classes"), kinds, words)


def _provinces(result: Compliance, words: Words) -> Table:
    """One row for each province, its hectares by class side by side."""
    rows, names = result.by_province, [str(name) for name in VERDICTS]
    keys = ["country", "province"]
    wide = rows.pivot_table(
        index=keys, columns="class", values="area_ha", aggfunc="sum", sort=False
    )
    wide = wide.reindex(columns=names).fillna(0.0)
    told = wide.assign(area_ha=wide.sum(axis=1)).reset_index()
    told = told.assign(province=[name or words("province.none") for name in told["province"]])
    labels = {
        "country": words("column.country"),
        "province": words("column.province"),
        **{name: words(f"class.{name}") for name in names},
        "area_ha": words("column.area_ha"),
    }
    kinds = {
        "country": Kind.COUNTRY,
        "province": Kind.TEXT,
        **dict.fromkeys((*names, "area_ha"), Kind.HECTARES),
    }
    return Table(
        frame=told[list(labels)], labels=labels, kinds=kinds, caption=words("table.provinces")
    )


def _reasons(result: Compliance, words: Words) -> Table:
    rows = result.by_reason
    summed = _classed(rows, words).assign(reason=said(rows, words))
    told = summed.groupby(["class", "reason"], sort=False)["area_ha"].sum().reset_index()
    kinds = {"class": Kind.TEXT, "reason": Kind.TEXT, "area_ha": Kind.HECTARES}
    return _table(told, words("table.reasons"), kinds, words)


def _rules(result: Compliance, words: Words) -> Table:
    """Every rule in plain words, with its law and what it decided."""
    rows = result.rules
    given = plainly.told(shelf.rules(result.chosen), words)
    told = rows.assign(
        rule=[" ".join(_sentences(one)) for one in given],
        law=[cited(row, words) for row in rows.to_dict("records")],
        use=[words(f"use.{name}") for name in rows["use"]],
    )
    kinds = {
        "rule": Kind.TEXT,
        "law": Kind.TEXT,
        "use": Kind.TEXT,
        "area_ha": Kind.HECTARES,
    }
    return _table(told, words("table.rules", version=result.version), kinds, words)


def _sentences(one: plainly.Told) -> Iterator[str]:
    yield f"{one.title}."
    yield from one.lines


def _classed(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    return rows.assign(**{"class": [words(f"class.{name}") for name in rows["class"]]})


def _table(frame: pd.DataFrame, caption: str, kinds: dict[str, Kind], words: Words) -> Table:
    labels = {column: words(f"column.{column}") for column in kinds}
    return Table(frame=frame[list(kinds)], labels=labels, kinds=kinds, caption=caption)
