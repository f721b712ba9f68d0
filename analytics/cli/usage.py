"""The words of the command-line library itself, in the language of the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser

from analytics.core.words import Words, texts

HERE: Final = Path(__file__).parent
MODULES: Final = (click.core, click.decorators, click.exceptions, click.formatting, click.parser)

#: What the library says in English -> the key of our words; the rest stays as it is.
KEYS: Final = {
    "Usage:": "usage.usage",
    "required": "usage.required",
    "Options": "usage.options",
    "Commands": "usage.commands",
    "default: {default}": "usage.default",
    "Show this message and exit.": "usage.help",
    "Show the version and exit.": "usage.version",
    "Error: {message}": "usage.error",
    "Try '{command} {option}' for help.": "usage.try",
    "Missing argument": "usage.missing-argument",
    "Missing option": "usage.missing-option",
    "Missing command.": "usage.missing-command",
    "No such option {name!r}.": "usage.no-option",
    "No such command {name!r}.": "usage.no-command",
    "Invalid value for {param_hint}: {message}": "usage.invalid",
    "Did you mean {possibility}?": "usage.meant",
    "(Did you mean one of: {possibilities}?)": "usage.meant-one-of",
    "Got unexpected extra argument ({args})": "usage.extra",
    "Got unexpected extra arguments ({args})": "usage.extra",
    "Option {name!r} requires an argument.": "usage.needs-value",
}


def speak(language: str) -> None:
    """Let the library talk `language` from now on; its texts are looked up when it prints."""
    spoken, ours = Words(HERE, language).language, texts(HERE)

    def one(message: str) -> str:
        return str(ours[KEYS[message]][spoken]) if message in KEYS else message

    def counted(single: str, several: str, count: int) -> str:
        return one(single if count == 1 else several)

    for module in MODULES:
        for name, function in (("_", one), ("ngettext", counted)):
            if hasattr(module, name):
                setattr(module, name, function)
