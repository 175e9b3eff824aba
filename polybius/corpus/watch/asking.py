"""Asks servers politely: robots.txt is heeded (RFC 9309), each host has its turns, and one in trouble is left alone."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from polybius.corpus.watch.back_off import retry_after
from polybius.corpus.watch.feed_list import Manners
from polybius.corpus.watch.hosts import Hosts, NotNow, Turn, host_of
from polybius.corpus.watch.state import State
from polybius.read.fetch import Fetched, FetchError, FetchLimits, fetch, user_agent
from polybius.read.unpacking import unpacked

if TYPE_CHECKING:
    from protego import Protego

AGENT = "polybius"
"""The name by which robots.txt may speak of Polybius."""
TOO_BUSY = frozenset({429, 503})
_ROBOTS = FetchLimits(size=5_000_000, seconds=30.0)
_ROBOTS_READ = 500 * 1024
_ROBOTS_KEPT = 86_400.0
_PARSED = 256
"""Rules that are kept ready for use."""


class Forbidden(FetchError):
    """The robots.txt of the host does not allow it."""


class Asking:
    """Asks for addresses on behalf of many threads."""

    def __init__(self, manners: Manners, hosts: Hosts, state: State) -> None:
        self._hosts, self._state = hosts, state
        name = user_agent() + (f" (+{manners.contact})" if manners.contact else "")
        self._headers = {"User-Agent": name}
        self._rules: OrderedDict[str, tuple[Protego, float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, turn: Turn, url: str, limits: FetchLimits, headers: Mapping[str, str] | None = None) -> Fetched:
        """What stands at an address.

        turn: a place at its host. Raises Forbidden, NotNow where its host, or one it is redirected to, may not be asked
        now, and FetchError.
        """
        self._admit(turn, url)
        try:
            sent = {**self._headers, **(headers or {})}
            fetched = fetch(url, limits, sent, lambda new: self._redirected(turn, new))
        except FetchError as error:
            if isinstance(error, Forbidden):
                raise
            self._judge(turn.host, error)
            raise
        finally:
            turn.answered()
        self._hosts.well(turn.host)
        return fetched

    def _judge(self, host: str, error: FetchError) -> None:
        """Leaves a host alone that cannot be reached or says that it is too busy."""
        if error.status in TOO_BUSY or not error.reached:
            until = self._hosts.fault(host, retry_after(error.headers, time.time()))
            raise NotNow(host, until, str(error)) from error
        if error.status is not None:
            self._hosts.well(host)

    def _redirected(self, turn: Turn, url: str) -> None:
        turn.answered()
        self._admit(turn, url)

    def _admit(self, turn: Turn, url: str) -> None:
        """Waits until an address may be asked for. Raises Forbidden where robots.txt does not allow it."""
        try:
            host = host_of(url)
        except ValueError as error:
            raise FetchError(str(error)) from error
        rules = self._rules_of(turn, url, host)
        if not rules.can_fetch(url, AGENT):
            raise Forbidden(f"the robots.txt of {host} does not allow it")
        turn.start(host)

    def _rules_of(self, turn: Turn, url: str, host: str) -> Protego:
        origin = f"{urlsplit(url).scheme}://{host}"
        now = time.time()
        with self._lock:
            found = self._rules.get(origin)
            if found is not None and now - found[1] < _ROBOTS_KEPT:
                self._rules.move_to_end(origin)
                return found[0]
        kept = self._state.robots(origin)
        if kept is None or now - kept[1] >= _ROBOTS_KEPT:
            kept = (self._robots(turn, origin, host), now)
            self._state.keep_robots(origin, *kept)
        return self._parsed(origin, host, *kept)

    def _parsed(self, origin: str, host: str, text: str, fetched: float) -> Protego:
        from protego import Protego

        rules = Protego.parse(text)
        rate = rules.request_rate(AGENT)
        asked = max(rules.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
        self._hosts.slow_down(host, asked)
        with self._lock:
            self._rules[origin] = (rules, fetched)
            self._rules.move_to_end(origin)
            while len(self._rules) > _PARSED:
                self._rules.popitem(last=False)
        return rules

    def _robots(self, turn: Turn, origin: str, host: str) -> str:
        """The robots.txt of an origin; empty where there is none. Raises NotNow where the host does not tell."""

        def redirected(new: str) -> None:
            turn.answered()
            turn.start(host_of(new))

        turn.start(host)
        try:
            address = f"{origin}/robots.txt"
            fetched = fetch(address, _ROBOTS, self._headers, redirected)
            with fetched.body as body:
                data = unpacked(body).read(_ROBOTS_READ)
        except FetchError as error:
            # what a server says it has not, or sends in circles after, forbids nothing; one in trouble may forbid all
            circles = error.status is None and error.reached
            if circles or (error.status is not None and 400 <= error.status < 500 and error.status != 429):
                return ""
            until = self._hosts.fault(turn.host, retry_after(error.headers, time.time()))
            raise NotNow(host, until, f"its robots.txt cannot be had: {error}") from error
        except (OSError, ValueError) as error:
            until = self._hosts.fault(turn.host, None)
            raise NotNow(host, until, f"its robots.txt cannot be read: {error}") from error
        finally:
            turn.answered()
        return data.decode("utf-8", errors="replace").removeprefix("\ufeff")
