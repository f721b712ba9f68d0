"""Prepare a population grid in the terminal, as the button of the page People does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analytics.cli import speak, wait
from analytics.core import progress
from analytics.intake import remote
from analytics.intake.read import open_raster
from analytics.raster import counts, rowsums

if TYPE_CHECKING:
    from analytics.raster.handle import Raster
    from analytics.raster.rowsums import RowSums

MB = 1_000_000


def prepared(file: str, *, language: str) -> str:
    """What was done, in a sentence; a grid that was prepared before is left as it is."""
    words, raster = speak.words(language), _raster(file)
    counts.check(raster)
    kept = rowsums.find(raster)
    form = "prepare.done" if kept is None else "prepare.there"
    size = words.number(rowsums.taken_bytes(kept or _built(raster, language)) / MB)
    return words(form, name=raster.name, size=size, folder=str(rowsums.lies_in(raster)))


def _raster(file: str) -> Raster:
    """A file of this machine, or one of the web, which is fetched whole."""
    if not remote.is_remote(file):
        return open_raster(Path(file))
    with wait.line() as said:
        return open_raster(remote.kept(file, said.bytes), name=remote.wanted(file).name)


def _built(raster: Raster, language: str) -> RowSums:
    try:
        with wait.line() as said, progress.heard(said.share):
            return rowsums.build(raster)
    except KeyboardInterrupt:
        click.echo(speak.words(language)("prepare.stopped", name=raster.name), err=True)
        sys.exit(speak.STOPPED)
