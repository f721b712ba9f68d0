"""A chart of many panels as one chart for each, so that the page decides how many stand abreast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def split(drawn: alt.FacetChart) -> Iterator[tuple[str, alt.Chart | alt.LayerChart]]:
    """Each panel under its name, in the chart's order and on the scale that it had."""
    column = str(drawn.facet["shorthand"]).partition(":")[0]
    rows: pd.DataFrame = drawn.data  # type: ignore[assignment]  # `charts` hands over frames
    for name in drawn.facet["sort"]:
        panel = _panel(drawn, rows)
        title = alt.TitleParams(name, fontSize=12, fontWeight="normal", limit=240)
        panel.data, panel.title = rows[rows[column] == name], title
        yield str(name), panel


def _panel(drawn: alt.FacetChart, rows: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    """One panel as it is drawn, on the scale of all where they share one."""
    if _has_own_scale(drawn):
        own: alt.Chart | alt.LayerChart = drawn.spec.copy(deep=False)  # type: ignore[assignment]  # one of them
        return own
    axis = _measured(drawn)
    measure = str(drawn.spec.encoding[axis]["shorthand"]).partition(":")[0]
    most = float(rows[measure].max())
    panel: alt.Chart = drawn.spec.copy(deep=["encoding"])  # type: ignore[assignment]  # a plain one
    if most > 0:
        scale = alt.Scale(domain=[0, most], nice=True)
        panel.encoding[axis] = panel.encoding[axis].scale(scale)
    return panel


def heading(drawn: alt.FacetChart) -> tuple[str, str]:
    """What all panels show, and whether on one scale."""
    return str(drawn.title.text), str(drawn.title.subtitle)


def _measured(drawn: alt.FacetChart) -> str:
    """The axis of amounts: bars stand upright or lie level."""
    return "y" if str(drawn.spec.encoding.y["shorthand"]).endswith(":Q") else "x"


def _has_own_scale(drawn: alt.FacetChart) -> bool:
    resolved = drawn.resolve.to_dict() if drawn.resolve is not alt.Undefined else {}
    return bool(resolved.get("scale", {}).get("y") == "independent")
