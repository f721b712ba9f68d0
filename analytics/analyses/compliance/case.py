"""The rules held against mined ground: layers laid on it, pieces cut, each with its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.analyses.compliance import facts, ground, listed, margins
from analytics.analyses.compliance.layers import PERMIT, Laid, laid
from analytics.analyses.compliance.pieces import weighed
from analytics.analyses.compliance.rules import kinds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analytics.analyses.compliance import ComplianceParams
    from analytics.analyses.compliance.facts import Law
    from analytics.analyses.compliance.pieces import Weighed
    from analytics.analyses.compliance.records import Records
    from analytics.analyses.compliance.rules.rule import Rules
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One ground under one set of rules."""

    found: Records
    laid: Laid
    said: Law
    each: Weighed
    errors_m: dict[str, float]  # of the boundaries of each layer

    def bounds_ha(self) -> tuple[Numbers, Numbers]:
        """Hectares each class has at least and at most, in the order of `VERDICTS`."""
        return margins.bounds_ha(self.said, self.found, self.laid, self.each, self.errors_m)


def case(dataset: Dataset, found: Records, rules: Rules, params: ComplianceParams) -> Case:
    """The classes of the ground of all records."""
    laid_on = laid(dataset, found, rules)
    without, granted = (frozenset(listed(text)) for text in (params.without, params.granted))
    said = facts.law(rules, found, laid_on, without=without, granted=granted)
    pieces = ground.pieces(found.ground, laid_on.cuts)
    area_m2 = ground.areas_m2(found.ground, laid_on.cuts)
    return Case(
        found=found,
        laid=laid_on,
        said=said,
        each=weighed(found, said, pieces, area_m2, narrow=laid_on.narrow, pixel_m=params.pixel_m),
        errors_m=_errors_m(rules, laid_on, params.error_m),
    )


def _errors_m(rules: Rules, laid_on: Laid, error_m: float) -> dict[str, float]:
    """The boundary error of each layer, left aside or not: another question cuts nothing anew."""
    stated = {one.layer: one.error_m for one in rules.restrictions}
    stated |= {f"{PERMIT}{permit}": None for one in rules.restrictions for permit in one.permits}
    stated[kinds.CONCESSIONS] = rules.concession.error_m
    errors = {name: error_m if own is None else own for name, own in stated.items()}
    return {name: error for name, error in errors.items() if error > 0 and name in laid_on.layers}
