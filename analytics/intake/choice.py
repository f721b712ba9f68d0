"""What the user chose for an issue, held to the options there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from analytics.intake.work import Work


def chosen(
    work: Work, code: str, default: str, options: tuple[str, ...], *, column: str = ""
) -> str:
    """The option in force for the issue `code`; anything but one of `options` is refused."""
    option = work.option(code, default, column)
    if option not in (*options, default):
        raise ReadError("choice-option", name=code, value=option, choices=", ".join(options))
    return option
