"""Where an event happened: which of the places of its clause the parse hangs on its trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find._place_words import WIDE, place_words, small_between
from polybius.records import EventPlace

_SURFACES = frozenset((
    "sea", "lake", "gulf", "ocean", "strait", "river", "canal", "border", "front", "island", "road", "street", "square",
    "mountain", "peninsula", "territory", "base", "camp", "site",
))  # fmt: skip
_EXACT = frozenset((
    "city", "capital", "district", "camp", "base", "site", "airport", "port", "street", "building", "square", "prison",
    "holy-site",
))  # fmt: skip
# going up from the trigger through these, one leaves what it is said or thought to be
_REPORTED = frozenset(("ccomp", "csubj", "parataxis"))
_OTHER_CLAUSE = frozenset(("ccomp", "relcl", "csubj", "parataxis", "advcl", "acl"))
_MAX_CLIMB = 40
_FRONTED_REACH = 30
_MOST_PLACES = 25
_Precision = Literal["exact", "near", "admin2", "admin1", "area", "country", "international"]


@dataclass(frozen=True)
class _Site:
    mention: PlaceMention
    distance: float
    word: str
    tie: str


def place_for(doc: Doc, token_index: int, clause_start: int, clause_end: int) -> tuple[EventPlace | None, str]:
    """Where the event with the trigger at ``token_index`` happened, and why there.

    clause_start, clause_end: token indices of the clause, end exclusive. Needs ``doc._.polybius_places``. Several
    places told together give one, its name joined by "; ". Returns (None, "") where the clause tells no place.
    """
    if not 0 <= token_index < len(doc):
        return None, ""
    sites = []
    for mention in _within(doc, token_index, clause_start, clause_end):
        site = _site(doc, mention, doc[token_index])
        if site is not None:
            sites.append(site)
    if not sites:
        return None, ""
    nearest = min(sites, key=lambda site: (site.distance, abs(site.mention.head - token_index), site.mention.start))
    together = [site for site in sites if site.tie == nearest.tie and site.word == nearest.word]
    together.sort(key=lambda site: site.mention.start)
    return _event_place(doc, [site.mention for site in together], nearest.word), _reason(together, nearest)


def _within(doc: Doc, token_index: int, clause_start: int, clause_end: int) -> list[PlaceMention]:
    """The places of the clause but for mere containers; of very many, those around the trigger."""
    mentions = doc._.polybius_places
    first = bisect_left(mentions, clause_start, key=lambda mention: mention.head)
    last = bisect_left(mentions, clause_end, key=lambda mention: mention.head)
    at = bisect_left(mentions, token_index, key=lambda mention: mention.head)
    first, last = max(first, at - _MOST_PLACES), min(last, at + _MOST_PLACES)
    before = max(0, first - 1)
    kept = _without_containers(doc, mentions[before:last])
    return [mention for mention in kept if mention.head >= clause_start]


def _site(doc: Doc, mention: PlaceMention, trigger: Token) -> _Site | None:
    """How the place hangs on the trigger; None where it is not where the event happened."""
    if mention.start <= trigger.i < mention.end:
        return None
    head = doc[mention.head]
    if head.dep_ in ("compound", "nmod", "amod") and head.head == trigger and mention.place.kind != "country":
        return _Site(mention, 0.5, "", f"modifier:{head.head.i}")
    fronted = _fronted(doc, mention, trigger)
    if fronted is not None:
        return fronted
    top = _top(doc[mention.head], named=mention.place.kind != "country")
    governor = top.head
    kind = mention.place.kind
    if _relative(top, trigger):
        return _Site(mention, 1.0, "where", f"relative:{top.i}")
    slots = place_words().target.get(trigger.lemma_.lower(), frozenset())
    land = kind != "country" or "land" in slots
    if governor == trigger and top.dep_ in ("dobj", "nsubjpass"):
        return _Site(mention, 0.4, "", f"object:{top.i}") if "obj" in slots and land else None
    if top.dep_ not in ("pobj", "pcomp") or not (governor.dep_ == "prep" or governor.pos_ in ("ADP", "SCONJ", "ADV")):
        return None
    word = governor.lower_
    if word in slots and governor.head == trigger and land:
        return _Site(mention, 0.3, "", f"phrase:{governor.i}")
    sense = place_words().locative.get(word)
    if sense is None or (sense in ("on", "by") and kind not in _SURFACES):
        return None
    distance = _distance(governor, trigger)
    return None if distance is None else _Site(mention, distance + 2 * (sense == "from"), word, f"phrase:{governor.i}")


def _fronted(doc: Doc, mention: PlaceMention, trigger: Token) -> _Site | None:
    """A phrase that opens the sentence ("Near Mosul, …") holds for its main clause, however it was parsed."""
    first = mention.start - 1
    if first > 0 and doc[first].lower_ == "the":
        first -= 1
    end = _phrase_end(doc, mention)
    if first < 0 or end is None:
        return None
    word = doc[first].lower_
    sense = place_words().locative.get(word)
    opens = doc[first].is_sent_start or first == 0 or not doc[first - 1].text[-1:].isalnum()
    if sense not in ("in", "near") or not opens or not end < trigger.i < end + _FRONTED_REACH:
        return None
    between = doc[end + 1 : trigger.i]
    if any(token.text in (".", ";", "!", "?", '"', "“") or token.is_space for token in between):
        return None
    steps = _path_up(trigger).get(trigger.sent.root.i, 2)
    return _Site(mention, 2 + 1.5 * min(steps, 2), word, f"phrase:{first}")


def _phrase_end(doc: Doc, mention: PlaceMention) -> int | None:
    """The comma that ends the phrase a place stands in, behind what says where that lies ("in northern Iraq")."""
    for token in doc[mention.end : mention.end + 8]:
        if token.text == ",":
            return token.i
        if not (token.text[:1].isupper() or token.lower_ in ("in", "of", "the", *place_words().direction)):
            return None
    return None


def _relative(top: Token, trigger: Token) -> bool:
    """True for "Baghdad, where the two leaders met": the place a relative clause with "where" stands at."""
    for child in top.children:
        if child.dep_ == "relcl" and any(word.lower_ == "where" for word in child.children):
            return child.i in _path_up(trigger)
    return False


def _top(token: Token, *, named: bool) -> Token:
    """Up from a name through joined names and what it only modifies, to what hangs on a preposition or verb."""
    for _ in range(_MAX_CLIMB):
        joined = token.dep_ in ("conj", "appos", "flat") and token.head.pos_ in ("PROPN", "NOUN", "ADJ")
        modifies = token.dep_ in ("compound", "nmod", "amod")
        # "in a Buffalo suburb", "at the Geneva talks"; but "in Iran talks" tells no place
        fits = (
            token.head.pos_ == "PROPN"
            or token.head.lower_ in place_words().division
            or (named and token.head.pos_ == "NOUN")
        )
        if joined or (modifies and fits and token.head.dep_ in ("pobj", "compound", "conj", "appos", "dobj")):
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _inner_words():
            token = token.head.head
        else:
            break
    return token


@cache
def _inner_words() -> frozenset[str]:
    parts = ("part", "outskirts", "suburb", "area", "centre", "center", "heart", "edge", "side", "rest", "most", "much")
    return frozenset((*place_words().division, *place_words().direction, *parts))


def _distance(preposition: Token, trigger: Token) -> float | None:
    """Steps in the tree between a prepositional phrase and the trigger; None where they belong to different events."""
    down = _path_up(trigger)
    steps = 0
    token = preposition
    while token.i not in down:
        if steps > _MAX_CLIMB or token.head == token:
            return None
        if token.dep_ in _OTHER_CLAUSE and not (token.dep_ in ("relcl", "acl") and token.head == trigger):
            return None
        token = token.head
        steps += 1
        if token != trigger and token != preposition and _own_event(token, trigger):
            return None
    return steps + 1.5 * down[token.i]


def _own_event(token: Token, trigger: Token) -> bool:
    """True for a noun that is an event beside the trigger's: "condemned the attack in X"."""
    if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in place_words().event:
        return False
    # what is told by the verb itself ("fighting erupted in X") is one event with it
    return token.dep_ not in ("nsubj", "nsubjpass") or token.head != trigger


def _path_up(trigger: Token) -> dict[int, int]:
    """The trigger and what stands above it in its own clause, with the steps to each."""
    steps = {trigger.i: 0}
    token = trigger
    for count in range(1, _MAX_CLIMB):
        if token.head == token or token.dep_ in _REPORTED or token.dep_ in ("relcl", "advcl"):
            break
        token = token.head
        steps[token.i] = count
    return steps


def _without_containers(doc: Doc, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Leaves out what only says where the place right before it lies."""
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for mention in mentions:
        if before is None or not _contains(doc, before, mention):
            kept.append(mention)
        before = mention
    return kept


def _contains(doc: Doc, inner: PlaceMention, outer: PlaceMention) -> bool:
    if outer.place.kind not in WIDE or inner.place.kind == "country":
        return False
    if (
        inner.place.country is not None
        and outer.place.country is not None
        and inner.place.country != outer.place.country
    ):
        return False
    return small_between(doc, inner.end, outer.start)


def _event_place(doc: Doc, mentions: Sequence[PlaceMention], word: str) -> EventPlace:
    first = mentions[0].place
    if len(mentions) == 1:
        return EventPlace(**first.model_dump(), precision=_precision(doc, mentions[0], word))
    precisions = [_precision(doc, mention, word) for mention in mentions]
    countries = {mention.place.country for mention in mentions}
    return EventPlace(
        text="; ".join(mention.place.text for mention in mentions),
        start=first.start,
        end=mentions[-1].place.end,
        name="; ".join(mention.place.name or mention.place.text for mention in mentions),
        kind=first.kind if len({mention.place.kind for mention in mentions}) == 1 else None,
        country=first.country if len(countries) == 1 else None,
        precision=precisions[0] if len(set(precisions)) == 1 else "area",
    )


def _precision(doc: Doc, mention: PlaceMention, word: str) -> _Precision:
    kind = mention.place.kind
    if kind in ("continent", "ocean"):
        return "international"
    if kind == "country":
        narrowed = mention.start > 0 and doc[mention.start - 1].lower_ in place_words().direction
        return "area" if narrowed else "country"
    if kind == "admin1" or kind == "admin2":
        return "admin1" if kind == "admin1" else "admin2"
    if kind is None or kind in _EXACT:
        return "near" if place_words().locative.get(word) == "near" else "exact"
    return "area"


def _reason(sites: Sequence[_Site], nearest: _Site) -> str:
    names = " and ".join(site.mention.place.text for site in sites)
    if nearest.word:
        return f"“{nearest.word} {names}” stands with the predicate"
    return f"{names} is what the predicate acts on"
