"""GeoJSON read feature by feature, so that a large file never stands in memory as objects."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH: Final = 20_000
SPACE: Final = re.compile(r"[ \t\r\n]*")
BETWEEN: Final = re.compile(r"[ \t\r\n\x1e]*")  # records of a text sequence begin with RS
CUT_NUMBER: Final = re.compile(r"[\d.eE+-]*")
LITERALS: Final = ("true", "false", "null", "NaN", "Infinity", "-Infinity")

decode = json.JSONDecoder().raw_decode


@dataclass(slots=True)
class Document:
    """What stands round the features: every other member of the outermost object."""

    members: dict[str, Any] = field(default_factory=dict)
    has_features: bool = False
    values: int = 1  # more than one in newline-delimited files and text sequences


@dataclass(slots=True)
class Scanner:
    """Walks the text once and hands features over in batches, in file order."""

    text: str
    give: Callable[[list[Any]], None]
    batch: list[Any] = field(default_factory=list)
    count: int = 0

    def run(self) -> Document:
        """Every feature is handed over when this returns; damage raises one sentence."""
        try:
            document = self._run()
        except json.JSONDecodeError as error:
            raise self._damaged(error.pos, is_cut=error.msg.startswith("Untermin")) from error
        except IndexError as error:
            raise self._damaged(len(self.text), is_cut=True) from error
        except RecursionError as error:
            raise ReadError("too-nested", count=self.count) from error
        except ValueError as error:  # a whole number with thousands of digits
            raise self._damaged(0, is_cut=False) from error
        self._flush()
        return document

    def _run(self) -> Document:
        document = Document()
        at = _skip(BETWEEN, self.text, 0)
        if self.text[at] == "[":
            document.has_features = True
            at = self._array(at)
        else:
            at = self._object(at, document)
        at = _skip(BETWEEN, self.text, at)
        while at < len(self.text):
            if document.values == 1 and not document.has_features:
                self._take(document.members)
            document.values += 1
            value, at = decode(self.text, at)
            self._take_any(value)
            at = _skip(BETWEEN, self.text, at)
        return document

    def _object(self, at: int, document: Document) -> int:
        """The outermost object; its features go out one by one as they are met."""
        if self.text[at] != "{":
            raise json.JSONDecodeError("Expecting an object", self.text, at)
        at = _skip(SPACE, self.text, at + 1)
        while self.text[at] != "}":
            key, at = decode(self.text, at)
            if not isinstance(key, str):
                raise json.JSONDecodeError("Expecting a name", self.text, at)
            at = self._after(at, ":")
            if key == "features" and self.text[at] == "[":
                document.has_features = True
                at = self._array(at)
            else:
                document.members[key], at = decode(self.text, at)
            at = _skip(SPACE, self.text, at)
            if self.text[at] == ",":
                at = _skip(SPACE, self.text, at + 1)
            elif self.text[at] != "}":
                raise json.JSONDecodeError("Expecting a comma", self.text, at)
        return at + 1

    def _array(self, at: int) -> int:
        text, skip = self.text, SPACE.match
        at = _skip(SPACE, text, at + 1)
        if text[at] == "]":
            return at + 1
        while True:
            value, at = decode(text, at)
            self._take(value)
            if text[at] != ",":
                at = _skip(SPACE, text, at)
            if text[at] == ",":
                at = skip(text, at + 1).end()  # type: ignore[union-attr]  # it always matches
            elif text[at] == "]":
                return at + 1
            else:
                raise json.JSONDecodeError("Expecting a comma", text, at)

    def _after(self, at: int, mark: str) -> int:
        at = _skip(SPACE, self.text, at)
        if self.text[at] != mark:
            raise json.JSONDecodeError(f"Expecting {mark}", self.text, at)
        return _skip(SPACE, self.text, at + 1)

    def _take_any(self, value: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(value, dict) and isinstance(value.get("features"), list):
            for feature in value["features"]:
                self._take(feature)
        else:
            self._take(value)

    def _take(self, value: Any) -> None:  # noqa: ANN401 - any JSON
        self.batch.append(value)
        self.count += 1
        if len(self.batch) == BATCH:
            self._flush()

    def _flush(self) -> None:
        if self.batch:
            self.give(self.batch)
            self.batch = []

    def _damaged(self, at: int, *, is_cut: bool) -> ReadError:
        tail = self.text[at : at + 2000].strip(" \t\r\n\0")
        if is_cut or CUT_NUMBER.fullmatch(tail) or any(word.startswith(tail) for word in LITERALS):
            return ReadError("json-cut", count=self.count)
        return ReadError("json-broken", count=self.count, line=self.text.count("\n", 0, at) + 1)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    return pattern.match(text, at).end()  # type: ignore[union-attr]  # it always matches
