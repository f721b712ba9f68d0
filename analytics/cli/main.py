"""The terminal door: one command per analysis, built from its parameters, and a few of its own."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analytics.cli import speak, usage, wait
from analytics.core import progress
from analytics.core.analysis import Analysis, catalogue, execute
from analytics.core.params import from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

say = speak.words(speak.language())
usage.speak(speak.language())


@click.group(cls=speak.Commands, help=say("help.orewatch"))
@click.version_option(package_name=None, version=speak.version(), prog_name="orewatch")
def cli() -> None:
    """Answer questions about mining from the terminal."""


def command(analysis: Analysis[Any, Any]) -> click.Command:
    """Make the command of one analysis."""
    spoken = analysis.words(speak.language())

    def answer(
        *,
        as_json: bool,
        out: Path | None,
        figures: Path | None,
        language: str,
        **given: Any,  # noqa: ANN401 - click hands over what the options hold
    ) -> None:
        from analytics.cli.load import dataset

        own = {f.name: _said(given.pop(f.name), f.metadata) for f in fields(analysis.params)}
        params = from_text(analysis.params, own)
        if out is not None:
            from reports import export

            export.check(out)
        if figures is not None:
            from reports import pictures

            pictures.check(figures)
        data = dataset(**given, is_free=analysis.is_free)
        with wait.line() as said, progress.heard(said.share):
            run = execute(analysis, data, params)
        if out is not None:
            export.write(run, out, language=language)
        if figures is not None:
            pictures.write_all(run, figures, language=language)
        written = [place for place in (out, figures) if place is not None]
        if as_json:
            _print(_record(run, language))
        elif not written:
            from analytics.cli.render import as_text

            click.echo(as_text(run, language))
        else:
            for place in written:
                click.echo(speak.words(language)("wrote", name=str(place)), err=True)

    return click.Command(
        analysis.slug,
        params=[
            *_parameters(analysis),
            *speak.data_options(has_series=analysis.takes_table),
            *speak.answer_options(),
        ],
        callback=speak.politely(answer),
        help=spoken("question"),
        short_help=spoken("question"),
    )


def _parameters(analysis: Analysis[Any, Any]) -> list[click.Parameter]:
    """Values are checked by the parameters themselves, so every door refuses alike."""
    spoken = analysis.words(speak.language())
    return [
        click.Option(
            [f"--{f.name.replace('_', '-')}"],
            default=str(f.default),
            show_default=True,
            metavar=_metavar(f.metadata),
            help=spoken(f"param.{f.name}"),
        )
        for f in fields(analysis.params)
    ]


def _said(text: str, declared: Mapping[str, Any]) -> str:
    """A value as it is, or the text of the file it names, where one may stand in its place."""
    if declared["from_file"] and text.lower().endswith(declared["from_file"]):
        from analytics.cli.load import text_of

        return text_of(Path(text))
    return text


def _metavar(declared: Mapping[str, Any]) -> str:
    """The choices, or the range with its unit: all that may stand there."""
    if declared["choices"]:
        return "|".join((*declared["choices"], *(f"FILE{s}" for s in declared["from_file"][:1])))
    if declared["from_file"]:
        return f"FILE{declared['from_file'][0]}"
    if declared["low"] is None:
        return "VALUE"
    return f"{declared['low']:g}..{declared['high']:g}{declared['unit'].upper()}"


def _record(run: Any, language: str) -> Mapping[str, Any]:  # noqa: ANN401 - a run of any result
    from analytics.core.record import as_json

    return as_json(run, language)


def _print(record: Mapping[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2))


@cli.command(help=say("help.inspect"), params=[*speak.file_options()])
@click.argument("file", metavar="FILE")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=say("opt.out_data"))
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help=say("opt.report"))
@click.option("--save-map", type=click.Path(path_type=Path), metavar="FILE", help=say("opt.save"))
@click.option("--json", "as_json", is_flag=True, help=say("opt.json"))
@speak.language_option
@speak.politely
def inspect(
    *,
    file: str,
    out: Path | None,
    report: Path | None,
    save_map: Path | None,
    as_json: bool,
    language: str,
    **how: Any,  # noqa: ANN401 - click hands over what the options hold
) -> None:
    """Say what is in a file, what is wrong with it and what was repaired."""
    from analytics.cli import health
    from analytics.cli.load import intake

    if out is not None:
        from reports import export

        export.check(out)
    taken = intake(file, **how)
    if save_map is not None:
        from analytics.intake.template import save

        save(save_map, taken.columns, taken.settings)
    if report is not None:
        health.write(taken, report, language)
    if out is not None and taken.dataset is not None:
        export.write_data(taken.dataset, out)
    if as_json:
        _print(health.as_json(taken, language))
    else:
        click.echo(health.as_text(taken, language))
    if not taken.report.is_usable:
        click.echo(health.verdict(taken, language), err=True)
        sys.exit(1)


@cli.group(help=say("help.rules"))
def rules() -> None:
    """Work on rule files."""


@rules.command(help=say("help.rules.check"))
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help=say("opt.json"))
@speak.language_option
@speak.politely
def check(*, file: str, as_json: bool, language: str) -> None:
    """Say what is wrong with a rule file, line by line; exit status 1 where anything is."""
    from analytics.cli import rulefile

    found = rulefile.checked(Path(file))
    if as_json:
        _print(rulefile.as_json(found, language))
    else:
        click.echo(rulefile.as_text(found, language))
    if found.faults:
        sys.exit(1)


@cli.command(
    help=say("help.brief"), params=[*speak.data_options(has_series=True), *speak.brief_options()]
)
@speak.politely
def brief(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options hold
    """Make a document, slides or a data pack from the usual answers or those put aside."""
    from analytics.cli import brief as document

    asked = document.from_options(given)
    made = document.write(asked)
    click.echo(speak.words(asked.language)("wrote", name=str(asked.out)), err=True)
    click.echo(made.brief.headline.text)


@cli.command(help=say("help.sample"))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER")
@speak.language_option
@speak.politely
def sample(*, out: Path, language: str) -> None:
    """Write the made-up region as the files a user could have."""
    from analytics.madeup import write

    for path in write(out, language=language):
        click.echo(path)
    click.echo(speak.words(language)("sample.note"), err=True)


@cli.command(help=say("help.prepare"))
@click.argument("file", metavar="FILE")
@speak.language_option
@speak.politely
def prepare(*, file: str, language: str) -> None:
    """Keep the running sums of a population grid, with how far that is."""
    from analytics.cli import prepare as grids

    click.echo(grids.prepared(file, language=language))


@cli.command(help=say("help.doctor"))
@click.option("--json", "as_json", is_flag=True, help=say("opt.json"))
@speak.language_option
@speak.politely
def doctor(*, as_json: bool, language: str) -> None:
    """Say what is installed, what is missing and how to get it."""
    from analytics.cli import doctor as visit

    if as_json:
        _print(visit.as_json(language))
    else:
        click.echo(visit.report(language))


@cli.command(help=say("help.serve"))
@click.option("--port", default=8501, show_default=True)
@speak.politely
def serve(*, port: int) -> None:
    """Open the app in this terminal; it stops with Ctrl+C."""
    import subprocess

    app = Path(__file__).parents[2] / "app.py"
    arguments = ["-m", "streamlit", "run", str(app), "--server.port", str(port)]
    sys.exit(subprocess.call([sys.executable, *arguments]))  # noqa: S603 - our own script


for item in catalogue().values():
    cli.add_command(command(item))
for each in (cli, *cli.commands.values(), *rules.commands.values()):
    each.options_metavar = say("usage.metavar")
