"""Compares new tellings with those in the index that share a key with them, and keeps how each pair scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from polybius.link._rows import Rows, hashed
from polybius.link.blocks import CAP, keys_of
from polybius.link.clusters import THRESHOLD
from polybius.link.copies import likeness_of
from polybius.link.matching import UNRELATED, Match, compare, score_of
from polybius.link.telling import Telling

Scores = dict[tuple[int, int], float]


class Pairing:
    """The keys and pairs of an index. What its methods return are the tellings whose pairs have changed."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, number: int, report: int) -> set[int]:
        """Puts a telling under its keys and compares it with all it meets there."""
        touched = {number}
        met: dict[int, None] = {}
        for key in keys_of(self._rows.telling(number)):
            name = hashed(key.name)
            self._rows.do("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", name, number, key.guest)
            members = self._rows.all("SELECT telling, guest FROM keys WHERE name = ? LIMIT ?", name, CAP + 2)
            if len(members) <= CAP:
                met.update(dict.fromkeys(one for one, guest in members if not (guest and key.guest)))
            elif len(members) == CAP + 1:
                touched |= self._overflow([one for one, _ in members if one != number])
        met.pop(number, None)
        for other in met:
            self._pair(number, other, report)
        return touched

    def remove(self, number: int) -> set[int]:
        """Takes a telling out from its keys and pairs."""
        pairs = self._rows.all("SELECT one, other FROM pairs WHERE one = ? OR other = ?", number, number)
        touched = {one for pair in pairs for one in pair}
        self._rows.do("DELETE FROM pairs WHERE one = ? OR other = ?", number, number)
        full = [
            name
            for name in self._rows.first("SELECT name FROM keys WHERE telling = ?", number)
            if self._size(name, CAP + 2) == CAP + 1
        ]
        self._rows.do("DELETE FROM keys WHERE telling = ?", number)
        for name in full:
            touched |= self._revive(name)
        return touched - {number}

    def component(self, start: int) -> tuple[set[int], Scores]:
        """The tellings that pairs above the threshold join to one, and the scores of all pairs among them."""
        found, open_ends, scores = {start}, [start], {}
        while open_ends:
            number = open_ends.pop()
            rows = self._rows.all(
                "SELECT one, other, score FROM pairs WHERE one = ? UNION ALL "
                "SELECT one, other, score FROM pairs WHERE other = ?",
                number, number,
            )  # fmt: skip
            for one, other, score in rows:
                scores[one, other] = score
                fresh = other if one == number else one
                if score >= THRESHOLD and fresh not in found:
                    found.add(fresh)
                    open_ends.append(fresh)
        return found, {pair: score for pair, score in scores.items() if pair[0] in found and pair[1] in found}

    def compared(self, one: Telling, other: Telling, reports: tuple[int, int]) -> Match:
        """How two tellings of the reports with these numbers compare."""
        return compare(one, other, self._kinship(*reports))

    def meet(self, one: int, other: int) -> bool:
        """Whether two tellings share a key that counts."""
        return _meet(self._counting_keys(one), self._counting_keys(other))

    def _pair(self, one: int, other: int, report: int | None = None) -> None:
        """Keeps how two tellings compare, where they may be of one event."""
        reports = {one: self._report(one) if report is None else report, other: self._report(other)}
        first, second = self._rows.in_order({one, other})
        kinship = partial(self._kinship, reports[first], reports[second])
        score = score_of(self._rows.telling(first), self._rows.telling(second), kinship)
        if score is not None and score > UNRELATED:
            self._rows.do("INSERT OR REPLACE INTO pairs VALUES (?, ?, ?)", first, second, score)

    def _kinship(self, one: int, other: int) -> float:
        return 0.0 if one == other else likeness_of(self._rows.traits(one), self._rows.traits(other))

    def _report(self, telling: int) -> int:
        row = self._rows.one("SELECT report FROM tellings WHERE number = ?", telling)
        assert row is not None
        return int(row[0])

    def _overflow(self, members: Sequence[int]) -> set[int]:
        """Takes away the pairs of a key's members that nothing else brings together, since it counts no longer."""
        within = set(members)
        touched: set[int] = set()
        keys = {member: self._counting_keys(member) for member in members}
        for member in members:
            for other in self._rows.first("SELECT other FROM pairs WHERE one = ?", member):
                if other in within and not _meet(keys[member], keys[other]):
                    self._rows.do("DELETE FROM pairs WHERE one = ? AND other = ?", member, other)
                    touched |= {member, other}
        return touched

    def _revive(self, name: int) -> set[int]:
        """Compares the members of a key that counts again, since one has left it."""
        members = self._rows.all("SELECT telling, guest FROM keys WHERE name = ?", name)
        for place, (one, guest) in enumerate(members):
            for other, other_guest in members[:place]:
                if not (guest and other_guest):
                    self._pair(one, other)
        return {one for one, _ in members}

    def _counting_keys(self, telling: int) -> dict[int, bool]:
        """The keys of a telling that still count, and whether it is a guest there."""
        rows = self._rows.all("SELECT name, guest FROM keys WHERE telling = ?", telling)
        return {name: bool(guest) for name, guest in rows if self._size(name, CAP + 1) <= CAP}

    def _size(self, name: int, limit: int) -> int:
        """How many tellings stand under a key, counted no further than the limit."""
        row = self._rows.one("SELECT count(*) FROM (SELECT 1 FROM keys WHERE name = ? LIMIT ?)", name, limit)
        return int(row[0]) if row else 0


def _meet(one: Mapping[int, bool], other: Mapping[int, bool]) -> bool:
    return any(name in other and not (guest and other[name]) for name, guest in one.items())
