"""The record of a brief: every number, sentence and source, and all it takes to make it again."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import jsonschema

import analytics
from analytics.core.record import plain
from reports.brief.order import Audience, BriefError, Level, Order, Paper, Wanted

if TYPE_CHECKING:
    from reports.brief.content import Block, Brief, Sentence

VERSION: Final = 1  # of this form of record
MOST_BYTES: Final = 20_000_000
MOST: Final = 1e15  # of a key number
YEARS: Final = (1980, 2107)  # that the files of a brief can state
TOLD: Final = ("answers", "keys", "sentences", "figures", "absent", "redacted")
SHORT: Final = 8  # letters of the hash that a page shows
TEXTS: Final = {"type": "object", "additionalProperties": {"type": "string"}}
SCHEMA: Final = {
    "type": "object",
    "required": ["form", "software", "order", "entries", "data"],
    "properties": {
        "form": {"const": VERSION},
        "software": {"type": "string", "maxLength": 100},
        "order": {
            "type": "object",
            "required": ["audience", "language", "paper", "level", "created"],
            "properties": {
                "audience": {"enum": [str(one) for one in Audience]},
                "language": {"type": "string", "maxLength": 10},
                "paper": {"enum": [str(one) for one in Paper]},
                "level": {"enum": [str(one) for one in Level]},
                "created": {"type": "string", "maxLength": 40},
                "organisation": {"type": "string", "maxLength": 200},
                "author": {"type": "string", "maxLength": 200},
                "contact": {"type": "string", "maxLength": 200},
                "link": {"type": "string", "maxLength": 2000},
                "logo": {"type": "string", "maxLength": 3_000_000},
                "edits": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "maxLength": 2000},
                    "maxProperties": 500,
                },
                "actions": {"type": ["array", "null"], "items": {"type": "string"}, "maxItems": 20},
                "sites": {"type": "array", "items": {"type": "string"}, "maxItems": 20},
                "before": {
                    "type": "object",
                    "additionalProperties": {"type": "number", "minimum": -MOST, "maximum": MOST},
                    "maxProperties": 50,
                },
                "before_on": {"type": ["string", "null"], "maxLength": 10},
            },
        },
        "entries": {
            "type": "array",
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["slug"],
                "properties": {
                    "slug": {"type": "string", "maxLength": 40},
                    "params": TEXTS,
                    "filters": {
                        "type": "object",
                        "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    },
                    "title": {"type": "string", "maxLength": 300},
                    "picture": {"type": "string", "maxLength": 40},
                    "data": {"type": "string", "maxLength": 80},
                },
            },
        },
        "data": {"type": "array", "items": {"type": "object", "required": ["fingerprint"]}},
    },
}


def manifest(brief: Brief) -> dict[str, Any]:
    """Everything, as JSON can hold it."""
    datasets = {b.run.dataset.fingerprint: b.run.dataset for b in brief.blocks}
    return {
        "form": VERSION,
        "software": f"Orewatch {analytics.__version__}",
        **asked(brief.order),
        "data": [
            {
                "fingerprint": data.fingerprint,
                "name": data.name,
                "is_sample": data.is_sample,
                "area_basis": str(data.area_basis),
                "measure": str(data.measure),
                "sources": plain(list(data.provenance)),
            }
            for data in datasets.values()
        ],
        "answers": [_answer(block) for block in brief.blocks],
        "numbers": {
            key: {"text": one.text, "value": plain(one.value), "form": one.form}
            for key, one in brief.numbers.items()
        },
        "keys": {one.key: one.number for one in _facts(brief) if one.number is not None},
        "sentences": {one.key: _sentence(one) for one in sentences(brief)},
        "figures": [
            {"number": one.number, "name": one.name, "block": one.block, "caption": one.caption}
            for one in brief.exhibits
        ],
        "absent": [{"title": one.title, "reason": one.reason} for one in brief.absent],
        "redacted": list(brief.redacted),
    }


def asked(order: Order) -> dict[str, Any]:
    """What a brief was asked to be, as JSON; `order` reads it again."""
    return {"order": _order(order), "entries": [_entry(one) for one in order.entries]}


def sentences(brief: Brief) -> tuple[Sentence, ...]:
    """Every text an author may edit, in reading order."""
    return (
        brief.headline,
        *(one.sentence for one in brief.messages),
        *(one.sentence for one in brief.actions),
        *(block.headline for block in brief.own),
    )


def digest(record: Mapping[str, Any]) -> str:
    """The hash of a record: of the same content always the same."""
    spelt = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelt.encode()).hexdigest()


def short(record: Mapping[str, Any]) -> str:
    """The first letters of it, as pages show them."""
    return digest(record)[:SHORT]


def written(record: Mapping[str, Any]) -> bytes:
    """The record as a file."""
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def read(content: bytes) -> dict[str, Any]:
    """A record from a file; a sentence that says what is wrong with any other file."""
    if len(content) > MOST_BYTES:
        raise BriefError("manifest-large", most=MOST_BYTES // 1_000_000)
    try:
        record = json.loads(content, parse_constant=_refused)
        digest(record)  # half a sign, which no file can hold, is found here
    except (ValueError, RecursionError) as error:
        raise BriefError("manifest-json") from error
    fault = next(iter(jsonschema.Draft202012Validator(SCHEMA).iter_errors(record)), None)
    if fault is not None:
        where = "/".join(map(str, fault.absolute_path)) or "–"
        raise BriefError("manifest-form", where=where[:80])
    return dict(record)


def order(record: Mapping[str, Any]) -> Order:
    """What was asked for when this record was made."""
    own = record["order"]
    try:
        created = datetime.fromisoformat(own["created"])
        if not YEARS[0] <= created.year <= YEARS[1]:
            raise BriefError("manifest-form", where="order/created")
        return Order(
            audience=Audience(own["audience"]),
            language=own["language"],
            paper=Paper(own["paper"]),
            level=Level(own["level"]),
            organisation=own.get("organisation", ""),
            author=own.get("author", ""),
            contact=own.get("contact", ""),
            link=own.get("link", ""),
            logo=b64decode(own.get("logo", ""), validate=True),
            created=created.astimezone(UTC) if created.tzinfo else created,
            entries=tuple(_wanted(one) for one in record["entries"]),
            edits=own.get("edits", {}),
            actions=None if own.get("actions") is None else tuple(own["actions"]),
            sites=tuple(own.get("sites", ())),
            before=own.get("before", {}),
            before_on=date.fromisoformat(own["before_on"]) if own.get("before_on") else None,
        )
    except ValueError as error:
        raise BriefError("manifest-form", where="order") from error


def check(record: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[str, ...]:
    """What differs, by code, between a record and the one made anew from it.

    In another language or for other readers numbers are told in other words, and are not compared.
    """
    found = []
    if record["software"] != again["software"]:
        found.append("version")
    if [one["fingerprint"] for one in record["data"]] != [
        one["fingerprint"] for one in again["data"]
    ]:
        found.append("data")
    own, other = record["order"], again["order"]
    if all(own[name] == other[name] for name in ("language", "level")) and (
        record.get("numbers") != again["numbers"]
    ):
        found.append("numbers")
    if not found and own == other and any(_differs(record, again, name) for name in TOLD):
        found.append("texts")
    return tuple(found)


def _differs(record: Mapping[str, Any], again: Mapping[str, Any], name: str) -> bool:
    return name in record and digest({name: record[name]}) != digest({name: again[name]})


def _refused(name: str) -> None:
    """Numbers that JSON does not have."""
    raise ValueError(name)


def _order(asked: Order) -> dict[str, Any]:
    return {
        "audience": str(asked.audience),
        "language": asked.language,
        "paper": str(asked.paper),
        "level": str(asked.level),
        "organisation": asked.organisation,
        "author": asked.author,
        "contact": asked.contact,
        "link": asked.link,
        "logo": b64encode(asked.logo).decode(),
        "created": asked.created.astimezone(UTC).isoformat(timespec="seconds"),
        "edits": dict(asked.edits),
        "actions": None if asked.actions is None else list(asked.actions),
        "sites": list(asked.sites),
        "before": dict(asked.before),
        "before_on": asked.before_on.isoformat() if asked.before_on else None,
    }


def _entry(one: Wanted) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "params": dict(one.params),
        "filters": {name: list(values) for name, values in one.filters.items()},
        "title": one.title,
        "picture": one.picture,
        "data": one.data,
    }


def _wanted(one: Mapping[str, Any]) -> Wanted:
    return Wanted(
        slug=one["slug"],
        params=one.get("params", {}),
        filters={name: tuple(values) for name, values in one.get("filters", {}).items()},
        title=one.get("title", ""),
        picture=one.get("picture", ""),
        data=one.get("data", ""),
    )


def _answer(block: Block) -> dict[str, Any]:
    run = block.run
    return {
        "block": block.key,
        "analysis": run.analysis.slug,
        "version": run.analysis.version,
        "params": plain(run.params),
        "filters": run.dataset.filtered.as_json() if run.dataset.filtered else None,
        "data": run.dataset.fingerprint,
        "figures": [
            {"label": f.label, "value": f.value, "number": plain(f.number), "unit": f.unit}
            for f in block.figures
        ],
    }


def _sentence(one: Sentence) -> dict[str, Any]:
    return {
        "generated": one.generated,
        "text": one.text,
        "is_edited": one.is_edited,
        "edited": one.edited,
        "typed": list(one.typed),
    }


def _facts(brief: Brief) -> list[Any]:
    from reports.brief.opening import facts

    return list(facts(brief.blocks).values())
