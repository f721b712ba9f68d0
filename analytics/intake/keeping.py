"""Rows the user may keep or drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.core.issue import Action, Severity
from analytics.intake.choice import chosen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analytics.intake.work import Work


def keep_or_drop(
    work: Work,
    which: NDArray[np.bool_],
    code: str,
    *,
    severity: Severity = Severity.WARNING,
    default: str = "keep",
) -> Work:
    """Tell the rows where `which` holds, if any, and drop them where that is the choice."""
    if not which.any():
        return work
    rows = work.frame.index[which]
    options = (default, "drop" if default == "keep" else "keep")
    option = chosen(work, code, default, options)
    action = Action.DROPPED if option == "drop" else Action.KEPT
    work = work.told(
        code, severity=severity, action=action, rows=rows, options=options, option=option
    )
    return work.without(rows, code) if option == "drop" else work
