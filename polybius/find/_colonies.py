"""Former rulers and the ruled: whom "the former colonial power" and "the former French colony" mean."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from polybius.find._country_words import acting_codes
from polybius.find._party_words import referring
from polybius.find._phrases import is_locative, lemma, phrase_start
from polybius.find._reading import Draft, Reading
from polybius.tables import DATA, read_table

_BACK = 12  # sentences


@cache
def rulers() -> dict[str, str]:
    """For each country (ISO alpha-3) that was ruled from abroad, the state that ruled it last."""
    rows = read_table(DATA / "lexicons" / "colonies.csv", ("power", "countries"))
    return {code: row["power"] for row in rows for code in row.many("countries")}


def read_colony(reading: Reading, head: Token) -> bool:
    """Adds the mention of a former colony or its ruler, where the report tells of which country it speaks.

    RETURNS (bool): whether the phrase is such a description, so that no role is looked for.
    """
    noun = lemma(head)
    ruler, ruled = noun in referring("ruler"), noun in referring("colony")
    if not (ruler or ruled) or head.i in reading.hit_of or head.i in reading.by_head:
        return False
    start = phrase_start(head)
    before = {token.lower_ for token in reading.doc[start : head.i]}
    if not before & referring("bygone") or (ruler and not before & referring("colonial")):
        return False
    meant = _ruler(reading, head) if ruler else _ruled(reading, head, start)
    for hit in reading.hits_in(start, head.i):
        reading.used.add(hit.start)
    if meant is None or is_locative(head):
        return True
    party = reading.country(meant)
    reading.add(Draft(start, head.i + 1, head.i, [party], "group", f"colonies.csv: {party.name or meant}"))
    return True


def _ruler(reading: Reading, head: Token) -> str | None:
    """The ruler of the possessor's country, else of the report's, else of one told before."""
    owner = next((reading.by_head.get(token.i) for token in head.lefts if token.dep_ == "poss"), None)
    owners = [party.code for party in owner.parties if party.code] if owner is not None else []
    for code in (*owners, reading.home, *_told(reading, head)):
        if code in rulers():
            return rulers()[code]
    return None


def _ruled(reading: Reading, head: Token, start: int) -> str | None:
    """The country told before that was ruled by the one named, by the one that acts on it, or by any."""
    named = {hit.entry.code for hit in reading.hits_in(start, head.i)}
    acting = acting_codes(reading, head)
    told = [code for code in (reading.home, *_told(reading, head)) if code in rulers() and code not in acting]
    for powers in (named, set() if named else acting):
        found = next((code for code in told if rulers()[code] in powers), None)
        if found is not None:
            return found
    return told[0] if told and not named else None


def _told(reading: Reading, head: Token) -> list[str]:
    """The countries named some sentences back, the nearest first."""
    now = reading.sentences[head.i]
    near = [hit for hit in reversed(reading.hits_near(head.i)) if hit.start < head.i]
    return [hit.entry.code for hit in near if hit.entry.code and now - reading.sentences[hit.root] <= _BACK]
