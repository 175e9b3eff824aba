"""Processes that code reports, each with a coder of its own; one that hangs, bloats or dies is replaced."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from polybius.corpus._serving import Answer, Failure, Ready, Task, Unfit, serve
from polybius.corpus.recipe import Recipe
from polybius.errors import PolybiusError
from polybius.records import Versions

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

MEGABYTE = 1024 * 1024
_TICK = 0.2
"""Seconds between two looks at what the workers take."""
_QUEUED = 2
"""Tasks a worker holds at a time: one it is at and one in wait."""
_WORN = 0.75
"""Share of the memory limit at which a worker is replaced between two tasks."""
_STARTS = 3
"""Failed starts in a row after which no worker can be had."""
# each worker is one stream of work; libraries that start threads of their own would only get in each other's way
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Limits:
    """What one report may take: seconds, and bytes of memory of the process that codes it."""

    seconds: float = 120.0
    memory: int = 4096 * MEGABYTE


@dataclass
class _Worker:
    process: SpawnProcess
    line: Connection
    tasks: deque[tuple[int, Task]] = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0
    done: int = 0
    between: bool = False


class Workers:
    """A fixed number of workers. Tasks go in by ``submit``, answers come out of ``collect`` in any order.

    Every task is answered once: by what it gives, or by a Failure that says why it gives nothing.
    """

    def __init__(self, recipe: Recipe, count: int = 1, limits: Limits | None = None) -> None:
        self._recipe, self._limits = recipe, limits or Limits()
        self._context = multiprocessing.get_context("spawn")
        self._waiting: deque[tuple[int, Task]] = deque()
        self._answered: list[tuple[int, Answer]] = []
        self._tried: set[int] = set()
        self._failed_starts = 0
        self._versions: Versions | None = None
        self._workers = [self._started() for _ in range(max(count, 1))]

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def versions(self) -> Versions:
        """What makes the records; waits until a coder is loaded. Raises PolybiusError where none can be."""
        while self._versions is None:
            self._look(_TICK)
        return self._versions

    @property
    def has_room(self) -> bool:
        """Whether more tasks would keep the workers busier."""
        return len(self._waiting) < len(self._workers)

    def submit(self, number: int, task: Task) -> None:
        """Takes a task under a number of the caller's own."""
        self._waiting.append((number, task))
        self._hand_out()

    def collect(self, seconds: float = _TICK) -> list[tuple[int, Answer]]:
        """The answers there are, waiting up to so many seconds for the first.

        Raises PolybiusError where the coder cannot be loaded.
        """
        if not self._answered:
            self._look(seconds)
        answered, self._answered = self._answered, []
        return answered

    def close(self) -> None:
        """Ends the workers at once, whatever they are at."""
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        with _environment(_ONE_THREAD):
            process = self._context.Process(target=serve, args=(theirs, self._recipe), daemon=True)
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _look(self, seconds: float) -> None:
        """Takes what the workers say, then sees to those that are over the limits or gone."""
        lines = {worker.line: worker for worker in self._workers}
        for line in wait(list(lines), timeout=min(seconds, _TICK)):
            assert isinstance(line, Connection)
            self._hear(lines[line])
        for worker in list(self._workers):
            self._watch(worker)
        self._hand_out()

    def _hear(self, worker: _Worker) -> None:
        try:
            while worker.line.poll():
                self._take(worker, worker.line.recv())
        except (EOFError, OSError):
            self._lost(worker)

    def _take(self, worker: _Worker, said: Ready | Unfit | tuple[int, Answer]) -> None:
        if isinstance(said, Unfit):
            raise PolybiusError(said.message)
        if isinstance(said, Ready):
            worker.ready, self._versions, self._failed_starts = True, said.versions, 0
        else:
            task = worker.tasks.popleft()
            number, answer = said
            if isinstance(answer, Failure) and answer.worn and worker.done and number not in self._tried:
                self._again(task)
            else:
                self._answer(number, answer)
            worker.done, worker.between = worker.done + 1, True
        worker.since = time.monotonic()

    def _watch(self, worker: _Worker) -> None:
        """Ends a worker that is over a limit; what it was at is answered, what it had in wait goes to another."""
        if worker not in self._workers or not worker.ready:
            return
        memory = _memory_of(worker)
        if worker.tasks and time.monotonic() - worker.since > self._limits.seconds:
            self._cut(worker, f"it takes longer than {self._limits.seconds:g} seconds", again=False)
        elif worker.tasks and memory > self._limits.memory:
            # what earlier reports left behind is not this one's fault: it gets a fresh worker once
            said = f"it takes more than {self._limits.memory // MEGABYTE} MB of memory"
            self._cut(worker, said, again=worker.done > 0)
        elif worker.between and memory > _WORN * self._limits.memory:
            self._replace(worker)
        worker.between = False

    def _lost(self, worker: _Worker) -> None:
        """A worker has ended by itself."""
        worker.process.join(5)
        code = worker.process.exitcode
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise PolybiusError(f"the coder cannot be loaded: its process ends (exit code {code})")
        self._cut(worker, f"it ends the process that codes it (exit code {code})", again=True)

    def _cut(self, worker: _Worker, reason: str, *, again: bool) -> None:
        if worker.tasks:
            number, task = worker.tasks.popleft()
            if again and number not in self._tried:
                self._again((number, task))
            else:
                self._answer(number, Failure(reason))
        self._replace(worker)

    def _again(self, task: tuple[int, Task]) -> None:
        self._tried.add(task[0])
        self._waiting.appendleft(task)

    def _answer(self, number: int, answer: Answer) -> None:
        self._tried.discard(number)
        self._answered.append((number, answer))

    def _replace(self, worker: _Worker) -> None:
        self._waiting.extendleft(reversed(worker.tasks))
        _end(worker)
        self._workers[self._workers.index(worker)] = self._started()

    def _hand_out(self) -> None:
        """Gives what is in wait to the workers with the least to do."""
        ready = [worker for worker in self._workers if worker.ready]
        while self._waiting and ready:
            worker = min(ready, key=lambda one: len(one.tasks))
            if len(worker.tasks) >= _QUEUED:
                return
            task = self._waiting.popleft()
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            try:
                worker.line.send(task)
            except (BrokenPipeError, ConnectionError, OSError):
                ready.remove(worker)
                self._lost(worker)


def _memory_of(worker: _Worker) -> int:
    import psutil

    try:
        return int(psutil.Process(worker.process.pid).memory_info().rss)
    except psutil.Error:
        return 0


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.line.close()
    worker.process.join()


@contextmanager
def _environment(names: tuple[str, ...]) -> Iterator[None]:
    """Sets variables to 1 for the processes started within, unless the user has set them."""
    added = [name for name in names if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
