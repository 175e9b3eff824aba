"""Who answers for a telling: copies and rewrites of one text are one teller."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from polybius.link._rows import Rows, hashed, unpacked
from polybius.link.copies import COPY, Traits, resemblance
from polybius.link.outlets import UNNAMED, Outlet, outlet_of
from polybius.link.telling import Telling
from polybius.link.voices import passed_on
from polybius.link.wording import plain_words

OWN_WORDS = 0.5
"""Share of a clause's words no other copy has, from which an outlet has added it to an agency's text."""


class Tellers:
    """The copies among the reports of an index, and the tellers that follow from them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._words = lru_cache(maxsize=2048)(self._words_of)

    def add(self, number: int, traits: Traits) -> None:
        """Finds the copies of a report."""
        bands = [hashed(band) for band in traits.bands()]
        met = self._rows.first(
            f"SELECT DISTINCT report FROM bands WHERE band IN ({', '.join('?' * len(bands))})", *bands
        )
        copies = sorted(other for other in met if resemblance(traits, self._rows.traits(other)) >= COPY)
        for band in bands:
            self._rows.do("INSERT OR IGNORE INTO bands VALUES (?, ?)", band, number)
        for other in copies:
            self._rows.do("INSERT OR IGNORE INTO copies VALUES (?, ?), (?, ?)", number, other, other, number)

    def remove(self, number: int) -> list[int]:
        """Takes a report out; returns its copies."""
        copies = [one for one in self.group(number) if one != number]
        self._rows.do("DELETE FROM bands WHERE report = ?", number)
        self._rows.do("DELETE FROM copies WHERE one = ? OR other = ?", number, number)
        self._words.cache_clear()
        return copies

    def assign(self, report: int) -> set[int]:
        """Says anew who tells the tellings of a report and of its copies; returns those for which that changes."""
        group = self.group(report)
        row = self._rows.one("SELECT source FROM reports WHERE number = ?", report)
        sources = {self._rows.one("SELECT source FROM reports WHERE number = ?", one) for one in group if one != report}
        source = self._source(group)
        name = source.name if source else None
        # of copies that stood together before, only what an outlet seemed to have added can change
        settled = sources == {(name,)} and row == (None,)
        for one in group:
            self._rows.do("UPDATE reports SET source = ? WHERE number = ?", name, one)
        changed: set[int] = set()
        for one in group:
            changed |= self._assign(one, group, source, added_only=settled and one != report)
        return changed

    def _assign(self, report: int, group: Sequence[int], source: Outlet | None, added_only: bool) -> set[int]:
        found = self._rows.one("SELECT outlet, credit FROM reports WHERE number = ?", report)
        assert found is not None
        outlet, credit = found
        own = outlet_of(outlet) or UNNAMED
        changed = set()
        for number, teller in self._rows.all("SELECT number, teller FROM tellings WHERE report = ?", report):
            if added_only and teller != own.name:
                continue
            told = self._teller(number, report, own, outlet_of(credit), group, source)
            if told.name != teller:
                self._rows.do("UPDATE tellings SET teller = ? WHERE number = ?", told.name, number)
                changed.add(number)
        return changed

    def group(self, report: int) -> list[int]:
        """The reports that are one text with this one, directly or through others; itself included."""
        found, open_ends = {report}, [report]
        while open_ends:
            copies = self._rows.first("SELECT other FROM copies WHERE one = ?", open_ends.pop())
            fresh = [other for other in copies if other not in found]
            found.update(fresh)
            open_ends += fresh
        return sorted(found)

    def _teller(
        self,
        number: int,
        report: int,
        own: Outlet,
        agency: Outlet | None,
        group: Sequence[int],
        source: Outlet | None,
    ) -> Outlet:
        """Who answers for a telling.

        The outlet through which the report has it; else the agency whose text the report is, or copies; else, of
        copies without a credit, the outlet that had the text first; else its own outlet, as for what an outlet has
        added to another's text.
        """
        through = passed_on(self._rows.event(number))
        if through is not None and through.key != own.key:
            return through
        told = agency or (source if len(group) > 1 else None) or own
        if told.key == own.key or len(group) == 1:
            return told
        return own if self._is_added(self._rows.telling(number), report, group) else told

    def _source(self, group: Sequence[int]) -> Outlet | None:
        """Whose text several copies are: the agency one of them credits, else the outlet that had it first."""
        rows = [
            row
            for one in group
            for row in self._rows.all("SELECT published, report, outlet, credit FROM reports WHERE number = ?", one)
        ]
        rows.sort(key=lambda row: (row[0] or "9999", row[1]))
        credited = [row[3] for row in rows if row[3]]
        return outlet_of(credited[0]) if credited else outlet_of(rows[0][2])

    def _is_added(self, telling: Telling, report: int, group: Sequence[int]) -> bool:
        """Whether the words of a telling stand in no other copy."""
        words = {plain for word in telling.words for plain in plain_words(word)}
        shares = [len(words & self._words(one)) / len(words) for one in group if one != report and words]
        return bool(shares) and max(shares) < 1 - OWN_WORDS

    def _words_of(self, report: int) -> frozenset[str]:
        row = self._rows.one("SELECT body FROM reports WHERE number = ?", report)
        return frozenset(plain_words(unpacked(row[0]))) if row else frozenset()
