"""Stage 3 of 9: find places — needs the parse and the entities (and, if there, the actors), leaves place mentions.

Names are looked up in the gazetteer; among places that share a name, the one decides that the text says more of: what
it lies in ("Tulsa, Oklahoma"), the countries the text speaks of, then the number of people. A name that is a word or
a person's needs evidence of its own. ``place_for`` tells the events stage where an event happened.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find.gazetteer import Candidate, candidates_for, longest_name, place_key
from polybius.records import EventPlace, Place
from polybius.tables import DATA, read_table

_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_NUMBERS = frozenset(("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"))
_BIG = 100_000


@dataclass(frozen=True)
class _Words:
    locative: dict[str, str]
    division: dict[str, str]
    direction: frozenset[str]
    target: dict[str, frozenset[str]]
    event: frozenset[str]
    title: frozenset[str]
    name_words: frozenset[str]
    person_names: frozenset[str]


@dataclass(frozen=True)
class _Found:
    """Words that may name a place: token span, the places so called, the label of the entity there, evidence."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    label: str
    locative: bool


def find_places(doc: Doc) -> Doc:
    """Sets ``doc._.polybius_places``: the places named in ``doc``, in text order, each resolved where possible."""
    found = list(_find(doc))
    containers = _containers(doc, found)
    weights = _countries(doc, found)
    settled: dict[str, Candidate] = {}
    for index, outer in containers.items():
        chosen = _choose(doc, found[index], weights, found[outer], {})
        if chosen is not None:
            settled.setdefault(place_key(_text(doc, found[index])), chosen)
    holders = {outer: index for index, outer in containers.items()}
    mentions = []
    for index, entry in enumerate(found):
        container = found[containers[index]] if index in containers else None
        held = found[holders[index]] if index in holders else None
        chosen = _choose(doc, entry, weights, container, settled, held)
        mentions.append(_mention(doc, entry, chosen, _country_of(container, weights)))
    doc._.polybius_places = tuple(mentions)
    return doc


# --- finding names


def _find(doc: Doc) -> Iterator[_Found]:
    labels = _entity_labels(doc)
    surnames = _surnames(doc)
    previous = -1
    position = 0
    while position < len(doc):
        found = _match_at(doc, position, labels, surnames, previous)
        if found is None:
            position += 1
            continue
        yield found
        previous, position = found.end, found.end


def _entity_labels(doc: Doc) -> list[tuple[str, int, int]]:
    """For each token the label of its entity and where that starts and ends."""
    labels = [("", index, index + 1) for index in range(len(doc))]
    for entity in doc.ents:
        start = entity.start
        for index in range(entity.start, entity.end):
            # "Kharkiv and Odesa" comes as one entity now and then
            if doc[index].lower_ in (",", "and"):
                _fill(labels, entity.label_, start, index)
                start = index + 1
        _fill(labels, entity.label_, start, entity.end)
    return labels


def _fill(labels: list[tuple[str, int, int]], label: str, start: int, end: int) -> None:
    for index in range(start, end):
        labels[index] = (label, start, end)


def _surnames(doc: Doc) -> frozenset[str]:
    """Last words of persons' full names: standing alone they mean the person."""
    names = (entity for entity in doc.ents if entity.label_ == "PERSON")
    last = (
        next((token for token in reversed(name) if token.text[:1].isupper()), None) for name in names if len(name) > 1
    )
    return frozenset(token.text for token in last if token is not None)


def _match_at(
    doc: Doc, start: int, labels: Sequence[tuple[str, int, int]], surnames: frozenset[str], previous: int
) -> _Found | None:
    """The place named from ``start`` on; ``previous``: where the last one ended."""
    if not _may_start(doc, start):
        return None
    limit = min(len(doc), start + longest_name() + 4)
    ends = [end for end in range(start + 1, limit + 1) if _may_end(doc, start, end)]
    located = _locative(doc, start) or _listed(doc, previous, start)
    for end in reversed(ends):
        candidates = _look_up(doc, start, end)
        if not candidates:
            continue
        label = _label(labels, start, end)
        evidence = located or _followed(doc, end, candidates) or _targeted(doc[end - 1], candidates[0])
        if _is_place(doc, start, end, candidates, label, labels, surnames, evidence):
            return _Found(start, end, candidates, label, evidence)
    return _unlisted(doc, start, labels, surnames, located)


def _listed(doc: Doc, previous: int, start: int) -> bool:
    """True where only a comma or "and" parts the name from the place before it."""
    if not 0 < previous < start <= previous + 3:
        return False
    return all(token.lower_ in (",", "and", "or", "&", "the") for token in doc[previous:start])


def _followed(doc: Doc, end: int, candidates: Sequence[Candidate]) -> bool:
    """True where what the place lies in, or the kind of place it is, stands right behind it."""
    if end + 1 >= len(doc):
        return False
    if doc[end].lower_ in _words().division and doc[end].text.islower():
        return True
    if doc[end].text != "," or not doc[end + 1].text[:1].isupper():
        return False
    outer = [
        entry for size in (3, 2, 1) if end + 1 + size <= len(doc) for entry in _look_up(doc, end + 1, end + 1 + size)
    ]
    return any(entry.kind != "country" for entry in _wider(candidates, outer))


def _targeted(head: Token, best: Candidate) -> bool:
    """True for a large place that is the object of an attack, a visit or the like: "shelled Ganja"."""
    aimed = head.dep_ == "dobj" and "obj" in _words().target.get(head.head.lemma_.lower(), ())
    return aimed and (best.own or best.population >= _BIG)


def _may_start(doc: Doc, start: int) -> bool:
    text = doc[start].text
    if text.lower() == "the":
        # "The Hague" alone keeps its article
        return (
            text == "The"
            and start + 1 < len(doc)
            and any(entry.name.startswith("The ") for entry in _look_up(doc, start, start + 2))
        )
    return text[:1].isupper() or (
        text.lower() in _words().direction and start + 1 < len(doc) and doc[start + 1].text[:1].isupper()
    )


def _may_end(doc: Doc, start: int, end: int) -> bool:
    """Names end in a word and cross neither line breaks nor stretches of small words."""
    token = doc[end - 1]
    if token.lower_ in _POSSESSIVE:
        return False
    if any(inner.is_space or inner.text in _STOPS for inner in doc[start:end]):
        return False
    if not any(character.isalnum() for character in token.text):
        return False
    return token.text[:1].isupper() or token.text[:1].isdigit() or end - start > 1


_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_STOPS = frozenset((".", ";", ":", "!", "?", "(", ")", '"', "“", "”", ",", "[", "]", "—", "–", "--"))


def _look_up(doc: Doc, start: int, end: int) -> tuple[Candidate, ...]:
    # not from doc.text, which is put together anew at each call
    text = doc[start:end].text
    return () if len(text) > 80 else candidates_for(text)


def _text(doc: Doc, found: _Found) -> str:
    return doc[found.start : found.end].text


def _label(labels: Sequence[tuple[str, int, int]], start: int, end: int) -> str:
    """The label of the entity that covers most of the span."""
    counted = Counter(label for label, _, _ in labels[start:end] if label)
    return counted.most_common(1)[0][0] if counted else ""


def _locative(doc: Doc, start: int) -> bool:
    """True where a preposition of place, or "the city" and the like, stands before the name."""
    words = _words()
    if start > 0 and words.division.get(doc[start - 1].lower_) == "city":
        return True
    for index in range(start - 1, max(-1, start - 5), -1):
        token = doc[index]
        lower = token.lower_
        if lower in words.locative and words.locative[lower] not in ("by", "on"):
            return True
        small = token.pos_ in ("DET", "ADJ") or lower in words.direction or lower in words.division
        if not small and lower != "of":
            return False
        if lower == "of":
            before = doc[index - 1].lower_ if index > 0 else ""
            return before in words.direction or (index > 0 and _division_word(doc[index - 1]) is not None)
    return False


def _is_place(
    doc: Doc,
    start: int,
    end: int,
    candidates: Sequence[Candidate],
    label: str,
    labels: Sequence[tuple[str, int, int]],
    surnames: frozenset[str],
    evidence: bool,
) -> bool:
    words = _words()
    best = candidates[0]
    strong = best.own or best.kind in ("country", "capital") or max(entry.population for entry in candidates) >= _BIG
    single = end - start == 1
    token = doc[start]
    key = place_key(token.text)
    exact = _exact(doc, labels, start, end)
    if doc[start].lower_ == "us" and end < len(doc) and doc[end].text.startswith("$"):
        return False
    if single and (token.is_stop or key in words.name_words or len(key) < 3) and not _abbreviated(token, best):
        return label in _PLACE_LABELS and evidence and exact and token.text.lower() not in words.direction
    if single and key in words.person_names and not evidence and not (label in _PLACE_LABELS and strong):
        return False
    if label in _NUMBERS:
        return False
    country = best.kind == "country" and key not in words.person_names
    if _names_person(doc, start, end, label, surnames, exact and (evidence or country)):
        return False
    if label in _PLACE_LABELS:
        return not _part_of_place(doc, end, labels)
    if label and not exact:
        return evidence and strong and label not in ("PERSON", "WORK_OF_ART") and start == labels[start][1]
    if _part_of_name(doc, start, end):
        return False
    if evidence:
        return strong or label != "NORP"
    if label == "NORP":
        return False
    return strong and (best.own or best.kind == "country" or _proper(doc, start, end))


def _abbreviated(token: Token, best: Candidate) -> bool:
    """ "US", "U.S.", "UK", "D.C.": short, but in capitals."""
    return (best.own or best.kind == "country") and token.text.isupper() and len(token.text) >= 2


def _division_word(token: Token) -> str | None:
    """The kind of place a word such as "province" or "villages" stands for."""
    words = _words().division
    return words.get(token.lower_) or (words.get(token.lemma_.lower()) if token.lower_.endswith("s") else None)


def _exact(doc: Doc, labels: Sequence[tuple[str, int, int]], start: int, end: int) -> bool:
    """True where the entity is no longer than the name, but for an article or a possessive."""
    _, first, last = labels[end - 1]
    opens = first >= start or (
        first == start - 1 and (doc[first].lower_ == "the" or doc[first].lower_ in _words().locative)
    )
    return opens and (last <= end or (last == end + 1 and (doc[end].lower_ in _POSSESSIVE or doc[end].is_space)))


def _names_person(doc: Doc, start: int, end: int, label: str, surnames: frozenset[str], sure: bool) -> bool:
    if label == "PERSON" and not sure:
        return True
    if start > 0 and doc[start - 1].lower_.rstrip(".") in _words().title and doc[start - 1].text[:1].isupper():
        return True
    return end - start == 1 and doc[start].text in surnames and not sure


def _part_of_name(doc: Doc, start: int, end: int) -> bool:
    """True where a proper noun stands right before or after: "Boston Globe", "Robert Houston"."""
    before = doc[start - 1] if start > 0 else None
    after = doc[end] if end < len(doc) else None
    if before is not None and before.pos_ == "PROPN" and before.text[:1].isupper() and before.dep_ == "compound":
        return True
    return after is not None and after.pos_ == "PROPN" and after.text[:1].isupper()


def _part_of_place(doc: Doc, end: int, labels: Sequence[tuple[str, int, int]]) -> bool:
    """True where the name of the place goes on: "Scott County", "Islington Bay"."""
    if end >= len(doc) or labels[end - 1][2] <= end:
        return False
    after = doc[end]
    return after.text[:1].isupper() and after.pos_ in ("PROPN", "NOUN") and after.lower_ not in _words().division


def _proper(doc: Doc, start: int, end: int) -> bool:
    return any(token.pos_ == "PROPN" for token in doc[start:end]) and (start == 0 or not doc[start].is_sent_start)


def _unlisted(
    doc: Doc, start: int, labels: Sequence[tuple[str, int, int]], surnames: frozenset[str], located: bool
) -> _Found | None:
    """A place by its entity and preposition alone: small villages are in no list."""
    label, first, last = labels[start]
    division = start > 1 and doc[start - 1].lower_ == "of" and _division_word(doc[start - 2]) is not None
    if first != start or not (located if label in _PLACE_LABELS else division and label in ("ORG", "PERSON")):
        return None
    while last > first and (doc[last - 1].lower_ in ("'s", "’s", "'", "’") or doc[last - 1].is_space):
        last -= 1
    span = doc[first:last]
    capital = sum(token.text[:1].isupper() for token in span)
    if not 0 < last - first <= 5 or capital * 2 < last - first:
        return None
    if span[-1].text in surnames and not division:
        return None
    if any(token.is_space for token in span) or (span[-1].text.isupper() and len(span[-1].text) < 3):
        return None
    return _Found(first, last, (), label, True)


# --- telling places of one name apart


def _containers(doc: Doc, found: Sequence[_Found]) -> dict[int, int]:
    """Index of a name -> index of the name right behind it that says what it lies in: "Tulsa, Oklahoma"."""
    return {
        index: index + 1
        for index in range(len(found) - 1)
        if _follows_as_container(doc, found[index], found[index + 1])
    }


def _follows_as_container(doc: Doc, inner: _Found, outer: _Found) -> bool:
    return _small_between(doc, inner.end, outer.start) and bool(_wider(inner.candidates, outer.candidates))


def _small_between(doc: Doc, start: int, end: int) -> bool:
    """True where only such as ", in the western province of" stands between two names."""
    between = doc[start:end]
    if not 1 <= len(between) <= 6:
        return False
    words = _words()
    small = all(
        token.lower_ in ("in", "of", "the", ",", "(")
        or token.lower_ in words.direction
        or token.lower_ in words.division
        for token in between
    )
    return small and (between[0].text in (",", "(") or any(token.lower_ == "in" for token in between))


def _wider(inner: Sequence[Candidate], outer: Sequence[Candidate]) -> list[Candidate]:
    """Those of ``inner`` (all, where there are none) that lie in one of ``outer``."""
    if inner and inner[0].kind in ("country", "continent"):
        return []
    wide = [entry for entry in outer if entry.kind in _WIDE]
    return [entry for entry in inner if any(_lies_in(entry, other) for other in wide)] or (wide if not inner else [])


_WIDE = frozenset(("country", "territory", "admin1", "admin2", "region", "island", "peninsula", "area"))


def _lies_in(inner: Candidate, outer: Candidate) -> bool:
    if inner.kind == "country" or (inner.name, inner.kind) == (outer.name, outer.kind):
        return False
    if not set(inner.countries) & set(outer.countries):
        return False
    if outer.kind == "country":
        return True
    if outer.kind == "admin1":
        # divisions are spelt in many ways, so a near point is as good as the name
        return place_key(inner.admin1 or "") == place_key(outer.name) or _near(inner, outer, 2.0)
    return _near(inner, outer, 4.0)


def _near(one: Candidate, other: Candidate, degrees: float) -> bool:
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return False
    width = max(0.1, math.cos(math.radians(one.latitude)))
    return math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * width) <= degrees


def _countries(doc: Doc, found: Sequence[_Found]) -> dict[str, float]:
    """How much the text speaks of each country, from 0 to 1."""
    counts: Counter[str] = Counter()
    for entry in found:
        named = {country for candidate in entry.candidates[:1] for country in candidate.countries}
        sure = bool(entry.candidates) and (entry.candidates[0].kind == "country" or entry.candidates[0].own)
        if sure and not (len(entry.candidates) > 1 and entry.candidates[1].population > 1_000_000):
            counts.update(dict.fromkeys(named, 2))
        elif len({candidate.country for candidate in entry.candidates}) == 1:
            counts.update(named)
    for mention in doc._.polybius_actors or ():
        counts.update(actor.code for actor in mention.actors if actor.code and len(actor.code) == 3)
    if doc._.polybius_focus:
        counts[doc._.polybius_focus] += 1 + max(counts.values(), default=0)
    total = sum(counts.values())
    return {country: count / total for country, count in sorted(counts.items())}


def _choose(
    doc: Doc,
    found: _Found,
    weights: dict[str, float],
    container: _Found | None,
    settled: dict[str, Candidate],
    held: _Found | None = None,
) -> Candidate | None:
    if not found.candidates:
        return None
    inside = _wider(found.candidates, container.candidates) if container else []
    if held is not None:
        # what says where another place lies is wider than that
        wide = [entry for entry in found.candidates if entry.kind in _WIDE]
        inside += [entry for entry in wide if not held.candidates or _wider(held.candidates, [entry])]
    known = settled.get(place_key(_text(doc, found)))
    division = _division(doc, found)
    cities = {
        (entry.country, entry.admin1) for entry in found.candidates if entry.main and entry.kind in ("city", "capital")
    }
    scored = [
        (_score(entry, weights, division, cities) + 6 * (entry in inside) + 3 * (entry == known), -rank, entry)
        for rank, entry in enumerate(found.candidates)
    ]
    return max(scored, key=lambda item: item[:2])[2]


def _score(
    entry: Candidate,
    weights: dict[str, float],
    division: str | None,
    cities: Collection[tuple[str | None, str | None]] = (),
) -> float:
    score = _prior(entry)
    if entry.kind in ("admin1", "admin2") and (entry.country, entry.admin1) in cities:
        # a city and its province share a name, and the city is meant more often
        score -= 1.5
    share = max((weights.get(country, 0.0) for country in entry.countries), default=0.0)
    score += 2.5 * math.sqrt(share)
    if division == "city":
        score += 2 * (entry.kind in ("city", "capital"))
    elif division is not None:
        score += 3 * (entry.kind in ("admin1", "admin2"))
    return score


def _prior(entry: Candidate) -> float:
    if entry.kind == "country":
        return 7.5
    if entry.own:
        return 7.3 if entry.kind in ("city", "capital") else 7.0
    score = math.log10(entry.population + 1)
    if entry.kind == "capital":
        score += 0.5
    if entry.kind in ("admin1", "admin2"):
        score -= 0.3 if entry.kind == "admin1" else 1.2
    if not entry.main:
        score -= 0.3 if entry.population >= 1_000_000 else 1.2
    return score


def _division(doc: Doc, found: _Found) -> str | None:
    """The word that says what is named: "Aleppo province", "the city of Aleppo"."""
    words = _words()
    if found.end < len(doc) and doc[found.end].lower_ in words.division:
        return words.division[doc[found.end].lower_]
    if found.start > 1 and doc[found.start - 1].lower_ == "of":
        return words.division.get(doc[found.start - 2].lower_)
    return words.division.get(doc[found.start - 1].lower_) if found.start > 0 else None


def _country_of(container: _Found | None, weights: dict[str, float]) -> str | None:
    if container is None or not container.candidates:
        return None
    best = max(container.candidates, key=lambda entry: _score(entry, weights, None))
    return best.country


def _mention(doc: Doc, found: _Found, chosen: Candidate | None, country: str | None) -> PlaceMention:
    last = doc[found.end - 1]
    start, end = doc[found.start].idx, last.idx + len(last)
    place = Place(
        text=_text(doc, found),
        start=start,
        end=end,
        name=chosen.name if chosen else None,
        kind=chosen.kind if chosen else None,
        country=chosen.country if chosen else country,
        admin1=chosen.admin1 if chosen else None,
        latitude=chosen.latitude if chosen else None,
        longitude=chosen.longitude if chosen else None,
        geonames_id=chosen.geonames_id if chosen else None,
        candidates=len(found.candidates),
    )
    return PlaceMention(found.start, found.end, doc[found.start : found.end].root.i, place)


@cache
def _words() -> _Words:
    rows = list(read_table(DATA / "lexicons" / "place_words.csv", ("word", "use", "value", "note")))
    uses = {"locative", "division", "direction", "target", "event", "title", "name-word", "person-name"}
    for row in rows:
        if row["use"] not in uses:
            raise row.fault(f"use must be one of {', '.join(sorted(uses))}; found {row['use']!r}")

    def of(use: str) -> dict[str, str]:
        return {row["word"]: row["value"] for row in rows if row["use"] == use}

    return _Words(
        locative=of("locative"),
        division=of("division"),
        direction=frozenset(of("direction")),
        target={word: frozenset(value.split()) for word, value in of("target").items()},
        event=frozenset(of("event")),
        title=frozenset(of("title")),
        name_words=frozenset(place_key(word) for word in of("name-word")),
        person_names=frozenset(place_key(word) for word in of("person-name")),
    )


# --- where an event happened

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
    slots = _words().target.get(trigger.lemma_.lower(), frozenset())
    land = kind != "country" or "land" in slots
    if governor == trigger and top.dep_ in ("dobj", "nsubjpass"):
        return _Site(mention, 0.4, "", f"object:{top.i}") if "obj" in slots and land else None
    if top.dep_ not in ("pobj", "pcomp") or not (governor.dep_ == "prep" or governor.pos_ in ("ADP", "SCONJ", "ADV")):
        return None
    word = governor.lower_
    if word in slots and governor.head == trigger and land:
        return _Site(mention, 0.3, "", f"phrase:{governor.i}")
    sense = _words().locative.get(word)
    if sense is None or (sense in ("on", "by") and kind not in _SURFACES):
        return None
    distance = _distance(governor, trigger)
    return None if distance is None else _Site(mention, distance + 2 * (sense == "from"), word, f"phrase:{governor.i}")


def _fronted(doc: Doc, mention: PlaceMention, trigger: Token) -> _Site | None:
    """A phrase that opens the sentence ("Near Mosul, …") holds for its main clause, however it was parsed."""
    first = mention.start - 1
    if first > 0 and doc[first].lower_ == "the":
        first -= 1
    if first < 0 or mention.end >= len(doc) or doc[mention.end].text != ",":
        return None
    word = doc[first].lower_
    sense = _words().locative.get(word)
    opens = doc[first].is_sent_start or first == 0 or not doc[first - 1].text[-1:].isalnum()
    if sense not in ("in", "near") or not opens or not mention.end < trigger.i < mention.end + _FRONTED_REACH:
        return None
    between = doc[mention.end + 1 : trigger.i]
    if any(token.text in (".", ";", "!", "?", '"', "“") or token.is_space for token in between):
        return None
    steps = _path_up(trigger).get(trigger.sent.root.i, 2)
    return _Site(mention, 2 + 1.5 * min(steps, 2), word, f"phrase:{first}")


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
            or token.head.lower_ in _words().division
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
    return frozenset((*_words().division, *_words().direction, *parts))


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
    if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in _words().event:
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
    if outer.place.kind not in _WIDE or inner.place.kind == "country":
        return False
    if (
        inner.place.country is not None
        and outer.place.country is not None
        and inner.place.country != outer.place.country
    ):
        return False
    return _small_between(doc, inner.end, outer.start)


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
        narrowed = mention.start > 0 and doc[mention.start - 1].lower_ in _words().direction
        return "area" if narrowed else "country"
    if kind == "admin1" or kind == "admin2":
        return "admin1" if kind == "admin1" else "admin2"
    if kind is None or kind in _EXACT:
        return "near" if _words().locative.get(word) == "near" else "exact"
    return "area"


def _reason(sites: Sequence[_Site], nearest: _Site) -> str:
    names = " and ".join(site.mention.place.text for site in sites)
    if nearest.word:
        return f"“{nearest.word} {names}” stands with the predicate"
    return f"{names} is what the predicate acts on"
