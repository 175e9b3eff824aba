"""Places measured against GeoVirus: articles with toponyms and their coordinates (Gritta et al., 2018).

The file ``GeoVirus.xml`` is in the repository milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation.
"""

from __future__ import annotations

import math
import statistics
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from polybius.errors import ReadError
from polybius.find.gazetteer import all_points
from polybius.records import CodedReport, Place

NEAR_KM = 161.0
_EARTH_KM = 6371.0
_TOWN_KM = 80.0


class Coder(Protocol):
    """What is measured: anything that codes a text."""

    def code(self, text: str) -> CodedReport:
        """The records of one text."""


@dataclass(frozen=True)
class Toponym:
    """A place of the gold standard: offsets in the text, degrees."""

    start: int
    end: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Article:
    """A text of the gold standard with its toponyms."""

    source: str
    text: str
    toponyms: tuple[Toponym, ...]


@dataclass
class _Tally:
    gold: int = 0
    found: int = 0
    matched: int = 0
    countries_known: int = 0
    countries_right: int = 0
    distances: list[float] = field(default_factory=list)


def evaluate_places(file: Path, coder: Coder, *, half: Literal["first", "second"] | None = None) -> dict[str, float]:
    """Scores the places ``coder`` finds; see ``score_places`` for the figures."""
    return score_places(read_articles(file, half=half), lambda text: coder.code(text).places)


def score_places(articles: Sequence[Article], find: Callable[[str], Sequence[Place]]) -> dict[str, float]:
    """Scores places against gold toponyms.

    Returns, all shares from 0 to 1: ``precision``, ``recall``, ``f1`` of spans (exact); ``resolved``, the share of gold
    toponyms that overlap a found place with coordinates; of those ``accuracy_161km`` (within 161 km), ``median_km`` and
    ``country_accuracy`` (the found country is that of the town nearest to the gold point, if within
    80 km); ``accuracy_161km_of_all``, over all gold toponyms; and ``toponyms``, their number.
    """
    tally = _Tally()
    for article in articles:
        _score_article(article, find(article.text), tally)
    precision = tally.matched / tally.found if tally.found else 0.0
    recall = tally.matched / tally.gold if tally.gold else 0.0
    near = sum(distance <= NEAR_KM for distance in tally.distances)
    resolved = len(tally.distances)
    return {
        "toponyms": float(tally.gold),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if tally.matched else 0.0,
        "resolved": resolved / tally.gold if tally.gold else 0.0,
        "accuracy_161km": near / resolved if resolved else 0.0,
        "accuracy_161km_of_all": near / tally.gold if tally.gold else 0.0,
        "median_km": statistics.median(tally.distances) if tally.distances else math.inf,
        "country_accuracy": tally.countries_right / tally.countries_known if tally.countries_known else 0.0,
    }


def read_articles(file: Path, *, half: Literal["first", "second"] | None = None) -> list[Article]:
    """Reads the articles of ``file``; ``half``: those of every second source, so that no source is in both halves.

    Raises ReadError where the file is not GeoVirus XML.
    """
    try:
        root = ElementTree.parse(file).getroot()
        articles = [_article(element) for element in root.iter("article")]
    except (OSError, ElementTree.ParseError, AttributeError, ValueError) as error:
        raise ReadError(f"{file}: cannot be read as GeoVirus XML ({error}); get GeoVirus.xml anew") from error
    order = {source: number for number, source in enumerate(dict.fromkeys(article.source for article in articles))}
    rest = {"first": 0, "second": 1}
    return [article for article in articles if half is None or order[article.source] % 2 == rest[half]]


def _article(element: ElementTree.Element) -> Article:
    text = element.findtext("text") or ""
    toponyms = []
    for location in element.iter("location"):
        name = location.findtext("name") or ""
        start = int(location.findtext("start") or "")
        # the offsets count from one
        found = min(_places_of(name, text), key=lambda at: abs(at - (start - 1)), default=start - 1)
        point = (float(location.findtext("lat") or ""), float(location.findtext("lon") or ""))
        toponyms.append(Toponym(found, found + len(name), *point))
    return Article(element.findtext("source") or "", text, tuple(toponyms))


def _places_of(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while name and at >= 0:
        yield at
        at = text.find(name, at + 1)


def _score_article(article: Article, places: Sequence[Place], tally: _Tally) -> None:
    spans = {(place.start, place.end) for place in places}
    gold = {(toponym.start, toponym.end) for toponym in article.toponyms}
    tally.gold += len(gold)
    tally.found += len(spans)
    tally.matched += len(spans & gold)
    for toponym in {(entry.start, entry.end): entry for entry in article.toponyms}.values():
        place = _overlapping(toponym, places)
        if place is None or place.latitude is None or place.longitude is None:
            continue
        tally.distances.append(distance_km(toponym.latitude, toponym.longitude, place.latitude, place.longitude))
        country = _country_at(toponym.latitude, toponym.longitude)
        if country is not None and place.country is not None:
            tally.countries_known += 1
            tally.countries_right += place.country == country


def _overlapping(toponym: Toponym, places: Sequence[Place]) -> Place | None:
    for place in places:
        if (
            place.start is not None
            and place.end is not None
            and place.start < toponym.end
            and toponym.start < place.end
        ):
            return place
    return None


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance between two points given in degrees."""
    north, south = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@cache
def _towns() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    towns: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for latitude, longitude, country in all_points():
        towns[round(latitude), round(longitude)].append((latitude, longitude, country))
    return dict(towns)


def _country_at(latitude: float, longitude: float) -> str | None:
    """The country of the nearest town within 80 km."""
    row, column = round(latitude), round(longitude)
    near = (
        (distance_km(latitude, longitude, town[0], town[1]), town[2])
        for north in (-1, 0, 1)
        for east in (-2, -1, 0, 1, 2)
        for town in _towns().get((row + north, column + east), ())
    )
    best = min(near, default=(math.inf, ""))
    return best[1] if best[0] <= _TOWN_KM else None
