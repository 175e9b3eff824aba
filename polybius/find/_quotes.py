"""A light look at direct speech, enough to tell who "I" and "we" are; stage 4 finds the statements themselves."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

_DOUBLE = frozenset({'"', "''", "``", "“", "”", "„", "«", "»"})
_OPEN, _CLOSE = frozenset({"“", "``", "„", "«"}), frozenset({"”", "''", "»"})
_NEAR = 14  # tokens between a quotation and its verb of speech
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True)
class Quote:
    """A quotation: the tokens between its marks, end exclusive."""

    start: int
    end: int


class Quotes:
    """The quotations of a Doc with their speakers.

    verbs: lemmas of verbs of speech.
    """

    def __init__(self, doc: Doc, verbs: frozenset[str]) -> None:
        self._doc, self.verbs = doc, verbs
        self._quotes = _pairs(doc)
        self._at: dict[int, Quote] = {index: quote for quote in self._quotes for index in range(quote.start, quote.end)}
        self._speakers: dict[Quote, tuple[int | None, int | None]] = {}
        self._find_speakers()
        self._opened = self._colon_speech()

    def at(self, index: int) -> Quote | None:
        """The quotation a token stands in."""
        return self._at.get(index)

    def speaker(self, quote: Quote) -> int | None:
        """Token index of the head of the speaker's phrase."""
        return self._speakers.get(quote, (None, None))[0]

    def addressee(self, quote: Quote) -> int | None:
        """Token index of the head of the phrase of the one spoken to."""
        return self._speakers.get(quote, (None, None))[1]

    def opened_speaker(self, index: int) -> int | None:
        """The speaker of a speech without marks, begun by "X said:" at a paragraph's end."""
        for first, last, speaker in self._opened:
            if first <= index < last:
                return speaker
        return None

    def _find_speakers(self) -> None:
        before: tuple[int | None, int | None] = (None, None)
        last_end = -10
        for quote in self._quotes:
            verb = self._verb_of(quote)
            found = (self._subject(verb), _told(verb)) if verb is not None else (None, None)
            if found[0] is None:
                found = before if quote.start - last_end < 60 else (None, None)
            self._speakers[quote] = found
            before, last_end = found, quote.end

    def _verb_of(self, quote: Quote) -> Token | None:
        """The verb of speech nearest to the quotation, outside of any, in its paragraph or announced by a colon."""
        best: tuple[int, Token] | None = None
        announced = _colon_before(self._doc, quote.start)
        after = range(quote.end, min(len(self._doc), quote.end + _NEAR))
        before = range(quote.start - 1, max(-1, quote.start - 1 - _NEAR * 2), -1)
        ended = self._doc[quote.end - 1].text == "."  # what follows is a sentence of its own
        for indices, handicap, crosses in (
            (range(0) if ended else after, 0, False),
            (before, 0 if announced else 4, announced),
        ):
            found = self._nearest_verb(indices, crosses)
            if found is not None and (best is None or found[0] + handicap < best[0]):
                best = (found[0] + handicap, found[1])
        return best[1] if best else None

    def _nearest_verb(self, indices: range, crosses: bool) -> tuple[int, Token] | None:
        """The first verb of speech with a subject along the indices, and its distance."""
        for distance, index in enumerate(indices):
            token = self._doc[index]
            if token.is_space and "\n" in token.text and not crosses:
                return None
            if index in self._at or token.pos_ not in ("VERB", "AUX") or token.lemma_.lower() not in self.verbs:
                continue
            if self._subject(token) is not None:
                return distance, token
        return None

    def _subject(self, verb: Token) -> int | None:
        """The subject of a verb of speech; for one without ("…, adding: …") that of the verb of speech above it."""
        nearest: int | None = None
        for step in range(5):
            if step == 0 or verb.lemma_.lower() in self.verbs:
                for child in verb.children:
                    if child.dep_ in _SUBJECTS:
                        return child.i
            elif nearest is None:
                nearest = next((child.i for child in verb.children if child.dep_ in _SUBJECTS), None)
            if verb.dep_ not in ("conj", "advcl", "xcomp", "ccomp", "parataxis", "acl") or verb.head is verb:
                break
            verb = verb.head
        return nearest

    def _colon_speech(self) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for token in self._doc:
            if token.text != ":" or token.i in self._at:
                continue
            following = next((t for t in self._doc[token.i + 1 : token.i + 4] if not t.is_space), None)
            if following is None or following.text in _DOUBLE:
                continue
            verb = next(
                (
                    t
                    for t in reversed(self._doc[max(0, token.i - 5) : token.i])
                    if t.lemma_.lower() in self.verbs and t.pos_ in ("VERB", "AUX")
                ),
                None,
            )
            speaker = self._subject(verb) if verb is not None else None
            if speaker is None:
                continue
            if found:
                found[-1] = (found[-1][0], token.i, found[-1][2])
            found.append((token.i + 1, len(self._doc), speaker))
        return found


def _pairs(doc: Doc) -> list[Quote]:
    """Quotations by double marks; one left open ends with its paragraph."""
    quotes: list[Quote] = []
    start: int | None = None
    for token in doc:
        if token.is_space and token.text.count("\n") and start is not None and start < token.i:
            quotes.append(Quote(start, token.i))
            start = None
        if token.text not in _DOUBLE:
            continue
        if start is None and token.text not in _CLOSE - {"''"}:
            start = token.i + 1
        elif start is not None and token.text not in _OPEN:
            if start < token.i:
                quotes.append(Quote(start, token.i))
            start = None
    return quotes


def _colon_before(doc: Doc, index: int) -> bool:
    for token in reversed(doc[max(0, index - 4) : index]):
        if token.text in _DOUBLE or token.is_space:
            continue
        return token.text == ":"
    return False


def _told(verb: Token) -> int | None:
    """The one spoken to: the object of "told", or of "to" behind the verb."""
    for child in verb.rights:
        if child.dep_ == "dobj" and verb.lemma_ in ("tell", "inform", "assure", "warn", "remind", "ask", "urge"):
            return child.i
        if child.dep_ in ("prep", "dative") and child.lower_ == "to":
            return next((inner.i for inner in child.rights if inner.dep_ == "pobj"), None)
    return None
