"""A statement in the making, before its offsets, speakers and place among the others are settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from polybius.attribute.cues import Cue

Stretch = tuple[int, int]  # characters, end exclusive
_LEAD = " \t\r\n\f\v\xa0,;:–—-_.)]…"
_TRAIL = " \t\r\n\f\v\xa0,;:–—-_.(["


@dataclass
class Draft:
    """A cue with its content.

    cue: the head token, None for a quotation without one. words: indices of the cue's words. lexical: its row in the
    lexicon. speakers: head tokens. content: stretches of text. direct: True where the content is quotations only.
    outer: those through whom the words came ("quoted by Y"), each with the token that says so. frame: how the content
    hangs on the cue (see the lexicon). monologue: True for words without quotation marks after "X said:".
    """

    cue: Token | None
    words: tuple[int, ...]
    lexical: Cue | None
    speakers: list[Token] = field(default_factory=list)
    content: list[Stretch] = field(default_factory=list)
    direct: bool = False
    negated: bool = False
    outer: list[tuple[Token, list[Token]]] = field(default_factory=list)
    frame: str = ""
    monologue: bool = False

    @property
    def anchor(self) -> int:
        """The character a draft is ordered by: its content's first, or its cue's."""
        starts = [start for start, _ in self.content]
        if self.cue is not None:
            starts.append(self.cue.idx)
        return min(starts, default=0)


def trimmed(text: str, start: int, end: int) -> Stretch | None:
    """A stretch without the spaces and separators at its ends; None if nothing is left."""
    while start < end and text[start] in _LEAD:
        start += 1
    while end > start and text[end - 1] in _TRAIL:
        end -= 1
    return (start, end) if start < end and any(char.isalnum() for char in text[start:end]) else None


def without(stretch: Stretch, hole: Stretch) -> list[Stretch]:
    """A stretch less another: up to two pieces."""
    start, end = stretch
    if hole[1] <= start or hole[0] >= end:
        return [stretch]
    return [piece for piece in ((start, hole[0]), (hole[1], end)) if piece[0] < piece[1]]
