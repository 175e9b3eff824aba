"""Which place is meant: among those that share a name, the one that the text says more of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from polybius.find._place_words import WIDE, apposed_town, place_words, small_between
from polybius.find.gazetteer import Candidate, place_key


@dataclass(frozen=True)
class Found:
    """Words that may name a place: token span, the places so called, the label of the entity there, evidence."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    label: str
    locative: bool
    doubtful: bool = False  # only what lies in a country the text speaks of may be meant

    def text(self, doc: Doc) -> str:
        """The words themselves."""
        return doc[self.start : self.end].text


_FAMOUS = 500_000  # people in a town that is known by many names
_KNOWN_EVERYWHERE = 1_000_000  # people in a town whose other names are known abroad ("Bombay")
_LARGE = 50_000
_SIZE_BESIDE_COUNTRY = 100_000
_SEVERAL = 3  # countries with a place of the name that make it a common one
_HARDLY, _MOSTLY = 0.05, 0.6  # shares of the text that speak of a country in passing, and of the one it is about
_TOWNS_AND_DIVISIONS = frozenset(("city", "capital", "admin1", "admin2"))
_ARTICLE = re.compile("(?:The|Al|El|La|Los|Las|Le) |(?:Al|El)-")
# other kinds under which such a feature may be listed
_OF_FEATURE = {
    "lake": frozenset(("sea",)),
    "sea": frozenset(("lake", "ocean", "gulf")),
    "gulf": frozenset(("sea",)),
    "island": frozenset(("country", "territory", "admin1", "admin2", "region")),
    "peninsula": frozenset(("territory", "region", "admin1")),
}


def containers_of(doc: Doc, found: Sequence[Found]) -> dict[int, int]:
    """Index of a name -> index of the name right behind it that says what it lies in: "Tulsa, Oklahoma"."""
    return {
        index: index + 1
        for index in range(len(found) - 1)
        if _follows_as_container(doc, found[index], found[index + 1])
    }


def _follows_as_container(doc: Doc, inner: Found, outer: Found) -> bool:
    noun = apposed_town(doc, inner.end)
    told = noun is not None and noun < outer.start and small_between(doc, noun + 1, outer.start)
    near = told or small_between(doc, inner.end, outer.start)
    return near and bool(wider(_towns_of(doc, inner), outer.candidates))


def _towns_of(doc: Doc, found: Found) -> tuple[Candidate, ...]:
    """The candidates, but for those that the words behind the name rule out: "Puerto Rico, a river town"."""
    if apposed_town(doc, found.end) is None:
        return found.candidates
    return tuple(entry for entry in found.candidates if entry.kind not in ("country", "continent", "admin1", "region"))


def wider(inner: Sequence[Candidate], outer: Sequence[Candidate]) -> list[Candidate]:
    """Those of ``inner`` (all, where there are none) that lie in one of ``outer``."""
    wide = [entry for entry in outer if entry.kind in WIDE]
    if inner and inner[0].kind in ("country", "continent"):
        return [entry for entry in inner if _bears_country_name(entry, wide)]
    return [entry for entry in inner if any(_lies_in(entry, other) for other in wide)] or (wide if not inner else [])


def _bears_country_name(town: Candidate, outer: Sequence[Candidate]) -> bool:
    """Whether a town called like a country lies in what is told behind it: "Armenia, Colombia", "Lebanon, Tenn.".

    Behind a country only a town of some size is meant: countries stand in lists as well.
    """
    if town.kind not in ("city", "capital") or not town.main:
        return False
    return any(
        _lies_in(town, entry) and town.population >= (_SIZE_BESIDE_COUNTRY if entry.kind == "country" else 1)
        for entry in outer
    )


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


def country_weights(doc: Doc, found: Sequence[Found]) -> dict[str, float]:
    """How much the text speaks of each country, from 0 to 1."""
    counts: Counter[str] = Counter()
    small: list[set[str]] = []
    for entry in found:
        named = {country for candidate in entry.candidates[:1] for country in candidate.countries}
        sure = bool(entry.candidates) and (entry.candidates[0].kind == "country" or entry.candidates[0].own)
        if sure and not (len(entry.candidates) > 1 and entry.candidates[1].population > 1_000_000):
            counts.update(dict.fromkeys(named, 2))
        elif len({candidate.country for candidate in entry.candidates}) == 1 and entry.candidates[0].main:
            if _is_sure(entry.candidates[0]):
                counts.update(named)
            else:
                small.append(named)
    told = any(entry.candidates and _is_sure(entry.candidates[0]) for entry in found)
    for mention in doc._.polybius_actors or ():
        counts.update(actor.code for actor in mention.actors if actor.code and len(actor.code) == 3)
    if doc._.polybius_focus:
        counts[doc._.polybius_focus] += 1 + max(counts.values(), default=0)
    for named in small:  # a small place may bear the name of one no list has: it speaks only for a country told beside
        if not told or any(counts[country] for country in named):
            counts.update(named)
    total = sum(counts.values())
    return {country: count / total for country, count in sorted(counts.items())}


def _is_sure(entry: Candidate) -> bool:
    """Whether a name needs no other to tell its country: a country's, a town's of the own list, a large one's."""
    return entry.kind in ("country", "admin1") or entry.own or entry.population >= _LARGE


def choose(
    doc: Doc,
    found: Found,
    weights: dict[str, float],
    container: Found | None,
    settled: dict[str, Candidate],
    held: Found | None = None,
) -> Candidate | None:
    """The place meant, or None where no listed one is.

    weights: from ``country_weights``. container: the name behind it that says what it lies in; held: the name before
    it that lies in it. settled: places told apart elsewhere in the text, by key.
    """
    candidates = _fitting(doc, found, weights)
    if found.doubtful:
        candidates = [entry for entry in candidates if any(map(weights.get, entry.countries))]
    if not candidates:
        return None
    inside = wider(_towns_of(doc, found), container.candidates) if container else []
    if held is not None:
        # what says where another place lies is wider than that
        wide = [entry for entry in found.candidates if entry.kind in WIDE]
        inside += [entry for entry in wide if not held.candidates or wider(held.candidates, [entry])]
    told = told_country(doc, found.start)
    inside += [entry for entry in found.candidates if told is not None and told in entry.countries]
    known = None if inside else settled.get(place_key(found.text(doc)))
    division = _division(doc, found)
    cities = {
        (entry.country, entry.admin1) for entry in found.candidates if entry.main and entry.kind in ("city", "capital")
    }
    by_other_name = not any(entry.main for entry in candidates)
    scored = [
        (
            _score(entry, weights, division, cities)
            + 6 * (entry in inside)
            + 3 * (entry == known)
            + 0.3 * (by_other_name and _spelt_alike(entry.name, found.text(doc))),
            -rank,
            entry,
        )
        for rank, entry in enumerate(candidates)
    ]
    best = max(scored, key=lambda item: item[:2])[2]
    common = len({entry.country for entry in found.candidates}) >= _SEVERAL
    return best if best in inside or _credible(best, weights, common=common) else None


def told_country(doc: Doc, start: int) -> str | None:
    """The country of an adjective before a name: "the Indian city of Hyderabad", "the Georgian port of Poti"."""
    if start < 3 or doc[start - 1].lower_ != "of" or doc[start - 2].lower_ not in place_words().division:
        return None
    return adjective_country(doc, max(0, start - 5), start - 2)


def adjective_country(doc: Doc, start: int, end: int) -> str | None:
    """The country of the first party named between two tokens ("the Swiss city"); None where it has none."""
    for mention in doc._.polybius_actors or ():
        if start <= mention.start < end and mention.actors:
            return str(mention.actors[0].code) if mention.actors[0].code else None
    return None


def _fitting(doc: Doc, found: Found, weights: dict[str, float]) -> list[Candidate]:
    """The candidates that the words beside the name leave: of its kind ("the Aras river"), no town behind "the"."""
    feature = feature_of(doc, found)
    if feature is not None:
        kinds = _OF_FEATURE.get(feature, frozenset()) | {feature}
        # an island's town, or the division that it makes up, bears its name
        own_town = feature == "island"
        return [
            entry
            for entry in found.candidates
            if entry.kind in kinds or (own_town and any(weights.get(country) for country in entry.countries))
        ]
    if _with_article(doc, found):
        return [
            entry
            for entry in found.candidates
            if entry.kind not in _TOWNS_AND_DIVISIONS or entry.own or _ARTICLE.match(entry.name)
        ]
    return list(_towns_of(doc, found))


def feature_of(doc: Doc, found: Found) -> str | None:
    """The kind of natural feature that a word beside or in the name tells: "the Aras river", "Mount Aragats"."""
    words = place_words().feature
    last = doc[found.end - 1] if found.end - found.start > 1 and not found.candidates else None
    first = doc[found.start] if last is not None else None
    behind = doc[found.end] if found.end < len(doc) else None
    before = doc[found.start - 1] if found.start else None
    if before is not None and before.lower_ == "of" and found.start > 1:
        before = doc[found.start - 2]
    near = (token for token in (last, first, behind, before) if token is not None)
    return next((words[token.lower_] for token in near if token.lower_ in words), None)


def _with_article(doc: Doc, found: Found) -> bool:
    """True for "across the Aras", where the name is no part of a longer phrase ("the Geneva talks")."""
    if found.end != found.start + 1 or not found.start or doc[found.start - 1].text != "the":
        return False
    name = doc[found.start]
    if any(child.dep_ in ("prep", "relcl") for child in name.rights):
        return False  # "the Paris of his youth"
    return name.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass", "conj") and name.tag_ != "NNPS"


def _spelt_alike(one: str, other: str) -> bool:
    """True for two spellings of one name ("Slovyansk", "Sloviansk"), false for an old name and the new one."""
    return place_key(one)[:3] == place_key(other)[:3]


def _credible(entry: Candidate, weights: dict[str, float], *, common: bool) -> bool:
    """Whether a place may be meant: it is large, or the report speaks of its country; all the more by another name.

    common: whether the name is one of places in several countries ("La Victoria").
    """
    if entry.own or entry.kind == "country":
        return True
    share = max((weights.get(country, 0.0) for country in entry.countries), default=0.0)
    abroad = share < _HARDLY and max(weights.values(), default=0.0) >= _MOSTLY
    if entry.population >= _FAMOUS:
        return entry.main or entry.population >= _KNOWN_EVERYWHERE or not abroad
    if abroad and (entry.population < _LARGE or common):
        return False  # a town abroad that happens to bear the name of a place the list lacks
    return entry.main or share > 0 or (not weights and entry.population >= _LARGE)


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


def _division(doc: Doc, found: Found) -> str | None:
    """The word that says what is named: "Aleppo province", "the city of Aleppo"."""
    words = place_words()
    if found.end < len(doc) and doc[found.end].lower_ in words.division:
        return words.division[doc[found.end].lower_]
    if apposed_town(doc, found.end) is not None:
        return "city"
    if found.start > 1 and doc[found.start - 1].lower_ == "of":
        return words.division.get(doc[found.start - 2].lower_)
    return words.division.get(doc[found.start - 1].lower_) if found.start > 0 else None


def country_of(container: Found | None, weights: dict[str, float]) -> str | None:
    """The country of the place that a name in no list is told to lie in."""
    if container is None or not container.candidates:
        return None
    best = max(container.candidates, key=lambda entry: _score(entry, weights, None))
    return best.country
