"""Mined ground as little and as much as it can be, when its own outlines are somewhat off.

Sites that touch shrink and grow as one: the border between two of them is none of the ground.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from analytics.analyses.compliance import margins
from analytics.core import overlay, partition
from analytics.core.partition import Named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.records import Records

    Shapes = NDArray[np.object_]

LEAST, MOST = "least", "most"  # behind the key of a ground


def least(found: Records, error_m: float) -> Records:
    """The records with the ground that is theirs for sure; sites without an area stay."""
    key = f"{found.ground.key} {LEAST} {error_m}"
    return replace(found, ground=Named(key, _shrunk(found.ground, error_m)))


def most(found: Records, error_m: float) -> Records:
    """The records with all the ground that may be theirs; what is another's stays with it."""
    key = f"{found.ground.key} {MOST} {error_m}"
    return replace(found, ground=Named(key, _grown(found.ground, error_m)))


@lru_cache(maxsize=partition.KEPT)
def _shrunk(ground: Named, error_m: float) -> Shapes:
    has_area = shapely.area(ground.shapes) > 0
    own = ground.shapes[has_area]
    together = shapely.get_parts(overlay.joined(own))
    inner = margins.buffered(together, -error_m)
    sites = Named(f"{ground.key} with area", own)
    met = partition.meetings(sites, Named(f"{ground.key} {LEAST} {error_m}", inner))
    left = partition.claims(met, np.zeros(len(met.row), dtype=np.int64))
    shrunk = np.full(len(own), shapely.Polygon(), dtype=object)
    shrunk[left.row] = np.where(shapely.is_missing(left.part), own[left.row], left.part)
    found = ground.shapes.copy()
    found[has_area] = shrunk
    return found


@lru_cache(maxsize=partition.KEPT)
def _grown(ground: Named, error_m: float) -> Shapes:
    has_area = shapely.area(ground.shapes) > 0
    own = ground.shapes[has_area]
    every = np.concatenate([own, margins.buffered(own, error_m)])
    apart = partition.own_ground(Named(f"{ground.key} {MOST} {error_m}", every))
    found = ground.shapes.copy()
    found[has_area] = overlay.sums(own, apart[len(own) :])
    return found
