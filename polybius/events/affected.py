"""Recipients that a place tells: who is hit by a cut of aid "in Yemen", or rid of troops pulled out "of Abyei".

PLOVER requires a recipient of aid and of sanctions; where the clause names none but the country or region in which the
act takes effect, that country is meant. The same holds for curfews and the like, and for places attacked, left or given
back.
"""

from __future__ import annotations

from polybius.events.candidates import Candidate
from polybius.events.filling import are_own_means
from polybius.events.grammar import phrase_of
from polybius.records import Actor, EventPlace, Place

IN_PLACE = frozenset({"AID", "SANCTION", "COERCE", "CONCEDE"})
AT_HOME = frozenset({"COERCE", "CONCEDE"})  # what an authority lays on a place of its own, or takes off it
SENT = frozenset({"MOBILIZE"})
TO = frozenset({"to", "into", "in", "for", "over"})
FOR = frozenset({"in", "to", "for", "across", "throughout", "of"})
WORDS_ONLY = frozenset({"announce", "resign", "apologize", "apologise", "admit", "acknowledge", "declare", "accept"})
LEFT = frozenset({"RETREAT", "AGREE", "CONCEDE", "SANCTION", "REQUEST", "REJECT"})


def add_affected(candidate: Candidate, category: str, place: EventPlace | None) -> None:
    """Gives an event without recipients the country of its place, where the category asks for one."""
    if not candidate.actors or (candidate.recipients and not are_own_means(candidate)):
        return
    left = _left_place(candidate) if category in LEFT else None
    if left is not None:
        candidate.recipients = (left,)
    elif category == "ASSAULT" and not candidate.recipients and (struck := _struck_place(candidate)) is not None:
        candidate.recipients = (struck,)
    elif candidate.recipients:
        return
    elif category in IN_PLACE and place is not None and place.country and _in_clause(candidate, place):
        own = place.country in {a.code for a in candidate.actors}
        if (category in AT_HOME and candidate.trigger.lemma_.lower() not in WORDS_ONLY) or not own:
            candidate.recipients = (_actor(place, "where the act takes effect"),)
    elif category == "AID" and (helped := _helped_place(candidate)) is not None:
        candidate.recipients = (helped,)
    elif category in SENT and place is not None and _is_sent_to(candidate, place):
        candidate.recipients = (_actor(place, "to which they are sent"),)


def _struck_place(candidate: Candidate) -> Actor | None:
    """The place an attack is on: "shelled Y", "an assault on the hills above Y", "captured a mosque in Y"."""
    if "reciprocal" in candidate.predicate.flags:
        return None
    doc = candidate.trigger.doc
    for slot in ("obj", "on", "against", "at", "into"):
        inside = {t.i for filler in candidate.slots[slot] for t in phrase_of(filler)}
        for mention in doc._.polybius_places:
            if mention.start in inside and mention.place.country:
                return _actor(mention.place, "that is attacked")
    return None


def _is_sent_to(candidate: Candidate, place: EventPlace) -> bool:
    """Whether forces are sent to the place: "deployed 200 troops to Y", "arrived in Y", "a mission in Y"."""
    if not _in_clause(candidate, place) or place.start is None or place.country in {a.code for a in candidate.actors}:
        return False
    doc = candidate.trigger.doc
    at = next((m.start for m in doc._.polybius_places if doc[m.start].idx == place.start), 0)
    return any(token.lower_ in TO for token in doc[max(0, at - 4) : at])


def _in_clause(candidate: Candidate, place: EventPlace) -> bool:
    if not place.country:
        return False
    doc = candidate.trigger.doc
    start, end = candidate.span
    return place.start is not None and doc[start].idx <= place.start < doc[end - 1].idx + len(doc[end - 1])


def _helped_place(candidate: Candidate) -> Actor | None:
    """The first foreign land named in what aid is for: "gave 3 million euros for those affected in Y"."""
    doc = candidate.trigger.doc
    own = {a.code for a in candidate.actors}
    trigger = candidate.verb or candidate.trigger
    inside = {t.i for t in trigger.subtree if t.i > trigger.i}
    for mention in doc._.polybius_places:
        if mention.start in inside and mention.place.country and mention.place.country not in own:
            words = {t.lower_ for t in doc[max(trigger.i, mention.start - 4) : mention.start]}
            if words & FOR:
                return _actor(mention.place, "for which the aid is")
    return None


def _left_place(candidate: Candidate) -> Actor | None:
    """The place that forces leave or that is given up: what follows "from" or "out of" in the clause."""
    doc = candidate.trigger.doc
    start, end = candidate.span
    for mention in doc._.polybius_places:
        if not start <= mention.start < end or not mention.place.country:
            continue
        before = doc[max(start, mention.start - 4) : mention.start]
        words = [t.lower_ for t in before]
        if "from" in words or words[-2:] == ["out", "of"]:
            return _actor(mention.place, "that is left")
    return None


def _actor(place: Place, what: str) -> Actor:
    reason = f"the country of the place {what}"
    return Actor(text=place.text, start=place.start, end=place.end, code=place.country, reason=reason)
