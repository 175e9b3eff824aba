"""One thing that was read from a source, on its way to what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from polybius.corpus._serving import Answer
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.opening import is_address
from polybius.read.sources import read_drafts
from polybius.records import Report
from polybius.store.write import Seen


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
class Passed:
    """Left alone: an earlier run has rejected it."""


@dataclass(frozen=True)
class End:
    """All of a source has been read."""

    whole: bool


@dataclass
class Slot:
    """One thing that was read, and its answer once there is one."""

    source: Source
    work: Drafted | Report | ReadFailure | None
    report: Report | None = None
    key: str | None = None
    claim: str | None = None
    is_read: bool = True
    mark: int | None = None
    answer: Answer | Seen | Passed | End | None = None


def slots_of(sources: Iterable[Source | ReadFailure], tell: Callable[[int], None] | None) -> Iterator[Slot]:
    """What the sources hold, one slot each, and a slot at the end of each source."""
    for source in sources:
        if isinstance(source, ReadFailure):
            yield Slot(Source(source.source, Given()), source)
            continue
        whole = True
        for one in read_drafts(source.name, source.given, tell):
            # a file that is not there, or ends too soon, has not been read to its end
            whole = whole and not (isinstance(one, ReadFailure) and one.source == source.name)
            yield Slot(source, one)
        yield Slot(source, None, answer=End(whole))
