"""Turns at hosts: how many requests may be under way at one, how soon the next may follow, and when one rests."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from polybius.corpus.watch.back_off import pause
from polybius.corpus.watch.feed_list import Manners
from polybius.corpus.watch.state import State

_PATIENCE = 60.0
"""Seconds that a request redirected to another host waits there for its turn."""
_REMEMBERED = 2_000
"""Hosts that are kept in memory though nothing is under way there."""


class NotNow(Exception):
    """A host may not be asked before the time ``until`` (seconds since 1970)."""

    def __init__(self, host: str, until: float, reason: str) -> None:
        super().__init__(f"{host} is left alone for now: {reason}")
        self.until, self.reason = until, reason


def host_of(url: str) -> str:
    """The host of an address, with the port where it is not the usual one. Raises ValueError where there is none."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    name = (parts.hostname or "").rstrip(".")
    if not name or usual is None:
        raise ValueError(f"{url[:100]} is no web address")
    return name if parts.port in (None, usual) else f"{name}:{parts.port}"


@dataclass
class _Host:
    under_way: int = 0
    next_start: float = 0.0
    delay: float = 0.0
    resume: float = 0.0
    failures: int = 0


class Hosts:
    """All hosts, for threads that ask them. stop: set it to have those that wait give up."""

    def __init__(self, manners: Manners, state: State, stop: threading.Event) -> None:
        self._manners, self._state, self._stop = manners, state, stop
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        for host, resume, failures in state.hosts_at_rest(time.time()):
            self._hosts[host] = _Host(delay=manners.delay, resume=resume, failures=failures)

    def busy(self) -> set[str]:
        """The hosts that cannot be asked at this moment."""
        now = time.time()
        with self._changed:
            if len(self._hosts) > _REMEMBERED:
                self._forget(now)
            return {
                name
                for name, host in self._hosts.items()
                if host.under_way >= self._manners.per_host or max(host.next_start, host.resume) > now
            }

    def resting(self, name: str) -> bool:
        """Whether a host is left alone after faults."""
        with self._changed:
            return name in self._hosts and self._hosts[name].resume > time.time()

    def take(self, name: str) -> Turn:
        """A place at a host that is not busy; the caller has to end it."""
        with self._changed:
            self._host(name).under_way += 1
        return Turn(self, name)

    def slow_down(self, name: str, delay: float) -> None:
        """Heeds the time between two requests that a host asks for."""
        with self._changed:
            self._host(name).delay = max(delay, self._manners.delay)

    def well(self, name: str) -> None:
        """The host has answered as it should."""
        with self._changed:
            host = self._host(name)
            failed, host.failures, host.resume = host.failures, 0, 0.0
        if failed:
            self._state.keep_host(name, 0.0, 0)

    def fault(self, name: str, asked: float | None) -> float:
        """The host cannot be reached or is too busy; leaves it alone for the seconds asked, or ever longer.

        Returns until when.
        """
        now = time.time()
        with self._changed:
            host = self._host(name)
            # answers to requests that were under way together are one fault
            if host.resume <= now:
                host.failures += 1
            first = self._manners.back_off
            wait = pause(first, host.failures) if asked is None else max(asked, first)
            host.resume = max(host.resume, now + wait)
            until, failures = host.resume, host.failures
        self._state.keep_host(name, until, failures)
        return until

    def _host(self, name: str) -> _Host:
        return self._hosts.setdefault(name, _Host(delay=self._manners.delay))

    def _forget(self, now: float) -> None:
        gone = [
            name
            for name, host in self._hosts.items()
            if not host.under_way
            and not host.failures
            and host.delay <= self._manners.delay
            and host.next_start + host.delay < now
        ]
        for name in gone:
            del self._hosts[name]

    def _enter(self, name: str) -> None:
        """Waits for a place at a host. Raises NotNow where that takes too long."""
        ends = time.time() + _PATIENCE
        with self._changed:
            host = self._host(name)
            while host.under_way >= self._manners.per_host:
                now = time.time()
                if now >= ends or self._stop.is_set():
                    raise NotNow(name, now + self._manners.back_off, "it is busy with other requests")
                self._changed.wait(0.2)
            host.under_way += 1

    def _leave(self, name: str) -> None:
        with self._changed:
            self._host(name).under_way -= 1
            self._changed.notify_all()

    def _start(self, name: str) -> None:
        """Waits until the next request to a host may start. Raises NotNow where that is not soon."""
        now = time.time()
        with self._changed:
            host = self._host(name)
            start = max(now, host.next_start)
            if host.resume > now:
                raise NotNow(name, host.resume, "it was too busy or could not be reached")
            if start - now > _PATIENCE:
                raise NotNow(name, start, f"it asks for {host.delay:g} seconds between requests")
            host.next_start = start + host.delay
        if self._stop.wait(max(start - now, 0.0)):
            raise NotNow(name, start, "the watch ends")

    def _answered(self, name: str) -> None:
        with self._changed:
            host = self._host(name)
            host.next_start = max(host.next_start, time.time() + host.delay)


class Turn:
    """A place at one host, then at another where a request is redirected: never at two at a time."""

    def __init__(self, hosts: Hosts, host: str) -> None:
        self._hosts, self.host, self._held = hosts, host, True

    def __enter__(self) -> Turn:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Gives the place back."""
        if self._held:
            self._held = False
            self._hosts._leave(self.host)

    def answered(self) -> None:
        """The request at the host has ended: the next one keeps its distance from now."""
        self._hosts._answered(self.host)

    def start(self, host: str) -> None:
        """Waits until a request to ``host`` may start now. Raises NotNow where it may not for some time."""
        if host != self.host:
            self.end()
            self._hosts._enter(host)
            self.host, self._held = host, True
        self._hosts._start(host)
