"""From the options of a command to a data set."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from analytics.cli import speak, wait
from analytics.core.errors import OrewatchError
from analytics.core.filters import Filters, apply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.dataset import Dataset
    from analytics.intake.pipeline import Intake

MOST_BYTES: Final = 400_000  # of a text that stands for a value
SAMPLE = "sample"  # the word that stands for the sample data instead of a file


class OptionError(OrewatchError):
    """An option whose text cannot be understood."""

    folder = Path(__file__).parent


def intake(  # noqa: PLR0913 - one argument per option
    file: str,
    *,
    data_layer: str | None,
    map: str | None,  # noqa: A002 - the option's name
    area: str | None,
    measure: str | None,
    country: str | None,
    crs: str | None,
    choose: Sequence[str],
) -> Intake:
    """A file taken in as the options say."""
    from analytics.intake import pipeline

    choices = dict(_pairs("--choose", choose))
    taken = pipeline.inspect(
        file if "://" in file else Path(file),
        layer=data_layer or "",
        template=Path(map) if map else None,
        area=area or "",
        measure=measure or "",
        country=country or "",
        crs=crs or "",
        choices=choices,
    )
    _check_choices(choices, taken)
    return taken


def _check_choices(choices: Mapping[str, str], taken: Intake) -> None:
    """Refuse a choice about what is not there; before a file is read through, about what cannot be.

    A choice in a template may be stale: the report tells of it instead.
    """
    from analytics.core.words import texts
    from analytics.intake.work import ReadError

    known = texts(ReadError.folder)
    found = {issue.code for issue in taken.report.issues}
    for code in (choice.partition(":")[0] for choice in choices):
        is_possible = taken.dataset is None and f"issue.{code}" in known
        if code not in found and not is_possible:
            there = ", ".join(dict.fromkeys(i.code for i in taken.report.issues if i.options))
            raise OptionError("choose-unknown", name=code, known=there or "–")


def dataset(  # noqa: PLR0913 - one argument per option
    *,
    data: str | None,
    layer: Sequence[str],
    layer_column: Sequence[str],
    layer_crs: Sequence[str],
    raster: Sequence[str],
    where: Sequence[str],
    filter: Sequence[str],  # noqa: A002 - the option's name
    series: str | None = None,
    is_free: bool = False,
    **how: str | Sequence[str] | None,
) -> Dataset:
    """The data set an analysis works on, with its layers, filtered; or a table of series as is.

    For one that `is_free` of data there may be none.
    """
    if data is None or series is not None:
        is_alone = not (data or layer or raster or where or filter)
        return _series(series, is_alone=is_alone, is_free=is_free)
    if data == SAMPLE:
        from analytics import sample

        found = sample()
    else:
        from analytics.intake import pipeline

        found = pipeline.usable(intake(data, **how))  # type: ignore[arg-type]  # the file options
    found = _with_layers(found, layer, layer_crs)
    found = _with_roles(found, layer_column)
    if raster:
        from analytics.intake.layers import add_raster

        for name, file in _pairs("--raster", raster):
            found = _from_web(found, name, file) or add_raster(found, name, Path(file))
    wanted: dict[str, list[str]] = defaultdict(list)
    for column, value in _pairs("--where", where, may_be_empty=True):
        wanted[column].append(value)
    left = found.where(wanted)
    if left.sites.empty and len(found.sites):
        raise OptionError("where-nothing", where=" ".join(where))
    return apply(left, filters(filter))


def _with_layers(found: Dataset, layer: Sequence[str], layer_crs: Sequence[str]) -> Dataset:
    given, systems = _pairs("--layer", layer), dict(_pairs("--layer-crs", layer_crs))
    names = [name for name, _ in given]
    for name in systems:
        if name not in names:
            known = ", ".join(names) or "–"
            raise OptionError("crs-layer", name=name, known=known)
    if given:
        from analytics.intake.layers import add_layer

        for name, file in given:
            found = add_layer(found, name, Path(file), crs=systems.get(name, ""))
    return found


def _with_roles(found: Dataset, texts: Sequence[str]) -> Dataset:
    """Columns of layers in the roles given: LAYER.ROLE=COLUMN."""
    chosen: dict[str, dict[str, str]] = defaultdict(dict)
    for place, column in _pairs("--layer-column", texts):
        layer, sign, role = place.partition(".")
        if not (layer and sign and role):
            raise OptionError("role", value=f"{place}={column}")
        chosen[layer][role] = column
    if chosen:
        from analytics.analyses.compliance.naming import with_roles

        for layer, columns in chosen.items():
            found = with_roles(found, layer, columns)
    return found


def _from_web(dataset: Dataset, name: str, file: str) -> Dataset | None:
    """With a raster of the web, how far that is on the screen; None for a file of this machine."""
    from analytics.intake import remote

    if not remote.is_remote(file):
        return None
    with wait.line() as said:
        found = remote.added(dataset, name, file, said.bytes)
    if said.is_used and remote.could_be_parted(file):
        click.echo(
            speak.words(speak.language())("whole", address=remote.wanted(file).name), err=True
        )
    return found


def _series(file: str | None, *, is_alone: bool, is_free: bool) -> Dataset:
    """A table of series is its own data: nothing may be filtered or laid over it."""
    if file is None and is_alone and is_free:
        from analytics.intake.series import nothing

        return nothing()
    if file is None or not is_alone:
        raise OptionError("series-alone" if file else "data-or-series")
    from analytics.intake.series import read_series

    return read_series(Path(file))


def text_of(file: Path) -> str:
    """A small file as text."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OptionError("text-large", name=file.name, most=MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionError("text-encoding", name=file.name) from error


def filters(texts: Sequence[str]) -> Filters:
    """Repeated names widen; the values mean what they mean on the page."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name, value in _pairs("--filter", texts, may_be_empty=True):
        wanted[name].append(value)
    return Filters.from_lists(wanted)


def _pairs(
    option: str, texts: Sequence[str], *, may_be_empty: bool = False
) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in texts]
    for text, (left, sign, right) in zip(texts, pairs, strict=True):
        if not (left and sign and (right or may_be_empty)):
            raise OptionError("pair", option=option, value=text)
    return [(left, right) for left, _, right in pairs]
