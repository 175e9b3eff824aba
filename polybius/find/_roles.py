"""Phrases that name or describe a party: names with what belongs to them, and role nouns ("the Armenian army")."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.annotate import BY_FOCUS, BY_PLACE
from polybius.find._antecedents import DEFINITE, earlier, kin_of
from polybius.find._names import COUNTRY_KINDS, INTERNATIONAL, Hit, followed_by_link
from polybius.find._origins import (
    STATE,
    Origin,
    code_by_default,
    modifier_sectors,
    origin_of,
    role_end,
    role_noun,
    role_sectors,
    shared_origin,
)
from polybius.find._party_words import RoleNoun, referring
from polybius.find._persons import (
    gender_from,
    introduce,
    is_person_name,
    join_introduced,
    learn_beside,
    read_person,
)
from polybius.find._phrases import counted, is_locative, lemma, phrase_start, prepositional
from polybius.find._reading import Draft, Party, Reading
from polybius.find._unlisted_parties import (
    is_victims,
    learn_kind,
    read_age,
    read_collective,
    read_media_name,
    read_party_name,
)

_UNKNOWN = frozenset({"UAF", "UNK"})
_ABROAD = frozenset(
    {"international", "world", "foreign", "global", "regional", "western", "european", "arab", "african"}
)


def read_phrase(reading: Reading, head: Token) -> None:
    """Adds the mention that a noun phrase makes, and those of the names that modify it."""
    if head.i in reading.of_roles and head.i not in reading.hit_of:
        _read_of_role(reading, head)
        return
    start = reading.start_of(head)
    hit = reading.hit_of.get(head.i)
    named = _named_behind(reading, head)
    if named is not None:
        _read_related(reading, head, named, start)
    elif head.i not in reading.silent and read_media_name(reading, head, start):
        return
    elif hit is not None and hit.root == head.i:
        _read_name(reading, head, hit, min(start, hit.start))
    elif hit is None and head.i not in reading.silent:
        _read_described(reading, head, start)
    _read_role_modifiers(reading, head, start)
    _read_modifiers(reading, head, start)


def _named_behind(reading: Reading, head: Token) -> Hit | None:
    """The state or body named right behind a noun that tells what it is to another ("its ally Iran")."""
    behind = head.i + 1
    if reading.doc[behind : behind + 1].text == "," and any(child.dep_ == "appos" for child in head.rights):
        behind += 1
    hit = reading.hit_of.get(behind)
    if hit is None or hit.start != behind or head.i in reading.hit_of or head.tag_ in ("NNS", "NNPS"):
        return None
    if hit.entry.kind not in _RELATED_KINDS:
        return None
    last = reading.doc[hit.end] if hit.end < len(reading.doc) else None
    modifies = last is not None and (
        last.tag_ == "POS" or (last.pos_ == "NOUN" and reading.doc[hit.root].head.i == last.i)
    )
    return hit if lemma(head) in reading.words.relations and not modifies else None


_RELATED_KINDS = frozenset({"country", "territory", "organisation", "armed-group", "party", "body", "person"})


def _read_related(reading: Reading, head: Token, hit: Hit, start: int) -> None:
    """One mention of the noun and the name behind it, whichever of them the parse makes the other's head."""
    reading.used.add(hit.start)
    name = reading.doc[hit.root]
    if head.i in reading.silent or is_locative(head) or is_locative(name, country=hit.entry.kind == "country"):
        return
    party = reading.party(hit.entry)
    draft = reading.add(Draft(start, hit.end, hit.root, [party], "name", party.reason))
    reading.by_head[head.i] = draft


def _read_of_role(reading: Reading, head: Token) -> None:
    """The mention of a role that holds an "of", unless a name follows, which the role introduces then."""
    first, end = reading.of_roles[head.i]
    doc = reading.doc
    follows = doc[end] if end < len(doc) else None
    if follows is not None and follows.pos_ == "PROPN" and follows.text[:1].isupper():
        return
    noun = doc[first]
    phrase = " ".join([lemma(noun), *(token.lower_ for token in doc[first + 1 : end])])
    start = phrase_start(noun)
    if noun.i not in reading.by_head:
        _read_role(reading, noun, start, reading.words.roles[phrase], first)
        draft = reading.by_head.get(noun.i)
        if draft is not None and draft.end < end:
            draft.end = end
    _read_modifiers(reading, noun, start)


def _read_described(reading: Reading, head: Token, start: int) -> None:
    role = role_noun(reading, head)
    described = read_collective(reading, head, start) or read_age(reading, head)
    if described or read_party_name(reading, head, start):
        return
    if is_person_name(reading, head, start):
        read_person(reading, head, start)
    elif role is not None:
        _read_role(reading, head, start, role[0], role[1])
    elif (inner := counted(head)) is not None and _read_counted(reading, head, start, inner):
        return
    elif is_victims(head):
        party = Party(
            "group", reading.place_of(head.i) or reading.home, ("CVL",), plural=True, reason="rule: a number of people"
        )
        reading.add(Draft(start, head.i + 1, head.i, [party], "role", party.reason))
    elif head.ent_type_ == "ORG" and head.pos_ == "PROPN" and head.dep_ in ("nsubj", "nsubjpass"):
        party = Party("body", gender="n", reason="rule: name of a body that the actor list does not hold")
        learn_kind(reading, head, start, party)
        learn_beside(reading, head, party)
        reading.add(Draft(start, head.i + 1, head.i, [party], "role", party.reason))


def _read_name(reading: Reading, head: Token, hit: Hit, start: int) -> None:
    """The mention of a listed name; none where a country, town or region is only told as a place."""
    entry, doc = hit.entry, reading.doc
    reading.used.add(hit.start)
    if head.i in reading.silent:
        return
    if entry.kind in ("country", "capital", "territory", "region", "seat") and is_locative(
        head, country=entry.kind == "country"
    ):
        return
    if entry.kind == "region" and entry.code is None:
        return
    whole = _whole_nation(head) or followed_by_link(reading.doc, hit)
    party = reading.party(entry, bare=entry.kind == "people" and whole)
    if entry.kind == "people" and not entry.sectors and _are_some(head, start):
        party = Party("group", entry.code, ("CVL",), entry.id, entry.name, plural=True)
        party.reason = f"actor list: {entry.id}, some of its people"
    if entry.code is None and entry.kind in ("religious", "ethnic"):
        party = Party("group", None, entry.sectors, entry.id, entry.name, plural=True)
        party.code = reading.home or reading.place_of(head.i)
        party.reason = f"actor list: {entry.id}, {BY_FOCUS}"
    owner = _other_owner(reading, hit, start)
    if owner is not None:
        # the list knows such a body of one country, the text tells that it is another's ("Pakistan's Foreign Office")
        party = Party("body", owner.entry.code, entry.sectors, gender="n")
        party.reason = f"actor list: {entry.id}, but of {owner.entry.name}"
        reading.used.add(owner.start)
    if entry.kind == "person":
        start = introduce(reading, party, start, head)
    for other in reading.hits_in(start, hit.start):
        if other.entry.code == entry.code or entry.code is None:
            reading.used.add(other.start)
    end = max(hit.end, head.i + 1)
    text_start = (
        start
        if all(
            doc[i].is_alpha
            or doc[i].text in ("'s", "’s", "-", ".")
            or doc[i].like_num
            or "." in doc[i].text
            or "-" in doc[i].text
            for i in range(start, hit.start)
        )
        else hit.start
    )
    reading.add(Draft(text_start, end, head.i, [party], "name", party.reason))
    if entry.kind == "person":
        join_introduced(reading, head, party)


def _read_role(reading: Reading, head: Token, start: int, role: RoleNoun, first: int) -> None:
    if 0 < first < start:  # "the ex-president": the parser makes no phrase of what is cut at its hyphen
        start = first - (reading.doc[first - 1].tag_ == "DT")
    if role.noun in referring("craft") and not (
        _of_a_state(reading, start, first) or _in_hostile_clause(reading, head)
    ):
        return
    if _read_titled(reading, head, start):
        return
    origin = origin_of(reading, head, start, first) or shared_origin(reading, head)
    if origin is None and role.kind == "thing":
        origin = _target(reading, head)
    sectors, why = role_sectors(reading, role, origin, start, first)
    if lemma(head) in referring("equal") and not sectors:
        sectors, why = _equal_sectors(reading, head), ", sectors of the one it is equal to"
    if role.kind == "group":
        sectors = _members(reading, head) or sectors
    numbered = head.text.endswith("s") and head.text[-2:-1].isdigit()  # "F-15s"
    plural = role.kind == "group" or head.tag_ in ("NNS", "NNPS") or numbered
    party_kind = "group" if plural and role.kind != "body" else role.kind
    end = role_end(reading, head)
    reason = f"agents.csv: {role.noun}"
    if origin is not None:
        parties = []
        for code, lent in origin.codes:
            own = role_sectors(reading, role, Origin(((code, lent),), ""), start, first)[0] if lent else sectors
            parties.append(Party(party_kind, code, own))
        reason = f"{reason}, {origin.reason}"
        _take_hits(reading, start, end, {code for code, _ in origin.codes})
    else:
        party = earlier(reading, head, role, start)
        if (
            party is None
            and role.kind == "thing"
            and not modifier_sectors(reading, start, first)
            and not kin_of(reading, head)
        ):
            return
        if party is None:
            party = Party(party_kind, None, sectors)
            _place_role(reading, party, head, role, start, first)
        else:
            reason = f"{reason}, refers to an earlier mention ({party.reason})"
        parties = [party]
    for party in parties:
        party.nouns.add(lemma(head))
        party.plural = party.plural or plural
        gender_from(party, lemma(head))
        party.reason = party.reason or reason
    _join_apposed(reading, head, parties)
    shown = parties[0].reason if parties[0].reason.startswith(reason) else reason
    reading.add(Draft(start, end, head.i, parties, "role", f"{shown}{why}"))


def _read_titled(reading: Reading, head: Token, start: int) -> bool:
    """Adds the mention of a listed name that the role only introduces ("the newspaper Haaretz").

    RETURNS (bool): whether a name stands right behind the role.
    """
    hit = reading.hit_of.get(head.i + 1)
    if hit is None or hit.start != head.i + 1 or hit.entry.kind in COUNTRY_KINDS or head.dep_ == "compound":
        return False
    party = reading.party(hit.entry)
    draft = reading.add(Draft(start, hit.end, head.i, [party], "name", party.reason))
    reading.used.add(hit.start)
    reading.by_head.setdefault(hit.root, draft)
    return True


def _equal_sectors(reading: Reading, head: Token) -> tuple[str, ...]:
    """The sectors of the one whose counterpart it is: the possessor's, else the subject's."""
    owner = next((reading.by_head.get(token.i) for token in head.lefts if token.dep_ == "poss"), None)
    return owner.parties[0].sectors if owner is not None and owner.parties[0].kind == "person" else ("GOV",)


def _of_a_state(reading: Reading, start: int, first: int) -> bool:
    """Whether a country's adjective stands before aircraft: then they are its force's ("South African helicopters")."""
    return any(hit.entry.kind in ("country", "people") for hit in reading.hits_in(start, first))


def _in_hostile_clause(reading: Reading, head: Token) -> bool:
    """Whether the verb of the clause tells fighting: only then are aircraft taken for those of a force."""
    token = head
    for _ in range(6):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    return token.lemma_.lower() in reading.words.conflict


def _target(reading: Reading, head: Token) -> Origin | None:
    """The country that the sentence says something is done against, for what is struck.."""
    sentence = reading.sentences[head.i]
    for hit in reading.hits_in(max(0, head.i - 25), head.i):
        token = reading.doc[hit.root]
        if (
            reading.sentences[hit.root] == sentence
            and token.dep_ == "pobj"
            and token.head.lower_ == "against"
            and hit.entry.code
        ):
            return Origin(((hit.entry.code, ()),), f"the sentence tells acts against {hit.entry.name}")
    return None


def _members(reading: Reading, head: Token) -> tuple[str, ...]:
    """The sectors of the members a group is told to consist of ("a task force of US and Canadian officials")."""
    for inner in prepositional(head, "of"):
        role = role_noun(reading, inner) if inner.i not in reading.hit_of else None
        if role is not None:
            return role[0].sectors
    return ()


def _join_apposed(reading: Reading, head: Token, parties: list[Party]) -> None:
    """A role beside a person's name is that person ("Bushnell, the U.S. ambassador to Kenya,")."""
    if head.dep_ == "appos" and head.head.i < head.i and len(parties) == 1:
        named = reading.by_head.get(head.head.i)
        if named is not None and len(named.parties) == 1 and named.parties[0].kind == "person":
            named.parties[0].nouns.add(lemma(head))
            _lend(named.parties[0], parties[0])
            if named.parties[0].code == parties[0].code or parties[0].code is None:
                parties[0] = named.parties[0]


def _lend(person: Party, role: Party) -> None:
    """Gives a person of whom nothing is known what the role beside the name tells ("Pathan, the group's head")."""
    guessed = person.code is None or person.reason.endswith(BY_FOCUS)
    if person.id is None and guessed and not person.sectors and role.code is not None:
        person.code, person.sectors, person.reason = role.code, role.sectors, f"role beside the name: {role.reason}"


def _take_hits(reading: Reading, start: int, end: int, codes: set[str | None]) -> None:
    for hit in reading.hits_in(start, end):
        if hit.entry.code in codes:
            reading.used.add(hit.start)


def _place_role(reading: Reading, party: Party, head: Token, role: RoleNoun, start: int, first: int) -> None:
    """Gives a role without a country that of the issuer, a kindred role, the sentence's place or the report's focus."""
    what = f"agents.csv: {role.noun}"
    if set(party.sectors) & _UNKNOWN:
        party.reason = f"{what}, country not told"
        return
    if "IGO" in party.sectors:
        party.code, party.reason = "IGO", f"{what}, of several countries"
        return
    if lemma(head) in referring("any-country") and reading.doc[start].lower_ not in DEFINITE:
        party.reason = f"{what}, no one country"
        return
    if _ABROAD & {token.lower_ for token in reading.doc[start:first]}:
        party.reason = f"{what}, no one country"
        return
    if reading.issuer and head.text[:1].isupper() and head.i > start and "GOV" in party.sectors:
        party.code, party.reason = reading.issuer, f"{what}, the issuer's country"
        return
    definite = reading.doc[start].lower_ in DEFINITE
    kin = kin_of(reading, head) if definite else None
    if kin is not None:
        party.code, party.reason = kin.code, f"{what}, as the {next(iter(sorted(kin.nouns)), 'role')} before"
        return
    place = reading.place_of(head.i)
    if place is not None and party.sectors:
        party.code, party.reason = place, f"{what}, {BY_PLACE}"
    elif party.sectors and role.kind != "thing":
        code_by_default(reading, party, head, what)


def _read_counted(reading: Reading, head: Token, start: int, inner: Token) -> bool:
    """A word of number or quantity with the people it counts ("tens of thousands of people").

    RETURNS (bool): whether what is counted is a party.
    """
    inner_start = phrase_start(inner)
    hit = reading.hit_of.get(inner.i)
    if hit is not None:
        if hit.entry.kind not in ("people", "ethnic", "religious"):
            return False
        _read_name(reading, inner, hit, hit.start)
    else:
        role = role_noun(reading, inner)
        if role is None:
            return False
        _read_role(reading, inner, inner_start, role[0], role[1])
    draft = reading.by_head.get(inner.i)
    if draft is None:
        return False
    draft.start, draft.head = start, head.i
    reading.by_head[head.i] = draft
    return True


def _other_owner(reading: Reading, hit: Hit, start: int) -> Hit | None:
    """The country told before a body's name, where it is not the one the list gives."""
    if hit.entry.kind not in ("body", "office", "party") or hit.entry.code in INTERNATIONAL or hit.entry.code is None:
        return None
    for other in reading.hits_in(start, hit.start):
        if other.entry.kind in ("country", "people", "capital") and other.entry.code not in (None, hit.entry.code):
            gap = hit.start - other.end
            if gap == 0 or (gap == 1 and reading.doc[other.end].tag_ == "POS"):
                return other
    return None


def _are_some(head: Token, start: int) -> bool:
    """Whether a people's name means some people ("a thousand Colombians"), not the nation ("the Russians")."""
    if head.tag_ not in ("NNS", "NNPS"):
        return False
    if any(child.dep_ == "nummod" or child.lower_ in _SOME for child in head.lefts):
        return True
    counted_by = head.dep_ == "pobj" and head.head.lower_ == "of" and counted(head.head.head) is not None
    return counted_by or (start == head.i and head.dep_ in ("nsubj", "nsubjpass", "dobj", "conj"))


_SOME = frozenset({"some", "many", "several", "more", "most", "other", "few", "fellow"})


def _whole_nation(head: Token) -> bool:
    """Whether a people's name with "the" stands for the country ("the British said"), rather than for its people."""
    if head.tag_ in ("NNS", "NNPS") or not head.lower_.endswith(("sh", "ch", "ese", "ss")):
        return False
    return head.i > 0 and head.nbor(-1).lower_ == "the"


def _read_role_modifiers(reading: Reading, head: Token, start: int) -> None:
    """Mentions of role nouns that stand before another noun ("police orders", "regime bombardment")."""
    if head.i in reading.by_head:
        return
    for token in reading.doc[start : head.i]:
        if (
            token.dep_ not in ("compound", "nmod")
            or token.pos_ != "NOUN"
            or token.i in reading.hit_of
            or token.head.i != head.i
        ):
            continue
        role = role_noun(reading, token)
        if role is not None and role[0].kind in ("body", "group") and set(role[0].sectors) & (STATE | {"REB"}):
            first = role[1]
            while first - 1 >= start and first - 1 in reading.hit_of:
                first = reading.hit_of[first - 1].start
            _read_role(reading, token, max(start, first), role[0], role[1])


def _read_modifiers(reading: Reading, head: Token, start: int) -> None:
    """Mentions of the names before a noun that no bigger mention has taken up ("Armenian attacks")."""
    for hit in reading.hits_in(start, head.i):
        if hit.start in reading.used or hit.root in reading.by_head or hit.end > head.i + 1:
            continue
        reading.used.add(hit.start)
        if hit.root in reading.silent:
            continue
        possessor = reading.doc[hit.root].dep_ == "poss"
        peoples = hit.entry.kind in ("people", "ethnic")
        bare = peoples and (followed_by_link(reading.doc, hit) or not _plural_owner(reading, hit))
        party = reading.party(hit.entry, bare=bare)
        kind = "demonym" if peoples else "name"
        first = phrase_start(reading.doc[hit.root]) if possessor else hit.start
        reading.add(Draft(min(first, hit.start), hit.end, hit.root, [party], kind, party.reason))


def _plural_owner(reading: Reading, hit: Hit) -> bool:
    return reading.doc[hit.root].tag_ in ("NNS", "NNPS") and reading.doc[hit.root].dep_ == "poss"
