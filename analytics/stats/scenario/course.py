"""The flow of hectares with measures, beside the flow without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.scenario.measure import Drawn, Measure, rebound, strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST_LEFT: Final = 0.001  # of a flow: no measure ends all of it


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """Hectares; draws go down, periods across."""

    baseline: Numbers  # without any measure
    direct: Numbers  # where the measures are, with them
    suppressed: Numbers  # what they end
    leaked: Numbers  # what of it begins elsewhere
    rebound: Numbers  # what comes on top where one ended

    @cached_property
    def net_ha(self) -> Numbers:
        """Avoided altogether, by draw; below 0 where it does more harm than good."""
        return np.asarray((self.baseline - self.direct - self.leaked).sum(axis=1))

    @cached_property
    def gross_ha(self) -> Numbers:
        """Avoided where the measures are, by draw."""
        return np.asarray((self.baseline - self.direct).sum(axis=1))

    @cached_property
    def leaked_ha(self) -> Numbers:
        """Moved elsewhere, by draw."""
        return np.asarray(self.leaked.sum(axis=1))

    @cached_property
    def rebound_ha(self) -> Numbers:
        """Come back on top, by draw."""
        return np.asarray(self.rebound.sum(axis=1))

    @cached_property
    def suppressed_ha(self) -> Numbers:
        """Ended by the measures, by draw, before anything is taken off."""
        return np.asarray(self.suppressed.sum(axis=1))

    @cached_property
    def promoted_ha(self) -> Numbers:
        """Brought about by measures that make the flow grow, by draw."""
        return self.suppressed_ha - self.rebound_ha - self.gross_ha


def course(baseline: Numbers, measures: Sequence[Measure], drawn: Sequence[Drawn]) -> Course:
    """What `measures` make of `baseline` (draws down, periods across); their order is nothing.

    Each draw of a measure acts on the same draw of the baseline.
    """
    periods = baseline.shape[1]
    none = np.zeros(np.broadcast_shapes(baseline.shape, *(d["coverage"].shape for d in drawn)))
    kept, grown, on_top = none + 1.0, none + 1.0, none.copy()
    weight, moved = none.copy(), none.copy()
    for measure, values in zip(measures, drawn, strict=True):
        x = values["coverage"] * values["effectiveness"] * strength(measure, values, periods)
        left = np.maximum(1.0 - x, LEAST_LEFT)
        suppresses = values["effectiveness"] >= 0
        kept = kept * np.where(suppresses, left, 1.0)
        grown = grown * np.where(suppresses, 1.0, left)
        own = np.where(suppresses, -np.log(left), 0.0)
        weight, moved = weight + own, moved + own * values["leakage"]
        on_top = on_top + values["coverage"] * rebound(measure, values, periods)
    whole = baseline * grown
    suppressed = whole * (1.0 - kept)
    returned = baseline * on_top
    share = np.divide(moved, weight, out=none.copy(), where=weight > 0)
    return Course(
        baseline=baseline + none,
        direct=whole * kept + returned,
        suppressed=suppressed,
        leaked=suppressed * share,
        rebound=returned,
    )


def together(courses: Sequence[Course]) -> Course:
    """The courses of several target areas as one."""
    return Course(
        **{
            each.name: np.sum([getattr(one, each.name) for one in courses], axis=0)
            for each in fields(Course)
        }
    )
