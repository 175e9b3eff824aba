"""Watches feeds: what is new in them is fetched, coded and stored, for weeks on end or in a single round.

Fetching goes on in threads of its own (``fetching.py``) and leaves what it gets in the state on disk (``state.py``).
From there the stream of an ingest takes it; an entry is forgotten only once the store holds what came of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from polybius.corpus.ingest import Ingest
from polybius.corpus.keeping import BATCH, SECONDS, Outcome
from polybius.corpus.lock import sole_watch, sole_writer
from polybius.corpus.recipe import Recipe
from polybius.corpus.slot import Item, Source
from polybius.corpus.tally import Tally
from polybius.corpus.watch.feed_list import FeedList
from polybius.corpus.watch.fetching import Fetching
from polybius.corpus.watch.json_log import JsonLog
from polybius.corpus.watch.meters import Meters
from polybius.corpus.watch.reporting import Reporting
from polybius.corpus.watch.state import FOLDER, Ready, State
from polybius.corpus.workers import Limits
from polybius.errors import PolybiusError, StoreError
from polybius.read.draft import Draft, Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.web_page import Page
from polybius.store.history import keep_versions
from polybius.store.table import open_or_create

VERSIONS = 30
"""Days for which a store made by a watch keeps its versions: a commit a minute makes half a million of them a year."""
_DRAIN = 2.0
"""Seconds that requests under way get when the watch ends; what does not come by then is fetched another time."""
_STUCK = 600.0
"""Seconds without a sign of life of the main loop after which the watch is not well."""


@dataclass(frozen=True)
class Watched:
    """What a watch did: the counts of its reports, and how many feeds there are, fail, and are left to be asked."""

    tally: Tally
    feeds: int
    failing: int
    waiting: int


@dataclass
class Watch:
    """A watch over the feeds of a table into a store.

    store: path or URL; made if there is none. state: the folder of what is remembered; for a store in a folder its
    place is there. seconds: after which what is coded is stored, so that readers see it. once: a single round. metrics:
    host and port of ``/health`` and ``/metrics``. keep_versions: days for which old versions of the store stay
    readable, 0 for good; None is what the store says, or ``VERSIONS`` where the watch makes it. stop: set it, from
    anywhere, to end the watch with all that is done kept. The others are those of Ingest.
    """

    table: FeedList
    store: str
    recipe: Recipe = field(default_factory=Recipe)
    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    batch: int = BATCH
    seconds: float = SECONDS
    state: str | Path | None = None
    once: bool = False
    metrics: tuple[str, int] | None = None
    keep_versions: int | None = None
    log: JsonLog = field(default_factory=JsonLog)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> Watched:
        """Watches until it is stopped, or with ``once`` until a round is done.

        Raises StoreError where the store or the state cannot be read or written or another watch is at work on the
        store, PolybiusError where the coder cannot be loaded or the port cannot be had; what was done until then stays.
        """
        folder = self._folder()
        is_new = not open_or_create(self.store).version()
        with sole_watch(self.store):
            days = VERSIONS if self.keep_versions is None and is_new else self.keep_versions
            if days is not None:
                with sole_writer(self.store):
                    keep_versions(self.store, days or None)
            return _Round(self, folder).run()

    def _folder(self) -> Path:
        if self.state is not None:
            return Path(self.state)
        if "://" in self.store:
            raise StoreError(
                f"{self.store}: is no folder of this machine; name one for what the watch remembers: --state"
            )
        return Path(self.store) / FOLDER


class _Round:
    """The state of one run."""

    def __init__(self, settings: Watch, folder: Path) -> None:
        self._settings, self._log = settings, settings.log
        self._meters = Meters()
        self._state = State(folder)
        self._end = threading.Event()
        self._fault: BaseException | None = None
        self._began = self._alive = time.time()
        self._fetching = Fetching(
            settings.table, self._state, self._log, self._meters, self._end, self._failed, settings.once
        )

    def run(self) -> Watched:
        settings = self._settings
        with ExitStack() as ending:
            ending.callback(self._state.close)
            if settings.metrics is not None:
                reporting = Reporting(*settings.metrics, self._health, self._metrics)
                ending.callback(reporting.close)
                self._log("info", "reporting", address=f"http://{reporting.host}:{reporting.port}/health")
            self._log("info", "started", store=settings.store, feeds=len(settings.table.feeds), once=settings.once)
            self._fetching.start()
            try:
                tally = self._code()
            except PolybiusError as error:
                self._failed(error)
                raise
            finally:
                self._end.set()
                self._fetching.drain(_DRAIN)
            if self._fault is not None:
                raise self._fault
            waiting, ready = self._state.counts()
            self._log("info", "stopped", reports=tally.read, coded=tally.coded, waiting=waiting, ready=ready)
            return Watched(tally, len(self._fetching.feeds), self._failing, waiting)

    def _code(self) -> Tally:
        settings = self._settings
        run = Ingest(
            settings.store,
            settings.recipe,
            settings.workers,
            settings.limits,
            settings.batch,
            settings.seconds,
            stop=_Either(settings.stop, self._end),
            complain=lambda source, reason: self._log("warning", "rejected", source=source, reason=reason),
        )
        return run.stream(self._items(), self._kept)

    def _items(self) -> Iterator[Item | None]:
        """What has been fetched, as it comes; None where there is nothing just now."""
        last = 0
        while True:
            self._alive = time.time()
            done = self._fetching.ended.is_set()
            found = self._state.next_ready(last)
            if found is not None:
                last = found.number
                yield _item(found)
            elif done:
                return
            else:
                yield None

    def _kept(self, outcomes: list[Outcome]) -> None:
        self._state.settled([outcome.mark for outcome in outcomes])
        self._meters.stored(outcomes)
        counts = {
            fate: sum(one.fate == fate for one in outcomes) or None
            for fate in ("coded", "repeated", "foreign", "rejected")
        }
        self._log("info", "stored", events=sum(one.events for one in outcomes), **counts)

    def _failed(self, error: BaseException) -> None:
        """A thread cannot go on: neither can the watch."""
        if self._fault is None and not self._end.is_set():
            self._fault = error
            self._log("error", "broken", reason=str(error), kind=type(error).__name__)
        self._end.set()

    @property
    def _failing(self) -> int:
        return sum(one.failures > 0 for one in self._fetching.feeds)

    def _health(self) -> tuple[dict[str, Any], bool]:
        now, feeds, failing = time.time(), len(self._fetching.feeds), self._failing
        silent = now - self._alive
        stuck = silent > _STUCK + self._settings.limits.seconds
        said = {
            "status": "stuck" if stuck else "no feed can be read" if failing == feeds else "ok",
            "up_seconds": round(now - self._began),
            "silent_seconds": round(silent, 1),
            "feeds": feeds,
            "feeds_failing": failing,
            "pages_waiting": self._meters.waiting,
            "ready": self._meters.ready,
            "last_stored": self._meters.in_store,
        }
        return said, said["status"] == "ok"

    def _metrics(self) -> bytes:
        self._meters.feeds(len(self._fetching.feeds), self._failing)
        return self._meters.page()


class _Either(threading.Event):
    """Set as soon as one of two is."""

    def __init__(self, first: threading.Event, second: threading.Event) -> None:
        super().__init__()
        self._both = (first, second)

    def is_set(self) -> bool:
        return any(one.is_set() for one in self._both)


def _item(ready: Ready) -> Item:
    """What an ingest is to do with an entry."""
    given = Given.from_json(ready.given)
    # what has no address of its own cannot be read again: its feed has moved on by then
    source = Source(ready.url if ready.kind != "text" and ready.url else "-", given, again=True)
    work: Drafted | ReadFailure
    if ready.kind == "page":
        assert ready.url is not None
        work = Page(ready.data, ready.url, replace(given, url=ready.url), ready.charset)
    elif ready.kind == "text":
        work = Draft(ready.data.decode("utf-8", "surrogatepass"), ready.place, given)
    else:
        work = ReadFailure(ready.place, ready.reason or "it cannot be read")
    return Item(source, work, ready.id)
