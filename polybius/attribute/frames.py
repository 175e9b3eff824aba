"""Objects and phrases that are the content of a verb of saying or thinking, a reader for each frame of the lexicon."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.attribute.clauses import (
    clause_content,
    clean,
    complement,
    is_date,
    is_infinitive,
    is_that_clause,
    stretch,
)
from polybius.attribute.cues import PREPOSITIONS, Cue, cue_of
from polybius.attribute.drafts import Stretch

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADP", "DET")
_BEINGS = ("PERSON", "NORP", "GPE", "ORG")
_AMOUNTS = ("CARDINAL", "QUANTITY", "MONEY", "PERCENT")
_REASONS = ("for", "over", "as")


def _small(verb: Token, cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    """Object and predicate: "called the deal a disaster", "described it as good", "what they called a riot"."""
    links = ("as", "to") if "to" in cue.frames else ("as",)
    objects = [child for child in verb.rights if child.dep_ in ("dobj", "nsubj", "dative")]
    predicates = [
        child
        for child in verb.rights
        if child.dep_ in ("oprd", "xcomp", "acomp", "attr") or (child.dep_ == "prep" and child.lower_ in links)
    ]
    if not objects and len(predicates) > 1 and all(child.dep_ == "oprd" for child in predicates[:2]):
        objects, predicates = predicates[:1], predicates[1:]
    if not predicates and objects and objects[0].lower_ in ("that", "this", "it"):
        predicates = [child for child in objects[0].rights if child.pos_ in ("NOUN", "PROPN")][:1]
    if not predicates:
        inner = [part for child in objects for part in child.rights if part.dep_ == "prep" and part.lower_ == "as"]
        predicates = inner or objects[1:]
    fronted = any(child.dep_ == "dobj" and child.tag_ in ("WP", "WDT") for child in verb.lefts)
    if not (objects or fronted) and verb.dep_ != "relcl" and not any(child.lower_ == "as" for child in predicates):
        return []  # "also called X" gives a name only
    if not predicates:
        return []
    start = objects[0].left_edge.i if objects else predicates[0].left_edge.i
    end = max(child.right_edge.i + 1 for child in predicates)
    return clean([stretch(verb.doc, max(start, verb.i + 1), end)]) if end > start else []


def _of_clause(verb: Token, _cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    return of_clause(verb)


def of_clause(verb: Token) -> list[Stretch]:
    """What somebody is accused of."""
    for preposition in verb.doc[verb.i + 1 : min(verb.right_edge.i + 1, verb.i + 30)]:
        if preposition.lower_ == "of" and preposition.dep_ == "prep":
            head = preposition.head
            gerund = any(child.dep_ == "pcomp" and child.tag_ == "VBG" for child in preposition.rights)
            inside = gerund and any(child.dep_ == "dobj" and head in child.subtree for child in verb.rights)
            if inside or head == verb or (head.head == verb and head.dep_ in ("dobj", "dative")):
                return complement(preposition)
    return []


def _object(verb: Token, cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    for child in verb.children:
        if len(words) > 1 and child.i == words[-1] and child.dep_ == "prep":
            return complement(child)
    for child in verb.rights:
        owned = any(part.dep_ == "poss" for part in child.lefts)
        if child.dep_ == "dobj" and cue.attitude == "denial" and not owned and (clause := _clause_of_noun(child)):
            return clause_content(clause, child, None)  # "refuted the charge that …"
        if child.dep_ == "dobj" and _can_be_object(child, cue) and not _tells_itself(child):
            return clean([stretch(verb.doc, max(child.left_edge.i, words[-1] + 1), child.right_edge.i + 1)])
    return []


def _can_be_object(noun: Token, cue: Cue) -> bool:
    """A noun; what is denied may be a pronoun ("the army denied it")."""
    return noun.pos_ in ("NOUN", "PROPN") or (
        cue.attitude == "denial" and noun.lower_ in ("it", "this", "that", "them")
    )


def _tells_itself(noun: Token) -> bool:
    """Whether a noun is a cue with a clause of its own ("repeated his claim that …")."""
    return _clause_of_noun(noun) is not None


def _clause_of_noun(noun: Token) -> Token | None:
    """The clause of a noun that is itself a cue."""
    if cue_of(noun) is None:
        return None
    return next((child for child in noun.rights if child.dep_ in ("acl", "ccomp", "relcl") and _is_marked(child)), None)


def _is_marked(clause: Token) -> bool:
    return is_infinitive(clause) or is_that_clause(clause)


def _topic(verb: Token, _cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    """What is talked about or judged: the object with what it is judged for ("criticised the mayor for waiting")."""
    if len(words) > 1 and verb.doc[words[-1]].dep_ in ("prep", "prt", "mark"):
        last = verb.doc[words[-1]]
        if last.dep_ == "mark" and last.head.head == verb:  # "called for both sides to wait"
            return clean([stretch(verb.doc, last.i + 1, last.head.right_edge.i + 1)])
        found = complement(last) if last.dep_ == "prep" and not is_date(last) else []
        if found:
            return [*found, *_clause_after(verb, last.right_edge.i, only_infinitive=last.lower_ == "for")]
        if last.i == words[-1] and (clause := _clause_after(verb, last.i)):
            return clause
    held = next((child for child in verb.rights if child.dep_ == "dobj" and _can_be_topic(child)), None)
    if held is None:
        return []
    reason = [child for child in reasons(verb) if child.i > held.i]
    end = max([held.right_edge.i, *(child.right_edge.i for child in reason)]) + 1
    return clean([stretch(verb.doc, max(held.left_edge.i, words[-1] + 1), end)])


def _clause_after(verb: Token, end: int, *, only_infinitive: bool = True) -> list[Stretch]:
    """ "Called for both sides to lay down arms": the infinitive that belongs to what follows "for"."""
    if not only_infinitive:
        return []
    clause = next((child for child in verb.rights if child.i > end and is_infinitive(child)), None)
    return (
        [stretch(verb.doc, end, clause.right_edge.i + 1)]
        if clause is not None and clause.left_edge.i == end + 1
        else []
    )


def _topic_with_reason(verb: Token, cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    """The same where the verb has other meanings, so that only a reason tells it ("slammed the mayor for waiting")."""
    return _topic(verb, cue, words) if reasons(verb) else []


def _topic_with_deed(verb: Token, cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    """The same where the verb tells of fighting too: only a deed in the gerund shows that words are meant."""
    gerunds = (part for child in reasons(verb) for part in child.rights if part.dep_ == "pcomp")
    return _topic(verb, cue, words) if any(part.tag_ == "VBG" for part in gerunds) else []


def _topic_thing(verb: Token, cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    """The same where a person as object means something else ("questioned the suspect")."""
    held = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if held is None or held.pos_ not in ("NOUN", "ADJ") or held.ent_type_ in _BEINGS:
        return []
    party = any(mention.head == held.i for mention in verb.doc._.polybius_actors or ())
    return [] if party else _topic(verb, cue, words)


def reasons(verb: Token) -> list[Token]:
    """The prepositions after a verb that tell what somebody is judged for or as."""
    return [child for child in verb.rights if child.dep_ == "prep" and child.lower_ in _REASONS and not is_date(child)]


def _can_be_topic(noun: Token) -> bool:
    reflexive = noun.pos_ == "PRON" and noun.lower_.endswith(("self", "selves"))
    return noun.pos_ in NOMINAL and not reflexive and noun.ent_type_ not in ("DATE", "TIME")


def _figure(verb: Token, _cue: Cue, words: tuple[int, ...]) -> list[Stretch]:
    """ "Puts the toll at forty": the quantity and its figure."""
    held = next((child for child in verb.rights if child.dep_ in ("dobj", "nsubj")), None)
    at = next((child for child in verb.doc[verb.i + 1 : verb.right_edge.i + 1] if child.lower_ == "at"), None)
    if (
        held is None
        or at is None
        or at.i < held.i
        or not any(token.like_num or token.ent_type_ in _AMOUNTS for token in at.subtree)
    ):
        return []
    return clean([stretch(verb.doc, max(held.left_edge.i, words[-1] + 1), at.right_edge.i + 1)])


def _prepositional(verb: Token, cue: Cue, _words: tuple[int, ...]) -> list[Stretch]:
    for child in verb.rights:  # the parser takes a "that" for a preposition now and then
        leads = child.lower_ in PREPOSITIONS or child.lower_ == "that"
        if child.lower_ == "to" and "small" in cue.frames:
            continue  # "compared to last year"
        if child.dep_ == "prep" and leads and child.lower_ in cue.frames and not is_date(child):
            if child.lower_ == "as" and any(part.dep_ == "pcomp" and cue_of(part) for part in child.rights):
                return []  # "quoted him as saying …": the saying has the content
            return complement(child)
    return []


READERS = (
    ("small", _small), ("figure", _figure), ("obj-of", _of_clause), ("np", _object), ("topic", _topic),
    ("topic-for", _topic_with_reason), ("topic-ing", _topic_with_deed), ("topic-thing", _topic_thing),
    ("prep", _prepositional),
)  # fmt: skip
