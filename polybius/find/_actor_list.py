"""The actor list: loads the tables of ``data/actors`` and finds their names, by string or in running text.

Names are compared part by part, parts being split at blanks, hyphens and apostrophes, without diacritics, dots and
a leading "the". A part that the list writes with a capital needs one in the text too, an acronym needs all of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from polybius import tables
from polybius.find._name_order import called_by, turned

COLUMNS = ("id", "name", "aliases", "code", "sectors", "kind", "start", "end", "iso", "wikidata", "source")
KINDS = frozenset({
    "country", "people", "territory", "capital", "seat", "region", "person", "office", "organisation", "body",
    "armed-group", "party", "media", "company", "ethnic", "religious",
})  # fmt: skip
FORMER = ("ELI",)  # sectors of a person after the last term
_LETTERS = str.maketrans({
    "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "ð": "d",
    "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "œ": "oe", "‘": "'", "’": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-",
    "–": "-",
})  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row of the actor list: a party under one name, in one term.

    start, end: ISO dates, as short as known, of the term or the life of the body; empty where unbounded.
    """

    id: str
    name: str
    code: str | None
    sectors: tuple[str, ...]
    kind: str
    start: str = ""
    end: str = ""
    iso: str = ""
    source: str = ""

    def covers(self, on: str) -> bool:
        """Whether the term includes the date, both compared at the precision that is known."""
        return not self.before(on) and not self.after(on)

    def before(self, on: str) -> bool:
        """Whether the date lies before the term."""
        size = min(len(self.start), len(on))
        return bool(self.start) and on[:size] < self.start[:size]

    def over(self, on: str | None) -> bool:
        """Whether the term or life ended before the date; on an unknown date, whether it has ended at all."""
        return bool(self.end) if on is None else self.after(on)

    def after(self, on: str) -> bool:
        """Whether the date lies after the term."""
        size = min(len(self.end), len(on))
        return bool(self.end) and on[:size] > self.end[:size]


@dataclass(slots=True)
class _Node:
    """A node of the name tree: the parts that may follow, and the names that end here, each with its entry."""

    following: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Sequence[str], Entry]] = field(default_factory=list)


def plain(text: str) -> str:
    """The text without diacritics, its quotes and hyphens made plain; case is kept."""
    if text.isascii():
        return text.replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def name_parts(text: str) -> list[str]:
    """The parts of a name as compared: split at blanks, hyphens and apostrophes, dots dropped; case is kept."""
    loose = plain(text).replace("-", " ").replace("'", " ").replace(".", "").replace(",", " ")
    return loose.split()


def _key(name: str) -> tuple[str, ...]:
    """What makes two names the same one: their parts, whatever the case, without a leading "the"."""
    return tuple(part.lower() for part in _without_article(name_parts(name)))


def _without_article(parts: list[str]) -> list[str]:
    return parts[1:] if len(parts) > 1 and parts[0].lower() == "the" else parts


def _fits(listed: str, given: str) -> bool:
    """Whether the case of a part allows it: one listed all in capitals needs all, one with a capital needs one."""
    letters = [char for char in listed if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return given.isupper()
    return not letters or not letters[0].isupper() or any(char.isupper() for char in given[:3])


class ActorList:
    """All entries, found by name.

    entries: the rows in the order of the files, sorted by file name.
    """

    def __init__(self, entries: Iterable[tuple[Entry, Sequence[str]]]) -> None:
        # names by their first part, in lower case; the tree below it is built when a text first asks for it
        self._names: dict[str, list[tuple[Sequence[str], Entry]]] = {}
        self._trees: dict[str, _Node] = {}
        self._by_id: dict[str, list[Entry]] = {}
        self._surnames: dict[str, list[Entry]] = {}
        self._countries: dict[str, Entry] = {}
        self._pairs = tuple(entries)
        for entry, names in self._pairs:
            self._by_id.setdefault(entry.id, []).append(entry)
            if entry.kind == "country" and entry.code and not entry.end:
                self._countries.setdefault(entry.code, entry)
            for name in names:
                self._add(entry, name)
            if entry.kind == "person":
                self._add_person(entry)

    def overruled_by(self, pairs: Sequence[tuple[Entry, Sequence[str]]]) -> ActorList:
        """A list in which other entries take the place of those of their ids and names; the last of them holds."""
        kept: list[tuple[Entry, Sequence[str]]] = []
        ids = {entry.id for entry, _ in pairs}
        holder: dict[tuple[str, ...], str] = {}
        for entry, names in pairs:
            holder.update({_key(name): entry.id for name in names})
        for entry, names in (*((e, n) for e, n in self._pairs if e.id not in ids), *pairs):
            left = [name for name in names if holder.get(_key(name), entry.id) == entry.id]
            kept.append((entry, left))
        return ActorList(kept)

    def _add(self, entry: Entry, name: str) -> None:
        parts = _without_article(name_parts(name))
        if parts:
            self._names.setdefault(parts[0].lower(), []).append((parts, entry))

    def _add_person(self, entry: Entry) -> None:
        other = turned(entry.name, entry.code)
        if other is not None:
            self._add(entry, other)
        if " " in entry.name:
            for word in called_by(entry.name, entry.code):
                self._surnames.setdefault("".join(name_parts(word)[-1:]).lower(), []).append(entry)

    def _tree(self, first: str) -> _Node | None:
        """The tree of all names that begin with a part (lower case), None where there are none."""
        names = self._names.get(first)
        if names is None or first in self._trees:
            return self._trees.get(first)
        root = _Node()
        for parts, entry in names:
            node = root
            for part in parts[1:]:
                node = node.following.setdefault(part.lower(), _Node())
            if (parts, entry) not in node.ends:
                node.ends.append((parts, entry))
        self._trees[first] = root
        return root

    def __iter__(self) -> Iterator[Entry]:
        for rows in self._by_id.values():
            yield from rows

    def terms(self, entry_id: str) -> tuple[Entry, ...]:
        """All rows of one id."""
        return tuple(self._by_id.get(entry_id, ()))

    def lookup(self, name: str, on: str | None = None) -> tuple[Entry, ...]:
        """The entries that bear a name, one per id, as they stand on a date (ISO; None where unknown).

        Those whose term covers the date come first; a person after the last term has the sectors of a former leader.
        """
        parts = name_parts(name)
        if len(parts) > 1 and parts[-1].lower() == "s":
            parts = parts[:-1]
        parts = _without_article(parts)
        found, size = self.longest(parts, 0)
        return self.standing(found, on) if found and size == len(parts) else ()

    def country(self, code: str) -> Entry | None:
        """The entry of the country with that code."""
        return self._countries.get(code)

    def surname(self, name: str, on: str | None = None) -> tuple[Entry, ...]:
        """The persons with that surname who hold an office on the date (all of them where it is unknown)."""
        rows = self._surnames.get("".join(name_parts(name)[-1:]).lower(), [])
        return self.standing([row for row in rows if on is None or row.covers(on)], on)

    def longest(
        self, parts: Sequence[str], first: int, limits: Sequence[bool] | None = None
    ) -> tuple[list[Entry], int]:
        """The entries of the longest name that begins at ``parts[first]``, and how many parts it has (0: none).

        limits: for each part, whether a name may end after it (a token may hold several parts).
        """
        node = self._tree(parts[first].lower()) if first < len(parts) else None
        best, size = list[Entry](), 0
        for index in range(first, len(parts)):
            if index > first and node is not None:
                node = node.following.get(parts[index].lower())
            if node is None:
                break
            if node.ends and (limits is None or limits[index]):
                given = parts[first : index + 1]
                fit = [entry for listed, entry in node.ends if all(map(_fits, listed, given))]
                if fit:
                    best, size = fit, index + 1 - first
        return best, size

    def standing(self, entries: Sequence[Entry], on: str | None) -> tuple[Entry, ...]:
        """One entry per id, as it stands on the date; those whose term covers it first, in list order else.

        A former capital is but a town of its country.
        """
        chosen: dict[str, tuple[bool, Entry]] = {}
        for entry in entries:
            if entry.id not in chosen:
                chosen[entry.id] = self._on(entry.id, on) if entry.start or entry.end else (True, entry)
        ranked = sorted(chosen.values(), key=lambda pair: not pair[0])
        return tuple(entry for _, entry in ranked)

    def _on(self, entry_id: str, on: str | None) -> tuple[bool, Entry]:
        """The row of an id that holds on a date, and whether its term covers it."""
        rows = sorted(self._by_id[entry_id], key=lambda row: (row.start, row.end or "9999"))
        if on is None:
            return True, rows[-1]
        for row in reversed(rows):
            if row.covers(on):
                return True, row
        past = [row for row in rows if row.after(on)]
        if not past:
            # not yet in office: the country is known, the office is not
            return False, replace(rows[0], sectors=()) if rows[0].kind == "person" else rows[0]
        last = past[-1]
        if last.kind == "person" and "REB" not in last.sectors:
            return False, replace(last, sectors=FORMER)
        return False, replace(last, kind="region", sectors=()) if last.kind == "capital" else last


def read_entries(path: Path) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Yields the entries of one table with their names.

    Raises DataError naming file and line where a row lacks its id or name, or its kind is unknown.
    """
    for row in tables.read_table(path, COLUMNS):
        if not row["id"] or not row["name"]:
            raise row.fault("needs an id and a name")
        if row["kind"] not in KINDS:
            raise row.fault(f"kind {row['kind']!r} is unknown; kinds are {', '.join(sorted(KINDS))}")
        entry = Entry(
            row["id"], row["name"], row["code"] or None, row.many("sectors"), row["kind"], row["start"], row["end"],
            row["iso"], f"{row.path}:{row.line}",
        )  # fmt: skip
        yield entry, (row["name"], *row.many("aliases"))


def read_actor_list(folder: Path) -> ActorList:
    """The actor list of all tables in a folder."""
    return ActorList(pair for path in sorted(folder.glob("*.csv")) for pair in read_entries(path))


@cache
def load_actor_list() -> ActorList:
    """The actor list that comes with the package, read once."""
    return read_actor_list(tables.DATA / "actors")
