"""A scenario file read: every value checked, every fault told with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.scenario import money
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.core.document import Document
from analytics.stats.scenario.measure import LAG, UNCERTAIN, Costs, Measure
from analytics.stats.scenario.plan import Baseline, Known, Money, Plan, Price, Strategy
from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from analytics.core.document import Path

MOST_PERIODS, MOST_STRATEGIES, MOST_MEASURES, MOST_DRAWS = 60, 12, 12, 20_000
KEYS: Final = (
    "periods",
    "draws",
    "seed",
    "baseline",
    "price",
    "elasticity",
    "units",
    "discount",
    "currency",
    "prices",
    "classes",
    "leaked_classes",
    "stock_ha",
    "people",
    "people_exponent",
    "mercury_kg",
    "strategies",
)
MEASURE_KEYS: Final = (
    *("name", "unit", "start", "end", "ramp", "formalised_to", "lag", "costs"),
    *UNCERTAIN,
)
Given = Any  # whatever a file holds
COSTS: Final = ("setup", "running", "per_ha")
FORECAST: Final = "forecast"
#: The least and greatest value that each number of a measure may have.
BOUNDS: Final = {
    "coverage": (0.0, 1.0),
    "effectiveness": (-10.0, 1.0),
    "decay": (0.0, 10.0),
    "half_life": (0.0, 100.0),
    "leakage": (0.0, 3.0),
    "rebound": (0.0, 10.0),
    "rebound_half_life": (0.0, 100.0),
    "formalised": (0.0, 1.0),
    "mercury_cut": (0.0, 1.0),
    "restored_ha": (0.0, 1e9),
}
SHARES: Final = (-0.99, 10.0)
ANY_HA: Final = (0.0, 1e9)
ANY_MONEY: Final = (0.0, 1e15)
ANY_PEOPLE: Final = (0.0, 1e10)
ANY_KG: Final = (0.0, 1e4)
CLASSES: Final = 3
NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
OFF: Final = 1e-6  # that shares may miss 1 by
NOTHING: Final = "nothing"  # our name of the course of things
#: Keys that say nothing without another.
LEANING: Final = {
    "elasticity": "price",
    "people": "stock_ha",
    "people_exponent": "people",
    "leaked_classes": "classes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A plan, and the unit whose forecast is its baseline; None where it was typed in."""

    plan: Plan
    unit: str | None
    units: tuple[str, ...] = ()  # target areas whose shares the data have to tell


class Reader:
    """Walks through a document and knows where it is, for the sentence about what is wrong."""

    def __init__(self, found: Document) -> None:
        self.found = found

    def wanted(self) -> Wanted:
        """The whole of it, checked."""
        tree = self._mapping(self.found.value, (), KEYS, needed=("periods", "baseline"))
        for key, other in LEANING.items():
            if key in tree and other not in tree:
                raise self._wrong("spec-alone", (key,), key=key, other=other)
        periods = self._periods(tree["periods"])
        baseline, unit = self._baseline(tree["baseline"])
        units, named = self._units(tree.get("units", {}))
        strategies = self._strategies(tree, periods, [*units, *named])
        plan = Plan(
            periods=periods,
            baseline=baseline,
            strategies=strategies,
            draws=self._whole(tree.get("draws", 2_000), ("draws",), 0, MOST_DRAWS),
            seed=self._whole(tree.get("seed", 1), ("seed",), 0, 10**9),
            price=self._price(tree, len(periods)),
            money=self._money(tree),
            known=self._known(tree),
            units=units,
        )
        return Wanted(plan=plan, unit=unit, units=named)

    def kept(self) -> tuple[Strategy, ...]:
        """The strategies of a document that holds nothing else."""
        tree = self._mapping(self.found.value, (), ("strategies",), needed=("strategies",))
        return self._strategies(tree, tuple(str(n + 1) for n in range(MOST_PERIODS)), None)

    def _strategies(
        self, tree: Mapping[str, Any], periods: tuple[str, ...], units: Sequence[str] | None
    ) -> tuple[Strategy, ...]:
        given = self._list(tree.get("strategies", []), ("strategies",), MOST_STRATEGIES)
        found = [
            self._strategy(one, ("strategies", place), periods, units)
            for place, one in enumerate(given)
        ]
        names = [one.name for one in found]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise self._wrong("spec-twice", ("strategies", place, "name"), value=name)
        return tuple(found)

    def _units(self, given: Given) -> tuple[dict[str, float], tuple[str, ...]]:
        """Target areas with their shares of the flow, or those the data have to share out."""
        at: Path = ("units",)
        if isinstance(given, list):
            names = self._list(given, at, MOST_MEASURES)
            return {}, tuple(self._name(one, (*at, n)) for n, one in enumerate(names))
        if not isinstance(given, dict) or len(given) > MOST_MEASURES:
            raise self._wrong("spec-list", at, most=MOST_MEASURES)
        found = {
            self._name(name, (*at, name)): self._number(share, (*at, name), 0.0, 1.0)
            for name, share in given.items()
        }
        if sum(found.values()) > 1 + OFF:
            raise self._wrong("spec-shares", at)
        return found, ()

    def _money(self, tree: Mapping[str, Any]) -> Money:
        currency, prices = str(tree.get("currency", "")), str(tree.get("prices", ""))
        if currency and not money.is_currency(currency):
            raise self._wrong("spec-currency", ("currency",), value=currency[:40])
        if not money.is_year(prices):
            facts = {"low": money.FIRST_YEAR, "high": money.LAST_YEAR}
            raise self._wrong("spec-whole", ("prices",), value=prices[:40], **facts)
        discount = self._number(tree.get("discount", 0.05), ("discount",), 0.0, 1.0)
        return Money(discount=discount, currency=currency, prices=prices)

    def _known(self, tree: Mapping[str, Any]) -> Known:
        def number(key: str, bounds: tuple[float, float]) -> float | None:
            return self._number(tree[key], (key,), *bounds) if key in tree else None

        mercury, exponent = tree.get("mercury_kg"), number("people_exponent", (0.0, 1.0))
        return Known(
            shares=self._shares(tree, "classes"),
            leaked_shares=self._shares(tree, "leaked_classes") or Known().leaked_shares,
            stock_ha=number("stock_ha", ANY_HA),
            people=number("people", ANY_PEOPLE),
            exponent=1.0 if exponent is None else exponent,
            mercury_kg=None if mercury is None else self._spread(mercury, ("mercury_kg",), *ANY_KG),
        )

    def _shares(self, tree: Mapping[str, Any], key: str) -> tuple[float, float, float] | None:
        """Three shares that add up to 1."""
        if key not in tree:
            return None
        given = self._list(tree[key], (key,), CLASSES)
        found = [self._number(one, (key, n), 0.0, 1.0) for n, one in enumerate(given)]
        if len(found) != CLASSES or abs(sum(found) - 1) > OFF:
            raise self._wrong("spec-classes", (key,))
        return found[0], found[1], found[2]

    def _periods(self, given: Given) -> tuple[str, ...]:
        at: Path = ("periods",)
        if isinstance(given, list):
            some = self._list(given, at, MOST_PERIODS)
            labels = [self._name(one, (*at, n)) for n, one in enumerate(some)]
            if not labels or len(set(labels)) < len(labels):
                raise self._wrong("spec-periods", at, value=len(labels), most=MOST_PERIODS)
            return tuple(labels)
        return tuple(str(n) for n in range(1, self._whole(given, at, 1, MOST_PERIODS) + 1))

    def _baseline(self, given: Given) -> tuple[Baseline, str | None]:
        at: Path = ("baseline",)
        typed, drawn = ("flow_ha", "growth"), ("from", "unit")
        tree = self._mapping(given, at, (*typed, *drawn))
        none = Spread.certain(0.0)
        self._mapping(given, at, drawn if "from" in tree else typed)  # one or the other
        if "from" in tree:
            if tree["from"] != FORECAST:
                raise self._wrong("spec-from", (*at, "from"), value=str(tree["from"])[:40])
            return Baseline(flow_ha=none, growth=none), str(tree.get("unit", ""))
        if "flow_ha" not in tree:
            raise self._wrong("spec-missing", at, key="flow_ha")
        flow = self._spread(tree["flow_ha"], (*at, "flow_ha"), *ANY_HA)
        growth = self._spread(tree.get("growth", 0.0), (*at, "growth"), *SHARES)
        return Baseline(flow_ha=flow, growth=growth), None

    def _price(self, tree: Mapping[str, Any], periods: int) -> Price | None:
        if "price" not in tree:
            return None
        at: Path = ("price",)
        if isinstance(tree["price"], list):
            given = self._list(tree["price"], at, MOST_PERIODS)
            ratio = tuple(self._number(one, (*at, n), 0.01, 100) for n, one in enumerate(given))
            if len(ratio) != periods:
                raise self._wrong("spec-prices", at, value=len(ratio), count=periods)
        else:
            ratio = (self._number(tree["price"], at, 0.01, 100),) * periods
        elasticity = self._spread(tree.get("elasticity", 0.5), ("elasticity",), -10.0, 10.0)
        return Price(ratio=ratio, elasticity=elasticity)

    def _strategy(
        self, given: Given, at: Path, periods: tuple[str, ...], units: Sequence[str] | None
    ) -> Strategy:
        tree = self._mapping(given, at, ("name", "interventions"), needed=("name",))
        some = self._list(tree.get("interventions", []), (*at, "interventions"), MOST_MEASURES)
        measures: list[Measure] = []
        for place, one in enumerate(some):
            measure = self._measure(one, (*at, "interventions", place), periods, place)
            if units is not None and measure.unit and measure.unit not in units:
                where = (*at, "interventions", place, "unit")
                raise self._wrong(
                    "spec-unit", where, value=measure.unit, known=", ".join(units) or "–"
                )
            if measure.name in [other.name for other in measures]:
                raise self._wrong("spec-twice", (*at, "interventions", place), value=measure.name)
            measures.append(measure)
        name = self._name(tree["name"], (*at, "name"))
        if name == NOTHING and measures:
            raise self._wrong("spec-taken", (*at, "name"), value=name)
        return Strategy(name=name, measures=tuple(measures))

    def _measure(self, given: Given, at: Path, periods: tuple[str, ...], place: int) -> Measure:
        tree = self._mapping(given, at, MEASURE_KEYS, needed=("effectiveness",))
        parts = {
            part: self._spread(tree[part], (*at, part), *BOUNDS[part])
            for part in UNCERTAIN
            if part in tree
        }
        start = self._moment(tree.get("start", 1), (*at, "start"), periods)
        end = tree.get("end")
        stop = None if end is None else self._moment(end, (*at, "end"), periods, is_end=True)
        if stop is not None and stop <= start:
            raise self._wrong("spec-end", (*at, "end"), start=start, value=stop)
        to = self._whole(tree.get("formalised_to", 2), (*at, "formalised_to"), 1, 2)
        return Measure(
            name=self._name(tree.get("name", f"{place + 1}"), (*at, "name")),
            start=start,
            end=stop,
            ramp=self._whole(tree.get("ramp", 1), (*at, "ramp"), 1, MOST_PERIODS),
            formalised_to=1 if to == 1 else 2,
            lag=self._whole(tree.get("lag", LAG), (*at, "lag"), 0, MOST_PERIODS),
            unit=self._name(tree["unit"], (*at, "unit")) if "unit" in tree else "",
            costs=self._costs(tree.get("costs", {}), (*at, "costs")),
            **parts,
        )

    def _costs(self, given: Given, at: Path) -> Costs:
        tree = self._mapping(given, at, COSTS)
        return Costs(**{name: self._number(tree[name], (*at, name), *ANY_MONEY) for name in tree})

    def _moment(
        self,
        given: Given,
        at: Path,
        periods: tuple[str, ...],
        *,
        is_end: bool = False,
    ) -> int:
        """A period by its label, or by its number from 1 on."""
        if str(given) in periods:
            return periods.index(str(given)) + 1
        return self._whole(given, at, 1, len(periods) + is_end)

    def _name(self, given: Given, at: Path) -> str:
        name = str(given).strip() if isinstance(given, str | int) else ""
        if not name or len(name) > 80:  # noqa: PLR2004 - fits a legend
            raise self._wrong("spec-name", at)
        return name

    def _spread(self, given: Given, at: Path, low: float, high: float) -> Spread:
        if not isinstance(given, dict):
            return Spread.certain(self._number(given, at, low, high))
        tree = self._mapping(given, at, ("min", "mode", "max"), needed=("min", "mode", "max"))
        ends = [self._number(tree[key], (*at, key), low, high) for key in ("min", "mode", "max")]
        if ends != sorted(ends):
            raise self._wrong("spec-order", at)
        return Spread(*ends)

    def _number(self, given: Given, at: Path, low: float, high: float) -> float:
        if isinstance(given, str) and NUMBER.fullmatch(given):
            given = float(given)  # with more digits than a document takes for a number
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if not is_number or not low <= given <= high:
            facts = {"value": str(given)[:40], "low": f"{low:g}", "high": f"{high:g}"}
            raise self._wrong("spec-number", at, **facts)
        return float(given)

    def _whole(self, given: Given, at: Path, low: int, high: int) -> int:
        is_whole = isinstance(given, int) and not isinstance(given, bool)
        if not is_whole or not low <= given <= high:
            raise self._wrong("spec-whole", at, value=str(given)[:40], low=low, high=high)
        return int(given)

    def _list(self, given: Given, at: Path, most: int) -> list[Any]:
        if not isinstance(given, list) or len(given) > most:
            raise self._wrong("spec-list", at, most=most)
        return given

    def _mapping(
        self,
        given: Given,
        at: Path,
        known: Collection[str],
        needed: Collection[str] = (),
    ) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise self._wrong("spec-mapping", at, known=", ".join(known))
        for key in given:
            if key not in known:
                raise self._wrong("spec-unknown", (*at, key), known=", ".join(known))
        for key in needed:
            if key not in given:
                raise self._wrong("spec-missing", at, key=key)
        return given

    def _wrong(self, code: str, at: Path, **facts: object) -> ScenarioError:
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in at)
        return ScenarioError(code, line=self.found.line(at), where=where or "–", **facts)
