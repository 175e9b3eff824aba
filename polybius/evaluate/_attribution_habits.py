"""Statements by the habits of the PolNeAR annotation, whose spans are wider than those of our records.

There the content takes in "that" and whom somebody asks to do something; the cue its auxiliaries, adverbs, the word it
hangs on ("continued to insist"), the channel ("said in an interview") and the words between it and its content; the
source its apposition and its relative clause. A relative pronoun is a source of its own, and nothing is annotated
within the content of another attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from polybius.annotate import ActorMention, StatementMention
from polybius.attribute.cues import is_channel

Stretch = tuple[int, int]
_JOINED = re.compile(r"\s*,?\s*(?:and|or)?\s*")
_CUE_PARTS = ("aux", "auxpass", "neg", "amod", "prt")
_SUBJECTS = ("nsubj", "nsubjpass")
_LEAD = 5  # words between what leads to a cue and the cue: "used the day to publicly denounce"
_CHANNEL = 9  # words of a channel: "in an interview with the paper"
_LED = ("xcomp", "pcomp", "prep")
_LEADING = ("about", "for", "to", "of", "against", "with", "over", "at", "on")


def attributions_of(doc: Doc) -> Iterator[dict[str, list[Stretch]]]:
    """The attributions that the annotation would mark in a Doc: those that stand in no other."""
    for mention in doc._.polybius_statements:
        if mention.statement.inside is None:
            yield as_annotated(doc, mention)


def as_annotated(doc: Doc, mention: StatementMention) -> dict[str, list[Stretch]]:
    """Source, cue and content of a statement as the annotation would mark them."""
    content = _content(doc, mention)
    source = _joined(doc.text, sorted(_source(doc, one, mention) for one in mention.speakers))
    return {"source": source, "cue": _cue(doc, mention, source, content), "content": content}


def _content(doc: Doc, mention: StatementMention) -> list[Stretch]:
    statement = mention.statement
    content = [(piece.start, piece.end) for piece in statement.content]
    start, end = content[0]
    for actor in statement.addressees:  # "urged [the mayor] to resign"
        near = actor.start is not None and actor.end is not None and 0 < start - actor.end < 3
        if near and actor.start is not None and doc.text[start:end].startswith(("to ", "not to ")):
            content[0] = (actor.start, end)
            return content
    opening = max(0, start - 8)
    if (match := re.search(r"\bthat\s+$", doc.text[opening:start])) is not None:
        content[0] = (opening + match.start(), end)
    return content


def _source(doc: Doc, speaker: ActorMention, mention: StatementMention) -> Stretch:
    """The whole noun phrase of a speaker, up to the cue or the content if these stand in it."""
    head = doc[speaker.head]
    if (relative := _relative(doc, head, mention.cue)) is not None:
        return relative.idx, relative.idx + len(relative)
    pieces = [(piece.start, piece.end) for piece in mention.statement.content]
    if mention.statement.cue is not None:
        pieces.append((mention.statement.cue.start, mention.statement.cue.end))
    if head.dep_ == "appos":  # "the minister, Ana Duarte"
        head = head.head
    first, last = min(speaker.start, head.left_edge.i), max(speaker.end, _right(head))
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    own = (doc[speaker.start].idx, doc[speaker.end - 1].idx + len(doc[speaker.end - 1]))
    for begin, stop in pieces:
        if own[1] <= begin < end:
            end = begin
        if start < stop <= own[0]:
            start = stop
    return start, end


def _relative(doc: Doc, head: Token, cue: int | None) -> Token | None:
    """The relative pronoun that is the cue's own subject where the speaker is the noun it stands for."""
    if cue is None:
        return None
    subjects = (child for child in doc[cue].children if child.dep_ in _SUBJECTS and child.tag_ in ("WP", "WDT"))
    return next((child for child in subjects if child.i != head.i), None)


def _right(head: Token) -> int:
    """End of a noun phrase with apposition and relative clause, without what merely follows it."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("conj", "cc", "punct", "parataxis", "advcl", "ccomp"):
            if child.dep_ == "punct":
                continue
            break
        if child.dep_ == "acl" and child.tag_ == "VBG":
            break
        end = child.right_edge.i + 1
    return end


def _joined(text: str, stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in stretches:
        if joined and (start <= joined[-1][1] or _JOINED.fullmatch(text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cue(doc: Doc, mention: StatementMention, source: list[Stretch], content: list[Stretch]) -> list[Stretch]:
    cue = mention.statement.cue
    if cue is None or mention.cue is None:
        return [] if cue is None else [(cue.start, cue.end)]
    head = doc[mention.cue]
    tokens = {*(doc.char_span(cue.start, cue.end, alignment_mode="expand") or ()), head}
    tokens |= _parts(head)
    tokens |= _led_to(head)
    if not source:  # "it was unclear"
        hosts = (head, head.head)
        tokens |= {child for host in hosts for child in host.lefts if child.lower_ in ("it", "there")}
    if (head.dep_ == "dobj" and head.head.pos_ == "VERB") or head.dep_ == "acomp":
        tokens |= {head.head, *_parts(head.head)}
        tokens |= {child for child in head.lefts if child.dep_ == "det"}  # "made the case for"
    tokens |= {child for child in head.rights if child.dep_ == "agent"}  # "was endorsed by"
    tokens |= _between(doc, head, content)
    taken = [*source, *content]
    kept = sorted(t.i for t in tokens if not any(a < t.idx + len(t) and t.idx < b for a, b in taken))
    return [(doc[index].idx, doc[index].idx + len(doc[index])) for index in kept]


def _led_to(head: Token) -> set[Token]:
    """What leads to a cue by the same subject: "went on to say", "used the occasion to denounce"."""
    found: set[Token] = set()
    while head.dep_ in _LED and head.head.i < head.i and head.head.pos_ in ("VERB", "AUX", "ADJ", "ADP", "NOUN"):
        above = head.head
        gap = head.doc[above.i + 1 : head.i]
        if len(gap) > _LEAD or any(token.is_punct or token.is_space for token in gap) or _has_subject(head):
            break
        found |= {above, *gap, *_parts(above)}
        if above.pos_ == "ADJ" and above.dep_ == "acomp":  # "has been slow to praise"
            found |= {above.head, *_parts(above.head)}
        head = above
    return found


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _parts(head: Token) -> set[Token]:
    found: set[Token] = set()
    for child in head.children:
        adverb = child.dep_ == "advmod" and child.pos_ == "ADV" and child.tag_ != "WRB" and abs(child.i - head.i) < 3
        day = child.dep_ == "npadvmod" and child.ent_type_ == "DATE" and child.i == head.i + 1
        article = child.dep_ == "det" and child.lower_ in ("a", "an")
        through = child.dep_ == "prep" and child.i > head.i and any(is_channel(inner) for inner in child.rights)
        through = through and child.i == head.i + 1 and child.lower_ in ("in", "on", "during", "at")
        through = through and sum(1 for _ in child.subtree) <= _CHANNEL
        if child.dep_ in _CUE_PARTS or adverb or article:
            found.add(child)
        elif through or day:
            found |= set(child.subtree)
    return found


def _between(doc: Doc, head: Token, content: list[Stretch]) -> set[Token]:
    """The words from a cue to its content where these lead on to it: "accused her of", "spoke out about"."""
    first = next((token for token in doc[head.i + 1 : head.i + 12] if token.idx >= content[0][0]), None)
    if first is None or first.i - head.i < 2:
        return set()
    gap = doc[head.i + 1 : first.i]
    if any(token.is_punct or token.is_space for token in gap) or gap[-1].lower_ not in _LEADING:
        return set()
    return set(gap)
