"""What can go wrong with keeping things, in sentences."""

from __future__ import annotations

from pathlib import Path

from analytics.core.errors import NotKnown, OrewatchError


class StoreError(OrewatchError):
    """The store as a whole, or something in it, cannot be used."""

    folder = Path(__file__).parent


class NotKept(NotKnown):
    """Nothing is kept under this key; `code` says what was asked for."""

    folder = Path(__file__).parent
