"""Definite descriptions: "his country", "the two sides", "the alliance" stand for parties named elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from spacy.tokens import Token

from polybius.find._antecedents import joined
from polybius.find._blocs import alliance_of_person
from polybius.find._country_words import acting_codes
from polybius.find._names import COUNTRY_KINDS, INTERNATIONAL
from polybius.find._neighbours import borders
from polybius.find._party_words import GroupNoun, referring
from polybius.find._phrases import NOMINAL, is_locative, lemma, phrase_start
from polybius.find._reading import Draft, Party, Reading

_NUMBERS = {
    "two": 2,
    "both": 2,
    "each": 2,
    "either": 2,
    "neither": 2,
    "warring": 2,
    "opposing": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "rival": 2,
}
_DEFINITE = frozenset({"the", "both", "these", "those", "all", "each", "either", "neither", "their", "its"})
# the codes or sectors a body needs to be called so, where its name does not hold the noun
_CALLED: dict[str, frozenset[str]] = {
    "group": frozenset({"REB", "PRM", "CRM", "SOC", "NGO", "IMG"}),
    "movement": frozenset({"REB", "PTY", "PRM", "SOC"}),
    "organisation": frozenset({"IGO", "UNO", "NGO", "REB", "SOC"}),
    "organization": frozenset({"IGO", "UNO", "NGO", "REB", "SOC"}),
    "body": frozenset({"IGO", "UNO"}),
    "grouping": frozenset({"IGO", "EUR"}),
    "watchdog": frozenset({"NGO", "UNO", "IGO"}),
    "charity": frozenset({"NGO"}),
    "militia": frozenset({"PRM", "REB"}),
    "party": frozenset({"PTY"}),
    "bureau": frozenset({"COP"}),
    "agency": frozenset({"COP", "SPY", "GOV", "UNO"}),
    "alliance": frozenset({"IGO", "EUR"}),
    "bloc": frozenset({"IGO", "EUR"}),
    "union": frozenset({"EUR", "LAB"}),
    "company": frozenset({"BUS"}),
    "firm": frozenset({"BUS"}),
    "department": frozenset({"GOV"}),
    "ministry": frozenset({"GOV"}),
    "court": frozenset({"JUD"}),
    "parliament": frozenset({"LEG"}),
    "faction": frozenset({"REB", "PTY", "PRM"}),
    "network": frozenset({"REB", "IMG", "JRN"}),
}


def read_description(reading: Reading, head: Token) -> bool:
    """Adds the mention of a definite description, where the parties it stands for are known.

    RETURNS (bool): whether the phrase is one, so that no role is looked for.
    """
    noun = reading.words.groups.get(lemma(head))
    if noun is None or head.pos_ not in ("NOUN", "PROPN") or head.i in reading.hit_of or head.i in reading.by_head:
        return False
    start = phrase_start(head)
    before = [token.lower_ for token in reading.doc[start : head.i]]
    if any(True for _ in reading.hits_in(start, head.i)) and not _number(before):
        return False
    number = _number(before)
    if number and lemma(head) in reading.words.roles and not _DEFINITE & set(before):
        return False  # "three former presidents" are new to the report
    if noun.kind == "country" and not number and head.tag_ == "NNS":
        party = Party("country", None, plural=True, reason="rule: countries not named")
        reading.add(Draft(start, head.i + 1, head.i, [party], "group", party.reason))
        return True
    if number and (head.tag_ in ("NNS", "NNPS") or before[:1] in (["each"], ["either"], ["neither"])):
        return _several(reading, head, start, noun, number)
    if before[:1] == ["each"] or (not noun.alone and noun.kind != "country"):
        return False
    return _one(reading, head, start, noun, before)


def _number(before: list[str]) -> int:
    return next((_NUMBERS[word] for word in before if word in _NUMBERS), 0)


def _several(reading: Reading, head: Token, start: int, noun: GroupNoun, number: int) -> bool:
    acting = acting_codes(reading, head)
    persons = _persons(reading, head, number) if lemma(head) in referring("person") else []
    bodies = _bodies(reading, head, noun, number) if noun.kind == "body" else []
    inner = [party for party in _in_sentence(reading, head) if party.code not in acting]
    if persons or bodies:
        parties = persons or bodies
    elif lemma(head) in ("neighbor", "neighbour"):
        parties = _neighbours_joined(reading, head, number) or _nearest(reading, head, number)
    elif len(inner) == number:
        parties = inner
    else:
        parties = _listed_together(reading, head, number) or _told_side_by_side(reading, head, number)
        if not parties and number <= _RANKED:
            parties = most_told(reading, head, number, acting)
    if len(parties) != number:
        return False
    sectors: tuple[str, ...] = ()
    role = reading.words.roles.get(lemma(head))
    acts = noun.kind == "side" or noun.noun == "government"
    if role is not None and acts and lemma(head) not in ("side", "party", "rival", "ally"):
        sectors = role.sectors
    if persons or bodies:
        sectors = ()
    shown = [
        Party(party.kind, party.code, sectors or party.sectors, None if sectors else party.id, party.name, plural=True)
        for party in parties
    ]
    named = ", ".join(party.name or party.code or "unnamed" for party in parties)
    reading.add(Draft(start, head.i + 1, head.i, shown, "group", f"rule: the {number} parties in focus: {named}"))
    for hit in reading.hits_in(start, head.i):
        reading.used.add(hit.start)
    return True


def _persons(reading: Reading, head: Token, number: int) -> list[Party]:
    """The last persons of different countries told before the words."""
    found: dict[str, Party] = {}
    for draft in reading.recent(head.i, 6, 40):
        for party in draft.parties:
            if party.kind == "person" and party.code and set(party.sectors) & {"GOV", "MIL", "ELI", "REB"}:
                found.setdefault(party.code, party)
    return list(found.values())[:number] if len(found) >= number else []


def _bodies(reading: Reading, head: Token, noun: GroupNoun, number: int) -> list[Party]:
    """The last bodies told before the words that may be called by the noun."""
    found: dict[tuple[str | None, ...], Party] = {}
    for hit in reversed(reading.hits_near(head.i)):
        if hit.start >= head.i or hit.entry.kind in COUNTRY_KINDS or hit.entry.kind in ("person", "media"):
            continue
        if reading.sentences[head.i] - reading.sentences[hit.root] > 8:
            break
        party = reading.party(hit.entry)
        if _suits(party, noun, [reading.doc[hit.start : hit.end].text]):
            found.setdefault(party.key(), party)
        if len(found) == number:
            return list(reversed(found.values()))
    return []


def _nearest(reading: Reading, head: Token, number: int) -> list[Party]:
    """The countries told last that are neither the owner's nor the one that acts on them in the clause."""
    owner = next((reading.by_head.get(token.i) for token in head.lefts if token.dep_ == "poss"), None)
    left = {party.code for party in owner.parties} if owner is not None else acting_codes(reading, head)
    sentence = reading.sentences[head.i]
    if owner is None:
        first = next(reading.recent(head.i, 0), None)
        left |= {party.code for party in first.parties} if first is not None else set()
    owners = {code for code in left if code} if owner is not None else set()
    found: list[str] = []
    for hit in reversed(reading.hits_near(head.i)):
        code = hit.entry.code
        if hit.start >= head.i or code is None or code in INTERNATIONAL or code in left or code in found:
            continue
        ring = owners or set(found)  # they border the owner, or else each other
        if ring and not any(code in borders().get(other, ()) for other in ring):
            continue
        if sentence - reading.sentences[hit.root] > 8:
            break
        found.append(code)
    return [reading.country(code) for code in reversed(found[:number])] if len(found) >= number else []


def _listed_together(reading: Reading, head: Token, number: int) -> list[Party]:
    """The nearest coordination of exactly that many countries before the words ("Poland, Hungary and …")."""
    run: list[Party] = []
    last = None
    for draft in reading.recent(head.i, 8, 60):
        token = reading.doc[draft.head]
        party = draft.parties[0]
        if len(draft.parties) != 1 or party.kind != "country" or party.code in INTERNATIONAL or draft.kind == "pronoun":
            continue
        joined = last is not None and (last.head.i == token.i or last.head.i == token.head.i) and last.dep_ == "conj"
        if not joined:
            if len(run) == number and number > 2:
                break
            run = []
        run.append(party)
        last = token
    codes = {party.code for party in run}
    return list(reversed(run)) if len(run) == number and len(codes) == number and number > 2 else []


def _told_side_by_side(reading: Reading, head: Token, number: int) -> list[Party]:
    """More than three parties, which are meant only where one list names just so many."""
    return joined(reading, head, number) if number > _RANKED else []


def _neighbours_joined(reading: Reading, head: Token, number: int) -> list[Party]:
    """The two countries told side by side last, if they border each other and the words have no possessor."""
    owned = any(token.dep_ == "poss" for token in head.lefts)
    pair = joined(reading, head, number) if number == 2 and not owned else []
    codes = [party.code or "" for party in pair if party.kind == "country"]
    return pair if len(codes) == 2 and codes[1] in borders().get(codes[0], ()) else []


def _in_sentence(reading: Reading, head: Token) -> list[Party]:
    """The parties of the sentence, where it tells exactly those countries."""
    sentence = reading.sentences[head.i]
    found: dict[str, Party] = {}
    for index in range(max(0, head.i - 60), min(len(reading.doc), head.i + 60)):
        hit = reading.hit_of.get(index)
        if hit is None or reading.sentences[index] != sentence or hit.root in reading.silent:
            continue
        code = hit.entry.code
        if code and code not in INTERNATIONAL and hit.entry.kind not in ("media", "territory", "region"):
            bare = reading.party(hit.entry, bare=True)
            if code not in found or hit.entry.kind == "country":
                found[code] = bare if hit.entry.kind in COUNTRY_KINDS else Party("country", code)
    return list(found.values())


def most_told(reading: Reading, head: Token, number: int, acting: set[str | None]) -> list[Party]:
    """The parties that stand against each other in most sentences up to the words, else those told most.

    acting: codes of who acts on them in the clause, and so is none of them. Parties that border each other are
    likelier to be the two sides.
    """
    links, counts, first = _links(reading, head.i)
    links = Counter({keys: n for keys, n in links.items() if not any(code in acting for code, _ in keys)})
    counts = Counter({key: n for key, n in counts.items() if key[0] not in acting})
    if number == 2 and not links:
        links = Counter({frozenset(pair): 0 for pair in combinations(sorted(counts), 2)})
    if number == 2 and links:
        told = {keys: sum(counts[key] for key in keys) for keys in links}
        pair = max(
            links,
            key=lambda keys: (
                links[keys] + _BORDERING * _border(keys), told[keys], -min(first[key][0] for key in keys)
            ),
        )  # fmt: skip
        chosen = sorted(pair, key=lambda key: first[key][0])
    else:
        chosen = [key for key, _ in counts.most_common(number)]
    return [first[key][1] for key in chosen]


_RANKED = 3  # more parties than these are meant only where they were told side by side
_Key = tuple[str, str]
_JOINED = 6  # what it counts that two parties were told side by side
_NEAR = 3  # sentences back
_BETWEEN = 3  # words between two parties told side by side
_BORDERING = 4  # what it counts that two parties are neighbours, or of one country


def _border(keys: frozenset[_Key]) -> bool:
    codes = sorted({code for code, _ in keys})
    return len(codes) == 1 or codes[1] in borders().get(codes[0], ())


def _links(
    reading: Reading, index: int
) -> tuple[Counter[frozenset[_Key]], Counter[_Key], dict[_Key, tuple[int, Party]]]:
    """How strongly each two parties are set against each other, how often each is told, and where first.

    Sentences behind the token at ``index`` count half.
    """
    sentences: dict[int, dict[_Key, int]] = {}
    counts: Counter[_Key] = Counter()
    first: dict[_Key, tuple[int, Party]] = {}
    for hit in reading.hits_near(index):
        code, armed = hit.entry.code, hit.entry.kind == "armed-group"
        if not code or (code in INTERNATIONAL and not armed) or hit.entry.kind in ("media", "region"):
            continue
        key = (code, hit.entry.id if armed else "")
        counts[key] += 2 if hit.start < index else 1
        sentences.setdefault(reading.sentences[hit.root], {})[key] = hit.root
        if key not in first:
            first[key] = (hit.start, reading.party(hit.entry) if armed else reading.country(code))
    links: Counter[frozenset[_Key]] = Counter()
    for sentence, keys in sentences.items():
        if sentence not in reading.hostile or not 2 <= len(keys) <= 6:
            continue
        pairs = list(combinations(sorted(keys), 2))
        for pair in pairs:
            links[frozenset(pair)] += (12 if sentence <= reading.sentences[index] else 6) // len(pairs)
    for pair in _joined_pairs(reading, index):
        if pair[0] in counts and pair[1] in counts:
            links[frozenset(pair)] += _JOINED
    return links, counts, first


def _joined_pairs(reading: Reading, index: int) -> Iterator[tuple[_Key, _Key]]:
    """The countries told side by side a few sentences before the words ("Ireland and France")."""
    near = [hit for hit in reading.hits_near(index) if hit.start < index and hit.entry.kind in COUNTRY_KINDS]
    for before, after in pairwise(near):
        between = reading.doc[before.end : after.start]
        close = reading.sentences[index] - reading.sentences[after.root] <= _NEAR
        joined = len(between) <= _BETWEEN and any(token.lower_ == "and" for token in between)
        one, other = before.entry.code, after.entry.code
        if close and joined and one and other and one != other:
            yield (one, ""), (other, "")


def _one(reading: Reading, head: Token, start: int, noun: GroupNoun, before: list[str]) -> bool:
    owner = next((reading.by_head.get(token.i) for token in head.lefts if token.dep_ == "poss"), None)
    if noun.kind == "country" and owner is not None and len(owner.parties) >= 1 and head.tag_ == "NN":
        codes = [party.code for party in owner.parties if party.code]
        if not codes or lemma(head) in ("neighbor", "neighbour", "government", "capital", "power"):
            return False
        parties = [reading.country(code) for code in dict.fromkeys(codes)]
        _add_one(reading, head, start, parties, "rule: country of the possessor")
        return True
    capital = head.pos_ == "PROPN" and any(token.pos_ == "PROPN" for token in reading.doc[start : head.i])
    if (
        capital
        or not noun.alone
        or before[:1] not in (["the"], ["this"])
        or len(before) > 3
        or head.tag_ not in ("NN", "NNP")
    ):
        return False
    if _narrowed(head):
        return False
    if noun.kind != "country":
        return _one_body(reading, head, start, noun)
    acting = acting_codes(reading, head)
    focus = reading.home
    if len(before) == 1 and focus not in {None, *INTERNATIONAL, *acting} and not is_locative(head):
        told = any(p.code == focus for d in reading.recent(head.i, 2, 20) for p in d.parties)
        if told:
            _add_one(reading, head, start, [reading.country(str(focus))], "rule: country in focus")
            return True
    for draft in reading.recent(head.i, 5, 40):
        for party in draft.parties:
            if party.code in acting:
                continue
            if party.code and party.code not in INTERNATIONAL and draft.kind != "pronoun":
                if is_locative(head):
                    return True
                _add_one(reading, head, start, [reading.country(party.code)], "rule: country told before")
                return True
    return False


def _narrowed(head: Token) -> bool:
    """Whether a clause or phrase behind the noun says which one is meant, so that it need not be one told before."""
    for child in head.rights:
        if child.dep_ in ("relcl", "acl") and head.doc[child.left_edge.i - 1].text != ",":
            return True
        if child.dep_ == "prep" and any(inner.dep_ == "pobj" and inner.pos_ in NOMINAL for inner in child.rights):
            return True  # but "accused the movement of fighting"
    return False


def _one_body(reading: Reading, head: Token, start: int, noun: GroupNoun) -> bool:
    """The last body told before that may be called by the noun, also where it only modified another word."""
    for hit in reversed(reading.hits_near(head.i)):
        if hit.start >= head.i or hit.entry.kind in COUNTRY_KINDS or hit.entry.kind == "person":
            continue
        if reading.sentences[head.i] - reading.sentences[hit.root] > 12:
            break
        party = reading.party(hit.entry)
        armed = hit.entry.kind == "armed-group" and noun.noun in referring("armed-band")
        if armed or _suits(party, noun, [reading.doc[hit.start : hit.end].text]):
            _add_one(reading, head, start, [party], "rule: refers to")
            return True
    later = (hit for hit in reading.hits_near(head.i) if hit.start > head.i and noun.noun in referring("bloc"))
    for hit in later:
        party = reading.party(hit.entry)
        if hit.entry.kind == "organisation" and _suits(party, noun):
            _add_one(reading, head, start, [party], "rule: refers to")
            return True
    if noun.noun in referring("bloc") and (body := alliance_of_person(reading, head)) is not None:
        _add_one(reading, head, start, [body], "rule: refers to")
        return True
    for draft in reading.recent(head.i, 12, 60):
        words = {token.lower_ for token in reading.doc[draft.start : draft.end]}
        named = any(token.pos_ == "PROPN" for token in reading.doc[draft.start : draft.end])
        if named and draft.kind in ("role", "name") and words & {noun.noun, f"{noun.noun}s"}:
            _add_one(reading, head, start, draft.parties, "rule: refers to")
            return True
    return False


def _suits(party: Party, noun: GroupNoun, names: Iterable[str] = ()) -> bool:
    """Whether a body may be called by the noun: one of its names holds it, or the noun is general enough."""
    if any(noun.noun in name.lower().split() for name in (party.name or "", *names)):
        return True
    media = noun.noun in ("newspaper", "daily", "paper")
    if "JRN" in party.sectors or media:
        return (media and "JRN" in party.sectors) or (noun.noun == "agency" and "JRN" in party.sectors)
    needed = _CALLED.get(noun.noun)
    return needed is not None and bool(needed & {*party.sectors, party.code})


def _add_one(reading: Reading, head: Token, start: int, parties: list[Party], reason: str) -> None:
    named = ", ".join(party.name or party.code or "unnamed" for party in parties)
    reading.add(Draft(start, head.i + 1, head.i, parties, "group", f"{reason}: {named}"))
