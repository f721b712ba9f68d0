"""Every line of the answer: what it is made of, in its own unit, for many sites at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from analytics.analyses.impact import chain, costs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

GRAMS: Final = 1_000.0  # in a kilogram


class Group(StrEnum):
    """What may be added up: money of repair and of services; amounts never."""

    AMOUNT = "amount"  # kg; mercury in water is part of the mercury used
    REPAIR = "repair"
    SERVICES = "services"


MONEY: Final = (Group.REPAIR, Group.SERVICES)
PIT: Final = ("depth", "loss", "density", "strip_ratio", "grade")
ROAD: Final = ("driver", "diesel", "km_per_litre")
TIME: Final = ("years", "rate", "fall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, and the parameters that make it."""

    name: str
    group: Group
    uses: tuple[str, ...]

    @property
    def is_money(self) -> bool:
        """Whether it is in US$; else in kg."""
        return self.group in MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the visitor chose beside the parameters."""

    distance_km: float
    prices: float = 1.0  # today's against those published
    is_per_m3: bool = False  # how the price of cleaning soil is read


def _line(name: str, group: Group, *uses: str) -> Line:
    return Line(name=name, group=group, uses=tuple(dict.fromkeys(uses)))


LINES: Final = (
    _line("gold", Group.AMOUNT, *PIT),
    _line("used", Group.AMOUNT, *PIT, "ratio"),
    _line("water", Group.AMOUNT, *PIT, "ratio", "water"),
    _line("methylated", Group.AMOUNT, *PIT, "ratio", "water", "methylation"),
    _line("soil", Group.AMOUNT, *PIT, "ratio", "soil"),
    _line("restoration", Group.REPAIR, "restoration"),
    _line("seedling_freight", Group.REPAIR, "seedlings", "load", *ROAD, "haul"),
    _line("filling", Group.REPAIR, "depth", "fertile_depth", "fill"),
    _line("fertile", Group.REPAIR, "depth", "fertile_depth", "fertile"),
    _line("dredging", Group.REPAIR, "depth", "silt_share", "dredging"),
    _line("dredge_freight", Group.REPAIR, *ROAD, "dredge_haul"),
    _line("remediation", Group.REPAIR, *PIT, "ratio", "soil", "contained", "remediation"),
    _line("carbon", Group.SERVICES, "carbon", *TIME),
    _line("bioprospecting", Group.SERVICES, "bioprospecting", *TIME),
    _line("wood", Group.SERVICES, "wood", *TIME),
    _line("erosion", Group.SERVICES, "erosion", *TIME),
)
BY_NAME: Final = {line.name: line for line in LINES}


def measured(area_ha: Numbers, at: Mapping[str, float], setting: Setting) -> dict[str, Numbers]:
    """Every line for each site: kg, or US$ at the prices of the setting."""
    money = _repair(area_ha, at, setting) | _services(area_ha, at)
    return _amounts(area_ha, at) | {name: sums * setting.prices for name, sums in money.items()}


def _amounts(area_ha: Numbers, at: Mapping[str, float]) -> dict[str, Numbers]:
    gold = area_ha * _gold_g_per_ha(at) / GRAMS
    shares = {name: at[name] for name in ("ratio", "water", "methylation", "soil")}
    return {"gold": gold, **chain.mercury(gold, **shares)}


def _gold_g_per_ha(at: Mapping[str, float]) -> float:
    return chain.gold_g_per_ha(
        depth_m=at["depth"],
        grade_g_t=at["grade"],
        loss=at["loss"],
        density_t_m3=at["density"],
        strip_ratio=at["strip_ratio"],
    )


def _repair(area_ha: Numbers, at: Mapping[str, float], setting: Setting) -> dict[str, Numbers]:
    road = {name: at[name] for name in ROAD}
    lorries = costs.trips(area_ha, seedlings_per_ha=at["seedlings"], load=at["load"])
    dredges = (area_ha > 0).astype(float)  # one is brought to each site
    plain, fertile = costs.filling(
        area_ha,
        depth_m=at["depth"],
        fertile_depth_m=at["fertile_depth"],
        fill=at["fill"],
        fertile=at["fertile"],
    )
    soil_g = _amounts(area_ha, at)["soil"] * GRAMS
    per = at["remediation"] / (at["density"] if setting.is_per_m3 else 1.0)
    return {
        "restoration": area_ha * at["restoration"],
        "seedling_freight": costs.freight(
            lorries, setting.distance_km, costs.per_km(**road, haul=at["haul"])
        ),
        "filling": plain,
        "fertile": fertile,
        "dredging": costs.dredging(
            area_ha, depth_m=at["depth"], silt_share=at["silt_share"], price=at["dredging"]
        ),
        "dredge_freight": costs.freight(
            dredges, setting.distance_km, costs.per_km(**road, haul=at["dredge_haul"])
        ),
        "remediation": costs.remediation(soil_g, contained_g_t=at["contained"], price=per),
    }


def _services(area_ha: Numbers, at: Mapping[str, float]) -> dict[str, Numbers]:
    factor = costs.present_value_factor(years=int(at["years"]), rate=at["rate"], fall=at["fall"])
    names = ("carbon", "bioprospecting", "wood", "erosion")
    return {name: area_ha * at[name] * factor for name in names}
