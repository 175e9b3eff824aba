"""What runs in a worker's process: it loads the coder, then answers one task after the other."""

from __future__ import annotations

import os
import queue
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from polybius.corpus.recipe import Codes, Recipe
from polybius.errors import PolybiusError
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.records import CodedReport, Report, Versions


@dataclass(frozen=True)
class Ready:
    """Said once the coder is loaded."""

    versions: Versions


@dataclass(frozen=True)
class Unfit:
    """Said where the coder cannot be loaded; the message is fit for the user."""

    message: str


@dataclass(frozen=True)
class Task:
    """One report to be coded, or a draft to be made a report of and, where ``code`` is set, coded."""

    work: Drafted | Report
    code: bool = True


@dataclass(frozen=True)
class Failure:
    """Why a task gave nothing. ``worn`` where a fresh worker might do better."""

    reason: str
    worn: bool = False


Answer = CodedReport | Report | ReadFailure | Failure


def serve(line: Connection, recipe: Recipe) -> None:
    """Answers tasks until the line is closed; ends at once where the other end of the line is gone."""
    # the terminal sends Ctrl-C to all its processes; only the first one is to act on it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tasks: queue.SimpleQueue[tuple[int, Task]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(line, tasks), daemon=True).start()
    try:
        coder = recipe.load()
    except PolybiusError as error:
        line.send(Unfit(str(error)))
        return
    except Exception as error:
        line.send(Unfit(f"the coder cannot be loaded ({type(error).__name__}: {error})"))
        return
    line.send(Ready(coder.versions))
    while True:
        number, task = tasks.get()
        given = answer(coder, task)
        try:
            line.send((number, given))
        except OSError:
            return  # the other end is gone


def answer(coder: Codes, task: Task) -> Answer:
    """What becomes of one task; never raises."""
    try:
        report = task.work if isinstance(task.work, Report) else task.work.report()
        if isinstance(report, ReadFailure) or not task.code:
            return report
        return next(iter(coder.pipe([report])))
    except MemoryError:
        return Failure("it takes more memory than there is", worn=True)
    except Exception as error:
        said = str(error).strip().split("\n", 1)[0]
        return Failure(f"it cannot be coded ({type(error).__name__}{': ' if said else ''}{said})")


def _listen(line: Connection, tasks: Any) -> None:
    """Takes tasks off the line as they come, so that neither end ever waits for the other to read."""
    try:
        while True:
            tasks.put(line.recv())
    except (EOFError, OSError):
        # whoever gave the work is gone: nobody wants the answer
        os._exit(0)
