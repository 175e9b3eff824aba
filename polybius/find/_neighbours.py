"""Neighbours: whom "its northern neighbour" and "the two neighbours" mean, by the borders of the countries told."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from polybius.find._country_words import acting_codes
from polybius.find._names import INTERNATIONAL
from polybius.find._phrases import is_locative, lemma, phrase_start
from polybius.find._reading import Draft, Party, Reading
from polybius.tables import DATA, read_table

NOUNS = frozenset({"neighbour", "neighbor"})
_RIVALS = frozenset({"rival", "foe", "enemy", "adversary", "ally", "partner"})  # neighbours only with a direction
_BACK = 12  # sentences
_STEP = 0.35  # how much of the way a neighbour must lie in the direction told
_STRAIGHT = 0.6  # the same for one that the report does not name


@cache
def borders() -> dict[str, frozenset[str]]:
    """For each country (ISO alpha-3), those that border it by land or across a strait."""
    rows = read_table(DATA / "places" / "borders.csv", ("iso", "borders"))
    return {row["iso"]: frozenset(row.many("borders")) for row in rows}


@cache
def _points() -> dict[str, tuple[float, float]]:
    columns = ("iso", "name", "aliases", "latitude", "longitude")
    rows = read_table(DATA / "places" / "countries.csv", columns)
    return {row["iso"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def read_neighbour(reading: Reading, head: Token) -> bool:
    """Adds the mention of one neighbour, where one that the report names is meant.

    RETURNS (bool): whether the phrase speaks of a neighbour, so that no role is looked for.
    """
    if lemma(head) not in NOUNS | _RIVALS or head.tag_ != "NN" or head.i in reading.hit_of or head.i in reading.by_head:
        return False
    if head.i + 1 in reading.hit_of or any(child.dep_ == "appos" for child in head.rights):
        return False  # "its northern neighbour Zimbabwe"
    start = phrase_start(head)
    before = [token.lower_.replace("-", "") for token in reading.doc[start : head.i] if token.text != "-"]
    where = next((word for word in before if word in _DIRECTIONS), None)
    if lemma(head) in _RIVALS and where is None:
        return False
    if any(True for _ in reading.hits_in(start, head.i)) or not before:
        return False
    owner = next((reading.by_head.get(token.i) for token in head.lefts if token.dep_ == "poss"), None)
    if owner is None and before[0] != "the":
        return False
    owners = {party.code for party in owner.parties if party.code} if owner is not None else _owners(reading, head)
    meant = _meant(reading, head, owners, where)
    if is_locative(head):
        return True
    party = reading.country(meant) if meant is not None else Party("country", None, gender="n")
    reason = f"borders.csv: neighbour of {', '.join(sorted(filter(None, owners))) or 'one not told'}"
    reading.add(Draft(start, head.i + 1, head.i, [party], "group", reason))
    return True


def _owners(reading: Reading, head: Token) -> set[str]:
    """Whose neighbour it is without a possessor: of who acts in the clause, else of the country told last."""
    acting = {code for code in acting_codes(reading, head) if code and code not in INTERNATIONAL}
    if acting:
        return acting
    for hit in reversed(reading.hits_near(head.i)):
        if hit.start < head.i and hit.entry.code and hit.entry.code not in INTERNATIONAL:
            return {hit.entry.code}
    return set()


def _meant(reading: Reading, head: Token, owners: set[str], where: str | None) -> str | None:
    """The bordering country told last before the words, else first behind them, else the only one in that direction."""
    near = frozenset().union(*(borders().get(code, frozenset()) for code in owners)) - owners
    near = frozenset(code for code in near if where is None or any(_lies(code, owner, where) for owner in owners))
    told = [hit for hit in reading.hits_near(head.i) if hit.entry.code in near]
    before = [hit for hit in told if hit.start < head.i and _close(reading, hit.root, head.i)]
    after = [hit for hit in told if hit.start > head.i and _close(reading, hit.root, head.i)]
    chosen = before[-1] if before else after[0] if after else None
    if chosen is not None:
        return chosen.entry.code
    there = {code for code in near if where is not None and any(_lies(code, o, where, _STRAIGHT) for o in owners)}
    return there.pop() if len(there) == 1 else None


def _close(reading: Reading, first: int, second: int) -> bool:
    return abs(reading.sentences[first] - reading.sentences[second]) <= _BACK


_DIRECTIONS = {
    "northern": (1.0, 0.0), "southern": (-1.0, 0.0), "eastern": (0.0, 1.0), "western": (0.0, -1.0),
    "northeastern": (0.7, 0.7), "northwestern": (0.7, -0.7), "southeastern": (-0.7, 0.7), "southwestern": (-0.7, -0.7),
}  # fmt: skip


def _lies(code: str, owner: str, where: str, step: float = _STEP) -> bool:
    """Whether a country lies in a direction from another, by the points the countries are shown at."""
    if code not in _points() or owner not in _points():
        return False
    (north, east), (here_north, here_east) = _points()[code], _points()[owner]
    up, right = north - here_north, (east - here_east) * 0.8
    length = (up * up + right * right) ** 0.5 or 1.0
    wanted = _DIRECTIONS[where]
    return (up * wanted[0] + right * wanted[1]) / length >= step
