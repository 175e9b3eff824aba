"""Why an event is coded as it is, told from its record alone: its sentence with marks, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from polybius.export.passage import code_of, interval, printable, sentence_around, snippet, teller, what, when
from polybius.records import Actor, CodedReport, Event, Link, Victims


@dataclass(frozen=True)
class Mark:
    """A stretch of the text and what it is in the event."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Piece:
    """A piece of a marked sentence; label is what it belongs to, or None."""

    text: str
    label: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def marked_sentence(coded: CodedReport, event: Event) -> list[Piece]:
    """The sentence of an event in pieces, with brackets that name what is marked: "[actor: Armenian forces]"."""
    text = coded.report.text
    spans = [(event.start, event.end), (event.trigger.start, event.trigger.end)]
    start, end = sentence_around(text, min(s for s, _ in spans), max(e for _, e in spans))
    marks = nested(mark for mark in marks_of(coded, event) if start <= mark.start < mark.end <= end)
    return list(_bracketed(text, start, end, marks))


def marks_of(coded: CodedReport, event: Event) -> Iterator[Mark]:
    """What there is to mark for an event, wherever it stands in the text."""
    yield Mark(event.trigger.start, event.trigger.end, "trigger")
    yield from _party_marks(event.actors, "actor")
    yield from _party_marks(event.recipients, "recipient")
    if event.place and event.place.start is not None and event.place.end is not None:
        yield Mark(event.place.start, event.place.end, "place")
    for link in event.attribution:
        yield from _party_marks(link.speakers, "says")
        if link.cue:
            yield Mark(link.cue.start, link.cue.end, "cue")
    for time in coded.times:
        yield Mark(time.start, time.end, "time")


def nested(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in text order, outer before inner; of two that cross, or are the same, only the first is kept."""
    kept: list[Mark] = []
    open_marks: list[Mark] = []
    for mark in sorted(dict.fromkeys(marks), key=lambda mark: (mark.start, -mark.end)):
        while open_marks and open_marks[-1].end <= mark.start:
            open_marks.pop()
        if open_marks and mark.end > open_marks[-1].end:
            continue
        kept.append(mark)
        open_marks.append(mark)
    return kept


def sections(coded: CodedReport, event: Event) -> list[Section]:
    """Everything the record tells of an event, in words."""
    report = coded.report
    told = [
        Section("report", tuple(line for line in (report.title, report.outlet, report.url, _published(coded)) if line))
    ]
    told.append(Section("event", (f"{what(event)}{_scores(event)}", *_contexts(event))))
    told.append(Section("actors", tuple(map(_party, event.actors)) or ("none named",)))
    told.append(Section("recipients", tuple(map(_party, event.recipients)) or ("none named",)))
    basis = f" (from: {event.date.basis})" if event.date.basis else ""
    told.append(Section("when", (f"{when(event.date)}{basis}" if when(event.date) else "not told",)))
    told.append(Section("where", (_where(event),)))
    if event.victims:
        told.append(Section("victims", tuple(_victims(victims, event) for victims in event.victims)))
    if event.size:
        told.append(Section("people", (_figure(event.size.low, event.size.best, event.size.high),)))
    if event.money:
        told.append(Section("money", (f"{event.money.amount:,.2f} {event.money.currency or ''}".strip(),)))
    told.append(Section("who says so", tuple(_chain(coded, event))))
    told.append(Section("reasons", event.reasons or ("none recorded",)))
    versions = coded.versions
    told.append(
        Section("coded by", (f"Polybius {versions.polybius}, codebook {versions.codebook}, model {versions.model}",))
    )
    return told


def _bracketed(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    """Walks over the text once, opening and closing brackets; marks are nested and in order."""
    at, open_marks = start, list[Mark]()
    for mark in [*marks, Mark(end, end, "")]:
        while open_marks and open_marks[-1].end <= mark.start:
            inner = open_marks.pop()
            yield Piece(printable(text[at : inner.end]), inner.label)
            yield Piece("]", inner.label)
            at = inner.end
        if mark.start > at:
            yield Piece(printable(text[at : mark.start]), open_marks[-1].label if open_marks else None)
            at = mark.start
        if mark.label:
            yield Piece(f"[{mark.label}: ", mark.label)
            open_marks.append(mark)


def _party_marks(parties: Iterable[Actor], label: str) -> Iterator[Mark]:
    for party in parties:
        if party.start is not None and party.end is not None:
            yield Mark(party.start, party.end, label)


def _party(party: Actor) -> str:
    named = f", {party.name}" if party.name and party.name != party.text else ""
    listed = f" [{party.id}]" if party.id else ""
    implicit = ", not named in the clause" if party.implicit else ""
    return f"{party.text}: {code_of(party)}{named}{listed}{implicit}" + (f" ({party.reason})" if party.reason else "")


def _scores(event: Event) -> str:
    parts = [
        f"quad {event.quad}" if event.quad is not None else "",
        f"score {event.score:g}" if event.score is not None else "",
    ]
    parts += [
        f"CAMEO {event.cameo}" if event.cameo else "",
        f"Goldstein {event.goldstein:g}" if event.goldstein is not None else "",
    ]
    parts += [f"confidence {event.confidence:.2f}" if event.confidence is not None else ""]
    known = ", ".join(part for part in parts if part)
    return f"; {known}" if known else ""


def _contexts(event: Event) -> tuple[str, ...]:
    return ("contexts: " + ", ".join(context.name for context in event.contexts),) if event.contexts else ()


def _published(coded: CodedReport) -> str:
    published = coded.report.published
    date = interval(published.start, published.end)
    why = f" ({published.basis}{': ' + '; '.join(published.reasons) if published.reasons else ''})"
    return f"published {date}{why}" if date else "publication date unknown"


def _where(event: Event) -> str:
    place = event.place
    if place is None:
        return "not told"
    parts = [
        place.text if place.name in (None, place.text) else f"{place.text}: {place.name}",
        place.kind,
        place.admin1,
        place.country,
    ]
    if place.latitude is not None and place.longitude is not None:
        parts.append(f"{place.latitude:.4f}, {place.longitude:.4f}")
    parts.append(f"precision {place.precision}" if place.precision else None)
    return ", ".join(part for part in parts if part)


def _victims(victims: Victims, event: Event) -> str:
    everyone = (*event.actors, *event.recipients)
    of = f" of {everyone[victims.party].text}" if victims.party is not None and victims.party < len(everyone) else ""
    civilians = {True: ", civilians", False: ", no civilians", None: ""}[victims.civilians]
    return f"{_figure(victims.low, victims.best, victims.high)} {victims.kind}{of}{civilians}"


def _figure(low: int | None, best: int | None, high: int | None) -> str:
    if best is not None and low in (None, best) and high in (None, best):
        return str(best)
    bounds = f"{'?' if low is None else low} to {'?' if high is None else high}"
    return bounds if best is None else f"{best} ({bounds})"


def _chain(coded: CodedReport, event: Event) -> Iterator[str]:
    """The tellers from the inmost outward; the last is always the report."""
    for number, link in enumerate(event.attribution, start=1):
        yield f"{number}. {_link(coded, link)}"
    outlet = f" ({coded.report.outlet})" if coded.report.outlet else ""
    if event.claim:
        yield "a claim: nobody but a party to it says so"
    yield f"{len(event.attribution) + 1}. the report itself{outlet}"


def _link(coded: CodedReport, link: Link) -> str:
    codes = ", ".join(code_of(speaker) for speaker in link.speakers)
    cue = f', by "{snippet(coded.report.text, link.cue.start, link.cue.end)}"' if link.cue else ""
    said = next((one for one in coded.statements if one.id == link.statement), None)
    words = " … ".join(snippet(coded.report.text, part.start, part.end, 200) for part in said.content) if said else ""
    polarity = "denies it" if link.polarity == "negative" else "asserts it"
    return f"{teller(link)}{f' ({codes})' if codes else ''}{cue}: {polarity}, {link.certainty}, {link.attitude}" + (
        f'; the statement: "{words}"' if words else ""
    )
