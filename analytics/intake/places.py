"""In which countries each record lies: declared and found are both kept, and compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import countries, overlay, schema
from analytics.core.issue import Action, Severity
from analytics.intake import homeland
from analytics.intake.choice import chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

    Flags = NDArray[np.bool_]
    Codes = NDArray[np.object_]

ROW, COUNTRY, SHARE = "row", "country", "share"
MOST_EXAMPLES: Final = 3

#: States and the parts that ISO 3166 lists apart from them.
OVERSEAS: Final = {
    "AUS": ("CCK", "CXR", "HMD", "NFK"),
    "CHN": ("HKG", "MAC"),
    "DNK": ("FRO", "GRL"),
    "FIN": ("ALA",),
    "FRA": (
        *("GUF", "GLP", "MTQ", "REU", "MYT"),
        *("ATF", "BLM", "MAF", "NCL", "PYF", "SPM", "WLF"),
    ),
    "GBR": (
        *("AIA", "BMU", "CYM", "FLK", "GGY", "GIB", "IMN", "IOT"),
        *("JEY", "MSR", "PCN", "SGS", "SHN", "TCA", "VGB"),
    ),
    "NLD": ("ABW", "BES", "CUW", "SXM"),
    "NOR": ("BVT", "SJM"),
    "NZL": ("COK", "NIU", "TKL"),
    "USA": ("ASM", "GUM", "MNP", "PRI", "UMI", "VIR"),
}


class Case(StrEnum):
    """How what is declared and what is found stand to one another."""

    SHAPELESS = "shapeless"  # no shape: the declaration is all there is
    UNTESTED = "untested"  # declared a country that no outline shows
    AGREES = "agrees"  # declared one of the countries found
    UNDECLARED = "undeclared"
    OVERSEAS = "overseas"  # declared the state whose overseas part is found
    NEAR = "near"  # declared a country as near as the outlines may be off, or the only one so near
    DISAGREES = "disagrees"
    OFF_SHORE = "off-shore"  # declared a country, and lies in none at all
    NOWHERE = "nowhere"  # nothing declared and no country near


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is known of each record, in the order of the frame, and what follows."""

    case: Codes
    declared: Codes  # "" where nothing is
    found: Codes  # the country with the largest part; "" off every shore
    near: Codes  # the country that counts because it is near; "" elsewhere


def locate(work: Work) -> tuple[Work, pd.DataFrame]:
    """The work with `country` and `country_found`, and one row per record and country.

    `row` counts the records from 0 in the order of the frame. The shares of a record add up to
    1: a shape across a border is split by area, and ground off every shore goes with the rest of
    the shape. A record nobody can place has the country "".
    """
    ground = _ground(work)
    verdict = _verdict(work, ground)
    whole = _whole(work, verdict)
    places = _places(whole, ground)
    return _written(_told(work, verdict, places), verdict), places


def _ground(work: Work) -> pd.DataFrame:
    """Row, country and share by shape alone; rows off every shore are missing."""
    outlines = countries.outlines()
    ground = overlay.shares(work.frame.geometry, outlines.geometry)
    return pd.DataFrame(
        {
            ROW: ground[overlay.ROW],
            COUNTRY: outlines[countries.CODE].to_numpy(dtype=object)[ground[overlay.ZONE]],
            SHARE: ground[overlay.SHARE]
            / ground.groupby(overlay.ROW)[overlay.SHARE].transform("sum"),
        }
    )


def _verdict(work: Work, ground: pd.DataFrame) -> Verdict:
    shapes = work.frame.geometry.to_numpy()
    declared = homeland.declared(work).to_numpy(dtype=object)
    found = _largest(ground, len(shapes))
    stated = declared[ground[ROW]]
    agrees = _any_of(ground[COUNTRY].to_numpy() == stated, ground, len(shapes))
    is_part = _any_of(_states(ground[COUNTRY].to_numpy()) == stated, ground, len(shapes))
    bare = shapely.is_missing(shapes)
    silent = declared == ""
    testable = homeland.has_outline(declared)
    stray = ~bare & ~silent & testable & ~agrees & ~is_part
    near = np.full(len(shapes), "", dtype=object)
    adrift = ~bare & silent & (found == "")
    near[adrift] = homeland.only_near(shapes[adrift])
    near[stray] = np.where(homeland.lies_near(shapes[stray], declared[stray]), declared[stray], "")
    case = np.select(
        [bare, silent & (found != ""), near != "", silent, ~testable, agrees, is_part, found == ""],
        [
            *(Case.SHAPELESS, Case.UNDECLARED, Case.NEAR, Case.NOWHERE),
            *(Case.UNTESTED, Case.AGREES, Case.OVERSEAS, Case.OFF_SHORE),
        ],
        default=Case.DISAGREES,
    ).astype(object)
    return Verdict(case=case, declared=declared, found=found, near=near)


def _largest(ground: pd.DataFrame, count: int) -> Codes:
    """The country with the largest share of each row, the first by code where they tie."""
    first = ground.sort_values([ROW, SHARE, COUNTRY], ascending=[True, False, True])
    first = first.drop_duplicates(ROW)
    found = np.full(count, "", dtype=object)
    found[first[ROW]] = first[COUNTRY]
    return found


def _any_of(holds: Flags, ground: pd.DataFrame, count: int) -> Flags:
    """Whether it holds for any country of a row."""
    any_of = np.zeros(count, dtype=bool)
    any_of[ground[ROW].to_numpy()[holds]] = True
    return any_of


def _states(codes: Codes) -> Codes:
    """The state that each unit is an overseas part of; "-" for what is no such part."""
    state_of = {part: state for state, parts in OVERSEAS.items() for part in parts}
    return pd.Series(codes, dtype=object).map(state_of).fillna("-").to_numpy(dtype=object)


def _whole(work: Work, verdict: Verdict) -> Codes:
    """The country that counts for a whole record; None where its ground decides."""
    by_declared = [Case.SHAPELESS, Case.UNTESTED]
    if work.option("overseas-part", "fix") == "keep":
        by_declared.append(Case.OVERSEAS)
    if work.option("country-disagrees", "found") == "declared":
        by_declared.append(Case.DISAGREES)
    if work.option("country-off-shore", "declared") == "declared":
        by_declared.append(Case.OFF_SHORE)
    whole = np.full(len(verdict.case), None, dtype=object)
    whole[verdict.found == ""] = ""
    is_declared = np.isin(verdict.case.astype(str), by_declared)
    whole[is_declared] = verdict.declared[is_declared]
    is_near = verdict.case == Case.NEAR
    whole[is_near] = verdict.near[is_near]
    return whole


def _places(whole: Codes, ground: pd.DataFrame) -> pd.DataFrame:
    is_whole = np.array([code is not None for code in whole], dtype=bool)
    entire = pd.DataFrame({ROW: np.flatnonzero(is_whole), COUNTRY: whole[is_whole], SHARE: 1.0})
    split = ground[~is_whole[ground[ROW].to_numpy()]]
    places = pd.concat([part for part in (entire, split) if len(part)] or [entire])
    types = {ROW: np.int64, COUNTRY: str, SHARE: float}
    return places.astype(types).sort_values([ROW, COUNTRY], ignore_index=True)


def _told(work: Work, verdict: Verdict, places: pd.DataFrame) -> Work:
    index, case = work.frame.index, verdict.case
    unplaced = places.loc[places[COUNTRY] == "", ROW].to_numpy()
    unplaced = unplaced[case[unplaced] != Case.OFF_SHORE]  # told below
    split = places.loc[places[ROW].duplicated(), ROW].unique()
    for code, rows, severity, action in (
        ("country-found", case == Case.UNDECLARED, Severity.NOTE, Action.REPAIRED),
        ("country-near-border", case == Case.NEAR, Severity.NOTE, Action.KEPT),
        ("country-unplaced", unplaced, Severity.WARNING, Action.KEPT),
        ("border-split", split, Severity.NOTE, Action.NOTED),
    ):
        if len(index[rows]):
            work = work.told(code, severity=severity, action=action, rows=index[rows])
    work = _told_kept(work, verdict)
    work = _offered(work, verdict, Case.OVERSEAS, "overseas-part", ("fix", "keep"))
    work = _offered(work, verdict, Case.OFF_SHORE, "country-off-shore", ("declared", "none"))
    return _offered(work, verdict, Case.DISAGREES, "country-disagrees", ("found", "declared"))


def _told_kept(work: Work, verdict: Verdict) -> Work:
    """Rows whose own country is another than the one the user named for those without."""
    named = homeland.setting(work)
    others = (verdict.declared != named) & (named != "")
    if not others.any():
        return work
    return work.told(
        "country-kept",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=work.frame.index[others],
        named=named,
        examples=_frequent(pd.Series(verdict.declared[others])),
    )


def _offered(work: Work, verdict: Verdict, case: Case, code: str, options: tuple[str, str]) -> Work:
    """One issue with the choice between ground and declaration; the first is the default."""
    which = verdict.case == case
    if not which.any():
        return work
    option = chosen(work, code, options[0], options)
    return work.told(
        code,
        severity=Severity.WARNING,
        action=Action.REPAIRED if option in ("fix", "found", "none") else Action.KEPT,
        rows=work.frame.index[which],
        options=options,
        option=option,
        examples=_examples(verdict.declared[which], verdict.found[which]),
    )


def _examples(declared: Codes, found: Codes) -> str:
    """The most frequent pairs: "COD → AGO (12)", or "COD (1)" where nothing is found."""
    return _frequent(
        pd.Series([f"{d} → {f}" if f else d for d, f in zip(declared, found, strict=True)])
    )


def _frequent(told: pd.Series[str]) -> str:
    counts = told.value_counts()
    most = [f"{text} ({n})" for text, n in counts.head(MOST_EXAMPLES).items()]
    return ", ".join([*most, *(["…"] if len(counts) > MOST_EXAMPLES else [])])


def _written(work: Work, verdict: Verdict) -> Work:
    """`country` as declared, or as found where nothing is; an overseas part by its own code."""
    country = np.where(verdict.declared != "", verdict.declared, verdict.found)
    unsaid = country == ""
    country[unsaid] = verdict.near[unsaid]
    if work.option("overseas-part", "fix") == "fix":
        is_part = (verdict.case == Case.OVERSEAS) & (_states(verdict.found) == verdict.declared)
        country[is_part] = verdict.found[is_part]
    columns = {schema.COUNTRY: country, schema.COUNTRY_FOUND: verdict.found}
    text = {
        column: pd.Series([code or None for code in codes], index=work.frame.index, dtype="str")
        for column, codes in columns.items()
    }
    return work.with_frame(work.frame.assign(**text))
