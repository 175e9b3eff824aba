"""Chains: through whom a report has what stands at a place in it (coding guide, rules 4 to 6)."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc

from polybius.annotate import StatementMention
from polybius.attribute.cues import cue_of
from polybius.attribute.judgements import judgement_of
from polybius.records import Certainty, Link, Polarity, Statement


def chain_at(doc: Doc, start: int, end: int) -> tuple[StatementMention, ...]:
    """The statements whose content covers the characters ``start`` to ``end``, inmost first.

    Each stands for one link: "X said, quoted by Y" gives X's statement, then Y's. Empty for the report's own voice.
    """
    covering = [
        mention
        for mention in doc._.polybius_statements
        if mention.told and any(piece.start <= start and end <= piece.end for piece in mention.statement.content)
    ]
    inside = {mention.statement.id: mention.statement.inside for mention in doc._.polybius_statements}

    def depth(mention: StatementMention) -> int:
        steps, at = 0, mention.statement.inside
        while at is not None and steps < len(inside):
            steps, at = steps + 1, inside.get(at)
        return steps

    def length(mention: StatementMention) -> int:
        return sum(piece.end - piece.start for piece in mention.statement.content)

    return tuple(sorted(covering, key=lambda mention: (-depth(mention), length(mention), mention.statement.id)))


def link_of(mention: StatementMention, doc: Doc | None = None) -> Link:
    """The link a statement is in a chain, with certainty, polarity and attitude of its cue.

    Without ``doc`` these are read from the statement's attitude alone.
    """
    statement = mention.statement
    certainty, polarity = _ATTITUDES.get(statement.attitude, ("certain", "positive"))
    if doc is not None and mention.cue is not None:
        known = cue_of(doc[mention.cue])
        if known is not None and statement.attitude != "unsaid":
            certainty = cast(Certainty, known[0].certainty)
            polarity = cast(Polarity, known[0].polarity)
            if statement.attitude == "denial" != known[0].attitude:
                polarity = "negative"  # "does not believe that they did it": held unlikely, not left open
        elif judgement_of(doc[mention.cue], "verb") == "possible" and statement.attitude == "unsaid":
            certainty, polarity = "possible", "positive"  # "could not rule out that they did it"
    if doc is not None and statement.attitude in _OPEN and _takes_for_granted(statement, doc):
        certainty, polarity = "certain", "positive"
    return Link(
        speakers=statement.speakers,
        cue=statement.cue,
        statement=statement.id,
        certainty=certainty,
        polarity=polarity,
        attitude=statement.attitude,
    )


def _takes_for_granted(statement: Statement, doc: Doc) -> bool:
    """Whether what is asked or left unsaid is only why or how something came about: "asked why they had closed it"."""
    first = doc.char_span(statement.content[0].start, statement.content[0].end, alignment_mode="contract")
    return statement.kind == "indirect" and first is not None and first[0].lower_ in ("why", "how")


_OPEN = ("question", "unsaid")  # attitudes that leave open whether something is so
_ATTITUDES: dict[str, tuple[Certainty, Polarity]] = {
    "distancing": ("probable", "positive"),
    "denial": ("certain", "negative"),
    "threat": ("possible", "positive"),
    "warning": ("possible", "positive"),
    "demand": ("unspecified", "positive"),
    "question": ("unspecified", "positive"),
    "accusation": ("probable", "positive"),
    "unsaid": ("unspecified", "positive"),
}
