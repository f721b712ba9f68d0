"""What charts, maps and notebooks share: `viz.charts` is loaded when the first chart is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.viz import charts

__all__ = ["charts"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any module
    """Load the chart forms when asked for: Altair takes a second, and text needs none of it."""
    if name == "charts":
        from importlib import import_module

        return import_module("analytics.viz.charts")
    raise AttributeError(name)
