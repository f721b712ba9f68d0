"""Sites of two times told to be the same ones, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

BELIEVED: Final = 0.5  # of the sites with one number at both times, how many must share ground
MADE: Final = r"R\d{6,}(?:-row)?"  # a number that intake made of the row says nothing of the site


class Change(StrEnum):
    """What became of a site, in the order it is told."""

    NEW = "new"
    GROWN = "grown"
    SHRUNK = "shrunk"
    SAME = "same"
    GONE = "gone"
    UNSURE = "unsure"  # found again, with an area unknown at one of the times
    APART = "apart"  # has nothing, number or outline, by which it could be found again


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The classes of `table` hold every site of both times once, and every known hectare."""

    # change, sites_before, sites_now, before_ha, now_ha, change_ha: a row for each `Change`, in its
    # order; hectares are NaN where none of the sites has a known area, 0 where there are no sites
    table: pd.DataFrame
    before: pd.Series[str]  # change of each record, under the index it came with
    now: pd.Series[str]
    by_number: int  # sites of now found again by their number
    by_outline: int  # by the ground they cover
    is_renumbered: bool  # numbers were not believed: most of those alike lie elsewhere


def matched(
    before: gpd.GeoDataFrame,
    now: gpd.GeoDataFrame,
    *,
    overlap: float,
    tolerance: float,
    is_one_file: bool = False,
) -> Matched:
    """Sites linked by number, else by outlines alike from `overlap` on (shared over joint area).

    Both hold site_id, area_ha and shapes in longitude and latitude; the hectares of the records of
    a site add up, as do those of sites that were split or joined. They are the same where they
    differ by no more than `tolerance` of what they were. Numbers of `is_one_file` are believed
    without looking.
    """
    records = pd.concat(
        [_records(before, is_one_file=is_one_file), _records(now, is_one_file=is_one_file)],
        keys=[False, True],
        names=["is_now"],
    ).reset_index("is_now")
    records = records.assign(
        site=records.groupby(["is_now", "key"], sort=False).ngroup()
    ).reset_index(drop=True)
    links = _by_number(records)
    is_renumbered = not is_one_file and _is_renumbered(records, links)
    if is_renumbered:
        links, records = links[:0], records.assign(number="")
    alike = _by_outline(records[~records["site"].isin(links.ravel())], overlap)
    sites = _changes(_sites(records), np.concatenate([links, alike]), tolerance)
    each = sites["change"].loc[records["site"]].to_numpy()
    return Matched(
        table=_table(sites),
        before=pd.Series(each[: len(before)], index=before.index, dtype="str"),
        now=pd.Series(each[len(before) :], index=now.index, dtype="str"),
        by_number=len(np.unique(links[:, 1])),
        by_outline=len(np.unique(alike[:, 1])),
        is_renumbered=is_renumbered,
    )


def _records(sites: gpd.GeoDataFrame, *, is_one_file: bool) -> pd.DataFrame:
    """Number ("" where there is none to go by), key of the site, area_ha, shape, is_drawn."""
    number = sites[schema.SITE_ID].astype("string").fillna("").astype(str)
    if not is_one_file:
        number = number.mask(number.str.fullmatch(MADE), "")
    place = pd.Series(np.arange(len(sites)), index=sites.index).astype(str)
    shapes = sites.geometry.to_numpy()
    return pd.DataFrame(
        {
            "number": number.to_numpy(),
            "key": ("#" + number).where(number != "", place).to_numpy(),
            "area_ha": sites[schema.AREA_HA].to_numpy(dtype=float),
            "shape": shapes,
            "is_drawn": shapely.area(shapes) > 0,
        }
    )


def _by_number(records: pd.DataFrame) -> Whole:
    """Pairs of sites, before and now, with one number."""
    sites = records.loc[records["number"] != ""].drop_duplicates("site")
    pair = sites[~sites["is_now"]].merge(sites[sites["is_now"]], on="number")
    return pair[["site_x", "site_y"]].to_numpy(dtype=np.int64)


def _is_renumbered(records: pd.DataFrame, links: Whole) -> bool:
    """Whether too few of the sites with one number share ground."""
    drawn = records[records["is_drawn"] & records["site"].isin(links.ravel())]
    pair = drawn[~drawn["is_now"]].merge(drawn[drawn["is_now"]], on="number")
    if pair.empty:
        return False
    meets = shapely.intersects(pair["shape_x"].to_numpy(), pair["shape_y"].to_numpy())
    return bool(pd.Series(meets).groupby(pair["number"]).any().mean() < BELIEVED)


def _by_outline(records: pd.DataFrame, overlap: float) -> Whole:
    """Pairs of sites, before and now, of which two records are alike."""
    import geopandas as gpd

    drawn = records[records["is_drawn"]]
    then, now = drawn[~drawn["is_now"]], drawn[drawn["is_now"]]
    if then.empty or now.empty:
        return np.zeros((0, 2), dtype=np.int64)
    pairs = overlay.alike_between(
        gpd.GeoSeries(then["shape"].to_numpy(), crs=schema.STORED_CRS),
        gpd.GeoSeries(now["shape"].to_numpy(), crs=schema.STORED_CRS),
        overlap,
    )
    left, right = then["site"].to_numpy()[pairs["left"]], now["site"].to_numpy()[pairs["right"]]
    return np.column_stack([left, right]).astype(np.int64)


def _sites(records: pd.DataFrame) -> pd.DataFrame:
    """One row per site of either time: is_now, number, is_drawn, area_ha (NaN where unknown)."""
    of_site = records.groupby("site")
    return pd.DataFrame(
        {
            "is_now": of_site["is_now"].first(),
            "number": of_site["number"].first(),
            "is_drawn": of_site["is_drawn"].any(),
            "area_ha": of_site["area_ha"].sum(min_count=1),
        }
    )


def _changes(sites: pd.DataFrame, links: Whole, tolerance: float) -> pd.DataFrame:
    """`sites` with the change of the group that links put them in."""
    group = _joined(len(sites), links)
    of_group = sites.assign(
        then_ha=sites["area_ha"].mask(sites["is_now"], 0.0),
        now_ha=sites["area_ha"].where(sites["is_now"], 0.0),
        is_then=~sites["is_now"],
    ).groupby(group)
    then_ha = of_group["then_ha"].sum(skipna=False)
    now_ha = of_group["now_ha"].sum(skipna=False)
    was, is_there = of_group["is_then"].any(), of_group["is_now"].any()
    slack = tolerance * then_ha
    change = pd.Series(
        np.select(
            [~was, ~is_there, (then_ha + now_ha).isna(), now_ha > then_ha + slack],
            [Change.NEW, Change.GONE, Change.UNSURE, Change.GROWN],
            np.where(now_ha < then_ha - slack, Change.SHRUNK, Change.SAME),
        ),
        index=was.index,
    )
    own = pd.Series(change.reindex(group).to_numpy(), index=sites.index)
    return sites.assign(change=own.mask(~_is_comparable(sites), Change.APART))


def _is_comparable(sites: pd.DataFrame) -> pd.Series[bool]:
    """Whether a site has something that any site of the other time has too."""
    numbered, now = sites["number"] != "", sites["is_now"]
    by_number = numbered & np.where(now, (numbered & ~now).any(), (numbered & now).any())
    drawn = sites["is_drawn"]
    return by_number | (drawn & np.where(now, (drawn & ~now).any(), (drawn & now).any()))


def _joined(count: int, links: Whole) -> Whole:
    """A number for each of `count` sites, the same for those that links join."""
    head = np.arange(count)
    if len(np.unique(links)) == links.size:  # one to one, as nearly always
        head[links.max(axis=1)] = links.min(axis=1)
        return head

    def found(site: int) -> int:
        while head[site] != site:
            head[site] = head[head[site]]
            site = int(head[site])
        return site

    for one, other in links.tolist():
        first, second = sorted((found(one), found(other)))
        head[second] = first
    return np.array([found(site) for site in range(count)], dtype=np.int64)


def _table(sites: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, pd.Series[Any]] = {}
    for when, rows in (("before", sites[~sites["is_now"]]), ("now", sites[sites["is_now"]])):
        of_class = rows.groupby("change")["area_ha"]
        count = of_class.size().reindex(list(Change), fill_value=0)
        area = of_class.sum(min_count=1).reindex(list(Change))
        columns |= {f"sites_{when}": count, f"{when}_ha": area.mask(count == 0, 0.0)}
    table = pd.DataFrame(columns).rename_axis("change").reset_index()
    table["change"] = table["change"].astype(str).astype("str")
    order = ["change", "sites_before", "sites_now", "before_ha", "now_ha"]
    return table[order].assign(change_ha=table["now_ha"] - table["before_ha"])
