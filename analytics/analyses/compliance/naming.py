"""What the columns of a layer mean, where their names do not say it: chosen by a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance import columns
from analytics.analyses.compliance.rules import kinds
from analytics.core import schema
from analytics.core.errors import OrewatchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from analytics.core.dataset import Dataset

TITLE: Final = (
    *("stage", "status", "type", "commodity"),
    *("valid_from", "valid_to", "authorised", "holder"),
)
PERMIT: Final = ("permit", "status", "valid_from", "valid_to")
ZONE: Final = ("name", "zone", "valid_from", "valid_to")
RIVER: Final = ("width", "kind")
BEFORE: Final = " before"  # behind the name of a column that another one takes the place of


class RoleError(OrewatchError):
    """A column that cannot say what it was chosen for."""

    folder = Path(__file__).parent


def with_roles(dataset: Dataset, layer: str, chosen: Mapping[str, str]) -> Dataset:
    """`dataset` with the column chosen for each role of a layer: {"valid_to": "FIN"}."""
    if layer not in dataset.layers:
        raise RoleError("role-layer", name=layer, known=", ".join(dataset.layers) or "–")
    known, frame = roles(layer), dataset.layers[layer]
    there = [str(name) for name in frame.columns if name not in (schema.GEOMETRY, schema.SOURCE)]
    for role, name in chosen.items():
        if role not in known:
            told = ", ".join(known) or "–"
            raise RoleError("role-unknown", layer=layer, name=role, known=told)
        if name not in there:
            told = ", ".join(there) or "–"
            raise RoleError("role-column", layer=layer, name=name, known=told)
    part = next(part for part in dataset.provenance if part.part == layer)
    return dataset.with_layer(layer, named(frame, chosen), part)


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
