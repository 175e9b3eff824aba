"""What a watch counts, for Prometheus; no label grows with the number of hosts or pages."""

from __future__ import annotations

import time
from collections.abc import Sequence

from polybius.corpus.keeping import Outcome


class Meters:
    """The counters and gauges of one watch. May be used by many threads."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self.registry = CollectorRegistry()
        own = self.registry
        ProcessCollector(registry=own)
        seconds = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
        self._looks = Counter("polybius_feed_looks", "Looks at feeds by result.", ["result"], registry=own)
        self._look_seconds = Histogram("polybius_feed_seconds", "Seconds of a look.", buckets=seconds, registry=own)
        self._entries = Counter("polybius_entries", "New entries taken in from feeds.", registry=own)
        self._pages = Counter("polybius_pages", "Pages asked for by result.", ["result"], registry=own)
        self._page_seconds = Histogram("polybius_page_seconds", "Seconds for a page.", buckets=seconds, registry=own)
        self._reports = Counter(
            "polybius_reports", "Reports by what became of them, once stored.", ["fate"], registry=own
        )
        self._events = Counter("polybius_events", "Events of the reports stored.", registry=own)
        self._waiting = Gauge("polybius_pages_waiting", "Pages still to be fetched.", registry=own)
        self._ready = Gauge("polybius_ready", "Pages and texts still to be coded or stored.", registry=own)
        self._failing = Gauge("polybius_feeds_failing", "Feeds whose last look failed.", registry=own)
        self._feeds = Gauge("polybius_feeds", "Feeds of the table.", registry=own)
        self._stored = Gauge("polybius_last_stored_timestamp_seconds", "When something was stored last.", registry=own)
        self.in_store: float | None = None
        self.waiting = self.ready = 0

    def looked(self, result: str, seconds: float) -> None:
        """A look at a feed: read, unchanged, failed or put off."""
        self._looks.labels(result).inc()
        self._look_seconds.observe(seconds)

    def taken(self, entries: int) -> None:
        """New entries of a feed."""
        self._entries.inc(entries)

    def fetched(self, result: str, seconds: float) -> None:
        """A page: fetched, failed, put off or given up."""
        self._pages.labels(result).inc()
        self._page_seconds.observe(seconds)

    def stored(self, outcomes: Sequence[Outcome]) -> None:
        """What became of reports that are stored now."""
        for outcome in outcomes:
            self._reports.labels(outcome.fate).inc()
            self._events.inc(outcome.events)
        self.in_store = time.time()
        self._stored.set(self.in_store)

    def in_wait(self, waiting: int, ready: int) -> None:
        """How much is still to be fetched and to be coded."""
        self.waiting, self.ready = waiting, ready
        self._waiting.set(waiting)
        self._ready.set(ready)

    def feeds(self, count: int, failing: int) -> None:
        """How many feeds there are, and how many of them fail."""
        self._feeds.set(count)
        self._failing.set(failing)

    def page(self) -> bytes:
        """All figures as Prometheus reads them."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)
