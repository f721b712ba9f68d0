"""Parameters declared once: they become the form, the CLI options and the API schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from analytics.core.errors import ParameterError

P = TypeVar("P", bound="Params")


def param(  # noqa: PLR0913 - all but the default are named
    default: Any,  # noqa: ANN401 - the field's own annotation carries the type
    *,
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
    unit: str = "",
    choices: tuple[str, ...] = (),
    is_rare: bool = False,
    is_column: bool = False,
    formerly: str = "",
    from_file: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 - as above
    """Declare one parameter. Its label is `param.<name>` in `words.toml`.

    One that `is_rare` is folded away on a page: few have a reason to change it. What it was
    `formerly` called is still understood, in links and in work that was saved. One that `is_column`
    names a column of kinds (`kinds.columns`): a page offers those the data have; "" is none. Beside
    its choices may stand a text `from_file`: the terminal reads files with these suffixes.
    """
    return field(
        default=default,
        metadata={
            "low": low,
            "high": high,
            "step": step,
            "unit": unit,
            "choices": choices,
            "is_rare": is_rare,
            "is_column": is_column,
            "formerly": formerly,
            "from_file": from_file,
        },
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Params:
    """Base of every parameter set: frozen, named, checked when made."""

    def __post_init__(self) -> None:
        """Refuse values outside the declared range or choices."""
        for f in fields(self):
            value, low, high = getattr(self, f.name), f.metadata["low"], f.metadata["high"]
            choices, unit = f.metadata["choices"], f.metadata["unit"]
            if choices and value not in choices and not f.metadata["from_file"]:
                raise ParameterError(
                    "choice", name=f.name, value=str(value), choices=", ".join(choices)
                )
            if low is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise ParameterError("number", name=f.name, value=str(value))
            if low is not None and not low <= value <= high:
                raise ParameterError(
                    "range",
                    name=f.name,
                    value=f"{value:g} {unit}".strip(),
                    low=f"{low:g}",
                    high=f"{high:g}",
                )


def from_text(kind: type[P], values: Mapping[str, str]) -> P:
    """Parameters from the words of a command line or a query string."""
    known = {f.name: f for f in fields(kind)}
    typed: dict[str, object] = {}
    for name, text in renamed(kind, values).items():
        if name not in known:
            raise ParameterError("unknown", name=name, known=", ".join(known))
        typed[name] = _typed(name, text, known[name].default)
    return kind(**typed)


def as_text(params: Params) -> dict[str, str]:
    """What differs from the defaults, as an address writes it."""
    return {
        f.name: str(getattr(params, f.name))
        for f in fields(params)
        if getattr(params, f.name) != f.default
    }


def renamed(kind: type[Params], values: Mapping[str, str]) -> dict[str, str]:
    """The same with names of old replaced; where both are given, the new one counts."""
    today = {f.metadata["formerly"]: f.name for f in fields(kind) if f.metadata["formerly"]}
    old = {today[name]: text for name, text in values.items() if name in today}
    return old | {name: text for name, text in values.items() if name not in today}


def _typed(name: str, text: str, example: object) -> object:
    if isinstance(example, bool):
        if text.lower() in ("true", "false", "1", "0", "yes", "no"):
            return text.lower() in ("true", "1", "yes")
        raise ParameterError("choice", name=name, value=text, choices="true, false")
    if not isinstance(example, int | float):
        return text
    try:
        return type(example)(text)
    except ValueError:
        raise ParameterError("number", name=name, value=text) from None
