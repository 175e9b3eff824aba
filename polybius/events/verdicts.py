"""Verdicts in somebody's words: "The allegation is nonsense," said the ministry; "the ruling was shameful", he said.

Only inside somebody's words, where it is the speaker who rejects or accuses: a charge called false is REJECT, an act
or party called wrong is ACCUSE.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from polybius.attribute import chain_at
from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, clause_span, expand, subject
from polybius.events.lexicon import EventLexicon, Pattern, Predicate
from polybius.events.parties import Parties, is_known
from polybius.events.retell import codes

FALSE, CLAIM, WRONG = "@falsehood", "@claims", "@reproach"  # classes of words in data/lexicons/classes
SPOKEN = frozenset({"speech"})
REJECTION = Predicate(Pattern(("be",), "adj", (), 0), "REJECT", (), (), (), SPOKEN, "a charge called false")
CENSURE = Predicate(Pattern(("be",), "adj", (), 0), "ACCUSE", ("disapprove",), (), (), SPOKEN, "an act called wrong")


def find_verdicts(doc: Doc, parties: Parties, lexicon: EventLexicon) -> list[Candidate]:
    """A candidate for each verdict in reported words, parties filled in."""
    found = []
    for word, row in _verdicts(doc, lexicon):
        chain = chain_at(doc, word.idx, word.idx + len(word))
        speakers = chain[0].statement.speakers if chain else ()
        judged = expand(subject(word.head))
        recipients = tuple(a for a in parties.all_of(judged) if is_known(a))
        if not any(is_known(s) for s in speakers) or (recipients and codes(recipients) <= codes(speakers)):
            continue
        candidate = Candidate(word, row, Slots(word), span=clause_span(word.head), settled=True)
        candidate.actors, candidate.recipients, candidate.recipient_tokens = speakers, recipients, judged
        found.append(candidate)
    return found


def _verdicts(doc: Doc, lexicon: EventLexicon) -> Iterator[tuple[Token, Predicate]]:
    false, claims, wrong = (lexicon.classes.get(name, frozenset()) for name in (FALSE, CLAIM, WRONG))
    for word in doc:
        copula = word.head
        if word.dep_ not in {"acomp", "attr"} or copula.lemma_ != "be" or not _is_flat(copula):
            continue
        nouns = {noun.lemma_.lower() for noun in expand(subject(copula)) if noun.pos_ == "NOUN"}
        if word.lemma_.lower() in false and nouns & claims:
            yield word, REJECTION
        elif word.lemma_.lower() in wrong and any(("noun", noun) in lexicon.predicates for noun in nouns):
            yield word, CENSURE


def _is_flat(copula: Token) -> bool:
    """Whether the clause says it itself, without negation, condition or modal."""
    return copula.head.pos_ in {"VERB", "AUX"} and not any(
        c.dep_ in {"neg", "aux"} or (c.dep_ == "mark" and c.lower_ in {"if", "whether"}) for c in copula.children
    )
