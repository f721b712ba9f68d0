"""The pieces added up: by class, province, reason, period, cell, site and rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.table import VERDICTS
from analytics.core.parts import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.facts import Law
    from analytics.analyses.compliance.layers import Laid
    from analytics.analyses.compliance.rules.rule import Restriction, Rules

AREA = "area_ha"
CLASS = "class"


def by_class(
    pieces: pd.DataFrame,
    sites: pd.DataFrame,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> pd.DataFrame:
    """class, area_ha, share, low_ha, high_ha, sites: every class, best first.

    A site counts in the class of most of its ground.
    """
    names = [str(verdict) for verdict in VERDICTS]
    area = pieces.groupby(CLASS)[AREA].sum().reindex(names, fill_value=0.0).to_numpy(dtype=float)
    total = area.sum()
    share = area / total if total > 0 else np.full(len(names), np.nan)
    low, high = np.minimum(low, area), np.maximum(high, area)
    count = sites[CLASS].value_counts().reindex(names, fill_value=0).to_numpy(dtype=np.int64)
    columns = {AREA: area, "share": share, "low_ha": low, "high_ha": high, "sites": count}
    return pd.DataFrame({CLASS: names, **columns})


def by_province(pieces: pd.DataFrame) -> pd.DataFrame:
    """country, province, class, area_ha; provinces by their hectares, classes best first."""
    found = _summed(pieces, ["country", "province", CLASS])
    order = found.groupby(["country", "province"])[AREA].transform("sum")
    return _by_class_order(found.assign(order=-order), ["order", "country", "province"])


def by_period(pieces: pd.DataFrame) -> pd.DataFrame:
    """period, class, area_ha; dated ones in order of time."""
    found = _summed(pieces[pieces["period"] != UNKNOWN], ["period", CLASS])
    return _by_class_order(found, ["period"])


def by_reason(pieces: pd.DataFrame) -> pd.DataFrame:
    """class, reason, rule, title, area_ha; the most hectares first."""
    found = _summed(pieces, [CLASS, "reason", "rule", "title"])
    keys = [AREA, CLASS, "reason", "rule", "title"]
    return found.sort_values(keys, ascending=[False, *[True] * 4], ignore_index=True)


def by_cell(pieces: pd.DataFrame) -> pd.DataFrame:
    """right, is_restricted, area_ha: with and without a title, in a zone with a rule or not."""
    return _summed(pieces, ["right", "is_restricted"])


def by_site(pieces: pd.DataFrame) -> pd.DataFrame:
    """One row for each site, the most hectares first.

    site_id, site_name, country, province, class (that of most of its ground), reason, rule, title,
    holder, zones, area_ha, and the hectares of each class as high_ha, conditional_ha, low_ha,
    undetermined_ha. Slivers count in hectares alone.
    """
    seen = pieces.drop(columns="geometry")
    most = seen.sort_values(["is_sliver", AREA, "reason"], ascending=[True, False, True])
    first = most.groupby("site_id", sort=False).first()
    parts = seen.pivot_table(
        index="site_id", columns=CLASS, values=AREA, aggfunc="sum", fill_value=0.0
    )
    parts = parts.reindex(columns=[str(verdict) for verdict in VERDICTS], fill_value=0.0)
    parts.columns = pd.Index([f"{name}_ha" for name in parts.columns])
    kept = ["site_name", "country", "province", CLASS, "reason", "rule", "title", "holder", "zones"]
    told = first[kept].join(seen.groupby("site_id")[AREA].sum()).join(parts).reset_index()
    return told.sort_values([AREA, "site_id"], ascending=[False, True], ignore_index=True)


def rules(
    said: Law, given: Rules, laid: Laid, pieces: pd.DataFrame, set_aside: tuple[str, ...]
) -> pd.DataFrame:
    """One row for each rule, the concession first.

    id, layer, effect, methods, permit, law, article, note, is_checked, use (used, derived, missing,
    aside), area_ha it decided about.
    """
    area = {
        one.id: float(pieces.loc[_names(pieces["rule"], one.id), AREA].sum())
        for one in given.restrictions
    }
    right = given.concession
    use = "aside" if kinds.CONCESSIONS in set_aside else "used" if said.has_titles else "missing"
    rows = [
        {
            "id": kinds.CONCESSIONS,
            "layer": right.layer,
            "effect": "concession",
            "methods": "any",
            "permit": "",
            "law": right.citation.law,
            "article": right.citation.article,
            "note": right.citation.note,
            "is_checked": right.citation.is_checked,
            "use": use,
            AREA: float(pieces.loc[_names(pieces["rule"], kinds.CONCESSIONS), AREA].sum()),
        }
    ]
    rows += [_row(one, laid, set_aside, area[one.id]) for one in given.restrictions]
    return pd.DataFrame(rows)


def _row(
    one: Restriction, laid: Laid, set_aside: tuple[str, ...], area: float
) -> dict[str, object]:
    use = "derived" if one.layer in laid.derived else "used"
    if one.layer not in laid.layers:
        use = "missing"
    return {
        "id": one.id,
        "layer": one.layer,
        "effect": str(one.then.effect),
        "methods": ", ".join(one.methods),
        "permit": ", ".join(one.permits),
        "law": one.citation.law,
        "article": one.citation.article,
        "note": one.citation.note,
        "is_checked": one.citation.is_checked,
        "use": "aside" if one.layer in set_aside else use,
        AREA: area,
    }


def _names(column: pd.Series[str], name: str) -> pd.Series[bool]:
    return ("+" + column + "+").str.contains(f"+{name}+", regex=False)


def _summed(pieces: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    plain = pd.DataFrame(pieces[[*keys, AREA]])
    return plain.groupby(keys, observed=True, sort=True)[AREA].sum().reset_index()


def _by_class_order(found: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    rank = {str(verdict): place for place, verdict in enumerate(VERDICTS)}
    ordered = found.assign(rank=found[CLASS].map(rank)).sort_values([*keys, "rank"])
    return ordered.drop(columns=[c for c in ("rank", "order") if c in ordered]).reset_index(
        drop=True
    )
