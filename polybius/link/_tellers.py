"""Who answers for a telling: copies and rewrites of one text are one teller."""

from __future__ import annotations

from collections.abc import Sequence

from polybius.link._rows import Rows, hashed, unpacked
from polybius.link.copies import COPY, Traits, resemblance
from polybius.link.outlets import Outlet, outlet_of
from polybius.link.telling import Telling
from polybius.link.voices import passed_on
from polybius.link.wording import plain_words
from polybius.records import Event

OWN_WORDS = 0.5
"""Share of a clause's words no other copy has, from which an outlet has added it to an agency's text."""


class Tellers:
    """The copies among the reports of an index, and the tellers that follow from them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, number: int, traits: Traits) -> set[int]:
        """Finds the copies of a report; returns the tellings of all of them, since their teller may change."""
        bands = [hashed(band) for band in traits.bands()]
        met = self._rows.first(
            f"SELECT DISTINCT report FROM bands WHERE band IN ({', '.join('?' * len(bands))})", *bands
        )
        copies = sorted(other for other in met if resemblance(traits, self._rows.traits(other)) >= COPY)
        for band in bands:
            self._rows.do("INSERT OR IGNORE INTO bands VALUES (?, ?)", band, number)
        for other in copies:
            self._rows.do("INSERT OR IGNORE INTO copies VALUES (?, ?), (?, ?)", number, other, other, number)
        return self._tellings(self.group(number)) if copies else set()

    def remove(self, number: int) -> set[int]:
        """Takes a report out; returns the tellings of its copies."""
        touched = self._tellings([one for one in self.group(number) if one != number])
        self._rows.do("DELETE FROM bands WHERE report = ?", number)
        self._rows.do("DELETE FROM copies WHERE one = ? OR other = ?", number, number)
        return touched

    def group(self, report: int) -> list[int]:
        """The reports that are one text with this one, directly or through others; itself included."""
        found, open_ends = {report}, [report]
        while open_ends:
            copies = self._rows.first("SELECT other FROM copies WHERE one = ?", open_ends.pop())
            fresh = [other for other in copies if other not in found]
            found.update(fresh)
            open_ends += fresh
        return sorted(found)

    def teller(self, event: Event, telling: Telling, report: int, outlet: str | None, credit: str | None) -> Outlet:
        """Who answers for a telling.

        The outlet through which the report has it; else the agency whose text the report is, or copies; else, of
        copies without a credit, the outlet that had the text first; else its own outlet, as for what an outlet has
        added to another's text.
        """
        own = outlet_of(outlet) or Outlet(f"report {telling.report}", "an outlet not named")
        through = passed_on(event)
        if through is not None and through.key != own.key:
            return through
        group = self.group(report)
        source = outlet_of(credit) or (self._source(group) if len(group) > 1 else None) or own
        if source.key == own.key or len(group) == 1:
            return source
        return own if self._is_added(telling, report, group) else source

    def _tellings(self, reports: Sequence[int]) -> set[int]:
        return {
            telling
            for report in reports
            for telling in self._rows.first("SELECT number FROM tellings WHERE report = ?", report)
        }

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

    def _words(self, report: int) -> set[str]:
        row = self._rows.one("SELECT body FROM reports WHERE number = ?", report)
        return set(plain_words(unpacked(row[0]))) if row else set()
