"""Stage 1 to 7 over many reports: reads sources, codes in worker processes, stores; goes on where it was broken off.

What is read is answered in order, so that the store does not hang on which worker was faster: an ingest that was
killed and started again leaves the same rows as one that was not. Nothing is held but a window of what is under way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Signal

from polybius.corpus._serving import Task
from polybius.corpus.keeping import BATCH
from polybius.corpus.lock import sole_ingest
from polybius.corpus.recipe import Recipe
from polybius.corpus.settling import Settling
from polybius.corpus.slot import Passed, Slot, Source, slots_of
from polybius.corpus.tally import Tally
from polybius.corpus.workers import Limits, Workers
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.sources import expand
from polybius.records import Report
from polybius.store.known import is_dated
from polybius.store.table import open_or_create
from polybius.store.write import Seen

__all__ = ["Ingest", "Tally", "ingest"]

WINDOW = 32
"""Things under way for each worker: enough that a slow one does not keep the others waiting."""


@dataclass
class Ingest:
    """One run over sources into a store.

    store: path or URL; made if there is none. recipe: the coder. workers: processes; None for one, and on a cluster for
    as many as it has room for. limits: what one report may take. batch: reports per commit. stop: set it, from
    anywhere, to end the run with all that is done kept. tell: called with the number of bytes whenever some of a source
    are read. show: called with the counts after each thing that is done. complain: called with source and reason of
    what is rejected. on_wait and wait: see ``sole_ingest``. on: the cluster to run on, see ``OnRay``; None for this
    machine.
    """

    store: str
    recipe: Recipe
    workers: int | None = None
    limits: Limits = field(default_factory=Limits)
    batch: int = BATCH
    stop: Signal | None = None
    tell: Callable[[int], None] | None = None
    show: Callable[[Tally], None] | None = None
    complain: Callable[[str, str], None] | None = None
    on_wait: Callable[[], None] | None = None
    wait: bool = True
    on: str | None = None

    def run(self, sources: Iterable[Source | ReadFailure], *, retry: bool = False) -> Tally:
        """Codes what the sources hold and the store does not, and with ``retry`` what it has rejected before.

        Raises StoreError where the store cannot be written, PolybiusError where the coder cannot be loaded; what was
        stored before then stays.
        """
        if self.on is None:
            run: _Run | OnRay = _Run(self)
        else:
            from polybius.corpus.on_ray import OnRay

            run = OnRay(self, self.on)
        open_or_create(self.store)
        with sole_ingest(self.store, wait=self.wait, on_wait=self.on_wait):
            return run.over(sources, retry)

    @property
    def stopped(self) -> bool:
        """Whether the run is to end."""
        return self.stop is not None and self.stop.is_set()


class _Run:
    """The state of one run."""

    def __init__(self, settings: Ingest) -> None:
        self._settings = settings
        self._slots: deque[Slot] = deque()
        self._unclaimed: deque[Slot] = deque()
        self._by_number: dict[int, Slot] = {}
        self._number = 0
        self._claims: dict[str, bool] = {}
        self._done: Settling
        self._workers: Workers

    def over(self, sources: Iterable[Source | ReadFailure], retry: bool) -> Tally:
        settings = self._settings
        with Workers(settings.recipe, settings.workers or 1, settings.limits) as self._workers:
            versions = self._workers.versions
            with Settling(settings.store, versions, settings.batch, settings.complain) as self._done:
                self._work_through(slots_of(sources, settings.tell))
                if retry and not settings.stopped:
                    self._work_through(slots_of(self._done.to_retry(), settings.tell))
        return self._done.tally

    def _work_through(self, items: Iterator[Slot]) -> None:
        window = WINDOW * max(self._settings.workers or 1, 1)
        left = True
        while (left or self._slots) and not self._settings.stopped:
            # enough for all workers first, then look what they have done
            while left and len(self._slots) < window and self._workers.has_room and not self._settings.stopped:
                slot = next(items, None)
                left = slot is not None
                if slot is not None:
                    self._take_in(slot)
                    self._give_out()
            self._hear(0.0 if left and len(self._slots) < window and self._workers.has_room else 0.2)
            self._give_out()
            self._done.keeping.pulse()

    def _hear(self, seconds: float) -> None:
        if not self._by_number:
            return
        for number, answer in self._workers.collect(seconds):
            slot = self._by_number.pop(number)
            if isinstance(answer, Report):
                # a page has been read, and only now is it known which report it holds
                slot.report = answer
            else:
                slot.answer = answer
            slot.is_read = True
        self._claim()

    def _take_in(self, slot: Slot) -> None:
        """Finds out what is to be done with what was read."""
        self._slots.append(slot)
        self._unclaimed.append(slot)
        work = slot.work
        if work is None:
            return
        if isinstance(work, ReadFailure):
            slot.answer = self._done.answer_failure(slot.source, work)
        elif isinstance(work, Report):
            slot.report = work
        elif self._done.passes_by(slot.source, work):
            slot.answer = Passed()
        elif work.address is not None and self._done.known.has_address(work.address):
            slot.answer = Seen("")
        else:
            slot.key = work.report_id()
            if slot.key is None:
                slot.is_read = False
                self._submit(slot, Task(work, code=False))
        self._claim()

    def _claim(self) -> None:
        """Decides in order which of several copies is coded: the first, whichever was read faster."""
        while self._unclaimed and self._unclaimed[0].is_read:
            slot = self._unclaimed.popleft()
            if slot.answer is not None:
                continue
            if slot.report is not None:
                report = slot.report
                self._take_report(slot, report.id, is_dated(report), report.url, report.outlet)
            elif slot.key is not None:
                assert slot.work is not None
                assert not isinstance(slot.work, Report | ReadFailure)
                given = slot.work.given
                self._take_report(slot, slot.key, given.published is not None, given.url, given.outlet)

    def _take_report(self, slot: Slot, key: str, dated: bool, url: str | None, outlet: str | None) -> None:
        """Has a report coded, unless it is so already or about to be."""
        claimed = key in self._claims and (self._claims[key] or not dated)
        if claimed or self._done.known.is_coded(key, dated):
            slot.answer = Seen(key, url, outlet)
            return
        self._claims[key] = dated
        slot.claim = key
        work = slot.report or slot.work
        assert work is not None
        assert not isinstance(work, ReadFailure)
        self._submit(slot, Task(work))

    def _submit(self, slot: Slot, task: Task) -> None:
        self._number += 1
        self._by_number[self._number] = slot
        self._workers.submit(self._number, task)

    def _give_out(self) -> None:
        """Keeps what is done, in the order in which it was read."""
        while self._slots and self._slots[0].answer is not None:
            slot = self._slots.popleft()
            if slot.claim is not None:
                self._claims.pop(slot.claim, None)
            self._done.settle(slot)
            if self._settings.show is not None:
                self._settings.show(self._done.tally)


def ingest(
    paths: str | Path | Iterable[str | Path],
    store: str | Path,
    *,
    given: Given | None = None,
    recipe: Recipe | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    retry: bool = False,
    on: str | None = None,
) -> Tally:
    """Codes what stands in files, patterns, folders and at addresses into a store, and goes on where it was broken off.

    given: what holds for all reports that do not say it themselves, the names of columns and more. retry: try what was
    rejected before once more. on: the Ray cluster to run on, "ray" or "ray://HOST". Raises StoreError, ModelError and
    ClusterError; see ``Ingest`` for more say in it.
    """
    run = Ingest(str(store), recipe or Recipe(), workers, limits or Limits(), on=on)
    names = expand([paths] if isinstance(paths, str | Path) else paths)
    return run.run(sources_of(names, given or Given()), retry=retry)


def sources_of(names: Iterable[str | ReadFailure], given: Given) -> Iterator[Source | ReadFailure]:
    """The sources of these names, all to be read alike."""
    for name in names:
        yield name if isinstance(name, ReadFailure) else Source(name, given)
