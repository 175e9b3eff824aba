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
from polybius.find.gazetteer import all_points, candidates_for
from polybius.records import CodedReport, Place

NEAR_KM = 161.0
_EARTH_KM = 6371.0
_FARTHEST_KM = 20_037.5  # half the way round
_TOWN_KM = 80.0
_TOWNS = frozenset(("city", "capital", "admin1", "admin2"))


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
    placed: int = 0
    countries_known: int = 0
    countries_right: int = 0
    distances: list[float] = field(default_factory=list)
    # of the gold names that are found: whether the code of a country is right, whether a town or division is near
    countries: list[bool] = field(default_factory=list)
    towns: list[bool] = field(default_factory=list)
    towns_by_size: list[bool] = field(default_factory=list)


def evaluate_places(file: Path, coder: Coder, *, half: Literal["first", "second"] | None = None) -> dict[str, float]:
    """Scores the places ``coder`` finds; see ``score_places`` for the figures."""
    return score_places(read_articles(file, half=half), lambda text: coder.code(text).places)


def score_places(articles: Sequence[Article], find: Callable[[str], Sequence[Place]]) -> dict[str, float]:
    """Scores places against gold toponyms.

    Returns, all shares from 0 to 1: ``precision``, ``recall``, ``f1`` of spans (exact); ``end_to_end_f1``, where a
    span must be placed within 161 km as well; ``resolved``, the share of gold toponyms that overlap a found place with
    coordinates; of those ``accuracy_161km`` (within 161 km), ``mean_km``, ``median_km``, ``auc`` (the area under the
    curve of ln(km + 1), as share of the largest possible, the less the better) and ``country_accuracy`` (the found
    country is that of the town nearest to the gold point, if within 80 km); ``accuracy_161km_of_all``, over all gold
    toponyms; and ``toponyms``, their number. Of the gold names that are found, by what they name in the gazetteer:
    ``countries_by_code``, and for towns and divisions ``towns_161km``, beside ``towns_161km_most_populous``, which
    takes the most populous place of the name; what is found but not resolved is wrong there.
    """
    tally = _Tally()
    for article in articles:
        _score_article(article, find(article.text), tally)
    near = sum(distance <= NEAR_KM for distance in tally.distances)
    resolved = len(tally.distances)
    precision, recall, f1 = _measure(tally.matched, tally.found, tally.gold)
    return {
        "toponyms": float(tally.gold),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "end_to_end_f1": _measure(tally.placed, tally.found, tally.gold)[2],
        "resolved": resolved / tally.gold if tally.gold else 0.0,
        "accuracy_161km": near / resolved if resolved else 0.0,
        "accuracy_161km_of_all": near / tally.gold if tally.gold else 0.0,
        "mean_km": statistics.fmean(tally.distances) if tally.distances else math.inf,
        "median_km": statistics.median(tally.distances) if tally.distances else math.inf,
        "auc": _area(tally.distances),
        "country_accuracy": tally.countries_right / tally.countries_known if tally.countries_known else 0.0,
        "countries": float(len(tally.countries)),
        "countries_by_code": _share(tally.countries),
        "towns": float(len(tally.towns)),
        "towns_161km": _share(tally.towns),
        "towns_161km_most_populous": _share(tally.towns_by_size),
    }


def _measure(right: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def _share(verdicts: Sequence[bool]) -> float:
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def _area(distances: Sequence[float]) -> float:
    """The area under the curve of log distances, from 0 (all right) to 1 (Jurgens et al. 2015; Gritta et al. 2018)."""
    if not distances:
        return 1.0
    return statistics.fmean(math.log(distance + 1) for distance in distances) / math.log(_FARTHEST_KM + 1)


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
        if place is None:
            continue
        country = _country_at(toponym.latitude, toponym.longitude)
        near = _is_near(toponym, place)
        _judge_kind(article.text[toponym.start : toponym.end], toponym, place, near, tally)
        if place.latitude is None or place.longitude is None:
            continue
        tally.placed += near and (place.start, place.end) == (toponym.start, toponym.end)
        tally.distances.append(distance_km(toponym.latitude, toponym.longitude, place.latitude, place.longitude))
        if country is not None and place.country is not None:
            tally.countries_known += 1
            tally.countries_right += place.country == country


def _judge_kind(name: str, toponym: Toponym, place: Place, near: bool, tally: _Tally) -> None:
    """Counts a gold toponym among the countries or the towns and divisions, by what its name is in the gazetteer."""
    candidates = candidates_for(name)
    if not candidates:
        return
    lands = [entry for entry in candidates if entry.kind == "country"]
    at = _country_at(toponym.latitude, toponym.longitude)
    if lands and at in {entry.country for entry in lands}:
        tally.countries.append(place.country == at)
    elif any(entry.kind in _TOWNS for entry in candidates):
        largest = max(candidates, key=lambda entry: entry.population)
        tally.towns.append(near)
        tally.towns_by_size.append(
            largest.latitude is not None
            and largest.longitude is not None
            and distance_km(toponym.latitude, toponym.longitude, largest.latitude, largest.longitude) <= NEAR_KM
        )


def _is_near(toponym: Toponym, place: Place) -> bool:
    if place.latitude is None or place.longitude is None:
        return False
    return distance_km(toponym.latitude, toponym.longitude, place.latitude, place.longitude) <= NEAR_KM


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
