"""The link index: an SQLite file beside the store in which new reports find what they match.

A report that comes in is compared only with the tellings that share a key with its own (``blocks``), and only the
happenings they are part of are clustered anew, in one canonical way (``clusters``). What the index holds depends on
the set of reports alone, not on the order in which they came. An id of a happening is the id of its first telling; as
every event is part of one happening, an id from before a merger or a split still leads to one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polybius.link._pairing import Pairing
from polybius.link._rows import Rows, dumped, happening_in, packed, packed_event
from polybius.link._tellers import Tellers
from polybius.link.clusters import clusters
from polybius.link.copies import body_of, traits_of
from polybius.link.flat import CHILDREN, rows_of
from polybius.link.matching import Match
from polybius.link.merging import happening_of
from polybius.link.outlets import teller_named
from polybius.link.telling import tellings
from polybius.link.told import Told
from polybius.records import CodedReport, Happening

# what series are counted from
_OF_SERIES = {
    "happenings": (
        "happening_id", "category", "realis", "quad", "score", "goldstein", "date_start", "date_end", "independent",
        "one_sided", "first_told", "confidence",
    ),
    "happening_parties": ("happening_id", "role", "code", "sectors", "actor_id"),
}  # fmt: skip


@dataclass(frozen=True)
class Linked:
    """What became of the reports given to ``add``."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0

    def __add__(self, other: Linked) -> Linked:
        return Linked(self.new + other.new, self.replaced + other.replaced, self.unchanged + other.unchanged)


@dataclass(frozen=True)
class Compared:
    """Two events compared: the match, whether they are of one happening, and its id or theirs.

    met: whether they share a key by which linking compares them at all (see ``blocks``).
    """

    match: Match
    joined: bool
    happenings: tuple[str, str]
    met: bool


class LinkIndex:
    """An open link index.

    path: the file; ":memory:" keeps it in memory. Raises StoreError where the file cannot be opened or is none.
    """

    def __init__(self, path: str | Path = ":memory:") -> None:
        self._rows = Rows(path)
        self._pairing = Pairing(self._rows)
        self._tellers = Tellers(self._rows)

    def close(self) -> None:
        """Closes the file."""
        self._rows.base.close()

    def __enter__(self) -> LinkIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, coded: Iterable[CodedReport]) -> Linked:
        """Links coded reports with what is there, all or none; one coded by the same versions is passed by."""
        linked = Linked()
        with self._rows.transaction():
            touched, arrived = set[int](), list[int]()
            for report in coded:
                published = report.report.published
                stamp = stamp_of(report.versions.model_dump(by_alias=True), published.start, published.end)
                known = self._rows.one("SELECT number, stamp FROM reports WHERE report = ?", report.report.id)
                if known is not None and known[1] == stamp:
                    linked += Linked(unchanged=1)
                    continue
                if known is not None:
                    touched |= self._remove(known[0])
                linked += Linked(new=1) if known is None else Linked(replaced=1)
                number, new = self._insert(report, stamp)
                touched |= new
                arrived.append(number)
            self._settle(touched, self._assign(arrived))
        return linked

    def remove(self, report_ids: Iterable[str]) -> int:
        """Takes reports out again; returns how many were there."""
        gone = 0
        with self._rows.transaction():
            touched: set[int] = set()
            for report_id in report_ids:
                for number in self._rows.first("SELECT number FROM reports WHERE report = ?", report_id):
                    touched |= self._remove(number)
                    gone += 1
            self._settle(touched, set())
        return gone

    def stamps(self) -> dict[str, str]:
        """The stamp of each report in the index, by its id."""
        return dict(self._rows.all("SELECT report, stamp FROM reports"))

    def happenings(self) -> Iterator[Happening]:
        """All happenings, by their ids."""
        for (record,) in self._rows.base.execute("SELECT record FROM happenings ORDER BY happening_id"):
            yield happening_in(record)

    def happening(self, event_id: str) -> Happening | None:
        """The happening an event is part of; None where there is no such event."""
        found = self._rows.one(
            "SELECT h.record FROM tellings t JOIN happenings h ON h.happening_id = t.happening WHERE t.event = ?",
            event_id,
        )
        return None if found is None else happening_in(found[0])

    def events_like(self, start: str, limit: int = 2) -> list[str]:
        """The ids of events that start so, at most ``limit``; the exact one first."""
        return self._rows.first(
            "SELECT event FROM tellings WHERE event >= ? AND event < ? ORDER BY event <> ?, event LIMIT ?",
            start, start + "\U0010ffff", start, limit,
        )  # fmt: skip

    def compare(self, event_id: str, other_id: str) -> Compared | None:
        """How two events compare; None where one of them is not in the index."""
        rows = [
            self._rows.one("SELECT number, report, happening FROM tellings WHERE event = ?", one)
            for one in (event_id, other_id)
        ]
        if rows[0] is None or rows[1] is None:
            return None
        first, second = sorted((rows[0], rows[1]), key=lambda row: self._rows.telling(row[0]).order)
        match = self._pairing.compared(
            self._rows.telling(first[0]), self._rows.telling(second[0]), (first[1], second[1])
        )
        met = self._pairing.meet(first[0], second[0])
        return Compared(match, first[2] == second[2], (rows[0][2], rows[1][2]), met)

    def table(self, name: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The columns and rows of one of the tables on happenings, without their records."""
        columns = self._rows.first(f"SELECT name FROM pragma_table_info('{name}')")
        kept = tuple(column for column in columns if column != "record")
        return kept, self._rows.all(f"SELECT {', '.join(kept)} FROM {name}")

    def between(self, conditions: Sequence[str]) -> dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
        """The tables ``happenings`` and ``happening_parties`` as far as parties have part in them.

        conditions: SQL, each true for the rows of one party. Holds the happenings in which all of them have part, and
        of each of them one in any case, where there is any: so that who has none can be told from who has no other.
        """
        of_each = [f"SELECT happening_id FROM happening_parties WHERE {one}" for one in conditions]
        one_of_each = [f"SELECT * FROM ({one} LIMIT 1)" for one in of_each]
        with self._rows.transaction():
            self._rows.do("CREATE TEMP TABLE chosen (happening_id TEXT PRIMARY KEY) WITHOUT ROWID")
            if of_each:
                both = f"SELECT * FROM ({' INTERSECT '.join(of_each)})"
                self._rows.do(f"INSERT INTO chosen {' UNION '.join((both, *one_of_each))}")
            found = {
                name: (
                    columns,
                    self._rows.all(f"SELECT {', '.join(columns)} FROM chosen JOIN {name} USING (happening_id)"),
                )
                for name, columns in _OF_SERIES.items()
            }
            self._rows.do("DROP TABLE chosen")
        return found

    def members(self) -> list[tuple[str, str, str, str, bool]]:
        """Of each event: its happening, itself, its report, its teller, and whether it is told as denied."""
        return [
            (happening, event, report, teller, bool(denied))
            for happening, event, report, teller, denied in self._rows.all(
                "SELECT t.happening, t.event, r.report, t.teller, t.denied FROM tellings t "
                "JOIN reports r ON r.number = t.report"
            )
        ]

    def _insert(self, coded: CodedReport, stamp: str) -> tuple[int, set[int]]:
        """Puts a report and its tellings in and compares these; returns its number and what to cluster anew."""
        report, traits = coded.report, traits_of(coded.report)
        number = self._rows.add(
            "INSERT INTO reports (report, stamp, published, outlet, credit, signature, keywords, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            report.id, stamp, report.published.start, report.outlet, report.credit, json.dumps(traits.signature),
            json.dumps(dict(traits.keywords)), packed(body_of(report)),
        )  # fmt: skip
        self._tellers.add(number, traits)
        touched: set[int] = set()
        told = {one.event: one for one in tellings(coded)}
        for event in coded.events:
            telling = self._rows.add(
                "INSERT INTO tellings (event, report, telling, record) VALUES (?, ?, ?, ?)",
                event.id, number, dumped(told[event.id]), packed_event(event),
            )  # fmt: skip
            touched |= self._pairing.add(telling, number)
        return number, touched

    def _assign(self, reports: Iterable[int]) -> set[int]:
        """Says who tells the tellings of reports that came in; returns all whose teller changes by it."""
        return {telling for report in reports for telling in self._tellers.assign(report)}

    def _remove(self, report: int) -> set[int]:
        """Takes a report out; returns the tellings to be clustered anew."""
        copies = self._tellers.remove(report)
        gone = set(self._rows.first("SELECT number FROM tellings WHERE report = ?", report))
        touched: set[int] = set()
        for number in gone:
            for happening in self._rows.first("SELECT happening FROM tellings WHERE number = ?", number):
                touched |= set(self._rows.first("SELECT number FROM tellings WHERE happening = ?", happening))
                self._drop(happening)
            touched |= self._pairing.remove(number)
            self._rows.forget(telling=number)
        self._rows.do("DELETE FROM tellings WHERE report = ?", report)
        self._rows.do("DELETE FROM reports WHERE number = ?", report)
        self._rows.forget(report=report)
        for copy in copies:
            self._rows.do("UPDATE reports SET source = NULL WHERE number = ?", copy)
        for telling in self._assign(copies):
            for happening in self._rows.first("SELECT happening FROM tellings WHERE number = ?", telling):
                touched |= set(self._rows.first("SELECT number FROM tellings WHERE happening = ?", happening))
                self._drop(happening)
        return touched - gone

    def _settle(self, touched: set[int], stale: set[int]) -> None:
        """Clusters anew all tellings that pairs above the threshold join to these, and merges what has changed.

        stale: tellings whose teller has changed, so that their happenings are merged anew in any case.
        """
        left = {
            number for number in touched | stale if self._rows.one("SELECT 1 FROM tellings WHERE number = ?", number)
        }
        old: set[str | None] = set()
        changed: list[list[int]] = []
        while left:
            component, scores = self._pairing.component(min(left))
            left -= component
            for cluster in clusters(self._rows.in_order(component), scores):
                before = {self._happening_of(number) for number in cluster}
                if stale & set(cluster) or not self._is_kept(before, len(cluster)):
                    changed.append(cluster)
                    old |= before
        # a new happening may bear the id of an old one that had other tellings, so the old ones go first
        for happening in old:
            self._drop(happening)
        for cluster in changed:
            self._keep(cluster)

    def _happening_of(self, number: int) -> str | None:
        row = self._rows.one("SELECT happening FROM tellings WHERE number = ?", number)
        return row[0] if row else None

    def _is_kept(self, happenings: set[str | None], size: int) -> bool:
        """Whether tellings that stand under these happenings are all the tellings of one that is there."""
        if len(happenings) != 1 or None in happenings:
            return False
        row = self._rows.one(
            "SELECT count(*) FROM tellings t JOIN happenings h ON h.happening_id = t.happening WHERE t.happening = ?",
            *happenings,
        )
        return row == (size,)

    def _keep(self, members: Sequence[int]) -> None:
        """Merges tellings into a happening and puts it in."""
        told = [self._told(number) for number in members]
        happening = happening_of(told)
        record = packed(happening.model_dump_json(exclude_defaults=True))
        for table, values in rows_of(happening, record):
            self._rows.do(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", *values)
        for number, one in zip(members, told, strict=True):
            self._rows.do(
                "UPDATE tellings SET happening = ?, denied = ? WHERE number = ?", happening.id, one.denied, number,
            )  # fmt: skip

    def _drop(self, happening: str | None) -> None:
        if happening is not None:
            for table in ("happenings", *CHILDREN):
                self._rows.do(f"DELETE FROM {table} WHERE happening_id = ?", happening)

    def _told(self, number: int) -> Told:
        row = self._rows.one(
            "SELECT t.teller, r.outlet, r.published FROM tellings t JOIN reports r ON r.number = t.report "
            "WHERE t.number = ?",
            number,
        )
        assert row is not None
        return Told(self._rows.event(number), self._rows.telling(number), teller_named(row[0]), row[1], row[2])


def stamp_of(versions: Mapping[str, Any], start: str | None, end: str | None) -> str:
    """What tells one coding of a report from another: the versions that made it and its days of publication."""
    return " ".join(str(value) for value in (*(versions[name] for name in sorted(versions)), start, end))
