"""Nouns, adjectives, adverbs and prepositions that tell of somebody's words or thoughts, with their content."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.attribute.clauses import (
    clause_content,
    clause_of,
    complement,
    is_infinitive,
    is_negated,
    is_that_clause,
    stretch,
)
from polybius.attribute.cues import PREPOSITIONS, Cue, cue_of, is_document
from polybius.attribute.drafts import Draft, Stretch
from polybius.attribute.speakers import agent, conjuncts, is_expletive, is_passive, own_subject, subject

_FINITE = ("ROOT", "ccomp", "conj", "advcl", "parataxis", "relcl")  # clauses that may tell something of their own
VOICING = (
    "make", "issue", "express", "voice", "give", "repeat", "raise", "have", "release", "deliver", "offer", "reiterate",
    "send", "share", "add", "retract", "withdraw", "drop", "level", "air", "state", "hold", "announce",
)  # fmt: skip
_DOCUMENT_CUES = ("report", "rumour", "rumor", "speculation", "finding", "word")


def noun_draft(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "His claim that …", "a report that …": the clause after the noun."""
    for child in token.rights:
        marked = is_that_clause(child)
        voiced = token.dep_ == "dobj" and token.head.lemma_ in VOICING and child.dep_ in ("acl", "relcl", "ccomp")
        bare = voiced and (own := own_subject(child)) is not None and own != token and own.i > token.i
        if (
            child.dep_ == "prep"
            and child.lower_ in cue.frames
            and child.lower_ in PREPOSITIONS
            and child.i < token.i + 3
        ):
            if holder := _owner(token):
                return Draft(token, words, cue, holder, complement(child), frame="prep")
            continue
        clause = child.dep_ in ("acl", "relcl", "ccomp", "appos", "advcl") and "that" in cue.frames and (marked or bare)
        infinitive = child.dep_ == "acl" and "inf" in cue.frames and any(part.lower_ == "to" for part in child.lefts)
        if clause or infinitive:
            content = clause_content(child, token, None)
            return Draft(token, words, cue, _holder(token), content, frame="that" if clause else "inf")
    return _in_words_of(token, words, cue) if "in" in cue.frames else None


def _in_words_of(noun: Token, words: tuple[int, ...], cue: Cue) -> Draft | None:
    """ "In the ministry's view", "in his words": the clause around it is that party's."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    host = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "by") else None
    if owner is None or host is None or host.pos_ not in ("VERB", "AUX"):
        return None
    first = noun.head.i
    if first > host.i and not noun.doc[first - 1].is_punct:  # "stand by our word" is none of them
        return None
    return Draft(noun, words, cue, list(conjuncts(owner)), clause_of(host, but=(noun.head,)), frame="clause")


def _owner(noun: Token) -> list[Token]:
    """Whose concern it is, where the words around tell: a possessor, or the subject of a verb that voices it."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if owner is not None:
        return list(conjuncts(owner))
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in VOICING and not is_passive(verb):
        voice = subject(verb)
        return list(conjuncts(voice)) if voice is not None and not is_expletive(voice) else []
    return []


def _genitive_before(noun: Token) -> Token | None:
    """The owner where the parser misread a genitive: the noun before an 's a few words to the left."""
    doc = noun.doc
    for index in range(noun.i - 1, max(0, noun.i - 4), -1):
        if doc[index].tag_ == "POS" and doc[index - 1].pos_ in ("NOUN", "PROPN"):
            return doc[index - 1]
        if doc[index].pos_ not in ("ADJ", "ADV", "NOUN", "NUM"):
            return None
    return None


def _holder(noun: Token) -> list[Token]:
    """Whose claim it is: the possessor, the by-phrase, or the subject of a verb that voices it."""
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in VOICING:
        voice = subject(verb)
        if voice is not None and (owner is None or owner.pos_ == "PRON"):
            return list(conjuncts(voice))
    if owner is None:
        owner = _genitive_before(noun)
    if owner is None and noun.dep_ == "pobj" and noun.head.lower_ in ("with", "to", "in"):
        above = cue_of(noun.head.head)  # "replied with the claim that …"
        voice = subject(noun.head.head) if above is not None and above[0].pos == "verb" else None
        if voice is not None and not is_expletive(voice):
            return list(conjuncts(voice))
    if owner is not None:
        return [owner]
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of", "among", "in"):
            held = next((part for part in child.rights if part.dep_ == "pobj"), None)
            if held is not None and (child.lower_ != "in" or is_document(held)):
                return list(conjuncts(held))
    return [noun] if noun.lemma_.lower() in _DOCUMENT_CUES else []


def adjective_draft(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "Is confident that …", "is worried about …"."""
    if token.dep_ not in ("acomp", "ccomp", "ROOT", "oprd", "conj", "advcl"):
        return None
    verb = token.head if token.dep_ in ("acomp", "oprd") else token
    speaker = subject(verb)
    if speaker is not None and speaker.lower_ == "it" and "it" in cue.frames:
        return _impersonal(token, words, cue, verb)
    if speaker is None or is_expletive(speaker) or speaker.lower_ == "it":
        return None
    for child in [*token.rights, *(verb.rights if verb != token else ())]:
        frame = _adjectival(child, token, cue)
        if frame:
            content = complement(child) if frame == "prep" else clause_content(child, token, None)
            return Draft(token, words, cue, list(conjuncts(speaker)), content, frame=frame, negated=is_negated(verb))
        if child.dep_ in ("ccomp", "advcl") and child.i > token.i:
            marked = any(part.lower_ in ("that", "whether", "if") and part.dep_ == "mark" for part in child.children)
            if marked or child.dep_ == "ccomp":
                content = clause_content(child, token, None)
                speakers, negated = list(conjuncts(speaker)), is_negated(verb)
                return Draft(token, words, cue, speakers, content, frame="that", negated=negated)
    return None


def _impersonal(adjective: Token, words: tuple[int, ...], cue: Cue, verb: Token) -> Draft | None:
    """ "It is unclear whether …": the report leaves open who judges so."""
    clauses = (child for host in (adjective, verb) for child in host.rights if child.dep_ in ("ccomp", "advcl"))
    for clause in clauses:
        opening = clause.left_edge.lower_
        if clause.i > adjective.i and (
            opening in ("that", "whether", "if", "how", "why", "what") or clause.dep_ == "ccomp"
        ):
            content = clause_content(clause, adjective, None)
            return Draft(adjective, words, cue, [], content, frame="it", negated=is_negated(verb))
    return None


def _adjectival(child: Token, adjective: Token, cue: Cue) -> str:
    """The frame of a phrase after an adjective: "worried about", "ready to"."""
    if child.dep_ == "prep" and child.i > adjective.i and child.lower_ in cue.frames and child.lower_ in PREPOSITIONS:
        return "prep"
    infinitive = child.dep_ == "xcomp" and is_infinitive(child) and child.i > adjective.i
    return "inf" if infinitive and "inf" in cue.frames else ""


def adverb_draft(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "Reportedly": the clause around it, by nobody in particular."""
    if token.dep_ != "advmod" or token.head.pos_ not in ("VERB", "AUX"):
        return None
    host = token.head
    content = clause_of(host, but=(token,))
    if host.dep_ == "relcl" and content:  # a relative clause: its own words only
        content = [piece for piece in content if piece[1] > host.idx] or content
    return Draft(token, words, cue, [], content, frame="clause")


def preposition_draft(token: Token, cue: Cue, words: tuple[int, ...]) -> Draft | None:
    """ "According to X": the clause it stands in is X's."""
    last = token.doc[words[-1]]
    held = next((child for child in last.rights if child.dep_ in ("pobj", "pcomp")), None)
    if held is None:
        held = next((child for child in last.subtree if child.dep_ == "pobj" and child.i > last.i), None)
    if held is None:
        return None
    host = _clause_head(token)
    if host is None:
        draft = Draft(token, words, cue, [held], _after_comma(held), frame="clause")
    else:
        quoted = _quoted_after(held)
        but = (token,) if quoted is None else (token, quoted)
        draft = Draft(token, words, cue, list(conjuncts(held)), clause_of(host, but=but), frame="clause")
    pass_through(draft)
    return draft


def _after_comma(noun: Token) -> list[Stretch]:
    """The rest of a sentence after the comma that ends a fronted phrase, where the parse gives no clause."""
    doc = noun.doc
    for token in doc[noun.i + 1 : noun.i + 25]:
        if token.is_sent_start:
            return []
        if token.text == ",":
            end = token.i + 1
            while end < len(doc) and not doc[end].is_sent_start and end - token.i < 120:
                end += 1
            return [stretch(doc, token.i + 1, end)] if end > token.i + 1 else []
    return []


def _clause_head(token: Token) -> Token | None:
    head = token.head
    for _ in range(12):
        if head == token:
            return None
        joined = head.dep_ == "conj" and own_subject(head) is None
        if head.pos_ in ("VERB", "AUX") and head.dep_ in _FINITE and not joined:
            return head
        if head.head == head:
            return head
        head = head.head
    return None


def _quoted_after(noun: Token) -> Token | None:
    """The "quoted" after a speaker and a comma, though the parser hung it on the clause."""
    words = noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 3]
    if len(words) < 2 or words[0].text != "," or words[1].head == noun:
        return None
    return words[1] if words[1].lemma_ in ("quote", "cite") and words[1].tag_ == "VBN" else None


def pass_through(draft: Draft) -> None:
    """ "…, said an official quoted by Y": Y passes it on."""
    speaker = draft.speakers[0]
    after = _quoted_after(speaker)
    for verb in [*speaker.rights, *([after] if after is not None else [])]:
        fitting = verb.dep_ in ("acl", "relcl") or verb == after
        if fitting and verb.lemma_ in ("quote", "cite") and verb.tag_ == "VBN" and not draft.outer:
            by = agent(verb)
            if by is not None:
                draft.outer.append((verb, list(conjuncts(by))))
