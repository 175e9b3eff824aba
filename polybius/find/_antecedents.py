"""Whom a role told with "the" refers to: the party of an earlier mention ("the general" after the general's name)."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from polybius.find._names import INTERNATIONAL
from polybius.find._party_words import RoleNoun, referring
from polybius.find._phrases import lemma
from polybius.find._reading import Draft, Party, Reading

_ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
_GROUPS = frozenset({"REB", "PRM"})
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
_PRIVATE = frozenset({"CVL", "EDU", "MED", "JRN", "LAB", "AGR", "BUS", "REF", "NGO"})
_WORLD_OFFICES = ("secretary general", "secretary-general", "high commissioner", "director general")
_JOINED_BACK = 3  # sentences
_JOINED_KINDS = ("person", "country", "body")
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})


def earlier(reading: Reading, head: Token, role: RoleNoun, start: int) -> Party | None:
    """The earlier mention that a definite role refers to."""
    opening = reading.doc[start].lower_
    bare = start == head.i and role.kind in ("body", "group") and head.tag_ != "NN"
    if opening not in DEFINITE and not bare and role.noun not in ("police", "parliament"):
        return None
    noun, plural = lemma(head), head.tag_ in ("NNS", "NNPS")
    for child in head.rights:
        if child.dep_ in ("relcl", "acl") and reading.doc[child.left_edge.i - 1].text != ",":
            return None

    def named_so(draft: Draft, party: Party) -> bool:
        return noun in party.nouns and (role.kind != "person" or party.plural == plural) and draft.kind != "pronoun"

    found = _most_salient(reading, head, 12, named_so)
    if found is not None or opening not in DEFINITE:
        return found
    if plural and (set(role.sectors) & _ARMED or noun in referring("armed-again")):
        return _last_armed(reading, head)
    if not plural and noun in referring("armed-band") and not _owned(reading, head, start):
        return _last_armed(reading, head)
    if role.kind != "person" or plural:
        return None
    found = _holder(reading, head, role)
    if found is not None or not _calls_again(reading, head, start):
        return found
    return last_person(reading, head, frozenset(role.sectors))


def _calls_again(reading: Reading, head: Token, start: int) -> bool:
    """Whether a person noun with "the" only calls somebody told before something else ("the former general")."""
    if lemma(head) not in referring("epithet") or reading.doc[start].lower_ != "the":
        return False
    if any(True for _ in reading.hits_in(start, head.i)):
        return False
    return not any(child.dep_ in ("prep", "relcl", "acl", "appos") for child in head.rights)


def last_person(reading: Reading, head: Token, sectors: frozenset[str] = frozenset()) -> Party | None:
    """The person most in mind of the last sentences; sectors: those of the word, which a private person has not."""

    def one_person(draft: Draft, party: Party) -> bool:
        if party.kind != "person" or len(draft.parties) != 1 or party.plural or party.name is None:
            return False
        return not (sectors & _OFFICIAL and set(party.sectors) & _PRIVATE)

    def of_the_sector(draft: Draft, party: Party) -> bool:
        return one_person(draft, party) and bool(sectors & set(party.sectors))

    told = _most_salient(reading, head, 2, of_the_sector) if sectors else None
    return told or _most_salient(reading, head, 2, one_person)


def _most_salient(
    reading: Reading, head: Token, sentences: int, fits: Callable[[Draft, Party], bool]
) -> Party | None:  # fmt: skip
    """The fitting party of the mentions before a word that is most in mind there, the issuer's before others."""
    best: tuple[float, Party | None] = (float("-inf"), None)
    for draft in reading.recent(head.i, sentences, 60):
        for party in draft.parties:
            if fits(draft, party):
                weight = _salience(reading, draft, head) + 3.0 * _is_issuers(reading, head, party)
                best = max(best, (weight, party), key=lambda pair: pair[0])
    return best[1]


def _salience(reading: Reading, draft: Draft, head: Token) -> float:
    """How much an earlier mention is in mind at a word: by distance in sentences, and as the subject it is about."""
    top = reading.doc[draft.head]
    away = reading.sentences[head.i] - reading.sentences[draft.head]
    subject = top.dep_ in ("nsubj", "nsubjpass")
    return 1.5 * subject + 0.5 * (subject and top.head.dep_ == "ROOT") - away - 0.01 * (head.i - draft.head)


def _is_issuers(reading: Reading, head: Token, party: Party) -> bool:
    """Whether a role written with a capital in a press statement is that of the party's government."""
    return reading.issuer is not None and head.text[:1].isupper() and party.code == reading.issuer


def _owned(reading: Reading, head: Token, start: int) -> bool:
    """Whether a name before a noun or behind it says which one it is."""
    end = max((child.right_edge.i + 1 for child in head.rights if child.dep_ == "prep"), default=head.i + 1)
    return any(hit.entry.kind not in ("religious", "ethnic") for hit in reading.hits_in(start, end))


def _last_armed(reading: Reading, head: Token) -> Party | None:
    """The armed group told last ("the militants" after a group's name), else the only one that the report names."""
    for draft in reading.recent(head.i, 4, 40):
        for party in draft.parties:
            if set(party.sectors) & _GROUPS and party.kind in ("body", "group") and draft.kind != "pronoun":
                return party
    if lemma(head) not in referring("armed-again") | referring("armed-band"):
        return None  # "the perpetrators" are nobody's in particular
    near = [hit.entry for hit in reading.hits_near(head.i) if hit.entry.kind == "armed-group"]
    fights = lemma(head) in referring("armed-again")  # "the rebels" are no group that has since become a party
    near = [entry for entry in near if not fights or set(entry.sectors) & _GROUPS]
    named = {entry.id: entry for entry in near if entry.code not in INTERNATIONAL}
    return reading.party(next(iter(named.values()))) if len(named) == 1 else None


def _holder(reading: Reading, head: Token, role: RoleNoun) -> Party | None:
    """The listed person told before who may hold the office: "the secretary of state" after the holder's name."""
    if role.noun in referring("lesser-office"):
        return None
    world = role.noun.startswith(_WORLD_OFFICES)

    def may_hold(draft: Draft, party: Party) -> bool:
        if party.kind != "person" or party.id is None or party.nouns or draft.kind == "pronoun":
            return False
        return world == (party.code in INTERNATIONAL) and (world or bool(set(role.sectors) & set(party.sectors)))

    return _most_salient(reading, head, 6, may_hold)


def kin_of(reading: Reading, head: Token) -> Party | None:
    """The party of an earlier role that goes with the noun ("the embassy" after "the U.S. ambassador")."""
    kin = frozenset(reading.words.kin.get(lemma(head), ()))
    if not kin:
        return None
    for draft in reading.recent(head.i, 10, 60):
        for party in draft.parties:
            if party.code and party.nouns & kin and draft.kind != "pronoun":
                return party
    return None


def joined(reading: Reading, head: Token, number: int, *, persons: bool = False) -> list[Party]:
    """The nearest coordination of exactly that many parties of one kind before a word."""
    members: dict[int, list[Party]] = {}
    for draft in reading.recent(head.i, _JOINED_BACK, 40):
        if len(draft.parties) != 1 or draft.kind == "pronoun":
            continue
        party = draft.parties[0]
        if party.kind not in _JOINED_KINDS or (persons and party.kind != "person"):
            continue
        token = reading.doc[draft.head]
        while token.dep_ in ("conj", "appos") and token.head.pos_ in ("PROPN", "NOUN"):
            token = token.head
        run = members.setdefault(token.i, [])
        if party not in run:
            run.append(party)
    for first in sorted(members, reverse=True):
        run = list(reversed(members[first]))
        if len(run) == number and len({party.kind for party in run}) == 1:
            return run
    return []
