"""How many: victims with low, best and high figures, sizes of crowds and forces.

Reads the numbers the text gives ("at least 12", "dozens", "more than 1,000", "two soldiers and a girl") by the table
``lexicons/numbers.csv``; what the text does not say stays null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from spacy.tokens import Token

from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, expand, forms, objects_of, quantity_words
from polybius.events.lexicon import LEXICONS, Need, alternatives, load_lexicon, parse_needs
from polybius.records import Actor, Size, VictimKind, Victims
from polybius.tables import Row, read_table

NUMBER_COLUMNS = ("word", "low", "best", "high", "note")
VICTIM_COLUMNS = ("lemmas", "pos", "kind", "needs", "note")
TOLL_COLUMNS = ("words", "use", "note")
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
PLAIN = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+$")
FORMULA = re.compile(r"^N(?:([+-]\d+)|x([\d.]+))?$")
HARMING = frozenset({"ASSAULT", "COERCE"})  # categories of acts that have victims; of COERCE those it takes
TIMES = frozenset({"DATE", "TIME"})  # entities whose numbers count nobody
REACH = 4  # tokens a modifier may stand before or after its number


@dataclass(frozen=True)
class Quantity:
    """A number as the text bounds it; None where it leaves a bound open."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True)
class Modifier:
    """What a word such as "at least" makes of the number after it: formulas for low, best and high."""

    low: str
    best: str
    high: str

    def apply(self, base: Quantity) -> Quantity:
        """The bounds of a number under this modifier."""
        return Quantity(
            _formula(self.low, base.low), _formula(self.best, base.best), _formula(self.high, base.high)
        )  # fmt: skip


def _formula(text: str, number: int | None) -> int | None:
    found = FORMULA.match(text)
    if found is None or number is None:
        return None
    step, factor = found.groups()
    return round(number * float(factor)) if factor else number + int(step or 0)


@dataclass(frozen=True)
class VictimWord:
    """A word of harm, the kind of harm, and in which slot those stand who suffer it."""

    kind: VictimKind
    slot: str
    needs: tuple[Need, ...]
    rest: tuple[str, ...]  # further words of the phrase: "beat to death"


@dataclass(frozen=True)
class Counted:
    """Victims, the index of the word of harm that tells them, and that of the word that counts them."""

    victims: Victims
    harm: int
    counter: int


@cache
def number_words() -> tuple[dict[str, Quantity], dict[str, Modifier]]:
    """Number words and vague quantities with their bounds, and the words that change a number's bounds."""
    numbers: dict[str, Quantity] = {}
    modifiers: dict[str, Modifier] = {}
    for row in read_table(LEXICONS / "numbers.csv", NUMBER_COLUMNS):
        word = row["word"].lower().removesuffix(" n")
        if row["note"].startswith("modifier"):
            modifiers[word] = _modifier(row)
            continue
        try:
            numbers[word] = Quantity(*(int(row[k]) if row[k] else None for k in ("low", "best", "high")))
        except ValueError as error:
            raise row.fault("low, best and high of a number must be whole numbers or empty") from error
    return numbers, modifiers


def _modifier(row: Row) -> Modifier:
    for column in ("low", "best", "high"):
        if row[column] and not FORMULA.match(row[column]):
            raise row.fault(f"{column} of a modifier must be N, N+1, N-1 or Nx0.9; found {row[column]!r}")
    return Modifier(row["low"], row["best"], row["high"])


@cache
def words_of(use: str) -> frozenset[str]:
    """The words of one use in ``tolls.csv``."""
    rows = read_table(LEXICONS / "tolls.csv", TOLL_COLUMNS)
    return frozenset(word for row in rows if row["use"] == use for word in row.many("words"))


@cache
def victim_words() -> dict[tuple[str, str], tuple[VictimWord, ...]]:
    """Words of harm by (pos, first lemma)."""
    classes = load_lexicon().classes
    table: dict[tuple[str, str], list[VictimWord]] = {}
    for row in read_table(LEXICONS / "victims.csv", VICTIM_COLUMNS):
        if row["kind"] not in get_args(VictimKind):
            raise row.fault(f"kind must be one of {', '.join(get_args(VictimKind))}; found {row['kind']!r}")
        slot = re.split(r"[:\s]", row["note"], maxsplit=1)[0] or "obj"
        needs = parse_needs(row, classes)
        for words in alternatives(row["lemmas"]):
            entry = VictimWord(cast(VictimKind, row["kind"]), slot, needs, words[1:])
            table.setdefault((row["pos"], words[0]), []).append(entry)
    return {key: tuple(sorted(rows, key=lambda w: -len(w.rest) - len(w.needs))) for key, rows in table.items()}


def parse_number(text: str) -> int | None:
    """A number written in digits; None if it is none or beyond any count of people."""
    if not PLAIN.match(text) or len(text) > 13:
        return None
    return int(text.replace(",", ""))


def quantity(noun: Token) -> Quantity | None:
    """How many a noun phrase counts ("at least 12 soldiers", "dozens of people", "a soldier"); None if untold."""
    counter = _counter(noun)
    if counter is None:
        return None
    base = _value(counter)
    if base is None:
        return None
    if counter.lower_ in {"a", "an", "another"}:
        members = _members(noun)
        if members is not None:
            return members
        if noun.tag_ != "NN" or noun.lemma_.lower() in words_of("total"):
            return None
    return _bounded(counter, noun, base)


def _members(noun: Token) -> Quantity | None:
    """The number of those a group is of: "a family of six"."""
    of = [p for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for p in objects_of(c)]
    return bounded_number(of[0]) if of and of[0].like_num else None


def bounded_number(counter: Token) -> Quantity | None:
    """How many a counting word stands for, with what "at least" and the like make of it."""
    base = _value(counter)
    return None if base is None else _bounded(counter, counter, base)


def _counter(noun: Token) -> Token | None:
    """The word that counts a noun: its numeral, a quantity before "of", an article or "several"."""
    numeral = next((c for c in noun.children if c.dep_ == "nummod"), None)
    if numeral is not None:
        return numeral
    if noun.like_num:
        return noun
    if noun.dep_ == "amod" and noun.i > noun.head.i and noun.head.like_num:
        return noun.head  # "three dead", read as a number with an adjective
    head = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if head is not None and (head.lemma_.lower() in quantity_words() or head.like_num):
        return head
    words = number_words()[0]
    return next(
        (c for c in noun.children if c.dep_ in {"det", "amod"} and c.lower_ in words and c.lower_ != "both"), None
    )


def _value(counter: Token) -> Quantity | None:
    """The number a counting word stands for, the longest phrase of the table that ends with it winning."""
    plain = parse_number(counter.text)
    if plain is not None:
        return Quantity(plain, plain, plain)
    before = [c for c in counter.children if c.dep_ in {"compound", "nummod", "quantmod"} and c.i < counter.i]
    scale = SCALES.get(counter.lemma_.lower())
    inner = parse_number(before[-1].text) if before else None
    if scale is not None and inner is not None:
        return Quantity(inner * scale, inner * scale, inner * scale)
    numbers = number_words()[0]
    doc = counter.doc
    if counter.i > 1 and doc[counter.i - 1].text == "-" and (tens := numbers.get(doc[counter.i - 2].lower_)):
        ones = numbers.get(counter.lower_)
        if tens.best and ones and ones.best and tens.best % 10 == 0 and 20 <= tens.best < 100 and ones.best < 10:
            return Quantity(*(tens.best + ones.best,) * 3)  # "thirty-one"
    for size in (3, 2, 1):
        phrase = doc[max(counter.i - size + 1, 0) : counter.i + 1].text.lower()
        if phrase in numbers:
            return numbers[phrase]
    return numbers.get(counter.lemma_.lower())


def _bounded(counter: Token, noun: Token, base: Quantity) -> Quantity:
    """The number with what "at least", "up to", "or more" make of it."""
    modifiers = number_words()[1]
    doc = counter.doc
    first = counter.i
    while first > 0 and (doc[first - 1].like_num or doc[first - 1].lemma_.lower() in SCALES):
        first -= 1
    for size in range(REACH, 0, -1):
        before = doc[max(first - size, 0) : first].text.lower()
        if before in modifiers and before not in {"to", "from"}:
            return modifiers[before].apply(base)
        after = doc[counter.i + 1 : counter.i + 1 + size].text.lower()
        if after in modifiers and after.startswith(("or", "and")) and noun.i >= counter.i:
            return modifiers[after].apply(base)
    return base


def victims_of(candidate: Candidate, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]) -> list[Counted]:
    """The victims told in the clause of an event: all of a violent one, of others those it takes captive."""
    doc = candidate.trigger.doc
    start, end = candidate.span
    parties = (*actors, *recipients)
    found: dict[tuple[int, VictimKind], Counted] = {}
    for token in doc[start:end]:
        for kind, sufferer in _sufferers(token):
            if candidate.category != "ASSAULT" and kind != "captured":
                continue
            if sufferer.lower_ in words_of("measure"):
                continue  # "killed the driver 30 kilometres from Kabul", "hit 12 houses"
            number = quantity(sufferer) or _named(kind, sufferer)
            if kind == "captured" and sufferer.lemma_.lower() in load_lexicon().classes["@ground"]:
                continue  # towns are taken, people captured
            if number is None or (sufferer.i, kind) in found:
                continue
            counter = _counter(sufferer)
            victims = victims_in(kind, number, sufferer, parties)
            found[sufferer.i, kind] = Counted(victims, token.i, sufferer.i if counter is None else counter.i)
    return list(found.values())


def victims_in(kind: VictimKind, number: Quantity, sufferer: Token, parties: tuple[Actor, ...]) -> Victims:
    """A number of victims, as of the party whose words hold the token."""
    party = _party_at(sufferer, parties)
    civilians = None if party is None else "CVL" in parties[party].sectors
    return Victims(
        party=party, kind=kind, civilians=civilians, low=number.low, best=number.best, high=number.high
    )  # fmt: skip


def _named(kind: VictimKind, sufferer: Token) -> Quantity | None:
    """One, of somebody taken who is named, or told beside others: "killed a farmer and his son" counts both."""
    taken = kind == "captured" and sufferer.ent_type_ == "PERSON"
    kin = sufferer.dep_ == "conj" and sufferer.tag_ == "NN" and any(c.dep_ == "poss" for c in sufferer.children)
    return Quantity(1, 1, 1) if taken or kin else None


def _party_at(token: Token, parties: tuple[Actor, ...]) -> int | None:
    """The index of the party whose words hold the token."""
    for index, party in enumerate(parties):
        if party.start is not None and party.end is not None and party.start <= token.idx < party.end:
            return index
    return None


def _sufferers(token: Token) -> Iterator[tuple[VictimKind, Token]]:
    """Those a word of harm says it of: "killed 12 people", "12 people died", "the death of 12 people", "20 dead"."""
    pos = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}.get(token.pos_, "")
    for word in victim_words().get((pos, token.lemma_.lower()), ()):
        slots = Slots(token)
        near = {t.lower_ for t in token.subtree}
        if not all(w in near for w in word.rest) or not all(_holds(need, slots) for need in word.needs):
            continue
        yield from ((word.kind, sufferer) for sufferer in _slot(word.slot, token, slots))
        return


def _slot(name: str, token: Token, slots: Slots) -> list[Token]:
    if name == "self":
        return [token]
    if name == "of":
        of = [p for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for p in objects_of(c)]
        return expand(of) if of else [token]
    if name == "subj" and token.pos_ == "ADJ":
        return slots[name] or [token]  # "counted five dead": the number stands with the word itself
    return slots[name]


def _holds(need: Need, slots: Slots) -> bool:
    fillers = slots[need.slot]
    if need.absent:
        return not fillers
    fits = any(not need.words.isdisjoint(forms(f)) for f in fillers)
    if need.other:
        return not fits
    return fits if need.words else bool(fillers)


def size_of(candidate: Candidate) -> Size | None:
    """The number of people in a protest or of forces moved, where a party's noun phrase counts them."""
    if candidate.category not in {"PROTEST", "MOBILIZE"}:
        return None
    slots = candidate.slots
    for token in [*candidate.actor_tokens, *candidate.recipient_tokens, *slots["obj"], *slots["of"]]:
        number = quantity(token)
        if number is not None and number.best != 1:
            return Size(low=number.low, best=number.best, high=number.high)
    return None
