"""Which column of a file holds what: guessed from names and values, for the user to confirm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from analytics.core import schema
from analytics.intake.column_names import SURE, is_code, name_score, plain_name

if TYPE_CHECKING:
    import pandas as pd

    from analytics.intake.evidence import Evidence

APPLIED: Final = 0.5  # confidence from which a guess is used; below it is only proposed
SHOWN: Final = 0.2  # below it a column is not even proposed
BELIEVED: Final = 0.5  # share of fitting values from which a name is believed
IN_DOUBT: Final = 0.45  # the most a name can score whose values do not fit
BY_VALUES: Final = 0.1  # what values that do not all fit can take off a name's score
TRUSTED: Final = 0.2  # share of fitting values from which an unmistakable name is used
RECURRING: Final = 0.6  # confidence in a plain "id" that comes back period after period
LATER: Final = 0.05  # taken off for each column before it whose name differs in its number only

_PLACES = frozenset(
    {
        *("geometry", "geom", "the geom", "shape", "wkt", "wkb", "coordinates", "este", "norte"),
        *("lon", "long", "lng", "longitude", "longitud", "bujur", "x", "x geo", "easting"),
        *("lat", "latitude", "latitud", "lintang", "y", "y geo", "northing"),
    }
)
_COUNTS = frozenset({"number", "no", "nro", "numero"})  # of what, they do not say
_NAMIBIA = "NA"  # as good as nothing, but in a column of codes


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMatch:
    """One column of the file for one canonical column.

    `reason` is a code with a text under `reason.<code>`: name, name-and-values, values,
    values-doubt (the name fits, the values do not), flag (yes or no about the thing the column
    is named after), chosen, template.
    """

    target: str
    column: str
    confidence: float  # 0 to 1
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """At most one column for each target, and no column for two; the rest are alternatives."""

    matches: tuple[ColumnMatch, ...]  # in the order of schema.TARGETS
    others: tuple[ColumnMatch, ...] = ()  # best first

    @property
    def columns(self) -> dict[str, str]:
        """Target to column, for the matches sure enough to be used."""
        return {m.target: m.column for m in self.matches if m.confidence >= APPLIED}

    @property
    def proposed(self) -> tuple[ColumnMatch, ...]:
        """Matches that wait for a person to agree."""
        return tuple(m for m in self.matches if m.confidence < APPLIED)

    def match(self, target: str) -> ColumnMatch | None:
        """What was found for `target`, used or only proposed; None where nothing was."""
        return next((m for m in self.matches if m.target == target), None)

    def candidates(self, target: str) -> tuple[ColumnMatch, ...]:
        """Every column worth offering for `target`, best first."""
        found = [m for m in (*self.matches, *self.others) if m.target == target]
        return tuple(sorted(found, key=lambda m: -m.confidence))

    def with_column(self, target: str, column: str | None) -> ColumnMap:
        """The same map with `column` for `target`, taken from any other target; None for none."""
        freed = [m for m in self.matches if m.target == target or m.column == column]
        kept = [m for m in self.matches if m not in freed]
        if column is not None:
            kept.append(ColumnMatch(target=target, column=column, confidence=1.0, reason="chosen"))
        others = [m for m in (*freed, *self.others) if (m.target, m.column) != (target, column)]
        return ColumnMap(matches=_in_order(kept), others=tuple(others))


def guess(frame: pd.DataFrame) -> ColumnMap:
    """The best column for each target, by name and by values.

    Pairs are taken from the surest down, so that each column serves one target. What is less
    sure than `APPLIED` is proposed and not used.
    """
    found = sorted(_pairs(frame), key=lambda m: (-m.confidence, schema.TARGETS.index(m.target)))
    matches: list[ColumnMatch] = []
    others: list[ColumnMatch] = []
    for match in found:
        is_free = all(m.target != match.target and m.column != match.column for m in matches)
        (matches if is_free else others).append(match)
    return _with_recurring_id(frame, ColumnMap(matches=_in_order(matches), others=tuple(others)))


def _with_recurring_id(frame: pd.DataFrame, columns: ColumnMap) -> ColumnMap:
    """A plain "id" that names each site once a period is the id of the site."""
    period, found = columns.columns.get(schema.PERIOD), columns.match(schema.SITE_ID)
    if period is None or found is None or found.confidence >= APPLIED:
        return columns
    if plain_name(found.column) in _COUNTS or not _recurs(frame, found.column, period):
        return columns
    sure = replace(found, confidence=RECURRING, reason="name-and-values")
    return replace(columns, matches=tuple(sure if m is found else m for m in columns.matches))


def _recurs(frame: pd.DataFrame, column: str, period: str) -> bool:
    """Whether most values come back, and none twice in one period; countries do that too."""
    from analytics.intake.evidence import MOST, Evidence

    pairs = frame[[column, period]].dropna()
    seen = pairs[column].value_counts()
    if len(seen) <= 1 or Evidence(frame[column]).country >= MOST:
        return False
    is_numbered = not any(float(number) % 1 for number in Evidence(frame[column]).numbers)
    return is_numbered and bool((seen > 1).mean() > BELIEVED) and not pairs.duplicated().any()


def _in_order(matches: list[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    return tuple(sorted(matches, key=lambda m: schema.TARGETS.index(m.target)))


def _pairs(frame: pd.DataFrame) -> list[ColumnMatch]:
    """Every column for every target it could be, those of a numbered family a little apart."""
    from analytics.intake.evidence import Evidence

    columns = [c for c in frame.columns if str(frame[c].dtype) != "geometry"]
    family: Counter[str] = Counter()
    pairs: list[ColumnMatch] = []
    for column in columns:
        name = plain_name(column)
        if name in _PLACES:
            continue
        evidence = Evidence(frame[column])
        later = LATER * family[name]
        family[name] += 1
        if not evidence.distinct and _is_namibia(column, frame[column]):
            pairs.append(_namibia(column))
        for target in schema.TARGETS if evidence.distinct else ():
            match = _judged(target, column, evidence)
            if match.confidence >= SHOWN:
                pairs.append(replace(match, confidence=round(match.confidence - later, 3)))
    return pairs


def _is_namibia(column: str, cells: pd.Series[Any]) -> bool:
    return is_code(column) and set(cells.dropna().unique()) == {_NAMIBIA}


def _namibia(column: str) -> ColumnMatch:
    score = name_score(schema.COUNTRY, column)
    return ColumnMatch(
        target=schema.COUNTRY, column=column, confidence=score, reason="name-and-values"
    )


def _judged(target: str, column: str, evidence: Evidence) -> ColumnMatch:
    from analytics.intake.evidence import fit

    name = name_score(target, column)
    values = fit(target, column, evidence, name=name)
    if not name:
        confidence, reason = values.alone, "values"
    elif TRUSTED <= values.fit < BELIEVED and name >= SURE and values.tells:
        confidence, reason = APPLIED, "values-doubt"
    elif values.fit < BELIEVED:
        confidence, reason = min(name, IN_DOUBT) * max(values.fit, BELIEVED), "values-doubt"
    elif values.is_flag:
        confidence, reason = name, "flag"
    elif values.tells:
        confidence = name * (1 - BY_VALUES * (1 - values.fit))
        reason = "name-and-values"
    else:
        confidence, reason = name, "name"
    return ColumnMatch(target=target, column=column, confidence=confidence, reason=reason)
