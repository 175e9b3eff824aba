"""What becomes of each thing that was read: kept, counted, rejected, in the order in which things were read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType

from polybius.corpus._serving import Failure
from polybius.corpus.keeping import SECONDS, Fate, Keeping, Outcome
from polybius.corpus.rejected import Rejected
from polybius.corpus.slot import End, Passed, Slot, Source
from polybius.corpus.tally import Tally
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.records import CodedReport, Reject, Report, Versions
from polybius.store.known import known_reports
from polybius.store.write import Seen

_REASON = 300
"""Characters of a reason that are kept."""
_FAILURES = 10_000
"""Texts of this run without a result that are remembered, for copies of them."""


class Settling:
    """What a run on a store knows, keeps and counts.

    versions: what makes the records. batch: reports per commit. complain: called with source and reason of what is
    rejected. seconds: after which a smaller batch is stored too. on_kept: called with what became of things that came
    in with a mark, once that is safely in the store; whoever gives those decides whether they are worth trying, so
    that what earlier runs rejected is not passed by. Raises StoreError, also later, where the store cannot be read or
    written.
    """

    def __init__(
        self,
        store: str,
        versions: Versions,
        batch: int,
        complain: Callable[[str, str], None] | None = None,
        *,
        seconds: float = SECONDS,
        on_kept: Callable[[list[Outcome]], None] | None = None,
    ) -> None:
        self.tally = Tally()
        self.known = known_reports(store, versions)
        self.rejected = Rejected(store if on_kept is None else None)
        self.keeping = Keeping(store, batch, seconds, on_kept)
        self._failures: dict[str, ReadFailure | Failure] = {}
        self._complain = complain

    def __enter__(self) -> Settling:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stores what there is, unless something went wrong."""
        try:
            if fault is None:
                self.keeping.flush()
        finally:
            self.keeping.close()

    def to_retry(self) -> Iterator[Source]:
        """The sources of what was rejected, to be read again."""
        for origin, given in self.rejected.to_retry():
            # standard input is gone; what was rejected of it stays so
            if origin != "-":
                yield Source(origin, Given.from_json(given), again=True)

    def answer_failure(self, source: Source, failure: ReadFailure) -> ReadFailure | Passed:
        """What becomes of an input that cannot be read: it is passed by where an earlier run has said so."""
        known = not source.again and failure.kind == "input"
        return Passed() if known and self.rejected.has_source(source.origin, failure.source) else failure

    def passes_by(self, source: Source, work: Drafted) -> bool:
        """Whether what was read is passed by, since an earlier run has rejected it; it counts as seen again."""
        if source.again or not self.rejected.has_content(work.content()):
            return False
        # a copy elsewhere may have been rejected too, and is then seen again itself
        self.rejected.has_source(work.address or source.origin, work.source)
        return True

    def settle(self, slot: Slot) -> None:
        """Keeps and counts the answer of the next thing that was read."""
        fate = self._fate(slot)
        if slot.mark is not None and fate is not None:
            answer = slot.answer
            reason = answer.reason if isinstance(answer, ReadFailure | Failure) else None
            events = len(answer.events) if isinstance(answer, CodedReport) else 0
            self.keeping.mark(Outcome(slot.mark, fate, events, reason))

    def _fate(self, slot: Slot) -> Fate | None:
        """Counts and keeps one answer, and says as what; None where nothing was read."""
        answer, tally = slot.answer, self.tally
        key = slot.claim or (slot.report.id if slot.report else None)
        if isinstance(answer, Seen):
            key, answer = answer.id or key, self._settled_place(answer)
            slot.answer = answer
        if isinstance(answer, CodedReport):
            tally.coded += 1
            tally.events += len(answer.events)
            tally.eventless += not answer.events
            self.known.add(answer.report)
            self.keeping.keep(answer)
            return "coded"
        if isinstance(answer, Seen):
            tally.repeated += 1
            return "repeated"
        if isinstance(answer, Passed):
            tally.passed += 1
            return "passed"
        if isinstance(answer, End):
            if answer.whole:
                self._forget_gone(slot.source.origin)
            return None
        assert isinstance(answer, ReadFailure | Failure)
        return self._settle_failure(slot, answer, key)

    def _settled_place(self, seen: Seen) -> Seen | ReadFailure | Failure:
        """Adds where a known text stood; where the text turned out not to be codable, that holds for the copy too."""
        if seen.id in self._failures:
            return self._failures[seen.id]
        if seen.id and not self.known.has_place(seen.id, seen.url, seen.outlet):
            self.known.add_place(seen.id, seen.url, seen.outlet)
            self.keeping.keep(seen)
        return seen

    def _settle_failure(self, slot: Slot, failure: ReadFailure | Failure, key: str | None) -> Fate:
        if key is not None and len(self._failures) < _FAILURES:
            self._failures[key] = failure
        if isinstance(failure, ReadFailure) and failure.kind == "language":
            self.tally.foreign += 1
            return "foreign"
        reject = _reject(slot, failure, key)
        if not slot.source.again and self.rejected.has_source(reject.origin, reject.source):
            self.tally.passed += 1
            return "passed"
        self.tally.rejected += 1
        if slot.mark is None:
            self.rejected.add(reject)
        self.keeping.keep(reject)
        if self._complain is not None:
            self._complain(reject.source, reject.reason)
        return "rejected"

    def _forget_gone(self, origin: str) -> None:
        gone = self.rejected.gone(origin)
        if gone:
            self.keeping.forget(gone)


def _reject(slot: Slot, failure: ReadFailure | Failure, report_id: str | None) -> Reject:
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
