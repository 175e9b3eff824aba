"""What a watch remembers over a restart: feeds, hosts, entries seen, and what is still to be fetched or coded.

One SQLite file; all that belongs together is one transaction, so that a watch killed at any moment goes on from what
it last knew. All methods may be called from any thread.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, TypeVar

from polybius.errors import StoreError

FOLDER = "_watch"
"""Where the state is in the folder of a store; Delta Lake passes by such names."""
FORGET = 90
"""Days after which an entry that has left its feed is no longer known."""
_LAYOUT = 1
_DAY = 86_400

P = ParamSpec("P")
R = TypeVar("R")
Kind = Literal["page", "text", "failure"]


@dataclass(frozen=True)
class FeedState:
    """How it stands with a feed; see ``tables.sql``."""

    url: str
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    asked: float | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """An entry as it stood in a feed: by what it is known again, and what is to be done with it."""

    key: bytes
    kind: Kind
    place: str
    url: str | None
    host: str | None
    given: str
    text: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A page that is to be fetched."""

    id: int
    url: str
    host: str
    given: str
    since: float
    tries: int


@dataclass(frozen=True)
class Ready:
    """What can be coded; ``number`` counts in the order in which it became so."""

    id: int
    number: int
    kind: Kind
    place: str
    url: str | None
    given: str
    reason: str | None
    charset: str | None
    data: bytes


def _guarded(method: Callable[Concatenate[State, P], R]) -> Callable[Concatenate[State, P], R]:
    """One caller at a time, and faults of SQLite as sentences."""

    @wraps(method)
    def guarded(self: State, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._lock:
            try:
                return method(self, *args, **kwargs)
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"{self.path}: what the watch remembers cannot be read or written ({error}); if the disk is sound, "
                    "delete this file: news that still stands in the feeds is fetched again, and none is doubled"
                ) from error

    return guarded


class State:
    """The memory of a watch in a folder, made where there is none. Methods raise StoreError."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / "state.sqlite"
        self._lock = threading.RLock()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made ({error.strerror or error}); check your rights") from error
        self._open()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @_guarded
    def _open(self) -> None:
        self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=30.0)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        (layout,) = self._db.execute("PRAGMA user_version").fetchone()
        if layout > _LAYOUT:
            raise StoreError(
                f"{self.path}: was written by a newer Polybius; upgrade with: pip install --upgrade polybius"
            )
        self._db.executescript((files(__package__) / "tables.sql").read_text(encoding="utf-8"))
        self._db.execute(f"PRAGMA user_version = {_LAYOUT}")
        self._number: int = self._db.execute("SELECT coalesce(max(ready), 0) FROM entries").fetchone()[0]

    @_guarded
    def close(self) -> None:
        """Ends all work on the file."""
        self._db.close()

    @_guarded
    def feed(self, url: str) -> FeedState:
        """How it stands with a feed."""
        row = self._db.execute(f"SELECT {_FEED_COLUMNS} FROM feeds WHERE url = ?", (url,)).fetchone()
        return FeedState(*row) if row else FeedState(url)

    @_guarded
    def keep_feed(self, feed: FeedState, entries: Sequence[NewEntry] = (), now: float = 0.0) -> int:
        """Keeps how it stands with a feed and its entries not seen before, all or nothing; the number of these."""
        with self._transaction():
            count = sum([self._take_in(entry, now) for entry in entries])
            self._db.execute(
                f"INSERT OR REPLACE INTO feeds ({_FEED_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (feed.url, feed.moved, feed.etag, feed.modified, feed.due, feed.asked, feed.failures, feed.error),
            )
        return count

    @_guarded
    def unseen(self, entries: Iterable[NewEntry], now: float) -> list[NewEntry]:
        """Those of the entries that were never taken in; of the others it is noted that they still stand there."""
        today, new = int(now // _DAY), []
        with self._transaction():
            for entry in entries:
                row = self._db.execute("SELECT day FROM seen WHERE key = ?", (entry.key,)).fetchone()
                if row is None:
                    new.append(entry)
                elif row[0] != today:
                    self._db.execute("UPDATE seen SET day = ? WHERE key = ?", (today, entry.key))
        return new

    def _take_in(self, entry: NewEntry, now: float) -> int:
        done = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (entry.key, int(now // _DAY)))
        if not done.rowcount:
            return 0
        data = None if entry.text is None else zlib.compress(entry.text.encode("utf-8", "surrogatepass"), 1)
        ready = None if entry.kind == "page" else self._next_number()
        self._db.execute(
            "INSERT INTO entries (kind, place, url, host, given, since, due, reason, ready, data) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.kind, entry.place, entry.url, entry.host, entry.given, now, now, entry.reason, ready, data),
        )
        return 1

    @_guarded
    def due_pages(
        self, now: float, without_hosts: Iterable[str], without_ids: Iterable[int], count: int
    ) -> list[Waiting]:
        """Pages that may be fetched now, at most one of each host, those that have waited longest first."""
        hosts, ids = list(without_hosts), list(without_ids)
        rows = self._db.execute(
            "SELECT id, url, host, given, since, tries, min(due) FROM entries WHERE ready IS NULL AND due <= ? "
            f"AND host NOT IN ({_marks(hosts)}) AND id NOT IN ({_marks(ids)}) "
            "GROUP BY host ORDER BY min(due), id LIMIT ?",
            (now, *hosts, *ids, count),
        )
        return [Waiting(*row[:-1]) for row in rows]

    @_guarded
    def page_fetched(self, page: int, data: bytes, charset: str | None) -> None:
        """Keeps a page that has come."""
        self._db.execute(
            "UPDATE entries SET ready = ?, charset = ?, data = ? WHERE id = ?",
            (self._next_number(), charset, zlib.compress(data, 1), page),
        )

    @_guarded
    def page_given_up(self, page: int, reason: str) -> None:
        """Notes that a page will not come."""
        self._db.execute(
            "UPDATE entries SET kind = 'failure', reason = ?, ready = ? WHERE id = ?",
            (reason, self._next_number(), page),
        )

    @_guarded
    def page_put_off(self, page: int, due: float, tries: int) -> None:
        """Notes when a page is to be asked for again."""
        self._db.execute("UPDATE entries SET due = ?, tries = ? WHERE id = ?", (due, tries, page))

    @_guarded
    def next_ready(self, after: int) -> Ready | None:
        """What became ready first after that number."""
        row = self._db.execute(
            "SELECT id, ready, kind, place, url, given, reason, charset, data FROM entries "
            "WHERE ready > ? ORDER BY ready LIMIT 1",
            (after,),
        ).fetchone()
        if row is None:
            return None
        found = Ready(*row)
        return replace(found, data=zlib.decompress(found.data) if found.data else b"")

    @_guarded
    def settled(self, ids: Sequence[int]) -> None:
        """Forgets entries: the store holds what came of them."""
        with self._transaction():
            self._db.executemany("DELETE FROM entries WHERE id = ?", [(one,) for one in ids])

    @_guarded
    def counts(self) -> tuple[int, int]:
        """How many pages are still to be fetched, and how many things to be coded."""
        waiting, ready = self._db.execute(
            "SELECT (SELECT count(*) FROM entries WHERE ready IS NULL), "
            "(SELECT count(*) FROM entries WHERE ready IS NOT NULL)"
        ).fetchone()
        return waiting, ready

    @_guarded
    def hosts_at_rest(self, now: float) -> list[tuple[str, float, int]]:
        """The hosts that are left alone for some time: until when, and after how many faults in a row."""
        return self._db.execute("SELECT host, resume, failures FROM hosts WHERE resume > ?", (now,)).fetchall()

    @_guarded
    def keep_host(self, host: str, resume: float, failures: int) -> None:
        """Keeps until when a host is left alone; without failures it is forgotten."""
        if failures:
            self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, resume, failures))
        else:
            self._db.execute("DELETE FROM hosts WHERE host = ?", (host,))

    @_guarded
    def robots(self, origin: str) -> tuple[str, float] | None:
        """The robots.txt of an origin and when it was fetched."""
        row: tuple[str, float] | None = self._db.execute(
            "SELECT text, fetched FROM robots WHERE origin = ?", (origin,)
        ).fetchone()
        return row

    @_guarded
    def keep_robots(self, origin: str, text: str, now: float) -> None:
        """Keeps the robots.txt of an origin."""
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, text, now))

    @_guarded
    def tidy(self, now: float) -> None:
        """Forgets what is of no use any more: entries long gone from their feeds, hosts long silent."""
        with self._transaction():
            self._db.execute("DELETE FROM seen WHERE day < ?", (int(now // _DAY) - FORGET,))
            self._db.execute("DELETE FROM hosts WHERE resume < ?", (now - _DAY,))
            self._db.execute("DELETE FROM robots WHERE fetched < ?", (now - 30 * _DAY,))

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


_FEED_COLUMNS = "url, moved, etag, modified, due, asked, failures, error"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
