"""The records of a store in one SQLite file, for several threads and processes at once."""

from __future__ import annotations

import os
import queue
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from analytics.store.errors import NotKept, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S: Final = 30.0

#: What makes each version of the file out of the one before; only ever added to.
MIGRATIONS: Final = (
    """
    CREATE TABLE workspaces (
        key TEXT PRIMARY KEY, owner TEXT NOT NULL, changed TEXT NOT NULL, content TEXT NOT NULL);
    CREATE INDEX of_owner ON workspaces (owner, changed);
    CREATE TABLE runs (
        key TEXT PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        started TEXT NOT NULL, content TEXT NOT NULL);
    CREATE INDEX runs_of ON runs (workspace, started);
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL,
        workspace TEXT NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        state TEXT NOT NULL, created TEXT NOT NULL, content TEXT NOT NULL);
    CREATE INDEX jobs_of ON jobs (workspace);
    CREATE INDEX jobs_in ON jobs (state);
    CREATE TABLE things (
        reference TEXT PRIMARY KEY, created REAL NOT NULL, fingerprint TEXT NOT NULL,
        content TEXT NOT NULL);
    CREATE TABLE links (
        holder TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (holder, reference)
        ) WITHOUT ROWID;
    CREATE INDEX held ON links (reference);
    CREATE TABLE preferences (
        visitor TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (visitor, name)) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Connections are lent from a pool, one to each call; none crosses two calls at once."""

    path: Path
    _idle: queue.LifoQueue[sqlite3.Connection] = field(default_factory=queue.LifoQueue)

    def prepare(self) -> None:
        """Make the file, readable for its owner only, and bring it to this version."""
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        with self.writing() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > len(MIGRATIONS):
                raise StoreError("store-newer", folder=str(self.path.parent))
            for step in MIGRATIONS[version:]:
                for statement in step.split(";"):
                    db.execute(statement)
            if version != len(MIGRATIONS):
                db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection; what is read in one statement belongs together."""
        with self.guarded():
            db = self._taken()
            try:
                yield db
            finally:
                self._idle.put(db)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that alone may write, in this and every process, until all is kept."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What the library and the disk raise, as a sentence."""
        folder = str(self.path.parent)
        try:
            yield
        except sqlite3.IntegrityError as error:
            raise NotKept("workspace") from error
        except sqlite3.OperationalError as error:
            is_busy = "locked" in str(error) or "busy" in str(error)
            raise StoreError("store-busy" if is_busy else "store-folder", folder=folder) from error
        except sqlite3.DatabaseError as error:
            raise StoreError("store-broken", folder=folder) from error
        except OSError as error:
            raise StoreError("store-folder", folder=folder) from error

    def forget(self) -> None:
        """Leave nothing of what was deleted in the log of changes."""
        until = time.monotonic() + PATIENCE_S
        with self.reading() as db:
            while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > until:
                    raise StoreError("store-busy", folder=str(self.path.parent))
                time.sleep(0.02)

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        db.text_factory = _text
        try:
            for setting in ("secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY"):
                db.execute(f"PRAGMA {setting}")
            _log_ahead(db)
            db.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            db.close()
            raise
        return db


def _text(content: bytes) -> str:
    """A text of the file; bytes that are none stay visible and spoil their own record only."""
    return content.decode("utf-8", "backslashreplace")


def _log_ahead(db: sqlite3.Connection) -> None:
    """Readers and a writer at once. SQLite does not wait by itself while another switches over."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
