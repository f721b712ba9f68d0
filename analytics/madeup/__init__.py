"""The sample region: a made-up island with known truth, marked as sample data everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.core.dataset import Dataset
    from analytics.madeup.known import Truth

__all__ = ["SEED", "build", "truth", "write"]

SEED: Final = 7


def build(seed: int = SEED) -> Dataset:
    """The region as a data set; made once per process, the same bytes on every machine."""
    from analytics.madeup.land import dataset

    return dataset(seed)


def truth(seed: int = SEED) -> Truth:
    """What is known about the region by construction, measured apart from the product's code."""
    from analytics.madeup.known import known

    return known(seed)


def write(folder: Path, seed: int = SEED, language: str = "en") -> tuple[Path, ...]:
    """The region as the files a user could have, with a README in `language`; returns them."""
    from analytics.madeup.files import write as write_files

    return write_files(folder, seed, language)
