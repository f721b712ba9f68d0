"""What the columns of a layer mean, where their names do not say it: chosen by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance import columns
from analytics.analyses.compliance.rules import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

TITLE: Final = (
    *("stage", "status", "type", "commodity"),
    *("valid_from", "valid_to", "authorised", "holder"),
)
PERMIT: Final = ("permit", "status", "valid_from", "valid_to")
ZONE: Final = ("name", "zone", "valid_from", "valid_to")
RIVER: Final = ("width", "kind")
BEFORE: Final = " before"  # behind the name of a column that another one takes the place of


def roles(layer: str) -> tuple[str, ...]:
    """What the rules may ask of the shapes of a layer; nothing of a layer they do not know."""
    if layer == kinds.CONCESSIONS:
        return TITLE
    if layer == kinds.PERMITS:
        return PERMIT
    if layer == kinds.RIVERS:
        return RIVER
    return ZONE if layer in kinds.ZONES else ()


def found(frame: gpd.GeoDataFrame, layer: str) -> dict[str, str]:
    """The column that plays each role by its name; "" where none does."""
    return {role: columns.column(frame, role) or "" for role in roles(layer)}


def named(frame: gpd.GeoDataFrame, chosen: Mapping[str, str]) -> gpd.GeoDataFrame:
    """The frame with a column for each role, filled from the one chosen for it.

    The file's own columns stay; one whose name would win over the choice gets another name.
    """
    wanted = {
        role: name
        for role, name in chosen.items()
        if name in frame.columns and columns.column(frame, role) != name
    }
    cells = {role: frame[name] for role, name in wanted.items()}
    made = frame
    for role, values in cells.items():
        while (other := columns.column(made, role)) is not None:
            made = made.rename(columns={other: f"{other}{BEFORE}"})
        made = made.assign(**{columns.called(role): values})
    return made
