"""Groups of spots that lie close together, by distance over the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

EARTH_KM: Final = 6371.0088  # mean radius: great circles are within 0.6 % of the ellipsoid
ALONE: Final = -1
ROUNDED: Final = 1 + 1e-9  # a sum that should just do must not fail for its last digit


def by_distance(lon: Numbers, lat: Numbers, *, eps_km: float, least: int) -> Whole:
    """DBSCAN: spots with `least` others or themselves within `eps_km`, and what they reach.

    Labels 0, 1, 2 …; -1 stands alone.
    """
    from sklearn.cluster import DBSCAN

    if not len(lon):
        return np.zeros(0, dtype=np.int64)
    found = DBSCAN(
        eps=eps_km / EARTH_KM, min_samples=least, metric="haversine", algorithm="ball_tree"
    ).fit_predict(_radians(lon, lat))
    return np.asarray(found, dtype=np.int64)


def by_amount(
    lon: Numbers, lat: Numbers, amounts: Numbers, *, eps_km: float, least: float
) -> Whole:
    """DBSCAN by weight: spots within `eps_km` of `least` of the amount, and what they reach.

    One spot with so much is a group by itself. Labels 0, 1, 2 …; -1 stands alone, as all do
    where there is none of the amount.
    """
    from sklearn.cluster import DBSCAN

    if not amounts.any():
        return np.full(len(lon), ALONE, dtype=np.int64)
    found = DBSCAN(
        eps=eps_km / EARTH_KM, min_samples=1, metric="haversine", algorithm="ball_tree"
    ).fit_predict(_radians(lon, lat), sample_weight=amounts / least * ROUNDED)
    return np.asarray(found, dtype=np.int64)


def by_density(lon: Numbers, lat: Numbers, *, least: int) -> Whole:
    """HDBSCAN: groups of at least `least` spots, dense for where they are; -1 stands alone."""
    from sklearn.cluster import HDBSCAN

    if len(lon) < max(least, 2):
        return np.full(len(lon), ALONE, dtype=np.int64)
    found = HDBSCAN(
        min_cluster_size=least, metric="haversine", algorithm="ball_tree", copy=True
    ).fit_predict(_radians(lon, lat))
    return np.asarray(found, dtype=np.int64)


def _radians(lon: Numbers, lat: Numbers) -> Numbers:
    return np.radians(np.column_stack([lat, lon]))
