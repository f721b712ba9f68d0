"""Mined ground cut by every layer; cuts are kept, so that the next question cuts what is new."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.core import geo, partition
from analytics.core.partition import Claims, Meetings, Named, Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

KEPT: Final = 48  # grounds cut so far, in memory for everybody


@dataclass(frozen=True, slots=True)
class Cut:
    """One layer's claims on the ground, and what stands for them."""

    name: str
    key: str
    made: Claims = field(compare=False, repr=False)


def pieces(ground: Named, cuts: tuple[Cut, ...]) -> Pieces:
    """The ground cut by all layers in turn; what was cut so before is taken from memory."""
    return _cut(ground, cuts)


def cut(name: str, ground: Named, zones: Named, label: Whole) -> Cut:
    """The claims of a layer. `label` has one for each meeting, -1 where it does not count."""
    key = f"{zones.key} {sha256(label.tobytes()).hexdigest()}"
    asked = _Asked(f"{ground.key}|{key}", partition.meetings(ground, zones), label)
    return Cut(name, key, _joined(asked))


@lru_cache(maxsize=KEPT)
def areas_m2(ground: Named, cuts: tuple[Cut, ...] | None = None) -> NDArray[np.float64]:
    """Square metres of each piece; of each shape, empty ones too, where no cuts are asked for."""
    return geo.area_m2(ground.shapes if cuts is None else pieces(ground, cuts).shapes)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Claims to be joined once for each content."""

    key: str
    found: Meetings = field(compare=False, repr=False)
    label: Whole = field(compare=False, repr=False)


@lru_cache(maxsize=KEPT)
def _joined(asked: _Asked) -> Claims:
    return partition.claims(asked.found, asked.label)


@lru_cache(maxsize=KEPT)
def _cut(ground: Named, cuts: tuple[Cut, ...]) -> Pieces:
    if not cuts:
        return partition.whole(ground.shapes)
    return partition.split(_cut(ground, cuts[:-1]), cuts[-1].name, cuts[-1].made)
