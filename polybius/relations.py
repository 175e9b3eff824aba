"""Stage 6 of 9: standing relations — needs actors, places, times and statements; leaves ``doc._.polybius_relations``.

Alliances, memberships, occupations, friendly or strained ties and the like (guide, rule 21), told by the words of
``data/lexicons/standing.csv``. They are states, not events.
"""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc, Token

from polybius.annotate import report_of
from polybius.attribute import chain_at, link_of
from polybius.events.candidates import STATIVE, Matcher
from polybius.events.grammar import Slots, clause_span
from polybius.events.lexicon import Standing, load_lexicon
from polybius.events.parties import Parties
from polybius.find.times import date_for
from polybius.records import Actor, Relation

BEGUN = {"founding", "occupation", "membership"}  # a date in their clause is that of their beginning
MUTUAL = {"alliance", "defence-pact", "diplomatic-ties", "friendly", "strained", "cease-fire", "war"}


def find_relations(doc: Doc) -> Doc:
    """Sets ``doc._.polybius_relations``."""
    lexicon, parties = load_lexicon(), Parties.of(doc)
    matcher = Matcher(doc, lexicon, parties)
    found: dict[tuple[object, ...], Relation] = {}
    for token in doc:
        pos = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}.get(token.pos_)
        if pos is None:
            continue
        slots = Slots(token, _stative_verb(token))
        fitting = matcher.fitting(lexicon.standing, pos, token, slots)
        if fitting:
            row = min(fitting, key=lambda r: (-r.pattern.weight, r.pattern.order))
            for relation in _relations(row, token, slots, parties):
                found.setdefault(_key(relation), relation)
    doc._.polybius_relations = tuple(sorted(found.values(), key=lambda r: (r.start, r.id)))
    return doc


def _stative_verb(noun: Token) -> Token | None:
    """The verb of "X has good relations with Y", of whose subject the noun is said."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun.head if noun.dep_ == "dobj" and noun.head.lemma_.lower() in STATIVE else None


def _key(relation: Relation) -> tuple[object, ...]:
    """What makes two tellings the same relation; where it is mutual, the order of its ends is none."""
    ends = [(end.code or end.id or end.text.lower(), end.start) for end in (relation.subject, relation.object)]
    if relation.kind in MUTUAL:
        ends.sort(key=str)
    return relation.kind, *ends


def _relations(row: Standing, token: Token, slots: Slots, parties: Parties) -> list[Relation]:
    doc = token.doc
    subjects = _ends(row.subject, slots, parties)
    objects = _ends(row.object, slots, parties)
    if row.kind in MUTUAL and not objects and len(subjects) > 1:
        subjects, objects = subjects[:1], subjects[1:]
    span = clause_span(token)
    event_date, _ = date_for(doc, token.i, *span)
    told = event_date.basis in {"clause", "sentence"}
    since = event_date.start if told and (event_date.end is None or row.kind in BEGUN) else None
    start, end = doc[span[0]].idx, doc[span[1] - 1].idx + len(doc[span[1] - 1])
    links = tuple(link_of(m, doc) for m in chain_at(doc, token.idx, token.idx + len(token)))
    report_id = report_of(doc).id
    found = []
    for subject in subjects:
        for target in objects:
            if _same(subject, target):
                continue
            key = f"{report_id}:{token.idx}:{row.kind}:{subject.start}:{subject.code}:{target.start}:{target.code}"
            found.append(
                Relation(
                    id=hashlib.sha256(key.encode()).hexdigest()[:16],
                    subject=subject, kind=row.kind, object=target, since=since, attribution=links, start=start, end=end,
                )
            )  # fmt: skip
    return found


def _same(first: Actor, second: Actor) -> bool:
    return (first.start, first.end) == (second.start, second.end) and first.code == second.code


def _ends(names: tuple[str, ...], slots: Slots, parties: Parties) -> list[Actor]:
    """The ends of a relation from the first slot that is filled with a party, a place or a name."""
    for name in names:
        ends: list[Actor] = []
        for token in slots[name]:
            ends.extend(_end(token, parties))
        if ends:
            return ends
    return []


def _end(token: Token, parties: Parties) -> list[Actor]:
    actors = parties.mention(token)
    if actors is not None:
        return list(actors.actors)
    place = parties.places.get(token.i)
    if place is not None:
        record = place.place
        return [Actor(text=record.text, start=record.start, end=record.end, name=record.name, code=record.country,
                      reason="a place, from the gazetteer")]  # fmt: skip
    owned = parties.of_token(token)
    if owned:
        return list(owned)
    if token.pos_ == "PROPN":
        span = token.doc[token.left_edge.i : token.i + 1]
        return [Actor(text=span.text, start=span.start_char, end=span.end_char, reason="a name not in the list")]
    return []
