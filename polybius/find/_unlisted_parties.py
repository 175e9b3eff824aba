"""Parties that no list names, by the words of the phrase: coalitions, organisations, people counted or aged."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.annotate import BY_FOCUS
from polybius.find._antecedents import last_person
from polybius.find._names import COUNTRY_KINDS
from polybius.find._origins import origin_of
from polybius.find._party_words import referring
from polybius.find._phrases import lemma
from polybius.find._reading import Draft, Party, Reading

_HARM = frozenset({
    "kill", "wound", "injure", "hurt", "displace", "arrest", "detain", "abduct", "kidnap", "evacuate", "execute",
    "imprison", "jail", "massacre", "slay", "murder", "shoot", "maim", "capture", "deport", "expel", "rescue", "uproot",
})  # fmt: skip


def read_age(reading: Reading, head: Token) -> bool:
    """Adds the mention of a person called by the age ("the 54-year-old").

    RETURNS (bool): whether the phrase is one.
    """
    doc, first = reading.doc, head.i - 4
    if head.lower_ != "old" or first < 1 or doc[head.i - 2].lower_ != "year" or doc[first - 1].lower_ != "the":
        return False
    party = last_person(reading, head)
    if party is not None:
        reading.add(Draft(first - 1, head.i + 1, head.i, [party], "role", f"rule: called by the age: {party.name}"))
    return True


def read_party_name(reading: Reading, head: Token, start: int) -> bool:
    """Adds the mention of a political party that no list has, by the words of its name ("the National Movement").

    RETURNS (bool): whether the phrase is such a name.
    """
    if head.pos_ != "PROPN" or head.lower_ not in referring("party-head"):
        return False
    named = [token for token in reading.doc[start : head.i] if token.pos_ == "PROPN" and token.text[:1].isupper()]
    if not {token.lower_ for token in named} & referring("party-word") or any(
        True for _ in reading.hits_in(start, head.i)
    ):
        return False
    party = Party("body", reading.place_of(head.i) or reading.home, ("PTY",), gender="n")
    party.name = reading.doc[named[0].i : head.i + 1].text
    party.reason = f"rule: name of a political party that the actor list does not hold, {BY_FOCUS}"
    reading.add(Draft(start, head.i + 1, head.i, [party], "role", party.reason))
    return True


def read_media_name(reading: Reading, head: Token, start: int) -> bool:
    """Adds the mention of a medium that no list has, by the words of its name ("Radio Soleil", "the Solomon Star").

    RETURNS (bool): whether the phrase is such a name.
    """
    if head.pos_ != "PROPN" or head.lower_ in reading.surnames:
        return False
    named = [token for token in reading.doc[start : head.i + 1] if token.pos_ == "PROPN" and token.text[:1].isupper()]
    first, last = referring("media-first"), referring("media-last")
    if len(named) < 2 or not (named[0].lower_ in first or named[-1].lower_ in last) or named[-1] != head:
        return False
    inside = list(reading.hits_in(start, head.i + 1))
    if any(hit.entry.kind not in COUNTRY_KINDS for hit in inside):
        return False
    told = next((hit.entry.code for hit in inside if hit.entry.code), None)
    party = Party("body", told or reading.place_of(head.i) or reading.home, ("JRN",), gender="n")
    party.name = reading.doc[named[0].i : head.i + 1].text
    party.reason = f"rule: name of a medium that the actor list does not hold, {'told in it' if told else BY_FOCUS}"
    reading.add(Draft(start, head.i + 1, head.i, [party], "role", party.reason))
    for hit in inside:
        reading.used.add(hit.start)
    return True


def learn_kind(reading: Reading, head: Token, start: int, party: Party) -> None:
    """Codes an unlisted body by the words of its name: "Rights Forum International" is an NGO, of a country if told."""
    words = {token.lower_ for token in reading.doc[start : head.i + 1]}
    if words.isdisjoint(referring("ngo")):
        return
    home = next((hit.entry.code for hit in reading.hits_in(start, head.i + 1) if hit.entry.code), None)
    party.code, party.sectors = home or "NGO", ("NGO",) if home else ()
    party.reason = "rule: name of an organisation that works for people's rights or aid"


def read_collective(reading: Reading, head: Token, start: int) -> bool:
    """Adds the mention of an international party of no one country ("the global coalition").

    RETURNS (bool): whether the phrase names one.
    """
    found = reading.words.collectives.get(lemma(head))
    before = {token.lower_ for token in reading.doc[start : head.i]}
    if found is None or found.unless & before or "the" not in before or origin_of(reading, head, start, head.i):
        return False
    party = Party("body", found.code, found.sectors, gender="n", reason=f"collectives.csv: {found.noun}")
    reading.add(Draft(start, head.i + 1, head.i, [party], "role", party.reason))
    return True


def is_victims(head: Token) -> bool:
    """Whether a bare number or "others" are people to whom something was done ("11 were killed")."""
    if not (head.pos_ == "NUM" or head.lemma_.lower() in ("other", "million", "thousand", "hundred", "dozen", "score")):
        return False
    if any(inner.pos_ == "PRON" for child in head.rights if child.lower_ == "of" for inner in child.rights):
        return False  # "58 of them": the pronoun tells who
    verb = head.head
    for _ in range(3):
        if verb.pos_ in ("VERB", "AUX") or verb.head is verb:
            break
        verb = verb.head
    if verb.lemma_.lower() not in _HARM or head.dep_ not in ("nsubjpass", "dobj", "conj", "pobj"):
        return False
    return not any(
        child.dep_ in ("nmod", "prep", "npadvmod") and child.lower_ != "of" and child.i < head.i
        for child in head.children
    )
