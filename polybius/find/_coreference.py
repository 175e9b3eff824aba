"""Pronouns: who is meant by he, it, they, who, I and we."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.find._names import INTERNATIONAL
from polybius.find._party_words import Pronoun, referring
from polybius.find._phrases import NOMINAL
from polybius.find._reading import Draft, Party, Reading

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# How likely a mention is the one meant: in kind after Lappin and Leass 1994; the numbers were set on our own texts.
# sentence, further, token: what each sentence (two at most), each one beyond, and each token between costs.
SALIENCE = {
    "base": 3.0, "sentence": 1.5, "further": 0.3, "token": 0.01, "subject": 2.0, "main subject": 0.6,
    "object": 0.8, "modifier": -1.5, "oblique": 0.2, "demonym": -1.5,
    "unknown": -0.4, "plural": 1.5, "country for they": -1.5, "body for they": -0.5, "gender": 0.5, "quoted": -1.0,
}  # fmt: skip
_EXPLETIVE_VERBS = frozenset({"seem", "appear", "rain", "snow", "happen", "turn", "become", "take", "remain", "be"})


def read_third_person(reading: Reading, token: Token, pronoun: Pronoun) -> bool:
    """Adds the mention of a third-person or relative pronoun, where somebody is meant who is known.

    RETURNS (bool): whether it is settled: somebody was found, or nobody is meant.
    """
    if pronoun.role == "relative":
        parties, reason = _antecedent(reading, token), "rule: antecedent of the relative clause"
    elif pronoun.role == "reflexive":
        parties, reason = _own_subject(reading, token), "rule: subject of its clause"
    elif pronoun.form in ("it", "its") and _expletive(token):
        return True
    else:
        parties, reason = _best(reading, token, pronoun), "rule: nearest fitting party"
    if parties:
        _mention(reading, token, parties, reason)
        _share(reading, token, parties)
    return bool(parties)


def read_ahead(reading: Reading, token: Token, pronoun: Pronoun) -> None:
    """Adds the mention of a pronoun that stands before the one it means: "Hours after he walked free, X spoke"."""
    if pronoun.role == "relative" or token.i in reading.by_head:
        return
    verb = _clause_verb(token)
    for _ in range(6):
        if verb is None or verb.head is verb or verb.dep_ in ("ccomp", "parataxis"):
            return  # "they were armed, police said" tells nothing of the police
        verb = verb.head
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        for child in verb.lefts:
            draft = reading.by_head.get(child.i) if child.dep_ in _SUBJECTS and child.i > token.i else None
            if draft is not None and any(_agrees(party, pronoun) for party in draft.parties):
                _mention(reading, token, draft.parties, "rule: subject of the clause it opens")
                return


def _share(reading: Reading, token: Token, parties: list[Party]) -> None:
    """Lets the number before "of them" stand for the same party ("58 of them were rescued")."""
    top = _partitive(token)
    if top is not None and top.i not in reading.by_head and top.dep_ in (*_SUBJECTS, "dobj"):
        named = parties[0].name or parties[0].code or "unnamed"
        reading.add(Draft(top.i, token.i + 1, top.i, parties, "role", f"rule: some of {named}"))


def _partitive(token: Token) -> Token | None:
    """The word of number that "of" joins to a pronoun ("58" of "58 of them")."""
    joined = (
        token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NUM", "DET", "PRON", "ADJ")
    )
    return token.head.head if joined else None


def _mention(reading: Reading, token: Token, parties: list[Party], reason: str) -> None:
    named = ", ".join(dict.fromkeys(party.name or party.code or "unnamed" for party in parties))
    reading.add(Draft(token.i, token.i + 1, token.i, parties, "pronoun", f"{reason}: {named}"))


def _clause_verb(token: Token) -> Token | None:
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            return token
        token = token.head
    return None


def _antecedent(reading: Reading, token: Token) -> list[Party]:
    """The parties of the noun that a relative clause hangs on."""
    if token.lower_ == "that" and token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"):
        return []
    verb = _clause_verb(token)
    for _ in range(4):
        if verb is None or verb.dep_ == "relcl" or verb.head is verb:
            break
        verb = verb.head
    if verb is None or verb.dep_ != "relcl":
        return []
    noun = verb.head
    for _ in range(2):  # "telephoned the president in Washington, who": a place is nobody who acts
        draft = reading.by_head.get(noun.i)
        if draft is not None:
            return list(draft.parties)
        if token.lower_ not in ("who", "whom", "whose") or noun.dep_ != "pobj" or noun.head.head.pos_ not in NOMINAL:
            break
        noun = noun.head.head
    return []


def _own_subject(reading: Reading, token: Token) -> list[Party]:
    verb = _clause_verb(token)
    for _ in range(7):
        if verb is None:
            return []
        for child in verb.lefts:
            if child.dep_ in _SUBJECTS and child.i in reading.by_head:
                return list(reading.by_head[child.i].parties)
        verb = verb.head if verb.head is not verb else None
    return []


def _expletive(token: Token) -> bool:
    """Whether "it" is an empty subject ("it is clear that …") or stands for a fact ("denied it")."""
    if token.dep_ == "expl" or (token.dep_ == "dobj" and token.head.lemma_.lower() in referring("fact-object")):
        return True
    if token.dep_ not in _SUBJECTS or token.head.lemma_ not in _EXPLETIVE_VERBS:
        return False
    clauses = {child.dep_ for child in token.head.rights}
    complements = [child for child in token.head.rights if child.dep_ in ("acomp", "attr")]
    return bool(clauses & {"ccomp", "xcomp", "csubj"}) or (
        token.head.lemma_ == "be"
        and any(inner.dep_ in ("ccomp", "xcomp", "relcl", "advcl") for child in complements for inner in child.rights)
    )


def _agrees(party: Party, pronoun: Pronoun) -> bool:
    if pronoun.gender in ("m", "f"):
        return party.kind == "person" and not party.plural and party.gender in ("", pronoun.gender)
    if pronoun.gender == "n":
        return party.kind in ("country", "body", "thing") and not party.plural
    return party.plural or party.kind in ("body", "group", "thing") or party.kind == "country"


def _weight(reading: Reading, draft: Draft, token: Token, pronoun: Pronoun) -> float:
    """How likely a mention is the one meant: by distance, grammatical role and agreement."""
    head = reading.doc[draft.head]
    away = reading.sentences[token.i] - reading.sentences[draft.head]
    w = SALIENCE
    weight = w["base"] - w["sentence"] * min(away, 2) - w["further"] * max(0, away - 2)
    weight -= w["token"] * min(token.i - draft.head, 60)
    if head.dep_ in _SUBJECTS:
        weight += w["subject"]
        if away and head.head.dep_ == "ROOT":
            weight += w["main subject"]
    elif head.dep_ in ("dobj", "agent", "dative"):
        weight += w["object"]
    elif head.dep_ in ("compound", "amod", "nmod"):
        weight += w["modifier"]
    elif head.dep_ in ("poss", "pobj", "conj"):
        weight += w["oblique"]
    if draft.kind == "demonym":
        weight += w["demonym"]
    if not any(party.code or party.id for party in draft.parties):
        weight += w["unknown"]
    if pronoun.number == "plural":
        named = head.tag_ == "NNPS" and draft.parties[0].kind == "body"  # "the Liberal Democrats … they"
        plural = any(party.plural for party in draft.parties) or len(draft.parties) > 1 or named
        kind = "plural" if plural else "country for they" if draft.parties[0].kind == "country" else "body for they"
        weight += w[kind]
    if pronoun.gender in ("m", "f") and any(party.gender == pronoun.gender for party in draft.parties):
        weight += w["gender"]
    return weight


def _bound_away(reading: Reading, draft: Draft, token: Token, pronoun: Pronoun) -> bool:
    """Whether grammar keeps a mention from being meant: an object pronoun is not the subject of its own clause."""
    if pronoun.role != "personal":
        # the possessor inside a mention is not the mention's own party
        return draft.start <= token.i < draft.end
    verb = _clause_verb(token)
    head = reading.doc[draft.head]
    if verb is None or token.dep_ in _SUBJECTS:
        return False
    controlled = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in referring("object-control")
    if controlled and head.head == verb.head and head.dep_ == "dobj":
        return True  # "named Krenz to succeed him": the object is who succeeds
    for _ in range(4):  # "summoned the envoy and told him": the subject stands with the first verb
        if verb.dep_ not in ("conj", "xcomp") or any(child.dep_ in _SUBJECTS for child in verb.lefts):
            break
        verb = verb.head
    return head.head == verb and head.dep_ in _SUBJECTS


def _best(reading: Reading, token: Token, pronoun: Pronoun) -> list[Party]:
    best: tuple[float, list[Party]] = (0.0, [])
    inside = reading.quotes.at(token.i)
    mute = _speakers(reading, token)
    top = _partitive(token)
    for draft in reading.recent(token.i, 8, 40) if pronoun.gender in ("m", "f") else reading.recent(token.i):
        parties = draft.parties if pronoun.number == "plural" else draft.parties[:1]
        if pronoun.number == "singular" and len(draft.parties) > 1:
            continue
        if (top is not None and draft.head == top.i) or (len(parties) == 1 and parties[0] in mute):
            continue
        if not any(_agrees(party, pronoun) for party in parties) or _bound_away(reading, draft, token, pronoun):
            continue
        weight = _weight(reading, draft, token, pronoun)
        if inside is None and reading.quotes.at(draft.head) is not None:
            weight += SALIENCE["quoted"]  # the teller's pronoun rarely points into a quotation
        if weight > best[0]:
            best = (weight, list(parties))
    if pronoun.number == "plural":
        joined = _coordinated(reading, token)
        if joined is not None and joined[0] > best[0]:
            return joined[1]
    return best[1]


def _speakers(reading: Reading, token: Token) -> list[Party]:
    """Who speaks the quotation a pronoun stands in, and so is not whom it means."""
    quote = reading.quotes.at(token.i)
    speaker = reading.quotes.speaker(quote) if quote is not None else None
    if speaker is None:
        return []
    draft = reading.by_head.get(speaker)
    if draft is not None:
        return draft.parties
    hit = reading.hit_of.get(speaker)
    if hit is not None:
        return [reading.party(hit.entry)]
    return reading.surnames.get(reading.doc[speaker].lower_, [])


def _coordinated(reading: Reading, token: Token) -> tuple[float, list[Party]] | None:
    """The parties of the nearest coordination of mentions ("Iran and Iraq … they")."""
    for draft in reading.recent(token.i, 1, 12):
        head = reading.doc[draft.head]
        first = reading.by_head.get(head.head.i) if head.dep_ == "conj" else None
        if first is None or first is draft:
            continue
        top = reading.doc[first.head]
        if top.dep_ == "conj" and top.head.i in reading.by_head:
            first = reading.by_head[top.head.i]
        parties = [*first.parties, *draft.parties]
        if all(party.kind == "person" and party.id is None and party.code is None for party in parties):
            return 4.0, parties
        away = reading.sentences[token.i] - reading.sentences[draft.head]
        subject = reading.doc[first.head].dep_ in _SUBJECTS
        return 3.0 - 1.6 * away + (2.5 if subject else 0.5), parties
    return None


def read_first_persons(reading: Reading, tokens: list[tuple[Token, Pronoun]]) -> None:
    """Adds the mentions of I, we and you: the speaker of the quotation, whom he speaks for, whom he speaks to."""
    for token, pronoun in tokens:
        parties, reason = _spoken(reading, token, pronoun)
        if parties:
            _mention(reading, token, parties, reason)


def _spoken(reading: Reading, token: Token, pronoun: Pronoun) -> tuple[list[Party], str]:
    quotes = reading.quotes
    quote = quotes.at(token.i)
    speaker = quotes.speaker(quote) if quote is not None else quotes.opened_speaker(token.i)
    draft = reading.by_head.get(speaker) if speaker is not None else None
    if pronoun.person == 2:
        addressee = quotes.addressee(quote) if quote is not None else None
        told = reading.by_head.get(addressee) if addressee is not None else None
        return (list(told.parties), "rule: addressee of the quotation") if told is not None else ([], "")
    if draft is not None:
        _speaks_officially(reading, draft)
        if pronoun.number == "singular":
            return list(draft.parties[:1]), "rule: speaker of the quotation"
        return [_body_of(party) for party in draft.parties], "rule: those the speaker speaks for"
    if quote is None and reading.issuer is not None:
        kind = "body" if pronoun.number == "plural" else "person"
        sectors = () if reading.issuer in INTERNATIONAL else ("GOV",)
        return [Party(kind, reading.issuer, sectors, plural=kind == "body")], "rule: issuer of the press statement"
    return [], ""


def _speaks_officially(reading: Reading, draft: Draft) -> None:
    """Takes a speaker without a country, in a statement that a government issues, for its official."""
    for party in draft.parties:
        if party.kind == "person" and party.code is None and reading.issuer is not None:
            party.code, party.sectors = reading.issuer, party.sectors or ("GOV",)
            party.reason = "rule: speaker of the issuer's statement"


def _body_of(party: Party) -> Party:
    """Whom a speaker speaks for with "we": the same code and sectors, a body instead of a person."""
    if party.kind != "person":
        return party
    sectors = tuple(sector for sector in party.sectors if sector != "ELI")
    return Party("body", party.code, sectors, plural=True, name=None)
