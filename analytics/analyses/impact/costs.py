"""What it would cost to repair the ground, and what the forest would have given: US$."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.analyses.impact.chain import M2_PER_HA, dug_m3

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


def per_km(*, driver: float, diesel: float, km_per_litre: float, haul: float) -> float:
    """A lorry on the road, for one kilometre."""
    return driver + diesel / km_per_litre + haul


def trips(area_ha: Numbers, *, seedlings_per_ha: float, load: float) -> Numbers:
    """Lorries with seedlings: at least one to each site with any area, none to one without."""
    wanted = np.maximum(1.0, np.ceil(area_ha * seedlings_per_ha / load))
    return np.where(area_ha > 0, wanted, 0.0)


def freight(journeys: Numbers, distance_km: float, cost_per_km: float) -> Numbers:
    """There and back."""
    return 2.0 * journeys * distance_km * cost_per_km


def filling(
    area_ha: Numbers, *, depth_m: float, fertile_depth_m: float, fill: float, fertile: float
) -> tuple[Numbers, Numbers]:
    """The pit filled with plain ground, and over it the fertile layer."""
    fertile_m = min(fertile_depth_m, depth_m)
    ground = area_ha * M2_PER_HA
    return ground * (depth_m - fertile_m) * fill, ground * fertile_m * fertile


def dredging(area_ha: Numbers, *, depth_m: float, silt_share: float, price: float) -> Numbers:
    """The silt that reached the river taken out of it."""
    return dug_m3(area_ha, depth_m) * silt_share * price


def remediation(soil_g: Numbers, *, contained_g_t: float, price: float) -> Numbers:
    """The soil that holds the mercury cleaned, at a price for each tonne."""
    return soil_g / contained_g_t * price


def present_value_factor(*, years: int, rate: float, fall: float) -> float:
    """What a yearly loss is worth today, while in `years` it shrinks evenly by `fall` of itself."""
    return sum((1.0 - i * fall / years) / (1.0 + rate) ** i for i in range(years))
