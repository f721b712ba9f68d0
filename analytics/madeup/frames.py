"""The made-up land as the frames a data set holds, in longitude and latitude."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import shapely

from analytics.core import geo, schema
from analytics.core.countries import MADE_UP
from analytics.core.provenance import SAMPLE_SOURCE
from analytics.madeup.attributes import noted
from analytics.madeup.region import degrees
from analytics.madeup.sites import YEARS
from analytics.madeup.zones import UNMAPPED_PROVINCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from analytics.madeup.region import Line, Region, River
    from analytics.madeup.sites import Record
    from analytics.madeup.zones import Zones

AREA_DECIMALS: Final = 6  # a hundredth of a square metre: the same bytes on every machine
SHARE_DECIMALS: Final = 9


def sites(seed: int, records: Sequence[Record], region: Region) -> gpd.GeoDataFrame:
    """One row per record, by year; canonical columns, hectares measured on the outlines."""
    shapes = polygons(record.outline for record in records)
    provinces = [region.provinces[record.province] for record in records]
    countries = [province.country for province in provinces]
    years = [record.year for record in records]
    columns = {
        **noted(seed, records),
        schema.SITE_ID: [f"sample-{record.site:04d}" for record in records],
        schema.COUNTRY: countries,
        schema.COUNTRY_FOUND: countries,
        schema.ADMIN1: [province.name for province in provinces],
        schema.PERIOD: [str(year) for year in years],
        schema.PERIOD_START: pd.to_datetime([f"{year}-01-01" for year in years]).as_unit("us"),
        schema.PERIOD_END: pd.to_datetime([f"{year}-12-31" for year in years]).as_unit("us"),
        schema.PERIOD_KIND: str(schema.PeriodKind.YEAR),
        schema.AREA_HA: geo.area_ha(shapes).round(AREA_DECIMALS),
        schema.SOURCE: SAMPLE_SOURCE,
        schema.GEOMETRY: shapes,
    }
    frame = gpd.GeoDataFrame(columns, geometry=schema.GEOMETRY, crs=schema.STORED_CRS)
    return frame[list(schema.COLUMNS)]


def places(records: Sequence[Record], region: Region) -> pd.DataFrame:
    """The countries each record lies in; the shares of a record add up to 1."""
    country = [province.country for province in region.provinces]
    cut = {
        row: record.parts
        for row, record in enumerate(records)
        if len({country[province] for province, _ in record.parts}) > 1
    }
    areas_ha = iter(geo.area_ha(polygons(ring for parts in cut.values() for _, ring in parts)))
    rows: list[tuple[int, str, float]] = []
    for row, record in enumerate(records):
        if row not in cut:
            rows.append((row, country[record.province], 1.0))
            continue
        (left, _), (right, _) = record.parts
        left_ha, right_ha = next(areas_ha), next(areas_ha)
        share = round(float(left_ha / (left_ha + right_ha)), SHARE_DECIMALS)
        rows += [(row, country[left], share), (row, country[right], 1 - share)]
    return pd.DataFrame(rows, columns=["row", "country", "share"])


def layers(region: Region, zones: Zones) -> dict[str, gpd.GeoDataFrame]:
    """Every layer by its name; all carry a column `source`."""
    kinds = ("conservation", "protected_forest", "production_forest")
    return {
        "countries": _countries(region),
        "provinces": _provinces(region),
        "concessions": _concessions(zones),
        "cadastre": _cadastre(region),
        "permits": _permits(zones),
        **{kind: _zones(zones, kind) for kind in kinds},
        "rivers": _rivers(region),
        "water": _water(region),
        "mines": _mines(zones),
    }


def polygons(rings: Iterable[Line]) -> gpd.GeoSeries:
    """Rings in metres as polygons in degrees."""
    shapes = [shapely.Polygon(degrees(ring)) for ring in rings]
    return gpd.GeoSeries(shapely.orient_polygons(shapes), crs=schema.STORED_CRS)


def _countries(region: Region) -> gpd.GeoDataFrame:
    return _frame(
        region.countries.values(),
        country=list(region.countries),
        name=[MADE_UP[code] for code in region.countries],
    )


def _provinces(region: Region) -> gpd.GeoDataFrame:
    return _frame(
        (province.ring for province in region.provinces),
        country=[province.country for province in region.provinces],
        province=[province.name for province in region.provinces],
    )


def _concessions(zones: Zones) -> gpd.GeoDataFrame:
    titles = zones.concessions
    return _frame(
        (title.ring for title in titles),
        concession_id=[f"sample-C{title.number:02d}" for title in titles],
        holder=[f"Sample Mining Company {title.number:02d}" for title in titles],
        country=[title.country for title in titles],
        stage=[title.right.stage for title in titles],
        status=[title.right.status for title in titles],
        valid_from=_days(title.right.valid_from for title in titles),
        valid_to=_days(title.right.valid_to for title in titles),
        operating_authorisation=[title.right.operating_authorisation for title in titles],
    )


def _cadastre(region: Region) -> gpd.GeoDataFrame:
    """The provinces whose concessions are published: outside of them nothing is known."""
    mapped = [one for one in region.provinces if one.name != UNMAPPED_PROVINCE]
    return _frame(
        (province.ring for province in mapped),
        country=[province.country for province in mapped],
        province=[province.name for province in mapped],
    )


def _permits(zones: Zones) -> gpd.GeoDataFrame:
    permits = zones.permits
    return _frame(
        (permit.ring for permit in permits),
        permit_id=[f"sample-P{permit.number:02d}" for permit in permits],
        permit=[permit.permit for permit in permits],
        country=[permit.country for permit in permits],
        valid_from=_days(permit.valid_from for permit in permits),
        valid_to=_days(permit.valid_to for permit in permits),
    )


def _zones(zones: Zones, kind: str) -> gpd.GeoDataFrame:
    chosen = [zone for zone in zones.zones if zone.kind == kind]
    label = kind.replace("_", " ")
    return _frame(
        (zone.ring for zone in chosen),
        zone_id=[f"sample-{kind}-{zone.number}" for zone in chosen],
        name=[f"Sample {label} {zone.number}" for zone in chosen],
        country=[zone.country for zone in chosen],
    )


def _rivers(region: Region) -> gpd.GeoDataFrame:
    """Centre lines drawn downstream; widths in metres at the source and at the mouth."""
    rivers = region.rivers
    lines = [shapely.LineString(degrees(river.line)) for river in rivers]
    return gpd.GeoDataFrame(
        {
            **_river_columns(rivers),
            "flows_into": [river.joins or None for river in rivers],
            "drawn": "downstream",
            "width_source_m": [float(river.width_m[0]) for river in rivers],
            "width_mouth_m": [float(river.width_m[-1]) for river in rivers],
            schema.SOURCE: SAMPLE_SOURCE,
            schema.GEOMETRY: lines,
        },
        geometry=schema.GEOMETRY,
        crs=schema.STORED_CRS,
    )


def _water(region: Region) -> gpd.GeoDataFrame:
    return _frame((river.banks for river in region.rivers), **_river_columns(region.rivers))


def _river_columns(rivers: Sequence[River]) -> dict[str, list[str]]:
    return {
        "river_id": [f"sample-R{number:02d}" for number in range(1, len(rivers) + 1)],
        "name": [f"{river.name} (sample)" for river in rivers],
    }


def _mines(zones: Zones) -> gpd.GeoDataFrame:
    return _frame(
        (mine.ring for mine in zones.mines),
        mine_id=[mine.mine_id for mine in zones.mines],
        name=[f"Sample mine {number}" for number in range(1, len(zones.mines) + 1)],
        first_year=str(YEARS[-2]),
    )


def _frame(rings: Iterable[Line], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {**columns, schema.SOURCE: SAMPLE_SOURCE, schema.GEOMETRY: polygons(rings)},
        geometry=schema.GEOMETRY,
        crs=schema.STORED_CRS,
    )


def _days(days: Iterable[date]) -> pd.DatetimeIndex:
    return pd.to_datetime(list(days)).as_unit("us")
