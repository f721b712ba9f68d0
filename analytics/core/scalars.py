"""Single values as JSON and back: what JSON has no word for gets a tag, never a pickle."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

TAG: Final = "#"
PLAIN: Final = (str, int, bool, type(None))


def told(value: object) -> Any:  # noqa: ANN401 - JSON out
    """The value as JSON; `TypeError` for what is no single value known here."""
    if type(value) in PLAIN:
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {TAG: "float", "is": repr(value)}
    if type(value) in _tellers():
        name, tell = _tellers()[type(value)]
        return {TAG: name, "is": tell(value)}
    return _odd(value)


def heard(tag: str, value: Any) -> Any:  # noqa: ANN401 - JSON in, any value out
    """What `told` wrote as `{"#": tag, "is": value}`; `LookupError` for another tag."""
    import numpy as np
    import pandas as pd

    match tag:
        case "float":
            return float(value)
        case "missing":
            return pd.NA if value == "NA" else pd.NaT
        case "number":
            return np.array([value[1]], dtype=np.dtype(value[0]))[0]
    return _forms()[tag][2](value)


def _odd(value: object) -> dict[str, Any]:
    """Kinds of which there are many classes."""
    import numpy as np
    import pandas as pd

    if value is pd.NA or value is pd.NaT:
        return {TAG: "missing", "is": "NA" if value is pd.NA else "NaT"}
    if isinstance(value, np.generic) and value.dtype.kind in "biuf":
        told_by = repr(float(value)) if value.dtype.kind == "f" else value.item()
        return {TAG: "number", "is": [value.dtype.str, told_by]}
    if isinstance(value, np.datetime64 | np.timedelta64):
        return {TAG: "number", "is": [value.dtype.str, int(value.astype("int64"))]}
    raise TypeError(type(value).__name__)


@cache
def _tellers() -> dict[type, tuple[str, Callable[[Any], Any]]]:
    return {kind: (name, tell) for name, (kind, tell, _) in _forms().items()}


@cache
def _forms() -> dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]]:
    """Tag -> the class, how it is told, how it is made again."""
    import pandas as pd
    import shapely
    from shapely.geometry.base import BaseGeometry

    shapes = {
        f"shape-{kind.__name__}": (kind, _wkb, shapely.from_wkb)
        for kind in BaseGeometry.__subclasses__()
        for kind in (kind, *kind.__subclasses__())
        if kind.__module__.startswith("shapely.")
    }
    return {
        "date": (date, date.isoformat, date.fromisoformat),
        "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
        "timedelta": (timedelta, _microseconds, lambda count: timedelta(microseconds=count)),
        "bytes": (bytes, lambda b: base64.b64encode(b).decode("ascii"), base64.b64decode),
        "moment": (pd.Timestamp, _moment, _as_moment),
        "span": (pd.Timedelta, lambda s: [s.value, s.unit], _as_span),
        "period": (pd.Period, lambda p: [str(p), p.freqstr], lambda p: pd.Period(p[0], freq=p[1])),
        "interval": (pd.Interval, _interval, _as_interval),
        **shapes,
    }


def _wkb(shape: Any) -> str:  # noqa: ANN401 - any shape
    import shapely

    return shapely.to_wkb(shape, hex=True, flavor="iso")


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _moment(moment: pd.Timestamp) -> list[str | None]:
    zone = None if moment.tz is None else str(moment.tz)
    return [moment.isoformat(), moment.unit, zone]


def _as_moment(parts: list[Any]) -> pd.Timestamp:
    import pandas as pd

    moment = pd.Timestamp(parts[0])
    return (moment if parts[2] is None else moment.tz_convert(parts[2])).as_unit(parts[1])


def _as_span(parts: list[Any]) -> pd.Timedelta:
    import pandas as pd

    return pd.Timedelta(parts[0], unit="ns").as_unit(parts[1])


def _interval(interval: pd.Interval[Any]) -> list[Any]:
    return [told(interval.left), told(interval.right), interval.closed]


def _as_interval(parts: list[Any]) -> pd.Interval[Any]:
    import pandas as pd

    ends = [heard(p[TAG], p["is"]) if isinstance(p, dict) else p for p in parts[:2]]
    return pd.Interval(ends[0], ends[1], closed=parts[2])
