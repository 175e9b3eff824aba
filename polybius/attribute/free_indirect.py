"""Free indirect speech: sentences after somebody's reported words that go on with them without a cue of their own.

"The priest said men in plain clothes had come. They had beaten the boy." Only sentences that stand farther back in time
than the report does ("had beaten", "would be grave") are taken so; others are the report's own.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from polybius.attribute.direct import Layout
from polybius.attribute.drafts import Draft, trimmed

_SHIFTED = ("had", "would")


def attach_free_indirect(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Adds drafts for sentences that go on with the indirect speech before them."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.cue is not None:
            by_sentence.setdefault(draft.cue.sent.start, []).append(draft)
        elif draft.content:
            index = min(layout.token_at(draft.content[0][0]), len(layout.doc) - 1)
            by_sentence.setdefault(layout.doc[index].sent.start, []).append(draft)
    found: list[Draft] = []
    teller: Draft | None = None  # whose words the sentence before was
    going_on: Draft | None = None
    paragraph = -1
    for sentence in layout.doc.sents:
        number = layout.paragraphs.index(sentence.start_char)
        if number != paragraph:
            teller = going_on = None
            paragraph = number
        own = by_sentence.get(sentence.start, [])
        if teller is not None and not own and _is_shifted(layout, sentence):
            piece = trimmed(layout.text, sentence.start_char, sentence.end_char)
            if piece is not None and going_on is not None:
                going_on.content[-1] = (going_on.content[-1][0], piece[1])
            elif piece is not None:
                going_on = Draft(None, (), None, list(teller.speakers), [piece])
                found.append(going_on)
            continue
        going_on = None
        if any(not token.is_space for token in sentence):
            teller = next((draft for draft in reversed(own) if _tells(layout, draft)), None)
    return [*drafts, *found]


def _tells(layout: Layout, draft: Draft) -> bool:
    """Whether a draft is indirect speech in the past, which sentences after it can go on with."""
    past = draft.cue is not None and draft.cue.tag_ == "VBD"
    spoken = draft.lexical is not None and draft.lexical.kind == "speech" and not draft.negated
    in_clause = draft.frame == "that" and not draft.direct and bool(draft.speakers)
    quoted = draft.cue is not None and layout.quotation_at(draft.cue.idx) is not None
    return past and spoken and in_clause and not quoted


def _is_shifted(layout: Layout, sentence: Span) -> bool:
    """Whether a sentence of the report's stands in the past of the past, or in its future."""
    if layout.holds_quotation(sentence.start_char, sentence.end_char):
        return False
    root: Token = sentence.root
    return root.pos_ in ("VERB", "AUX") and any(
        child.dep_ in ("aux", "auxpass") and child.lower_ in _SHIFTED and child.i < root.i for child in root.lefts
    )
