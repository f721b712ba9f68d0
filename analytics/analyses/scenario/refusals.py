"""What has no answer, each with the way out."""

from __future__ import annotations

from pathlib import Path

from analytics.core.errors import MissingInput, OrewatchError


class ScenarioError(OrewatchError):
    """A question that has no answer; the text is one sentence and what to do."""

    folder = Path(__file__).parent


class TooLittle(MissingInput):
    """Data that do not carry the course asked for."""

    folder = Path(__file__).parent
