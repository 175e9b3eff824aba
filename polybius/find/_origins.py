"""Whom a role belongs to: the country or body told before, beside or behind a role noun, and the sectors it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from polybius.annotate import BY_FOCUS
from polybius.find._names import COUNTRY_KINDS, Hit, followed_by_link
from polybius.find._party_words import RoleNoun, referring
from polybius.find._phrases import lemma, phrase_start, prepositional
from polybius.find._reading import Party, Reading

# sectors a body lends to those who act for it ("an FBI agent", "Hamas fighters"); others keep their own
_FOR_A_BODY = frozenset({"GOV", "MIL", "COP", "REB", "PTY", "LEG", "PRM", "SPY", "UAF", "OPP"})
STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
# sectors that the word before the noun replaces ("party leader", "noncommissioned officers")
_NEUTRAL = frozenset({"GOV", "CVL", "UAF", "PTY", "COP"})
_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
_BREAKAWAY = "PRE"
_FORMER = frozenset({"former", "ex", "ex-", "onetime", "erstwhile", "retired", "deposed", "ousted"})


@dataclass(frozen=True)
class Origin:
    """Whom a role belongs to: (code, sectors a body lends) for each, and where that is told."""

    codes: tuple[tuple[str | None, tuple[str, ...]], ...]
    reason: str


def role_noun(reading: Reading, head: Token) -> tuple[RoleNoun, int] | None:
    """The longest role noun that ends at ``head``, and its first token."""
    words, doc, roles = reading.words, head.doc, reading.words.roles
    last = lemma(head)
    span = reading.of_roles.get(head.i)
    if span is not None and span[0] == head.i:
        phrase = " ".join([last, *(token.lower_ for token in doc[head.i + 1 : span[1]])])
        return roles[phrase], head.i
    for size in range(min(words.role_sizes.get(last, 1), head.i + 1), 0, -1):
        first = head.i - size + 1
        phrase = " ".join([*(token.lower_ for token in doc[first : head.i]), last])
        if phrase in roles:
            return roles[phrase], first
        if " - " in phrase and phrase.replace(" - ", "-") in roles:  # "hostage-takers" is three tokens
            return roles[phrase.replace(" - ", "-")], first
        if size > 1:
            continue
        if head.lower_ in roles:
            return roles[head.lower_], first
    if _ARM.fullmatch(head.text):
        return roles["fighter jet"], head.i
    return None


# what forces call their aircraft, tanks and missiles by: "F-15s", "MiG-21", "Su-25", "T-72s"
_ARM = re.compile(r"(?:[A-Z]{1,3}|Mi|Su|Tu|MiG|Il)-?\d{1,3}[A-Z]{0,2}s?")


def origin_of(reading: Reading, head: Token, start: int, first: int) -> Origin | None:
    """Whom the role at ``head`` belongs to, by modifiers, possessor or the phrase after it."""
    return (
        _origin_of_hits(reading, start, first)
        or _origin_of_possessor(reading, head, start)
        or _origin_of_surname(reading, start, first)
        or _origin_after(reading, head)
    )


def _origin_of_hits(reading: Reading, start: int, first: int) -> Origin | None:
    hits = [
        hit
        for hit in reading.hits_in(start, first)
        if hit.end <= first and hit.entry.code and not followed_by_link(reading.doc, hit)
    ]
    if not hits:
        return _collective(reading, start, first)
    bodies = [hit for hit in hits if hit.entry.kind not in COUNTRY_KINDS]
    if bodies:
        return Origin(((bodies[-1].entry.code, bodies[-1].entry.sectors),), f"of {bodies[-1].entry.id}")
    chosen = hits[:1]
    for before, after in pairwise(hits):
        between = {token.lower_ for token in reading.doc[before.end : after.start]}
        if before is chosen[-1] and between <= {"and", ",", "-", "–", "/", "or", "the"} and between:
            chosen.append(after)
    codes = tuple(dict.fromkeys((hit.entry.code, _breakaway(hit)) for hit in chosen))
    return Origin(codes, "country from " + ", ".join(repr(doc_text(reading, hit.start, hit.end)) for hit in chosen))


def _breakaway(hit: Hit) -> tuple[str, ...]:
    """What a country's name lends to a role: that it is a breakaway entity's (guide, rule 18)."""
    return (_BREAKAWAY,) if _BREAKAWAY in hit.entry.sectors and hit.entry.kind in COUNTRY_KINDS else ()


def _collective(reading: Reading, start: int, first: int) -> Origin | None:
    """An international party told before a role ("coalition forces")."""
    before = {token.lower_ for token in reading.doc[start:first]}
    for token in reading.doc[start:first]:
        found = reading.words.collectives.get(lemma(token))
        if found is not None and not found.unless & before:
            return Origin(((found.code, ()),), f"collectives.csv: {found.noun}")
    return None


def _origin_of_possessor(reading: Reading, head: Token, start: int) -> Origin | None:
    for index in range(start, head.i):
        if reading.doc[index].dep_ != "poss":
            continue
        owner = reading.by_head.get(index)
        if owner is not None and any(party.code for party in owner.parties):
            codes = tuple(dict.fromkeys((party.code, _lendable(party)) for party in owner.parties if party.code))
            return Origin(codes, f"possessor {doc_text(reading, owner.start, owner.end)!r}")
    return None


def _lendable(party: Party) -> tuple[str, ...]:
    return party.sectors if party.kind in ("body", "person", "group") else ()


def _origin_of_surname(reading: Reading, start: int, first: int) -> Origin | None:
    for token in reading.doc[start:first]:
        known = reading.surnames.get(token.lower_) if token.pos_ == "PROPN" else None
        if known and known[0].code:
            return Origin(((known[0].code, known[0].sectors),), f"of {known[0].name or token.text}")
    return None


def _origin_after(reading: Reading, head: Token) -> Origin | None:
    """The country or body in "of …", "for …", "from …", "in …" behind a role."""
    words = ("of", "for", "from", "with", "in", "at", *(("to",) if lemma(head) in referring("helper") else ()))
    for word in words:
        for inner in prepositional(head, word):
            shared = _coordinated(reading, head, inner) if word == "of" else []
            if shared:
                codes = tuple(dict.fromkeys((hit.entry.code, ()) for hit in shared))
                return Origin(codes, "of " + " and ".join(hit.entry.name for hit in shared))
            token: Token | None = inner
            for _ in range(3):
                if token is None:
                    break
                begins = phrase_start(token)
                several = (
                    _origin_of_hits(reading, begins, token.i)
                    if word == "of" and token.i not in reading.hit_of
                    else None
                )
                if several is not None and len(several.codes) > 1:
                    return several
                for hit in reading.hits_in(begins, token.i + 1):
                    if hit.entry.code and (word not in ("with", "at") or hit.entry.kind not in COUNTRY_KINDS):
                        lent = _breakaway(hit) if hit.entry.kind in COUNTRY_KINDS else hit.entry.sectors
                        if hit.entry.kind in COUNTRY_KINDS and word in ("of", "for") and token.i not in reading.hit_of:
                            lent = (*_body_sectors(reading, token), *lent)
                        return Origin(((hit.entry.code, lent),), f"{word} {hit.entry.name}")
                known = reading.surnames.get(token.lower_)
                if known and known[0].code:
                    return Origin(((known[0].code, known[0].sectors),), f"{word} {token.text}")
                token = next(prepositional(token, "of", "in"), None)
    return None


def _body_sectors(reading: Reading, token: Token) -> tuple[str, ...]:
    """The sectors of a body that only its noun tells: "a spokeswoman for the South African health workers' union"."""
    role = role_noun(reading, token)
    known = role[0] if role is not None else reading.words.roles.get(token.lower_.removesuffix("s"))
    return known.sectors if known is not None and known.kind in ("body", "group") else ()


def _coordinated(reading: Reading, head: Token, inner: Token) -> list[Hit]:
    """The countries a plural role is shared among: "the presidents of Peru and Ecuador"; empty if there is but one."""
    if head.tag_ not in ("NNS", "NNPS"):
        return []
    found, token = [], inner
    while True:
        hit = reading.hit_of.get(token.i)
        if hit is None or not hit.entry.code or hit.entry.kind not in COUNTRY_KINDS:
            break
        found.append(hit)
        following = next((child for child in token.rights if child.dep_ == "conj"), None)
        if following is None:
            break
        token = following
    return found if len(found) > 1 else []


def role_end(reading: Reading, head: Token) -> int:
    """Where a role's phrase ends: behind "of …" where that names the country or body."""
    for inner in prepositional(head, "of"):
        if _joined(head, inner):
            break
        shared = _coordinated(reading, head, inner)
        if shared:
            return shared[-1].end
        if inner.i - head.i < 12 and any(True for _ in reading.hits_in(phrase_start(inner), inner.i + 1)):
            hit = reading.hit_of.get(inner.i)
            return hit.end if hit else inner.i + 1
    return head.i + 1


def _joined(head: Token, inner: Token) -> bool:
    """Whether a coordination stands between a role and its of-phrase ("the government and people of Iraq")."""
    return any(child.dep_ == "conj" and child.i < inner.i for child in head.rights)


def shared_origin(reading: Reading, head: Token) -> Origin | None:
    """The modifier that a coordinated role shares with the one before ("Iraqi towns and villages")."""
    if (
        head.dep_ != "conj"
        or head.head.i > head.i
        or any(token.dep_ in ("det", "poss", "nummod") for token in head.lefts)
    ):
        return None
    first = head.head
    if first.i in reading.hit_of:
        return None
    return _origin_of_hits(reading, phrase_start(first), first.i) or _origin_after(reading, first)


def role_sectors(
    reading: Reading, role: RoleNoun, origin: Origin | None, start: int, first: int
) -> tuple[tuple[str, ...], str]:
    """The sectors of a role: those its body lends, those a modifier tells, or the noun's own."""
    before = {token.lower_ for token in reading.doc[start:first]}
    lent = origin.codes[0][1] if origin else ()
    modified = modifier_sectors(reading, start, first)
    if lent == (_BREAKAWAY,):
        return tuple(dict.fromkeys((*(modified or role.sectors), _BREAKAWAY))), ", of a breakaway entity"
    if before & _FORMER and role.kind == "person" and set(role.sectors) & {"GOV", "LEG", "MIL", "JUD"}:
        return ("ELI",), ", former"
    if role.noun in referring("relative") and set(lent) & {"GOV", "ELI"}:
        return ("ELI",), ", of an official's family"
    if role.sectors == ("COP",) and role.noun in referring("armed-office") and not reading.policed:
        return modified or ("MIL",), ", in a report without police"
    fighters = role.kind != "body" and role.sectors in (("UAF",), ("MIL",))
    if lent and fighters and not set(lent) & (_ARMED | STATE | {"ELI", "IGO"}):
        return ("REB",), ", who fight for a body that is no state's"
    if lent and role.kind != "person" and role.sectors == ("PTY",):
        return ("PTY", *(("OPP",) if "OPP" in lent else ())), ""  # "Bazoum's party" is none of its leader's office
    if lent and (not role.sectors or set(role.sectors) & _FOR_A_BODY):
        if set(lent) & (STATE | {"ELI"}) and set(role.sectors) & {"MIL", "COP", "LEG", "JUD", "SPY"}:
            return role.sectors, ""  # "his army": a head of government lends no sector to soldiers
        return lent, ", sectors of its body"
    if modified and (not role.sectors or role.kind == "thing" or set(role.sectors) <= _NEUTRAL):
        extra = tuple(sector for sector in role.sectors if sector == "PTY")
        return (*extra, *(sector for sector in modified if sector not in extra)), ", sectors of its modifier"
    if "OPP" in modified and role.sectors and "OPP" not in role.sectors:
        return (*role.sectors, "OPP"), ", of the opposition"
    return role.sectors, ""


def modifier_sectors(reading: Reading, start: int, first: int) -> tuple[str, ...]:
    for token in reversed(reading.doc[start:first]):
        found = reading.words.sector_modifiers.get(token.lower_)
        if not found and token.dep_ == "compound" and token.i not in reading.hit_of:
            role = reading.words.roles.get(lemma(token))  # "union leaders", "party chairman"
            found = role.sectors if role is not None and role.kind in ("body", "group") else None
        if found:
            return found
    return ()


def code_by_default(reading: Reading, party: Party, token: Token, what: str) -> None:
    if reading.issuer and token.text[:1].isupper() and not token.is_sent_start and set(party.sectors) & {"GOV", "MIL"}:
        party.code, party.reason = reading.issuer, f"{what}, the issuer's country"
    elif reading.home is not None:
        party.code, party.reason = reading.home, f"{what}, {BY_FOCUS}"


def doc_text(reading: Reading, start: int, end: int) -> str:
    """The words of a token span on one line."""
    return " ".join(reading.doc[start:end].text.split())
