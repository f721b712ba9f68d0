"""Windows of a raster read, and worked on, by threads of their own before the answer is taken.

Decoding is the most of what a sum takes; it goes on while the next shapes are cut.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from analytics.raster.handle import Raster, Window
    from analytics.raster.tiles import Inside

    Work = Callable[[NDArray[Any]], Inside]  # on the cells as they are stored

MOST_THREADS: Final = 4
WAITING: Final = 3  # windows begun and not taken yet, for each thread: what bounds memory
WIDEST: Final = 1024  # columns of a block: wider ones hold several windows, and are decoded once


class Ahead:
    """Asked for in advance, answers are taken in the same order."""

    def __init__(self, raster: Raster) -> None:
        self.raster, self._most = raster, _threads(raster)
        self._threads: list[threading.Thread] = []
        self._tasks: SimpleQueue[tuple[Window, Work, Future[Inside]] | None] = SimpleQueue()
        self._asked: deque[tuple[Window, Work]] = deque()
        self._begun: deque[Future[Inside]] = deque()
        self._is_over = False

    def ask(self, window: Window, work: Work) -> None:
        """Read it, behind those asked for before, and do this with its cells."""
        self._asked.append((window, work))
        if len(self._threads) < min(len(self._asked) + len(self._begun), self._most):
            thread = threading.Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)
        self._begin()

    def take(self) -> Inside:
        """The answer for the next window."""
        self._begin()
        answer = self._begun.popleft().result()
        self._begin()
        return answer

    def end(self) -> None:
        """Leave unread what nobody will take, and wait for what is being read."""
        self._is_over = True
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _begin(self) -> None:
        while self._asked and len(self._begun) < WAITING * len(self._threads):
            answer: Future[Inside] = Future()
            self._begun.append(answer)
            self._tasks.put((*self._asked.popleft(), answer))

    def _work(self) -> None:
        """One thread: a file is opened by each, since GDAL lets only one read an open one."""
        answer: Future[Inside] | None = None
        try:
            with self.raster.opened() as read:
                while (task := self._tasks.get()) is not None:
                    window, work, answer = task
                    if not self._is_over:
                        answer.set_result(work(read(window)))
                    answer = None
        except BaseException as error:  # noqa: BLE001 - raised again where it is taken
            if answer is not None:
                answer.set_exception(error)
            while (task := self._tasks.get()) is not None:
                task[2].set_exception(error)


class AtOnce:
    """The same without threads: cells in memory, and what is read from the web by one stream."""

    def __init__(self, read: Callable[[Window], NDArray[Any]]) -> None:
        self._read = read
        self._asked: deque[tuple[Window, Work]] = deque()

    def ask(self, window: Window, work: Work) -> None:
        """Remember what will be taken."""
        self._asked.append((window, work))

    def take(self) -> Inside:
        """The answer for the next window."""
        window, work = self._asked.popleft()
        return work(self._read(window))


@contextmanager
def reading(raster: Raster) -> Iterator[Ahead | AtOnce]:
    """What reads windows in the order they are asked for, a file of this machine ahead."""
    if not isinstance(raster.source, Path | bytes):
        with raster.opened() as read:
            yield AtOnce(read)
        return
    ahead = Ahead(raster)
    try:
        yield ahead
    finally:
        ahead.end()


def _threads(raster: Raster) -> int:
    """One where blocks are wider than a window: two threads would decode each of them twice."""
    if raster.block[1] > WIDEST:
        return 1
    return min(os.cpu_count() or 1, MOST_THREADS)
