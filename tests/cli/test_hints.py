"""Texts fit every door; the terminal alone adds the option that does it."""

import re
from pathlib import Path

import pytest

from analytics.cli import health
from analytics.cli.hints import OPTIONS, sentence
from analytics.cli.main import cli
from analytics.core import schema
from analytics.core.dataset import Has, Need
from analytics.core.words import LANGUAGES, Words, texts
from analytics.intake.pipeline import NotUsable, inspect, usable
from analytics.intake.work import ReadError

TERMINAL = Path(health.__file__).parent
CORE = Path(schema.__file__).parent
METRES = b"name,x,y,area_ha\na,817000,8968000,1\nb,817100,8968100,2\n"
OPTION = re.compile(r"--[a-z]")


def forms(text):
    return [text] if isinstance(text, str) else list(text.values())


@pytest.mark.parametrize("folder", [CORE, ReadError.folder], ids=["core", "intake"])
def test_no_text_of_a_finding_or_an_error_names_an_option(folder):
    found = {
        key
        for key, by_language in texts(folder).items()
        for text in by_language.values()
        if any(OPTION.search(form) for form in forms(text))
    }
    assert found == set()


def test_every_hint_is_about_a_code_and_options_there_are():
    known = {key.partition(".")[2] for folder in (CORE, ReadError.folder) for key in texts(folder)}
    options = {name for command in cli.commands.values() for p in command.params for name in p.opts}
    assert OPTIONS.keys() - known == set()
    assert {name for told in OPTIONS.values() for name in re.findall(r"--[a-z-]+", told)} <= options


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_names_the_options_of_a_finding_and_of_a_refusal(language):
    intake = inspect(METRES, name="metres.csv")
    assert "--country CODE, --crs EPSG:CODE" in health.as_text(intake, language)
    assert "--crs EPSG:CODE" in health.verdict(intake, language)
    with pytest.raises(NotUsable) as refused:
        usable(intake)
    assert "--" not in refused.value.text(language)


def test_an_open_choice_names_the_whole_option():
    intake = inspect(METRES, name="metres.csv", country="PER")
    assert "--choose coordinates-projected=OPTION" in health.verdict(intake, "en")


def test_a_missing_layer_names_the_option_with_the_layer():
    error = Need(Has.LAYER, "concessions").error()
    assert sentence(error, Words(TERMINAL, "en")).endswith("--layer concessions=FILE")
