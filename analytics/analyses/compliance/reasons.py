"""The reason of a class as a sentence: which zone, which title, which permit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.compliance.caveats import layer
from analytics.analyses.compliance.pieces import JOIN, PROVISIONAL, SURFACE_ASSUMED
from analytics.analyses.compliance.rules import kinds

if TYPE_CHECKING:
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
        permits=words.join(permit.replace("_", " ") for permit in permits.split(JOIN)),
        title=words(f"title.{title}") if title else "",
    )
    told = [said]
    if is_provisional:
        told.append(words("reason.provisional"))
    if is_assumed:
        told.append(words("reason.surface"))
    return " ".join(told)


def there(zones: str, words: Words) -> str:
    """The zones a piece lies in, as people call them."""
    return words.join(layer(name, words) for name in zones.split(JOIN) if name) or words(
        "zones.none"
    )
