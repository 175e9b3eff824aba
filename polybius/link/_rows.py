"""The file of the link index: opening it, and its rows as Python objects."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from polybius.errors import StoreError
from polybius.link.copies import Traits
from polybius.link.telling import Side, Spot, Telling
from polybius.records import Event, Happening

LAYOUT = 2
"""Number of the tables' layout; an index of another is made anew."""
TABLES = Path(__file__).with_name("tables.sql")
_REMEMBERED = 8192
_CACHE_KIB = 65536
"""Memory for pages of the file: with SQLite's own 2 MB a large index is read from the disk's cache again and again."""
T = TypeVar("T")


class Rows:
    """An open index file, with the tellings and traits it was last asked for kept at hand.

    path: the file; ":memory:" keeps it in memory. Raises StoreError where the file cannot be opened or is none.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = path
        self._tellings: OrderedDict[int, Telling] = OrderedDict()
        self._traits: OrderedDict[int, Traits] = OrderedDict()
        try:
            self.base = sqlite3.connect(path, timeout=60.0, isolation_level=None)
            self.base.execute("PRAGMA journal_mode = WAL")
            self.base.execute("PRAGMA synchronous = NORMAL")
            self.base.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._prepare()
        except sqlite3.Error as error:
            raise StoreError(f"{path}: the link index cannot be opened ({error}); delete it and link again") from error

    def _prepare(self) -> None:
        """Makes the tables; those of another layout are dropped first, since all can be made anew from the store."""
        layout = self.base.execute("PRAGMA user_version").fetchone()[0]
        if layout not in (0, LAYOUT):
            for (name,) in self.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
                self.base.execute(f'DROP TABLE "{name}"')
        self.base.executescript(TABLES.read_text(encoding="utf-8"))
        self.base.execute(f"PRAGMA user_version = {LAYOUT}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a second writer waits. Raises StoreError where the file cannot be written."""
        try:
            self.base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.base.execute("ROLLBACK")
                self._tellings.clear()
                self._traits.clear()
                raise
            self.base.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: the link index cannot be written ({error})") from error

    def one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found: tuple[Any, ...] | None = self.base.execute(sql, values).fetchone()
        return found

    def all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        return self.base.execute(sql, values).fetchall()

    def first(self, sql: str, *values: object) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.base.execute(sql, values)]

    def add(self, sql: str, *values: object) -> int:
        """The number of a row put in."""
        number = self.base.execute(sql, values).lastrowid
        assert number is not None
        return number

    def do(self, sql: str, *values: object) -> None:
        """Changes rows."""
        self.base.execute(sql, values)

    def telling(self, number: int) -> Telling:
        """The telling with this number."""
        if number not in self._tellings:
            row = self.one("SELECT telling FROM tellings WHERE number = ?", number)
            assert row is not None
            _remember(self._tellings, number, _loaded(row[0]))
        return self._tellings[number]

    def in_order(self, numbers: set[int]) -> list[int]:
        """Tellings in their order of telling."""
        return sorted(numbers, key=lambda number: self.telling(number).order)

    def event(self, number: int) -> Event:
        """The event of a telling, without its reasons."""
        row = self.one("SELECT record FROM tellings WHERE number = ?", number)
        assert row is not None
        return Event.model_validate_json(zlib.decompress(row[0]))

    def traits(self, number: int) -> Traits:
        """The traits of the report with this number."""
        if number not in self._traits:
            row = self.one("SELECT report, signature, keywords FROM reports WHERE number = ?", number)
            assert row is not None
            _remember(self._traits, number, Traits(row[0], tuple(json.loads(row[1])), json.loads(row[2])))
        return self._traits[number]

    def forget(self, *, telling: int | None = None, report: int | None = None) -> None:
        """Drops what is kept at hand of a telling or report that goes."""
        if telling is not None:
            self._tellings.pop(telling, None)
        if report is not None:
            self._traits.pop(report, None)


def _remember(cache: OrderedDict[int, T], number: int, value: T) -> None:
    cache[number] = value
    if len(cache) > _REMEMBERED:
        cache.popitem(last=False)


def dumped(telling: Telling) -> str:
    """A telling as text."""
    return json.dumps({name: value for name, value in asdict(telling).items() if value not in (None, (), False)})


def _loaded(text: str) -> Telling:
    values: dict[str, Any] = json.loads(text)
    for name in ("modes", "realis", "trigger", "words", "days"):
        if name in values:
            values[name] = tuple(values[name])
    for name in ("actors", "recipients"):
        values[name] = tuple(
            Side(one["code"], tuple(one["sectors"]), one["id"], tuple(one["words"]), one["sure"])
            for one in values.get(name, ())
        )
    values["counts"] = tuple((kind, number) for kind, number in values.get("counts", ()))
    if "spot" in values:
        values["spot"] = Spot(**values["spot"])
    return Telling(**values)


def packed_event(event: Event) -> bytes:
    """An event as it is kept for merging: without its reasons, which stay in the store."""
    return packed(event.model_copy(update={"reasons": ()}).model_dump_json(exclude_defaults=True))


def packed(text: str) -> bytes:
    """A text, compressed."""
    return zlib.compress(text.encode("utf-8"), 1)


def unpacked(packed_text: bytes) -> str:
    """The text that ``packed`` compressed."""
    return zlib.decompress(packed_text).decode("utf-8")


def happening_in(record: bytes) -> Happening:
    """The happening of a row."""
    return Happening.model_validate_json(zlib.decompress(record))


def hashed(name: str) -> int:
    """A name as a whole number that SQLite can hold, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest(), "big", signed=True)
