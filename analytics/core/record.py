"""A run as one JSON object: the contract of `--json`, of `--out x.json` and of the API."""

from __future__ import annotations

import math
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.issue import Report
    from analytics.core.section import Section


def as_json(run: Run[Any], language: str = "en") -> dict[str, Any]:
    """The whole answer: numbers unrounded, frames as lists of records, unknown as null."""
    told = run.section(language)
    return {
        "analysis": run.analysis.slug,
        "version": run.analysis.version,
        "data": run.dataset.fingerprint,
        "dataset": {
            "name": run.dataset.name,
            "area_basis": str(run.dataset.area_basis),
            "measure": str(run.dataset.measure),
            "is_sample": run.dataset.is_sample,
            "sites": len(run.dataset.sites),
            **_reading(run.dataset.report),
        },
        "filters": run.dataset.filtered.as_json() if run.dataset.filtered else None,
        "params": plain(run.params),
        "result": plain(run.result),
        "section": section(told),
    }


def _reading(report: Report | None) -> dict[str, Any]:
    """What happened when the file was read, in the words of `inspect --json`."""
    if report is None:
        return {}
    return {
        "rows_in": report.rows_in,
        "rows_kept": report.rows_kept,
        "rows_dropped": report.rows_dropped,
        "issues": [
            {"code": i.code, "severity": str(i.severity), "count": i.count, "action": str(i.action)}
            for i in report.issues
        ],
    }


def section(told: Section) -> dict[str, Any]:
    """The worded part of an answer."""
    return {
        "title": told.title,
        "headline": told.headline,
        "figures": [plain(asdict(figure)) for figure in told.figures],
        "caveats": list(told.caveats),
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Any result value in the types JSON has; shapes are left out of frames."""
    import pandas as pd

    match value:
        case pd.DataFrame():
            return [plain(record) for record in _columns(value).to_dict("records")]
        case pd.Series():
            return plain(value.to_dict())
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return _single(value)


def _single(value: Any) -> Any:  # noqa: ANN401 - as above
    import numpy as np
    import pandas as pd

    match value:
        case Enum():
            return str(value)
        case pd.Timestamp() | date():
            return value.isoformat()
        case np.generic():
            return _single(value.item())
        case float():
            return value if math.isfinite(value) else None
        case _ if value is pd.NA or value is pd.NaT:
            return None
    return value


def _columns(frame: Any) -> Any:  # noqa: ANN401 - a frame with or without shapes
    """The frame without its shapes; its index kept as columns where it has names."""
    import geopandas as gpd
    import pandas as pd

    if isinstance(frame, gpd.GeoDataFrame):
        frame = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return frame.reset_index() if any(frame.index.names) else frame
