"""Short coded reports for the tests of linking, made by hand; no model is needed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from polybius.read import make_report
from polybius.records import Actor, CodedReport, Event, EventDate, EventPlace, Link, Realis, Span, Versions, Victims

WORDS = [
    "snow",
    "market",
    "bread",
    "school",
    "harvest",
    "river",
    "bridge",
    "wedding",
    "mountain",
    "radio",
    "winter",
    "cattle",
    "teacher",
    "window",
]
VERSIONS = Versions(polybius="1", schema=1, codebook="c", model="m", pipeline="p")


@dataclass(frozen=True)
class Told:
    """An event as a test writes it: the clause with its trigger in brackets, "Army [shelled] the town"."""

    clause: str
    category: str = "ASSAULT"
    actor: str | None = "ARM MIL"
    recipient: str | None = "AZE CVL"
    day: str | None = None
    place: str | None = None
    dead: int | None = None
    at_least: bool = False
    by: Sequence[Actor] = ()
    realis: tuple[Realis, ...] = ()
    claim: bool = False


@dataclass(frozen=True)
class News:
    """A report as a test writes it: its clauses joined, with more text behind."""

    outlet: str | None
    published: str | None
    told: Sequence[Told]
    credit: str | None = None
    more: str = ""
    versions: Versions = field(default=VERSIONS)

    @property
    def coded(self) -> CodedReport:
        text, events = "", []
        for number, told in enumerate(self.told):
            start = len(text)
            opening, closing = told.clause.index("["), told.clause.index("]") - 1
            clause = told.clause.replace("[", "").replace("]", "")
            text += clause + ". "
            events.append((told, start + opening, start + closing, start, start + len(clause), number))
        # without words of their own, short texts with one clause would be copies of each other
        body = self.more or " ".join(random.Random(f"{self.outlet} {self.published}").choices(WORDS, k=40))
        report = make_report(text + body, published=self.published, outlet=self.outlet)
        report = report.model_copy(update={"credit": self.credit})
        return CodedReport(
            report=report,
            events=tuple(_event(report.id, *one) for one in events),
            versions=self.versions,
        )


def party(code: str, text: str | None = None) -> Actor:
    """A party from "ARM MIL"."""
    first, *sectors = code.split()
    return Actor(text=text or code, code=first, sectors=tuple(sectors))


def _event(report: str, told: Told, trigger: int, trigger_end: int, start: int, end: int, number: int) -> Event:
    return Event(
        id=f"{report}{number:02}",
        category=told.category,
        realis=told.realis,
        actors=(party(told.actor).model_copy(update={"start": start, "end": trigger}),) if told.actor else (),
        recipients=(party(told.recipient),) if told.recipient else (),
        date=EventDate(start=told.day, end=told.day, precision="day", basis="clause") if told.day else EventDate(),
        place=EventPlace(text=told.place, name=told.place, precision="exact") if told.place else None,
        victims=(Victims(kind="dead", low=told.dead, best=told.dead, high=None if told.at_least else told.dead),)
        if told.dead is not None
        else (),
        attribution=(Link(speakers=tuple(told.by)),) if told.by else (),
        claim=told.claim,
        trigger=Span(start=trigger, end=trigger_end),
        start=start,
        end=end,
        confidence=0.8,
    )


def invented(number: int, seed: int) -> list[CodedReport]:
    """Reports about a few events of a few days, some told by several outlets, with other words and other numbers."""
    chance = random.Random(seed)
    verbs = {"ASSAULT": ["shelled", "attacked", "bombed"], "ACCUSE": ["accused", "blamed"], "CONSULT": ["met"]}
    towns, codes = ["Ganja", "Shusha", "Fuzuli"], ["ARM", "AZE", "TUR"]
    happenings = [
        (
            chance.choice(list(verbs)),
            *chance.sample(codes, 2),
            chance.choice(towns),
            chance.randint(0, 5),
            chance.randint(2, 9),
        )
        for _ in range(max(2, number // 2))
    ]
    found = []
    for count in range(number):
        told = []
        for category, actor, recipient, town, day, dead in chance.sample(happenings, min(2, len(happenings))):
            when = (date(2020, 10, 1) + timedelta(days=day)).isoformat()
            told.append(
                Told(
                    f"{actor} forces [{chance.choice(verbs[category])}] {recipient} troops at {town} on {when}",
                    category, f"{actor} MIL", recipient, when if chance.random() < 0.8 else None, town,
                    dead + chance.choice([0, 0, 3]) if category == "ASSAULT" else None,
                )
            )  # fmt: skip
        published = (date(2020, 10, 3) + timedelta(days=chance.randint(0, 6))).isoformat()
        more = " ".join(chance.choices(WORDS, k=25)) + f" {count}"
        found.append(News(chance.choice(["Reuters", "AFP", "TASS", None]), published, told, more=more).coded)
    return found
