"""Where an event happened: which of the places of its clause the parse hangs on its trigger."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find._place_joined import has_subject, joined_verbs
from polybius.find._place_sites import Manner, Site, site_of
from polybius.find._place_words import WIDE, apposed_town, is_part_of, place_words, small_between
from polybius.find.gazetteer import place_key
from polybius.records import EventPlace, Place

_EXACT = frozenset((
    "city", "capital", "district", "camp", "base", "site", "airport", "port", "street", "building", "square", "prison",
    "holy-site",
))  # fmt: skip
_MOST_PLACES = 25
_AWAY = r"(?:(?:some|about|around|roughly) )?(?:\d[\d,.]*|\w+)[ -](?:km|kilomet\w+|miles?|mi)\b[^,;:.]*"
_BY = "near|outside|opposite|across|along|beyond|off|on|in"
_LIES_BY = re.compile(rf"(?: ?\w+)?,\s(?:{_AWAY}|{_BY}|just \w+)(?: the)? ?")
_BESIDE = frozenset(("near", "outside", "just outside"))  # "the airfield near Palmyra" is one place
_LONGEST_BETWEEN = 60
_BESIDE_DOER = 3.0  # distance of a place that is told of the doer alone ("traders in X burned …")
_OPENING = 2.0  # distance of a place that opens the sentence
_WIDEST = frozenset(("country", "admin1"))
_APPOSED = 6  # words between what a place is called and what it lies by
_Precision = Literal["exact", "near", "admin2", "admin1", "area", "country", "international"]


def place_for(
    doc: Doc, token_index: int, clause_start: int, clause_end: int, manner: Manner = "deed"
) -> tuple[EventPlace | None, str]:
    """Where the event with the trigger at ``token_index`` happened, and why there.

    clause_start, clause_end: token indices of the clause, end exclusive. manner: a deed happens where its object is,
    words do not. Needs ``doc._.polybius_places_told``. Several places told together give one, its name joined by "; ".
    Returns (None, "") where neither the clause nor one it is joined to tells a place.
    """
    if not 0 <= token_index < len(doc):
        return None, ""
    trigger = doc[token_index]
    around = _around(doc, trigger, clause_start, clause_end)
    sites = _sites(doc, around, trigger, manner)
    if manner != "word" and (not sites or _is_wide(sites, trigger)):
        sites = _joined_sites(doc, around, trigger, manner) or sites
    if not sites:
        return None, ""
    sites = [site for site in sites if not is_unnamed(site.mention.place)] or sites
    nearest = min(sites, key=lambda site: (site.distance, abs(site.mention.head - token_index), site.mention.start))
    phrase = nearest.tie.startswith("phrase")
    together = [site for site in sites if site.tie == nearest.tie and (phrase or site.word == nearest.word)]
    together.sort(key=lambda site: site.mention.start)
    return _event_place(doc, [site.mention for site in together], nearest.word), _reason(together, nearest)


def _is_wide(sites: Sequence[Site], trigger: Token) -> bool:
    """Whether but the opening phrase tells where a second act was done: "In Niger, rebels took X and burned …"."""
    if trigger.dep_ != "conj" or has_subject(trigger):
        return False
    return all(site.mention.place.kind in _WIDEST and site.distance >= _OPENING for site in sites)


def _joined_sites(doc: Doc, around: Sequence[PlaceMention], trigger: Token, manner: Manner) -> list[Site]:
    """The places of the first verb the act is joined to that tells any."""
    for verb in joined_verbs(trigger):
        sites = _sites(doc, around, verb, manner)
        if verb.i < trigger.i and has_subject(trigger):
            sites = [site for site in sites if site.distance < _BESIDE_DOER]  # where another doer is tells nothing
        if sites:
            return sites
    return []


def is_unnamed(place: Place) -> bool:
    """Whether of a place no more is known than what it is: "a police camp", "the main market"."""
    return place.name is None and place.country is None and place.text.islower()


def _sites(doc: Doc, mentions: Sequence[PlaceMention], trigger: Token, manner: Manner) -> list[Site]:
    found = (site_of(doc, mention, trigger, manner) for mention in mentions)
    return [site for site in found if site is not None]


def _around(doc: Doc, trigger: Token, clause_start: int, clause_end: int) -> list[PlaceMention]:
    """The places of the trigger's sentence but for mere containers; of very many, those around the trigger."""
    sentence = trigger.sent if doc.has_annotation("SENT_START") else doc[:]
    start, end = min(sentence.start, clause_start), max(sentence.end, clause_end)
    mentions = doc._.polybius_places_told
    first = bisect_left(mentions, start, key=lambda mention: mention.head)
    last = bisect_left(mentions, end, key=lambda mention: mention.head)
    at = bisect_left(mentions, trigger.i, key=lambda mention: mention.head)
    first, last = max(first, at - _MOST_PLACES), min(last, at + _MOST_PLACES)
    kept = _without_containers(doc, mentions[max(0, first - 1) : last])
    return [mention for mention in kept if mention.head >= start]


def _without_containers(doc: Doc, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Leaves out what only says where the place right before it lies."""
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for mention in mentions:
        if before is None or not (
            _contains(doc, before, mention) or _lies_by(doc, before, mention) or _is_same(doc, before, mention)
        ):
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
    if outer.place.kind == "admin1" and inner.place.admin1 and outer.place.name:
        listed = doc[outer.end].lower_ in (",", "and") if outer.end < len(doc) else False
        if listed and place_key(inner.place.admin1) != place_key(outer.place.name):
            return False  # "in Udon Thani, Khon Kaen and Ubon Ratchathani"
    return small_between(doc, inner.end, outer.start)


def _is_same(doc: Doc, one: PlaceMention, other: PlaceMention) -> bool:
    """Whether the second but calls the first by what it is: "Fotokol, the town on the opposite bank"."""
    name = doc[other.head]
    return name.dep_ == "appos" and one.start <= name.head.i < one.end and one.place.name == other.place.name


def _lies_by(doc: Doc, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether the second place only says where the first lies: "Gdeim Izik, 12 km outside Laâyoune"."""
    noun = apposed_town(doc, inner.end)
    if noun is not None and noun < outer.start <= noun + _APPOSED:
        return True  # "Shaffa, a village across the Hawul River"
    if is_part_of(doc, inner.end, outer.start) and not (outer.place.candidates == 0 and inner.place.kind in _EXACT):
        return True  # "the Orangi district of Karachi"; but "the Algiers district of Belcourt"
    between = doc[inner.end : outer.start].text
    if between.removesuffix(" the") in _BESIDE and inner.place.kind != "country":
        return True
    if inner.place.kind in ("country", "admin1") and outer.place.kind in _EXACT:
        return False  # "the governor of Norte de Santander, in Ocaña for talks"
    return len(between) < _LONGEST_BETWEEN and _LIES_BY.fullmatch(between) is not None


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


def _reason(sites: Sequence[Site], nearest: Site) -> str:
    names = " and ".join(site.mention.place.text for site in sites)
    if nearest.word:
        return f"“{nearest.word} {names}” stands with the predicate"
    return f"{names} is what the predicate acts on"
