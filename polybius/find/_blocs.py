"""International bodies called by what they are: "the 15-member bloc", "the West African grouping", "the alliance"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from polybius.find._country_words import country_words
from polybius.find._names import INTERNATIONAL, Hit
from polybius.find._party_words import referring
from polybius.find._phrases import lemma, phrase_start
from polybius.find._reading import Draft, Party, Reading

_BODIES = frozenset({"IGO", "EUR", "UNO"})
_EUROPEAN_SIZES = frozenset({"12", "15", "25", "27", "28"})  # members the European Union has had
_BACK = 12  # sentences


def read_bloc(reading: Reading, head: Token) -> bool:
    """Adds the mention of a body of several states that is called by its region or the number of its members.

    RETURNS (bool): whether the phrase is such a description, so that no role is looked for.
    """
    noun = lemma(head)
    if noun not in referring("bloc") or not head.text.islower() or head.tag_ == "NNS" or head.i in reading.by_head:
        return False
    start = phrase_start(head)
    before = [word for token in reading.doc[start : head.i] for word in token.lower_.split("-") if word]
    if before[:1] != ["the"] or head.i in reading.hit_of:
        return False
    size = next((one for one, unit in pairwise(before) if unit in _UNITS), None)
    if size is None and not _wide(before[1:]):
        return False
    inner = list(reading.hits_in(start, head.i))
    if any(hit.entry.kind not in ("people", "region", "territory") for hit in inner):
        return False
    for hit in inner:
        reading.used.add(hit.start)
    european = size in _EUROPEAN_SIZES and reading.focus in country_words().modifiers["european"]
    told = [party for party in _told(reading, head) if not european or party.code == "EUR"]
    code = "EUR" if european and noun != "alliance" else "IGO"
    party = told[0] if told else Party("body", code, gender="n", reason=f"rule: a {noun} of several states")
    reading.add(Draft(start, head.i + 1, head.i, [party], "group", f"rule: refers to: {party.name or party.code}"))
    return True


_UNITS = frozenset({"member", "nation", "state", "country"})


def _wide(before: list[str]) -> bool:
    """Whether words before a noun tell that it spans several states."""
    regions = country_words().modifiers
    pairs = {" ".join(pair) for pair in pairwise(before)}
    return any(word in regions or word in referring("across-states") for word in (*before, *pairs))


def _told(reading: Reading, head: Token) -> Iterator[Party]:
    """The bodies of several states that the report names: the nearest before the words first, then those behind."""
    near = [hit for hit in reading.hits_near(head.i) if _is_body(hit)]
    for hit in [*reversed([hit for hit in near if hit.start < head.i]), *(hit for hit in near if hit.start > head.i)]:
        if abs(reading.sentences[head.i] - reading.sentences[hit.root]) <= _BACK:
            yield reading.party(hit.entry)


def _is_body(hit: Hit) -> bool:
    return hit.entry.code in ("IGO", "EUR") and hit.entry.kind in ("organisation", "body")


def alliance_of_person(reading: Reading, head: Token) -> Party | None:
    """The body that a person named before it works for, where the report does not name it itself."""
    for hit in reversed(reading.hits_near(head.i)):
        if hit.start < head.i and hit.entry.kind == "person" and hit.entry.code in _BODIES & INTERNATIONAL:
            return Party("body", hit.entry.code, gender="n", reason=f"rule: body of {hit.entry.name}")
    return None
