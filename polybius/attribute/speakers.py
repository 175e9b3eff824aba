"""Speakers: who is the subject of a cue, the words of that party, and the mention it is."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from polybius.annotate import ActorMention
from polybius.attribute.cues import is_channel, is_document
from polybius.records import Actor

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = ("who", "which", "that", "whom")
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_CUT = ("case", "appos", "relcl", "acl", "conj", "cc", "punct", "parataxis", "advcl", "advmod", "npadvmod")
_PERSONAL = {"NOUN": ("PERSON", ""), "PROPN": ("PERSON",)}  # what a name in apposition is taken for
_ISSUING = (
    "issue",
    "release",
    "send",
    "publish",
    "write",
    "make",
    "post",
    "give",
    "deliver",
    "put",
    "sign",
    "file",
    "read",
)


class Mentions:
    """The actor mentions of a Doc, found by head token or by a token they cover."""

    def __init__(self, doc: Doc) -> None:
        self.by_head: dict[int, ActorMention] = {}
        self.by_token: dict[int, ActorMention] = {}
        for mention in doc._.polybius_actors or ():
            self.by_head.setdefault(mention.head, mention)
            if mention.kind != "demonym":
                for index in range(mention.start, mention.end):
                    self.by_token.setdefault(index, mention)

    def of(self, head: Token) -> ActorMention:
        """The mention with this head, or the one that covers it, or one made of the noun phrase itself."""
        known = self.by_head.get(head.i) or self.by_token.get(head.i)
        if known and known.actors:
            return known
        start, end = noun_phrase(head)
        span = head.doc[start:end]
        actor = Actor(text=span.text, start=span.start_char, end=span.end_char, reason="speaker: subject of the cue")
        issuer = self._issuer(head) if is_document(head) or is_channel(head) else None
        if issuer is not None:
            told = {"code": issuer.code, "sectors": issuer.sectors, "id": issuer.id, "name": issuer.name}
            actor = actor.model_copy(update={**told, "reason": f"speaker: words of “{issuer.text}”"})
        return ActorMention(start, end, head.i, (actor,), "pronoun" if head.pos_ == "PRON" else "person")

    def _issuer(self, document: Token) -> Actor | None:
        """Whose paper it is: "a government statement", "a letter the minister sent"."""
        before = [child for child in document.lefts if child.dep_ in ("compound", "poss", "nmod", "amod")]
        senders = (own_subject(child) for child in document.rights if child.dep_ == "relcl")
        named = [child for child in senders if child is not None and child.pos_ != "PRON"]
        by = [child for child in document.rights if child.dep_ == "prep" and child.lower_ in ("by", "from", "of")]
        authors = [part for child in by for part in child.rights if part.dep_ == "pobj"]
        for token in [*reversed(before), *named, *authors]:
            known = self.by_head.get(token.i) or self.by_token.get(token.i)
            if known is not None and len(known.actors) == 1:
                return known.actors[0]
        return None


def noun_phrase(head: Token) -> tuple[int, int]:
    """Token span of a noun phrase without apposition, clauses, further conjuncts and what follows a comma."""
    start, end = head.i, head.i + 1
    for child in reversed(list(head.lefts)):
        if child.dep_ in _CUT or child.right_edge.i + 1 != start:
            break
        start = child.left_edge.i
    for child in head.rights:
        if child.dep_ in _CUT or child.left_edge.i != end:
            break
        end = child.right_edge.i + 1
        if child.dep_ == "prep":
            end = _prep_end(child)
    while start < head.i and (head.doc[start].is_space or head.doc[start].is_punct):
        start += 1
    while end - 1 > head.i and head.doc[end - 1].is_space:
        end -= 1
    return start, end


def _prep_end(prep: Token) -> int:
    """End of a prepositional phrase, cut before a clause inside it."""
    end = prep.right_edge.i + 1
    for token in prep.doc[prep.i + 1 : end]:
        if token.dep_ in ("relcl", "acl", "appos") or token.text in (",", ";", ":", "(", "\n"):
            return max(prep.i + 1, token.left_edge.i if token.dep_ in ("relcl", "acl", "appos") else token.i)
    return end


def conjuncts(head: Token) -> tuple[Token, ...]:
    """A noun and those joined to it by "and" or commas."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().rights:
            if child.dep_ == "conj" and child.pos_ in _NOUNS and len(found) < 8:
                found.append(child)
                queue.append(child)
    return tuple(found)


def is_expletive(token: Token) -> bool:
    """Whether a subject stands for nobody ("it", "there", "this")."""
    return token.lower_ in ("there", "this", "that", "these", "what", "nothing", "something") or token.dep_ == "expl"


def own_subject(verb: Token) -> Token | None:
    """The subject among a verb's own children, a relative pronoun replaced by its noun; None if there is none."""
    found = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if not found:
        return None
    child = found[0]
    for later in found[1:]:  # "the miners, he was quoted as saying, …": the second is the verb's own
        if child.i < later.i < verb.i and any(token.text == "," for token in verb.doc[child.i : later.i]):
            child = later
    if child.lower_ in _RELATIVE and child.tag_ in ("WP", "WDT"):
        return _relative_noun(verb)
    return _unclosed_apposition(child, verb) or child


def _unclosed_apposition(subject_: Token, verb: Token) -> Token | None:
    """ "… wounding six people, a doctor told Reuters": no comma closes it, so it is no apposition but the subject."""
    for child in subject_.rights:
        opened = child.dep_ == "appos" and verb.doc[child.left_edge.i - 1].text == ","
        parts = [part for part in verb.lefts if part.dep_ in ("aux", "neg", "advmod") and part.i > child.i]
        following = min([verb.i, *(part.left_edge.i for part in parts)])
        if opened and child.right_edge.i + 1 == following and child.right_edge.text != ",":
            return child
    return None


def _relative_noun(verb: Token) -> Token | None:
    for _ in range(4):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in ("conj", "xcomp"):
            return None
        verb = verb.head
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive, with its auxiliary or as a participle after a noun."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    bare = not any(child.dep_ == "aux" for child in verb.children)  # "Asked about the raid, he said …"
    return verb.tag_ == "VBN" and (verb.dep_ == "acl" or (verb.dep_ == "advcl" and bare and verb.i < verb.head.i))


def agent(verb: Token) -> Token | None:
    """The noun of a passive's by-phrase."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def subject(verb: Token) -> Token | None:
    """Who does what a verb says, also where the verb leaves that to the verb or noun it hangs on; None if untold."""
    for _ in range(8):
        found = own_subject(verb)
        if found is not None:
            return found
        head = verb.head
        if head == verb:
            return _inverted(verb)
        if verb.dep_ in ("acl", "relcl") and head.pos_ in _NOUNS:
            return _issuer(head) or head
        if verb.dep_ == "conj" and verb.tag_ in ("VBD", "VBZ"):  # no finite verb stands beside an infinitive
            while head.tag_ == "VB" and head.dep_ in ("xcomp", "ccomp", "conj", "advcl") and head.head != head:
                head = head.head
        if verb.dep_ == "xcomp":
            objects = (child for child in head.children if child.dep_ in ("dobj", "dative") and child.i < verb.i)
            held = next(objects, None)
            if held is not None and head.lemma_ not in ("promise", "threaten", "use", "take"):
                return held
        if verb.dep_ == "pcomp":
            head = head.head
            if head.pos_ in ("NOUN", "PROPN"):
                return None
        elif verb.dep_ == "prep" and head.pos_ in ("NOUN", "PROPN"):
            return None
        if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and head.dep_ == "acomp":  # "was unable to say"
            head = head.head
        if verb.dep_ in ("ccomp", "parataxis") or head.pos_ not in ("VERB", "AUX"):
            return _inverted(verb)
        verb = head
    return None


def _issuer(noun: Token) -> Token | None:
    """ "Issued a statement saying": the one who issued it."""
    if (is_channel(noun) or is_document(noun)) and noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        if verb.pos_ == "VERB" and (verb.lemma_ in _ISSUING or noun.dep_ == "pobj"):
            return own_subject(verb)
    return None


def _inverted(verb: Token) -> Token | None:
    """The subject after its verb ("…," said the minister) where the parser saw an object in it."""
    doc = verb.doc
    before = next((doc[i] for i in range(verb.i - 1, max(-1, verb.i - 3), -1) if not doc[i].is_space), None)
    if before is None or not (before.is_punct or before.is_quote) or verb.lemma_ == "tell":
        return None
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "oprd", "npadvmod", "appos", "ccomp", "dep") and child.pos_ in _NOUNS:
            return child if child.ent_type_ not in ("DATE", "TIME") else None
    return None


def _name_of(noun: Token) -> Token:
    """The name in apposition to a description ("a survivor, Ana Duarte"), else the noun itself."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.ent_type_ == "PERSON":
        return noun
    for child in noun.rights:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.ent_type_ in _PERSONAL[noun.pos_]:
            return child
        held = next(child.rights, None) if child.dep_ == "prep" else None
        if held is not None and held.ent_type_ in ("GPE", "ORG"):  # "the envoy of Kenya, Ana Duarte"
            named = (part for part in held.rights if part.dep_ == "appos" and part.ent_type_ == "PERSON")
            return next(named, noun)
    return noun


def actors_of(heads: Iterable[Token], mentions: Mentions) -> tuple[tuple[Actor, ...], tuple[ActorMention, ...]]:
    """Actors and mentions of the nouns given, each once."""
    found: dict[tuple[int, int], ActorMention] = {}
    for head in heads:
        mention = mentions.of(_name_of(head))
        found.setdefault((mention.start, mention.end), mention)
    return tuple(actor for mention in found.values() for actor in mention.actors), tuple(found.values())
