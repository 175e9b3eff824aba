"""Persons: who a name is, by the list, an introduction ("U.S. Ambassador …") or an apposition, and surnames alone."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from polybius.annotate import BY_FOCUS, BY_PLACE
from polybius.find._name_order import called_by
from polybius.find._names import INTERNATIONAL
from polybius.find._origins import Origin, code_by_default, doc_text, origin_of, role_noun, role_sectors
from polybius.find._party_words import referring
from polybius.find._phrases import lemma, phrase_start, prepositional
from polybius.find._place_words import opening_preposition, place_words
from polybius.find._reading import Draft, Party, Reading
from polybius.find.gazetteer import candidates_for, place_key

_IRREGULAR = frozenset({"REB", "PRM"})


def introduce(reading: Reading, party: Party, start: int, head: Token) -> int:
    """Learns from the words before a person's name: role nouns and gender; and keeps the surname for later."""
    for token in reading.doc[start : head.i]:
        title = reading.words.titles.get(token.lower_.rstrip("."))
        if title is not None and title.gender:
            party.gender = title.gender
        role = reading.words.roles.get(lemma(token))
        if role is not None and role.kind == "person":
            party.nouns.add(lemma(token))
    if party.sectors in ((), ("ELI",)) and party.code not in INTERNATIONAL:
        _learn_title(reading, party, start, head)
    register_name(reading, head.text, party)
    return start


def _learn_title(reading: Reading, party: Party, start: int, head: Token) -> None:
    """Gives a listed person of no listed office on the day the one told before the name ("Opposition leader …")."""
    sectors: tuple[str, ...] = ()
    for token in reading.doc[start : head.i]:
        title = reading.words.titles.get(token.lower_.rstrip("."))
        role = role_noun(reading, token) if token.i not in reading.hit_of else None
        if (
            role is not None
            and role[0].kind == "person"
            and role[0].sectors
            and not _begins_longer(reading, token, head)
        ):
            origin = origin_of(reading, token, start, role[1])
            sectors = role_sectors(reading, role[0], origin, start, role[1])[0]
        elif title is not None and title.sectors:
            sectors = sectors or title.sectors
    if sectors and (not party.sectors or sectors != ("MIL",)):
        party.sectors = sectors


def _begins_longer(reading: Reading, token: Token, head: Token) -> bool:
    """Whether the role noun at a token is but the start of a longer one ("prime" …)."""
    after = role_noun(reading, reading.doc[token.i + 1]) if token.i + 1 < head.i else None
    return after is not None and after[1] <= token.i


def register(reading: Reading, surname: str, party: Party) -> None:
    """Lets the surname alone stand for the person from now on."""
    known = reading.surnames.setdefault(surname.lower(), [])
    if party not in known:
        known.append(party)


def register_name(reading: Reading, last: str, party: Party) -> None:
    """Lets the parts of the name by which the person is called stand for the person.

    last: the last word of the name as it stands in the text.
    """
    words = [last, *called_by(party.name or "", party.code)]
    if "-" in last and last.split("-")[-1].islower():
        words.append((party.name or last).split()[0])  # "Kim Sang-ho" is Mr. Kim
    for word in dict.fromkeys(words):
        register(reading, word, party)


def is_person_name(reading: Reading, head: Token, start: int) -> bool:
    """Whether a proper noun is a person's name: tagged so, after a title or given name, or a surname met before."""
    if head.pos_ != "PROPN" or not head.text[:1].isupper() or _is_place_phrase(head):
        return False
    if head.lower_ in reading.surnames:
        return True
    if reading.doc[start].lower_ == "the" and head.lower_ in referring("media-last"):
        return False  # "the Mongolia Herald"
    if _is_aimed_at(head, start):
        return False
    if head.lower_.rstrip(".") in reading.words.titles and not given_names(reading, head, start):
        return False
    before = reading.doc[head.i - 1] if head.i > start else None
    if before is not None and before.text in reading.words.genders:
        return True
    if _introduced(reading, head, start) or _has_who(reading, head, start):
        return True
    if head.ent_type_ == "PERSON":
        return role_noun(reading, head) is None or (before is not None and before.ent_type_ == "PERSON")
    return (
        before is not None
        and before.lower_.rstrip(".") in reading.words.titles
        and head.ent_type_ not in ("ORG", "GPE")
    )


def _is_aimed_at(head: Token, start: int) -> bool:
    """Whether a name is a listed place and stands where places do, whatever it is tagged: "took Mekelle"."""
    words = place_words()
    name = head.doc[start : head.i + 1].text
    key = place_key(name)
    if key in words.person_names or key in words.name_words or not candidates_for(name):
        return False
    if head.dep_ == "dobj":
        return "obj" in words.target.get(head.head.lemma_.lower(), ())
    return head.dep_ == "pobj" and words.locative.get(head.head.lower_) in ("in", "near")


def _is_place_phrase(head: Token) -> bool:
    """Whether a preposition that opens the sentence was taken for (a part of) the name ("Near Ar Raqqah, …")."""
    first = head
    while first.ent_iob_ == "I" and first.i > 0:
        first = first.nbor(-1)
    return opening_preposition(first)


def _has_who(reading: Reading, head: Token, start: int) -> bool:
    """Whether a name of two words, whatever it is tagged, has a clause with "who" ("Lincoln Vassell, who")."""
    if head.i == start or not _given_name(reading, reading.doc[head.i - 1]) or role_noun(reading, head) is not None:
        return False
    after = reading.doc[head.i + 1 : head.i + 3]
    return len(after) == 2 and after[0].text == "," and after[1].lower_ in ("who", "whose", "whom")


def _introduced(reading: Reading, head: Token, start: int) -> bool:
    """Whether a role stands before a name or beside it ("spokeswoman Hua …", "the spokesman, Idris …")."""
    first = head.i
    while first > start and _given_name(reading, reading.doc[first - 1]):
        first -= 1
    if first == head.i or head.ent_type_ not in ("", "PERSON", "NORP", "ORG"):
        return False
    if head.dep_ == "appos" and head.head.i < head.i:
        beside = role_noun(reading, head.head)
        return beside is not None and beside[0].kind == "person" and head.head.i not in reading.hit_of
    before = role_noun(reading, reading.doc[first - 1]) if first > start else None
    if before is not None and before[0].kind == "person":
        return True
    for child in head.rights:  # "Samoa Dlamini, a spokeswoman for …"
        if child.dep_ == "appos" and child.i not in reading.hit_of:
            role = role_noun(reading, child)
            if role is not None and role[0].kind == "person":
                return True
    spoken = head.dep_ == "nsubj" and head.head.lemma_ in reading.quotes.verbs
    return spoken and head.ent_type_ == "" and role_noun(reading, head) is None and head.i - first <= 2


def read_person(reading: Reading, head: Token, start: int) -> None:
    known = reading.surnames.get(head.lower_, [])
    given = given_names(reading, head, start)
    party = _which(reading, known, given, head) or _listed(reading, head, given)
    if party is None:
        party = new_person(reading, head, start)
    else:
        learn(reading, party, head, start)
        if party.id is None and party.reason.endswith(BY_FOCUS):
            _learn_anew(reading, party, head, start)
    for hit in reading.hits_in(start, head.i):
        if party.code is None or hit.entry.code == party.code:
            reading.used.add(hit.start)
    kind = "name" if party.id else "person"
    reading.add(Draft(start, head.i + 1, head.i, [party], kind, party.reason))
    join_introduced(reading, head, party)


def _learn_anew(reading: Reading, party: Party, head: Token, start: int) -> None:
    """Reads what stands beside a name again, now that pronouns before it are known ("their commander, Gen. …")."""
    again = Party("person", name=party.name, gender=party.gender)
    learn(reading, again, head, start)
    if again.code is not None and not again.reason.endswith((BY_FOCUS, BY_PLACE)):
        party.code, party.reason = again.code, again.reason
        party.sectors = again.sectors or party.sectors
        party.nouns |= again.nouns


def _listed(reading: Reading, head: Token, given: list[Token]) -> Party | None:
    """The listed person meant by a surname alone, or by a name with an initial that the list leaves out."""
    if len(given) > 1:
        found = reading.actors.lookup(f"{given[0].text} {head.text}", reading.on)
    elif not given:
        named = reading.actors.surname(head.text, reading.on)
        found = tuple(entry for entry in named if reading.counts[entry.code or ""])
    else:
        return None
    if len(found) != 1 or found[0].kind != "person":
        return None
    register(reading, head.text, reading.party(found[0]))
    return reading.party(found[0])


def _given_name(reading: Reading, token: Token) -> bool:
    return (
        token.pos_ == "PROPN" and token.i not in reading.hit_of and lemma(token) not in reading.words.roles
        and token.lower_.rstrip(".") not in reading.words.titles and token.text[:1].isupper()
    )  # fmt: skip


def given_names(reading: Reading, head: Token, start: int) -> list[Token]:
    """The words of a person's name before the surname."""
    first = head.i
    while first > start and (_given_name(reading, reading.doc[first - 1]) or reading.doc[first - 1].text == "-"):
        first -= 1
    return [token for token in reading.doc[first : head.i] if token.text != "-"]


def _which(reading: Reading, known: list[Party], given: list[Token], head: Token) -> Party | None:
    """The person of that surname who is meant: by given name, else the one named last."""
    if given:
        name = f"{given[0].text} {head.text}".lower()
        return next((party for party in known if party.name and party.name.lower().startswith(name.split()[0])), None)
    if len(known) < 2:
        return known[0] if known else None
    for draft in reading.recent(head.i, 8, 60):
        for party in draft.parties:
            if party in known and reading.doc[draft.head].dep_ in ("nsubj", "nsubjpass"):
                return party
    return known[0]


def new_person(reading: Reading, head: Token, start: int) -> Party:
    """The party of a person's name met for the first time, coded from the actor list or the introduction."""
    given = given_names(reading, head, start)
    party = Party(
        "person",
        name=reading.doc[given[0].i if given else head.i : head.i + 1].text,
        reason="rule: person not in the actor list",
    )
    if given:
        party.gender = reading.words.genders.get(given[0].text, "")
    learn(reading, party, head, start)
    if party.code is None and given:
        _settle(reading, party, head)
    if given or party.nouns or party.code:
        register_name(reading, head.text, party)
    return party


def _settle(reading: Reading, party: Party, head: Token) -> None:
    """Takes a person whose country nothing else tells for one of the sentence's place, else of the report's focus."""
    told = reading.place_of(head.i)
    party.code = told or reading.home
    if party.code is not None:
        party.reason = f"rule: person not in the actor list, {BY_PLACE if told else BY_FOCUS}"


def learn(reading: Reading, party: Party, head: Token, start: int) -> None:
    """Takes title, role, country and gender of a person from the words around the name."""
    doc = reading.doc
    title_sectors: tuple[str, ...] = ()
    # a stop inside a title ("Staff Sgt. …") may have ended the sentence for the parser
    before = max(0, start - 2) if doc[start].is_sent_start else start
    for token in doc[before : head.i]:
        title = reading.words.titles.get(token.lower_.rstrip("."))
        if title is not None:
            party.gender = party.gender or title.gender
            # "police Capt. …"
            before_title = reading.words.sector_modifiers.get(doc[token.i - 1].lower_, ()) if token.i else ()
            title_sectors = title_sectors or (before_title if title.sectors else ()) or title.sectors
    untold = None
    if party.id is None and party.code is None:
        untold = _learn_role(reading, party, head, start, title_sectors)
    if party.id is None and (party.code is None or not party.sectors or party.sectors == title_sectors):
        learn_beside(reading, head, party)
    elif party.id is not None and party.sectors in ((), ("ELI",)):
        _learn_office(reading, head, party)
    if party.id is None and party.code is None:
        _learn_work(reading, head, party, title_sectors)
    if untold is not None and party.code is None:
        what = "title" if untold.i == head.i else f"introduced as {untold.text!r}"
        speaking = _country_before(reading, head) if "GOV" in party.sectors else None
        if speaking is not None:
            party.code, party.reason = speaking, f"{what}, country that acts in the sentence before"
        else:
            code_by_default(reading, party, untold, what)


def _country_before(reading: Reading, head: Token) -> str | None:
    """The country that acts in the sentence before in the paragraph: "Colombia denied it. Defence Minister X said"."""
    doc, now = reading.doc, reading.sentences[head.i]
    for index in range(head.i - 1, -1, -1):
        if "\n\n" in doc[index].text_with_ws or reading.sentences[index] < now - 1:
            return None
        hit = reading.hit_of.get(index)
        if hit is None or hit.root != index or reading.sentences[index] == now:
            continue
        if doc[index].dep_ == "nsubj" and doc[index].head.dep_ == "ROOT":
            return hit.entry.code if hit.entry.kind == "country" else None
    return None


def _learn_role(
    reading: Reading, party: Party, head: Token, start: int, title_sectors: tuple[str, ...]
) -> Token | None:
    """Takes role and country from the words before a name.

    RETURNS (Token | None): the role, or the name behind a title, whose country is not told but may be guessed.
    """
    for index in range(head.i - 1, start - 1, -1):
        token = reading.doc[index]
        role = role_noun(reading, token)
        titled = reading.words.titles.get(token.lower_.rstrip("."))
        if titled is not None and titled.sectors and role is not None and role[0].noun in referring("relative"):
            continue  # "Father Tadeusz Wilk" is nobody's father
        if role is not None:
            party.nouns.add(lemma(token))
            gender_from(party, lemma(token))
            origin = origin_of(reading, token, start, role[1]) or _title_place(reading, head)
            party.sectors = role_sectors(reading, role[0], origin, start, role[1])[0]
            if origin is not None:
                party.code = origin.codes[0][0]
                party.reason = f"rule: introduced as {doc_text(reading, start, index + 1)!r}, {origin.reason}"
            elif party.sectors:
                return token
            return None
    if title_sectors:
        party.sectors = title_sectors
        origin = origin_of(reading, head, start, head.i) or _title_place(reading, head)
        if origin is not None:
            party.code, party.reason = origin.codes[0][0], f"rule: title, {origin.reason}"
        return head
    origin = origin_of(reading, head, start, head.i)
    if origin is not None:
        party.code = origin.codes[0][0]
        party.reason = f"rule: person, {origin.reason}"
    return None


def _title_place(reading: Reading, head: Token) -> Origin | None:
    """The country told after a person's name ("Gov. Mike Pence of Indiana")."""
    for inner in prepositional(head, "of"):
        for hit in reading.hits_in(phrase_start(inner), inner.i + 1):
            return Origin(((hit.entry.code, ()),), f"of {hit.entry.name}")
    return None


def learn_beside(reading: Reading, head: Token, party: Party) -> None:
    """Takes role and country from an apposition or predicate ("Paul Moskal, a spokesman for …")."""
    others = [child for child in head.rights if child.dep_ == "appos"][:2]
    if head.dep_ == "appos" and head.head.i < head.i:
        others.append(head.head)
    if head.dep_ == "nsubj" and head.head.lemma_ == "be" and head.head.dep_ not in ("ccomp", "xcomp", "advcl"):
        others += [child for child in head.head.rights if child.dep_ == "attr"][:1]
    for other in others:
        role = role_noun(reading, other)
        if role is None or other.i in reading.hit_of:
            continue
        start = reading.start_of(other)
        origin = origin_of(reading, other, start, role[1])
        sectors = role_sectors(reading, role[0], origin, start, role[1])[0]
        if not party.sectors or (party.sectors == ("MIL",) and set(sectors) & _IRREGULAR):
            party.sectors = sectors  # "Gen. Omar, the rebel commander": the title alone would make a soldier of him
        party.nouns.add(lemma(other))
        gender_from(party, lemma(other))
        if party.code is None and origin is not None:
            party.code = origin.codes[0][0]
            party.reason = f"rule: {doc_text(reading, start, other.i + 1)!r} beside the name, {origin.reason}"
        elif party.code is None and sectors:
            # a titled officer in a statement of his own forces is theirs, whatever stands beside the name
            titled = set(party.sectors) & {"GOV", "MIL"}
            code_by_default(reading, party, head if titled else other, f"{other.text!r} beside the name")
        return
    if party.code is None and not party.sectors and _private(reading, head):
        party.sectors = ("CVL",)
        party.code = reading.place_of(head.i) or reading.home
        party.reason = "rule: a person told with age or home, country of the place or the report"


def _learn_work(reading: Reading, head: Token, party: Party, title_sectors: tuple[str, ...]) -> None:
    """Takes country and sectors from what a person is told to do: "X, who heads Y", "X, in command of Y"."""
    for other in _told_work(head):
        role = role_noun(reading, other) if other.i not in reading.hit_of else None
        start = reading.start_of(other)
        hit = reading.hit_of.get(other.i)
        if hit is not None and hit.entry.code and hit.entry.kind not in ("person", "media"):
            party.code = hit.entry.code
            party.sectors = party.sectors or hit.entry.sectors
            party.reason = f"rule: told to work for {hit.entry.name}"
            return
        if role is None:
            continue
        origin = origin_of(reading, other, start, role[1])
        sectors = role_sectors(reading, role[0], origin, start, role[1])[0]
        if origin is None and not sectors:
            continue
        if not party.sectors or party.sectors == title_sectors == ("MIL",):
            party.sectors = sectors or party.sectors
        party.nouns.update({lemma(other)} if role[0].kind == "person" else set())
        if origin is not None:
            party.code = origin.codes[0][0]
            party.reason = f"rule: told to work for {doc_text(reading, start, other.i + 1)!r}, {origin.reason}"
        elif party.sectors:
            code_by_default(reading, party, other, f"works for {other.text!r}")
        return


def _told_work(head: Token) -> Iterator[Token]:
    """What a relative clause, participle or "in command of" beside a name says the person is or serves."""
    clauses = [child for child in head.rights if child.dep_ in ("relcl", "acl", "advcl")]
    for clause in clauses:
        verb = clause.lemma_.lower()
        if verb == "be":
            yield from (child for child in clause.rights if child.dep_ == "attr")
        elif verb in referring("work"):
            yield from (child for child in clause.rights if child.dep_ in ("dobj", "oprd", "attr"))
        if verb in referring("work") | {"be"}:
            yield from prepositional(clause, "for", "of", "as")
    for inner in prepositional(head, "in"):
        if inner.lemma_.lower() in ("command", "charge", "control"):
            yield from prepositional(inner, "of")


def _learn_office(reading: Reading, head: Token, party: Party) -> None:
    """Gives a listed person out of the listed offices the one told beside the name ("Emma Bonino, the European …")."""
    told = Party("person", gender=party.gender)
    learn_beside(reading, head, told)
    if told.code is not None and "beside the name" in told.reason and told.sectors != ("CVL",):
        party.code, party.sectors, party.reason = told.code, told.sectors, told.reason
        party.nouns |= told.nouns


def _private(reading: Reading, head: Token) -> bool:
    """Whether a person is told as private people are: with the age ("Kim Lee, 44,") or the home ("of Ohio")."""
    after = reading.doc[head.i + 1 : head.i + 3]
    if len(after) == 2 and after[0].text == "," and after[1].text.isdigit() and len(after[1].text) < 3:
        return True
    sentence = reading.sentences[head.i]
    homes = {index for index, _ in reading.places.get(sentence, [])}
    return any(inner.i in homes for inner in prepositional(head, "of", "from"))


def gender_from(party: Party, noun: str) -> None:
    if noun.endswith("woman") or noun in ("queen", "mother", "sister", "daughter", "wife", "girl", "actress"):
        party.gender = "f"
    elif noun.endswith("man") and noun not in ("chairman", "spokesman"):
        party.gender = party.gender or "m"
    elif noun in ("king", "father", "brother", "son", "husband", "boy"):
        party.gender = "m"


def join_introduced(reading: Reading, head: Token, party: Party) -> None:
    """Lets a role told before a name be the person it introduces ("his predecessor, Burhanuddin Rabbani,")."""
    if head.dep_ != "appos" or head.head.i > head.i or head.head.i in reading.hit_of:
        return
    role = reading.by_head.get(head.head.i)
    if role is None or role.kind != "role" or len(role.parties) != 1 or role.parties[0].kind != "person":
        return
    if party.sectors and role.parties[0].code in (None, party.code) and not role.parties[0].name:
        party.nouns |= role.parties[0].nouns
        role.parties[0] = party
