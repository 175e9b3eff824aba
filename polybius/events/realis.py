"""Is it told as having happened? Certainty and polarity of a predicate from its grammar (guide, rules 8–10).

Looks at negation, modals, conditionals, questions, and at the verbs that govern the predicate: aspect ("began to"),
plans ("plans to"), wishes ("wants to"), attempts ("tried to"), failure ("failed to"). What is merely demanded, refused,
feared or intended as a purpose is *unreal*: the demand or refusal is coded, not the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from polybius.attribute.judgements import is_denied, is_yet_to, judgement_of
from polybius.events.attachment import is_detached, joined_to, stands_beside
from polybius.events.grammar import SUBJECTS, is_infinitive

SEEMING = {"appear", "seem"}
POSSIBLE_MODALS = {"may", "might", "could", "can"}
FUTURE_MODALS = {"will", "shall", "'ll", "wo"}
DEONTIC_MODALS = {"should", "must", "ought", "need"}
NEGATIVE_WORDS = {"never", "neither", "nor", "hardly", "scarcely", "no"}
NEGATIVE_SUBJECTS = {"no", "none", "nobody", "neither", "nothing"}
OPEN_MARKS = {"until", "unless", "before"}
FREE = {"anyone", "anybody", "whoever", "whomever"}
SECURING = {"ensure", "guarantee", "assure"}
POSSIBLE_ADJECTIVES = {"possible", "potential", "hypothetical", "likely", "would", "any", "imaginary"}
DENYING = {"deny", "dispute", "disclaim"}  # what is said beside them is negated by them
FUTURE_ADJECTIVES = {
    "future",
    "planned",
    "upcoming",
    "forthcoming",
    "imminent",
    "impending",
    "scheduled",
    "proposed",
    "slated",
}
UNREAL_GOVERNORS = {
    "fear", "prevent", "avoid", "avert", "deter", "foil", "thwart", "prohibit", "forbid", "ban", "discourage",
    "stop", "risk", "anticipate", "predict", "expect", "oppose", "imagine", "simulate", "rule", "block",
}  # fmt: skip


@dataclass(frozen=True)
class Reality:
    """How a predicate is presented: all False means as certain and past (or present)."""

    future: bool = False
    hypothetical: bool = False
    negated: bool = False
    unreal: bool = False
    tried: bool = False  # an attempt, which is real where the attempt is an act of its kind ("tried to storm")
    reason: str = ""
    probable: bool = False  # told as likely only ("had probably shelled", "appear to have shelled")
    undecided: bool = False  # not even held possible: a question, "if", "whether"
    conditional: bool = False  # to come under a condition told with it: "will close the border if they attack"


def reality(verb: Token, auxiliaries: Mapping[tuple[str, str], str]) -> Reality:
    """How the clause of ``verb`` presents its act."""
    return _of_verb(verb, auxiliaries, 0)


def _of_verb(verb: Token, auxiliaries: Mapping[tuple[str, str], str], depth: int) -> Reality:
    found = _own(verb)
    if depth > 6 or found.unreal:
        return found
    governor = verb.head
    if verb.dep_ == "xcomp" and governor.lemma_.lower() in SEEMING:
        found = replace(found, probable=True)  # "appear to have shelled"
    elif verb.dep_ == "xcomp" and governor.pos_ == "ADJ" and verb.tag_ == "VBN":
        found = join(found, _as_likely(governor))  # "is unlikely to have shelled"
    if stands_beside(verb) or is_detached(verb):
        return found
    if verb.dep_ == "conj" and governor.pos_ in {"VERB", "AUX"} and not _has_subject(verb):
        first = joined_to(verb)
        inherited = _of_verb(first, auxiliaries, depth + 1)
        shared = inherited.negated and _shares_negation(verb, first)
        return replace(join(found, inherited), negated=found.negated or shared)
    if is_infinitive(verb):
        joined = join(found, _of_infinitive(verb, governor, auxiliaries, depth))
        # "has not decided whether to go": the decision is denied, not the going
        return replace(joined, negated=found.negated) if found.undecided else joined
    if verb.dep_ == "xcomp" and verb.tag_ in {"VBG", "VB"}:
        return join(found, _governed(governor, auxiliaries, depth))
    if verb.dep_ == "pcomp":
        return join(found, _after_preposition(verb))
    if verb.dep_ == "relcl" and not any(c.dep_ == "mark" for c in verb.children):
        free = governor.lower_ in FREE or any(c.dep_ == "det" and c.lower_ == "any" for c in governor.children)
        return replace(found, unreal=True, reason="“any”") if free else found  # "any ship that crosses the line"
    if verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VBN"} and not _has_subject(verb) and not _is_marked(verb):
        while is_infinitive(governor) and governor.dep_ == "advcl":  # "moved in to clear the bridge, burning tents"
            governor = governor.head
        above = _of_verb(governor, auxiliaries, depth + 1) if governor.pos_ in {"VERB", "AUX"} else Reality()
        return join(found, replace(above, negated=False))  # "will return, visiting X": as much to come as its clause
    if verb.dep_ in {"advcl", "ccomp", "acl", "relcl"} and not (found.hypothetical and verb.dep_ != "advcl"):
        return join(found, _of_subordinate(verb, governor, auxiliaries))
    return found


def _own(verb: Token) -> Reality:
    """What the verb's own auxiliaries, negation and conjunctions say."""
    future = hypothetical = negated = unreal = probable = undecided = conditional = False
    reason = ""
    perfect = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "aux":
            if word in POSSIBLE_MODALS:
                hypothetical, reason = True, f"“{word}”"
            elif word in FUTURE_MODALS:
                future, reason = True, f"“{word}”"
            elif word == "would" or (word == "'d" and verb.tag_ == "VB"):
                future, reason = True, "“would”"
            elif word == "must" and perfect:
                probable, reason = True, "“must have”"  # a conclusion, no demand
            elif word in DEONTIC_MODALS:
                unreal, reason = True, f"“{word}”"
        elif _negates(child):
            negated, reason = True, f"“{child.text}”"
        elif child.dep_ == "advmod" and (judged := judgement_of(child, "adv")):
            hypothetical, probable = hypothetical or judged == "possible", probable or judged == "probable"
            unreal, reason = unreal or (judged == "almost" and child.i < verb.i), f"“{word}”"
        elif child.dep_ in SUBJECTS | {"nsubjpass", "dobj"} and _is_negative(child):
            negated, reason = True, "“no …”"
        elif child.dep_ == "mark" and judgement_of(child, "mark") == "condition":
            hypothetical, undecided, reason = True, True, f"“{word}”"
        elif child.dep_ == "advcl" and _is_condition(child) and (future or _has_modal(verb)):
            conditional = conditional or future or not hypothetical
            future, hypothetical, reason = False, True, "a condition"
    if _asks(verb):
        hypothetical, undecided, reason = True, True, "a question"
    elif verb.dep_ == "conj" and _follows_nor(verb):
        negated, reason = True, "“nor”"
    if _is_inverted(verb):
        hypothetical, undecided, unreal, reason = True, True, False, "a condition"
    return Reality(future, hypothetical, negated, unreal, False, reason, probable, undecided, conditional)


def _negates(word: Token) -> bool:
    """Whether a verb's child denies it: "not", "never", "neither … nor"."""
    return word.dep_ == "neg" or (word.dep_ in {"advmod", "preconj", "cc"} and word.lower_ in NEGATIVE_WORDS - {"nor"})


def _shares_negation(verb: Token, first: Token) -> bool:
    """Whether a coordinated verb is denied with the first one: "did not shell or bomb", not "… but bombed"."""
    if verb.tag_ != first.tag_ or any(c.dep_ in {"aux", "auxpass"} for c in verb.children):
        return False
    joined = {c.lower_ for c in first.subtree if c.dep_ == "cc" and first.i < c.i < verb.i and c.head.pos_ == "VERB"}
    return bool(joined & {"or", "nor"}) or (verb.tag_ == "VB" and "but" not in joined)


def _follows_nor(verb: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ == "nor" and c.i < verb.i for c in verb.head.rights)


def _is_inverted(verb: Token) -> bool:
    """Whether a clause is a condition by its order of words: "should the rebels attack", "had they not withdrawn"."""
    first = next((c for c in verb.children if c.dep_ == "aux"), None)
    if verb.dep_ != "advcl" or first is None or first.lower_ not in {"should", "had"}:
        return False
    return any(c.dep_ in SUBJECTS | {"nsubjpass"} and first.i < c.i < verb.i for c in verb.children)


def _is_condition(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in clause.children)


def _has_modal(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"would", "will", "could", "might"} for c in verb.children)


def _is_negative(noun: Token) -> bool:
    if noun.lower_ in NEGATIVE_SUBJECTS or any(c.lower_ == "neither" for c in noun.rights):
        return True
    before = [t for c in noun.lefts if c.dep_ in {"det", "nummod", "neg", "amod", "advmod"} for t in c.subtree]
    return any((t.dep_ == "det" and t.lower_ in {"no", "neither"}) or t.dep_ == "neg" for t in before)


def _asks(verb: Token) -> bool:
    """Whether the verb's sentence is a question with the auxiliary before the subject."""
    if verb.sent[-1].text != "?" and verb.sent[-1].text not in {'"', "”"}:
        return False
    if not any(t.text == "?" for t in verb.sent[-3:]):
        return False
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    auxiliary = next((c for c in verb.children if c.dep_ == "aux"), None)
    return subject is not None and auxiliary is not None and auxiliary.i < subject.i


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS | {"nsubjpass"} for c in verb.children)


def _is_marked(verb: Token) -> bool:
    return any(c.dep_ in {"mark", "prep"} and c.i < verb.i for c in verb.children)


def join(first: Reality, second: Reality) -> Reality:
    """How what two words present is presented: denied twice is told."""
    return Reality(
        first.future or second.future,
        first.hypothetical or second.hypothetical,
        first.negated != second.negated,
        first.unreal or second.unreal,
        first.tried or second.tried,
        first.reason or second.reason,
        first.probable or second.probable,
        first.undecided or second.undecided,
        first.conditional or second.conditional,
    )


def _of_infinitive(verb: Token, governor: Token, auxiliaries: Mapping[tuple[str, str], str], depth: int) -> Reality:
    """An infinitive is as real as its governor makes it; by itself it is a purpose or a wish."""
    if any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children):
        return Reality()  # "claim to have shelled", "is said to have shelled": told as past
    if verb.dep_ == "advcl" and governor.pos_ == "VERB" and depth < 6:
        above = _of_verb(governor, auxiliaries, depth + 1)
        if above.future and not above.unreal:
            return above  # "plans to bus in supporters to stage a protest"
    if verb.dep_ in {"xcomp", "ccomp", "acl", "advcl", "conj", "oprd"}:
        known = _governed(governor, auxiliaries, depth, strict=True)
        if known is not None:
            return known
    if verb.dep_ == "ROOT":
        return Reality(future=True, reason="a bare infinitive")  # headline style: "Leaders to meet"
    return Reality(unreal=True, reason="an infinitive of purpose or demand")


def _governed(
    governor: Token, auxiliaries: Mapping[tuple[str, str], str], depth: int, strict: bool = False
) -> Reality:  # fmt: skip
    """The reality a governing verb, adjective or noun lends its complement."""
    pos = {"VERB": "verb", "AUX": "verb", "ADJ": "adj", "NOUN": "noun"}.get(governor.pos_, "")
    effect = auxiliaries.get((pos, governor.lemma_.lower()))
    if governor.lemma_.lower() == "go" and governor.tag_ == "VBG":
        return Reality(future=True, reason="“going to”")
    if is_yet_to(governor):
        return Reality(negated=True, reason=f"“{governor.text} yet to”")
    if governor.lemma_.lower() == "be" and governor.tag_ in {"VBZ", "VBP"}:
        return replace(_own(governor), future=True, reason=f"“{governor.text} to”")  # "ministers are to meet"
    host = governor.head if governor.pos_ == "ADJ" and governor.head.pos_ in {"AUX", "VERB"} else governor
    above = _of_verb(host, auxiliaries, depth + 1) if host.pos_ in {"VERB", "AUX"} and depth < 6 else Reality()
    reason = f"“{governor.text}”"
    if effect in {"same", "able"}:
        return above
    if effect == "ended":
        return Reality(unreal=True, reason=reason)
    if effect == "negated":
        return replace(above, negated=not above.negated, reason=reason)
    if effect == "planned":
        return Reality(future=True, negated=above.negated, reason=reason)
    if effect == "tried":
        return replace(above, tried=True, reason=reason)
    if effect == "wished":
        return Reality(hypothetical=True, unreal=True, reason=reason)
    return Reality(unreal=True, reason=reason) if strict else Reality()


def _after_preposition(verb: Token) -> Reality:
    word = verb.head.lower_
    if word in {"without"}:
        return Reality(negated=True, reason="“without”")
    if word in {"from", "against", "for"} and verb.head.head.lemma_.lower() in UNREAL_GOVERNORS | {"keep", "refrain"}:
        return Reality(unreal=True, reason=f"“{verb.head.head.text} {word}”")
    if word in {"before", "until"}:
        return Reality()
    before = verb.head.nbor(-1).lower_ if word == "of" and verb.head.i > 0 else ""
    if before == "short":
        return Reality(negated=True, reason="“short of”")  # "stopped short of attacking"
    if before == "instead":
        return Reality(unreal=True, reason="“instead of”")
    if word in {"of", "at", "in"} and verb.head.head.lemma_.lower() in {
        "possibility",
        "risk",
        "threat",
        "danger",
        "aim",
        "hope",
    }:
        return Reality(unreal=True, reason=f"“{verb.head.head.text} {word}”")
    return Reality(unreal=True, reason="“instead of”") if word in {"instead", "than", "rather"} else Reality()


def _of_subordinate(verb: Token, governor: Token, auxiliaries: Mapping[tuple[str, str], str]) -> Reality:
    """A clause under a verb of fearing or a noun of wishing, or under "until" of something still to come."""
    if governor.pos_ in {"NOUN", "ADJ"} or verb.dep_ == "ccomp":
        judged = _judged(verb, governor)
        if judged is not None:
            return judged
    if governor.pos_ == "NOUN" and auxiliaries.get(("noun", governor.lemma_.lower())) == "wished" and not is_past(verb):
        return Reality(unreal=True, reason=f"“{governor.text}”")  # "a demand that it withdraw"
    if verb.dep_ == "ccomp" and governor.lemma_.lower() in SEEMING and governor.i < verb.i:
        return Reality(probable=True, reason=f"“{governor.text}”")  # "it appears that they shelled"
    if verb.dep_ == "ccomp" and _leaves_open(governor):
        return Reality(hypothetical=True, reason=f"“{governor.text}”")
    if governor.lemma_.lower() in SECURING and verb.dep_ == "ccomp" and verb.tag_ in {"VB", "VBZ", "VBP"}:
        return Reality(unreal=True, reason=f"“{governor.text}”")
    if _is_proviso(verb, governor):
        return Reality(hypothetical=True, undecided=True, reason="a condition")
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    if verb.dep_ == "advcl" and marks & OPEN_MARKS and (verb.tag_ in {"VBZ", "VBP"} or _is_passive_present(verb)):
        return Reality(unreal=True, reason="a condition still open")  # "no talks until the prisoners are freed"
    if marks & {"until", "before", "once", "when"} and verb.dep_ == "advcl":
        above = _own(governor)
        if above.future or above.unreal:
            return Reality(hypothetical=True, reason="a condition still open")
    return Reality()


def _judged(verb: Token, governor: Token) -> Reality | None:
    """What an adjective or noun says of the clause it takes: "it is unlikely that", "there is no evidence that"."""
    if governor.pos_ == "NOUN":
        return _judged_by_noun(governor, governor.text)
    word = governor if governor.pos_ == "ADJ" else next((c for c in governor.children if c.dep_ == "acomp"), None)
    effect = judgement_of(word, "adj") if word is not None else ""
    if word is None or not effect or (word.i > verb.i and not any(c.dep_ == "mark" for c in verb.children)):
        return None
    copula = word.head if word.dep_ == "acomp" else word
    denied = any(c.dep_ == "neg" for c in copula.children)
    reason = f"“{'not ' if denied else ''}{word.text}”"
    if effect == "possible":
        return Reality(hypothetical=True, negated=denied, reason=reason)
    if effect in {"probable", "improbable"}:
        sure = is_past(verb)  # of what is to come "likely" is a forecast
        negated = denied != (effect == "improbable")
        return Reality(hypothetical=not sure, negated=negated, reason=reason, probable=sure)
    if effect == "false" or (effect == "true" and denied):
        return Reality(negated=not denied or effect == "true", reason=reason)
    if effect == "open" or (effect == "known" and denied):
        return Reality(hypothetical=True, undecided=True, reason=reason)
    return None


def _as_likely(adjective: Token) -> Reality:
    """How likely an adjective makes a past infinitive: "is likely to have shelled"."""
    effect = judgement_of(adjective, "adj")
    if effect not in {"probable", "improbable"}:
        return Reality()
    return Reality(negated=effect == "improbable", probable=True, reason=f"“{adjective.text}”")


def _judged_by_noun(noun: Token, reason: str) -> Reality | None:
    """What a noun says of the clause or event noun it takes: "no sign that", "no news of", "on condition that"."""
    effect = judgement_of(noun, "noun")
    if effect == "evidence" and is_denied(noun):
        return Reality(negated=True, reason=f"“no {reason}”")
    if effect == "knowledge" and is_denied(noun):
        return Reality(hypothetical=True, undecided=True, reason=f"“no {reason}”")
    if effect == "possible":
        return Reality(hypothetical=True, reason=f"“{reason}”")
    if effect == "condition" and noun.dep_ == "pobj" and noun.head.lower_ in {"on", "in", "under", "with"}:
        return Reality(hypothetical=True, undecided=True, reason="a condition")
    return None


def _is_proviso(verb: Token, governor: Token) -> bool:
    """Whether a clause is what something to come depends on: "provided that they leave", "as long as they leave"."""
    if verb.dep_ == "ccomp" and governor.tag_ in {"VBN", "VBG"} and judgement_of(governor, "mark") == "condition":
        return not any(c.dep_ in {"aux", "auxpass", *SUBJECTS} for c in governor.children)
    if verb.dep_ == "advcl" and governor.lower_ == "long" and governor.head.pos_ in {"VERB", "AUX"}:
        return _own(governor.head).future
    return False


def _leaves_open(governor: Token) -> bool:
    """Whether the verb a clause hangs on leaves it open: "feared that", "ruled out that"."""
    word = governor.lemma_.lower()
    return word in UNREAL_GOVERNORS and (word != "rule" or any(c.lower_ == "out" for c in governor.children))


def is_past(verb: Token) -> bool:
    """Whether a verb or its auxiliary stands in the past tense or a perfect."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    return any(c.tag_ == "VBD" or c.lemma_ == "have" for c in helpers) or (verb.tag_ == "VBD" and not helpers)


def _is_passive_present(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "aux"} and c.tag_ in {"VBZ", "VBP"} for c in verb.children)


def noun_reality(noun: Token) -> Reality:
    """How an event noun without a verb of its own is presented: "no attacks", "a possible attack"."""
    for child in noun.children:
        word = child.lemma_.lower()
        if child.dep_ == "det" and word == "any" and noun.dep_ == "dobj" and noun.head.lemma_.lower() in DENYING:
            return Reality()  # "denied any attack": denied by the verb alone
        if child.dep_ == "det" and word in {"no", "any"}:
            return Reality(negated=word == "no", unreal=word == "any", reason=f"“{child.text}”")
        if child.dep_ in {"amod", "nmod"} and word in POSSIBLE_ADJECTIVES:
            return Reality(hypothetical=True, reason=f"“{child.text}”")
        if child.dep_ in {"amod", "nmod"} and word in FUTURE_ADJECTIVES:
            return Reality(future=True, reason=f"“{child.text}”")
    governor = noun.head
    if (
        noun.dep_ in SUBJECTS
        and governor.lemma_ == "be"
        and any(c.dep_ == "acomp" and judgement_of(c, "adj") == "possible" for c in governor.children)
    ):
        return Reality(hypothetical=True, reason="“possible”")  # "talks are possible"
    if noun.dep_ == "pobj" and governor.head.pos_ in {"VERB", "NOUN", "ADJ"}:
        governor = governor.head
    if governor.pos_ == "NOUN" and (judged := _judged_by_noun(governor, governor.text)) is not None:
        return judged if not judged.undecided or judged.reason != "a condition" else Reality()
    if governor.lemma_.lower() in UNREAL_GOVERNORS | {"threat", "risk", "possibility", "danger", "prospect"}:
        return Reality(unreal=True, reason=f"“{governor.text}”")
    return Reality()
