"""Tolls told by a number and a word for the dead or hurt alone: "Doctors counted three dead and eleven injured".

Somebody counts, or names a figure ("spoke of five dead", "put it at nine dead"), in a report that tells an attack; each
such sentence is a telling of it with its numbers (guide, rule 25). The parser takes "dead" and "injured" for almost
anything there, so that the words are read as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, clause_span, sentence_of
from polybius.events.harm import harm_words, tolls_in
from polybius.events.judge import TOLL_CERTAINTY
from polybius.events.lexicon import Pattern, Predicate
from polybius.events.magnitude import HARMING, TIMES, number_words, parse_number, words_of
from polybius.events.parties import Parties
from polybius.records import Actor, VictimKind

FLAGS = frozenset({"victim", "final", "toll"})
TOLL = Predicate(Pattern(("dead",), "adj", (), 0), "ASSAULT", (), (), (), FLAGS, "a number of dead or hurt")
STEPS = 5  # heads between the toll and the verb that counts
BARE = frozenset({"dobj", "pobj", "attr", "nsubj", "nsubjpass", "ccomp", "oprd"})  # where a bare figure may stand
NEXT = 2  # sentences after the act within which a figure is of it
BACK = 40  # words before its sentence in which the kind of victims is told
NEAR = 3  # words before the toll in which its number stands


def find_tolls(doc: Doc, parties: Parties, told: Sequence[Candidate]) -> list[Candidate]:
    """A candidate for each toll that no other one tells, where an attack is told before it; parties filled in."""
    attacks = [c for c in told if c.category == "ASSAULT"]
    taken = {i for c in attacks for i in (c.trigger.i, *c.verbs, *c.used)}
    found = []
    for word, verb in _tolls(doc):
        attack = next((c for c in reversed(attacks) if c.trigger.i < word.i), None)
        if verb.i in taken or word.i in taken or attack is None or _is_outdated(verb):
            continue
        taken |= {verb.i}
        candidate = Candidate(word, TOLL, Slots(word), span=_span(word, verb), settled=True, certainty=TOLL_CERTAINTY)
        candidate.judgement = attack.judgement
        candidate.recipient_tokens = [word]
        candidate.recipients = parties.all_of([word])
        candidate.voices = _voices(verb, parties)
        found.append(candidate)
    return [*found, *_bare_figures(doc, parties, told, taken)]


def _bare_figures(doc: Doc, parties: Parties, told: Sequence[Candidate], taken: set[int]) -> list[Candidate]:
    """A candidate for each figure that somebody else gives for what was just told: "the police admit to three".

    The figure stands alone, without those it counts; of what kind they are the sentence before tells.
    """
    found: list[Candidate] = []
    for token in doc:
        if not token.like_num or token.dep_ not in BARE or token.head.i >= len(doc) or token.ent_type_ in TIMES:
            continue
        verb = _voicing(token)
        if verb is None or verb.i in taken or not _stands_alone(token) or _is_outdated(verb):
            continue
        before = [c for c in told if c.trigger.i < verb.i and c.category in HARMING]
        kind = _kind_of(doc, verb, token, before[-1].category) if before else None
        if kind is None or _sentences_between(before[-1].trigger, token) > NEXT:
            continue
        category = "COERCE" if kind == "captured" and before[-1].category == "COERCE" else "ASSAULT"
        predicate = Predicate(Pattern((verb.lemma_,), "verb", (), 0), category, (), (), (), FLAGS, "a bare figure")
        candidate = Candidate(token, predicate, Slots(token), span=_span(token, verb), settled=True)
        candidate.certainty, candidate.judgement = TOLL_CERTAINTY, before[-1].judgement
        candidate.counted, candidate.voices = (kind, token), _voices(verb, parties)
        found.append(candidate)
        taken |= {verb.i}
    return found


def _voices(verb: Token, parties: Parties) -> tuple[Actor, ...]:
    """Who gives a figure: the subject of the verb of counting."""
    return parties.all_of([child for child in verb.children if child.dep_ == "nsubj"])


def _voicing(token: Token) -> Token | None:
    """The verb by which a party gives a bare figure, where it has a subject that is no number."""
    verb = token.head.head if token.head.pos_ == "ADP" else token.head
    if verb.pos_ in {"AUX", "VERB"} and token.dep_ in {"nsubj", "nsubjpass"}:
        verb = verb.head  # "the party says four were"
    if verb.lemma_.lower() not in words_of("voicing") or verb.i == token.i:
        return None
    return verb if any(c.dep_ == "nsubj" and not c.like_num for c in verb.children) else None


def _is_outdated(verb: Token) -> bool:
    """Whether a figure is one that was given before and holds no longer: "had first spoken of eight"."""
    return any(c.lower_ in words_of("outdated") for c in verb.children if c.dep_ == "advmod")


def _stands_alone(token: Token) -> bool:
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if any(child.dep_ not in {"advmod", "quantmod", "amod", "punct"} for child in token.children):
        return False
    return following is None or following.is_punct or following.lower_ in words_of("alone")


def _kind_of(doc: Doc, verb: Token, figure: Token, category: str) -> VictimKind | None:
    """Of what kind a bare figure is: as its own verb says ("four were arrested"), else as the last toll before it."""
    own = figure.head
    if figure.dep_ not in {"nsubj", "nsubjpass"} or own.pos_ == "AUX":
        return _kind_before(doc, verb, figure)
    told = harm_words().get((own.lower_,))
    if told is not None:
        return told[0]
    return "captured" if category == "COERCE" else None


def _kind_before(doc: Doc, verb: Token, figure: Token) -> VictimKind | None:
    """The kind of the last toll told before a figure."""
    start = sentence_of(verb).start
    for sentence in (doc[start : verb.i], doc[max(0, start - BACK) : start]):
        tolls = [toll for toll in tolls_in(sentence) if toll.at != figure.i]
        if tolls:
            return tolls[-1].kind
    return None


def _sentences_between(first: Token, second: Token) -> int:
    return sum(token.is_sent_start is True for token in second.doc[first.i + 1 : second.i + 1])


def _tolls(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """The words for dead or hurt with a number before them, each with the verb of counting that governs it."""
    for word in doc:
        if word.lower_ not in words_of("harmed") or not _is_counted(word):
            continue
        if word.dep_ == "amod" and word.i < word.head.i and word.lower_ != "dead":
            continue  # "treated 120 wounded refugees" tells of the treatment
        verb = word
        for _ in range(STEPS):
            if verb.pos_ == "VERB" and verb.i != word.i:
                break
            verb = verb.head
        if verb.i != word.i and verb.lemma_.lower() in words_of("counting"):
            yield word, verb


def _is_counted(word: Token) -> bool:
    """Whether a number stands right before the word: "three dead", "at least 40 people injured", "seven bodies"."""
    subjects = [c for c in word.head.children if c.dep_ == "nsubj"] if word.dep_ == "acomp" else []
    if any(c.dep_ == "nummod" for s in subjects for c in s.children):
        return True  # "two people were dead"
    before = [t for t in word.doc[max(0, word.i - NEAR) : word.i] if not t.is_space]
    for token in reversed(before):
        if token.like_num or parse_number(token.text) is not None or token.lower_ in _vague():
            return True
        if token.pos_ not in {"NOUN", "ADJ"}:
            return False
    return False


@cache
def _vague() -> frozenset[str]:
    return frozenset(word for word, many in number_words()[0].items() if many.low and many.low > 1)


def _span(word: Token, verb: Token) -> tuple[int, int]:
    start, end = clause_span(verb)
    return min(start, word.i), max(end, word.i + 1)
