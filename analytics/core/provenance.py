"""Where a part of the data came from, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

#: What the column `source` of every table of the sample data says.
if TYPE_CHECKING:
    import pandas as pd

    from analytics.core.words import Words

SAMPLE_SOURCE: Final = "Orewatch sample data"
SAMPLE_NAME: Final = "sample-region"  # of the data set itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The source of one part of a data set; empty text and None mean "not stated"."""

    part: str  # "sites", or the name of the layer, raster or pixel series
    name: str  # file or product
    source: str = ""  # who publishes it
    as_of: date | None = None  # what day the content describes
    licence: str = ""
    sha256: str = ""  # of the bytes read
    steps: tuple[str, ...] = ()  # codes of what was done, in order
    is_sample: bool = False


def says_sample(frame: pd.DataFrame) -> bool:
    """Whether any row names the sample data as its source, so that files keep the mark."""
    return any(
        bool((frame[column].astype("string") == SAMPLE_SOURCE).any())
        for column in frame.columns
        if str(column).lower() == "source"
    )


def worded_name(name: str, words: Words) -> str:
    """A data set as people call it: a file by its name, the sample data in words."""
    from analytics.core.words import Words

    if name != SAMPLE_NAME:
        return name
    return Words(Path(__file__).parent, words.language)("sample.name")
