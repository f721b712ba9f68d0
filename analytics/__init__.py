"""Answers about illegal and artisanal mining: from data to a sentence a minister can read.

>>> import analytics
>>> answer = analytics.run("totals", analytics.sample(), by="country")
>>> answer.result.table["share"].sum().round(6)
np.float64(1.0)
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from analytics.core.analysis import Analysis, Run, catalogue, execute, find
from analytics.core.dataset import Dataset
from analytics.core.errors import ParameterError
from analytics.core.filters import Filters, apply
from analytics.core.section import Section

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.pipeline import Intake

__version__ = "0.1.0"
__all__ = [
    "Analysis",
    "Dataset",
    "Filters",
    "Run",
    "Section",
    "catalogue",
    "execute",
    "filtered",
    "inspect",
    "read",
    "run",
    "sample",
]


def run(slug: str, dataset: Dataset, **params: object) -> Run[Any]:
    """Run one analysis by name; parameters not given keep their defaults."""
    analysis = find(slug)
    known = [f.name for f in fields(analysis.params)]
    for name in params:
        if name not in known:
            raise ParameterError("unknown", name=name, known=", ".join(known))
    return execute(analysis, dataset, analysis.params(**params))


def filtered(dataset: Dataset, **wanted: object) -> Dataset:
    """Only the records wanted: `filtered(data, country=["PER", "COL"], first=2019)`.

    The names are those of `Filters`; one value need not be a list, "" is what states nothing.
    """
    given = {
        name: tuple(map(_text, value)) if isinstance(value, list | tuple | set) else (_text(value),)
        for name, value in wanted.items()
        if value is not None
    }
    return apply(dataset, Filters.from_lists(given))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def sample() -> Dataset:
    """The made-up region that ships with the product, marked as sample data everywhere."""
    from analytics import madeup

    return madeup.build()


def read(source: Path | str | bytes, **settings: Any) -> Dataset:  # noqa: ANN401 - passed on
    """A file, URL or bytes as a data set; refused with a sentence while a choice is open.

    `settings` are those of `analytics.intake.pipeline.inspect`.
    """
    from analytics.intake import pipeline

    return pipeline.read(source, **settings)


def inspect(source: Path | str | bytes, **settings: Any) -> Intake:  # noqa: ANN401 - passed on
    """What is in a file, what is wrong with it, and what was repaired."""
    from analytics.intake import pipeline

    return pipeline.inspect(source, **settings)
