"""What charts, maps and notebooks share: chart forms are loaded when the first chart is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from analytics.viz import charts, dots, fan, heat, rings, shares, spread

__all__ = ["charts", "dots", "fan", "heat", "rings", "shares", "spread"]

FORMS: Final = ("charts", "dots", "fan", "heat", "rings", "shares", "spread")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any module
    """Load the chart forms when asked for: Altair takes a second, and text needs none of it."""
    if name in FORMS:
        from importlib import import_module

        return import_module(f"analytics.viz.{name}")
    raise AttributeError(name)
