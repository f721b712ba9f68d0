"""The JSON API: `/api/v1/…`, the same engine and the same objects as `orewatch … --json`."""

from pages.api.reply import failed
from pages.api.routes import ROUTES, Addresses

__all__ = ["ROUTES", "Addresses", "failed"]
