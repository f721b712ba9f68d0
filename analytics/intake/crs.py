"""What reference system the coordinates are in; afterwards they are EPSG:4326 or set aside."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import countries
from analytics.core.issue import Action, Severity
from analytics.core.schema import STORED_CRS
from analytics.intake import choice, homeland
from analytics.intake.swapped import exchanged
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS

    from analytics.intake.work import Work

    Shapes = NDArray[np.object_]

SPEAKS_DEGREES: Final = ("GeoJSON", "KML")  # formats whose standard says longitude and latitude
METRES: Final = (  # what can be found where degrees are too large to be degrees
    *("coordinates-projected", "projection-swapped", "projection-unfit", "projection-unknown"),
)
FULL_TURN: Final = 360.0
BEYOND_DEGREES: Final = 400.0  # no longitude, latitude or typing slip of one is larger
FARTHEST: Final = 1e8  # no system has such a coordinate on the Earth, in metres or in feet
MOST: Final = 0.5  # share of rows that decides for the file
WEB_MERCATOR: Final = "EPSG:3857"
ZONE_DEG: Final = 6.0  # width of a zone of the UTM system
MOST_COUNTRIES: Final = 5  # declared in one file whose zones are tried
MOST_OPTIONS: Final = 6


def settle_crs(work: Work, declared_crs: str, file_format: str) -> Work:
    """Longitude and latitude on WGS 84 from whatever the file declares, or an open choice."""
    if not _extent(work).notna().any(axis=None):
        return work
    if not declared_crs:
        return _assumed(work, file_format)
    crs = _parsed(declared_crs)
    if crs is None:
        return _unknown(work, declared_crs)
    if crs.is_geographic:
        return _unprojected(_transformed(work, crs))
    if _is_all_degrees(work):
        return _contradicted(work, crs)
    return _transformed(work, crs)


def systems(codes: pd.Series[str]) -> list[str]:
    """Web Mercator and the UTM zones of the countries declared most, west to east."""
    outlines = countries.outlines().set_index(countries.CODE).geometry
    found = {WEB_MERCATOR} if len(codes) else set()
    for code in codes.value_counts().index[:MOST_COUNTRIES]:
        bounds = shapely.bounds(shapely.get_parts(outlines[code]))
        for west, south, east, north in bounds:
            first, last = (int((lon + FULL_TURN / 2) // ZONE_DEG) + 1 for lon in (west, east))
            zones = range(first, min(last, 60) + 1)
            found |= {f"EPSG:326{zone:02d}" for zone in zones if north > 0}
            found |= {f"EPSG:327{zone:02d}" for zone in zones if south < 0}
    return sorted(found)


def _assumed(work: Work, file_format: str) -> Work:
    """Degrees where nothing is declared: by the standard of the format, else stated."""
    work = _unprojected(work)
    if file_format.startswith(SPEAKS_DEGREES) or any(issue.code in METRES for issue in work.issues):
        return work
    return work.told("crs-missing", severity=Severity.NOTE, action=Action.NOTED, count=_drawn(work))


def _unknown(work: Work, declared_crs: str) -> Work:
    """A system nobody knows: the user says which, or that the numbers are degrees."""
    options = (STORED_CRS,) if _is_all_degrees(work) else ()
    chosen = work.option("crs-unknown", "")
    name = declared_crs if len(declared_crs) <= 40 else f"{declared_crs[:40]}…"  # noqa: PLR2004
    if chosen:
        work = _transformed(work, _chosen(chosen), quietly=True)
    return work.told(
        "crs-unknown",
        severity=Severity.WARNING if chosen else Severity.ERROR,
        action=Action.REPAIRED if chosen else Action.CHOOSE,
        count=_drawn(work),
        options=options,
        option=chosen,
        name=name,
        chosen=chosen,
    )


def _contradicted(work: Work, crs: CRS) -> Work:
    """Metres are declared, yet everything lies within 180 by 90: these are degrees."""
    option = choice.chosen(work, "crs-contradicted", "fix", ("fix", "keep"))
    if option == "keep":
        work = _transformed(work, crs)
    return work.told(
        "crs-contradicted",
        severity=Severity.WARNING,
        action=Action.KEPT if option == "keep" else Action.REPAIRED,
        count=_drawn(work),
        options=("fix", "keep"),
        option=option,
        name=_name(crs),
    )


def _transformed(work: Work, crs: CRS, *, quietly: bool = False) -> Work:
    """In WGS 84; said, unless the file already was."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    flat = crs.to_2d()
    if flat.equals(CRS(STORED_CRS), ignore_axis_order=True) or _is_plain_wgs84(flat):
        return work
    try:
        to_degrees = Transformer.from_crs(flat, STORED_CRS, always_xy=True)
    except ProjError as error:
        raise ReadError("crs-not-on-earth", name=_name(crs)) from error

    def moved(
        x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        far = np.maximum(np.abs(x), np.abs(y)) > FARTHEST  # some systems would wrap them round
        lon, lat = to_degrees.transform(np.where(far, np.inf, x), np.where(far, np.inf, y))
        return lon, lat

    shapes = work.frame.geometry.to_numpy().copy()
    meant = _size(work) <= BEYOND_DEGREES if flat.is_geographic else ~shapely.is_missing(shapes)
    shapes[meant] = shapely.transform(shapes[meant], moved, interleaved=False)
    work = work.with_frame(work.frame.set_geometry(shapes))
    return work if quietly else _told_transformed(work, flat)


def _told_transformed(work: Work, crs: CRS) -> Work:
    """How far the positions can be trusted where the system stands on another datum."""
    off_m = 0.0 if _is_wgs84(crs) else _accuracy_m(crs)
    code, severity = "crs-transformed", Severity.NOTE
    if np.isnan(off_m):
        code, severity = "datum-unsure", Severity.WARNING
    elif off_m:
        code = "datum-shifted"
    return work.told(
        code,
        severity=severity,
        action=Action.REPAIRED,
        count=_drawn(work),
        name=_name(crs),
        off_m=None if np.isnan(off_m) else off_m,
    )


def _accuracy_m(crs: CRS) -> float:
    """Stated accuracy of the way to WGS 84 that is used; NaN where none is stated."""
    from pyproj.transformer import TransformerGroup

    ways = TransformerGroup(crs, STORED_CRS, always_xy=True).transformers
    stated = ways[0].accuracy if ways else -1.0
    return float(stated) if stated >= 0 else float("nan")


def _unprojected(work: Work) -> Work:
    """Metres where degrees are declared: the system is proposed from the country, never taken."""
    extent = _extent(work)
    projected = work.frame.index[_size(work) > BEYOND_DEGREES]
    if not len(projected):
        return work
    chosen = next((work.option(code, "") for code in METRES if work.option(code, "")), "")
    work, ranked, code = _best_order(work, projected)
    is_most = len(projected) > MOST * int(extent.notna().all(axis=1).sum())
    if not chosen and ranked.empty and not is_most:
        return work  # slips of single rows: out of range
    if chosen:
        work = _reprojected(work, projected, chosen)
    return work.told(
        code,
        severity=Severity.WARNING if chosen else Severity.ERROR,
        action=Action.REPAIRED if chosen else Action.CHOOSE,
        rows=projected,
        options=tuple(ranked.index[:MOST_OPTIONS]),
        option=chosen,
        best=ranked.index[0] if len(ranked) else "",
        best_percent=round(100 * float(ranked.iloc[0])) if len(ranked) else 0,
        fits=", ".join(f"{system} {100 * share:.0f} %" for system, share in ranked.items()),
        chosen=chosen,
    )


def _best_order(work: Work, rows: pd.Index[int]) -> tuple[Work, pd.Series[float], str]:
    """The work with `rows` in the order that fits the declared country, and the code to tell."""
    ranked = _ranked(work, rows)
    if ranked.max() > MOST:
        return work, ranked, "coordinates-projected"
    shapes = work.frame.geometry.to_numpy().copy()
    places = work.frame.index.get_indexer(rows)
    shapes[places] = exchanged(shapes[places])
    other = work.with_frame(work.frame.set_geometry(shapes))
    swapped = _ranked(other, rows)
    if swapped.max() > MOST:
        return other, swapped, "projection-swapped"
    if len(ranked):
        return work, ranked, "coordinates-projected"
    declared = homeland.declared(work).loc[rows].to_numpy(dtype=object)
    has_country = homeland.has_outline(declared).any()
    return work, ranked, "projection-unfit" if has_country else "projection-unknown"


def _ranked(work: Work, rows: pd.Index[int]) -> pd.Series[float]:
    """Systems by the share of `rows` they put into the declared country, best first."""
    codes = homeland.declared(work).loc[rows].to_numpy(dtype=object)
    known = homeland.has_outline(codes)
    extent = _extent(work).loc[rows]
    x = ((extent["west"] + extent["east"]) / 2).to_numpy()[known]
    y = ((extent["south"] + extent["north"]) / 2).to_numpy()[known]
    hits = {
        system: _share_at_home(system, x, y, codes[known])
        for system in systems(pd.Series(codes[known]))
    }
    ranked = pd.Series(hits, dtype=float).sort_values(ascending=False, kind="stable")
    return ranked[ranked > 0]


def _share_at_home(
    system: str, x: NDArray[np.float64], y: NDArray[np.float64], codes: NDArray[np.object_]
) -> float:
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(system, STORED_CRS, always_xy=True).transform(x, y)
    on_earth = np.isfinite(lon) & np.isfinite(lat)
    places = shapely.points(np.where(on_earth, lon, 0.0), np.where(on_earth, lat, -90.0))
    return float((homeland.lies_in(places, codes) & on_earth).mean())


def _reprojected(work: Work, rows: pd.Index[int], chosen: str) -> Work:
    """Only the rows in metres; a file may mix them with degrees."""
    part = work.with_frame(work.frame.loc[rows])
    moved = _transformed(part, _chosen(chosen), quietly=True).frame.geometry
    shapes = work.frame.geometry.to_numpy().copy()
    shapes[work.frame.index.get_indexer(rows)] = moved.to_numpy()
    return work.with_frame(work.frame.set_geometry(shapes))


def _chosen(text: str) -> CRS:
    crs = _parsed(text)
    if crs is None:
        raise ReadError("crs-choice", value=text)
    return crs


@cache
def _parsed(text: str) -> CRS | None:
    """The system a text names; None for one that nobody knows or that is not on the ground."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    return crs if crs.is_geographic or crs.is_projected or crs.is_bound else None


def _is_wgs84(crs: CRS) -> bool:
    named = crs.datum.name if crs.datum is not None else ""
    return named.startswith("World Geodetic System 1984") or "WGS 84" in named or "WGS84" in named


def _is_plain_wgs84(crs: CRS) -> bool:
    """Longitude and latitude in degrees from Greenwich on WGS 84, whatever its name."""
    return (
        crs.is_geographic
        and _is_wgs84(crs)
        and crs.prime_meridian is not None
        and crs.prime_meridian.longitude == 0
        and all(axis.unit_name == "degree" for axis in crs.axis_info)
    )


def _name(crs: CRS) -> str:
    """What people call it: the code where there is one, and the name."""
    code = crs.to_authority()
    named = crs.name if crs.name not in ("", "unknown", "unnamed") else ""
    return " ".join([*([":".join(code)] if code else []), *([named] if named else [])]) or "–"


def _is_all_degrees(work: Work) -> bool:
    extent = _extent(work).dropna()
    return bool(
        (extent[["west", "east"]].abs() <= FULL_TURN / 2).all(axis=None)
        and (extent[["south", "north"]].abs() <= FULL_TURN / 4).all(axis=None)
    )


def _extent(work: Work) -> pd.DataFrame:
    """West, south, east and north of each row; missing where there is no shape."""
    bounds = shapely.bounds(work.frame.geometry.to_numpy())
    return pd.DataFrame(bounds, index=work.frame.index, columns=["west", "south", "east", "north"])


def _size(work: Work) -> NDArray[np.float64]:
    """Largest number among the coordinates of each row, signs left aside."""
    return _extent(work).abs().max(axis=1).to_numpy(dtype=float)


def _drawn(work: Work) -> int:
    return int(_extent(work).notna().all(axis=1).sum())
