"""The reason of a class as a sentence: which zone, which title, which permit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.compliance.caveats import layer, permit
from analytics.analyses.compliance.pieces import JOIN, PROVISIONAL, SURFACE_ASSUMED
from analytics.analyses.compliance.rules import kinds

if TYPE_CHECKING:
    import pandas as pd

    from analytics.core.words import Words


def reason(code: str, rule: str, title: str, words: Words) -> str:
    """What the code of the decision table means here, with what was assumed."""
    is_assumed = code.endswith(SURFACE_ASSUMED)
    bare = code.removesuffix(SURFACE_ASSUMED)
    is_provisional = bare.endswith(PROVISIONAL)
    kind, _, permits = bare.removesuffix(PROVISIONAL).partition(":")
    zones = [layer(name, words) for name in rule.split(JOIN) if name and name != kinds.CONCESSIONS]
    said = words(
        f"reason.{kind}",
        zones=words.join(zones),
        permits=words.join(permit(one, words) for one in permits.split(JOIN)),
        title=words(f"title.{title}") if title else "",
    )
    told = [said]
    if is_provisional:
        told.append(words("reason.provisional"))
    if is_assumed:
        told.append(words("reason.surface"))
    return " ".join(told)


def said(rows: pd.DataFrame, words: Words) -> list[str]:
    """The reason of each row as a sentence; each is worded once, and there are few."""
    triples = list(zip(rows["reason"], rows["rule"], rows["title"], strict=True))
    known = {one: reason(*one, words) for one in dict.fromkeys(triples)}
    return [known[one] for one in triples]


def there(rows: pd.DataFrame, words: Words) -> list[str]:
    """The zones each row lies in, as people call them."""
    known = {
        zones: words.join(layer(name, words) for name in zones.split(JOIN) if name)
        or words("zones.none")
        for zones in rows["zones"].unique()
    }
    return [known[zones] for zones in rows["zones"]]
