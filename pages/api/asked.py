"""A question in the body of a request: read strictly, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analytics.core.analysis import find
from analytics.core.filters import Filters
from analytics.core.params import Params, from_text
from pages.api.reply import BAD, LANGUAGE, ApiError

KNOWN: Final = ("analysis", "params", "filters", LANGUAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, checked; `texts` are the parameters as they were given."""

    slug: str
    params: Params
    texts: Mapping[str, str]
    filters: Filters
    language: str


def question(
    body: Mapping[str, Any], usual: Mapping[str, tuple[str, ...]], language: str
) -> Question:
    """The question; filters left out are the `usual` ones, {} asks for none."""
    for name in body:
        if name not in KNOWN:
            raise ApiError("body-key", BAD, key=str(name)[:40], known=", ".join(KNOWN))
    language = str(body.get(LANGUAGE, language))
    analysis = find(str(body.get("analysis", "")))
    analysis.words(language)("title")
    texts = {name: _text("params", value) for name, value in _given(body, "params").items()}
    filters = _lists(body) if "filters" in body else usual
    return Question(
        slug=analysis.slug,
        params=from_text(analysis.params, texts),
        texts=texts,
        filters=Filters.from_lists(filters),
        language=language,
    )


def _lists(body: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """A value alone stands for a list of one."""
    given = _given(body, "filters")
    lists = {name: held if isinstance(held, list) else [held] for name, held in given.items()}
    return {
        name: tuple(_text("filters", value) for value in values) for name, values in lists.items()
    }


def _given(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name, {})
    if not isinstance(found, dict):
        raise ApiError("body-params", BAD, name=name)
    return found


def _text(name: str, value: object) -> str:
    """A plain value as the address would hold it; half a character cannot be written down."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    is_plain = isinstance(value, str | int | float)
    if not is_plain or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ApiError("body-params", BAD, name=name)
    return text
