"""Words without quotation marks after "X said:", as press releases give them, and lists after a colon."""

from __future__ import annotations

import re

from spacy.tokens import Token

from polybius.attribute.clauses import is_negated
from polybius.attribute.cues import cue_of
from polybius.attribute.direct import Layout
from polybius.attribute.drafts import Draft
from polybius.attribute.speakers import conjuncts, is_expletive, subject

_LIST_LINE = re.compile(r"\s*(?:[-–—•*·]|\(?\d{1,2}[.)])\s")
_END = re.compile(
    r"\s*(?:ends\b|notes?(?: to editors)?\s*:?\s*$|further information|media enquiries|contact\b|###|\*{3}|-{3}|_{3})",
    re.IGNORECASE,
)
_TELLING = (("say",), ("add",), ("tell",))


def attach_monologues(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Gives "X said:" at the end of a paragraph or before unquoted sentences the words that follow."""
    by_cue = {draft.cue.i: draft for draft in drafts if draft.cue is not None}
    for number, (start, end) in enumerate(layout.paragraphs):
        colon = _colon(layout, start, end)
        if colon is None:
            continue
        cue = _cue_before(layout, colon, start)
        if cue is None:
            continue
        final = colon.idx + 1 >= end or not layout.text[colon.idx + 1 : end].strip()
        first = layout.token_from(colon.idx + 1)
        if first < len(layout.doc) and _starts_with_quotation(layout, colon.idx + 1):
            continue
        draft = by_cue.get(cue.i)
        stretch = _rest(layout, number, colon.idx + 1, end, final, draft, cue)
        if stretch is None:
            continue
        if draft is None:
            draft = _new(cue)
            if draft is None:
                continue
            drafts.append(draft)
        is_list = _LIST_LINE.match(layout.text, stretch[0])
        if draft.content and is_list:
            draft.content = [(min(draft.content[0][0], stretch[0]), stretch[1])]
        else:
            draft.content, draft.direct, draft.monologue = [stretch], True, True
    return drafts


def _starts_with_quotation(layout: Layout, offset: int) -> bool:
    text = layout.text
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return layout.quotation_at(offset) is not None


def _colon(layout: Layout, start: int, end: int) -> Token | None:
    """The first colon of a paragraph outside quotations that ends the paragraph or leads to a new sentence."""
    text = layout.text
    for match in re.finditer(r":(?=\s+[A-Z“\"‘`\-•]|\s*$)", text[start:end]):
        offset = start + match.start()
        index = layout.token_at(offset)
        if index < len(layout.doc) and layout.doc[index].text == ":" and layout.quotation_at(offset) is None:
            return layout.doc[index]
    return None


def _cue_before(layout: Layout, colon: Token, start: int) -> Token | None:
    doc = layout.doc
    for token in reversed(doc[max(0, colon.i - 30) : colon.i]):
        if token.idx < start or token.text in (".", "!", "?"):
            return None
        known = cue_of(token)
        if known and known[0].pos == "verb" and known[0].kind == "speech" and token.dep_ not in ("relcl", "amod"):
            if subject(token) is None or colon.i - token.i > 12:
                return None
            return token
    return None


def _new(cue: Token) -> Draft | None:
    known, speaker = cue_of(cue), subject(cue)
    if known is None or speaker is None or is_expletive(speaker):
        return None
    return Draft(cue, known[1], known[0], list(conjuncts(speaker)), negated=is_negated(cue))


def _rest(
    layout: Layout, number: int, start: int, end: int, final: bool, draft: Draft | None, cue: Token
) -> tuple[int, int] | None:
    """From the colon to where the report speaks again."""
    text, paragraphs = layout.text, layout.paragraphs
    speaker = subject(cue)
    names = {speaker.lower_} if speaker is not None and speaker.pos_ in ("PROPN", "NOUN") else set()
    last = end if not final else start
    listed = False
    for following in range(number + 1, len(paragraphs)):
        begins, ends = paragraphs.starts[following], paragraphs.ends[following]
        words = text[begins:ends]
        if not words.strip():
            continue
        if _LIST_LINE.match(words):
            listed, last = True, ends
            continue
        if listed or _END.match(words) or layout.quotation_at(begins) is not None:
            break
        if _reports(layout, begins, ends, names):
            break
        if draft is not None and draft.content and not final and not listed:
            break
        last = ends
    while start < last and text[start].isspace():
        start += 1
    while last > start and text[last - 1].isspace():
        last -= 1
    return (start, last) if last - start > 10 else None


def _reports(layout: Layout, start: int, end: int, names: set[str]) -> bool:
    """Whether a paragraph is the report's own again: it names the speaker, or has another "X said"."""
    for token in layout.doc[layout.token_from(start) : layout.token_from(end)]:
        if token.lower_ in names and token.dep_ in ("nsubj", "nsubjpass"):
            return True
        if token.dep_ in ("ROOT", "parataxis") and token.tag_ in ("VBD", "VBZ"):
            known = cue_of(token)
            if known and known[0].kind == "speech" and known[0].words in _TELLING:
                return True
    return False
