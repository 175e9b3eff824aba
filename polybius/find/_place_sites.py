"""How a place hangs on the predicate of an event: by its own phrase, its object, its subject or the opening phrase."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find._place_joined import SUBJECTS, has_subject, mark_of, subject_of
from polybius.find._place_words import place_words, slots_of
from polybius.records import Place

# How an act is done: a deed on the spot, a protest (whose object is elsewhere), or words.
Manner = Literal["deed", "protest", "word"]

_SURFACES = frozenset((
    "sea", "lake", "gulf", "ocean", "strait", "river", "canal", "border", "front", "island", "road", "street", "square",
    "mountain", "peninsula", "territory", "base", "camp", "site",
))  # fmt: skip
# going up from the trigger through these, one leaves what it is said or thought to be
_REPORTED = frozenset(("ccomp", "csubj", "parataxis"))
_OTHER_CLAUSE = frozenset(("ccomp", "relcl", "csubj", "parataxis", "advcl", "acl"))
_AIMED = frozenset(("on", "at", "against", "into", "onto", "to", "towards", "toward", "across"))
_TOWNS = frozenset(("city", "capital", "district"))
_DURING = frozenset(("in", "at", "during", "after"))
_PARTICIPLES = ("ing", "ed", "en")  # by their ends: "meeting in X" is tagged as a noun now and then
_CONTRASTS = frozenset(("while", "whereas", "although", "though"))
_PARTICLES = frozenset(("advmod", "prt", "prep"))
_MAX_CLIMB = 40
_FRONTED_REACH = 30


@dataclass(frozen=True)
class Site:
    """A place as where an event happened. distance: the less the surer; word: the preposition; tie: shared by places
    told together."""

    mention: PlaceMention
    distance: float
    word: str
    tie: str


def site_of(doc: Doc, mention: PlaceMention, trigger: Token, manner: Manner) -> Site | None:
    """How the place hangs on the trigger; None where it is not where the event happened."""
    if mention.start <= trigger.i < mention.end:
        return None
    head, country = doc[mention.head], mention.place.kind == "country"
    if country and head.dep_ in ("compound", "nmod", "amod") and place_words().division.get(head.head.lower_) == "city":
        return None  # "in the Botswana capital, Gaborone"
    if head.dep_ in ("compound", "nmod", "amod") and head.head == trigger and not country:
        return Site(mention, 0.5, "", f"modifier:{head.head.i}")
    if mention.place.kind in _TOWNS and manner != "word" and _names_doer(head, subject_of(trigger)):
        return Site(mention, 3.2, "", "doer")
    if head.lower_ in ("there", "here"):
        distance = _distance(head, trigger, manner)
        distance = _beside_subject(head, mention.place, trigger, manner) if distance is None else distance
        return None if distance is None else Site(mention, distance, head.lower_, f"phrase:{head.i}")
    fronted = None if manner == "word" and _is_apart(trigger) else _fronted(doc, mention, trigger)
    if fronted is not None:
        return fronted
    top = _top(doc[mention.head], named=not country)
    if _is_apart(trigger) and _is_told_of_other(top, trigger, manner):
        return None
    if _is_stay(doc, mention, trigger):
        return Site(mention, 1.5, "", f"stay:{top.i}")
    if _relative(top, trigger):
        return Site(mention, 1.0, "where", f"relative:{top.i}")
    return _aimed_at(mention, top, trigger, manner) or _phrase(mention, top, trigger, manner)


def _aimed_at(mention: PlaceMention, top: Token, trigger: Token, manner: Manner) -> Site | None:
    """The place that is the act's own object ("shelled X") or stands in it ("seized the gate of X", "fell on X")."""
    country, governor = mention.place.kind == "country", top.head
    slots = slots_of(trigger)
    land = not country or "land" in slots
    if governor == trigger and top.dep_ in ("dobj", "nsubjpass") and "obj" in slots and land:
        return Site(mention, 0.4, "", f"object:{top.i}")
    word = governor.lower_
    if top.dep_ in ("pobj", "pcomp") and (governor.head == trigger or _by_particle(governor, trigger)):
        if word in slots and land:
            return Site(mention, 0.3, "", f"phrase:{_first_of(governor).i}")
        if manner == "deed" and not country and word in _AIMED and place_words().locative.get(word) != "in":
            return Site(mention, 1.2, "", f"phrase:{_first_of(governor).i}")
    if land and "obj" in slots and _is_told_of(top, trigger):
        return Site(mention, 0.5, "", f"object:{top.i}")
    if manner == "word" or country:
        return None
    thing = _object_above(top, trigger, events=manner == "deed")
    if thing is None:
        return None
    word = governor.lower_ if governor.lower_ in place_words().locative else ""
    return Site(mention, 2.0 + 0.1 * (top.i > thing.i), word, f"in object:{thing.i}")


def _is_told_of(top: Token, trigger: Token) -> bool:
    """Whether a clause tells what was done to its place: "X, occupied by rebels", "X, which they seized"."""
    if trigger.head != top:
        return False
    if trigger.dep_ == "acl":
        return trigger.tag_ == "VBN"
    relative = (child.dep_ in ("dobj", "nsubjpass") and child.tag_ == "WDT" for child in trigger.lefts)
    return trigger.dep_ == "relcl" and any(relative)


def _by_particle(preposition: Token, trigger: Token) -> bool:
    """Whether a phrase hangs on the verb's particle: "moved guns up to X", "pushed them back across the X"."""
    particle = preposition.head
    return particle.head == trigger and particle.pos_ in ("ADV", "ADP", "PART") and particle.dep_ in _PARTICLES


def _is_stay(doc: Doc, mention: PlaceMention, trigger: Token) -> bool:
    """Whether the doer was at a place he is told to have been looking at: "the minister, visiting X, ordered …"."""
    index = mention.start - 1
    while index > 0 and (doc[index].pos_ in ("DET", "ADJ") or doc[index].lower_ == "of" or _is_inner(doc[index])):
        index -= 1
    verb, subject = doc[max(index, 0)], subject_of(trigger)
    if not verb.lower_.endswith("ing") or "stay" not in slots_of(verb) or subject is None or index < 1:
        return False
    return doc[index - 1].text == "," and (subject.i < index < trigger.i or verb.head == trigger)


def _is_told_of_other(top: Token, trigger: Token, manner: Manner) -> bool:
    """Whether a place belongs to the clause that an act with a doer of its own is joined to.

    A deed may be done where the one before it was, but not because another doer is there ("traders in X burned …").
    """
    if trigger.left_edge.i <= top.i <= trigger.right_edge.i:
        return False
    return manner == "word" or top.head.head.dep_ in SUBJECTS


def _object_above(token: Token, trigger: Token, *, events: bool) -> Token | None:
    """The object of the trigger that a place stands in, in no clause of its own; events: be it an event or not."""
    for _ in range(_MAX_CLIMB):
        if token.dep_ in _OTHER_CLAUSE or token.head == token:
            return None
        own = not events and token.lemma_.lower() in place_words().event and token.pos_ in ("NOUN", "PROPN")
        if own:
            return None
        if token.head == trigger:
            if token.dep_ in ("dobj", "nsubjpass"):
                return token
            return token if token.dep_ == "prep" and token.lower_ in ("of", "out", "off", "from") else None
        token = token.head
    return None


def _phrase(mention: PlaceMention, top: Token, trigger: Token, manner: Manner) -> Site | None:
    """The place behind a preposition of place that hangs on the trigger, its subject or a participle of theirs."""
    governor = top.head
    if top.dep_ == "pobj" and _is_occasion(governor.head) and governor.lower_ in slots_of(governor.head):
        distance = _distance(governor, trigger, manner)  # "on a visit to X"
        distance = _beside_subject(governor, mention.place, trigger, manner) if distance is None else distance
        return None if distance is None else Site(mention, distance, governor.lower_, f"phrase:{governor.i}")
    if top.dep_ not in ("pobj", "pcomp") or not (governor.dep_ == "prep" or governor.pos_ in ("ADP", "SCONJ", "ADV")):
        return None
    word = governor.lower_
    sense = place_words().locative.get(word)
    if sense is None or (sense in ("on", "by") and mention.place.kind not in _SURFACES and not _is_part(top)):
        return None
    distance = _distance(governor, trigger, manner)
    if distance is None:
        distance = _beside_subject(governor, mention.place, trigger, manner)
    if distance is None:
        return None
    if _between_commas(governor, trigger):
        distance = min(distance, 0.8)  # "The envoy, at a conference in X, criticised …"
    return Site(mention, distance + 2 * (sense == "from"), word, f"phrase:{_first_of(governor).i}")


def _first_of(preposition: Token) -> Token:
    """The phrase that another is joined to: "in Moscow, Idaho, and in London, Ontario" is one."""
    while preposition.dep_ == "conj":
        first = preposition.head
        while first.dep_ == "conj" and first.pos_ in ("PROPN", "NOUN"):
            first = first.head  # "in Cairo, Tunis and outside the mission"
        first = first.head if first.dep_ == "pobj" else first
        if first.pos_ != "ADP" or first == preposition:
            break
        preposition = first
    return preposition


def _between_commas(preposition: Token, trigger: Token) -> bool:
    """Whether the phrase is set off between the subject and the verb."""
    token, subject = preposition, subject_of(trigger)
    while token.head not in (trigger, subject) and token.head != token and token.head.i > (subject.i if subject else 0):
        token = token.head
    first = token.left_edge.i
    return subject is not None and subject.i < first < trigger.i and token.doc[first - 1].text == ","


def _beside_subject(preposition: Token, place: Place, trigger: Token, manner: Manner) -> float | None:
    """Distance of a phrase that tells where the doer is ("the minister, speaking in X, …", "an envoy, at talks in X").

    None where it hangs on something else. What an act of words is about may be far from where it is said, so there the
    phrase must be set off by a comma, or name a town.
    """
    subject = subject_of(trigger)
    token, participle = preposition, False
    for _ in range(_MAX_CLIMB):
        if token == subject:
            if participle or _set_off(preposition, token):
                return 1.5
            return 3.0 if manner != "word" or place.kind in _TOWNS else None
        if token == trigger:
            return 1.5 if participle else None
        if token.head == token:
            return None
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX") and has_subject(token):
            return None  # where another is
        if token.dep_ in ("acl", "advcl") and token.lower_.endswith(_PARTICIPLES) and not has_subject(token):
            after = token.i > trigger.i
            if participle or (after and manner != "deed"):
                return None
            participle = True
        elif token.dep_ in _OTHER_CLAUSE or (_is_event(token) and not _is_occasion(token)):
            return None
        token = token.head
    return None


def _is_occasion(noun: Token) -> bool:
    """Whether an act is done in the course of what the noun tells: "at a conference in X", "on a visit to X"."""
    called = noun.lemma_.lower() in place_words().occasion
    return called and noun.dep_ == "pobj" and noun.head.lower_ in ("at", "in", "during", "on")


def _tells_occasion(preposition: Token) -> bool:
    """Whether a phrase tells of a meeting, wherever it is hung: "invited them to join … at the X summit"."""
    return any(child.lemma_.lower() in place_words().occasion for child in preposition.rights)


def _set_off(preposition: Token, subject: Token) -> bool:
    """Whether a comma parts the phrase from the noun it hangs on ("An envoy, at a conference in X, …")."""
    token = preposition
    while token.head != subject and token.head != token:
        token = token.head
    return token.i > 0 and token.doc[token.i - 1].text == ","


def _fronted(doc: Doc, mention: PlaceMention, trigger: Token) -> Site | None:
    """A phrase that opens the sentence ("Near Mosul, …") holds for its main clause, however it was parsed."""
    first = mention.start - 1
    while first > 0 and mention.start - first < 5 and (
        doc[first].lower_ in ("the", "of") or doc[first].pos_ == "ADJ" or _is_part(doc[first])
    ):  # fmt: skip
        first -= 1
    if first < 0:
        return None
    word = doc[first].lower_
    sense = place_words().locative.get(word)
    opens = doc[first].is_sent_start or first == 0 or not doc[first - 1].text[-1:].isalnum()
    end = _phrase_end(doc, mention)
    if end is None and opens and doc[first].text.istitle() and not _is_owner(doc, mention):
        end = mention.end - 1  # "In Canberra Mr Howard ruled it out"
    if end is None:
        return None
    if sense not in ("in", "near") or not opens or not end < trigger.i < end + _FRONTED_REACH:
        return None
    between = doc[end + 1 : trigger.i]
    if any(token.text in (".", ";", "!", "?", '"', "“") or token.is_space for token in between):
        return None
    steps = _path_up(trigger).get(trigger.sent.root.i, 2)
    return Site(mention, 2 + 1.5 * min(steps, 2), word, f"phrase:{first}")


def _is_apart(verb: Token) -> bool:
    """Whether words stand in a clause beside the main one: "In X the ministry …, while the president refused"."""
    beside = verb.dep_ == "conj" or (verb.dep_ == "advcl" and mark_of(verb) in _CONTRASTS)
    return beside and has_subject(verb)


def _is_owner(doc: Doc, mention: PlaceMention) -> bool:
    """Whether the name goes on as an owner or modifier: "In Paris's streets", "In Geneva talks"."""
    after = doc[mention.end] if mention.end < len(doc) else None
    return after is not None and (after.tag_ == "POS" or (after.pos_ == "NOUN" and after.i == mention.end))


def _is_part(token: Token) -> bool:
    words = place_words()
    return token.lower_ in words.part or token.lower_ in words.facility or token.lower_ in words.division


def _phrase_end(doc: Doc, mention: PlaceMention) -> int | None:
    """The comma that ends the phrase a place stands in, behind what says where that lies ("in northern Iraq")."""
    for token in doc[mention.end : mention.end + 8]:
        if token.text == ",":
            return token.i
        small = token.lower_ in ("in", "of", "the", *place_words().direction) or _is_part(token)
        if not (token.text[:1].isupper() or small):
            return None
    return None


def _relative(top: Token, trigger: Token) -> bool:
    """True for "Baghdad, where the two leaders met": the place a relative clause with "where" stands at."""
    for child in top.children:
        if child.dep_ == "relcl" and any(word.lower_ == "where" for word in child.children):
            return child.i in _path_up(trigger)
    return False


def _top(token: Token, *, named: bool) -> Token:
    """Up from a name through joined names and what it only modifies, to what hangs on a preposition or verb."""
    for _ in range(_MAX_CLIMB):
        joined = token.dep_ in ("conj", "appos", "flat") and token.head.pos_ in ("PROPN", "NOUN", "ADJ")
        modifies = token.dep_ in ("compound", "nmod", "amod") or (token.dep_ == "poss" and _is_part(token.head))
        # "in a Buffalo suburb", "at the Geneva talks"; but "in Iran talks" tells no place
        fits = (
            token.head.pos_ == "PROPN"
            or token.head.lower_ in place_words().division
            or token.head.lower_ in place_words().facility
            or (named and token.head.pos_ == "NOUN")
        )
        inner = token.dep_ == "pobj" and token.head.lower_ == "of" and _is_inner(token.head.head)
        if joined or (modifies and fits and token.head.dep_ in ("pobj", "compound", "conj", "appos", "dobj")):
            token = token.head
        elif inner or (token.dep_ == "pobj" and _in_facility(token)):
            token = token.head.head
        else:
            break
    return token


def _in_facility(token: Token) -> bool:
    """Whether a name stands behind what lies at it: "the hills behind Kangnung", "a mosque near Homs"."""
    thing = token.head.head
    words = place_words()
    small = thing.lower_ in words.facility or thing.lower_ in words.part or thing.lower_ in words.feature
    way = token.head.lower_ == "to" and words.facility.get(thing.lower_) == "road"  # "the road to X"
    return small and (way or words.locative.get(token.head.lower_) in ("in", "near")) and thing.dep_ == "pobj"


@cache
def _inner_words() -> frozenset[str]:
    words = place_words()
    return frozenset((*words.division, *words.direction, *words.part, *words.facility, "much", "most"))


def _is_inner(token: Token) -> bool:
    return token.lower_ in _inner_words() or token.lemma_.lower() in _inner_words()  # "the cities of X and Y"


def _distance(preposition: Token, trigger: Token, manner: Manner) -> float | None:
    """Steps in the tree between a prepositional phrase and the trigger; None where they belong to different events."""
    down = _path_up(trigger)
    steps = 0
    token = preposition
    while token.i not in down:
        if steps > _MAX_CLIMB or token.head == token:
            return None
        if token.dep_ in _OTHER_CLAUSE and not (token.dep_ in ("relcl", "acl") and token.head == trigger):
            meanwhile = _is_meanwhile(token, trigger) and (manner != "word" or _is_own(token))
            if not (meanwhile or (manner != "word" and _is_of_occasion(token))):
                return None
            steps += 1
        if token.dep_ in ("xcomp", "pcomp") and manner == "word" and not _tells_occasion(preposition):
            return None  # "agreed to leave X", "thanked them for flying it from X"
        if token.dep_ in SUBJECTS and token.head == trigger:
            return None  # where the doer is: told apart from where it is done
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX") and has_subject(token):
            return None  # a clause of its own
        token = token.head
        steps += 1
        talks = token.lemma_.lower() in place_words().occasion
        done = (manner == "deed" or talks) and token.dep_ == "dobj" and token.head == trigger  # "held talks in X"
        part = _is_event(token) and token.dep_ == "pobj" and token.head.lower_ in _DURING and manner == "deed"
        if token != trigger and token != preposition and not (done or part) and _own_event(token, trigger):
            return None
    return steps + 1.5 * down[token.i]


def _names_doer(name: Token, subject: Token | None) -> bool:
    """Whether a town says who acts: "Batman police detained …", "the people of Guayaquil, Cuenca and Loja marched"."""
    if subject is None:
        return False
    while name.dep_ == "conj":
        name = name.head
    return (name.dep_ == "compound" and name.head == subject) or (
        name.dep_ == "pobj" and name.head.lower_ in ("of", "from") and name.head.head == subject
    )


def _is_meanwhile(verb: Token, trigger: Token) -> bool:
    """Whether a clause tells what went on at the same time and place: "shot him as he climbed a pole at X"."""
    return verb.dep_ == "advcl" and verb.head == trigger and mark_of(verb) in ("as", "while", "when")


def _is_own(verb: Token) -> bool:
    """Whether a clause is about the one who acts: "accused the army when he landed in X"."""
    return all(child.tag_ == "PRP" for child in verb.children if child.dep_ in SUBJECTS)


def _is_of_occasion(verb: Token) -> bool:
    """Whether a clause tells more of what the act is part of: "arrested forty in raids that began in X"."""
    noun = verb.head
    return verb.dep_ in ("relcl", "acl") and _is_event(noun) and noun.dep_ == "pobj" and noun.head.lower_ in _DURING


def _own_event(token: Token, trigger: Token) -> bool:
    """True for a noun that is an event beside the trigger's: "condemned the attack in X"."""
    # what is told by the verb itself ("fighting erupted in X") is one event with it
    return _is_event(token) and not _is_occasion(token) and (token.dep_ not in SUBJECTS or token.head != trigger)


def _is_event(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in place_words().event


def _path_up(trigger: Token) -> dict[int, int]:
    """The trigger and what stands above it in its own clause, with the steps to each."""
    steps = {trigger.i: 0}
    token = trigger
    for count in range(1, _MAX_CLIMB):
        if token.head == token or token.dep_ in _REPORTED or token.dep_ in ("relcl", "advcl"):
            break
        token = token.head
        steps[token.i] = count
    return steps
