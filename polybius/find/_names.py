"""Names of the actor list in running text, the readings that are no parties taken out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from polybius.find._actor_list import ActorList, Entry, name_parts
from polybius.find._party_words import party_words
from polybius.find._phrases import lemma
from polybius.find.gazetteer import candidates_for

INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
AREA_KINDS = frozenset({"country", "territory", "capital", "region"})
# kinds whose name tells the country of the noun it modifies, but no sector of its own
COUNTRY_KINDS = AREA_KINDS | {"people", "seat", "ethnic"}
# when one name belongs to several parties, the likelier reading first
_ORDER = (
    "country",
    "organisation",
    "body",
    "person",
    "office",
    "seat",
    "capital",
    "people",
    "territory",
    "armed-group",
)
DATELINE = 2  # what the place a report is sent from counts beside the names in it
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-Z][A-Z .'’-]{2,40}(?:,(?:[^()\n–—_-]|(?<=\w)-(?=\w)){2,40})?)"
    r"(?:\s*\((?P<credit>[A-Z][\w/ .-]{1,20})\))?\s*(?:--|—|–|_|-)(?=\s)"
    r"|(?:^|\n)[ \t]*(?P<other>[A-Z][\w .,'’-]{2,50})\((?P<agency>AP|AFP|UPI|Reuters|Xinhua|dpa|TASS|ANI|PTI)\)"
)


@dataclass(frozen=True)
class Hit:
    """A name of the list in a Doc: token span, the token that heads it, the entry."""

    start: int
    end: int
    root: int
    entry: Entry
    others: tuple[Entry, ...] = ()  # parties of other countries that bear the same name


@dataclass(frozen=True)
class _Stop:
    """Stands in the tree for a name that is no party."""

    cues: tuple[str, ...]


@cache
def _stops() -> dict[tuple[str, ...], _Stop]:
    return {tuple(name_parts(row.phrase)): _Stop(row.cues) for row in party_words().not_parties}


def _parts_of(doc: Doc) -> tuple[list[str], list[int], list[bool], list[bool]]:
    """The name parts of a Doc, the token of each, and whether a token begins or ends with it."""
    parts, tokens, begins, ends = [], [], [], []
    for token in doc:
        pieces = name_parts(token.text) if not token.is_space else []
        if token.is_space and "\n" in token.text:
            pieces = ["\n"]  # no name runs over a line break that is a paragraph's end
        for number, piece in enumerate(pieces):
            parts.append(piece)
            tokens.append(token.i)
            begins.append(number == 0)
            ends.append(number == len(pieces) - 1)
    return parts, tokens, begins, ends


def find_names(doc: Doc, actors: ActorList, on: str | None) -> list[Hit]:
    """The longest names of the list in the Doc, in text order, without overlaps."""
    parts, tokens, begins, ends = _parts_of(doc)
    present = frozenset(parts)
    hits: list[Hit] = []
    index = 0
    while index < len(parts):
        if not begins[index]:
            index += 1
            continue
        found, size = actors.longest(parts, index, ends)
        stop = _stop_at(parts, index, present)
        if stop >= max(size, 1):
            index += stop
            continue
        if size and _runs_into(actors, parts, index, size, found, ends):
            size = 0
        if size:
            start, end = tokens[index], tokens[index + size - 1] + 1
            entries = _ranked(actors.standing(found, on), on)
            if entries and _is_name(doc, start, end, entries[0]):
                others = tuple(entry for entry in entries[1:] if entry.code != entries[0].code)
                hits.append(Hit(start, end, _root(doc, start, end).i, entries[0], others))
                index += size
                continue
        index += 1
    return _spelt_out(doc, _by_country(_without_common_bodies(doc, _without_other_senses(hits))))


def _runs_into(
    actors: ActorList, parts: list[str], index: int, size: int, found: list[Entry], ends: list[bool]
) -> bool:
    """Whether a longer name of the same party begins inside this one ("President Xi" before "Xi Jinping")."""
    ids = {entry.id for entry in found}
    for first in range(index + 1, index + size):
        others, length = actors.longest(parts, first, ends)
        if first + length > index + size and any(entry.id in ids for entry in others):
            return True
    return False


def _by_country(hits: list[Hit]) -> list[Hit]:
    """Takes, of parties with one name, that of the country the report names most ("the Green Party")."""
    counts = Counter(hit.entry.code for hit in hits if not hit.others)
    chosen = []
    for hit in hits:
        # max keeps the first among equals
        best = max((hit.entry, *hit.others), key=lambda entry: counts[entry.code])
        chosen.append(hit if best is hit.entry else replace(hit, entry=best))
    return chosen


def _spelt_out(doc: Doc, hits: list[Hit]) -> list[Hit]:
    """Takes an acronym for the party whose full name in the report has these initials ("RSF")."""
    long = [(_initials(doc[hit.start : hit.end].text), hit.entry) for hit in hits if hit.end - hit.start > 2]
    meant = {initials: entry for initials, entry in reversed(long) if len(initials) > 2}
    if not meant:
        return hits
    told = {entry.id for _, entry in long}
    kept = {hit.start: hit for hit in hits}
    taken = {index: hit for hit in hits for index in range(hit.start, hit.end)}
    for token in doc:
        entry = meant.get(token.text)
        known = taken.get(token.i)
        if entry is None or (known is not None and (known.entry.id in told or known.end - known.start > 1)):
            continue
        kept[token.i] = Hit(token.i, token.i + 1, token.i, entry)
    return [kept[start] for start in sorted(kept)]


def _initials(name: str) -> str:
    return "".join(part[0] for part in name_parts(name) if part[0].isupper())


def _without_other_senses(hits: list[Hit]) -> list[Hit]:
    """Drops names that, by a cue such as ``@USA``, are something else in a report about that country.

    They stay where the report names the party, its people or its capital by another word too.
    """
    names: dict[str | None, set[str]] = {}
    for hit in hits:
        names.setdefault(hit.entry.code, set()).add(hit.entry.id)
    kept = []
    for hit in hits:
        stop = _stops().get(tuple(name_parts(hit.entry.name)))
        elsewhere = [cue[1:] for cue in stop.cues if cue.startswith("@")] if stop is not None else []
        if len(names[hit.entry.code]) > 1 or names.keys().isdisjoint(elsewhere):
            kept.append(hit)
    return kept


def _without_common_bodies(doc: Doc, hits: list[Hit]) -> list[Hit]:
    """Drops a body's name that other states' bodies bear too, where the report names such a state and not its own."""
    bodies = party_words().common_bodies
    common = {
        hit.start: bodies[name]
        for hit in hits
        if hit.entry.kind == "body" and (name := doc[hit.start : hit.end].text.lower()) in bodies
    }
    if not common:
        return hits
    named = {hit.entry.code for hit in hits if hit.start not in common} - INTERNATIONAL - {None}

    def elsewhere(hit: Hit) -> bool:
        states = common[hit.start]
        return hit.entry.code not in named and bool(named & states if states else named)

    return [hit for hit in hits if hit.start not in common or not elsewhere(hit)]


def _ranked(entries: tuple[Entry, ...], on: str | None) -> list[Entry]:
    """Living parties before those that are no more, then by kind."""

    def rank(entry: Entry) -> tuple[bool, int]:
        return entry.over(on), _ORDER.index(entry.kind) if entry.kind in _ORDER else len(_ORDER)

    return sorted(entries, key=rank)


def _stop_at(parts: list[str], index: int, present: frozenset[str]) -> int:
    """How many parts the longest name that is no party has here (0: none)."""
    stops = _stops()
    for size in range(min(4, len(parts) - index), 0, -1):
        stop = stops.get(tuple(parts[index : index + size]))
        if stop is not None and (not stop.cues or not present.isdisjoint(stop.cues)):
            return size
    return 0


def _root(doc: Doc, start: int, end: int) -> Token:
    """The token of the span that the rest of the sentence hangs on."""
    roots = [token for token in doc[start:end] if not start <= token.head.i < end or token.head is token]
    nominal = [token for token in roots if token.pos_ in ("PROPN", "NOUN", "ADJ")]
    return (nominal or roots or [doc[end - 1]])[-1]


def _is_name(doc: Doc, start: int, end: int, entry: Entry) -> bool:
    """Whether the words are the party, not part of a longer person's name or of a headline's capitals."""
    token = doc[start]
    if end - start == 1 and token.tag_ in ("PRP", "PRP$") and token.text != "US":
        return False
    if end - start == 1 and token.lower_ in ("us", "who", "it") and token.tag_ in ("PRP", "WP"):
        near = doc[max(0, start - 2) : start + 3]
        return any(other.text.islower() for other in near)
    if entry.kind == "capital" and _in_longer_name(doc, start, end):
        return False
    if entry.kind in ("body", "office") and end - start == 1 and _is_begun_name(doc, end):
        return False
    if entry.kind in ("ethnic", "people") and start and _ends_place_name(doc, start, end):
        return False
    if entry.kind in AREA_KINDS or (entry.kind == "people" and end - start == 1):
        return not _in_person(doc, start, end)
    return True


def _is_begun_name(doc: Doc, end: int) -> bool:
    """Whether a body's one-word name only begins a longer one ("Congress of South African Trade Unions")."""
    if end + 1 >= len(doc) or doc[end].lower_ != "of":
        return False
    after = doc[end + 1 : end + 4]
    names = [token for token in after if token.text[:1].isupper()]
    return len(names) > 1 and doc[end].ent_type_ == "ORG"


def _ends_place_name(doc: Doc, start: int, end: int) -> bool:
    """Whether a people's name is but the end of a place's ("Tal Afar")."""
    before = doc[start - 1]
    return before.pos_ == "PROPN" and before.text[:1].isupper() and bool(candidates_for(doc[start - 1 : end].text))


def _in_longer_name(doc: Doc, start: int, end: int) -> bool:
    """Whether a capital's name begins the name of another place or body ("Nassau County")."""
    after = doc[end] if end < len(doc) else None
    if after is None or after.pos_ != "PROPN" or after.ent_iob_ != "I" or not after.text[:1].isupper():
        return False
    return doc[start].ent_type_ in ("GPE", "LOC", "FAC", "PERSON", "ORG") and not _is_title(after)


def _in_person(doc: Doc, start: int, end: int) -> bool:
    """Whether a country's or town's name is somebody's first name or surname ("Jordan Smith", "Michael Jordan")."""
    words = party_words()
    after = doc[end] if end < len(doc) else None
    before = doc[start - 1] if start else None
    if end - start == 1 and after is not None and after.ent_type_ == "PERSON" and doc[start].ent_type_ == "PERSON":
        return after.pos_ == "PROPN" and not _is_title(after) and after.ent_iob_ == "I"
    if end - start == 1 and after is not None and _is_surname(doc[start], after):
        return True
    if before is not None and end - start == 1 and _is_titled(doc, start, end):
        return True
    if before is None or before.pos_ != "PROPN" or doc[start].dep_ == "appos" or before.head.i not in range(start, end):
        return False
    return before.text in words.genders


def _is_titled(doc: Doc, start: int, end: int) -> bool:
    """Whether a title stands before a name of two words, one of them a country's or town's ("Judge Sydney Athens")."""
    after = doc[end] if end < len(doc) else None
    first = start
    if after is None or after.pos_ != "PROPN" or not after.text.istitle() or _is_title(after):
        if start < 2 or doc[start - 1].pos_ != "PROPN" or _is_title(doc[start - 1]):
            return False
        first = start - 1  # the surname
    words, token = party_words(), doc[first - 1]
    title = words.titles.get(token.lower_.rstrip("."))
    role = words.roles.get(lemma(token))
    named = title is not None or (role is not None and role.kind == "person")
    return first > 0 and named and token.text[:1].isupper() and token.head.i >= first


def _is_surname(first: Token, after: Token) -> bool:
    """Whether a country's name is a first name: one more name follows, and what the person is stands beside them."""
    if first.dep_ != "compound" or first.head != after or after.pos_ != "PROPN" or _is_title(after):
        return False
    if after.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj") or after.ent_type_ not in ("", "PERSON"):
        return False
    return any(child.dep_ == "appos" for child in after.rights)


def _is_title(token: Token) -> bool:
    words = party_words()
    return token.lower_.rstrip(".") in words.titles or lemma(token) in words.roles


def followed_by_link(doc: Doc, hit: Hit) -> bool:
    """Whether a name only qualifies a participle ("Saudi-led", "Iranian-backed"): it is not whose the thing is."""
    after = doc[hit.end : hit.end + 2]
    if len(after) == 2 and after[0].text in ("-", "–", "‑"):
        return (
            after[1].lower_.endswith(("ed", "led", "held", "born", "run", "made", "speaking", "built"))
            and after[1].lower_ != "controlled"
        )
    return False


def datelines(doc: Doc) -> list[tuple[int, int]]:
    """Character spans of datelines: those the report tells, and those that look like one at a paragraph's start."""
    report = doc._.polybius_report
    spans = [(region.start, region.end) for region in getattr(report, "regions", ()) if region.kind == "dateline"]
    spans += [(match.start(), match.end()) for match in _DATELINE.finditer(doc.text)]
    return spans


def focus_of(doc: Doc, hits: list[Hit], outlet: str | None, towns: Counter[str]) -> tuple[str | None, Counter[str]]:
    """The country a report is mostly about (None where none stands out), and how often each is named."""
    counts: Counter[str] = Counter(towns)
    lines = datelines(doc)
    opening = doc[len(doc) - 1].idx // 5 if len(doc) else 0
    sent_from: set[str] = set()
    for hit in hits:
        code = hit.entry.code
        if code is None or code in INTERNATIONAL or hit.entry.kind in ("media", "company"):
            continue
        place = doc[hit.start].idx
        if any(first <= place < last for first, last in lines):
            counts[code] += 0 if code in sent_from else DATELINE  # "ADDIS ABABA, ETHIOPIA" counts once
            sent_from.add(code)
        else:
            counts[code] += 2 if place <= opening else 1
    if not counts:
        return outlet, counts
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] in sent_from))
    if outlet and counts[outlet] >= ranked[0][1] - 1:
        return outlet, counts
    return ranked[0][0], counts
