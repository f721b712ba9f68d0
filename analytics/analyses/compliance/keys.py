"""The key numbers a brief opens with: low compliance, what is undetermined, no-go zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance.table import Verdict
from analytics.core.section import Figure

if TYPE_CHECKING:
    from analytics.analyses.compliance.model import Compliance
    from analytics.core.words import Words

INDIGENOUS: Final = "indigenous"
ALL: Final = 1 - 1e-9  # a share that leaves nothing


def keys(result: Compliance, words: Words) -> tuple[Figure, ...]:
    """Nothing where no ground is classed; no-go zones only where some were given.

    Where all ground is undetermined no share of it is low: that would read as if it were lawful.
    """
    if result.pieces.empty or not result.mined_ha > 0:
        return ()
    by_class = result.by_class.set_index("class")["share"]
    is_told = by_class[str(Verdict.UNDETERMINED)] < ALL
    return (
        *((_share(result, Verdict.LOW, words),) if is_told else ()),
        _share(result, Verdict.UNDETERMINED, words),
        *_nogo(result, words),
        *_indigenous(result, words),
    )


def _share(result: Compliance, verdict: Verdict, words: Words) -> Figure:
    rows = result.by_class[result.by_class["class"] == str(verdict)].to_dict("records")
    row = {str(name): value for name, value in rows[0].items()}
    low, high = row["low_ha"] / result.mined_ha, row["high_ha"] / result.mined_ha
    return Figure(
        words(f"key.{verdict}"),
        words.percent(row["share"]),
        words.hectares(row["area_ha"]),
        number=float(row["share"]),
        key=str(verdict),
        span=words("key.span", low=words.percent(low), high=words.percent(high)),
    )


def _nogo(result: Compliance, words: Words) -> tuple[Figure, ...]:
    if result.by_zone.empty:
        return ()
    inside = result.pieces[result.pieces["is_restricted"] & ~result.pieces["is_sliver"]]
    count = int(inside["site_id"].nunique())
    area = float(inside["area_ha"].sum())
    return (
        Figure(
            words("key.nogo"),
            words.number(count),
            words.hectares(area),
            number=float(count),
            key="nogo",
            span=words("key.counted"),
        ),
    )


def _indigenous(result: Compliance, words: Words) -> tuple[Figure, ...]:
    rows = result.by_layer[result.by_layer["layer"] == INDIGENOUS]
    area = float(rows["area_ha"].sum())
    if not area > 0:
        return ()
    label, value = words("key.indigenous"), words.hectares(area)
    return (Figure(label, value, number=area, unit="ha", key=INDIGENOUS),)
