"""From hectares to gold, and from gold to mercury: the physical chain of alluvial mining."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

M2_PER_HA: Final = 10_000.0


def gold_g_per_ha(
    *, depth_m: float, grade_g_t: float, loss: float, density_t_m3: float, strip_ratio: float
) -> float:
    """Grams of gold dug with one hectare."""
    moved_t = M2_PER_HA * depth_m / loss * density_t_m3
    return moved_t / (1.0 + strip_ratio) * grade_g_t


def dug_m3(area_ha: Numbers, depth_m: float) -> Numbers:
    """Ground that was dug out."""
    return area_ha * M2_PER_HA * depth_m


def mercury(
    gold: Numbers, *, ratio: float, water: float, methylation: float, soil: float
) -> dict[str, Numbers]:
    """Mercury used, what of it went to water and to soil, what of that in water methylated.

    In the unit of `gold`. The last three are parts of the first: they are never added to it.
    """
    used = gold * ratio
    return {
        "used": used,
        "water": used * water,
        "methylated": used * water * methylation,
        "soil": used * soil,
    }
