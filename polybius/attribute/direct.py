"""Direct speech: which cue and which speaker each quotation belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Token

from polybius.attribute.clauses import is_negated
from polybius.attribute.cues import Cue, cue_of
from polybius.attribute.drafts import Draft, Stretch, trimmed
from polybius.attribute.quotations import Paragraphs, Quotation
from polybius.attribute.reported import governing_cues
from polybius.attribute.speakers import agent, conjuncts, is_expletive, is_passive, own_subject, subject
from polybius.records import Span

_REACH = 40  # tokens between a quotation and its cue
_WORD = re.compile(r"\w+")
_SENTENCE_INSIDE = re.compile(r"[.!?]['’”\"]*\s+[\"“‘']?[A-Z]")
_FINAL = (".", "!", "?")
_PERSONAL = ("PERSON", "ORG", "NORP", "GPE")


class Layout:
    """Where tokens, paragraphs and quotations of a Doc stand, for look-ups by character."""

    def __init__(self, doc: Doc, paragraphs: Paragraphs, quotations: tuple[Quotation, ...]) -> None:
        self.doc, self.text, self.paragraphs, self.quotations = doc, doc.text, paragraphs, quotations
        self._starts = [token.idx for token in doc]
        self._quote_starts = [quotation.start for quotation in quotations]

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends after a character offset (the Doc's length if none does)."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._starts[index] + len(self.doc[index]):
            return index
        return index + 1

    def token_from(self, offset: int) -> int:
        """Index of the first token that starts at or after a character offset."""
        return bisect_left(self._starts, offset)

    def quotation_at(self, offset: int) -> int | None:
        """Index of the quotation that covers a character, or None."""
        index = bisect_right(self._quote_starts, offset) - 1
        return index if index >= 0 and self.quotations[index].covers(offset) else None

    def holds_quotation(self, start: int, end: int) -> bool:
        """Whether a quotation begins between two characters."""
        index = bisect_left(self._quote_starts, start)
        return index < len(self._quote_starts) and self._quote_starts[index] < end


def is_speech(layout: Layout, index: int) -> bool:
    """Whether a quotation is something said, rather than a word or two set off within a clause."""
    text, quotation = layout.text, layout.quotations[index]
    inner = text[quotation.pieces[0].start : quotation.pieces[-1].end]
    words = len(_WORD.findall(inner))
    if not words:
        return False
    if len(quotation.pieces) > 1 or _SENTENCE_INSIDE.search(inner):
        return True
    paragraph = layout.paragraphs.starts[layout.paragraphs.index(quotation.start)]
    before = text[paragraph : quotation.start].rstrip()
    capital = next((char for char in inner if char.isalnum()), "").isupper()
    ended = inner[-1:] in ".,?!…" or inner[-1:] in "—–-" or text[quotation.end : quotation.end + 1] == ","
    at_start = not before or before[-1] in '.!?:”"»' or before.endswith("''")
    if before.endswith(":"):
        return True
    if at_start:
        return ended and (words > 2 or inner[-1:] in ".,?!…")
    if before[-1] in ",—–-":
        return (capital and ended) or _cue_just_before(layout, quotation) is not None
    return _cue_just_before(layout, quotation) is not None and words > 1 and (capital or ended)


def _cue_just_before(layout: Layout, quotation: Quotation) -> Token | None:
    """The quoting verb that stands directly before a quotation, a comma or colon apart."""
    index = layout.token_from(quotation.start) - 1
    for _ in range(3):
        if index < 0:
            return None
        token = layout.doc[index]
        if not (token.is_space or token.is_punct):
            return token if _quoting(token) else None
        index -= 1
    return None


def _quoting(token: Token) -> Cue | None:
    known = cue_of(token)
    return known[0] if known and known[0].pos == "verb" and "quote" in known[0].frames else None


def _describing(token: Token) -> bool:
    known = cue_of(token)
    return bool(known and known[0].pos == "verb" and known[0].kind == "speech" and "small" in known[0].frames)


def attach_quotations(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Gives each quotation that is something said its cue or its neighbour's speaker; returns all drafts."""
    by_cue = {draft.cue.i: draft for draft in drafts if draft.cue is not None}
    waiting: list[int] = []
    owners: dict[int, Draft] = {}
    for index, quotation in enumerate(layout.quotations):
        if not is_speech(layout, index):
            continue
        cue = _after(layout, index) or _before(layout, index)
        if cue is None:
            waiting.append(index)
            continue
        draft = by_cue.get(cue.i) or _new(cue, layout.token_from(quotation.end))
        if cue.i not in by_cue:
            by_cue[cue.i] = draft
            drafts.append(draft)
        _give(draft, quotation)
        owners[index] = draft
    by_paragraph = _speaking_drafts(layout, drafts)
    contents = _Contents(drafts)
    for index in waiting:
        covered = contents.covering(layout.quotations[index])
        if covered is not None:
            _give(covered, layout.quotations[index])
            owners[index] = covered
            continue
        further = _continued(layout, index, owners, by_paragraph)
        if further is None:
            continue
        if further.cue is None and owners.get(index - 1) is not further:
            drafts.append(further)
        owners[index] = further
    return drafts


class _Contents:
    """What drafts hold, for look-ups by quotation."""

    def __init__(self, drafts: list[Draft]) -> None:
        self._pieces = sorted(
            ((start, end, number) for number, draft in enumerate(drafts) for start, end in draft.content)
        )
        self._starts = [start for start, _, _ in self._pieces]
        self._drafts = drafts

    def _before(self, offset: int) -> list[tuple[int, int, int]]:
        last = bisect_left(self._starts, offset)
        return self._pieces[max(0, last - 25) : last]

    def covering(self, quotation: Quotation) -> Draft | None:
        """A draft of the report's own whose content holds a whole quotation."""
        for _, end, number in self._before(quotation.start + 2):
            draft = self._drafts[number]
            inside = draft.cue is not None and quotation.covers(draft.cue.idx)
            if end >= quotation.end - 2 and draft.cue is not None and not inside:
                return draft
        return None

    def touch(self, quotation: Quotation) -> bool:
        """Whether any content overlaps a quotation."""
        return any(end > quotation.start for _, end, _ in self._before(quotation.end))


def _new(cue: Token, after: int) -> Draft:
    """A draft for a quotation's cue. after: index of the first token after the quotation."""
    known = cue_of(cue)
    draft = Draft(cue, known[1] if known else (cue.i,), known[0] if known else None, negated=is_negated(cue))
    if cue.is_punct:
        speaker = _topic(cue)
        draft.speakers = list(conjuncts(speaker)) if speaker is not None else []
        return draft
    if is_passive(cue) and known and known[0].words[0] in ("quote", "cite"):
        spoken, by = own_subject(cue), agent(cue)
        saying = next((part for child in cue.rights if child.lower_ == "as" for part in child.rights), None)
        by = by or (agent(saying) if saying is not None else None)
        draft.speakers = list(conjuncts(spoken)) if spoken is not None else []
        if by is not None:
            draft.outer.append((cue, list(conjuncts(by))))
        return draft
    speaker = agent(cue) if is_passive(cue) else subject(cue)
    if speaker is not None and speaker.i < after <= cue.i and own_subject(cue) is None:
        speaker = None  # the parser hung the cue on a verb within the quotation
    if speaker is None:
        speaker = _between(cue, after) or _adjacent(cue)
    if speaker is not None and not is_expletive(speaker):
        draft.speakers = list(conjuncts(speaker))
        _through_speaker(draft, speaker)
    return draft


def _through_speaker(draft: Draft, speaker: Token) -> None:
    for verb in speaker.rights:
        if verb.dep_ == "acl" and verb.lemma_ in ("quote", "cite") and verb.tag_ == "VBN":
            by = agent(verb)
            if by is not None:
                draft.outer.append((verb, list(conjuncts(by))))


def _between(cue: Token, after: int) -> Token | None:
    """The head of the noun phrase between a quotation and the cue after it ("…," a survivor, Ana Duarte, said)."""
    words = cue.doc[after : cue.i] if after < cue.i else cue.doc[0:0]
    nouns = (token for token in words if token.pos_ in ("NOUN", "PROPN", "PRON") and token.ent_type_ != "DATE")
    return next((token for token in nouns if token.head.i < after or token.head.i >= cue.i), None)


def _adjacent(cue: Token) -> Token | None:
    """The noun phrase right after or right before a quoting verb, where the parse gives no subject."""
    doc = cue.doc
    for indices in (range(cue.i + 1, min(len(doc), cue.i + 8)), range(cue.i - 1, max(-1, cue.i - 8), -1)):
        noun: Token | None = None
        for index in indices:
            token = doc[index]
            if token.pos_ in ("NOUN", "PROPN", "PRON"):
                if indices.step < 0:
                    return token
                noun = token
            elif token.pos_ in ("DET", "ADJ", "NUM", "AUX", "ADV") or (token.pos_ == "PART" and noun is not None):
                continue
            else:
                break
        if noun is not None and noun.ent_type_ not in ("DATE", "TIME"):
            return noun
    return None


def _topic(colon: Token) -> Token | None:
    """The subject of the words before a colon."""
    doc, start = colon.doc, colon.i
    while (
        start > 0 and colon.i - start < _REACH and doc[start - 1].text not in _FINAL and "\n" not in doc[start - 1].text
    ):
        start -= 1
    for token in doc[start : colon.i]:
        if token.dep_ in ("nsubj", "nsubjpass", "ROOT") and token.pos_ in ("NOUN", "PROPN", "PRON"):
            return token
    nouns = [token for token in doc[start : colon.i] if token.pos_ in ("NOUN", "PROPN")]
    return nouns[0] if nouns else None


def _give(draft: Draft, quotation: Quotation) -> None:
    """Adds a quotation to a draft, in place of what the parse took from it."""
    kept = [piece for piece in draft.content if not _overlap(piece, quotation)]
    beyond = [piece for piece in draft.content if _overlap(piece, quotation) and piece[0] < quotation.start - 1]
    tail = max((end for start, end in draft.content if _overlap((start, end), quotation)), default=0)
    if not beyond and draft.cue is not None and draft.cue.idx < quotation.start and tail > quotation.end + 2:
        draft.content = sorted([*kept, (quotation.start, tail)])  # the clause goes on after the quoted words
        return
    if beyond:  # an indirect clause that runs into the quotation: one content, mixed
        start = beyond[0][0]
        first = quotation.pieces[0]
        draft.content = [*kept, (start, first.end), *_stretches(quotation.pieces[1:])]
        draft.direct = False
        return
    draft.direct = draft.direct or not kept
    draft.content = sorted([*kept, *_stretches(quotation.pieces)])


def _stretches(pieces: tuple[Span, ...]) -> list[Stretch]:
    return [(piece.start, piece.end) for piece in pieces if piece.start < piece.end]


def _overlap(piece: Stretch, quotation: Quotation) -> bool:
    return piece[0] < quotation.end and piece[1] > quotation.start


def _after(layout: Layout, index: int) -> Token | None:
    """The quoting verb after a quotation: "…," he said; "…," said the minister."""
    doc, quotation = layout.doc, layout.quotations[index]
    text, inner_end = layout.text, quotation.pieces[-1].end
    if not quotation.closed or (
        text[inner_end - 1 : inner_end] == "." and text[quotation.end : quotation.end + 1] != ","
    ):
        return None
    paragraph_end = layout.paragraphs.ends[layout.paragraphs.index(inner_end)]
    start = layout.token_from(quotation.end)
    last, following = text[inner_end - 1 : inner_end], text[quotation.end : quotation.end + 1]
    unclosed_clause = last not in tuple(",?!…—–-") and following not in tuple(",-—–")
    for token in doc[start : start + _REACH]:
        if token.idx >= paragraph_end or layout.quotation_at(token.idx) is not None:
            return None
        if token.text in _FINAL or token.text == ";":
            return None
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("relcl", "acl", "aux", "auxpass"):
            if _quoting(token):
                if unclosed_clause and not _begins_inside(token, quotation):
                    return None
                return token
            leads_on = any(child.dep_ in ("xcomp", "conj", "prep", "advcl") for child in token.rights)
            if token.tag_ in ("VBD", "VBZ", "VBP") and not leads_on:
                return None
    return None


def _begins_inside(verb: Token, quotation: Quotation) -> bool:
    """Whether a quotation without a comma at its end still is the verb's own clause."""
    return any(quotation.covers(child.idx) and child.dep_ == "ccomp" for child in verb.lefts)


def _before(layout: Layout, index: int) -> Token | None:
    """The quoting verb before a quotation: He said: "…"; or the colon itself."""
    doc, quotation = layout.doc, layout.quotations[index]
    text = layout.text
    number = layout.paragraphs.index(quotation.start)
    lead = text[layout.paragraphs.starts[number] : quotation.start].rstrip()
    if not lead and number > 0:
        lead = text[layout.paragraphs.starts[number - 1] : layout.paragraphs.ends[number - 1]].rstrip()
        if not lead.endswith(":"):
            return None
    if not lead or lead[-1] in '.!?”"»':
        return None
    colon: Token | None = None
    end = layout.token_from(quotation.start)
    for token in reversed(doc[max(0, end - _REACH) : end]):
        if token.is_space:
            continue
        if layout.quotation_at(token.idx) is not None or (token.text in _FINAL and token.i < end - 1):
            break
        if token.text == ":" and colon is None and lead.endswith(":"):
            colon = token
        if (_quoting(token) or _describing(token)) and token.dep_ not in ("amod", "compound"):
            if colon is None and end - token.i > 16:
                break
            return token
    return colon


def _speaking_drafts(layout: Layout, drafts: list[Draft]) -> dict[int, list[Draft]]:
    """Drafts with speakers by the paragraph of their cue, in text order; those inside quotations left out."""
    found: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.cue.idx if draft.cue is not None else draft.anchor):
        if draft.cue is not None and draft.speakers and layout.quotation_at(draft.cue.idx) is None:
            found.setdefault(layout.paragraphs.index(draft.cue.idx), []).append(draft)
    return found


def _continued(
    layout: Layout, index: int, owners: dict[int, Draft], by_paragraph: dict[int, list[Draft]]
) -> Draft | None:
    """A quotation without a cue: more of the one before it, or a draft of its own with a neighbour's speaker."""
    quotation = layout.quotations[index]
    number = layout.paragraphs.index(quotation.start)
    same = by_paragraph.get(number, [])
    earlier = [draft for draft in same if draft.cue is not None and draft.cue.idx < quotation.start]
    if index - 1 in owners and layout.paragraphs.index(layout.quotations[index - 1].start) == number:
        last = owners[index - 1]
        latest = not earlier or earlier[-1] is last
        if latest and not _sentence_between(layout, last, quotation):
            _give(last, quotation)
            return last
    alone = Draft(None, (), None, content=_stretches(quotation.pieces), direct=True)
    named = _named_before(layout, quotation)
    if earlier:
        alone.speakers = named or list(earlier[-1].speakers)
        return alone
    if named:
        alone.speakers = named
        return alone
    if same and same[0].cue is not None:
        alone.speakers = list(same[0].speakers)
        return alone
    if number > 0 and by_paragraph.get(number - 1):
        alone.speakers = list(by_paragraph[number - 1][-1].speakers)
        return alone
    if index - 1 in owners and number - layout.paragraphs.index(layout.quotations[index - 1].start) <= 1:
        alone.speakers = list(owners[index - 1].speakers)
        return alone
    words = len(_WORD.findall(layout.text[quotation.pieces[0].start : quotation.pieces[-1].end]))
    return alone if words > 4 else None


def _sentence_between(layout: Layout, draft: Draft, quotation: Quotation) -> bool:
    """Whether a whole sentence of the report stands between a draft's cue and a quotation after it."""
    if draft.cue is None:
        return False
    previous = max((end for _, end in draft.content if end <= quotation.start), default=draft.cue.idx)
    first, last = layout.token_at(max(previous, draft.cue.idx)), layout.token_from(quotation.start)
    return sum(token.text in _FINAL for token in layout.doc[first:last]) > 1


def _named_before(layout: Layout, quotation: Quotation) -> list[Token]:
    """The person who is the subject of the sentence right before a quotation, if that sentence is the report's."""
    end = layout.token_from(quotation.start)
    for token in reversed(layout.doc[max(0, end - 60) : end]):
        if layout.quotation_at(token.idx) is not None:
            return []
        if token.dep_ == "ROOT" and token.pos_ in ("VERB", "AUX"):
            found = own_subject(token)
            if found is not None and (found.lower_ in ("he", "she") or found.ent_type_ == "PERSON"):
                return list(conjuncts(found))
            return []
    return []


def attach_fragments(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Words quoted within a clause of the report's: the clause is what its cue tells, where it has one."""
    by_cue = {draft.cue.i: draft for draft in drafts if draft.cue is not None}
    contents = _Contents(drafts)
    for index, quotation in enumerate(layout.quotations):
        if is_speech(layout, index) or contents.touch(quotation):
            continue
        found = _fragment(layout, quotation, by_cue)
        if found is not None and found.cue is not None:
            by_cue[found.cue.i] = found
            drafts.append(found)
    return drafts


def _fragment(layout: Layout, quotation: Quotation, by_cue: dict[int, Draft]) -> Draft | None:
    doc = layout.doc
    inside = doc[layout.token_from(quotation.pieces[0].start) : layout.token_from(quotation.pieces[-1].end)]
    words = [token for token in inside if token.is_alpha]
    if not words:
        return None
    top = next((token for token in words if not quotation.covers(token.head.idx) or token.head == token), words[0])
    for verb, child in governing_cues(top):
        known = cue_of(verb)
        if known is None or known[0].pos != "verb" or quotation.covers(verb.idx):
            continue
        if verb.i in by_cue:
            return None
        cue, indices = known
        names_only = "quote" not in cue.frames and not any(part.dep_ in ("dobj", "nsubj") for part in verb.rights)
        if names_only and verb.dep_ != "relcl":
            return None
        long_enough = len(words) > 2 or "small" in cue.frames
        if cue.kind != "speech" or not cue.frames & {"quote", "small"} or not long_enough:
            return None
        speaker = agent(verb) if is_passive(verb) else subject(verb)
        if speaker is None or is_expletive(speaker) or child.dep_ in ("nsubj", "nsubjpass"):
            return None
        start = max(child.left_edge.i, verb.i + 1) if child.i > verb.i else child.left_edge.i
        end = child.right_edge.idx + len(child.right_edge)
        piece = trimmed(layout.text, doc[start].idx, max(end, quotation.end))
        return Draft(verb, indices, cue, list(conjuncts(speaker)), [piece] if piece else [], frame="small")
    return None
