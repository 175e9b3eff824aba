"""Stage 1 to 7 over many reports: reads sources, codes in worker processes, stores; goes on where it was broken off.

What is read is answered in order, so that the store does not hang on which worker was faster: an ingest that was
killed and started again leaves the same rows as one that was not. Nothing is held but a window of what is under way.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Signal

from polybius.corpus._serving import Answer, Failure, Task
from polybius.corpus.keeping import BATCH, SECONDS, Fate, Keeping, Outcome
from polybius.corpus.lock import sole_ingest
from polybius.corpus.recipe import Recipe
from polybius.corpus.rejected import Rejected
from polybius.corpus.tally import Tally
from polybius.corpus.workers import Limits, Workers
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.opening import is_address
from polybius.read.sources import expand, read_drafts
from polybius.records import CodedReport, Reject, Report
from polybius.store.known import Known, is_dated, known_reports
from polybius.store.table import open_or_create
from polybius.store.write import Seen

__all__ = ["Ingest", "Tally", "ingest"]

WINDOW = 32
"""Things under way for each worker: enough that a slow one does not keep the others waiting."""
_REASON = 300
"""Characters of a reason that are kept."""
_NO_MORE = object()
_IDLE = 0.1
"""Seconds between two looks whether something has come in."""
_FAILURES = 10_000
"""Texts of this run without a result that are remembered, for copies of them."""


@dataclass(frozen=True)
class Source:
    """A source and how it is to be read; ``again`` where what was rejected in it is to be tried once more."""

    name: str
    given: Given = field(default_factory=Given)
    again: bool = False

    @property
    def origin(self) -> str:
        """The source as it can be found again from anywhere."""
        return self.name if self.name == "-" or is_address(self.name) else str(Path(self.name).absolute())


@dataclass(frozen=True)
class Item:
    """One thing that comes in by itself, not out of a source read as a whole; its mark tells what became of it."""

    source: Source
    work: Drafted | ReadFailure
    mark: int


@dataclass(frozen=True)
class _Passed:
    """Left alone: an earlier run has rejected it."""


@dataclass(frozen=True)
class _End:
    """All of a source has been read."""

    whole: bool


@dataclass
class _Slot:
    """One thing that was read, and its answer once there is one."""

    source: Source
    work: Drafted | Report | ReadFailure | None
    report: Report | None = None
    key: str | None = None
    claim: str | None = None
    is_read: bool = True
    mark: int | None = None
    answer: Answer | Seen | _Passed | _End | None = None


@dataclass
class Ingest:
    """One run over sources into a store.

    store: path or URL; made if there is none. recipe: the coder. workers: processes. limits: what one report may take.
    batch: reports per commit. seconds: after which a smaller batch is stored too. stop: set it, from anywhere, to end
    the run with all that is done kept. tell: called with the number of bytes whenever some of a source are read. show:
    called with the counts after each thing that is done. complain: called with source and reason of what is rejected.
    """

    store: str
    recipe: Recipe
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    batch: int = BATCH
    seconds: float = SECONDS
    stop: Signal | None = None
    tell: Callable[[int], None] | None = None
    show: Callable[[Tally], None] | None = None
    complain: Callable[[str, str], None] | None = None
    on_wait: Callable[[], None] | None = None
    wait: bool = True

    def run(self, sources: Iterable[Source | ReadFailure], *, retry: bool = False) -> Tally:
        """Codes what the sources hold and the store does not, and with ``retry`` what it has rejected before.

        Raises StoreError where the store cannot be written, PolybiusError where the coder cannot be loaded; what was
        stored before then stays.
        """
        open_or_create(self.store)
        with sole_ingest(self.store, wait=self.wait, on_wait=self.on_wait):
            return _Run(self, Rejected(self.store)).over(sources, retry)

    def stream(self, items: Iterator[Item | None], on_kept: Callable[[list[Outcome]], None]) -> Tally:
        """Codes what comes in, until the items end or ``stop`` is set; None among them says that none is there now.

        on_kept: called with what became of items, once that is safely in the store. Whoever gives an item decides
        whether it is worth trying, so that what earlier runs rejected is not passed by. Other ingests may work on the
        store at the same time. Raises as ``run`` does.
        """
        open_or_create(self.store)
        return _Run(self, Rejected(), on_kept).over_items(items)


class _Run:
    """The state of one run."""

    def __init__(
        self, settings: Ingest, rejected: Rejected, on_kept: Callable[[list[Outcome]], None] | None = None
    ) -> None:
        self._settings = settings
        self._tally = Tally()
        self._rejected = rejected
        self._on_kept = on_kept
        self._slots: deque[_Slot] = deque()
        self._unclaimed: deque[_Slot] = deque()
        self._by_number: dict[int, _Slot] = {}
        self._number = 0
        self._claims: dict[str, bool] = {}
        self._failures: dict[str, ReadFailure | Failure] = {}
        self._known: Known
        self._workers: Workers
        self._keeping: Keeping

    def over(self, sources: Iterable[Source | ReadFailure], retry: bool) -> Tally:
        tell = self._settings.tell
        with self._at_work():
            self._work_through(_items(sources, tell))
            if retry and not self._stopped:
                self._work_through(_items(self._to_retry(), tell))
        return self._tally

    def over_items(self, items: Iterator[Item | None]) -> Tally:
        with self._at_work():
            self._work_through(
                None if item is None else _Slot(item.source, item.work, mark=item.mark) for item in items
            )
        return self._tally

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Workers that are ready, and what the store holds; at the end all that is done is stored."""
        settings = self._settings
        self._keeping = Keeping(settings.store, settings.batch, settings.seconds, self._on_kept)
        try:
            with Workers(settings.recipe, settings.workers, settings.limits) as self._workers:
                self._known = known_reports(settings.store, self._workers.versions)
                yield
            self._keeping.flush()
        finally:
            self._keeping.close()

    @property
    def _stopped(self) -> bool:
        return self._settings.stop is not None and self._settings.stop.is_set()

    def _to_retry(self) -> Iterator[Source]:
        for origin, given in self._rejected.to_retry():
            # standard input is gone; what was rejected of it stays so
            if origin != "-":
                yield Source(origin, Given.from_json(given), again=True)

    def _work_through(self, items: Iterator[_Slot | None]) -> None:
        window = WINDOW * max(self._settings.workers, 1)
        left = True
        while (left or self._slots) and not self._stopped:
            idle = False
            # enough for all workers first, then look what they have done
            while left and len(self._slots) < window and self._workers.has_room and not self._stopped:
                slot = next(items, _NO_MORE)
                left = slot is not _NO_MORE
                idle = slot is None
                if not isinstance(slot, _Slot):
                    break
                self._take_in(slot)
                self._give_out()
            if idle and not self._by_number:
                time.sleep(_IDLE)
            self._hear(0.0 if left and not idle and len(self._slots) < window and self._workers.has_room else 0.2)
            self._give_out()
            self._keeping.pulse()

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

    def _take_in(self, slot: _Slot) -> None:
        """Finds out what is to be done with what was read."""
        self._slots.append(slot)
        self._unclaimed.append(slot)
        work, again = slot.work, slot.source.again
        if work is None:
            return
        if isinstance(work, ReadFailure):
            known = not again and work.kind == "input" and self._rejected.has_source(slot.source.origin, work.source)
            slot.answer = _Passed() if known else work
        elif isinstance(work, Report):
            slot.report = work
        elif not again and self._rejected.has_content(work.content()):
            # a copy elsewhere may have been rejected too, and is then seen again itself
            self._rejected.has_source(work.address or slot.source.origin, work.source)
            slot.answer = _Passed()
        elif work.address is not None and self._known.has_address(work.address):
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

    def _take_report(self, slot: _Slot, key: str, dated: bool, url: str | None, outlet: str | None) -> None:
        """Has a report coded, unless it is so already or about to be."""
        claimed = key in self._claims and (self._claims[key] or not dated)
        if claimed or self._known.is_coded(key, dated):
            slot.answer = Seen(key, url, outlet)
            return
        self._claims[key] = dated
        slot.claim = key
        work = slot.report or slot.work
        assert work is not None
        assert not isinstance(work, ReadFailure)
        self._submit(slot, Task(work))

    def _submit(self, slot: _Slot, task: Task) -> None:
        self._number += 1
        self._by_number[self._number] = slot
        self._workers.submit(self._number, task)

    def _give_out(self) -> None:
        """Keeps what is done, in the order in which it was read."""
        while self._slots and self._slots[0].answer is not None:
            slot = self._slots.popleft()
            self._settle(slot)
            if self._settings.show is not None:
                self._settings.show(self._tally)

    def _settle(self, slot: _Slot) -> None:
        fate = self._fate(slot)
        if slot.mark is not None and fate is not None:
            answer = slot.answer
            reason = answer.reason if isinstance(answer, ReadFailure | Failure) else None
            events = len(answer.events) if isinstance(answer, CodedReport) else 0
            self._keeping.mark(Outcome(slot.mark, fate, events, reason))

    def _fate(self, slot: _Slot) -> Fate | None:
        """Counts and keeps one answer, and says as what; None where nothing was read."""
        answer, tally = slot.answer, self._tally
        if slot.claim is not None:
            self._claims.pop(slot.claim, None)
        if isinstance(answer, Seen):
            answer = slot.answer = self._settled_place(answer)
        if isinstance(answer, CodedReport):
            tally.coded += 1
            tally.events += len(answer.events)
            tally.eventless += not answer.events
            self._known.add(answer.report)
            self._keeping.keep(answer)
            return "coded"
        if isinstance(answer, Seen):
            tally.repeated += 1
            return "repeated"
        if isinstance(answer, _Passed):
            tally.passed += 1
            return "passed"
        if isinstance(answer, _End):
            if answer.whole:
                self._forget_gone(slot.source.origin)
            return None
        assert isinstance(answer, ReadFailure | Failure)
        return self._settle_failure(slot, answer)

    def _settled_place(self, seen: Seen) -> Seen | ReadFailure | Failure:
        """Adds where a known text stood; where the text turned out not to be codable, that holds for the copy too."""
        if seen.id in self._failures:
            return self._failures[seen.id]
        if seen.id and not self._known.has_place(seen.id, seen.url, seen.outlet):
            self._known.add_place(seen.id, seen.url, seen.outlet)
            self._keeping.keep(seen)
        return seen

    def _settle_failure(self, slot: _Slot, failure: ReadFailure | Failure) -> Fate:
        key = slot.claim or (slot.report.id if slot.report else None)
        if key is not None and len(self._failures) < _FAILURES:
            self._failures[key] = failure
        if isinstance(failure, ReadFailure) and failure.kind == "language":
            self._tally.foreign += 1
            return "foreign"
        reject = _reject(slot, failure, key)
        if not slot.source.again and self._rejected.has_source(reject.origin, reject.source):
            self._tally.passed += 1
            return "passed"
        self._tally.rejected += 1
        if slot.mark is None:
            self._rejected.add(reject)
        self._keeping.keep(reject)
        if self._settings.complain is not None:
            self._settings.complain(reject.source, reject.reason)
        return "rejected"

    def _forget_gone(self, origin: str) -> None:
        gone = self._rejected.gone(origin)
        if gone:
            self._keeping.forget(gone)


def _reject(slot: _Slot, failure: ReadFailure | Failure, report_id: str | None) -> Reject:
    work, source = slot.work, slot.source
    given, place, content, url, origin = source.given, source.name, None, None, source.origin
    if isinstance(work, ReadFailure):
        place = work.source
    elif isinstance(work, Report):
        url = work.url
    elif work is not None:
        given, place, content, url = work.given, work.source, work.content(), work.address or work.given.url
        origin = work.address or origin
    elif isinstance(failure, ReadFailure):
        place = failure.source
    # what is read again as a whole is read as before; a page by its own address no longer is part of a list
    given = source.given if origin == source.origin else replace(given, format=None, columns={}, follow=None)
    return Reject(
        source=place,
        url=url or given.url,
        reason=" ".join(failure.reason.split())[:_REASON],
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        report=report_id,
        content=content,
        origin=origin,
        given=given.to_json(),
    )


def _items(sources: Iterable[Source | ReadFailure], tell: Callable[[int], None] | None) -> Iterator[_Slot]:
    """What the sources hold, one slot each, and a slot at the end of each source."""
    for source in sources:
        if isinstance(source, ReadFailure):
            yield _Slot(Source(source.source, Given()), source)
            continue
        whole = True
        for one in read_drafts(source.name, source.given, tell):
            # a file that is not there, or ends too soon, has not been read to its end
            whole = whole and not (isinstance(one, ReadFailure) and one.source == source.name)
            yield _Slot(source, one)
        yield _Slot(source, None, answer=_End(whole))


def ingest(
    paths: str | Path | Iterable[str | Path],
    store: str | Path,
    *,
    given: Given | None = None,
    recipe: Recipe | None = None,
    workers: int = 1,
    limits: Limits | None = None,
    retry: bool = False,
) -> Tally:
    """Codes what stands in files, patterns, folders and at addresses into a store, and goes on where it was broken off.

    given: what holds for all reports that do not say it themselves, the names of columns and more. retry: try what was
    rejected before once more. Raises StoreError and ModelError; see ``Ingest`` for more say in it.
    """
    run = Ingest(str(store), recipe or Recipe(), workers, limits or Limits())
    names = expand([paths] if isinstance(paths, str | Path) else paths)
    return run.run(sources_of(names, given or Given()), retry=retry)


def sources_of(names: Iterable[str | ReadFailure], given: Given) -> Iterator[Source | ReadFailure]:
    """The sources of these names, all to be read alike."""
    for name in names:
        yield name if isinstance(name, ReadFailure) else Source(name, given)
