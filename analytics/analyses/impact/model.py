"""Add up gold, mercury, repair and lost services of alluvial gold mining, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.impact import ground, parameters, people, spans
from analytics.analyses.impact.kinds import GENERAL, KINDS
from analytics.analyses.impact.lines import BY_NAME, GRAMS, LINES, MONEY, Group, Setting, measured
from analytics.analyses.impact.refusals import NothingToCount
from analytics.analyses.impact.spans import ENDS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.analyses.impact import ImpactParams
    from analytics.analyses.impact.ground import Ground
    from analytics.analyses.impact.parameters import Parameters
    from analytics.core.dataset import Dataset

LABEL: Final = "screening, not evidence"
DOLLAR: Final = "USD"
MOST_HA: Final = 100_000_000.0
AUTO: Final = "auto"
JOIN: Final = " | "  # between the sources of a number
TYPED: Final = ("depth", "grade", "ratio", "water", "methylation", "soil")
VALUES: Final = [str(end) for end in ENDS]


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """Sums with low, central and high; totals are the sums of the lines, and of the places.

    Amounts are in kg and never added up; money is in `currency`.
    """

    label: str  # what it is, in every door
    lines: pd.DataFrame  # line, group, unit, low, central, high
    totals: pd.DataFrame  # group ("repair", "services", "total"), low, central, high
    places: pd.DataFrame  # country, province, area_ha
    by_place: pd.DataFrame  # country, province, line, low, central, high
    #: set (country or "general"), parameter, unit, low, central, high, note, origin ("published",
    #: "general", "typed", "file"), and source, link, date: several with JOIN between them
    parameters: pd.DataFrame
    left: pd.DataFrame  # reason, area_ha, sites
    upper: pd.DataFrame  # lines of services as if more forest fell around; empty unless asked for
    health: pd.DataFrame  # line, low, high; empty unless asked for
    gold_value: Span | None  # of the gold, in `currency`; None without a price
    area_ha: float
    sites: int
    guessed_ha: float  # counted, though substance or method is not known
    general: tuple[str, ...]  # countries without parameters of their own; "" where none is known
    by: str
    is_typed: bool  # the area was typed in
    currency: str
    version: str  # of the parameters

    def line(self, name: str) -> Span:
        """One line of all places."""
        return _span(self.lines[self.lines["line"] == name])

    def total(self, group: str = "total") -> Span:
        """The sum of a group of lines, or of all money."""
        return _span(self.totals[self.totals["group"] == group])


def impact(dataset: Dataset, params: ImpactParams) -> Impact:
    """What the alluvial gold mining of a data set, or so many hectares, stands for."""
    known, rate, currency = _known(params), 1.0, DOLLAR
    area_ha = spans.typed_area_ha(params.area_ha, MOST_HA)
    exchange = spans.typed_exchange(params.exchange)
    if exchange is not None:
        rate, currency = exchange
    counted = _ground(dataset, params, area_ha)
    sets = _sets(counted.pits["country"], params.numbers, known)
    setting = Setting(
        distance_km=params.distance_km,
        prices=params.prices * rate,
        is_per_m3=params.soil_price == "m3",
    )
    by_place = _by_place(counted.pits, sets, known, setting)
    lines = _lines(by_place, currency)
    return Impact(
        label=LABEL,
        lines=lines,
        totals=_totals(lines),
        places=_places(counted.pits),
        by_place=by_place,
        parameters=_parameters(sets, known, params),
        left=counted.left,
        upper=_upper(by_place, sets, known) if params.spill == "upper" else _no_lines(),
        health=_health(by_place, sets, known) if params.health else people.none(),
        gold_value=_gold_value(lines, params.gold_price * rate),
        area_ha=float((counted.pits["area_ha"] * counted.pits["share"]).sum()),
        sites=counted.sites,
        guessed_ha=counted.guessed_ha,
        general=tuple(sorted(place for place, own in sets.items() if own == GENERAL)),
        by=params.by,
        is_typed=area_ha is not None,
        currency=currency,
        version=known.version,
    )


def _known(params: ImpactParams) -> Parameters:
    """The parameters shipped, a file of one's own over them, what was typed in over both."""
    known = parameters.shipped()
    if params.own.strip():
        known = known.with_file(parameters.read(params.own))
    typed = {
        name: spans.typed_span(name, getattr(params, name), KINDS[name].low, KINDS[name].high)
        for name in TYPED
    }
    return known.with_typed(typed)


def _ground(dataset: Dataset, params: ImpactParams, area_ha: float | None) -> Ground:
    if area_ha is not None:
        return ground.typed(area_ha)
    if dataset.sites.empty:
        raise NothingToCount("impact-no-data")
    found = ground.of_data(dataset, by=params.by, with_unknown=params.unknown == "count")
    if not found.pits["area_ha"].sum() > 0:
        raise NothingToCount("impact-nothing", count=len(dataset.sites))
    return found


def _sets(countries: pd.Series[str], chosen: str, known: Parameters) -> dict[str, str]:
    """Whose parameters each country takes."""
    if chosen != AUTO:
        return dict.fromkeys(countries.unique(), chosen)
    own = known.countries
    return {place: place if place in own else GENERAL for place in countries.unique()}


def _by_place(
    pits: pd.DataFrame, sets: dict[str, str], known: Parameters, setting: Setting
) -> pd.DataFrame:
    """Every line in every place; a record counts in a place by the share of it that lies there."""
    parts = [
        _at_end(own, str(country), known.values(sets[str(country)], end), setting).assign(end=end)
        for country, own in pits.groupby("country")
        for end in ENDS
    ]
    keys = ["country", "province", "line"]
    table = pd.concat(parts).pivot_table(index=keys, columns="end", values="sum", aggfunc="sum")
    return table[VALUES].rename_axis(columns=None).reset_index()


def _at_end(
    pits: pd.DataFrame, country: str, at: Mapping[str, float], setting: Setting
) -> pd.DataFrame:
    """country, province, line, sum: of the sites of one country, with one set of numbers."""
    area, share = (pits[name].to_numpy(dtype=float) for name in ("area_ha", "share"))
    sums = {line: told * share for line, told in measured(area, at, setting).items()}
    wide = pd.DataFrame(sums).assign(province=pits["province"].to_numpy())
    long = wide.groupby("province", as_index=False).sum()
    return long.melt("province", var_name="line", value_name="sum").assign(country=country)


def _lines(by_place: pd.DataFrame, currency: str) -> pd.DataFrame:
    summed = by_place.groupby("line")[VALUES].sum().reindex([line.name for line in LINES])
    return summed.reset_index().assign(
        group=[str(line.group) for line in LINES],
        unit=[currency if line.is_money else "kg" for line in LINES],
    )[["line", "group", "unit", *VALUES]]


def _totals(lines: pd.DataFrame) -> pd.DataFrame:
    """Exactly the sums of the lines of money."""
    money = lines[lines["group"] != Group.AMOUNT]
    parts = {str(group): money[money["group"] == group] for group in MONEY} | {"total": money}
    return pd.DataFrame([{"group": name, **own[VALUES].sum()} for name, own in parts.items()])


def _places(pits: pd.DataFrame) -> pd.DataFrame:
    areas = pits.assign(area_ha=pits["area_ha"] * pits["share"])
    summed = areas.groupby(["country", "province"])["area_ha"].sum().reset_index()
    order = ["area_ha", "country", "province"]
    return summed.sort_values(order, ascending=[False, True, True]).reset_index(drop=True)


def _upper(by_place: pd.DataFrame, sets: dict[str, str], known: Parameters) -> pd.DataFrame:
    """Lines of services as if so many times the forest fell: a scenario, in no total."""
    own = by_place[[BY_NAME[name].group == Group.SERVICES for name in by_place["line"]]]
    times = {
        end: own["country"].map(lambda c, end=end: known.row("spill", sets[c]).span.at(end))
        for end in ENDS
    }
    more = own.assign(**{str(end): own[str(end)] * times[end] for end in ENDS})
    order = [line.name for line in LINES if line.group == Group.SERVICES]
    return more.groupby("line")[VALUES].sum().reindex(order).reset_index()


def _no_lines() -> pd.DataFrame:
    return pd.DataFrame(columns=["line", *VALUES]).astype(dict.fromkeys(VALUES, float))


def _health(by_place: pd.DataFrame, sets: dict[str, str], known: Parameters) -> pd.DataFrame:
    return people.ranges(by_place[by_place["line"] == "methylated"], sets, known)


def _gold_value(lines: pd.DataFrame, price_g: float) -> Span | None:
    if not price_g:
        return None
    gold = _span(lines[lines["line"] == "gold"])
    return Span(*(gold.at(end) * GRAMS * price_g for end in ENDS))


def _span(row: pd.DataFrame) -> Span:
    return Span(*(float(row[end].iloc[0]) for end in VALUES))


def _parameters(sets: dict[str, str], known: Parameters, params: ImpactParams) -> pd.DataFrame:
    """Every number that the answer rests on, once for each set of them."""
    rows = []
    for own in sorted(set(sets.values())):
        for name in _used(params):
            row = known.row(name, own)
            rows.append(
                {
                    "set": own,
                    "parameter": name,
                    "unit": KINDS[name].unit,
                    **dict(zip(VALUES, (row.span.at(end) for end in ENDS), strict=True)),
                    "source": JOIN.join(one.title for one in row.sources),
                    "link": JOIN.join(one.link for one in row.sources),
                    "date": JOIN.join(one.date for one in row.sources),
                    "note": row.note,
                    "origin": row.origin,
                }
            )
    return pd.DataFrame(rows)


def _used(params: ImpactParams) -> list[str]:
    used = {name for line in LINES for name in line.uses}
    used |= set(people.USES) if params.health else set()
    used |= {"spill"} if params.spill == "upper" else set()
    return [name for name in KINDS if name in used]
