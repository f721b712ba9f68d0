"""The contract of an analysis, the catalogue of all of them, the one way to run one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any, Generic, TypeVar

from analytics.core.dataset import Dataset, Has, Need
from analytics.core.errors import MissingInput, NotKnown
from analytics.core.params import Params
from analytics.core.section import Section
from analytics.core.words import Words

P = TypeVar("P", bound=Params)
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Generic[P, R]):
    """One question the product answers, and the two functions that answer it."""

    slug: str  # names the URL, the CLI command, the API path and the anchor in reports
    version: str  # of the method: changes whenever a published number would
    folder: Path  # where words.toml and METHOD.md lie
    params: type[P]
    needs: tuple[Need, ...]  # what the data set must hold
    run: Callable[[Dataset, P], R]
    tell: Callable[[R, Words], Section]
    is_free: bool = False  # of data: what is typed in may be enough
    pictures: tuple[str, ...] = ()  # of a brief, by name; () is the first chart, else the first map
    many: int = 20_000  # records; an answer about more is worked out beside a page, not on it
    for_paper: Callable[[P], P] | None = None  # what a document asks that has more time than a page

    @property
    def takes_table(self) -> bool:
        """Whether a table of series may take the place of sites."""
        return self.is_free or any(need.kind is Has.SERIES for need in self.needs)

    def words(self, language: str) -> Words:
        """Texts of this analysis in `language`."""
        return Words(self.folder, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Generic[R]):
    """A result, with all it takes to repeat it, audit it and cite it."""

    analysis: Analysis[Any, R]
    params: Params
    dataset: Dataset
    result: R
    started: datetime
    seconds: float

    def section(self, language: str = "en") -> Section:
        """Tell the result in `language`; its caveats say what filters and reading changed."""
        told = self.analysis.tell(self.result, self.analysis.words(language))
        filtered, report = self.dataset.filtered, self.dataset.report
        left = filtered.caveats(language) if filtered else ()
        found = report.caveats(language) if report else ()
        return replace(told, caveats=(*left, *told.caveats, *found))

    def on_paper(self) -> Run[R]:
        """The same run, or the one that a document asks for in its place."""
        ask = self.analysis.for_paper
        params = ask(self.params) if ask else self.params
        return self if params == self.params else execute(self.analysis, self.dataset, params)

    def _repr_html_(self) -> str:
        """Tables and charts in a notebook."""
        from analytics.viz.notebook import as_html

        return as_html(self)


def execute(analysis: Analysis[P, R], dataset: Dataset, params: P) -> Run[R]:
    """Run `analysis`. Page, terminal, API, report and job all come through here."""
    for need in dataset.lacks(analysis.needs):
        if dataset.filtered and dataset.sites.empty:
            raise MissingInput("filters-nothing")
        raise need.error()
    if dataset.is_table and not analysis.takes_table:
        raise MissingInput("needs-sites")
    started, clock = datetime.now(UTC), perf_counter()
    result = analysis.run(dataset, params)
    return Run(
        analysis=analysis,
        params=params,
        dataset=dataset,
        result=result,
        started=started,
        seconds=perf_counter() - clock,
    )


@cache
def catalogue() -> dict[str, Analysis[Any, Any]]:
    """Every folder in `analytics/analyses`, by slug: dropping one in registers it."""
    home = importlib.import_module(f"{__package__.rpartition('.')[0]}.analyses")
    modules = (
        importlib.import_module(f"{home.__name__}.{m.name}")
        for m in pkgutil.iter_modules(home.__path__)
    )
    return {module.ANALYSIS.slug: module.ANALYSIS for module in modules}


def find(slug: str) -> Analysis[Any, Any]:
    """The analysis called `slug`, or an error that lists those there are."""
    if slug not in catalogue():
        raise NotKnown("analysis", name=slug, known=", ".join(catalogue()))
    return catalogue()[slug]
