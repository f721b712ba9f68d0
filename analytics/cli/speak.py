"""How the terminal talks: its language, its options, its sentence when something is wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from analytics.cli.hints import sentence
from analytics.core.errors import OrewatchError
from analytics.core.words import LANGUAGES, Words

HERE = Path(__file__).parent
DEBUG = "OREWATCH_DEBUG"
STOPPED = 130  # the exit status of what somebody ended with Ctrl+C


class Commands(click.Group):
    """A group whose commands are listed in the order people need them."""

    FIRST = ("inspect",)
    LAST = ("brief", "prepare", "rules", "sample", "serve", "doctor")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Data first, then the analyses by name, then the rest."""
        names = set(super().list_commands(ctx))
        analyses = sorted(names - {*self.FIRST, *self.LAST})
        return [*self.FIRST, *analyses, *self.LAST]


def version() -> str:
    """The version of the product."""
    from analytics import __version__

    return __version__


def language() -> str:
    """What OREWATCH_LANGUAGE says, else the terminal's language, else English."""
    for variable in ("OREWATCH_LANGUAGE", "LC_ALL", "LANG"):
        tag = os.environ.get(variable, "").split(".")[0]
        if tag.split("_")[0].split("-")[0].lower() in LANGUAGES:
            return tag
    return "en"


def words(spoken: str) -> Words:
    """The terminal's own texts."""
    return Words(HERE, spoken)


def politely(callback: Callable[..., None]) -> Callable[..., None]:
    """Run a command; whatever goes wrong becomes one sentence and exit status 1."""

    @functools.wraps(callback)
    def wrapped(**given: Any) -> None:  # noqa: ANN401 - passed on
        spoken = str(given.get("language") or language())
        try:
            callback(**given)
        except OrewatchError as error:
            if os.environ.get(DEBUG):
                raise
            known = spoken if _is_spoken(spoken) else "en"
            _stop(sentence(error, words(known)))
        except OSError as error:
            if os.environ.get(DEBUG):
                raise
            name, why = str(error.filename or ""), error.strerror or str(error)
            _stop(words(spoken)("file", name=name, why=why))
        except KeyboardInterrupt:
            _stop(words(spoken)("stopped"), STOPPED)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:  # a door: no traceback reaches a person
            if os.environ.get(DEBUG):
                raise
            _stop(words(spoken)("bug", kind=type(error).__name__))

    return wrapped


def _is_spoken(spoken: str) -> bool:
    return spoken.replace("_", "-").split("-")[0].lower() in LANGUAGES


def _stop(sentence: str, status: int = 1) -> None:
    click.echo(" ".join(sentence.split()), err=True)  # a file name may hold a line break
    sys.exit(status)


def language_option(callback: Callable[..., None]) -> Callable[..., None]:
    """Add `--language` to a command."""
    return click.option(
        "--language",
        default=language(),
        show_default=True,
        metavar="|".join(LANGUAGES),
        help=words(language())("opt.language"),
    )(callback)


def file_options() -> list[click.Parameter]:
    """How a file is to be understood."""
    say = words(language())

    def option(name: str, metavar: str, *, many: bool = False) -> click.Option:
        key = name.strip("-").replace("-", "_")
        return click.Option([name], metavar=metavar, multiple=many, help=say(f"opt.{key}"))

    return [
        option("--data-layer", "NAME"),
        option("--map", "TEMPLATE"),
        option("--area", "attribute|geometry"),
        option("--measure", "flow|stock"),
        option("--country", "CODE"),
        option("--crs", "EPSG:CODE"),
        option("--choose", "CODE=OPTION", many=True),
    ]


def data_options(*, has_series: bool = False) -> list[click.Parameter]:
    """What an analysis works on; a table of series may take the place of sites where it can."""
    say = words(language())
    series = click.Option(["--series"], metavar="FILE", help=say("opt.series"))
    return [
        click.Option(["--data"], required=not has_series, metavar="FILE", help=say("opt.data")),
        *([series] if has_series else []),
        *file_options(),
        click.Option(["--layer"], multiple=True, metavar="NAME=FILE", help=say("opt.layer")),
        click.Option(
            ["--layer-column"],
            multiple=True,
            metavar="LAYER.ROLE=COLUMN",
            help=say("opt.layer_column"),
        ),
        click.Option(
            ["--layer-crs"], multiple=True, metavar="LAYER=EPSG:CODE", help=say("opt.layer_crs")
        ),
        click.Option(["--raster"], multiple=True, metavar="NAME=FILE", help=say("opt.raster")),
        click.Option(["--where"], multiple=True, metavar="COLUMN=VALUE", help=say("opt.where")),
        click.Option(["--filter"], multiple=True, metavar="NAME=VALUE", help=say("opt.filter")),
    ]


def brief_options() -> list[click.Parameter]:
    """What a brief is to be."""
    from reports.brief.order import Audience, Level, Paper

    say = words(language())
    place = click.Path(path_type=Path)

    def choice(name: str, of: type[StrEnum]) -> click.Option:
        return click.Option(
            [f"--{name}"],
            type=click.Choice([str(one) for one in of]),
            help=say(f"opt.brief.{name}"),
        )

    return [
        click.Option(["--sample", "is_sample"], is_flag=True, help=say("opt.brief.sample")),
        click.Option(["--workspace"], metavar="ID", help=say("opt.brief.workspace")),
        click.Option(["--from", "record"], type=place, metavar="FILE", help=say("opt.brief.from")),
        click.Option(["--answer"], multiple=True, metavar="ANALYSIS", help=say("opt.brief.answer")),
        choice("audience", Audience),
        choice("paper", Paper),
        choice("level", Level),
        *(
            click.Option([f"--{name}"], default="", metavar="TEXT", help=say(f"opt.brief.{name}"))
            for name in ("organisation", "author", "contact")
        ),
        click.Option(["--logo"], type=place, metavar="FILE", help=say("opt.brief.logo")),
        click.Option(
            ["--out"], type=place, required=True, metavar="FILE", help=say("opt.brief.out")
        ),
        click.Option(
            ["--language"],
            metavar="|".join(LANGUAGES),
            help=say("opt.language"),
        ),
    ]


def answer_options() -> list[click.Parameter]:
    """How an answer is given."""
    say = words(language())
    return [
        click.Option(["--json", "as_json"], is_flag=True, help=say("opt.json")),
        click.Option(
            ["--out"], type=click.Path(path_type=Path), metavar="FILE", help=say("opt.out")
        ),
        click.Option(
            ["--figures"],
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help=say("opt.figures"),
        ),
        click.Option(
            ["--language"],
            default=language(),
            show_default=True,
            metavar="|".join(LANGUAGES),
            help=say("opt.language"),
        ),
    ]
