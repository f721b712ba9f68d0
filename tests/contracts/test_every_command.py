"""What every command of the terminal promises, those of analyses to come included."""

import warnings
from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from analytics import catalogue
from analytics.cli import speak
from analytics.cli.main import cli

every_command = pytest.mark.parametrize("name", sorted(cli.commands))


@pytest.mark.parametrize("analysis", catalogue().values(), ids=catalogue())
def test_no_parameter_takes_the_name_of_an_option_that_all_commands_have(analysis):
    common = [*speak.data_options(), *speak.answer_options()]
    taken = {name for option in common for name in (*option.opts, option.name)}
    own = {name for f in fields(analysis.params) for name in (f.name, f"--{f.name}")}
    assert not own & (taken | {"--help"})


@every_command
def test_every_option_has_a_name_of_its_own(name):
    context = click.Context(cli.commands[name])
    names = [text for each in cli.commands[name].get_params(context) for text in each.opts]
    assert len(names) == len(set(names))


@every_command
def test_help_comes_without_a_warning(name):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert not told
    assert "Warning" not in done.output
