"""How much mercury people who eat the fish would carry: ranges only, no money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

DAYS: Final = 365.0
MICROGRAMS: Final = 1e6
UG_KG_DAY_PER_UG_G: Final = 0.1  # a daily intake of 0.1 µg/kg leaves 1 µg/g in hair


@dataclass(frozen=True, slots=True, kw_only=True)
class Eater:
    """Somebody who eats fish from the river."""

    fish_g_day: float
    fish_mercury_ug_g: float
    weight_kg: float

    @property
    def hair_ug_g(self) -> float:
        """Mercury in hair."""
        daily = self.fish_g_day * self.fish_mercury_ug_g / self.weight_kg
        return daily / UG_KG_DAY_PER_UG_G

    def intake_g(self, years: float) -> float:
        """Methylmercury eaten in so many years."""
        return self.fish_g_day * self.fish_mercury_ug_g * DAYS * years / MICROGRAMS


def affected_people(
    methylated_g: float, intake_g: float, *, people_km2: float, radius_km: float
) -> float:
    """How many such eaters the methylmercury would last for; no more than live around."""
    return min(methylated_g / intake_g, people_km2 * math.pi * radius_km**2)


def iq_points(hair_ug_g: float, *, per_ug_g: float) -> float:
    """Points a child would lose, by its mother's hair."""
    return hair_ug_g * per_ug_g
