"""Lets the classifier judge candidates: is it an event, of which category, and how sure is that?

A row of the lexicon is strong evidence, the classifier another: their log-odds are added, with a weight for the row
that was set on the project's own reports. Where the lexicon has no row the classifier decides alone and must be surer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from polybius.events.candidates import Candidate
from polybius.events.classifier import NONE, Classifier, Judgement, Tokens
from polybius.events.grammar import is_passive, sentence_of
from polybius.events.lexicon import Pattern, Predicate

# what a row of the lexicon adds to the log-probability of its category
ROW_WEIGHT = 3.0
NAMED_WEIGHT = 2.5  # more for each party or object it names, two at most
NOUN_WEIGHT = 1.0  # less for an event noun without a verb, which more often only names or refers back
# how sure the classifier must be of an act the lexicon does not know: that it is an event, and of which category
UNLISTED_EVENT, UNLISTED_CATEGORY = 0.85, 0.68
# and where only one of actor and recipient is named
ALONE_EVENT, ALONE_CATEGORY = 0.98, 0.93
# what it mostly takes other verbs for by mistake, on our own reports: such an act within one country needs a row
NEEDS_ROW = frozenset({"SUPPORT", "CONCEDE", "COOPERATE"})
RECIPIENT_SLOTS = ("obj", "iobj", "with", "against", "on", "to", "for", "from", "over", "at", "of", "in", "into")
UNLISTED = Predicate(Pattern((), "verb", (), 0), NONE, (), (), RECIPIENT_SLOTS, frozenset(), "event classifier")

TOLL_CERTAINTY = 0.7  # of a toll the classifier does not know for one, told right after an attack
COMPANY_CERTAINTY = 0.6  # of a deed it does not know, told beside others of its category
PLAIN_DEEDS = frozenset({"ASSAULT"})
COUNTED = ("by",)  # the actor slot of rows by which somebody counts the dead and does nothing to them
NOTHING = frozenset[str]()
# what the classifier calls a rejection may be told by a negation ("would not hand over"), which then negates nothing
REFUSAL = {"REJECT": frozenset({"refusal"})}

CharSpan = tuple[int, int]


@dataclass(frozen=True)
class Marks:
    """The spans of a candidate in its sentence, by characters from the sentence's start."""

    actors: tuple[CharSpan, ...]
    predicate: CharSpan
    recipients: tuple[CharSpan, ...]


class Judge:
    """Judges the candidates of one Doc. tokens: the word pieces of its text."""

    def __init__(self, doc: Doc, classifier: Classifier, tokens: Tokens) -> None:
        self.doc, self.classifier, self._tokens = doc, classifier, tokens
        self._open: dict[int, Marks] = {}  # nouns that are not judged yet, by identity, with their marks of then

    def judge(self, candidate: Candidate) -> Judgement:
        """The classifier's probabilities for a candidate, its parties and predicate marked."""
        sentence = sentence_of(candidate.trigger)
        marks = self._open.get(id(candidate)) or marks_of(candidate, sentence)
        tokens = self._tokens.part(sentence.start_char, sentence.end_char)
        return self.classifier.judge(
            self.classifier.encoder.encode(tokens, marks.actors, marks.predicate, marks.recipients)
        )

    def settle(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates that are events, with the category that row and classifier together speak for.

        Nouns that name nobody are left open, since most only refer back: ``settle_nouns`` judges those that stay, as
        they stand now, whoever is lent to them until then.
        """
        self._open |= {id(c): marks_of(c, sentence_of(c.trigger)) for c in candidates if _names_nobody(c)}
        kept = [c for c in candidates if id(c) in self._open or self._settle(c)]
        kept += _in_company(candidates, kept)
        kept.sort(key=lambda c: c.trigger.i)
        ids = {id(c) for c in kept}
        tolls = []
        for toll in candidates:
            attack = self._attack_before(toll, kept) if id(toll) not in ids and _is_toll(toll) else None
            if attack is not None:
                toll.certainty, toll.judgement = TOLL_CERTAINTY, attack.judgement
                tolls.append(toll)
        return sorted([*kept, *tolls], key=lambda c: c.trigger.i)

    def settle_nouns(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates without the nouns that turn out to be no events."""
        return [c for c in candidates if self._holds(c)]

    def _holds(self, candidate: Candidate) -> bool:
        """Whether a candidate that was kept is an event; a noun that was left open is judged now."""
        if id(candidate) not in self._open:
            return True
        held = self._settle(candidate)
        if held:
            del self._open[id(candidate)]
        return held

    def _attack_before(self, toll: Candidate, kept: Sequence[Candidate]) -> Candidate | None:
        """The attack told in the sentence of a toll or right before it; of a count of the dead, anywhere before."""
        now = sentence_of(toll.trigger).start
        before = 0 if _is_count(toll) else sentence_of(self.doc[now - 1]).start if now else now
        attacks = (c for c in reversed(kept) if c.category == "ASSAULT" and before <= c.trigger.i < toll.trigger.i)
        return next((c for c in attacks if self._holds(c)), None)

    def _settle(self, candidate: Candidate) -> bool:
        row = candidate.predicate
        listed = row is not UNLISTED
        if listed and row.category == NONE:
            return True  # a sense that shuts out others: it falls away when they are joined
        found = candidate.judgement = self.judge(candidate)
        candidate.listed = listed
        if "toll" in row.flags and found.best != row.category:
            return False
        odds = {name: math.log(max(p, 1e-6)) for name, p in found.categories.items()}
        if listed:
            odds[row.category] += NOUN_WEIGHT if candidate.is_bare_noun else ROW_WEIGHT
            odds[NONE] -= _named_weight(candidate)
        best = max(odds, key=lambda name: odds[name])
        if best != NONE and "final" in row.flags:
            best = row.category  # the words leave no doubt which category it is, if it is an event at all
        if best == NONE or (best != row.category and found.categories[NONE] > found.categories[best]):
            return False
        if not listed:
            if best in NEEDS_ROW and not _is_foreign(candidate):
                return False
            both = bool(candidate.actors and candidate.recipients) or _is_announced(candidate)
            event, category = (UNLISTED_EVENT, UNLISTED_CATEGORY) if both else (ALONE_EVENT, ALONE_CATEGORY)
            if 1 - found.categories[NONE] < event or found.categories[best] < category:
                return False
        if best != row.category:
            candidate.predicate = replace(
                row,
                category=best,
                modes=(),
                flags=(row.flags - {"reciprocal"}) | REFUSAL.get(best, NOTHING),
                origin=_origin(row, best, found),
            )
        total = sum(math.exp(v) for v in odds.values())
        candidate.certainty = math.exp(odds[best]) / total
        return True


def _names_nobody(candidate: Candidate) -> bool:
    """Whether a candidate is a noun of the lexicon without a verb and without parties."""
    return candidate.is_bare_noun and candidate.category != NONE and not (candidate.actors or candidate.recipients)


def _in_company(candidates: Sequence[Candidate], kept: Sequence[Candidate]) -> list[Candidate]:
    """The deeds the classifier does not know, whose words are plain and whose like the report tells beside them.

    In a report of shelling "the market was destroyed" and "the jet that they downed" are no accidents.
    """
    ids = {id(c) for c in kept}
    told = {c.category for c in kept if c.listed and not c.is_bare_noun and c.category in PLAIN_DEEDS}
    found = []
    for candidate in candidates:
        row = candidate.predicate
        if id(candidate) in ids or row is UNLISTED or row.category not in told or candidate.is_bare_noun:
            continue
        if row.flags & {"political", "toll"} and not _is_clear(candidate):
            continue
        candidate.certainty = COMPANY_CERTAINTY
        found.append(candidate)
    return found


def _is_clear(candidate: Candidate) -> bool:
    """Whether the words that tell an act are more than a verb: it names an object or party of a kind."""
    return "toll" not in candidate.predicate.flags and _named_weight(candidate) > 0


def _named_weight(candidate: Candidate) -> float:
    """What speaks for some event: that the row names the very words its parties or objects must be."""
    if candidate.is_bare_noun:
        return 0.0
    named = sum(need.restricts and not need.other for need in candidate.predicate.pattern.needs)
    return NAMED_WEIGHT * min(named, 2)


def _is_foreign(candidate: Candidate) -> bool:
    """Whether doers and recipients are known and of different countries or bodies."""
    mine, theirs = ({a.code for a in side} for side in (candidate.actors, candidate.recipients))
    return bool(mine and theirs) and None not in mine | theirs and not mine & theirs


def _is_announced(candidate: Candidate) -> bool:
    """Whether an act is said to come: what a doer will do is seldom told of mere facts."""
    words = {c.lower_ for c in candidate.trigger.children if c.dep_ == "aux"}
    return bool(words & {"will", "would", "shall"}) and bool(candidate.actors)


def _is_toll(candidate: Candidate) -> bool:
    """Whether a clause counts the dead or hurt: "six people were wounded", "records show six dead" (rule 25)."""
    verb = candidate.verb
    flags, category = candidate.predicate.flags, candidate.predicate.category
    if category != "ASSAULT" or "victim" not in flags or verb is not candidate.trigger:
        return False
    return is_passive(verb) or "toll" in flags or verb.lemma_.lower() == "die" or _is_count(candidate)


def _is_count(candidate: Candidate) -> bool:
    """Whether the verb only states a number of dead or hurt: "put the toll at six"."""
    return candidate.predicate.actor == COUNTED


def _origin(row: Predicate, best: str, found: Judgement) -> str:
    sure = f"classifier {found.categories[best]:.2f}"
    return sure if row is UNLISTED else f"{sure} against {row.origin}"


def marks_of(candidate: Candidate, sentence: Span) -> Marks:
    """Where the candidate's parties and predicate stand in its sentence; parties told elsewhere are left out."""
    base = sentence.start_char
    trigger = candidate.trigger
    return Marks(
        _spans(candidate.actor_tokens, sentence),
        (trigger.idx - base, trigger.idx + len(trigger) - base),
        _spans(candidate.recipient_tokens, sentence),
    )


def _spans(tokens: Sequence[Token], sentence: Span) -> tuple[CharSpan, ...]:
    found = []
    for token in tokens:
        if not sentence.start <= token.i < sentence.end:
            continue
        first, last = phrase_of(token)
        first, last = max(first, sentence.start), min(last, sentence.end - 1)
        doc = token.doc
        found.append((doc[first].idx - sentence.start_char, doc[last].idx + len(doc[last]) - sentence.start_char))
    return tuple(found)


def phrase_of(token: Token) -> tuple[int, int]:
    """The first and last token of the noun phrase a party's head stands in, without clauses and appositions."""
    left = [c for c in token.lefts if c.dep_ in {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod"}]
    first = min((c.left_edge.i for c in left), default=token.i)
    last = token.i
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i - token.i <= 8:
            last = max(last, child.right_edge.i)
    return first, last
