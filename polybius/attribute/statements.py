"""Stage 4 of 9: who says so — needs a parsed Doc and its actor mentions, leaves the statements and who makes them."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc, Token

from polybius.annotate import StatementMention
from polybius.attribute.audience import addressees_and_channels
from polybius.attribute.direct import Layout, attach_fragments, attach_quotations
from polybius.attribute.drafts import Draft, Stretch, trimmed
from polybius.attribute.free_indirect import attach_free_indirect
from polybius.attribute.headings import attach_headings
from polybius.attribute.monologues import attach_monologues
from polybius.attribute.quotations import Paragraphs, find_quotations
from polybius.attribute.reported import CONTINUING, find_reported
from polybius.attribute.speakers import Mentions, actors_of
from polybius.records import Report, Span, Statement, StatementKind

_OWN_WORDS = ("i", "we", "you")
_OURS = ("i", "we", "our", "my")
_CLAUSES = ("", "that", "wh", "raise", "small", "obj-of")  # frames in which something is thought to be so
_DEPTH = 40  # statements within statements that are followed at most


def find_statements(doc: Doc) -> Doc:
    """Sets ``doc._.polybius_statements`` and returns the Doc; without a dependency parse nothing is found."""
    if not len(doc) or not doc.has_annotation("DEP"):
        doc._.polybius_statements = ()
        return doc
    paragraphs = Paragraphs(doc.text)
    layout = Layout(doc, paragraphs, find_quotations(doc.text, paragraphs))
    drafts = find_reported(doc)
    _trim(layout, drafts)
    _stay_inside(layout, drafts)
    drafts = attach_quotations(layout, drafts)
    drafts = attach_fragments(layout, drafts)
    drafts = attach_monologues(layout, drafts)
    drafts = attach_headings(layout, drafts)
    drafts = attach_free_indirect(layout, drafts)
    _part_continuations(layout.text, drafts)
    drafts = _settled(layout, drafts)
    doc._.polybius_statements = _mentions(doc, drafts, layout)
    return doc


def _trim(layout: Layout, drafts: list[Draft]) -> None:
    """Takes separators and spaces off the ends of contents."""
    for draft in drafts:
        draft.content = [piece for start, end in draft.content if (piece := trimmed(layout.text, start, end))]
        if len(draft.content) > 1:  # a clause broken by its cue leaves scraps ("But", "and")
            draft.content = [piece for piece in draft.content if piece[1] - piece[0] > 12] or draft.content


def _part_continuations(text: str, drafts: list[Draft]) -> None:
    """ "X said A, adding: B" is A and B by X, not B within A."""
    added = sorted(
        (draft.cue.idx, draft.speakers[0].i)
        for draft in drafts
        if draft.cue is not None and draft.speakers and draft.cue.lemma_ in CONTINUING and draft.cue.tag_ == "VBG"
    )
    starts = [start for start, _ in added]
    for draft in drafts:
        if draft.cue is None or not draft.speakers or draft.direct:
            continue
        for number, (start, end) in enumerate(draft.content):
            for at, speaker in added[bisect_right(starts, start) : bisect_left(starts, end)][:3]:
                if speaker == draft.speakers[0].i and at != draft.cue.idx:
                    draft.content[number] = trimmed(text, start, at) or (start, at)
                    break


def _stay_inside(layout: Layout, drafts: list[Draft]) -> None:
    """What is told within a quotation ends with it."""
    for draft in drafts:
        index = layout.quotation_at(draft.cue.idx) if draft.cue is not None else None
        if index is None:
            continue
        quotation = layout.quotations[index]
        kept = [(max(start, quotation.start), min(end, quotation.end)) for start, end in draft.content]
        draft.content = [piece for start, end in kept if (piece := trimmed(layout.text, start, end))]


def _settled(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Whole quotations where a content runs into one, each content once, nothing empty, in text order."""
    kept: list[Draft] = []
    seen: dict[tuple[Stretch, ...], Draft] = {}
    spoken = [piece for draft in drafts if draft.monologue for piece in draft.content]
    for draft in drafts:
        draft.content = _merged([_whole(layout, draft, piece) for piece in draft.content])
        if not draft.content or _is_own_words(layout, draft, spoken):
            continue
        key = tuple(draft.content)
        if key in seen and _weaker(draft, seen[key]):
            continue
        if key in seen and _weaker(seen[key], draft):
            kept.remove(seen[key])
        seen[key] = draft
        kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.anchor, -sum(end - start for start, end in draft.content)))


def _weaker(draft: Draft, other: Draft) -> bool:
    """Whether a second telling of the same content adds nothing: it has no speaker, or the other quotes the words.

    "They are believed to have fled, officials said": the belief is told within the officials' words and stays.
    """
    if draft.cue is not None and any(start <= draft.cue.idx < end for start, end in draft.content):
        return False
    return not draft.speakers or (other.direct and not draft.direct)


def _is_own_words(layout: Layout, draft: Draft, spoken: list[Stretch]) -> bool:
    """ "I think" inside somebody's words is that somebody's own statement, not one more."""
    if draft.cue is None or not any(speaker.lower_ in _OWN_WORDS for speaker in draft.speakers):
        return False
    at = draft.cue.idx
    return layout.quotation_at(at) is not None or any(start <= at < end for start, end in spoken)


def _whole(layout: Layout, draft: Draft, piece: Stretch) -> Stretch:
    """A stretch of indirect speech, drawn out to the end of a quotation it runs into."""
    start, end = piece
    index = layout.quotation_at(end - 1)
    if index is not None and draft.cue is not None:
        quotation = layout.quotations[index]
        if start < quotation.start and not quotation.covers(draft.cue.idx) and quotation.closed:
            end = max(end, quotation.end)
    return start, end


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _mentions(doc: Doc, drafts: list[Draft], layout: Layout) -> tuple[StatementMention, ...]:
    mentions = Mentions(doc)
    report = doc._.polybius_report
    source = report.id if isinstance(report, Report) else layout.text
    made: list[StatementMention] = []
    counted: dict[int, int] = {}
    for draft in drafts:
        anchor = draft.cue.idx if draft.cue is not None else draft.anchor
        inner = _statement(draft, layout, mentions, _id(source, anchor, counted))
        outer_ids = [_id(source, verb.idx, counted) for verb, _ in draft.outer]
        if outer_ids:
            inner = replace(inner, statement=inner.statement.model_copy(update={"inside": outer_ids[0]}))
        made.append(inner)
        for number, (verb, speakers) in enumerate(draft.outer):
            made.append(_passed_on(made[-1], verb, speakers, mentions, outer_ids[number : number + 2]))
    nested = _nested(made)
    return tuple(mention for mention in nested if mention.told or _stands_alone(mention))


def _stands_alone(mention: StatementMention) -> bool:
    """Whether somebody's aim or verdict is a statement apart: not within other words, nor the report's "we hope"."""
    own = any(actor.text.lower() in _OURS for actor in mention.statement.speakers)
    return mention.statement.inside is None and not own


def _statement(draft: Draft, layout: Layout, mentions: Mentions, key: str) -> StatementMention:
    actors, speakers = actors_of(draft.speakers, mentions)
    addressees, channels = addressees_and_channels(draft, mentions)
    statement = Statement(
        id=key,
        speakers=actors,
        addressees=addressees,
        channels=channels,
        cue=_cue_span(draft),
        content=tuple(Span(start=start, end=end) for start, end in draft.content),
        kind=_kind(draft, layout),
        attitude=_attitude(draft),
    )
    act = bool(draft.lexical and draft.lexical.act) and not _is_open_denial(draft)
    return StatementMention(statement, draft.cue.i if draft.cue is not None else None, speakers, act, _is_told(draft))


def _is_open_denial(draft: Draft) -> bool:
    """ "Neither confirmed nor denied that …": no act of denial, what is spoken of is left open."""
    return draft.negated and draft.lexical is not None and draft.lexical.attitude == "denial"


def _attitude(draft: Draft) -> str:
    """The attitude of the cue; of a denied thought ("does not believe that") it is denial, not silence."""
    if draft.lexical is None:
        return "unsaid" if draft.negated else "neutral"
    if draft.negated:
        opinion = draft.lexical.kind == "thought" and draft.lexical.certainty == "probable"
        return "denial" if opinion and draft.frame in _CLAUSES else "unsaid"
    return draft.lexical.attitude


def _is_told(draft: Draft) -> bool:
    """Whether the content is something told, not what a feeling, an aim or a talk is about."""
    if draft.lexical is None:
        return True
    if draft.lexical.kind in ("thought", "intent"):
        return draft.frame in _CLAUSES and draft.lexical.kind != "intent"
    return draft.frame not in ("topic", "topic-for", "topic-ing", "topic-thing") and not (
        draft.frame == "prep" and draft.lexical.pos != "verb"
    )


def _passed_on(
    inner: StatementMention, verb: Token, heads: list[Token], mentions: Mentions, ids: list[str]
) -> StatementMention:
    """The statement of the one who quotes another: it holds the other's words, and the telling of them."""
    actors, speakers = actors_of(heads, mentions)
    statement = Statement(
        id=ids[0],
        speakers=actors,
        cue=Span(start=verb.idx, end=verb.idx + len(verb)),
        content=inner.statement.content,
        kind=inner.statement.kind,
        inside=ids[1] if len(ids) > 1 else None,
    )
    return StatementMention(statement, verb.i, speakers)


def _id(source: str, anchor: int, counted: dict[int, int]) -> str:
    ordinal = counted.get(anchor, 0)
    counted[anchor] = ordinal + 1
    return "s-" + hashlib.sha256(f"{source}\n{anchor}\n{ordinal}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _cue_span(draft: Draft) -> Span | None:
    if draft.cue is None:
        return None
    doc = draft.cue.doc
    start, end = draft.words[0], draft.words[-1] + 1
    while start > 0 and doc[start - 1].head == draft.cue and doc[start - 1].dep_ in ("aux", "auxpass", "neg"):
        start -= 1
    return Span(start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1]))


def _kind(draft: Draft, layout: Layout) -> StatementKind:
    quoted = [_is_quoted(layout, piece) for piece in draft.content]
    if draft.direct and (all(quoted) or not any(quoted)):
        return "direct"
    if draft.cue is None and not any(quoted):
        return "indirect"
    if all(quoted):
        return "direct" if draft.cue is None or layout.quotation_at(draft.cue.idx) is None else "indirect"
    if any(quoted):
        return "mixed"
    own = layout.quotation_at(draft.cue.idx) if draft.cue is not None else None
    holds = any(layout.holds_quotation(start, end) for start, end in draft.content)
    return "mixed" if own is None and holds else "indirect"


def _is_quoted(layout: Layout, piece: Stretch) -> bool:
    index = layout.quotation_at(piece[0])
    return index is not None and piece[1] <= layout.quotations[index].end


def _nested(made: list[StatementMention]) -> tuple[StatementMention, ...]:
    """Sets ``inside``: the smallest statement whose content holds a statement's cue, or its content if it has none."""
    spans = sorted(
        (piece.start, piece.end, index) for index, mention in enumerate(made) for piece in mention.statement.content
    )
    position_of = [
        mention.statement.cue.start if mention.statement.cue else mention.statement.content[0].start for mention in made
    ]
    order = sorted(range(len(made)), key=lambda index: position_of[index])
    open_spans: list[tuple[int, int, int]] = []
    following = 0
    result = list(made)
    for index in order:
        position = position_of[index]
        while following < len(spans) and spans[following][0] <= position:
            open_spans.append(spans[following])
            following += 1
        open_spans = [span for span in open_spans if span[1] > position][-_DEPTH:]
        statement = made[index].statement
        holders = [span for span in open_spans if span[2] != index and _may_hold(made[span[2]], made[index])]
        if statement.inside is None and holders:
            inmost = min(holders, key=lambda span: (span[1] - span[0], span[2]))
            holder = made[inmost[2]].statement
            update = {"inside": holder.id}
            result[index] = replace(made[index], statement=statement.model_copy(update=update))
    return tuple(_acyclic(result))


def _may_hold(outer: StatementMention, inner: StatementMention) -> bool:
    """Whether a statement can stand in another: not where both have the same content, unless one cue is told in it."""
    content = outer.statement.content
    if content != inner.statement.content:
        return True
    cues = (mention.statement.cue for mention in (inner, outer))
    within = [cue is not None and any(p.start <= cue.start < p.end for p in content) for cue in cues]
    return within == [True, False]


def _acyclic(made: list[StatementMention]) -> list[StatementMention]:
    """Cuts ``inside`` where two statements would stand in each other."""
    inside = {mention.statement.id: mention.statement.inside for mention in made}
    result = []
    for mention in made:
        seen, at = {mention.statement.id}, inside[mention.statement.id]
        while at is not None and at not in seen and len(seen) < _DEPTH:
            seen.add(at)
            at = inside.get(at)
        if at == mention.statement.id:
            inside[at] = None
            cut = mention.statement.model_copy(update={"inside": None})
            mention = replace(mention, statement=cut)
        result.append(mention)
    return result
