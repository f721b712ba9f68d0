"""The measures a page offers, each number with what it rests on (METHODS of the analysis)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from analytics.stats.scenario.measure import NONE, Costs, Measure
from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.analyses.scenario import ScenarioParams

ASSUMED: Final = "D"
ELASTICITY: Final = Spread(0.0, 0.5, 1.5)
PRICE_EVIDENCE: Final = ("E15", "E16", "E17", "E18")
#: Where nobody patrols across the border (E11).
OPEN_BORDER: Final = Spread(0.3, 1.0, 2.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A kind of measure; a part without evidence of its own is an assumption."""

    effectiveness: Spread
    leakage: Spread
    ramp: int = 1
    decay: float = 0.0
    half_life: float = 0.0
    formalised: float = 0.0
    mercury_cut: Spread = NONE
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # part -> findings
    grades: Mapping[str, str] = field(default_factory=dict)  # part -> A to C


TYPED_IN: Final = ("coverage", "restored_ha")
MOVED: Final = ("E2", "E4", "E10", "E11")
PRESETS: Final = {
    "operation": Preset(
        effectiveness=Spread(0.60, 0.80, 0.95),
        leakage=Spread(0.10, 0.25, 0.60),
        decay=0.05,
        half_life=1.0,
        evidence={"effectiveness": ("E1", "E3", "E4", "E8", "E9"), "leakage": MOVED},
        grades={"effectiveness": "B", "leakage": "B"},
    ),
    "raids": Preset(
        effectiveness=Spread(0.0, 0.25, 0.60),
        leakage=Spread(0.2, 0.5, 1.0),
        decay=0.5,
        half_life=0.5,
        evidence={"effectiveness": ("E6",), "leakage": MOVED},
    ),
    "patrol": Preset(
        effectiveness=Spread(0.2, 0.5, 0.8),
        leakage=Spread(0.1, 0.3, 0.6),
        ramp=2,
        decay=0.05,
        half_life=1.0,
        evidence={"leakage": MOVED},
    ),
    "alerts": Preset(
        effectiveness=Spread(0.05, 0.11, 0.17),
        leakage=Spread(0.2, 0.36, 0.5),
        evidence={"effectiveness": ("E10",), "leakage": ("E10",)},
        grades={"effectiveness": "A", "leakage": "A"},
    ),
    "formalise": Preset(
        effectiveness=Spread(-0.30, 0.0, 0.20),
        leakage=Spread.certain(0.0),
        ramp=3,
        formalised=0.2,
        evidence={"effectiveness": ("E12",)},
        grades={"effectiveness": "B"},
    ),
    "traceability": Preset(
        effectiveness=Spread(0.0, 0.3, 0.6),
        leakage=Spread(0.1, 0.4, 0.8),
        ramp=2,
        decay=0.1,
        half_life=0.5,
        evidence={"effectiveness": ("E13",)},
        grades={"effectiveness": "C"},
    ),
    "fuel": Preset(
        effectiveness=Spread(0.0, 0.2, 0.5),
        leakage=Spread(0.1, 0.3, 0.6),
        decay=0.2,
        half_life=0.3,
        evidence={"leakage": MOVED},
    ),
    "protect": Preset(
        effectiveness=Spread(0.0, 0.2, 0.5),
        leakage=Spread(0.3, 0.6, 0.9),
        ramp=3,
        evidence={"effectiveness": ("E19",), "leakage": ("E19",)},
    ),
    "mercury": Preset(
        effectiveness=Spread(0.0, 0.0, 0.1),
        leakage=NONE,
        ramp=3,
        mercury_cut=Spread(0.3, 0.6, 0.9),
        evidence={"mercury_cut": ("E23",)},
    ),
    "road": Preset(
        effectiveness=Spread(-1.0, -0.3, -0.1),
        leakage=NONE,
        ramp=2,
        evidence={"effectiveness": ("E19", "E20")},
        grades={"effectiveness": "C"},
    ),
}
#: What leaves ground to heal, whatever else is done.
RESTORATION: Final = "restoration"
#: Mercury used for a hectare, in kilograms: the least and the most that the published chain gives
#: for five countries (grade of the ore, 2.5 m deep, mercury for each gold), Brazil the likeliest.
MERCURY_KG: Final = Spread(1.6, 4.5, 5.4)
#: What is taken together in the preset of that name.
TOGETHER: Final = ("operation", "alerts", "formalise")


def measures(params: ScenarioParams, *, later: int = 0) -> tuple[Measure, ...]:
    """The measures of the preset asked for, so many periods later; none for "nothing"."""
    restored = (_restoration(params, later),) if params.restored_ha else ()
    if params.preset == "nothing":
        return restored
    names = TOGETHER if params.preset == "together" else (params.preset,)
    start = params.start + later
    end = start + params.lasts if params.lasts else None
    costs = Costs(setup=params.setup, running=params.running)
    chosen = tuple(
        _measure(name, params, start=start, end=end, costs=costs if name == names[0] else Costs())
        for name in names
    )
    return (*chosen, *restored)


def _restoration(params: ScenarioParams, later: int) -> Measure:
    return Measure(
        name=RESTORATION,
        effectiveness=NONE,
        start=params.start + later,
        restored_ha=Spread.certain(params.restored_ha),
        lag=params.lag,
    )


def _measure(
    name: str, params: ScenarioParams, *, start: int, end: int | None, costs: Costs
) -> Measure:
    kind = PRESETS[name]
    moves = kind.leakage.high > 0
    return Measure(
        name=name,
        start=start,
        end=end,
        ramp=kind.ramp,
        coverage=Spread.certain(params.coverage),
        effectiveness=kind.effectiveness,
        decay=Spread.certain(kind.decay),
        half_life=Spread.certain(kind.half_life),
        leakage=OPEN_BORDER if moves and params.neighbours == "open" else kind.leakage,
        formalised=Spread.certain(kind.formalised),
        mercury_cut=kind.mercury_cut,
        costs=costs,
    )


def known(measure: Measure, part: str) -> tuple[str, tuple[str, ...]]:
    """How well a number is known, A to D, and the findings it rests on; "" of one typed in.

    The name of a measure is nothing: a file may give ours other numbers, and those rest on nothing.
    """
    kind, spread = PRESETS.get(measure.name), getattr(measure, part)
    if kind is None or part in TYPED_IN:
        return "", ()
    if part == "leakage" and spread == OPEN_BORDER:
        return "B", ("E11",)
    if spread != _spread(kind, part):
        return "", ()
    return kind.grades.get(part, ASSUMED), kind.evidence.get(part, ())


def _spread(kind: Preset, part: str) -> Spread:
    own = getattr(kind, part, NONE)
    return own if isinstance(own, Spread) else Spread.certain(own)
