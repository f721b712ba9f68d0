"""Which layer of a file is read, and that there are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.intake.formats.table import issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.core.issue import Issue


def chosen(
    layers: Sequence[str], wanted: str, has_rows: Callable[[str], bool]
) -> tuple[str, tuple[Issue, ...]]:
    """The layer asked for, else the first with records; the ones passed over are told."""
    if not layers:
        raise ReadError("no-layers")
    if wanted:
        if wanted not in layers:
            raise ReadError("no-such-layer", layer=wanted, layers=", ".join(layers))
        return wanted, ()
    name = next((layer for layer in layers if has_rows(layer)), layers[0])
    others = [layer for layer in layers if layer != name]
    if not others:
        return name, ()
    told = issue("layers-left", count=len(others), layer=name, others=", ".join(others))
    return name, (told,)
