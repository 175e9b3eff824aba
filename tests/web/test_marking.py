"""A report's text in pieces: nothing is lost, and every event can be found in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.records import Actor, CodedReport, Event, EventPlace, Link, Region, Report, Span, Statement
from polybius.web.marking import CLAIM, OWN, PASSED, pieces, voice_of
from tests.made import TEXT, VERSIONS, shelling, span_of

offsets = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
spans = offsets.map(lambda pair: Span(start=pair[0], end=pair[1]))
many = lambda strategy, most=3: st.lists(strategy, max_size=most).map(tuple)  # noqa: E731
actors = offsets.map(lambda pair: Actor(text="a", start=pair[0], end=pair[1])) | st.just(Actor(text="a"))
events = st.builds(
    lambda clause, trigger, acting, suffering, place, links: Event(
        id="e", category="ASSAULT", actors=acting, recipients=suffering, place=place, attribution=links,
        trigger=trigger, start=clause[0], end=clause[1],
    ),
    offsets, spans, many(actors), many(actors),
    st.none() | offsets.map(lambda pair: EventPlace(text="p", start=pair[0], end=pair[1])),
    many(st.builds(Link, speakers=many(actors), cue=st.none() | spans), 2),
)  # fmt: skip
texts = st.text(max_size=50)
"""Shorter than offsets can be: records of another text lie beyond its end."""
coded = st.builds(
    lambda text, events, statements, regions: CodedReport(
        report=Report(id="r", text=text, regions=regions),
        events=tuple(event.model_copy(update={"id": f"e{number}"}) for number, event in enumerate(events)),
        statements=statements,
        versions=VERSIONS,
    ),
    texts,
    many(events, 5),
    many(st.builds(Statement, id=st.just("s"), kind=st.just("direct"), content=many(spans))),
    many(offsets.map(lambda pair: Region(start=pair[0], end=pair[1], kind="caption"))),
)


@settings(max_examples=150, deadline=None)
@given(coded)
def test_the_pieces_joined_are_the_text_and_none_is_empty(report):
    found = pieces(report)
    assert "".join(piece.text for piece in found) == report.report.text
    assert all(piece.text for piece in found)


@settings(max_examples=150, deadline=None)
@given(coded)
def test_every_trigger_in_the_text_begins_once_where_it_stands(report):
    begun = {}
    at = 0
    for piece in pieces(report):
        for number in piece.triggers:
            assert number not in begun
            begun[number] = at
        at += len(piece.text)
    size = len(report.report.text)
    for number, event in enumerate(report.events):
        start, end = event.trigger.start, min(event.trigger.end, size)
        assert begun.get(number) == (start if start < end else None)


@settings(max_examples=100, deadline=None)
@given(coded)
def test_a_piece_knows_what_it_stands_in(report):
    at = 0
    for piece in pieces(report):
        inside = [n for n, event in enumerate(report.events) if event.start <= at < event.end]
        assert sorted(piece.events) == inside
        widths = [report.events[n].end - report.events[n].start for n in piece.events]
        if all(event.end <= len(report.report.text) for event in report.events):
            assert widths == sorted(widths)
        for n, statement in enumerate(report.statements):
            assert (n in piece.statements) == any(part.start <= at < part.end for part in statement.content)
        at += len(piece.text)


def test_a_report_shows_its_parts_where_they_stand():
    report = shelling()
    found = pieces(report)
    by_part = {part: piece.text for piece in found for part, number in piece.parts if number == 0}
    assert by_part["actor"] == "Armenian forces"
    assert by_part["place"] == "Ganja"
    assert by_part["time"] == "on Sunday"
    assert by_part["says"] == "Azerbaijani officials"
    assert by_part["cue"] == "said"
    assert [piece.text for piece in found if piece.triggers == (0,)] == ["shelled"]
    first = next(piece for piece in found if piece.begins)
    assert TEXT.index(first.text) == span_of("Armenian forces")["start"]


def test_a_statement_in_several_parts_begins_once():
    report = shelling()
    content = (Span(**span_of("Rain fell")), Span(**span_of("Yerevan denied it")))
    statement = report.statements[0].model_copy(update={"content": content})
    found = pieces(report.model_copy(update={"statements": (statement,)}))
    assert [piece.begins for piece in found if piece.begins] == [(0,)]
    assert "Yerevan" in "".join(piece.text for piece in found if piece.statements)


def test_who_says_so_is_the_report_somebody_or_a_party_to_it():
    assault, reject = shelling().events
    assert voice_of(reject) == OWN
    assert voice_of(assault) == PASSED
    assert voice_of(assault.model_copy(update={"claim": True})) == CLAIM
    assert len({voice.style for voice in (OWN, PASSED, CLAIM)}) == 3
