"""What is refused here: ground that cannot be named, cut or compared."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from analytics.core.errors import MissingInput, ParameterError


class ContextError(ParameterError):
    """A parameter that means nothing for these data."""

    folder: ClassVar[Path] = Path(__file__).parent


class NotEnough(MissingInput):
    """Layers or sites that are missing."""

    folder: ClassVar[Path] = Path(__file__).parent
