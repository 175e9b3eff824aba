"""When: the date of an act from its clause, else from the clause it is joined to (guide, rules 11 and 24)."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from polybius.annotate import report_of
from polybius.events.candidates import Candidate
from polybius.events.grammar import clause_span
from polybius.find._time_calendar import first_day, last_day
from polybius.find.published import anchor_of
from polybius.find.times import date_for
from polybius.records import EventDate


def date_of(candidate: Candidate, doc: Doc) -> tuple[EventDate, str]:
    """The date of a candidate and why.

    "Shells hit the church on Thursday, and three people were hurt": the second act has the date of the first.
    """
    date, reason = date_for(doc, candidate.trigger.i, *candidate.span)
    if date.basis != "bound" or candidate.verb is None:
        return date, reason
    for verb in (candidate.verb, *_joined(candidate.verb)):
        scene = _scene(verb, doc)
        if scene is not None:
            return scene
    cues = {mention.cue for mention in doc._.polybius_statements}
    for verb in _joined(candidate.verb):
        if verb.i in cues:
            continue
        found, _ = date_for(doc, verb.i, *clause_span(verb))
        if found.basis == "clause" and found.start and found.end:
            lent = found.model_copy(update={"basis": "sentence"})
            return lent, f"that of “{verb.text}”, which its clause is joined to"
    return date, reason


def _scene(verb: Token, doc: Doc) -> tuple[EventDate, str] | None:
    """The day of the sentence before, where a verb paints its scene ("They were talking when the bomb went off")."""
    progressive = verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in ("was", "were") for c in verb.children)
    start = verb.sent.start
    if not progressive or start == 0 or "\n" in doc[start - 1].text_with_ws.strip(" ") or doc[start - 1].is_space:
        return None
    before = doc[start - 1].sent
    days = [m for m in doc._.polybius_times if before.start <= m.start < before.end and len(m.date.start or "") == 10]
    if not days or any(verb.sent.start <= m.start < verb.sent.end and m.date.start for m in doc._.polybius_times):
        return None
    date = days[-1].date
    if date.start != date.end:
        return None
    return date.model_copy(update={"basis": "previous"}), f"{date.start}, of which the sentence goes on to tell"


def not_ahead(date: EventDate, reason: str, realis: tuple[str, ...], doc: Doc) -> tuple[EventDate, str]:
    """The date of an act told as done, promised or asked for: what is told of days to come is not its day (rule 24)."""
    published = report_of(doc).published
    now = last_day(anchor_of(published) or published.end or "")
    first = first_day(date.start) if date.start else None
    if now is None or first is None or first <= now or {"future", "hypothetical"} & set(realis):
        return date, reason
    bound = EventDate(end=anchor_of(published) or published.end, basis="bound", precision="open")
    return bound, f"none told, no later than publication ({bound.end}): {date.start} is what it looks ahead to"


def _joined(verb: Token) -> list[Token]:
    """The verbs a clause is coordinated with or depends on as a participle or temporal clause, the nearest first."""
    found: list[Token] = []
    token = verb
    while token.dep_ in {"conj", "advcl"} and token.head.pos_ in {"VERB", "AUX"} and len(found) < 3:
        token = token.head
        found.append(token)
    return found
