"""When: the date of an act from its clause, else from the clause it is joined to (guide, rules 11 and 24)."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from polybius.annotate import report_of
from polybius.events.candidates import Candidate
from polybius.events.grammar import clause_span
from polybius.find._place_joined import present_verbs
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
    if candidate.verb.i != candidate.trigger.i and candidate.trigger.head.dep_ == "prep":
        light, why = date_for(doc, candidate.verb.i, *candidate.span)  # "went on the offensive"
        if light.basis == "clause":
            return light, why
    for verb in (candidate.verb, *_joined(candidate.verb)):
        scene = _scene(verb, doc)
        if scene is not None:
            return scene
    if _in_the_day(candidate.verb):
        day = anchor_of(report_of(doc).published)
        if len(day) == 10:
            return EventDate(start=day, end=day, precision="day", basis="previous"), f"{day}, “in the day”"
    cues = {mention.cue for mention in doc._.polybius_statements}
    for verb in _joined(candidate.verb):
        if verb.i in cues:
            continue
        found, _ = date_for(doc, verb.i, *clause_span(verb))
        if found.basis == "clause" and found.start and found.end:
            lent = found.model_copy(update={"basis": "sentence"})
            return lent, f"that of “{verb.text}”, which its clause is joined to"
    for verb in present_verbs(candidate.verb):
        if verb.tag_ == "VBN":
            continue  # those who had gathered before
        found, _ = date_for(doc, verb.i, *clause_span(verb))
        if found.basis == "clause" and found.start and found.end:
            return found.model_copy(update={"basis": "sentence"}), f"that of “{verb.text}”, told of those acted on"
    return date, reason


def _scene(verb: Token, doc: Doc) -> tuple[EventDate, str] | None:
    """The day of the sentence before, where a verb paints its scene ("They were talking when the bomb went off").

    So has what came of it at once ("Within an hour troops sealed off the town. Twelve people were killed.").
    """
    progressive = verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in ("was", "were") for c in verb.children)
    start = verb.sent.start
    if (
        not (progressive or _soon(verb) or _is_toll(verb) or _in_the_day(verb))
        or start == 0
        or "\n" in doc[start - 1].text_with_ws.strip(" ")
        or doc[start - 1].is_space
    ):
        return None
    before = doc[start - 1].sent
    days = [m for m in doc._.polybius_times if before.start <= m.start < before.end and len(m.date.start or "") == 10]
    own = (m for m in doc._.polybius_times if verb.sent.start <= m.start < verb.sent.end and m.date.start)
    if not days or any(m.time.type != "TIME" or not _soon(verb) for m in own):
        return None
    date = days[-1].date
    if date.start != date.end:
        return None
    return date.model_copy(update={"basis": "previous"}), f"{date.start}, of which the sentence goes on to tell"


def _soon(verb: Token) -> bool:
    """Whether an act came hours or minutes after what was told before ("within an hour")."""
    within = [child for child in verb.children if child.dep_ == "prep" and child.lower_ == "within"]
    times = verb.doc._.polybius_times
    return any(m.time.value.startswith("PT") and m.start - 1 <= w.i + 1 <= m.end for m in times for w in within)


def _in_the_day(verb: Token) -> bool:
    """Whether an act is told to have been earlier or later in the day that is told of."""
    words = [token.lower_ for token in verb.doc[slice(*clause_span(verb))]]
    return any(
        words[i] in ("earlier", "later") and words[i + 1 : i + 4] == ["in", "the", "day"] for i in range(len(words))
    )


# verbs that count whom an act struck
TOLL = frozenset({"kill", "wound", "injure", "hurt", "arrest", "detain"})


def _is_toll(verb: Token) -> bool:
    """Whether a sentence but counts the victims of what was told before it ("Twelve people were killed.")."""
    if verb.lemma_.lower() not in TOLL or verb.tag_ != "VBN":
        return False
    root = verb.sent.root
    if verb == root:
        subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    else:  # "were among 11 people hurt"
        subject = verb.head if verb.dep_ == "acl" and root.lemma_ == "be" and verb.head.head.lower_ == "among" else None
    counted = subject is not None and any(child.dep_ == "nummod" for child in subject.children)
    own = [c for c in verb.children if c.dep_ in ("agent", "prep", "advcl", "npadvmod") and c.lower_ != "to"]
    return counted and not own


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
