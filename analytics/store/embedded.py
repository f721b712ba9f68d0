"""The store that needs no server: records in SQLite, tables and files beside it in one folder.

What belongs to whom stands in `links`, holder and reference: a workspace holds every data set,
file and result it ever named until it is deleted; a data set holds its tables and rasters.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

from analytics.core import codec
from analytics.core.dataset import Dataset
from analytics.store import rasters, tables
from analytics.store.errors import NotKept, StoreError
from analytics.store.ledger import Ledger
from analytics.store.shelf import NAME as SHA256
from analytics.store.shelf import Shelf
from analytics.store.workspace import Job, State, StoredRun, Workspace, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

R = TypeVar("R", Workspace, StoredRun, Job)
KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
THING: Final = re.compile(r"(data|result)-[0-9a-f]{40}")
NAMED: Final = re.compile(r'"((?:data|result)-[0-9a-f]{40}|[0-9a-f]{64})"')  # in JSON
UNCLAIMED_S: Final = 86_400  # that a data set may lie here before a workspace takes it up
FILE: Final = "file"


class Embedded:
    """A folder with all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shelves = {
            "frame": Shelf(folder=folder / "frames", ending=".parquet"),
            "raster": Shelf(folder=folder / "rasters", ending=".tif"),
            FILE: Shelf(folder=folder / "files"),
        }
        self._ledger = Ledger(folder / "store.db")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for shelf in self._shelves.values():
                shelf.prepare()
            self._ledger.prepare()
        except OSError as error:
            raise StoreError("store-folder", folder=str(folder)) from error

    @property
    def address(self) -> str:
        """What `open_store` opens the same store by, in another process."""
        return str(self.folder)

    def workspace(self, key: str) -> Workspace:
        """The workspace with this key; `NotKnown("workspace")` where there is none."""
        return self._record("workspaces", "workspace", key, Workspace)

    def save(self, workspace: Workspace) -> None:
        """Keep this state of the workspace, in place of the one before."""
        content = _told(workspace)
        with self._ledger.writing() as db:
            db.execute(
                "INSERT INTO workspaces VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " owner = excluded.owner, changed = excluded.changed, content = excluded.content",
                (_key(workspace.key), workspace.owner, _moment(workspace.changed), content),
            )
            _link(db, workspace.key, _named(content))

    def recent(self, owner: str, most: int = 12) -> Sequence[Workspace]:
        """Workspaces of one owner, the last changed first; what is damaged is left out."""
        query = (
            "SELECT key, content FROM workspaces WHERE owner = ? ORDER BY changed DESC, key LIMIT ?"
        )
        return self._records(query, (owner, most), Workspace)[0]

    def delete(self, key: str) -> None:
        """Forget a workspace and everything no other one uses, so that no byte is left."""
        from analytics.intake import parsed

        with self._ledger.writing() as db:
            if not db.execute("DELETE FROM workspaces WHERE key = ?", (_known(key),)).rowcount:
                raise NotKept("workspace")
            left = _let_go(db, key)
            gone = self._swept(db, left)
        self._ledger.forget()
        for digest in gone:
            parsed.forget(digest)
        for shelf in self._shelves.values():
            shelf.tidy()

    def put_data(self, data: Dataset, *, workspace: str = "") -> str:
        """Keep a data set with its layers, rasters and series; the same content once."""
        return self._put("data", data, data.fingerprint, workspace)

    def data(self, reference: str) -> Dataset:
        """The data set as it was put; `NotKnown("data")` where there is none."""
        found, fingerprint = self._thing("data", reference)
        if not isinstance(found, Dataset) or found.fingerprint != fingerprint:
            raise StoreError("store-damaged", name=reference)
        return found

    def put_result(self, result: object, *, workspace: str = "") -> str:
        """Keep whatever an analysis or a job came to."""
        return self._put("result", result, "", workspace)

    def result(self, reference: str) -> Any:  # noqa: ANN401 - whatever was put
        """What was put; `NotKnown("result")` where there is none."""
        return self._thing("result", reference)[0]

    def put_file(self, content: bytes, *, workspace: str = "") -> str:
        """Keep a file as it came, under its SHA-256."""
        digest = sha256(content).hexdigest()
        shelf = self._shelves[FILE]

        def write(path: Path) -> None:
            path.write_bytes(content)

        with self._ledger.guarded():
            part = shelf.stage(digest, write)
        with self._ledger.writing() as db:
            shelf.settle(digest, part, write)
            _claim(db, workspace, digest)
        return digest

    def file(self, sha256: str) -> bytes:
        """The file as it came; `NotKnown("file")` where there is none."""
        if not SHA256.fullmatch(sha256):
            raise NotKept(FILE)
        try:
            content = self._shelves[FILE].path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotKept(FILE) from error
        if _sha256(content) != sha256:
            raise StoreError("store-damaged", name=sha256[:12])
        return content

    def put_run(self, run: StoredRun) -> None:
        """Keep an answer; `NotKnown("workspace")` where its workspace is not kept."""
        with self._ledger.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)",
                (_key(run.key), run.workspace, _moment(run.started), _told(run)),
            )

    def run(self, key: str) -> StoredRun:
        """An answer kept; `NotKnown("run")` where there is none."""
        return self._record("runs", "run", key, StoredRun)

    def runs(self, workspace: str, most: int = 50) -> Sequence[StoredRun]:
        """Answers of a workspace, the latest first; what is damaged is left out."""
        query = (
            "SELECT key, content FROM runs WHERE workspace = ? ORDER BY started DESC, key LIMIT ?"
        )
        return self._records(query, (workspace, most), StoredRun)[0]

    def put_job(self, job: Job) -> None:
        """Queue a job; `NotKnown("workspace")` where its workspace is not kept."""
        content = _told(job)
        with self._ledger.writing() as db:
            db.execute(
                "INSERT INTO jobs (key, workspace, state, created, content) VALUES (?, ?, ?, ?, ?)",
                (_key(job.key), job.workspace, job.state, _moment(job.created), content),
            )
            _link(db, job.workspace, _named(content))

    def job(self, key: str) -> Job:
        """A job; `NotKnown("job")` where there is none."""
        return self._record("jobs", "job", key, Job)

    def jobs(self, workspace: str = "", *, states: Sequence[str] = ()) -> Sequence[Job]:
        """Jobs of a workspace, or of all, the latest first; without `states` in any state.

        One whose row cannot be read is left out, and no longer waits or runs.
        """
        wanted = tuple(states or State)
        marks = ", ".join("?" * len(wanted))
        query = (
            f"SELECT key, content FROM jobs WHERE ? IN ('', workspace) AND state IN ({marks})"  # noqa: S608 - question marks
            " ORDER BY created DESC, number DESC"
        )
        found, damaged = self._records(query, (workspace, *wanted), Job)
        if damaged and not {State.QUEUED, State.RUNNING}.isdisjoint(wanted):
            with self._ledger.writing() as db:
                for key in damaged:
                    _give_up(db, key)
        return found

    def claim(self, most: int) -> Job | None:
        """Mark the job that waits longest as running and hand it over, to one caller only.

        None while `most` are running, or none waits.
        """
        if self._waiting() == 0:
            return None
        with self._ledger.writing() as db:
            (running,) = db.execute(
                "SELECT count(*) FROM jobs WHERE state = ?", (State.RUNNING,)
            ).fetchone()
            waiting = _longest_waiting(db) if running < most else None
            if waiting is None:
                return None
            job = replace(waiting, state=State.RUNNING, started=now())
            _write(db, job)
            return job

    def update(self, job: Job, *, only_while: Sequence[str] = ()) -> bool:
        """Write the state of a job; False, and nothing written, where its state is another one."""
        with self._ledger.writing() as db:
            row = db.execute("SELECT state FROM jobs WHERE key = ?", (job.key,)).fetchone()
            if row is None or (only_while and row[0] not in only_while):
                return False
            _write(db, job)
            return True

    def preference(self, visitor: str, name: str) -> str:
        """What a visitor decided for good; "" where nothing was."""
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT value FROM preferences WHERE visitor = ? AND name = ?", (visitor, name)
            ).fetchone()
        return row[0] if row else ""

    def prefer(self, visitor: str, name: str, value: str) -> None:
        """Remember what a visitor decided for good."""
        with self._ledger.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO preferences VALUES (?, ?, ?)", (visitor, name, value)
            )

    def close(self) -> None:
        """Let go of every file; the next call opens them again."""
        self._ledger.close()

    def _waiting(self) -> int:
        """Looked up without keeping others from writing: mostly there is nothing to do."""
        with self._ledger.reading() as db:
            return int(
                db.execute("SELECT count(*) FROM jobs WHERE state = ?", (State.QUEUED,)).fetchone()[
                    0
                ]
            )

    def _record(self, table: str, what: str, key: str, kind: type[R]) -> R:
        with self._ledger.reading() as db:
            row = db.execute(
                f"SELECT content FROM {table} WHERE key = ?",  # noqa: S608 - a name of ours
                (key if KEY.fullmatch(key) else "",),
            ).fetchone()
        if row is None:
            raise NotKept(what)
        return _heard(row[0], key, kind)

    def _records(
        self, query: str, values: tuple[object, ...], kind: type[R]
    ) -> tuple[list[R], list[str]]:
        """The records that can be read, and the keys of those that cannot."""
        with self._ledger.reading() as db:
            rows = db.execute(query, values).fetchall()
        found, damaged = [], []
        for key, content in rows:
            try:
                found.append(_heard(content, key, kind))
            except StoreError:
                damaged.append(key)
        return found, damaged

    def _put(self, kind: str, value: object, fingerprint: str, workspace: str) -> str:
        """Tables and rasters are written aside first, so that others wait for the records only."""
        found = rasters.Found()
        packed = codec.pack(value, found.told)
        content = json.dumps(packed.tree)
        reference = f"{kind}-{_sha256(content.encode())[:40]}"
        writers: dict[tuple[str, str], Callable[[Path], object]] = {
            **{("frame", name): tables.writer(t) for name, t in packed.frames.items()},
            **{("raster", name): rasters.writer(r) for name, r in found.rasters.items()},
        }
        with self._ledger.guarded():
            parts = {
                which: self._shelves[which[0]].stage(which[1], w) for which, w in writers.items()
            }
        with self._ledger.writing() as db:
            for (shelf, name), write in writers.items():
                self._shelves[shelf].settle(name, parts[shelf, name], write)
            db.execute(
                "INSERT INTO things VALUES (?, ?, ?, ?)"
                " ON CONFLICT (reference) DO UPDATE SET created = excluded.created",
                (reference, time.time(), fingerprint, content),
            )
            _link(db, reference, [f"{shelf}:{name}" for shelf, name in writers])
            _link(db, reference, _named(content) if kind == "result" else ())
            _claim(db, workspace, reference)
        return reference

    def _thing(self, kind: str, reference: str) -> tuple[Any, str]:
        is_sound = THING.fullmatch(reference) and reference.startswith(kind)
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT content, fingerprint FROM things WHERE reference = ?",
                (reference if is_sound else "",),
            ).fetchone()
        if row is None:
            raise NotKept(kind)
        frames, places = self._shelves["frame"], self._shelves["raster"]
        found = codec.unpack(
            _tree(row[0], reference),
            lambda name: tables.read(frames.path(name)),
            lambda tag, about: rasters.heard(tag, about, places),
        )
        return found, row[1]

    def _swept(self, db: sqlite3.Connection, candidates: set[str]) -> list[str]:
        """Take away what nothing holds any more; the hashes of the uploads among it."""
        before = time.time() - UNCLAIMED_S
        old = db.execute("SELECT reference FROM things WHERE created < ?", (before,)).fetchall()
        waiting = candidates | {row[0] for row in old} | self._shelves[FILE].from_before(before)
        uploads = []
        while waiting:
            reference = waiting.pop()
            if db.execute("SELECT 1 FROM links WHERE reference = ?", (reference,)).fetchone():
                continue
            shelf, _, name = reference.rpartition(":")
            if shelf:
                self._shelves[shelf].drop(name)
            elif SHA256.fullmatch(name):
                self._shelves[FILE].drop(name)
                uploads.append(name)
            else:
                db.execute("DELETE FROM things WHERE reference = ?", (reference,))
                waiting |= _let_go(db, reference)
        return uploads


def _write(db: sqlite3.Connection, job: Job) -> None:
    content = _told(job)
    db.execute(
        "UPDATE jobs SET state = ?, content = ? WHERE key = ?", (job.state, content, job.key)
    )
    _link(db, job.workspace, _named(content))


def _longest_waiting(db: sqlite3.Connection) -> Job | None:
    """The job that waits longest; those whose row cannot be read no longer wait."""
    query = "SELECT key, content FROM jobs WHERE state = ? ORDER BY created, number LIMIT 1"
    while (row := db.execute(query, (State.QUEUED,)).fetchone()) is not None:
        try:
            return _heard(row[1], row[0], Job)
        except StoreError:
            _give_up(db, row[0])
    return None


def _give_up(db: sqlite3.Connection, key: str) -> None:
    """Let a job whose row cannot be read keep no other from its turn."""
    db.execute(
        "UPDATE jobs SET state = ? WHERE key = ? AND state IN (?, ?)",
        (State.DIED, key, State.QUEUED, State.RUNNING),
    )


def _claim(db: sqlite3.Connection, workspace: str, reference: str) -> None:
    """Let a workspace hold what was just put, unless it was deleted meanwhile."""
    if not workspace:
        return
    if not db.execute("SELECT 1 FROM workspaces WHERE key = ?", (workspace,)).fetchone():
        raise NotKept("workspace")
    _link(db, workspace, [reference])


def _link(db: sqlite3.Connection, holder: str, references: Iterable[str]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO links VALUES (?, ?)", [(holder, found) for found in references]
    )


def _let_go(db: sqlite3.Connection, holder: str) -> set[str]:
    rows = db.execute("SELECT reference FROM links WHERE holder = ?", (holder,)).fetchall()
    db.execute("DELETE FROM links WHERE holder = ?", (holder,))
    return {row[0] for row in rows}


def _named(content: str) -> set[str]:
    """Data sets, results and files a record names anywhere."""
    return set(NAMED.findall(content))


def _told(record: object) -> str:
    return json.dumps(codec.encode(record))


def _heard(content: str, key: str, kind: type[R]) -> R:
    """The record that was written under this key."""
    try:
        found = codec.decode(_tree(content, key))
    except (codec.CodecError, RecursionError) as error:
        raise StoreError("store-damaged", name=key[:12]) from error
    if not isinstance(found, kind):
        raise StoreError("store-damaged", name=key[:12])
    return found


def _tree(content: str, key: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(content)
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError("store-damaged", name=key[:12]) from error


def _key(key: str) -> str:
    if not KEY.fullmatch(key):
        raise StoreError("store-key", key=key[:80])
    return key


def _known(key: str) -> str:
    return key if KEY.fullmatch(key) else ""


def _moment(moment: datetime) -> str:
    """Texts that sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()
