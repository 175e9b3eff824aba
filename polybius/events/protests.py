"""Those who protest: by the guide's rule 15 their demands are no events of their own but the protest itself.

"Protesters demanded …" and "demonstrators waved flags" tell the protest; what they ask for is not coded apart.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, clause_span, counted, is_passive, sentence_of
from polybius.events.lexicon import EventLexicon, Pattern, Predicate
from polybius.events.parties import Parties

PROTESTERS = "@protesters"  # the class of words in data/lexicons/classes
VOICED = {"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN"}
PROTEST = Predicate(
    Pattern(("protester",), "noun", (), 0),
    "PROTEST",
    ("demo",),
    (),
    ("none",),
    frozenset(),
    "protesters at their protest",
)


def tell_protests(candidates: list[Candidate], doc: Doc, lexicon: EventLexicon, parties: Parties) -> list[Candidate]:
    """Turns what protesters say into their protest, and adds protests told by what protesters do."""
    words = lexicon.classes.get(PROTESTERS, frozenset())
    told = {sentence_of(c.trigger).start for c in candidates if c.category == "PROTEST"}
    kept = []
    for candidate in candidates:
        voiced = candidate.category in VOICED and any(_is_protester(t, words) for t in candidate.actor_tokens)
        if not voiced:
            kept.append(candidate)
        elif sentence_of(candidate.trigger).start not in told:
            told.add(sentence_of(candidate.trigger).start)
            row = replace(PROTEST, origin=f"{PROTEST.origin}, {candidate.predicate.origin}")
            candidate.predicate, candidate.recipients = row, ()
            kept.append(candidate)
    used = {i for c in candidates for i in c.verbs}
    cues = {m.cue for m in doc._.polybius_statements}
    for noun in doc:
        verb = noun.head
        if noun.dep_ != "nsubj" or not _is_protester(noun, words) or sentence_of(noun).start in told:
            continue
        if verb.pos_ != "VERB" or verb.i in used or verb.i in cues or is_passive(verb):
            continue
        actors = parties.of_token(counted(noun))
        if actors:
            told.add(sentence_of(noun).start)
            found = Candidate(noun, PROTEST, Slots(verb), light=verb, role="agent", span=clause_span(verb))
            found.actors, found.actor_tokens = actors, [noun]
            kept.append(found)
    return sorted(kept, key=lambda c: c.trigger.i)


def _is_protester(token: Token, words: frozenset[str]) -> bool:
    return counted(token).lemma_.lower() in words
