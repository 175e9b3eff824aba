"""Looks at feeds when they are due and fetches the pages they link to, with several threads, host by host."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from polybius.corpus.watch.asking import Asking, Forbidden
from polybius.corpus.watch.back_off import header, pause, spread
from polybius.corpus.watch.feed_list import FeedList, WatchedFeed
from polybius.corpus.watch.feed_reading import FEED_LIMITS, read_fetched
from polybius.corpus.watch.hosts import Hosts, NotNow, Turn, host_of
from polybius.corpus.watch.json_log import JsonLog, Level
from polybius.corpus.watch.meters import Meters
from polybius.corpus.watch.state import FeedState, NewEntry, State, Waiting
from polybius.errors import StoreError
from polybius.read.address import page_of
from polybius.read.failure import ReadFailure
from polybius.read.fetch import NOT_MODIFIED, PAGE, Fetched, FetchError
from polybius.read.given import Given

READY = 500
"""Things in wait to be coded beyond which no more pages are fetched."""
_TICK = 0.2
_FEED_AT_MOST = 6 * 3600.0
"""Seconds of the longest pause of a feed that fails, unless it is looked at more seldom anyway."""
_FORBIDDEN_FEED = 86_400.0
_REFUSED_TRIES = 2
"""How often a page is asked for that its server refuses to give (404 and the like)."""
_PASSING = frozenset({408, 425})
"""Refusals that may pass."""
_TIDY = 86_400.0


@dataclass
class _Looked:
    """A feed of the table, when it is to be looked at, and how often it has failed in a row."""

    feed: WatchedFeed
    due: float
    host: str
    under_way: bool = False
    failures: int = 0
    looks: int = 0


class Fetching:
    """The threads of a watch that ask servers.

    once: every feed is looked at a single time, and pages that fail are left for another run. on_fault: called with
    what no thread can go on from.
    """

    def __init__(
        self,
        table: FeedList,
        state: State,
        log: JsonLog,
        meters: Meters,
        stop: threading.Event,
        on_fault: Callable[[BaseException], None],
        once: bool = False,
    ) -> None:
        self._manners, self._state, self._log, self._meters = table.manners, state, log, meters
        self._stop, self._on_fault, self._once = stop, on_fault, once
        self._hosts = Hosts(table.manners, state, stop)
        self._asking = Asking(table.manners, self._hosts, state)
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._running = 0
        self._pages: set[int] = set()
        self._feeds = [self._looked(feed) for feed in table.feeds]
        self._tidied = 0.0
        self.ended = threading.Event()
        """Set with ``once``, when there is nothing more to be done now."""

    def start(self) -> None:
        """Begins; the threads end by themselves once ``stop`` is set."""
        threads = [threading.Thread(target=self._schedule, name="schedule", daemon=True)]
        for number in range(self._manners.connections):
            threads.append(threading.Thread(target=self._serve, name=f"fetch-{number}", daemon=True))
        for thread in threads:
            thread.start()

    def drain(self, seconds: float) -> None:
        """Waits until nothing is under way any more, so long at most; what is broken off is done another time."""
        ends = time.monotonic() + seconds
        while self._running and time.monotonic() < ends:
            time.sleep(0.05)

    @property
    def feeds(self) -> Sequence[_Looked]:
        """The feeds with how it stands with them."""
        return self._feeds

    def _looked(self, feed: WatchedFeed) -> _Looked:
        kept = self._state.feed(feed.url)
        due = kept.due
        if self._once and not kept.failures:
            due = 0.0
        elif kept.asked is not None and not kept.failures:
            due = min(due, kept.asked + 1.1 * feed.every)
        return _Looked(feed, due, host_of(kept.moved or feed.url), failures=kept.failures)

    def _schedule(self) -> None:
        try:
            while not self._stop.is_set():
                self._wake.clear()
                now = time.time()
                started = self._start_what_is_due(now)
                if self._once and not started and not self._running and not self._left(now):
                    self.ended.set()
                    return
                if now - self._tidied > _TIDY:
                    self._tidied = now
                    self._state.tidy(now)
                self._wake.wait(_TICK)
        except BaseException as error:
            self._on_fault(error)

    def _start_what_is_due(self, now: float) -> int:
        free = self._manners.connections - self._running
        if free <= 0:
            return 0
        busy, started = self._hosts.busy(), 0
        for looked in sorted(self._feeds, key=lambda one: one.due):
            if started < free and self._is_due(looked, now) and looked.host not in busy:
                looked.under_way = True
                self._submit(looked.host, partial(self._look, looked))
                busy.add(looked.host)
                started += 1
        waiting, ready = self._state.counts()
        self._meters.in_wait(waiting, ready)
        if started < free and waiting and ready < READY:
            for page in self._state.due_pages(now, busy, self._pages, free - started):
                with self._lock:
                    self._pages.add(page.id)
                self._submit(page.host, partial(self._fetch, page))
                started += 1
        return started

    def _is_due(self, looked: _Looked, now: float) -> bool:
        return not looked.under_way and looked.due <= now and not (self._once and looked.looks)

    def _left(self, now: float) -> bool:
        """Whether, in a single round, something can still be done without waiting for a pause to end."""
        for looked in self._feeds:
            if self._is_due(looked, now) and not self._hosts.resting(looked.host):
                return True
        resting = {name for name in self._hosts.busy() if self._hosts.resting(name)}
        return bool(self._state.due_pages(now, resting, self._pages, 1))

    def _submit(self, host: str, job: Callable[[Turn], None]) -> None:
        """Hands a job to a thread, with a place at its host."""
        turn = self._hosts.take(host)
        with self._lock:
            self._running += 1

        def run() -> None:
            try:
                with turn:
                    job(turn)
            finally:
                with self._lock:
                    self._running -= 1

        self._jobs.put(run)

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                self._jobs.get(timeout=_TICK)()
            except queue.Empty:
                continue
            except BaseException as error:
                if not self._stop.is_set():
                    self._on_fault(error)
                return
            self._wake.set()

    # feeds

    def _look(self, looked: _Looked, turn: Turn) -> None:
        feed, began = looked.feed, time.time()
        kept = self._state.feed(feed.url)
        try:
            kept, result = self._answered(feed, kept, turn)
        except NotNow as error:
            kept = replace(kept, due=max(error.until, began + 1.0), error=error.reason)
            result = "put off"
            self._log("info", "feed_put_off", feed=feed.url, again_in=round(kept.due - began, 1), reason=error.reason)
            self._state.keep_feed(kept)
        except StoreError:
            raise
        except Exception as error:
            # a feed that no one thought of must not end the others
            kept, result = self._failed(feed, kept, f"it cannot be read ({_said(error)})", None), "failed"
        self._meters.looked(result, time.time() - began)
        looked.due, looked.failures = kept.due, kept.failures
        looked.host = host_of(kept.moved or feed.url)
        looked.looks += 1
        looked.under_way = False

    def _answered(self, feed: WatchedFeed, kept: FeedState, turn: Turn) -> tuple[FeedState, str]:
        """How it stands with a feed after a look at it, all kept, and how the look is counted."""
        now = time.time()
        address = kept.moved or feed.url
        try:
            fetched = self._asking.get(turn, address, FEED_LIMITS, _conditions(kept))
        except FetchError as error:
            return self._failed(feed, kept, str(error), error), "failed"
        sound = replace(kept, asked=now, due=now + spread(feed.every), failures=0, error=None)
        if fetched.status == NOT_MODIFIED:
            fetched.body.close()
            self._state.keep_feed(sound)
            self._log("debug", "feed_unchanged", feed=feed.url)
            return sound, "unchanged"
        found = read_fetched(feed, fetched, lambda url: self._part(turn, url))
        new = self._state.unseen(found.entries, now)
        taken = new[: feed.max_entries]
        if found.fault is None:
            # only what was read whole need not be sent again
            is_all = found.whole and len(taken) == len(new)
            kept = replace(
                sound,
                moved=self._moved(feed, kept, fetched),
                etag=header(fetched.headers, "ETag") if is_all else None,
                modified=header(fetched.headers, "Last-Modified") if is_all else None,
            )
            self._state.keep_feed(kept, taken, now)
        else:
            kept = self._failed(feed, kept, found.fault, None, taken)
        self._meters.taken(len(taken))
        level: Level = "info" if taken else "debug"
        self._log(level, "feed_read", feed=feed.url, entries=len(found.entries), new=len(taken),
                  left=len(new) - len(taken) or None)  # fmt: skip
        return kept, "read" if found.fault is None else "failed"

    def _part(self, turn: Turn, url: str) -> Fetched:
        """A sitemap of an index."""
        try:
            return self._asking.get(turn, url, FEED_LIMITS)
        except NotNow as error:
            raise FetchError(str(error)) from error

    def _moved(self, feed: WatchedFeed, kept: FeedState, fetched: Fetched) -> str | None:
        if fetched.permanent is None or fetched.permanent == kept.moved:
            return kept.moved
        self._log(
            "warning", "feed_moved", feed=feed.url, to=fetched.permanent, hint="write the new address into the table"
        )
        return fetched.permanent

    def _failed(
        self,
        feed: WatchedFeed,
        kept: FeedState,
        reason: str,
        error: FetchError | None,
        taken: Sequence[NewEntry] = (),
    ) -> FeedState:
        now, failures = time.time(), kept.failures + 1
        if isinstance(error, Forbidden):
            wait = _FORBIDDEN_FEED
        else:
            wait = pause(feed.every, failures, max(_FEED_AT_MOST, feed.every))
        gone = error is not None and error.status in (404, 410)
        kept = replace(
            kept,
            # where it has moved to it is no more: it is asked for again where the table has it
            moved=None if gone else kept.moved,
            etag=None,
            modified=None,
            asked=now,
            due=now + wait,
            failures=failures,
            error=reason,
        )
        self._state.keep_feed(kept, taken, now)
        self._log("warning", "feed_failed", feed=feed.url, reason=reason, failures=failures, again_in=round(wait, 1))
        return kept

    # pages

    def _fetch(self, page: Waiting, turn: Turn) -> None:
        began = time.time()
        try:
            result = self._fetched(page, turn)
        except StoreError:
            raise
        except Exception as error:
            result = self._again(page, f"it cannot be read ({_said(error)})", _REFUSED_TRIES)
        finally:
            with self._lock:
                self._pages.discard(page.id)
        self._meters.fetched(result, time.time() - began)

    def _fetched(self, page: Waiting, turn: Turn) -> str:
        """Fetches a page and keeps it, or why it did not come; how that is counted."""
        try:
            fetched = self._asking.get(turn, page.url, PAGE)
            found = page_of(fetched, page.url, Given.from_json(page.given))
        except NotNow as error:
            return self._put_off(page, error)
        except Forbidden as error:
            return self._given_up(page, f"{error}; give its feed follow = false to have the feed's own words")
        except FetchError as error:
            refused = error.status is not None and 400 <= error.status < 500 and error.status not in _PASSING
            return self._again(page, str(error), _REFUSED_TRIES if refused else self._manners.tries)
        if isinstance(found, ReadFailure):
            return self._again(page, found.reason, _REFUSED_TRIES)
        self._state.page_fetched(page.id, found.data, found.charset)
        self._log("debug", "page_fetched", url=page.url, bytes=len(found.data))
        return "fetched"

    def _put_off(self, page: Waiting, error: NotNow) -> str:
        """The page is not at fault that its host is in trouble; but not for ever."""
        if time.time() - page.since > self._manners.keep:
            return self._given_up(page, f"{error.reason} (given up after {self._manners.keep / 3600:g} hours)")
        self._state.page_put_off(page.id, max(error.until, time.time() + 0.5), page.tries)
        self._log("debug", "page_put_off", url=page.url, reason=error.reason)
        return "put off"

    def _again(self, page: Waiting, reason: str, limit: int) -> str:
        tries = page.tries + 1
        if tries >= min(limit, self._manners.tries):
            return self._given_up(page, f"{reason} (tried {tries} times)" if tries > 1 else reason)
        wait = pause(self._manners.back_off, tries)
        self._state.page_put_off(page.id, time.time() + wait, tries)
        self._log("info", "page_failed", url=page.url, reason=reason, tries=tries, again_in=round(wait, 1))
        return "failed"

    def _given_up(self, page: Waiting, reason: str) -> str:
        self._state.page_given_up(page.id, reason)
        self._log("warning", "page_given_up", url=page.url, reason=reason)
        return "given up"


def _said(error: BaseException) -> str:
    said = str(error).strip().split("\n", 1)[0]
    return f"{type(error).__name__}{': ' if said else ''}{said}"


def _conditions(kept: FeedState) -> dict[str, str]:
    """The headers by which a server need not send what is known."""
    said = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified}
    return {name: value for name, value in said.items() if value}
