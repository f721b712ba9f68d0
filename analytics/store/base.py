"""What a store can do; `tests/contracts/test_stores.py` holds every store to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.dataset import Dataset
    from analytics.store.workspace import Job, StoredRun, Workspace


class Store(Protocol):
    """Keeps workspaces with all that belongs to them, and deletes them for good."""

    @property
    def address(self) -> str:
        """What `open_store` opens the same store by, in another process."""

    def workspace(self, key: str) -> Workspace:
        """The workspace with this key; `NotKnown("workspace")` where there is none."""

    def save(self, workspace: Workspace) -> None:
        """Keep this state of the workspace, in place of the one before."""

    def recent(self, owner: str, most: int = 12) -> Sequence[Workspace]:
        """Workspaces of one owner, the last changed first; what is damaged is left out."""

    def delete(self, key: str) -> None:
        """Forget a workspace and everything no other one uses, so that no byte is left."""

    def put_data(self, data: Dataset, *, workspace: str = "") -> str:
        """Keep a data set with its layers, rasters and series; the same content once.

        It is dropped some day where no workspace names it; `workspace` takes it up at once, or
        refuses it (`NotKnown("workspace")`) where that was deleted meanwhile.
        """

    def data(self, reference: str) -> Dataset:
        """The data set as it was put; `NotKnown("data")` where there is none."""

    def put_result(self, result: object, *, workspace: str = "") -> str:
        """Keep a result, or what a job came to; `workspace` as for data."""

    def result(self, reference: str) -> Any:  # noqa: ANN401 - whatever was put
        """The result as it was put; `NotKnown("result")` where there is none."""

    def put_file(self, content: bytes, *, workspace: str = "") -> str:
        """Keep a file as it came, under its SHA-256; `workspace` as for data."""

    def file(self, sha256: str) -> bytes:
        """The file as it came; `NotKnown("file")` where there is none."""

    def put_run(self, run: StoredRun) -> None:
        """Keep an answer; `NotKnown("workspace")` where its workspace is not kept."""

    def run(self, key: str) -> StoredRun:
        """An answer kept; `NotKnown("run")` where there is none."""

    def runs(self, workspace: str, most: int = 50) -> Sequence[StoredRun]:
        """Answers of a workspace, the latest first; what is damaged is left out."""

    def put_job(self, job: Job) -> None:
        """Queue a job; `NotKnown("workspace")` where its workspace is not kept."""

    def job(self, key: str) -> Job:
        """A job; `NotKnown("job")` where there is none."""

    def jobs(self, workspace: str = "", *, states: Sequence[str] = ()) -> Sequence[Job]:
        """Jobs of a workspace, or of all, the latest first; without `states` in any state.

        One whose record cannot be read is left out, and no longer waits or runs.
        """

    def claim(self, most: int) -> Job | None:
        """Mark the job that waits longest as running and hand it over, to one caller only.

        None while `most` are running, or none waits.
        """

    def update(self, job: Job, *, only_while: Sequence[str] = ()) -> bool:
        """Write the state of a job; False, and nothing written, where its state is another one."""

    def preference(self, visitor: str, name: str) -> str:
        """What a visitor decided for good; "" where nothing was."""

    def prefer(self, visitor: str, name: str, value: str) -> None:
        """Remember what a visitor decided for good."""

    def close(self) -> None:
        """Let go of every file; the next call opens them again."""
