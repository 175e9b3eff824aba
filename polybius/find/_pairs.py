"""Words that pick out of two: "the former", "the latter", "the pair", "both" with no noun behind it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from polybius.find._antecedents import joined
from polybius.find._country_words import acting_codes
from polybius.find._groups import most_told
from polybius.find._party_words import referring
from polybius.find._phrases import phrase_start
from polybius.find._reading import Draft, Party, Reading

_KINDS = ("person", "country", "body")


def read_pair(reading: Reading, head: Token) -> bool:
    """Adds the mention of words that stand for one or both of two parties told before.

    RETURNS (bool): whether the words are such, so that nothing else is looked for.
    """
    word, doc = head.lower_, reading.doc
    if head.i in reading.hit_of or head.i in reading.by_head:
        return False
    start = phrase_start(head)
    before = [token.lower_ for token in doc[start : head.i]]
    if word in referring("pair") and before in (["the"], ["both"], []):
        if before != ["the"] and word != "both":
            return False
        return _add(reading, head, start, _both(reading, head, persons=word != "both"), f"rule: {word}")
    one = next((w for w in (word, *before[1:]) if w in _ORDER), None)
    if one is None or before[:1] != ["the"] or len(before) > 2 or (word != one and one == "former"):
        return False
    two = _both(reading, head, persons=False) or _in_order(reading, head)
    return len(two) == 2 and _add(reading, head, start, [two[_ORDER[one]]], f"rule: the {one} of two")


_ORDER = {"former": 0, "latter": 1}


def _add(reading: Reading, head: Token, start: int, parties: Sequence[Party], reason: str) -> bool:
    if not parties:
        return False
    named = ", ".join(party.name or party.code or "unnamed" for party in parties)
    reading.add(Draft(start, head.i + 1, head.i, list(parties), "group", f"{reason}: {named}"))
    return True


def _both(reading: Reading, head: Token, *, persons: bool) -> list[Party]:
    """The two parties told side by side last ("Peru and Chile"), of the same kind; persons: only such."""
    found = joined(reading, head, 2, persons=persons) or (_in_order(reading, head, ("person",)) if persons else [])
    if found or persons or head.lower_ != "both":
        return found
    told = most_told(reading, head, 2, acting_codes(reading, head))
    return told if len(told) == 2 else []


def _in_order(reading: Reading, head: Token, kinds: Sequence[str] = _KINDS) -> list[Party]:
    """The two parties of one kind that the last sentences tell, in order; empty where they tell more or fewer."""
    drafts = list(reading.recent(head.i, 2, 20))
    for kind in kinds:
        found: list[Party] = []
        for draft in reversed(drafts):
            for party in draft.parties:
                known = party.code or party.name
                if party.kind == kind and known and not party.plural and party not in found:
                    found.append(party)
        if len(found) == 2:
            return found
    return []
