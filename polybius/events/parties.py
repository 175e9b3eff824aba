"""Who stands behind a filler of a slot: the party of a noun phrase, also through metonymy ("Assad's policies")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from polybius.annotate import ActorMention, PlaceMention
from polybius.events.grammar import antecedent, prepositional
from polybius.find.actors import mentions_by_head
from polybius.records import Actor

# kinds of entities that do nothing and suffer nothing
NO_PARTY = frozenset({
    "DATE", "TIME", "GPE", "LOC", "FAC", "EVENT", "LAW", "LANGUAGE", "WORK_OF_ART", "PRODUCT", "MONEY", "PERCENT",
    "QUANTITY", "CARDINAL", "ORDINAL",
})  # fmt: skip
OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PTY", "REB", "PRM", "UAF", "OPP", "ELI", "PRE"})


@dataclass(frozen=True)
class Parties:
    """Looks up, for a token, the parties it stands for.

    heads: mentions by the index of their head token; places: place mentions by head token.
    """

    heads: Mapping[int, ActorMention]
    places: Mapping[int, PlaceMention]

    @classmethod
    def of(cls, doc: Doc) -> Parties:
        """The look-up over what ``find`` left in the Doc."""
        return cls(
            mentions_by_head(doc),
            {mention.head: mention for mention in reversed(doc._.polybius_places)},
        )

    def mention(self, token: Token) -> ActorMention | None:
        """The mention a token heads, also through its relative pronoun's antecedent."""
        found = self.heads.get(token.i)
        if found is None:
            real = antecedent(token)
            found = self.heads.get(real.i) if real.i != token.i else None
        return found

    def of_token(self, token: Token) -> tuple[Actor, ...]:
        """The parties a filler stands for: its own mention, else that of its owner, modifier or of-phrase."""
        found = self.mention(token)
        if found is not None:
            return found.actors
        return self._owner(token)

    def _owner(self, token: Token, depth: int = 0) -> tuple[Actor, ...]:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or depth > 2:
            return ()
        modifiers = [c for c in token.children if c.dep_ in {"poss", "amod", "compound", "nmod"} and c.i < token.i]
        owners = sorted(modifiers, key=lambda c: (c.dep_ != "poss", -c.i))
        for child in owners:
            mention = self.mention(child)
            if mention is not None and any(actor.code or actor.id for actor in mention.actors):
                return mention.actors
        for child in prepositional(token, "of"):
            mention = self.mention(child)
            if mention is not None:
                return mention.actors
            deeper = self._owner(child, depth + 1)
            if deeper:
                return deeper
        return self._maker(token)

    def _maker(self, noun: Token) -> tuple[Actor, ...]:
        """The party a thing comes from: "proposals by Y", "demands from Y", "a law passed by Y"."""
        made = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        found = [p for word in ("by", "from") for host in (noun, *made) for p in prepositional(host, word)]
        for token in found:
            mention = self.mention(token)
            if mention is not None:
                return mention.actors
        return ()

    def _unlisted_name(self, token: Token) -> tuple[Actor, ...]:
        """A name no list has, as a party without a code: a firm, a club, a person known by one name."""
        if (
            token.pos_ != "PROPN"
            or token.i in self.places
            or token.ent_type_ in NO_PARTY
            or not token.text[0].isupper()
        ):
            return ()
        first = token.i
        while first > 0 and token.doc[first - 1].dep_ == "compound" and token.doc[first - 1].head.i >= first:
            first -= 1
        words = token.doc[first : token.i + 1]
        reason = "a name that no list has"
        return (Actor(text=words.text, start=words.start_char, end=words.end_char, reason=reason),)

    def all_of(self, tokens: list[Token]) -> tuple[Actor, ...]:
        """The parties of several fillers, none twice."""
        found: dict[tuple[int | None, int | None, str | None, str | None], Actor] = {}
        for token in tokens:
            for actor in self.of_token(token) or self._unlisted_name(token):
                found.setdefault((actor.start, actor.end, actor.code, actor.id), actor)
        return tuple(found.values())


def is_political(actor: Actor) -> bool:
    """Whether a party is one politics is about: an official, armed or organised one, or a country or body itself."""
    if actor.code in {"NGO", "IGO", "UNO", "EUR", "ISM"}:
        return True
    if actor.code is None:
        return bool(OFFICIAL & set(actor.sectors))
    return not actor.sectors or bool((OFFICIAL | {"IGO", "NGO"}) & set(actor.sectors))


def is_known(actor: Actor) -> bool:
    """Whether the list or a rule gave the party a code or a sector."""
    return actor.code is not None or bool(actor.sectors)
