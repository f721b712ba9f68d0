"""Canonical columns of a site and the closed lists their values come from."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

# Columns. Import these names; never type them again.
SITE_ID: Final = "site_id"
NAME: Final = "name"
COUNTRY: Final = "country"  # ISO 3166 alpha-3, as declared, or as found where none is declared
COUNTRY_FOUND: Final = "country_found"  # by geometry; the largest part; empty off every shore
ADMIN1: Final = "admin1"
PERIOD: Final = "period"  # label: 2024, 2025-Q3, 2025-07, 2025-07-14
PERIOD_START: Final = "period_start"  # first day, as datetime64
PERIOD_END: Final = "period_end"  # last day, inclusive
PERIOD_KIND: Final = "period_kind"
AREA_HA: Final = "area_ha"  # by the data set's area basis
SUBSTANCE: Final = "substance"
METHOD: Final = "method"
CONTAMINANT: Final = "contaminant"
IMPACT_LEVEL: Final = "impact_level"
POLLUTION_LEVEL: Final = "pollution_level"
STATUS: Final = "status"
CONFIDENCE: Final = "confidence"  # 0 to 1
SOURCE: Final = "source"
GEOMETRY: Final = "geometry"

STORED_CRS: Final = "EPSG:4326"

#: What a column of a file can be mapped to, in the order people are shown them.
TARGETS: Final = (
    SITE_ID,
    NAME,
    COUNTRY,
    ADMIN1,
    PERIOD,
    AREA_HA,
    SUBSTANCE,
    METHOD,
    CONTAMINANT,
    IMPACT_LEVEL,
    POLLUTION_LEVEL,
    STATUS,
    CONFIDENCE,
    SOURCE,
)

#: Targets whose values come from a controlled vocabulary (vocabularies.toml).
CATEGORIES: Final = (SUBSTANCE, METHOD, CONTAMINANT, IMPACT_LEVEL, POLLUTION_LEVEL, STATUS)

#: Every canonical column, in the order of a stored frame.
COLUMNS: Final = (
    SITE_ID,
    NAME,
    COUNTRY,
    COUNTRY_FOUND,
    ADMIN1,
    PERIOD,
    PERIOD_START,
    PERIOD_END,
    PERIOD_KIND,
    AREA_HA,
    SUBSTANCE,
    METHOD,
    CONTAMINANT,
    IMPACT_LEVEL,
    POLLUTION_LEVEL,
    STATUS,
    CONFIDENCE,
    SOURCE,
    GEOMETRY,
)


class AreaBasis(StrEnum):
    """Where hectares come from."""

    ATTRIBUTE = "attribute"  # a column of the file
    GEOMETRY = "geometry"  # measured on the ellipsoid


class Measure(StrEnum):
    """What a row's hectares mean over time (METHODS 0.2)."""

    FLOW = "flow"  # newly disturbed in the period: periods add up
    STOCK = "stock"  # all there is at the date: periods do not add up


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
