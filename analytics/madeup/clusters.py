"""Mining districts of the made-up land, and the rights and zones that surround each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A stretch of river where sites gather, and what was planned around it.

    `right` is the kind of concession, a key of `zones.RIGHTS`; "" for none.
    """

    province: int
    river: int  # position in Region.rivers: 0 to 5 main rivers, 6 to 11 tributaries
    along: float  # share of the river's length
    weight: float  # how much of the province's mining happens here
    since: int = 2016
    right: str = ""
    zone: str = ""  # "conservation", "protected_forest" or "production_forest"
    permit: str = ""  # "forest_use" where one was given for the whole district


CLUSTERS: Final = (
    Cluster(province=0, river=0, along=0.30, weight=3, right="valid"),
    Cluster(
        province=0, river=0, along=0.58, weight=4, right="valid",
        zone="production_forest", permit="forest_use",
    ),
    Cluster(province=0, river=0, along=0.86, weight=2, since=2018),
    Cluster(province=0, river=6, along=0.45, weight=2, right="valid", zone="production_forest"),
    Cluster(province=1, river=1, along=0.48, weight=3, zone="conservation"),
    Cluster(province=1, river=1, along=0.66, weight=4, right="valid"),
    Cluster(province=1, river=1, along=0.88, weight=5),
    Cluster(province=1, river=7, along=0.50, weight=2, since=2019, right="expired"),
    Cluster(province=2, river=2, along=0.30, weight=3, right="valid", zone="conservation"),
    Cluster(province=2, river=2, along=0.60, weight=4, right="exploration"),
    Cluster(province=2, river=2, along=0.85, weight=2, since=2020),
    Cluster(province=2, river=8, along=0.45, weight=2, right="suspended"),
    Cluster(province=3, river=3, along=0.32, weight=4, right="valid", zone="protected_forest"),
    Cluster(province=3, river=3, along=0.60, weight=3, right="later"),
    Cluster(province=3, river=3, along=0.85, weight=2, right="unauthorised"),
    Cluster(province=3, river=9, along=0.45, weight=2, since=2018, zone="protected_forest"),
    Cluster(
        province=4, river=4, along=0.30, weight=3, right="valid",
        zone="protected_forest", permit="forest_use",
    ),
    Cluster(province=4, river=4, along=0.58, weight=4),
    Cluster(province=4, river=4, along=0.85, weight=2, right="valid"),
    Cluster(province=4, river=10, along=0.50, weight=2, since=2019, zone="conservation"),
    Cluster(province=5, river=5, along=0.32, weight=4),
    Cluster(province=5, river=5, along=0.60, weight=3, zone="conservation"),
    Cluster(province=5, river=5, along=0.85, weight=2, since=2018),
    Cluster(province=5, river=11, along=0.70, weight=2, since=2017),
)  # fmt: skip
