"""Names of places that no list has – villages, camps, streets – told by the words around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from polybius.find._place_choice import Found
from polybius.find._place_words import apposed_town, division_word, opening_preposition, place_words, slots_of
from polybius.find.gazetteer import candidates_for, place_key

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_OPEN_LABELS = PLACE_LABELS | {"", "NORP", "ORG", "PERSON", "PRODUCT"}  # the model takes small places for anything
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_PARTICLES = frozenset(("al", "el", "de", "del", "des", "du", "da", "do", "la", "of"))
_HYPHENS = frozenset(("-", "–", "‑"))
_LONGEST = 8
_BETWEEN = 2  # common nouns between a name and the word that makes it a place's ("the Cubara oil field")
_PHRASE = 4  # words between a preposition and the name: "at the main gate of"

Labels = Sequence[tuple[str, int, int]]


def unlisted(
    doc: Doc,
    start: int,
    labels: Labels,
    surnames: Collection[str],
    parties: Collection[int],
    *,
    located: bool,
    listed: bool = False,
) -> Found | None:
    """The place that begins at ``start`` though no list has its name, or None.

    labels: for each token the label, start and end of its entity. surnames: last words of persons named in full.
    parties: tokens of known actors. located: whether a preposition of place stands before. listed: whether only a
    comma or "and" parts it from the place before.
    """
    named = _by_entity(doc, start, labels, surnames, located=located)
    end = run_of(doc, start)
    if named is not None:
        if end is not None and end > named.end and doc[named.end].text.islower():
            return replace(named, end=end)  # "Santa Lucía" + "del Camino"
        return named
    if end is None:
        return None
    label = labels[start][0]
    if (_beside_facility(doc, start, end) or _in_division(doc, end)) and _in_phrase(doc, start):
        candidates = candidates_for(doc[start:end].text)
        if candidates or end - 1 not in parties or _says_kind(doc, start, end):
            return Found(start, end, candidates, label, True, doubtful=True)  # no "Red Cross warehouse"
    if any(index in parties for index in range(start, end)):
        return None
    if apposed_town(doc, end) is not None:
        return Found(start, end, candidates_for(doc[start:end].text), label, True, doubtful=True)
    known = end - start == 1 and doc[start].text in surnames
    if label not in _OPEN_LABELS or known or _goes_on(doc, end):
        return None
    told = (end < len(doc) and doc[end].text == ",") or _is_taken(doc[end - 1], "ground")
    if end - start == 1 and _is_word(doc[start]) and not told:
        return None  # "in God"; but "in Man, a town in the mountains"
    taken = _is_taken(doc[end - 1], "ground" if label == "PERSON" else "town")
    joined = listed and doc[end - 1].dep_ == "conj" and doc[end - 1].head.i < start
    if not (taken or joined or _right_behind(doc, start)):
        return None
    return Found(start, end, candidates_for(doc[start:end].text), label, True, doubtful=True)


def _is_word(token: Token) -> bool:
    return token.is_stop or place_key(token.text) in place_words().name_words


def _is_taken(head: Token, slot: str) -> bool:
    """Whether a name is the object of what is done to places only: "captured X", "besieged X"."""
    return head.dep_ in ("dobj", "nsubjpass") and slot in slots_of(head.head)


def _by_entity(
    doc: Doc, start: int, labels: Labels, surnames: Collection[str], *, located: bool
) -> Found | None:  # fmt: skip
    """A place by its entity and preposition alone."""
    label, first, last = labels[start]
    division = start > 1 and doc[start - 1].lower_ == "of" and division_word(doc[start - 2]) is not None
    if first != start or not (located if label in PLACE_LABELS else division and label in ("ORG", "PERSON")):
        return None
    while last > first and (doc[last - 1].lower_ in _POSSESSIVE or doc[last - 1].is_space):
        last -= 1
    span = doc[first:last]
    capital = sum(token.text[:1].isupper() for token in span)
    if not 0 < last - first <= _LONGEST or capital * 2 < last - first:
        return None
    if span[-1].text in surnames and not division:
        return None
    if any(token.is_space for token in span) or (span[-1].text.isupper() and len(span[-1].text) < 3):
        return None
    return Found(first, last, (), label, True)


def run_of(doc: Doc, start: int) -> int | None:
    """Where a name in capitals that begins at ``start`` ends; None where none does."""
    if not _is_name(doc[start]) or (start and _is_name(doc[start - 1]) and not opening_preposition(doc[start - 1])):
        return None
    end = _word_end(doc, start)
    while end < len(doc) and end - start < _LONGEST:
        joined = doc[end].lower_ in _PARTICLES and end + 1 < len(doc) and _is_name(doc[end + 1])
        if joined:
            end = _word_end(doc, end + 1)
        elif _is_name(doc[end]) and doc[end].lower_.rstrip(".") not in place_words().title:
            end = _word_end(doc, end)
        else:
            break
    return end


def _word_end(doc: Doc, index: int) -> int:
    """Where a word ends that the tokenizer may have cut at its hyphens ("Chaung-U", "Pul-i-Charkhi")."""
    end = index + 1
    while (
        end + 1 < len(doc) and doc[end].text in _HYPHENS and not doc[end - 1].whitespace_ and not doc[end].whitespace_
    ):
        end += 2
    return end


def _is_name(token: Token) -> bool:
    text = token.text
    return token.pos_ == "PROPN" and text[:1].isupper() and text.isalpha() and (len(text) > 2 or text.istitle())


def _beside_facility(doc: Doc, start: int, end: int) -> bool:
    """Whether a common noun makes the name a place's: "Kibumba camp", "Syria Street", "Fort Benning"."""
    words = place_words()
    kinds = {**words.facility, **words.feature}
    behind = end
    while behind < min(len(doc) - 1, end + _BETWEEN) and doc[behind].pos_ == "NOUN" and doc[behind].dep_ == "compound":
        behind += 1  # "the Niamey air base"
    if behind < len(doc) and doc[behind].text in kinds and not _runs_on(doc, behind + 1):
        return True
    return _says_kind(doc, start, end)


def _says_kind(doc: Doc, start: int, end: int) -> bool:
    """Whether the name itself says what it names: "Fort Benning", "Syria Street"."""
    words = place_words()
    said = (doc[start].lower_, doc[end - 1].lower_) if end - start > 1 else ()
    return any(word in words.facility or word in words.feature for word in said)


def _runs_on(doc: Doc, index: int) -> bool:
    """Whether a name stands at a token, and no date: "the Petra hotel Royal"; but "at the Karni crossing Monday"."""
    return index < len(doc) and doc[index].text[:1].isupper() and doc[index].ent_type_ not in ("DATE", "TIME")


def _in_division(doc: Doc, end: int) -> bool:
    """Whether a common noun makes the name a district's, be it of several: "in Palpa and Arghakhanchi districts"."""
    return end < len(doc) and doc[end].text.islower() and division_word(doc[end]) in ("admin1", "admin2")


def _in_phrase(doc: Doc, start: int) -> bool:
    """Whether the name stands in a phrase of place, or is what an act is aimed at."""
    index = start - 1
    while index >= 0 and start - index <= _PHRASE and (
        doc[index].pos_ in ("DET", "ADJ", "NUM") or doc[index].lower_ == "of" or _is_part(doc[index])
    ):  # fmt: skip
        index -= 1
    if index < 0:
        return False
    before = doc[index]
    words = place_words()
    return before.lower_ in words.locative or before.lower_ in ("to", "into") or before.lemma_.lower() in words.target


def _is_part(token: Token) -> bool:
    words = place_words()
    kinds = (words.part, words.facility)
    return any(word in kind for word in (token.lower_, token.lemma_.lower()) for kind in kinds)


def _right_behind(doc: Doc, start: int) -> bool:
    """Whether "in", "at", "near" or the like, or "the market of", stands right before the name."""
    if not start:
        return False
    before = doc[start - 1]
    if place_words().locative.get(before.lower_) in ("in", "near"):
        return before.pos_ in ("ADP", "SCONJ", "ADV") or opening_preposition(before)
    if before.lower_ in slots_of(_moved(before)) and before.dep_ in ("prep", "dative"):
        return True  # "sent troops to X", "shells fell on X"
    if before.lower_ not in ("of", "to") or start < 2:
        return False
    thing = doc[start - 2]
    if before.lower_ == "to":
        return place_words().facility.get(thing.lower_) == "road" and thing.text.islower()  # "the road to X"
    return _is_part(thing) or (thing.text.islower() and division_word(thing) is not None)  # no "Department of Health"


def _moved(preposition: Token) -> Token:
    """What a phrase of direction hangs on, over particles: "fell back to X", "moved up to X"."""
    head = preposition.head
    return head.head if head.pos_ in ("ADV", "ADP", "PART") else head


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether what follows makes the name a modifier or an owner: "in Smith's", "in Brent crude"."""
    if end >= len(doc):
        return False
    after = doc[end]
    if any(mention.start == end for mention in doc._.polybius_times):
        return False  # "in Junik two weeks before that"
    return after.lower_ in _POSSESSIVE or after.pos_ in ("NOUN", "PROPN", "NUM") or after.text == "-"
