"""YAML from anybody, as plain values that know their lines.

Only mappings, lists, texts, numbers, true, false and null: no tags, no aliases (a few lines of
them unfold into gigabytes), no key twice, nothing deep or large.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

MOST_LETTERS: Final = 100_000
DEEPEST: Final = 20

Path = tuple[str | int, ...]


class Unreadable(Exception):
    """A text that is no such document; `code` and `line` say why and where."""

    def __init__(self, code: str, line: int = 1, **facts: object) -> None:
        self.code, self.line, self.facts = code, line, facts
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Document:
    """Plain values, and the line of each by its path."""

    value: Any  # what YAML may hold: the schema checks it
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def document(text: str) -> Document:
    """The one document in `text`."""
    if len(text) > MOST_LETTERS:
        raise Unreadable("rules-large", size=len(text), most=MOST_LETTERS)
    try:
        node = _Loader(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable("rules-not-yaml", mark.line + 1 if mark else 1) from error
    if node is None:
        raise Unreadable("rules-empty")
    lines: dict[Path, int] = {(): 1}
    return Document(_plain(node, (), lines), lines)


class _Loader(yaml.SafeLoader):
    """Plain scalars mean what they look like: "no" is a word and 2024-01-01 a text."""

    yaml_implicit_resolvers: Final = {}  # type: ignore[misc] # none of the inherited ones

    def __init__(self, text: str) -> None:
        self.depth = 0
        super().__init__(text)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # of the library
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("rules-alias", line)
        if getattr(event, "tag", None) is not None:
            raise Unreadable("rules-tag", line)
        if self.depth >= DEEPEST:
            raise Unreadable("rules-deep", line, most=DEEPEST)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]{1,15}", "-+0123456789"),
    ("float", r"[-+]?[0-9]{1,15}\.[0-9]{1,15}", "-+0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), list(_first)
    )


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:  # noqa: ANN401 - as in Document
    lines.setdefault(path, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, lines)
        case yaml.SequenceNode():
            return [_plain(item, (*path, i), lines) for i, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable("rules-not-yaml", line)
        if key.value in found:
            raise Unreadable("rules-twice", line, key=key.value)
        lines[(*path, key.value)] = line
        found[key.value] = _plain(value, (*path, key.value), lines)
    return found


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text: str = node.value
    match node.tag.rpartition(":")[2]:
        case "bool":
            return text == "true"
        case "null":
            return None
        case "int":
            return int(text)
        case "float":
            return float(text)
    return text
