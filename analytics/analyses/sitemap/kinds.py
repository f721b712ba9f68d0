"""The mining method of each site as a mark: its form on the map, beside the colour of its class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.analyses.sitemap.labels import labels
from analytics.analyses.sitemap.picture import NONE
from analytics.core import schema
from analytics.core.section import Signs
from analytics.core.vocabulary import label
from analytics.core.words import Words
from analytics.viz import legend

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.sitemap.model import Sitemap

CORE: Final = Path(schema.__file__).parent
COLUMN: Final = "kind"
LEAST, LARGEST = 0.75, 1.35  # size of the marks of the first and the last class


def worded(methods: pd.Series[str], words: Words) -> pd.Series[str]:
    """Methods as people call them; what states none left as it is."""
    core = Words(CORE, words.language)
    named = {value: label(schema.METHOD, str(value), core) for value in methods.dropna().unique()}
    return methods.map(named)


def kinds(methods: pd.Series[str], own: tuple[str, ...], words: Words) -> pd.Series[str]:
    """The kind of each site: its method, that it is no `own` one, or that it states none."""
    other, none = words("kind.other"), words("class.none")
    named = worded(methods, words)
    return named.where(methods.isin(own), other).where(methods.notna(), none)


def signs(result: Sitemap, methods: pd.Series[str], words: Words) -> Signs | None:
    """The marks of the methods there are; None where no site of the data states one."""
    own = result.methods
    if not own:
        return None
    core = Words(CORE, words.language)
    marks = {
        label(schema.METHOD, method, core): mark
        for method, mark in zip(own, legend.MARKS, strict=False)
    }
    if not methods.dropna().isin(own).all():
        marks[words("kind.other")] = legend.MARKS[-1]
    if methods.isna().any():
        marks[words("class.none")] = legend.DOT
    named = labels(result, words)
    count = len(named) - 1
    step = (LARGEST - LEAST) / max(count - 1, 1)
    return Signs(
        by=COLUMN,
        marks=marks,
        sizes={
            name: LEAST if number == NONE else LEAST + (number - 1) * step
            for number, name in named.items()
        },
        legend=core(f"column.{schema.METHOD}"),
    )
