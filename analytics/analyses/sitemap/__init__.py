"""How large is each site, in classes on a map?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core import schema
from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.sitemap.model import Sitemap
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "SitemapParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SitemapParams(Params):
    """What the analyst may change."""

    show: str = param(
        schema.AREA_HA, choices=(schema.AREA_HA, schema.CONFIDENCE, "column"), formerly="measure"
    )
    time: str = param("upto", choices=("upto", "only"))
    drawn: str = param("auto", choices=("auto", "outlines", "points", "cells"))
    scheme: str = param(
        "quantile", choices=("quantile", "natural", "equal", "percentile", "own"), is_rare=True
    )
    classes: int = param(5, low=2, high=9, step=1, is_rare=True)
    breaks: str = param("1; 5; 20; 100", is_rare=True)
    period: str = param("", is_rare=True)
    before: str = param("", is_rare=True)
    column: str = param("", is_rare=True)
    people: bool = param(False, is_rare=True)


def _run(dataset: Dataset, params: SitemapParams) -> Sitemap:
    from analytics.analyses.sitemap.model import sitemap

    return sitemap(dataset, params)


def _tell(result: Sitemap, words: Words) -> Section:
    from analytics.analyses.sitemap.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="sitemap",
    version="2.1",
    folder=Path(__file__).parent,
    params=SitemapParams,
    needs=(),
    run=_run,
    tell=_tell,
)
