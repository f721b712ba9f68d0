"""The numbers that the sums are made of: unit, bounds, and which way they push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ALL: Final = "all"  # one row for every country
GENERAL: Final = "general"  # for a country without a row of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One number; where it `falls`, more of it makes every sum smaller."""

    unit: str  # key of words: unit.<key>
    low: float  # the least and the greatest value that make sense
    high: float
    falls: bool = False
    is_certain: bool = False  # it may have no range: sums rise and fall with it


def _money(unit: str, high: float = 1e6) -> Kind:
    return Kind(unit=unit, low=0.0, high=high)


KINDS: Final = {
    "depth": Kind(unit="m", low=0.1, high=30.0),
    "loss": Kind(unit="none", low=1.0, high=10.0, falls=True),
    "density": Kind(unit="t_m3", low=1.0, high=4.0),
    "strip_ratio": Kind(unit="none", low=0.0, high=50.0, falls=True),
    "grade": Kind(unit="g_t", low=0.001, high=20.0),
    "ratio": Kind(unit="none", low=0.0, high=50.0),
    "water": Kind(unit="none", low=0.0, high=1.0),
    "methylation": Kind(unit="none", low=0.0, high=1.0),
    "soil": Kind(unit="none", low=0.0, high=1.0),
    "restoration": _money("usd_ha"),
    "seedlings": Kind(unit="per_ha", low=0.0, high=1e5),
    "load": Kind(unit="number", low=1.0, high=1e6, falls=True),
    "driver": _money("usd_km", 1e3),
    "diesel": _money("usd_litre", 1e3),
    "km_per_litre": Kind(unit="km_litre", low=0.1, high=100.0, falls=True),
    "haul": _money("usd_km", 1e3),
    "dredge_haul": _money("usd_km", 1e3),
    "fill": _money("usd_m3", 1e4),
    "fertile": _money("usd_m3", 1e4),
    "fertile_depth": Kind(unit="m", low=0.0, high=5.0, is_certain=True),
    "dredging": _money("usd_m3", 1e4),
    "silt_share": Kind(unit="none", low=0.0, high=1.0),
    "remediation": _money("usd_t", 1e5),
    "contained": Kind(unit="g_t", low=0.001, high=1e3, falls=True),
    "carbon": _money("usd_ha_year"),
    "bioprospecting": _money("usd_ha_year"),
    "wood": _money("usd_ha_year"),
    "erosion": _money("usd_ha_year"),
    "years": Kind(unit="years", low=1.0, high=200.0, is_certain=True),
    "rate": Kind(unit="none", low=0.0, high=0.5, falls=True),
    "fall": Kind(unit="none", low=0.0, high=1.0, falls=True),
    "spill": Kind(unit="none", low=1.0, high=100.0),
    "fish_mercury": Kind(unit="ug_g", low=0.0, high=20.0),
    "fish_rural": Kind(unit="g_day", low=0.0, high=2e3),
    "fish_urban": Kind(unit="g_day", low=0.0, high=2e3),
    "weight_rural": Kind(unit="kg", low=10.0, high=200.0),
    "weight_urban": Kind(unit="kg", low=10.0, high=200.0),
    "people_km2": Kind(unit="per_km2", low=0.0, high=1e5),
    "lifetime": Kind(unit="years", low=1.0, high=100.0),
    "radius_km": Kind(unit="km", low=1.0, high=1e3),
    "iq": Kind(unit="none", low=0.0, high=5.0),
}
