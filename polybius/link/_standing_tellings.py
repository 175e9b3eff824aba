"""What one report tells of standing relations: by its relations, and by events that open, hold or close one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from polybius.find._actor_list import ActorList
from polybius.link._standing_context import Context, days_told
from polybius.link._standing_days import Days, days_of, shared
from polybius.link._standing_ends import End, Ends
from polybius.link._standing_words import Effect, EffectName, Slot, load_effects
from polybius.records import Actor, CodedReport, Event, Evidence, Link, Relation, RelationKind

_IN_VIEW = frozenset({"demand", "promise", "threat", "intention", "refusal", "question"})
"""Attitudes of words under which a relation is asked for or in view, and not told."""
_NOT_REAL = frozenset({"negated", "hypothetical", "future"})


@dataclass(frozen=True)
class Telling:
    """One telling of a standing relation.

    when: the days that it may have taken effect on, or by the last of which it had; None where nothing tells.
    told: the days that its report may have been published on; published: the same as the record has it.
    firm: whether it shows by itself that the relation held.
    """

    kind: RelationKind
    subject: End
    object: End
    evidence: Evidence
    when: Days | None
    told: Days | None
    published: str | None
    firm: bool


def tellings(coded: CodedReport, listed: ActorList | None = None) -> Iterator[Telling]:
    """What a report tells of standing relations. Denied, negated, expected and merely possible ones are none."""
    teller = _Teller(coded, listed)
    for relation in coded.relations:
        yield from teller.of_relation(relation)
    for event in coded.events:
        yield from teller.of_event(event)


class _Teller:
    """Reads the records of one report."""

    def __init__(self, coded: CodedReport, listed: ActorList | None) -> None:
        self._report, self._text = coded.report.id, coded.report.text
        self._ends, self._context = Ends(coded, listed), Context(coded)

    def of_relation(self, relation: Relation) -> Iterator[Telling]:
        """A relation holds when its report is published, or on the day of its clause, if no words say otherwise."""
        state = self._context.state_of(relation)
        if state == "unreal" or not _is_asserted(relation.attribution):
            return
        if state == "holds" and any(link.attitude in _IN_VIEW for link in relation.attribution):
            return
        ends = self._ends.pair(relation.kind, relation.subject, relation.object)
        if ends is not None:
            for effect, day in self._effects_of(relation, is_over=state == "ended"):
                evidence = self._evidence(relation, effect, day, relation.attribution)
                yield self._telling(relation.kind, ends, evidence, days_told(self._context, day))

    def of_event(self, event: Event) -> Iterator[Telling]:
        """What an event that has happened does to relations: the first fitting effect of each kind."""
        if not _NOT_REAL.isdisjoint(event.realis) or not _is_asserted(event.attribution):
            return
        trigger = self._text[event.trigger.start : event.trigger.end]
        clause = self._text[event.start : event.end]
        done = dict[RelationKind, Effect]()
        for effect in load_effects():
            if effect.kind not in done and effect.fits(event, trigger, clause):
                done[effect.kind] = effect
        for effect in done.values():
            if not self._is_to_come(event, effect) and (effect.effect == "closes" or not self._context.is_over(event)):
                yield from self._done_by(event, effect)

    def _effects_of(self, relation: Relation, is_over: bool) -> Iterator[tuple[EffectName, str | None]]:
        """What a relation tells, each with its day."""
        context, since, until = self._context, relation.since, relation.until
        if context.is_ahead(since):
            return
        if until is not None and not context.is_ahead(until):
            if since is not None:
                yield "opens", since
            yield "closes", until
        elif is_over:
            # the date in the clause of what has ended is that of its end
            yield "closes", since or context.date_of(relation, behind=True)
        else:
            if since is not None:
                yield "opens", since
            day = context.holding_day(relation)
            if day is not None or (since is None and context.day is None):
                yield "holds", day

    def _done_by(self, event: Event, effect: Effect) -> Iterator[Telling]:
        day, when = self._event_day(event, effect.effect)
        pairs = list(self._pairs_of(event, effect))
        # of three and more that sign, nothing tells who stands against whom and who only brokered it
        firm = effect.alone and (len(pairs) == 1 or effect.subject.parties != "parties" or bool(event.recipients))
        evidence = self._evidence(event, effect.effect, day, event.attribution)
        for ends in pairs:
            yield self._telling(effect.kind, ends, evidence, when, firm)

    def _telling(
        self, kind: RelationKind, ends: tuple[End, End], evidence: Evidence, when: Days | None, firm: bool = True
    ) -> Telling:
        return Telling(kind, *ends, evidence, when, self._context.told, self._context.day, firm)

    def _evidence(
        self, record: Event | Relation, effect: EffectName, day: str | None, links: tuple[Link, ...]
    ) -> Evidence:
        return Evidence(
            effect=effect, report=self._report, record=record.id, day=day, start=record.start, end=record.end,
            speakers=tuple(" & ".join(speaker.name or speaker.text for speaker in link.speakers) for link in links),
        )  # fmt: skip

    def _pairs_of(self, event: Event, effect: Effect) -> Iterator[tuple[End, End]]:
        """The ends of the relation that an event changes, each pair once."""
        if effect.subject.parties == "parties" and not event.recipients:
            pairs = list(combinations(self._fit(event.actors, effect.subject), 2))
        else:
            subjects = event.recipients if effect.subject.parties == "recipients" else event.actors
            objects = event.actors if effect.object.parties == "actors" else event.recipients
            pairs = list(product(self._fit(subjects, effect.subject), self._fit(objects, effect.object)))
        seen = set[tuple[str, str]]()
        for subject, target in pairs:
            ends = self._ends.pair(effect.kind, subject, target)
            if ends and (ends[0].key, ends[1].key) not in seen:
                seen.add((ends[0].key, ends[1].key))
                yield ends

    def _fit(self, parties: Iterable[Actor], slot: Slot) -> list[Actor]:
        if slot.demand == "body":
            return [party for party in parties if self._ends.is_body(party)]
        return [party for party in parties if slot.demand != "state" or self._ends.state(party)]

    def _is_to_come(self, event: Event, effect: Effect) -> bool:
        """Whether an event is dated after publication. What goes on until then is not."""
        ends_ahead = event.date.start is None and self._context.is_ahead(event.date.end)
        return self._context.is_ahead(event.date.start) or (ends_ahead and effect.effect != "holds")

    def _event_day(self, event: Event, effect: EffectName) -> tuple[str | None, Days | None]:
        """The day an event took effect, as the record gives it, and the days by which it is put in order."""
        date, is_background = event.date, "historical" in event.realis
        if effect == "holds" and (date.end is None if date.start else not is_background):
            return self._context.day, self._context.told  # to this day: "has kept up sanctions since 1996"
        if date.start is not None:
            day = shared(date.start, date.end or date.start) or (date.end if effect == "closes" else date.start)
            return day, days_of(date.start, date.end)
        if date.basis != "bound" and date.end is not None:
            return date.end if effect == "closes" else None, days_of(date.end)
        if is_background and effect != "closes":
            return None, None
        return None, days_told(self._context, date.end)


def _is_asserted(links: tuple[Link, ...]) -> bool:
    """Whether all through whom the report has it stand by it: nobody denies it or thinks it merely possible."""
    return all(
        link.polarity == "positive" and link.attitude != "denial" and link.certainty != "possible" for link in links
    )
