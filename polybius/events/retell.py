"""One event per telling: joins verbs that tell one act, and leaves out mere back-references (guide, rule 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spacy.tokens import Doc, Token

from polybius.attribute.cues import cue_of
from polybius.events.attachment import is_detached, joined_to, stands_beside
from polybius.events.candidates import Candidate, governs_nominal
from polybius.events.grammar import is_passive, patient, phrase_of, sentence_of
from polybius.events.lexicon import load_lexicon
from polybius.records import Actor

# content of these is demanded, refused, threatened or promised: an act inside it is not coded as done
GOVERNING = {"REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"}
CONTENT_DEPS = {
    "xcomp",
    "ccomp",
    "prep",
    "pobj",
    "pcomp",
    "dobj",
    "conj",
    "compound",
    "acl",
    "advcl",
    "nmod",
    "nsubjpass",
    "dative",
}
ABSORBING = frozenset({"RETREAT", "CONCEDE", "AGREE", "CONSULT"})  # "halted the offensive" tells no offensive
DEFINITE = {"the", "this", "that", "these", "those", "such", "its", "their", "his", "her"}
PLAIN_NOUNS = frozenset({"ASSAULT", "PROTEST"})  # categories whose event nouns tell an act even where nobody is named
DETAIL_ENTITIES = {"DATE", "TIME", "CARDINAL", "GPE", "LOC", "FAC", "QUANTITY"}


def codes(actors: Iterable[Actor]) -> frozenset[str]:
    """The identities of some parties, for comparison: code and first sector, or the list id."""
    return frozenset(actor.code or actor.id or actor.text.lower() for actor in actors)


def absorb_nouns(candidates: list[Candidate]) -> list[Candidate]:
    """Joins a verb and an event noun of one category that tell one act: "an attack killed 12", "killed in a raid"."""
    gone: set[int] = set()
    for verb in candidates:
        if verb.predicate.pattern.pos != "verb":
            continue
        for noun in candidates:
            if (
                noun is verb
                or id(noun) in gone
                or noun.predicate.pattern.pos != "noun"
                or (noun.category != verb.category and not (verb.category in ABSORBING and _leans_on(noun, verb)))
            ):
                continue
            if not (governs_nominal(verb, noun) or _leans_on(noun, verb)):
                continue
            gone.add(id(noun))
            own = [t for t in verb.actor_tokens if t.i != noun.trigger.i]
            if not verb.actors or (noun.actors and (not own or noun.trigger in verb.actor_tokens)):
                verb.actors, verb.actor_tokens = noun.actors, noun.actor_tokens
            if not verb.recipients:
                verb.recipients, verb.recipient_tokens = noun.recipients, noun.recipient_tokens
            verb.span = (min(verb.span[0], noun.span[0]), max(verb.span[1], noun.span[1]))
            verb.used.add(noun.trigger.i)
            verb.claimed = verb.claimed or noun.claimed
    return [c for c in candidates if id(c) not in gone]


def _leans_on(noun: Candidate, verb: Candidate) -> bool:
    """Whether an event noun has the verb, which a row knows, for its light verb: "will hold talks"."""
    leans = noun.light is not None and noun.light.i == verb.trigger.i
    return leans and noun.role != "occur" and verb.listed


def drop_contents(candidates: list[Candidate], doc: Doc) -> list[Candidate]:
    """Leaves out what is only demanded, refused, threatened or promised by another predicate."""
    told = (m.cue for m in doc._.polybius_statements if m.cue is not None)
    denials = {cue for cue in told if _denies(doc[cue])}  # rule 7: negated instead, or left open ("nor denied")
    governors = {c.trigger.i: c for c in candidates if c.category in GOVERNING and c.trigger.i not in denials}
    for c in list(governors.values()):
        if c.light is not None:
            governors.setdefault(c.light.i, c)
    return [c for c in candidates if not _is_content(c, governors)]


def _denies(token: Token) -> bool:
    known = cue_of(token)
    return known is not None and known[0].attitude == "denial"


def _is_content(candidate: Candidate, governors: dict[int, Candidate]) -> bool:
    token = candidate.light if candidate.light is not None else candidate.trigger
    for _ in range(12):
        dep, head = token.dep_, token.head
        if head is token or dep not in CONTENT_DEPS:
            return False
        if dep == "conj" and token.pos_ in {"VERB", "AUX"} and _has_subject(token):
            return False
        if stands_beside(token) or is_detached(token):
            return False
        if dep == "conj" and token.pos_ in {"VERB", "AUX"}:
            head = joined_to(token)
        if dep == "advcl" and not _is_complement(token):
            return False
        if dep == "acl" and token.tag_ != "VB":
            return False
        governor = governors.get(head.i)
        if governor is not None and governor.trigger.i != candidate.trigger.i:
            # coordinated predicates stand beside each other, not inside; what one regrets has happened
            done = {"after", "amid", "following", "since", "in", "on"} | (
                {"for"} if governor.category == "CONCEDE" else set()
            )
            return dep != "conj" and not (dep == "prep" and token.lower_ in done)
        token = head
    return False


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _is_complement(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def join_same_act(candidates: list[Candidate]) -> list[Candidate]:
    """Coordinated verbs of one category with the same actor are one event: "shelled the town and opened fire"."""
    kept: list[Candidate] = []
    for candidate in candidates:
        twin = next((k for k in kept if _same_act(k, candidate)), None)
        if twin is None:
            kept.append(candidate)
            continue
        if not twin.actors:
            twin.actors, twin.actor_tokens = candidate.actors, candidate.actor_tokens
        if not twin.recipients:
            twin.recipients, twin.recipient_tokens = candidate.recipients, candidate.recipient_tokens
        elif not codes(candidate.recipients) <= codes(twin.recipients):  # "shelled the town, killing 12 people"
            known = {(a.start, a.code) for a in twin.recipients}
            twin.recipients += tuple(a for a in candidate.recipients if (a.start, a.code) not in known)
        twin.joined |= candidate.verbs
        twin.span = (min(twin.span[0], candidate.span[0]), max(twin.span[1], candidate.span[1]))
        twin.reasons.append(f"“{candidate.trigger.text}” tells the same act")
    return kept


def _same_act(first: Candidate, second: Candidate) -> bool:
    if first.category != second.category or sentence_of(first.trigger) != sentence_of(second.trigger):
        return False
    a, b = first.verb, second.verb
    if first.is_bare_noun and second.is_bare_noun:
        return second.trigger.dep_ == "conj" and second.trigger.head.i == first.trigger.i
    if a is None or b is None:
        return False
    verbs = first.verbs
    if _tolls_when(first, b) or _tolls_when(second, a):
        return True
    if _tolls_beside(first, second):
        return True
    coordinated = (b.dep_ == "conj" and b.head.i in verbs) or (a.dep_ == "conj" and a.head.i == b.i) or b.i in verbs
    participle = b.dep_ in {"advcl", "xcomp", "conj"} and b.head.i in verbs and b.tag_ == "VBG"
    if not (coordinated or participle):
        return False
    if _has_own_matter(first, second):
        return False
    if "victim" in second.predicate.flags and (participle or "victim" in first.predicate.flags):
        return not _has_subject(b)  # "shelled the town, killing twelve people and wounding thirty"
    same_actor = not first.actors or not second.actors or codes(first.actors) == codes(second.actors)
    return same_actor and _compatible(first.recipients, second.recipients)


def _tolls_when(toll: Candidate, attack: Token) -> bool:
    """Whether a passive counts the victims of an attack in its when-clause: "four were killed when Y opened fire"."""
    verb = toll.verb
    if verb is None or toll.actors or "victim" not in toll.predicate.flags or attack.head.i != verb.i:
        return False
    return attack.dep_ == "advcl" and any(c.lower_ in {"when", "as"} for c in attack.children)


def _tolls_beside(attack: Candidate, toll: Candidate) -> bool:
    """Whether a passive beside an attack only counts its victims: "guns shelled the town, and six were killed"."""
    verb = toll.trigger
    if "victim" not in toll.predicate.flags or "victim" in attack.predicate.flags:
        return False
    if not is_passive(verb) and "toll" not in toll.predicate.flags:
        return False
    beside = verb.dep_ == "conj" and verb.head.i in attack.verbs
    where = verb.dep_ in {"relcl", "advcl"} and any(c.lower_ == "where" or _is_in_which(c) for c in verb.children)
    told = any(c.dep_ == "agent" for c in verb.children) or any(
        t.ent_type_ in {"DATE", "TIME"} for t in verb.doc[toll.span[0] : toll.span[1]]
    )
    return (beside or where) and not told


def _is_in_which(word: Token) -> bool:
    return word.dep_ == "prep" and any(c.lower_ == "which" for c in word.children)


def _has_own_matter(first: Candidate, second: Candidate) -> bool:
    """Whether the second of two coordinated verbs is done to something of its own, which makes it a second act.

    "Mined a road and cut the telephone line" are two acts; "launched a raid and opened fire" is one, its objects being
    event nouns, and so is a toll ("killed twelve people and wounded thirty").
    """
    verb = second.trigger
    if (
        verb.pos_ != "VERB"
        or verb.dep_ != "conj"
        or verb.tag_ == "VBG"
        or second.light is not None
        or not second.listed
    ):
        return False
    toll = "victim" in second.predicate.flags and "abduct" not in second.predicate.modes
    if second.category == "PROTEST" or (toll and not _has_subject(verb)):
        return False
    mine, theirs = (patient(c.verb) if c.verb is not None else [] for c in (second, first))
    same = {t.i for t in mine} & {t.i for t in theirs}
    kinds = set(first.predicate.modes), set(second.predicate.modes)
    told = not mine or any(t.pos_ != "PRON" for t in mine)
    if first.category != "ASSAULT" and told and all(kinds) and not kinds[0] & kinds[1] and not same:
        return True  # "declared an emergency and imposed a curfew"
    return bool(mine) and not same and not any(t.pos_ == "PRON" or _is_event_noun(t) for t in mine)


def _is_event_noun(token: Token) -> bool:
    return token.pos_ == "NOUN" and ("noun", token.lemma_.lower()) in load_lexicon().predicates


def _compatible(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> bool:
    """Whether two lists of recipients may be of one act: one is empty or without codes, or they share a code."""
    known = [{a.code for a in actors if a.code} for actors in (first, second)]
    return not known[0] or not known[1] or bool(known[0] & known[1])


def drop_back_references(candidates: list[Candidate], doc: Doc) -> list[Candidate]:
    """Leaves out bare event nouns that only refer back to acts told elsewhere and add nothing (guide, rule 1)."""
    denials = {m.cue for m in doc._.polybius_statements if m.statement.attitude == "denial"}
    nouns = [c for c in candidates if c.is_bare_noun or _merely_goes_on(c)]
    kept = [c for c in candidates if c not in nouns]
    for noun in nouns:
        if is_denied(noun, denials):
            _blame_denier(noun, kept)
            kept.append(noun)
        elif _tells(noun, kept, doc):
            kept.append(noun)
    return sorted(kept, key=lambda c: c.trigger.i)


def is_denied(noun: Candidate, denials: Collection[int]) -> bool:
    """Whether a bare event noun is what somebody denies: "denied any shelling"; denials: indices of such verbs."""
    token = noun.trigger
    return noun.is_bare_noun and noun.category == "ASSAULT" and token.dep_ == "dobj" and token.head.i in denials


def _blame_denier(noun: Candidate, told: Iterable[Candidate]) -> None:
    """Gives an act that is denied, and laid at nobody's door, to those who deny it."""
    if noun.actors:
        return
    verb = next((c for c in told if c.trigger.i == noun.trigger.head.i), None)
    if verb is not None:
        noun.actors, noun.actor_tokens = verb.actors, verb.actor_tokens


def _merely_goes_on(candidate: Candidate) -> bool:
    """Whether a definite event noun without parties is only said to begin, go on or end ("the clashes began")."""
    if candidate.actors or candidate.recipients:
        return False
    if candidate.role == "occur":
        return _is_definite(candidate.trigger)
    nouns = [candidate.trigger.doc[i] for i in candidate.used]
    # "the strike was called off" is no strike that goes on
    return any(_is_definite(noun) and candidate.category in _categories(noun) for noun in nouns)


def _categories(noun: Token) -> set[str]:
    """The categories of the acts an event noun may name; of another word, all."""
    rows = load_lexicon().predicates.get(("noun", noun.lemma_.lower()), ())
    return {row.category for row in rows}


def _tells(noun: Candidate, others: list[Candidate], doc: Doc) -> bool:
    """Whether a bare event noun is worth an event of its own."""
    if not noun.is_bare_noun and _is_set(noun):
        return True  # "the curfew imposed on 5 October": a clause with a day or place of its own tells the act
    if not noun.actors and not noun.recipients and not _details(noun.trigger):
        return False
    inside = {t.i for t in noun.trigger.subtree}
    if len(noun.actors) > 1 and not _is_definite(noun.trigger) and all(t.i in inside for t in noun.actor_tokens):
        return True  # "two weeks of fighting between X and Y"
    same = [c for c in others if c.category == noun.category and _could_be(c, noun)]
    if not same:
        return bool(noun.actors) or not _is_definite(noun.trigger) or bool(_details(noun.trigger))
    return _adds(noun, same, doc)


def _is_set(candidate: Candidate) -> bool:
    """Whether a verb tells when or where its act was done, by a time or place outside the act's noun."""
    if candidate.verb is None:
        return False
    doc = candidate.trigger.doc
    nouns = [doc[i] for i in (candidate.trigger.i, *candidate.used) if doc[i].pos_ in {"NOUN", "PROPN"}]
    inside = {t.i for noun in nouns for t in phrase_of(noun) if candidate.verb not in t.ancestors or t.head in nouns}
    outside = [t for t in doc[candidate.span[0] : candidate.span[1]] if t.i not in inside]
    places = {i for mention in doc._.polybius_places for i in range(mention.start, mention.end)}
    dated = any(t.ent_type_ in {"DATE", "TIME"} for t in outside)
    return dated or (candidate.verb.dep_ not in {"acl", "relcl"} and any(t.i in places for t in outside))


def _could_be(told: Candidate, noun: Candidate) -> bool:
    """Whether a told event may be the one the noun refers to: no party contradicts."""
    for mine, theirs in ((noun.actors, told.actors), (noun.recipients, told.recipients)):
        if mine and theirs and not codes(mine) & codes(theirs):
            return False
    return True


def _is_definite(noun: Token) -> bool:
    return any(c.dep_ in {"det", "poss"} and c.lower_ in DEFINITE for c in noun.children)


def _details(noun: Token) -> list[Token]:
    """The times, places and numbers of a noun phrase, those of words coordinated with it or clauses on it left out."""
    own = phrase_of(noun)
    places = {i for mention in noun.doc._.polybius_places for i in range(mention.start, mention.end)}
    return [t for t in own if t.ent_type_ in DETAIL_ENTITIES or t.like_num or t.i in places]


def is_dated(noun: Candidate) -> bool:
    """Whether an event noun has a day of its own and tells an act that is plain by its word: "last Friday's march"."""
    return noun.category in PLAIN_NOUNS and any(t.ent_type_ in {"DATE", "TIME"} for t in _details(noun.trigger))


def _adds(noun: Candidate, same: list[Candidate], doc: Doc) -> bool:
    """Whether the noun phrase names a time, place or number told in none of the other tellings."""
    told = {t.lemma_.lower() for c in same for t in doc[c.span[0] : c.span[1]]}
    details = _details(noun.trigger)
    party = {i for a in (*noun.actor_tokens, *noun.recipient_tokens) for i in (a.i,)}
    return any(t.lemma_.lower() not in told for t in details if t.i not in party and t.pos_ in {"PROPN", "NUM", "NOUN"})
