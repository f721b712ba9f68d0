"""A brief in the terminal: from a file, the sample data, a workspace or the record of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from analytics.cli import speak, wait
from analytics.cli.load import OptionError, dataset, filters
from analytics.core import progress
from analytics.core.analysis import find
from reports.brief import answers, manifest
from reports.brief import make as brief
from reports.brief.order import Audience, Level, Order, Paper, Wanted

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

    Data = Callable[[Wanted], Dataset]

OPEN: Final = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the options of the command say."""

    is_sample: bool
    data: str | None
    workspace: str | None
    record: Path | None
    out: Path
    audience: str | None
    language: str
    has_language: bool  # whether it was given
    paper: str | None
    level: str | None
    answers: Sequence[str]
    texts: Mapping[str, str]  # organisation, author, contact
    logo: Path | None
    how: Mapping[str, Any]  # the other options of a data set


def from_options(given: Mapping[str, Any]) -> Asked:
    """The options of the command, as they came."""
    own = ("is_sample", "data", "workspace", "record", "out", "audience", "language")
    more = ("paper", "level", "logo")
    texts = ("organisation", "author", "contact")
    named = {*own, *more, *texts, "answer"}
    return Asked(
        **{name: given[name] for name in (*own, *more) if name != "language"},
        language=given["language"] or speak.language(),
        has_language=bool(given["language"]),
        answers=given["answer"],
        texts={name: given[name] for name in texts},
        how={name: value for name, value in given.items() if name not in named},
    )


def write(asked: Asked) -> brief.Made:
    """Make the brief and write it; a record that no longer gives the same is told of."""
    from reports import export

    export.check_place(asked.out)
    _one_source(asked)
    for slug in asked.answers:
        find(slug)
    order, data, told = _order(asked)
    suffix = asked.out.suffix.lower()
    brief.check(order, suffix)
    with wait.line() as said, progress.heard(said.share):
        made = brief.make(brief.named(order, data), data, suffix)
    brief.put(asked.out, made)
    words = speak.words(asked.language)
    for code in _differs(asked, made, told):
        click.echo(words(f"brief.differs.{code}"), err=True)
    for one in made.brief.absent:
        click.echo(words("brief.absent", title=one.title, reason=one.reason), err=True)
    for warning in made.brief.warned:
        click.echo(warning, err=True)
    return made


def _one_source(asked: Asked) -> None:
    series = asked.how.get("series")
    given = sum(map(bool, (asked.is_sample, asked.data, series, asked.workspace)))
    if given > 1:
        raise OptionError("brief-sources")
    if not given and asked.record is None:
        raise OptionError("brief-source")
    source = "--from" if asked.record is not None else "--workspace" if asked.workspace else ""
    if source:
        _check_settled(asked, source)


def _check_settled(asked: Asked, source: str) -> None:
    """Refuse what would be passed over: a record and a basket hold their own answers and filters.

    A basket has its own data too; those of a record may have to be given.
    """
    said = {"--answer": asked.answers, "--filter": asked.how["filter"]}
    if source == "--from":
        said |= {"--workspace": asked.workspace}
    else:
        said |= {f"--{name.replace('_', '-')}": value for name, value in asked.how.items()}
    for option, value in said.items():
        if value:
            raise OptionError("brief-settled", option=option, source=source)


def _order(asked: Asked) -> tuple[Order, Data, tuple[str, ...]]:
    """What to make, where its data sets are, and what of a record's data has changed."""
    if asked.record is not None:
        content = _content(asked.record, manifest.MOST_BYTES)
        is_sample = all(one.get("is_sample") for one in manifest.read(content)["data"])
        data = _source(asked, is_sample=is_sample)
        order, differs = brief.again(content, data)
        return _changed(order, asked), data, differs
    created = datetime.now(UTC).replace(microsecond=0)
    order = Order(created=created)
    if asked.workspace:
        entries, data = _kept(asked.workspace)
        return _changed(replace(order, entries=entries), asked), data, ()
    data = _source(asked, is_sample=False)
    wanted = filters(asked.how["filter"]).as_lists()
    slugs = asked.answers or [one.slug for one in answers.standard(data(Wanted(slug="")))]
    entries = tuple(Wanted(slug=slug, filters=wanted) for slug in slugs)
    return _changed(replace(order, entries=entries), asked), data, ()


def _changed(order: Order, asked: Asked) -> Order:
    """The order with what the options say; of a record the rest stays as it was."""
    suffix = asked.out.suffix.lower()
    if asked.record is None:
        order = replace(order, audience=brief.audience_of(suffix), language=asked.language)
    named: dict[str, Any] = {name: text for name, text in asked.texts.items() if text}
    if asked.has_language:
        named["language"] = asked.language
    if asked.audience:
        named["audience"] = Audience(asked.audience)
    if asked.paper:
        named["paper"] = Paper(asked.paper)
    if asked.level:
        named["level"] = Level(asked.level)
    if asked.logo is not None:
        from reports.brief import logo

        named["logo"] = logo.checked(_content(asked.logo, logo.MOST_BYTES))
    return replace(order, **named)


def _source(asked: Asked, *, is_sample: bool) -> Data:
    """The one data set of the options, opened once."""
    series = asked.how.get("series")
    if not (asked.data or series or asked.is_sample or is_sample):
        raise OptionError("brief-data")
    name = asked.data or (None if series else OPEN)
    how = {key: value for key, value in asked.how.items() if key != "filter"}

    @cache
    def opened() -> Dataset:
        return dataset(data=name, filter=(), **how)

    return lambda _: opened()


def _kept(key: str) -> tuple[tuple[Wanted, ...], Data]:
    """What was put aside in a workspace of this machine, and its data sets."""
    import analytics
    from analytics.jobs.kept import put_aside
    from analytics.store import open_store
    from analytics.store.workspace import SAMPLE

    store = open_store()
    at = store.workspace(key)

    @cache
    def opened(reference: str) -> Dataset:
        return analytics.sample() if reference == SAMPLE else store.data(reference)

    entries, where = put_aside(at, opened)
    return entries, lambda wanted: opened(where[wanted.data])


def _differs(asked: Asked, made: brief.Made, told: Sequence[str]) -> tuple[str, ...]:
    """What of a record is no longer the same, by code."""
    if asked.record is None:
        return ()
    record = manifest.read(_content(asked.record, manifest.MOST_BYTES))
    return tuple(dict.fromkeys((*told, *manifest.check(record, made.brief.manifest))))


def _content(path: Path, most: int) -> bytes:
    """A file, and of one that is too large no more than shows that it is."""
    with path.open("rb") as file:
        return file.read(most + 1)
