"""Fills in who does an act and to whom: from the slots a lexicon row names, and by rules where these hold nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from polybius.annotate import BY_FOCUS, BY_PLACE
from polybius.events.attachment import is_finite
from polybius.events.candidates import Candidate
from polybius.events.grammar import (
    Slots,
    agent,
    expand,
    is_infinitive,
    is_passive,
    objects_of,
    sentence_of,
    subject,
)
from polybius.events.parties import Parties, is_known
from polybius.records import Actor
from polybius.tables import DATA, read_table

BREAKS = {";", ":", "that", '"', "“", "”"}  # what opens a clause
UNDERTAKINGS = {"AGREE", "THREATEN", "CONCEDE"}
NOUN_ACTOR = ("poss", "by", "subj", "demonym", "between", "among", "from")
NOUN_RECIPIENT = ("on", "against", "of", "at", "to", "with", "iobj", "obj", "over")


class Filler:
    """Fills the parties of candidates of one Doc."""

    def __init__(self, doc: Doc, parties: Parties) -> None:
        self.doc, self.parties = doc, parties

    def fill(self, candidate: Candidate) -> None:
        """Finds the parties of a candidate from the slots its row names, or the default ones."""
        row = candidate.predicate
        noun = row.pattern.pos == "noun"
        actor_slots = row.actor or (NOUN_ACTOR if noun else ("subj",))
        recipient_slots = row.recipient or (NOUN_RECIPIENT if noun else ("obj",))
        if noun and actor_slots != ("none",):
            first = ("subj",) if candidate.role == "agent" else ()
            rest = (slot for slot in ("poss", "by", "demonym") if slot not in recipient_slots)
            actor_slots = tuple(dict.fromkeys((*first, *actor_slots, *rest)))
            if (
                candidate.trigger.dep_ == "pobj"
                and candidate.trigger.head.lower_ == "in"
                and recipient_slots != ("none",)
            ):
                actor_slots = tuple(slot for slot in actor_slots if slot != "of")  # "in support of Y"
                recipient_slots = tuple(dict.fromkeys((*recipient_slots, "of")))
        if noun and candidate.role == "patient" and actor_slots != ("none",):
            actor_slots = tuple(dict.fromkeys(("from", "by", *actor_slots)))  # "received letters of support from Y"
            recipient_slots = tuple(dict.fromkeys(("obj", *(s for s in recipient_slots if s != "from"))))
        if "reciprocal" in row.flags:
            self._fill_reciprocal(candidate, actor_slots, recipient_slots)
            return
        if candidate.role == "occur" and recipient_slots != ("none",):
            recipient_slots = (*recipient_slots, "obj")  # "strikes hit three units"
        if candidate.trigger.lemma_.lower() == "claim" and candidate.category == "ASSAULT":
            candidate.claimed = candidate.trigger  # "claimed responsibility for the attack"
        if noun:
            claim = self._claim(candidate.trigger)
            if claim is not None:
                candidate.claimed = claim
                candidate.actor_tokens = expand(agent(claim))
                candidate.actors = self.parties.all_of(candidate.actor_tokens)
        if not candidate.actors:
            candidate.actor_tokens, candidate.actors = self._first(candidate.slots, actor_slots, set())
        if actor_slots == ("none",) and candidate.category == "ASSAULT" and "subj" not in recipient_slots:
            # "Armenian missiles struck the town": whose they are, if it is told
            candidate.actor_tokens = candidate.slots["subj"]
            candidate.actors = self.parties.all_of(candidate.actor_tokens)
        if noun and not candidate.actors:
            candidate.actor_tokens = self._governing_subject(candidate.trigger)
            candidate.actors = self.parties.all_of(candidate.actor_tokens)
        if not candidate.actors and "speech" in row.flags:
            candidate.actor_tokens = _speaker_beside(candidate.trigger) or candidate.actor_tokens
            candidate.actors = self.parties.all_of(candidate.actor_tokens)
        if not noun and not candidate.actors and actor_slots != ("none",) and not candidate.slots["subj"]:
            candidate.actor_tokens = self._lost_subject(candidate.trigger)
            candidate.actors = self.parties.all_of(candidate.actor_tokens)
        members = self.parties.all_of(_members(candidate.actor_tokens))
        if any(is_known(a) for a in members):
            candidate.actors = members  # the classifier knows the doer by the noun, which stands before the verb
        used = {t.i for t in candidate.actor_tokens}
        candidate.recipient_tokens, candidate.recipients = self._first(
            candidate.slots, recipient_slots, used, candidate.actors
        )
        self._pass_over_means(candidate)
        if not candidate.recipients and candidate.category in UNDERTAKINGS and recipient_slots != ("none",):
            self._fill_from_complement(candidate)
        if candidate.recipients and not any(is_known(a) for a in candidate.recipients):
            self._fill_from_slots(candidate, ("against", "to", "from"))
        if not candidate.recipients and not noun and recipient_slots != ("none",):
            self._fill_from_slots(candidate, ("iobj",))  # "refused him a permit"
        self._part_pronouns(candidate)
        if not candidate.recipients:
            self._fill_from_depth(candidate)

    def _pass_over_means(self, candidate: Candidate) -> None:
        """Puts who it is for or against in the place of the doer's own means: "sent 300 troops to Mali"."""
        if not candidate.recipients or not are_own_means(candidate):
            return
        means = candidate.recipient_tokens
        candidate.recipient_tokens, candidate.recipients = [], ()
        candidate.means = {t.i for t in means}
        self._fill_from_slots(candidate, ("against", "to", "from", "for", "over", "at", "on"))

    def _fill_from_complement(self, candidate: Candidate) -> None:
        """The recipient of an undertaking is that of the act undertaken: "agreed to help Y"."""
        heads = [candidate.trigger, *(self.doc[i] for i in sorted(candidate.used))]
        complements = [c for head in heads for c in _complements(head)]
        complements += [c for complement in complements for c in _complements(complement)]
        for complement in complements:
            moves = moves_means(complement)
            slots = Slots(complement)
            for slot in ("obj", "iobj", "with", "on", "against", "to", "for", *(("from", "into") if moves else ())):
                tokens = slots[slot]
                actors = self.parties.all_of(tokens)
                if not actors or all(_is_self(a, candidate.actors) for a in actors):
                    continue
                if slot == "obj" and moves and _are_means(actors, candidate.actors):
                    candidate.means |= {t.i for t in tokens}
                    continue
                candidate.recipient_tokens, candidate.recipients = tokens, actors
                return

    def _part_pronouns(self, candidate: Candidate) -> None:
        """Leaves a pronoun open that was taken for the doer itself: in "X ordered it to leave" it is not X.

        (Principle B of Chomsky's binding theory: a plain pronoun does not refer to the subject of its own clause.)
        """
        mentions = [self.parties.mention(t) for t in candidate.recipient_tokens]
        if not mentions or any(m is None or m.kind != "pronoun" for m in mentions):
            return
        doers = {(a.code, a.id, a.sectors) for a in candidate.actors}
        if any(a.text.lower() in OPEN_PRONOUNS and (a.code, a.id, a.sectors) in doers for a in candidate.recipients):
            candidate.recipients = tuple(
                Actor(text=a.text, start=a.start, end=a.end, reason="a pronoun that is not the doer")
                for a in candidate.recipients
            )

    def _fill_from_slots(self, candidate: Candidate, names: Sequence[str]) -> None:
        """Replaces the recipients by the first other party that stands in one of some slots."""
        identities = {(a.code, a.id) for a in (*candidate.actors, *candidate.recipients)}
        for name in names:
            tokens = candidate.slots[name]
            actors = self.parties.all_of(tokens)
            if any(a.code for a in actors) and not {(a.code, a.id) for a in actors} & identities:
                candidate.recipient_tokens, candidate.recipients = tokens, actors
                return

    def _fill_from_depth(self, candidate: Candidate) -> None:
        """The recipient that stands deeper in the object: "imposed a ban on imports from Y", "aid to Y"."""
        own = {t.i for t in candidate.actor_tokens} | candidate.means
        identities = {(a.code, a.id) for a in candidate.actors}
        kind = candidate.category
        level = [c for host in {candidate.trigger, candidate.verb or candidate.trigger} for c in _inner(host, kind)]
        for _ in range(5):
            for token in sorted(level, key=lambda t: t.i):
                mention = self.parties.heads.get(token.i)
                if mention is None or token.i in own or mention.kind == "pronoun" or _is_setting(token, kind):
                    continue
                actors = mention.actors
                if _goes_as_means(candidate, token, actors):
                    continue
                if any(is_known(a) for a in actors) and not {(a.code, a.id) for a in actors} & identities:
                    candidate.recipient_tokens, candidate.recipients = [token], actors
                    return
            level = [c for t in level for c in _inner(t, kind)]

    def _lost_subject(self, verb: Token) -> list[Token]:
        """The party that opens the clause of a verb without a subject in the parse: "Russia, it was said, refused"."""
        if verb.dep_ not in {"ROOT", "ccomp"} or not is_finite(verb) or is_passive(verb) or is_infinitive(verb):
            return []
        start = sentence_of(verb).start
        cut = next((i for i in range(verb.i - 1, start - 1, -1) if self.doc[i].text in BREAKS), start - 1)
        for i in range(cut + 1, verb.i):
            token = self.doc[i]
            if i in self.parties.heads and token.dep_ not in {"pobj", "poss", "amod", "compound", "dobj"}:
                return expand([token])
        return []

    @staticmethod
    def _claim(noun: Token) -> Token | None:
        """The verb by which somebody claims the act: "claimed the attack", "an attack claimed by X"."""
        verb = noun.head
        if noun.dep_ == "pobj" and noun.head.lower_ == "for":
            duty = noun.head.head
            verb = duty.head if duty.lemma_.lower() in {"responsibility", "credit"} else duty
        if verb.lemma_.lower() in {"claim", "admit"} and verb.pos_ == "VERB" and noun.dep_ in {"dobj", "pobj"}:
            return verb
        return next((c for c in noun.children if c.dep_ == "acl" and c.lemma_.lower() == "claim"), None)

    @staticmethod
    def _governing_subject(noun: Token) -> list[Token]:
        """Whose act a noun tells by standing in a phrase of a clause: "is united in condemnation of Y"."""
        if noun.dep_ != "pobj" or noun.head.lower_ not in {"in", "with"} or any(c.dep_ == "det" for c in noun.children):
            return []
        host = noun.head.head
        if host.pos_ == "ADJ" or host.dep_ in {"acomp", "attr"}:
            host = host.head
        return expand(subject(host)) if host.pos_ in {"VERB", "AUX"} else []

    def _fill_reciprocal(
        self, candidate: Candidate, actor_slots: Sequence[str], recipient_slots: Sequence[str]
    ) -> None:
        tokens: list[Token] = []
        noun = candidate.predicate.pattern.pos == "noun"
        wanted = [*actor_slots, *recipient_slots, "between", "with", "among", "poss", "demonym"]
        if noun or not candidate.predicate.recipient:
            wanted.append("of" if noun else "obj")
        for slot in dict.fromkeys(wanted):
            if slot == "none":
                continue
            for token in candidate.slots[slot]:
                if token not in tokens and (slot != "demonym" or token.i in self.parties.heads):
                    tokens.append(token)
        if noun and len(self.parties.all_of(tokens)) < 2:
            tokens = [*tokens, *(t for t in self._around(candidate) if t not in tokens)]
        candidate.actor_tokens = tokens
        candidate.actors = self.parties.all_of(tokens)

    def _around(self, candidate: Candidate) -> list[Token]:
        """The parties of a meeting or clash its own phrase does not name.

        Those of a "between" further inside ("clashes over a dispute between X and Y"), or those it is said of
        ("X and Y during a meeting", "X joined Y for talks").
        """
        noun = candidate.trigger
        for token in noun.subtree:
            if token.lower_ == "between" and token.dep_ == "prep":
                return expand(objects_of(token))
        if noun.dep_ != "pobj":
            return []
        host = noun.head.head
        if host.pos_ in {"NOUN", "PROPN"}:
            found = expand([host])
            return found if len(found) > 1 else []
        cues = {m.cue for m in self.doc._.polybius_statements}
        if host.pos_ in {"VERB", "AUX"} and noun.head.lower_ in {"for", "during", "in", "into"} and host.i not in cues:
            slots = Slots(host)
            return [*slots["subj"], *slots["obj"], *slots["with"]]
        return []

    def _first(
        self, slots: Slots, names: Sequence[str], used: set[int], doers: tuple[Actor, ...] = ()
    ) -> tuple[list[Token], tuple[Actor, ...]]:
        """The fillers and parties of the first slot that holds any party but the doers themselves."""
        fallback: list[Token] = []
        for name in names:
            if name == "none":
                return [], ()
            tokens = [t for t in slots[name] if t.i not in used]
            if name == "demonym":
                tokens = [t for t in tokens if t.i in self.parties.heads]
            actors = tuple(a for a in self.parties.all_of(tokens) if not (doers and _is_self(a, doers)))
            if actors:
                return tokens, actors
            fallback = fallback or tokens
        return fallback, ()


def _members(doers: Sequence[Token]) -> list[Token]:
    """Who the doers are where their clause goes on to list them: "states that have left the pact include X and Y"."""
    for noun in doers:
        if noun.dep_ == "nsubj" and noun.head.lemma_.lower() == "include":
            return expand([c for c in noun.head.children if c.dep_ == "dobj"])
    return []


def _speaker_beside(verb: Token) -> list[Token]:
    """Who says it, where the parser hangs a second verb of speech inside what is said.

    In "the ministry said the men were well and accused their lawyers of lying" it is the ministry that accuses.
    """
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in {"VERB", "AUX"}:
        first = first.head
    if first is verb or first.dep_ != "ccomp" or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return []
    return expand(subject(first.head))


@cache
def means_words() -> frozenset[str]:
    """Lemmas of verbs and nouns of moving and sending, whose object are the doer's own means."""
    path = DATA / "lexicons" / "means_verbs.csv"
    return frozenset(word for row in read_table(path, ("lemmas", "note")) for word in row.many("lemmas"))


def moves_means(token: Token) -> bool:
    """Whether a word tells of moving or sending forces and the like."""
    return token.lemma_.lower() in means_words()


def are_own_means(candidate: Candidate) -> bool:
    """Whether what the verb is done with are the actor's own forces or envoys: "withdrew its troops from Y"."""
    if not candidate.actors or candidate.category in DONE_TO_PEOPLE:
        return False
    words = [candidate.trigger, *(candidate.trigger.doc[i] for i in candidate.used), *_complements(candidate.trigger)]
    own = {a.code for a in candidate.actors if a.code}
    if any(moves_means(word) for word in words):
        return _are_means(candidate.recipients, candidate.actors)
    if candidate.category == "SANCTION":
        return False
    return bool(own) and all(a.code in own and FORCES & set(a.sectors) for a in candidate.recipients)


def _goes_as_means(candidate: Candidate, token: Token, actors: Sequence[Actor]) -> bool:
    """Whether a mention that hangs on a word of sending or moving is what is sent."""
    if candidate.category in DONE_TO_PEOPLE or token.dep_ not in {"dobj", "pobj"}:
        return False
    governor = token.head if token.dep_ == "dobj" else token.head.head if token.head.lower_ == "of" else None
    return governor is not None and moves_means(governor) and _are_means(actors, candidate.actors)


def _are_means(parties: Sequence[Actor], doers: Sequence[Actor]) -> bool:
    """Whether parties may be the means of the doers: forces or servants, the doers' own or nobody else's.

    A country that was only guessed for want of a told one ("200 soldiers") is nobody's.
    """
    own = {None, *(a.code for a in doers)}
    return all(
        SERVANTS & set(a.sectors) and (a.code in own or a.reason.endswith((BY_FOCUS, BY_PLACE))) for a in parties
    )


def _is_self(party: Actor, doers: Sequence[Actor]) -> bool:
    """Whether a party is one of the doers again: the same words, or a possessive that means them or nobody known."""
    if any(a.start is not None and (a.start, a.end) == (party.start, party.end) for a in doers):
        return True
    if party.text is None or party.text.lower() not in POSSESSIVES:
        return False
    return party.code is None or (party.code, party.id) in {(a.code, a.id) for a in doers}


# acts done to people, whoever they are, also to the doer's own
DONE_TO_PEOPLE = frozenset({"ASSAULT", "COERCE", "ACCUSE", "REQUEST", "SUPPORT", "REJECT"})
FORCES = frozenset({"MIL", "COP", "SPY"})
SERVANTS = FORCES | {"GOV", "UAF", "PRM", "MED", "EDU"}
POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "your"})
OPEN_PRONOUNS = frozenset({"it", "them", "him", "her"})
# labels of what belongs to a word's own matter
INNER_DEPS = frozenset({
    "dobj", "prep", "pobj", "dative", "attr", "oprd", "pcomp", "xcomp", "acl", "agent", "amod", "nmod", "poss",
    "compound", "conj", "nsubjpass",
})  # fmt: skip
# words that open a time, a place, a cause or an example
OUTER_WORDS = frozenset({
    "after", "before", "amid", "during", "since", "until", "despite", "as", "because", "without", "under", "while",
    "in", "at", "near", "within", "outside", "around", "throughout", "across", "following", "by", "including",
})  # fmt: skip


# categories that answer what another party made ("rejected offers by Y"), and those whose purpose names who gains
ANSWERS = frozenset({"SUPPORT", "REJECT", "CONCEDE", "AGREE"})
PURPOSE_DEPS = {"AID": frozenset({"advcl", "relcl"})}


def _inner(token: Token, category: str) -> list[Token]:
    """The words below a token that belong to what it is about, not to its time, place, cause or a clause beside it."""
    deps = INNER_DEPS | PURPOSE_DEPS.get(category, frozenset())
    return [
        c for c in token.children
        if c.dep_ in deps
        and not (c.dep_ == "prep" and c.lower_ in OUTER_WORDS and not (c.lower_ == "by" and category in ANSWERS))
        and not (c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"})
        and not (c.dep_ == "nsubjpass" and token.dep_ not in {"ROOT", "acl", "xcomp"})
    ]  # fmt: skip


def _is_setting(token: Token, category: str) -> bool:
    """Whether a name only says where or when: "in Baku"."""
    word = token.head.lower_
    return token.dep_ == "pobj" and word in OUTER_WORDS and not (word == "by" and category in ANSWERS)


def _complements(head: Token) -> Iterator[Token]:
    """The verbs a word takes as its content: "agreed to help", "committed to helping", "a promise to help"."""
    for child in head.children:
        if child.dep_ in {"xcomp", "ccomp"} or (child.dep_ in {"acl", "advcl"} and child.tag_ == "VB"):
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"to", "of", "on", "in"}:
            yield from (c for c in child.children if c.dep_ == "pcomp")
