"""The two stages of an ingest that run in the processes of a Ray cluster: reading, and coding what was read.

What travels between them, and back to the program that keeps it, are rows with one column: a pickled list of Items. A
row is what is coded at a time, and what is coded again where a machine is lost.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from polybius.corpus._serving import Answer, Task
from polybius.corpus.recipe import Recipe
from polybius.corpus.slot import End, Passed, Source, slots_of
from polybius.corpus.workers import Limits, Workers
from polybius.errors import PolybiusError
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.opening import is_address
from polybius.records import Report
from polybius.store.known import Known, is_dated
from polybius.store.write import Seen

COLUMN = "items"
AT_ONCE = 16
"""Reports in a row: some seconds of work."""
_READ_AT_ONCE = 512
"""Things in a row of which few or none are to be coded."""
_MEGABYTE = 1024 * 1024


class NotShared(PolybiusError):
    """A machine of the cluster does not see a source."""


@dataclass(frozen=True)
class Reading:
    """A source with its number in the run; ``here`` where the program that started the run sees it as a file."""

    number: int
    source: Source | ReadFailure
    here: bool


@dataclass(frozen=True)
class Stub:
    """A draft without what it is made from, which need not travel back."""

    source: str
    given: Given
    address: str | None
    hash: str

    def content(self) -> str:
        """The hash of what it was made from."""
        return self.hash

    def report_id(self) -> str | None:
        """Unknown here; see ``Item.key``."""
        return None

    def report(self) -> Report | ReadFailure:
        """There is none to be had any more."""
        return ReadFailure(self.source, "its text was left behind; read it again")


@dataclass(frozen=True)
class Item:
    """One thing that was read, and its answer once there is one.

    at: number of its source, and its own number in that source. size: bytes read since the one before. key: the id of
    the report, where it is known. dated, url, outlet: what is known about the report under that id.
    """

    at: tuple[int, int]
    size: int
    work: Drafted | Report | ReadFailure | None
    key: str | None = None
    dated: bool = False
    url: str | None = None
    outlet: str | None = None
    answer: Answer | Seen | Passed | End | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be coded."""
        return self.answer is None and self.work is not None and not isinstance(self.work, ReadFailure)

    @property
    def seen(self) -> Seen:
        """It, as a copy of what is coded already."""
        return Seen(self.key or "", self.url, self.outlet)

    def with_key(self, report: Report) -> Item:
        """It, with what its report tells."""
        return replace(self, key=report.id, dated=is_dated(report), url=report.url, outlet=report.outlet)


@dataclass(frozen=True)
class Settled:
    """What a store holds, for the stages to leave alone: reports, and the hashes of what was rejected."""

    known: Known
    rejected: frozenset[str]


def read_stage(batch: Mapping[str, Any], settled: Any, folder: str) -> Iterator[dict[str, list[bytes]]]:
    """Reads the sources of a row. settled: a reference to Settled. folder: where names without a folder are."""
    import ray

    with contextlib.suppress(OSError):
        os.chdir(folder)
    found: Settled = ray.get(settled)
    for row in batch[COLUMN]:
        for reading in pickle.loads(row):
            for some in rows_of(_items(reading, found)):
                yield {COLUMN: [pickle.dumps(some)]}


def rows_of(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists short enough to be coded at a time, and small enough to travel."""
    some: list[Item] = []
    to_code = size = 0
    for item in items:
        some.append(item)
        to_code, size = to_code + item.is_open, size + item.size
        if to_code >= AT_ONCE or len(some) >= _READ_AT_ONCE or size >= _MEGABYTE:
            yield some
            some, to_code, size = [], 0, 0
    if some:
        yield some


def _items(reading: Reading, settled: Settled) -> Iterator[Item]:
    """What a source holds, answered where that needs no coder."""
    source = reading.source
    if reading.here and isinstance(source, Source) and not Path(source.name).exists():
        raise NotShared(
            f"{source.name}: the machine {socket.gethostname()} does not see it; "
            "put the sources into a folder that all machines of the cluster share"
        )
    read, claims = _Count(), dict[str, bool]()
    for number, slot in enumerate(slots_of([source], read.tell)):
        item = Item((reading.number, number), read.taken(), slot.work, answer=slot.answer)
        yield _looked_up(item, settled, claims, again=slot.source.again)


def _looked_up(item: Item, settled: Settled, claims: dict[str, bool], *, again: bool) -> Item:
    work = item.work
    if work is None or isinstance(work, ReadFailure):
        return item
    if isinstance(work, Report):
        return _claimed(item.with_key(work), settled.known, claims)
    if not again and work.content() in settled.rejected:
        return replace(item, answer=Passed())
    if work.address is not None and settled.known.has_address(work.address):
        return replace(item, answer=Seen(""))
    given = work.given
    item = replace(item, key=work.report_id(), dated=given.published is not None, url=given.url, outlet=given.outlet)
    return item if item.key is None else _claimed(item, settled.known, claims)


def _claimed(item: Item, known: Known, claims: dict[str, bool]) -> Item:
    """It, answered where its text is coded already, or stands further up in the same source."""
    assert item.key is not None
    if (item.key in claims and (claims[item.key] or not item.dated)) or known.is_coded(item.key, item.dated):
        return replace(item, answer=item.seen)
    claims[item.key] = item.dated
    return item


class CodeStage:
    """Codes the rows that reading leaves, in a process of its own with limits; one model for each of these."""

    def __init__(self, recipe: Recipe, limits: Limits, settled: Any) -> None:
        import ray

        found: Settled = ray.get(settled)
        self._known = found.known
        self._workers = Workers(recipe, 1, limits)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[bytes]]:
        """Rows with answers in the place of rows without."""
        return {COLUMN: [pickle.dumps(self.coded(pickle.loads(row))) for row in batch[COLUMN]]}

    def coded(self, items: list[Item]) -> list[Item]:
        """The items, each with its answer, and stubs in the place of what they are made from."""
        under_way = 0
        for number, item in enumerate(items):
            if item.is_open:
                self._submit(number, item)
                under_way += 1
        while under_way:
            for number, answer in self._workers.collect():
                items[number], is_done = self._answered(items[number], answer)
                if is_done:
                    under_way -= 1
                else:
                    self._workers.submit(number, Task(answer))  # type: ignore[arg-type]
        return [_without_text(item) for item in items]

    def _submit(self, number: int, item: Item) -> None:
        assert item.work is not None
        assert not isinstance(item.work, ReadFailure)
        # a page is read first: only then is it known which report it holds, and whether that is coded already
        self._workers.submit(number, Task(item.work, code=item.key is not None))

    def _answered(self, item: Item, answer: Answer) -> tuple[Item, bool]:
        """The item with what a worker said, and whether that is all."""
        if not isinstance(answer, Report):
            return replace(item, answer=answer), True
        item = item.with_key(answer)
        assert item.key is not None
        if self._known.is_coded(item.key, item.dated):
            return replace(item, answer=item.seen), True
        return item, False


def _without_text(item: Item) -> Item:
    work = item.work
    if work is None or isinstance(work, Report | ReadFailure):
        return item
    return replace(item, work=Stub(work.source, work.given, work.address, work.content()))


class _Count:
    """Bytes read since they were last asked for."""

    def __init__(self) -> None:
        self._size = 0

    def tell(self, size: int) -> None:
        self._size += size

    def taken(self) -> int:
        size, self._size = self._size, 0
        return size


def batches_of(sources: Iterable[Source | ReadFailure], start: int = 0) -> Iterator[list[Reading]]:
    """The sources in lists to be read by one process: large ones alone, small ones together."""
    some: list[Reading] = []
    size = 0
    for number, source in enumerate(sources):
        if number < start:
            continue
        weight, here = _weight(source)
        if some and size + weight > 4 * _MEGABYTE:
            yield some
            some, size = [], 0
        some.append(Reading(number, source, here))
        size += weight
    if some:
        yield some


def _weight(source: Source | ReadFailure) -> tuple[int, bool]:
    """About how much work a source is, in bytes, and whether it is a file that is seen here."""
    if isinstance(source, ReadFailure):
        return 0, False
    if is_address(source.name):
        return _MEGABYTE, False
    try:
        # a file takes some time to open however small it is
        return Path(source.name).stat().st_size + 16 * 1024, True
    except (OSError, ValueError):
        return 0, False
