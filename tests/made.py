"""Hand-made and hypothesis-made records for the tests of store, export, evaluate and CLI; no model is needed."""

# records are written in columns here
# ruff: noqa: E501

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from polybius.records import (
    Actor,
    Appearance,
    CodedReport,
    Event,
    EventDate,
    EventPlace,
    Link,
    Money,
    Named,
    Place,
    Published,
    Relation,
    Report,
    Span,
    Statement,
    TimeExpression,
    Versions,
    Victims,
)

VERSIONS = Versions(polybius="0.1.0", codebook="plover 1", model="en_core_web_sm 3.8.0", pipeline="p1")
TEXT = (
    "BAKU, 4 October. Rain fell all morning.\n\n"
    "Azerbaijani officials said Armenian forces shelled the town of Ganja on Sunday, killing one civilian. "
    "Yerevan denied it.\n\nRussia is an ally of Armenia."
)


def report_id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def span_of(words: str, text: str = TEXT) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def shelling(text: str = TEXT, number: int = 1) -> CodedReport:
    """A coded report with everything in it: events told by others, victims, a place, a statement, a relation."""
    rid = report_id(text)
    officials = Actor(
        text="Azerbaijani officials",
        **span_of("Azerbaijani officials", text),
        code="AZE",
        sectors=("GOV",),
        reason="demonym + agent",
    )
    forces = Actor(
        text="Armenian forces",
        **span_of("Armenian forces", text),
        code="ARM",
        sectors=("MIL",),
        id="armenian-armed-forces",
    )
    civilians = Actor(text="the town of Ganja", **span_of("the town of Ganja", text), code="AZE", sectors=("CVL",))
    said = Statement(id=f"{rid}-s1", speakers=(officials,), cue=Span(**span_of("said", text)), kind="indirect",
                     content=(Span(**span_of("Armenian forces shelled the town of Ganja on Sunday, killing one civilian", text)),))  # fmt: skip
    link = Link(speakers=(officials,), cue=Span(**span_of("said", text)), statement=said.id)
    ganja = EventPlace(text="Ganja", **span_of("Ganja", text), name="Gəncə", kind="city", country="AZE", latitude=40.68, longitude=46.36,
                       geonames_id=586523, candidates=2, precision="exact")  # fmt: skip
    assault = Event(
        id=f"{rid}-e1", category="ASSAULT", modes=(Named(name="heavy-weapons", **span_of("shelled", text)),), contexts=(Named(name="military"),),
        actors=(forces,), recipients=(civilians,), date=EventDate(start="2020-10-04", end="2020-10-04", precision="day", basis="clause"),
        place=ganja, victims=(Victims(party=1, kind="dead", civilians=True, low=1, best=1, high=1),), attribution=(link,),
        trigger=Span(**span_of("shelled", text)), **span_of("Armenian forces shelled the town of Ganja on Sunday, killing one civilian", text),
        quad=4, score=-9.0, cameo="194", goldstein=-10.0, reasons=("predicate 'shell' is ASSAULT.", "on Sunday is 2020-10-04."),
    )  # fmt: skip
    yerevan = Actor(text="Yerevan", **span_of("Yerevan", text), code="ARM", sectors=("GOV",))
    reject = Event(id=f"{rid}-e2", category="REJECT", actors=(yerevan,), recipients=(officials.model_copy(update={"implicit": True, "start": None, "end": None}),),
                   trigger=Span(**span_of("denied", text)), **span_of("Yerevan denied it", text))  # fmt: skip
    ally = Relation(id=f"{rid}-r1", subject=Actor(text="Russia", **span_of("Russia", text), code="RUS"), kind="alliance",
                    object=Actor(text="Armenia", **span_of("Armenia.", text) | {"end": span_of("Armenia.", text)["end"] - 1}, code="ARM"),
                    **span_of("Russia is an ally of Armenia", text))  # fmt: skip
    return CodedReport(
        report=Report(id=rid, text=text, language="en", outlet="Sample Wire", url=f"https://example.org/{number}",
                      published=Published(start="2020-10-04", end="2020-10-04", precision="day", basis="given")),
        events=(assault, reject), statements=(said,), relations=(ally,), actors=(officials, forces, civilians, yerevan),
        times=(TimeExpression(**span_of("on Sunday", text), type="DATE", value="2020-10-04", anchor="2020-10-04"),),
        places=(Place(**ganja.model_dump(exclude={"precision"})),), versions=VERSIONS,
    )  # fmt: skip


def numbered(number: int) -> CodedReport:
    """A coded report unlike any other number's."""
    return shelling(f"{TEXT} Report {number}.", number)


def without_events(text: str = "Rain fell all morning.") -> CodedReport:
    return CodedReport(report=Report(id=report_id(text), text=text), versions=VERSIONS)


class FakeCoder:
    """Stands in for the coder where no model may be loaded: finds "shelled" in the sample, else nothing."""

    @property
    def seconds(self) -> dict[str, float]:
        return {"parse": 3.0, "events": 1.0}

    def code(self, text: str, **given: Any) -> CodedReport:
        published = (
            Published(start=given.get("published"), end=given.get("published"), basis="given")
            if given.get("published")
            else Published()
        )
        return self.code_report(Report(id=report_id(text), text=text, published=published, outlet=given.get("outlet")))

    def code_report(self, report: Report) -> CodedReport:
        if TEXT in report.text:
            return shelling(report.text).model_copy(update={"report": report})
        return CodedReport(report=report, versions=VERSIONS)

    def pipe(self, reports: Any) -> Any:
        return map(self.code_report, reports)


# hypothesis: any records, bounded only by what a column can hold (64-bit whole numbers, finite floats)
whole = st.integers(0, 2**53)
words = st.text(max_size=12)
maybe_words = st.none() | words
finite = st.floats(allow_nan=False, allow_infinity=False)
# offsets as a text of a report can have them, the end not before the start
pairs = st.tuples(st.integers(0, 90), st.integers(0, 90)).map(sorted)
spans = pairs.map(lambda pair: Span(start=pair[0], end=pair[1]))
many = lambda strategy: st.lists(strategy, max_size=3).map(tuple)  # noqa: E731
parties = st.builds(Actor, text=words, start=st.none() | whole, end=st.none() | whole, id=maybe_words, code=maybe_words,
                    sectors=many(words), implicit=st.booleans(), reason=words)  # fmt: skip
links = st.builds(Link, speakers=many(parties), cue=st.none() | spans, statement=maybe_words)
places = st.builds(EventPlace, text=words, latitude=st.none() | finite, geonames_id=st.none() | whole, candidates=whole,
                   precision=st.none() | st.just("near"))  # fmt: skip
named = st.builds(Named, name=words, start=st.none() | whole, end=st.none() | whole)
events = st.builds(
    Event, id=words, category=words, modes=many(named), contexts=many(named), realis=many(st.sampled_from(["future", "negated"])),
    actors=many(parties), recipients=many(parties), place=st.none() | places, money=st.none() | st.builds(Money, amount=finite),
    victims=many(st.builds(Victims, party=st.none() | st.integers(0, 9), kind=st.just("dead"), best=st.none() | whole)),
    attribution=many(links), trigger=spans, start=st.integers(0, 40), end=st.integers(40, 90), score=st.none() | finite, reasons=many(words),
)  # fmt: skip
statements = st.builds(
    Statement, id=words, speakers=many(parties), cue=st.none() | spans, content=many(spans), kind=st.just("mixed")
)
relations = st.builds(
    Relation,
    id=words,
    subject=parties,
    kind=st.just("war"),
    object=parties,
    start=st.integers(0, 40),
    end=st.integers(40, 90),
)
reports = st.builds(Report, id=words, text=st.text(max_size=80), title=maybe_words, outlet=maybe_words, url=maybe_words,
                    appearances=many(st.builds(Appearance, url=maybe_words)))  # fmt: skip
coded_reports = st.builds(CodedReport, report=reports, events=many(events), statements=many(statements), relations=many(relations),
                          actors=many(parties), versions=st.just(VERSIONS))  # fmt: skip
