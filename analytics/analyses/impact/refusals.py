"""What has no answer, each with the way out."""

from __future__ import annotations

from pathlib import Path

from analytics.core.errors import MissingInput, OrewatchError


class ImpactError(OrewatchError):
    """A number that was typed in and cannot be used."""

    folder = Path(__file__).parent


class NothingToCount(MissingInput):
    """Data without alluvial gold whose area is known."""

    folder = Path(__file__).parent
