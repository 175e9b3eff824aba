"""Speakers named without a verb: "Name: …" at the head of a paragraph, quotations with a name after a dash, and letters
signed by their writers.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Token

from polybius.attribute.cues import is_document, is_own_label
from polybius.attribute.direct import Layout
from polybius.attribute.drafts import Draft, without
from polybius.find._names import datelines

_LABEL = re.compile(
    r"[\"“]?(?:\d{1,2}[:.]\d\d\s+(?:[A-Z]{2,4}\s+)?(?:[-–—]+\s+)?)?(?:[A-Z][\w.'’\-]*\s+){0,5}[A-Z][\w.'’\-]*\s?:(?=\s+\S)"
)
_DASH_AND_NAME = re.compile(r"\s*(?:--|[-–—―])\s*(?=[A-Z][\w.'’\-]*(?:\s[A-Z][\w.'’\-]*)+)")
_SIGNATURE = re.compile(r"(?:[A-Z][\w'’\-]*\.?\s+){1,3}[A-Z][\w'’\-]+\.?\s*")
_LETTERS = re.compile(r"\b(?:letters|readers|facebook|your say|opinions?|mailbag)\b", re.IGNORECASE)
_ANSWERS = ("a", "answer")
_ASKED = ("q", "question", *_ANSWERS)
_PLACES = ("GPE", "LOC", "DATE", "TIME")


def attach_headings(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Adds drafts for paragraphs that open with a speaker's name and a colon, and for signed letters."""
    owned = {draft.cue.i for draft in drafts if draft.cue is not None}
    sent_from = datelines(layout.doc)
    labels = [
        found
        for start, end in layout.paragraphs
        if (found := _label(layout, start, end)) and not any(a <= found[1].idx < b for a, b in sent_from)
    ]
    capitals = sum(colon.doc[colon.i - 1].is_upper for colon, _, _, _ in labels)
    parties = {mention.head for mention in layout.doc._.polybius_actors}
    names = Counter(speaker.lower_ for _, speaker, _, _ in labels)
    for colon, label, start, end in labels:
        speaker = _answering(label, labels) if label.lower_ in _ASKED else label
        if speaker is None:
            continue
        named = speaker.ent_type_ in ("PERSON", "ORG", "NORP") or is_document(speaker)
        dialogue = names[speaker.lower_] > 1 and len(names) > 1  # two who take turns
        dialogue = dialogue or any(name in _ASKED for name in names)  # an interview
        named = named or dialogue or speaker.i in parties
        transcript = speaker.is_upper and capitals >= 2 and speaker.ent_type_ not in _PLACES
        quoted = layout.quotation_at(start) is not None
        if is_own_label(speaker) or colon.i in owned or (quoted and not transcript):
            continue
        if quoted:  # a transcript between quotation marks: each speech is its speaker's
            _take_away(drafts, layout.paragraphs.starts[layout.paragraphs.index(start)], end)
        if transcript or (named and (not speaker.is_upper or speaker.i in parties)):
            content = [(start, end)]
            drafts.append(Draft(colon, (colon.i,), None, [speaker], content, direct=transcript, monologue=True))
    _sign(layout, drafts)
    return [*drafts, *_letters(layout)]


def _answering(label: Token, labels: list[tuple[Token, Token, int, int]]) -> Token | None:
    """Who answers in an interview of questions and answers: the one other name that stands before a colon."""
    named = {speaker.lower_: speaker for _, speaker, _, _ in reversed(labels) if speaker.lower_ not in _ASKED}
    return next(iter(named.values())) if label.lower_ in _ANSWERS and len(named) == 1 else None


def _take_away(drafts: list[Draft], start: int, end: int) -> None:
    """Takes a stretch out of the contents of quotations."""
    for draft in drafts:
        if draft.direct:
            draft.content = [piece for whole in draft.content for piece in without(whole, (start, end))]


def _sign(layout: Layout, drafts: list[Draft]) -> None:
    """Gives quotations followed by a dash and a name that speaker: “We will stay.” – Ana Duarte, a teacher."""
    ended = {draft.content[-1][1]: draft for draft in drafts if draft.cue is None and draft.content}
    for quotation in layout.quotations:
        match = _DASH_AND_NAME.match(layout.text, quotation.end)
        if match is None or not quotation.closed:
            continue
        dash = layout.doc[layout.token_from(match.start() + len(match.group()) - len(match.group().lstrip()))]
        name = _name_at(layout, match.end())
        if name is None:
            continue
        draft = ended.get(quotation.pieces[-1].end)
        if draft is None:
            draft = Draft(None, (), None, direct=True)
            draft.content = [(piece.start, piece.end) for piece in quotation.pieces]
            drafts.append(draft)
        draft.cue, draft.words, draft.speakers = dash, (dash.i,), [name]


def _name_at(layout: Layout, offset: int) -> Token | None:
    """The last word of the name that begins at a character; None where it is that of a place or a day."""
    first = layout.token_from(offset)
    last = first
    while (
        last + 1 < len(layout.doc)
        and layout.doc[last + 1].text[:1].isupper()
        and not layout.doc[last].text.endswith(",")
    ):
        last += 1
    if first >= len(layout.doc) or layout.doc[first].ent_type_ in _PLACES:
        return None
    return layout.doc[last]


def _label(layout: Layout, start: int, end: int) -> tuple[Token, Token, int, int] | None:
    match = _LABEL.match(layout.text, start, end)
    if match is None:
        return None
    colon = layout.doc[min(layout.token_at(match.end() - 1), len(layout.doc) - 1)]
    words = layout.doc[layout.token_from(start) : colon.i]
    if colon.text != ":" or not len(words) or any(token.pos_ == "VERB" and not token.is_upper for token in words):
        return None
    first = match.end()
    while first < end and layout.text[first].isspace():
        first += 1
    return (colon, colon.doc[colon.i - 1], first, end) if end - first > 15 else None


def _letters(layout: Layout) -> list[Draft]:
    """Paragraphs above a line that is a person's name only, where the text says it holds letters."""
    text, paragraphs = layout.text, list(layout.paragraphs)
    if not _LETTERS.search(text[:400]):
        return []
    signed = [number for number, (start, end) in enumerate(paragraphs) if _is_signature(layout, start, end)]
    if len(signed) < 2:
        return []
    drafts: list[Draft] = []
    for number in signed:
        first = number
        while first > 0 and _is_prose(text, *paragraphs[first - 1]):
            first -= 1
        if first == number:
            continue
        start, end = paragraphs[number]
        tokens = layout.doc[layout.token_from(start) : layout.token_from(end)]
        names = [token for token in tokens if token.is_alpha]
        if names:
            stretch = (paragraphs[first][0], paragraphs[number - 1][1])
            drafts.append(Draft(None, (), None, [names[-1]], [stretch], direct=True, monologue=True))
    return drafts


def _is_signature(layout: Layout, start: int, end: int) -> bool:
    if end - start > 50 or not _SIGNATURE.fullmatch(layout.text, start, end):
        return False
    tokens = layout.doc[layout.token_from(start) : layout.token_from(end)]
    return sum(token.pos_ == "PROPN" or token.ent_type_ == "PERSON" for token in tokens if token.is_alpha) >= 2


def _is_prose(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) > 8
