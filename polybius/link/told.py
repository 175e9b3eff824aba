"""A telling with all that merging needs: the event, its report's outlet and day, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polybius.link.outlets import Outlet
from polybius.link.telling import Telling
from polybius.link.voices import denies
from polybius.records import Event


@dataclass(frozen=True)
class Told:
    """One telling of a happening.

    outlet: where it stands. teller: who answers for it, an outlet or the agency whose text it is. passed_on: whether
    the teller only passes on the word of others. published: first day of publication, as the report has it.
    """

    event: Event
    telling: Telling
    teller: Outlet
    outlet: str | None = None
    published: str | None = None

    @property
    def denied(self) -> bool:
        """Whether it tells that this did not happen."""
        return denies(self.event)

    @property
    def passed_on(self) -> bool:
        """Whether it rests on the word of others."""
        return bool(self.event.attribution)


def in_order(tellings: Sequence[Told]) -> list[Told]:
    """The tellings in their order of telling."""
    return sorted(tellings, key=lambda one: one.telling.order)
