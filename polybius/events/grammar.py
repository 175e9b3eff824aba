"""Where a predicate's parties stand in the parse: slots (subj, obj, prepositions, …) and the tokens that fill them.

Works on spaCy's English labels (ClearNLP style). Subjects are followed through relative, participial and infinitive
clauses, coordination, control and raising; passives are turned round; quantities ("dozens of soldiers") give way to
what they count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from polybius.events.attachment import is_detached, joined_to
from polybius.tables import DATA, read_table

Fillers = list[Token]

SENTENCES = "polybius_sentences"  # key in Doc.user_data: first and end token of each token's sentence
SUBJECTS = {"nsubj", "csubj", "expl"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
OWN_WORDS = {"aux", "auxpass", "mark", "nsubjpass", "agent", "prep"}  # what makes a participle a clause
RELATIVES = {"who", "which", "that", "whom", "whose"}
CLAUSE_DEPS = {"ROOT", "ccomp", "advcl", "relcl", "acl", "xcomp", "conj", "pcomp", "parataxis", "csubj", "csubjpass"}
# verbs whose object is not the subject of their infinitive ("promised Y to leave")
SUBJECT_CONTROL = {
    "promise",
    "vow",
    "pledge",
    "threaten",
    "swear",
    "offer",
    "agree",
    "refuse",
    "undertake",
    "telephone",
    "phone",
    "ring",
    "cable",
}


@cache
def quantity_words() -> frozenset[str]:
    """Lemmas that count what follows "of" ("dozens of", "a number of") and are no party themselves."""
    path = DATA / "lexicons" / "quantities.csv"
    return frozenset(word for row in read_table(path, ("lemmas", "note")) for word in row.many("lemmas"))


TWO_OBJECTS = frozenset({
    "give", "grant", "award", "offer", "send", "show", "teach", "tell", "ask", "name", "call", "dub", "deny", "assign",
    "promise", "pay", "appoint", "elect", "allow", "hand", "lend", "sell", "owe", "refuse", "make", "declare",
})  # fmt: skip


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive: "was shelled", "shelled by Y" after its noun."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for child in verb.children):
        return True
    agent_told = any(child.dep_ == "agent" for child in verb.children)
    if agent_told and verb.tag_ == "VBD" and verb.dep_ == "acl":
        return True  # "the men picked up by police", taken for a past tense
    if verb.tag_ != "VBN" or is_detached(verb) or any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children):
        return False
    if agent_told:
        return True
    if verb.dep_ in {"acl", "amod"}:
        return not _is_finite_misread(verb)
    if verb.dep_ == "conj" and is_passive_head(verb.head):
        return not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
    return verb.dep_ == "advcl" and not any(child.dep_ in {"nsubj", "aux", "dobj"} for child in verb.children)


def _is_finite_misread(verb: Token) -> bool:
    """Whether the parser took a past tense for a participle: what was done to somebody has no object of its own.

    "Gunmen on motorcycles killed ten people, the government said." Verbs that give or name have two ("given a post").
    """
    own = any(child.dep_ == "dobj" and child.i > verb.i and not is_time(child) for child in verb.children)
    return verb.dep_ == "acl" and own and verb.lemma_.lower() not in TWO_OBJECTS


def is_time(noun: Token) -> bool:
    """Whether what the parser takes for an object says when: "arrested the day after the march"."""
    return noun.ent_type_ in {"DATE", "TIME"}


def is_passive_head(verb: Token) -> bool:
    """The same, for the first of coordinated verbs."""
    return verb.tag_ == "VBN" and (
        any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) or verb.dep_ in {"acl"}
    )


def with_conjuncts(token: Token) -> Iterator[Token]:
    """The token and those coordinated with it, in text order; a verb among nouns is a parse fault and left out."""
    yield token
    for child in token.rights:
        if child.dep_ == "conj" and _same_kind(token, child):
            yield from with_conjuncts(child)
        elif child.dep_ == "prep" and child.lower_ == "of" and token.pos_ == "PROPN":
            yield from (person for country in child.children for person in _persons_joined(country))


def _persons_joined(country: Token) -> Iterator[Token]:
    """Persons the parser joins to the country of another: "Presidents Moi of Kenya and Museveni of Uganda met"."""
    for child in country.children:
        if child.dep_ == "conj" and child.pos_ == "PROPN" and any(c.lower_ == "of" for c in child.children):
            yield from with_conjuncts(child)


def _same_kind(first: Token, second: Token) -> bool:
    nominal = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "DET"}
    return (first.pos_ in nominal) == (second.pos_ in nominal)


def counted(token: Token) -> Token:
    """What a quantity counts: "dozens of soldiers" → soldiers; any other token is returned as it is."""
    seen = 0
    while seen < 3 and (token.lemma_.lower() in quantity_words() or token.pos_ == "NUM" or token.like_num):
        inner = next((p for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for p in objects_of(c)), None)
        if inner is None:
            return token
        token, seen = inner, seen + 1
    return token


def objects_of(preposition: Token) -> Fillers:
    """The objects of a preposition, also through a second one ("out of Y", "from near Y")."""
    found: Fillers = []
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"}:
            found.append(child)
        elif child.dep_ == "prep":
            found.extend(objects_of(child))
    return found


def expand(tokens: Fillers) -> Fillers:
    """The fillers with their conjuncts, quantities replaced by what they count; no token twice."""
    seen: dict[int, Token] = {}
    for token in tokens:
        for each in with_conjuncts(token):
            real = counted(each)
            seen.setdefault(real.i, real)
    return list(seen.values())


def antecedent(pronoun: Token) -> Token:
    """The noun a relative pronoun stands for; any other token is returned as it is."""
    if pronoun.lower_ not in RELATIVES or pronoun.tag_ not in {"WDT", "WP", "WP$", "IN"}:
        return pronoun
    verb = pronoun.head
    while verb.dep_ not in {"relcl", "ROOT"} and verb.head is not verb:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else pronoun


def subject(verb: Token, depth: int = 0) -> Fillers:
    """The surface subject of a verb (the agent of an active, the patient of a passive), found through control."""
    wanted = SUBJECTS | PASSIVE_SUBJECTS
    own = [c for c in verb.children if c.dep_ in wanted and c.dep_ != "expl"]
    if own:
        return [antecedent(c) for c in own]
    if depth > 6:
        return []
    after = _inverted(verb)
    if after:
        return after
    governor = verb.head
    if verb.dep_ == "conj" and joined_to(verb).pos_ in {"VERB", "AUX"}:
        return subject(joined_to(verb), depth + 1)
    if is_detached(verb):
        return [governor]
    if verb.dep_ == "relcl":
        return [] if any(c.lower_ in {"where", "when"} for c in verb.children) else [governor]
    if verb.dep_ == "acl" and any(c.dep_ == "aux" and c.lower_ == "having" for c in verb.children):
        while governor.pos_ not in {"VERB", "AUX"} and governor.head.i != governor.i:
            governor = governor.head
        return subject(governor, depth + 1)  # "is at the forefront, having given": said of the subject
    if verb.dep_ == "acl":
        return [governor] if verb.tag_ in {"VBG", "VBN"} or is_passive(verb) else _holder(governor, depth)
    if verb.dep_ == "xcomp" or (verb.dep_ == "ccomp" and verb.tag_ in {"VB", "VBG"}):
        return _controller(governor, depth)
    if verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VBN", "VB"}:
        return subject(governor, depth + 1) if governor.pos_ in {"VERB", "AUX"} else []
    if verb.dep_ == "pcomp":
        return _pcomp_subject(governor, depth)
    if verb.dep_ == "ROOT" or verb.dep_ == "ccomp":
        return []
    return []


def _inverted(verb: Token) -> Fillers:
    """The subject that follows its verb: "also applying for membership are X and Y"."""
    be = next((c for c in verb.children if c.dep_ == "aux" and c.lemma_ == "be" and c.i > verb.i), None)
    if verb.dep_ == "csubj" and verb.head.lemma_ == "be" and verb.head.i > verb.i:
        be = verb.head
    if be is None or verb.tag_ != "VBG":
        return []
    return [c for c in be.children if c.dep_ in {"attr", "nsubj"} and c.i > be.i and c.pos_ in {"PROPN", "NOUN"}]


def _controller(governor: Token, depth: int) -> Fillers:
    """Who does the act of an infinitive under ``governor``: its object ("urged Y to leave") or its subject."""
    if governor.pos_ in {"ADJ", "NOUN"}:
        head = governor.head
        return subject(head, depth + 1) if head.pos_ in {"VERB", "AUX"} else []
    objects = [c for c in governor.children if c.dep_ in {"dobj", "dative"}]
    if objects and governor.lemma_ not in SUBJECT_CONTROL:
        return objects
    if is_passive(governor):
        return patient(governor, depth + 1)
    return subject(governor, depth + 1)


def _holder(noun: Token, depth: int) -> Fillers:
    """Who is to do the act of "a plan to …": the noun's possessor, else the subject of the verb that governs it."""
    owner = [c for c in noun.children if c.dep_ == "poss"]
    if owner:
        return owner
    verb = noun.head
    return subject(verb, depth + 1) if verb.pos_ in {"VERB", "AUX"} and noun.dep_ in {"dobj", "attr"} else []


def _pcomp_subject(preposition: Token, depth: int) -> Fillers:
    """The subject of a gerund after a preposition: "accused Y of attacking" → Y; "left without paying" → subject."""
    governor = preposition.head
    if governor.pos_ not in {"VERB", "AUX"}:
        if governor.pos_ not in {"NOUN", "PROPN"}:
            return []
        # the parser hangs "of burning" on the army in "accused the army of burning", or on what stands in its phrase
        while governor.dep_ == "pobj" and governor.head.head.pos_ in {"NOUN", "PROPN"}:
            governor = governor.head.head
        accused = preposition.lower_ in {"of", "for"} and governor.dep_ in {"dobj", "nsubjpass"}
        return [governor] if accused else _holder(governor, depth)
    if preposition.lower_ in {"of", "from", "for", "into"}:
        objects = [c for c in governor.children if c.dep_ in {"dobj", "nsubjpass"}]
        if objects:
            return [antecedent(o) for o in objects]
    return subject(governor, depth + 1)


def agent(verb: Token) -> Fillers:
    """Who does it: the subject of an active, the by-phrase of a passive."""
    if is_passive(verb):
        by = [c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")]
        if not by and verb.dep_ == "conj":
            return []
        hands = [h for h in prepositional(verb, "at") if h.lemma_.lower() == "hand"]  # "killed at the hands of Y"
        found = [p for c in by for p in objects_of(c) if p.pos_ != "VERB"]
        return found or [p for h in hands for p in prepositional(h, "of")]
    return subject(verb)


def patient(verb: Token, depth: int = 0) -> Fillers:
    """Whom it is done to: the object of an active, the subject of a passive, the gap of a relative clause."""
    if is_passive(verb):
        # "the rebels were granted an amnesty"
        kept = [c for c in verb.children if c.dep_ == "dobj" and not is_time(c)]
        return kept or subject(verb, depth + 1)
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if objects:
        return [antecedent(o) for o in objects]
    small = [c for c in verb.children if c.dep_ == "ccomp" and is_infinitive(c)]
    if small:  # "allowed inspectors to enter": the parser makes them the subject of the infinitive
        return [s for c in small for s in c.children if s.dep_ == "nsubj"]
    if verb.dep_ == "relcl" and _has_gap(verb):
        return [verb.head]
    # a verb coordinated before another shares the other's object: "attacked and destroyed the village"
    shared = [c for c in verb.rights if c.dep_ == "conj" and c.pos_ == "VERB" and not _own_subject(c)]
    for other in shared:
        if not is_passive(other):
            found = [c for c in other.children if c.dep_ == "dobj"]
            if found and other.i - verb.i <= 3:
                return found
    return []


def _has_gap(verb: Token) -> bool:
    """Whether a relative clause with a subject of its own lacks the object its noun stands for."""
    own = any(c.dep_ == "nsubj" and c.lower_ not in RELATIVES for c in verb.children)
    return own and not any(c.lower_ in {"where", "when", "why"} for c in verb.children)


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS for c in verb.children)


def prepositional(head: Token, word: str) -> Fillers:
    """The objects of a preposition attached to ``head``."""
    return [
        p
        for c in head.children
        if (c.dep_ in {"prep", "agent", "dative"} or c.pos_ == "ADP") and c.lower_ == word
        for p in objects_of(c)
    ]  # fmt: skip


def carriers(noun: Token) -> list[Token]:
    """The nouns an event noun hangs on that only carry or count it: "letters of support", "a series of attacks"."""
    found: list[Token] = []
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in quantity_words():
        noun = noun.head.head
        found.append(noun)
    return found


WITH_A_VERB = frozenset({"prt", "advmod", "prep", "acomp", "dobj", "neg", "oprd", "npadvmod"})
CHILD_SLOTS = {
    "xcomp": frozenset({"xcomp"}), "ccomp": frozenset({"ccomp"}), "prt": frozenset({"prt"}),
    "mark": frozenset({"mark"}), "attr": frozenset({"attr", "acomp"}),
}  # fmt: skip


class Slots:
    """The slots of one trigger, computed when asked for. Names are those of the lexicon's ``needs`` column."""

    def __init__(self, trigger: Token, light: Token | None = None, role: str = "agent") -> None:
        self.trigger = trigger
        self.light = light  # the light verb an event noun leans on
        self.role = role
        self.carriers = carriers(trigger)
        self._cache: dict[str, Fillers] = {}
        self._near: frozenset[str] | None = None

    def __getitem__(self, slot: str) -> Fillers:
        if slot not in self._cache:
            self._cache[slot] = expand(self._find(slot))
        return self._cache[slot]

    def _find(self, slot: str) -> Fillers:
        special = SPECIAL_SLOTS.get(slot)
        if special is not None:
            return special(self)
        if slot in CHILD_SLOTS:
            return self._children(slot)
        return self._preposition(slot)

    @property
    def words_near(self) -> frozenset[str]:
        """The words that may belong to a verb of several words: particles, adverbs, prepositions, bare objects."""
        if self._near is None:
            near = [c for c in self.trigger.children if c.dep_ in WITH_A_VERB]
            names = {form for c in near for form in (c.lower_, c.lemma_.lower())}
            behind = self.trigger.i + 1
            names |= {
                g.lower_
                for c in near
                if c.dep_ in {"prep", "prt", "advmod"}
                for g in c.children
                if g.dep_ in {"prep", "pobj"} or (g.dep_ == "advmod" and g.i == behind)
            }
            self._near = frozenset(names)
        return self._near

    @property
    def is_verb(self) -> bool:
        """Whether the trigger is used as a verb."""
        return self.trigger.pos_ in {"VERB", "AUX"}

    def _children(self, dep: str) -> Fillers:
        wanted = CHILD_SLOTS[dep]
        found = [c for c in self.trigger.children if c.dep_ in wanted]
        if dep == "xcomp" and not found:
            # spaCy often labels "urged Y to leave" ccomp, and "a call to leave" acl
            found = [c for c in self.trigger.children if c.dep_ in {"ccomp", "acl", "advcl"} and is_infinitive(c)]
        if dep == "ccomp":
            found = [c for c in found if not is_infinitive(c)]
        return found

    def _subject(self) -> Fillers:
        if self.is_verb:
            return agent(self.trigger)
        if self.light is not None:
            return {"agent": agent, "patient": patient}[self.role](self.light) if self.role != "occur" else []
        head = self.trigger.head
        if self.trigger.dep_ in {"acomp", "attr"} and head.pos_ in {"AUX", "VERB"}:
            return subject(head)  # "X is a member of Y", "X is critical of Y"
        if self.trigger.dep_ == "appos":
            return [head]  # "X, a member of Y"
        if self.trigger.dep_ == "pobj" and head.head.lemma_ in {"be", "remain", "keep", "stay", "get"}:
            return subject(head.head)  # "X is at odds with Y"
        return []

    def _object(self) -> Fillers:
        if self.is_verb:
            return patient(self.trigger)
        if self.light is None:
            return []
        if self.role == "patient":
            return agent(self.light) or subject(self.light)
        # "a blast tore through the market", "an attack killed 12 people"
        through = [p for word in ("through", "at", "near") for p in prepositional(self.light, word)]
        return (patient(self.light) or through) if self.role == "occur" and not is_passive(self.light) else []

    def _indirect(self) -> Fillers:
        for verb in (self.trigger, self.light):
            if verb is None:
                continue
            found = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
            if not found and is_passive(verb) and any(c.dep_ == "dobj" for c in verb.children):
                found = subject(verb)  # "the rebels were granted an amnesty"
            if found:
                return found
        return []

    def _complement_subject(self) -> Fillers:
        for complement in [*self._children("xcomp"), *self._children("ccomp")]:
            own = [c for c in complement.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
            if own:
                return own
        return []

    def _complement_object(self) -> Fillers:
        """What the complement's act is done to: "refused to provide details" → details."""
        return [o for complement in self._children("xcomp") for o in patient(complement)]

    def _description(self) -> Fillers:
        """What its object is called or described as: "called it groundless", "described the report as a lie"."""
        verb = self.trigger
        found = [
            c for c in verb.children
            if c.dep_ in {"oprd", "attr", "acomp"} or (c.dep_ == "ccomp" and c.pos_ != "VERB") or _is_state(c)
        ]  # fmt: skip
        found += [
            c for p in verb.children if p.lower_ == "as" for c in p.children if c.dep_ in {"pobj", "pcomp", "amod"}
        ]
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        found += [c for o in objects for c in o.children if c.i > o.i and c.dep_ in {"appos", "nsubj"}]
        return found or objects  # "called the charge nonsense": the parser makes one noun phrase of it

    def _possessor(self) -> Fillers:
        noun = self.trigger
        # "Yerevan's violations and attacks": what comes second shares the owner if it has no determiner of its own
        while (
            noun.dep_ == "conj"
            and noun.head.pos_ == "NOUN"
            and not any(c.dep_ in {"det", "poss"} for c in noun.children)
        ):
            noun = noun.head
        return [antecedent(c) for c in noun.children if c.dep_ == "poss"]

    def _modifiers(self) -> Fillers:
        if self.is_verb:  # of a verb: those of its object ("play a mediating role")
            objects = self["obj"]
            return [c for o in objects for c in o.children if c.dep_ in {"amod", "compound", "nmod"}]
        noun = self.trigger
        return [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod", "poss"} and c.i < noun.i]

    def _preposition(self, word: str) -> Fillers:
        hosts = [self.trigger, *self.carriers]
        if self.light is not None:
            hosts.append(self.light)
        elif self.is_verb:
            # attachment of a phrase to the object instead of the verb is the parser's commonest fault
            hosts.extend(c for c in self.trigger.children if c.dep_ in {"dobj", "prt", "advmod", "acomp"})
            if word == "with":  # "spoke by telephone with Y", "met on Monday with Y"
                hosts.extend(p for by in ("by", "on", "over") for p in prepositional(self.trigger, by))
        elif self.trigger.pos_ == "ADJ" and self.trigger.dep_ in {"acomp", "oprd"}:
            hosts += [self.trigger.head, *subject(self.trigger.head)]  # "relations with Y are tense"
        if self.is_verb and word in {"between", "with"} and is_passive(self.trigger):
            hosts.extend(subject(self.trigger))  # "relations between X and Y were strained"
        if word == "by" and not self.is_verb:
            hosts += prepositional(self.trigger, "of")  # "the suspension of aid by Y"
        for host in hosts:
            found = prepositional(host, word)
            if found:
                return found
        if self.is_verb and is_passive(self.trigger) and _is_stranded(self.trigger, word):
            return subject(self.trigger)  # "a truce was agreed to"
        if not self.is_verb and self.trigger.dep_ in {"nsubj", "nsubjpass"} and word in {"between", "with", "against"}:
            return prepositional(self.trigger.head, word)
        return []


SPECIAL_SLOTS: dict[str, Callable[[Slots], Fillers]] = {
    "subj": Slots._subject, "obj": Slots._object, "iobj": Slots._indirect, "xsubj": Slots._complement_subject,
    "poss": Slots._possessor, "mod": Slots._modifiers, "demonym": Slots._modifiers,
    "xobj": Slots._complement_object, "desc": Slots._description,
}  # fmt: skip


def _is_state(word: Token) -> bool:
    """Whether a bare participle says in what state an object is kept or left: "kept the crossing shut"."""
    bare = not any(c.dep_ in OWN_WORDS for c in word.children)
    return bare and word.dep_ in {"advcl", "ccomp"} and word.tag_ == "VBN"


def _is_stranded(verb: Token, word: str) -> bool:
    """Whether a preposition without an object hangs on the verb."""
    return any(c.dep_ in {"prep", "prt"} and c.lower_ == word and not any(c.children) for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is a to-infinitive, also in the passive ("to be released")."""
    marked = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return marked and (verb.tag_ == "VB" or any(c.dep_ == "auxpass" and c.tag_ == "VB" for c in verb.children))


def sentence_of(token: Token) -> Span:
    """The sentence a token stands in. ``Token.sent`` looks at the whole Doc each time; this looks once."""
    doc = token.doc
    bounds: list[tuple[int, int]] | None = doc.user_data.get(SENTENCES)
    if bounds is None or len(bounds) != len(doc):
        bounds = [(sentence.start, sentence.end) for sentence in doc.sents for _ in sentence]
        doc.user_data[SENTENCES] = bounds
    start, end = bounds[token.i]
    return doc[start:end]


NESTED = {"advcl", "relcl", "ccomp", "parataxis", "csubj"}


def clause_span(trigger: Token, light: Token | None = None) -> tuple[int, int]:
    """Token span (end exclusive) of the clause that tells the event: the subtree without nested finite clauses."""
    head = light if light is not None else trigger
    left = right = head.i
    stack = [head]
    while stack:
        token = stack.pop()
        left, right = min(left, token.i), max(right, token.i)
        for child in token.children:
            if child.dep_ in NESTED and has_own_subject_or_mark(child):
                continue
            if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and token.pos_ in {"VERB", "AUX"}:
                continue
            if child.dep_ in {"punct", "cc"} and not left <= child.i <= right:
                continue
            stack.append(child)
    return left, right + 1


def has_own_subject_or_mark(verb: Token) -> bool:
    """Whether a clause is finite enough to stand alone: it has a subject or a conjunction."""
    return any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS | {"mark"} for c in verb.children)


def forms(token: Token) -> set[str]:
    """The words a filler is compared by: lemma, lower-case form, compounds, and its modifiers' lemmas."""
    found = {token.lemma_.lower(), token.lower_}
    if token.tag_ == "NNPS":
        found.add(token.lower_.removesuffix("s"))  # the model leaves "Afghans" as it is
    doc: Doc = token.doc
    if token.i >= 2 and doc[token.i - 1].text in {"-", "–"}:
        found.add(f"{doc[token.i - 2].lemma_.lower()} {token.lemma_.lower()}")
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child.i < token.i:
            found.add(child.lemma_.lower())
            found.add(child.lower_)
            found.add(f"{child.lemma_.lower()} {token.lemma_.lower()}")
        elif child.dep_ == "prep" and child.lower_ == "of":
            found.update(f"{token.lemma_.lower()} of {c.lemma_.lower()}" for c in child.children)
    return found


def phrase_of(noun: Token) -> list[Token]:
    """The tokens of a noun phrase without what is joined to it and without its relative clauses."""
    return [noun, *(t for c in noun.children if c.dep_ not in {"conj", "relcl"} for t in c.subtree)]
