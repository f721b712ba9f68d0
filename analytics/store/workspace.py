"""What the store keeps: workspaces, what was put aside for the brief, runs and jobs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

KEY_BYTES: Final = 16
SAMPLE: Final = ""  # the reference that stands for the sample data


def new_key() -> str:
    """128 random bits for an address: who does not know it cannot guess it."""
    return secrets.token_urlsafe(KEY_BYTES)


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """One answer put aside for the brief: enough to ask it again."""

    key: str = field(default_factory=new_key)
    slug: str
    params: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""  # as the visitor named it; "" is the title of the answer
    data: str = SAMPLE  # reference of the data set it was put aside from
    data_name: str = ""
    picture: str = ""  # the one chart or map wanted, such as "chart-1"; "" is the whole answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """All a visitor did, as of one moment. Never changed: `dataclasses.replace` makes the next."""

    key: str = field(default_factory=new_key)
    owner: str  # who may change it: a user, or a visitor's cookie
    name: str = ""  # "" is named after its data
    created: datetime = field(default_factory=now)
    changed: datetime = field(default_factory=now)
    is_shared: bool = False  # whether others may open it by its link, where people sign in
    data: str = SAMPLE  # reference of the data set
    data_name: str = ""  # of the data set, for lists that do not open it
    origin: str = ""  # fingerprint of the file's data set before layers were added
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    params: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by analysis
    basket: tuple[Basket, ...] = ()
    brief: Mapping[str, Any] = field(default_factory=dict)  # what is chosen about it, as JSON
    draft: Mapping[str, Any] = field(default_factory=dict)  # the file being looked at; {} is none
    series: str = ""  # reference of the table that pages of series answer from; "" is the data
    series_name: str = ""
    uploads: tuple[str, ...] = ()  # hashes of the files that went into it


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """An answer that was given once, with all it takes to repeat it."""

    key: str = field(default_factory=new_key)
    workspace: str  # key
    slug: str
    version: str
    fingerprint: str  # of the data after the filters
    params: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]
    started: datetime
    seconds: float
    language: str
    record: Mapping[str, Any]  # what `--json` prints


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # for a reason it says: `error`
    CANCELLED = "cancelled"
    DIED = "died"  # its process is gone and left no result


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Long work outside the page."""

    key: str = field(default_factory=new_key)
    workspace: str  # key
    kind: str  # what `analytics.jobs` knows how to do
    spec: Mapping[str, Any]  # what to do it with, as JSON
    state: State = State.QUEUED
    step: str = ""  # code of what it is doing, `step.<code>` in words.toml
    progress: float = 0.0  # 0 to 1
    created: datetime = field(default_factory=now)
    started: datetime | None = None  # None before it runs
    ended: datetime | None = None  # None before it ends
    pid: int = 0  # of its process; 0 when there is none
    born: float = 0.0  # when that process was started, as the system tells: numbers come again
    error: Mapping[str, Any] = field(default_factory=dict)  # code, folder and facts of the reason
    result: str = ""  # reference of what came of it
