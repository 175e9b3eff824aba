"""Counts of an ingest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """What became of all that was read; the first six add up to it.

    coded: reports coded. repeated: their text was coded already, in this run or an earlier one. foreign: not in
    English. rejected: not coded, and why stands in the store. passed: rejected by an earlier run and left alone.
    events and eventless: of the coded.
    """

    coded: int = 0
    repeated: int = 0
    foreign: int = 0
    rejected: int = 0
    passed: int = 0
    events: int = 0
    eventless: int = 0

    @property
    def read(self) -> int:
        """All that was read."""
        return self.coded + self.repeated + self.foreign + self.rejected + self.passed

    def __str__(self) -> str:
        said = [f"{_number(self.coded, 'report')} coded, {_number(self.events, 'event')}"]
        if self.eventless:
            said.append(f"{self.eventless} without a political event")
        if self.repeated:
            said.append(f"{self.repeated} known already")
        if self.foreign:
            said.append(f"{self.foreign} not in English")
        if self.rejected:
            said.append(f"{self.rejected} rejected")
        if self.passed:
            said.append(f"{self.passed} rejected before")
        return "; ".join(said)


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
