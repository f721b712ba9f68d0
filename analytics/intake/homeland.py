"""The country each row is declared to lie in, and whether a place lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import countries, schema
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

NEAR_KM: Final = (
    5.0  # the outlines are generalised: this close to a border either side may be right
)
KM_PER_DEGREE: Final = 110.574  # of latitude at the equator, where it is shortest
MOST_POLAR: Final = 85.0  # beyond it a degree of longitude is too short to measure with


def declared(work: Work) -> pd.Series[str]:
    """Alpha-3 code by row: the column's, else the one the user named, "" where neither is."""
    named = setting(work)
    if schema.COUNTRY not in work.frame.columns:
        return pd.Series(named, index=work.frame.index, dtype=object)
    stated = work.frame[schema.COUNTRY]
    return stated.astype(object).where(stated.notna(), named)


def setting(work: Work) -> str:
    """The country the user named for rows that name none; "" for no such wish."""
    if not work.settings.country:
        return ""
    code = countries.code_of(work.settings.country)
    if code is None:
        raise ReadError("country-setting", value=work.settings.country)
    return code


def lies_in(places: NDArray[np.object_], codes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each place meets the outline of its own country."""
    hits = np.zeros(len(places), dtype=bool)
    for rows, parts in _by_country(codes):
        _, met = shapely.STRtree(places[rows]).query(parts, predicate="intersects")
        hits[rows[met]] = True
    return hits


def lies_near(places: NDArray[np.object_], codes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each place lies within `NEAR_KM` of its own country."""
    hits = np.zeros(len(places), dtype=bool)
    for rows, parts in _by_country(codes):
        part, row = _close(places[rows], parts)
        hits[rows[row[_gap_km(places[rows][row], parts[part]) <= NEAR_KM]]] = True
    return hits


def country_at(points: NDArray[np.object_]) -> NDArray[np.object_]:
    """The country each point lies in; "" off every shore."""
    outlines = countries.outlines()
    parts, owner = shapely.get_parts(outlines.geometry.to_numpy(), return_index=True)
    part, row = shapely.STRtree(points).query(parts, predicate="intersects")
    found = np.full(len(points), "", dtype=object)
    found[row] = outlines[countries.CODE].to_numpy(dtype=object)[owner[part]]
    return found


def far_at_sea(places: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether each place lies more than `NEAR_KM` from every country."""
    parts = shapely.get_parts(countries.outlines().geometry.to_numpy())
    part, row = _close(places, parts)
    far = np.ones(len(places), dtype=bool)
    far[row[_gap_km(places[row], parts[part]) <= NEAR_KM]] = False
    return far


def only_near(places: NDArray[np.object_]) -> NDArray[np.object_]:
    """The one country within `NEAR_KM` of each place; "" where there is none, or more than one."""
    outlines = countries.outlines()
    parts, owner = shapely.get_parts(outlines.geometry.to_numpy(), return_index=True)
    part, row = _close(places, parts)
    near = _gap_km(places[row], parts[part]) <= NEAR_KM
    pairs = pd.DataFrame({"row": row[near], "unit": owner[part[near]]}).drop_duplicates()
    single = pairs[~pairs["row"].duplicated(keep=False)]
    found = np.full(len(places), "", dtype=object)
    found[single["row"]] = outlines[countries.CODE].to_numpy(dtype=object)[single["unit"]]
    return found


def has_outline(codes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether there is an outline to hold a declared code against."""
    return np.isin(codes.astype(str), countries.outlines()[countries.CODE].to_numpy(dtype=str))


def _by_country(
    codes: NDArray[np.object_],
) -> list[tuple[NDArray[np.int64], NDArray[np.object_]]]:
    """For each country among `codes`: the rows that name it, and its outline in polygons."""
    outlines = countries.outlines().set_index(countries.CODE).geometry
    return [
        (np.flatnonzero(codes == code), shapely.get_parts(outlines[code]))
        for code in pd.unique(codes)
        if code in outlines.index
    ]


def _close(
    places: NDArray[np.object_], parts: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of part and place that may lie within `NEAR_KM` of one another."""
    steepest = np.nanmax(np.abs(shapely.bounds(places)[:, 1::2]), initial=0.0)
    widest = np.cos(np.radians(min(steepest, MOST_POLAR)))
    reach = NEAR_KM / KM_PER_DEGREE / widest
    part, place = shapely.STRtree(places).query(parts, predicate="dwithin", distance=reach)
    return part, place


def _gap_km(places: NDArray[np.object_], parts: NDArray[np.object_]) -> NDArray[np.float64]:
    """Distance on the ellipsoid between the points of a pair that are closest on the map."""
    from pyproj import Geod

    ends = shapely.get_coordinates(shapely.shortest_line(places, parts)).reshape(-1, 2, 2)
    *_, gap_m = Geod(ellps="WGS84").inv(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return np.asarray(gap_m, dtype=float) / 1000
