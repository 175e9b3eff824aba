"""The gazetteer: which places in the world bear a name. GeoNames rows lie sorted in a file and are found by bisection,
so that nothing is loaded; the project's own rows (regions, rivers, seas, front lines …) come from a CSV file."""

from __future__ import annotations

import mmap
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from polybius.tables import DATA, Row, read_table

GAZETTEER = DATA / "places" / "gazetteer.tsv"
COLUMNS = (
    "key", "rank", "name", "kind", "country", "admin1", "latitude", "longitude", "geonames_id", "population",
)  # fmt: skip
COUNTRY_COLUMNS = ("iso", "name", "aliases", "latitude", "longitude")
OWN_COLUMNS = ("name", "aliases", "kind", "country", "admin1", "latitude", "longitude", "geonames_id", "source")
KINDS = frozenset({
    "country", "territory", "admin1", "admin2", "capital", "city", "district", "region", "area", "continent", "river",
    "sea", "lake", "strait", "gulf", "ocean", "canal", "mountain", "island", "peninsula", "desert", "border", "front",
    "camp", "base", "site", "airport", "port", "road", "street", "building", "square", "prison", "holy-site",
})  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A place that bears a name.

    country: ISO 3166 alpha-3, or None where it lies in several or none; countries: all it lies in.
    main: False where the name is but another name of it. population: people, 0 if unknown. own: from places_own.csv.
    """

    name: str
    kind: str
    country: str | None
    countries: tuple[str, ...]
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    population: int
    main: bool
    own: bool = False


_DROPPED = re.compile(r"['’ʻʼ`´‘.]")
_PARTED = re.compile(r"[\s\-‐‑–/_,]+")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)


def place_key(name: str) -> str:
    """The form under which a name is looked up: lower case, no accents, apostrophes or stops, single blanks."""
    bare = _PARTED.sub(" ", _DROPPED.sub("", name)).strip().casefold().translate(_LETTERS)
    key = "".join(mark for mark in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(mark))
    return f"st {key[6:]}" if key.startswith("saint ") else key.removeprefix("the ")


@lru_cache(maxsize=20_000)
def candidates_for(name: str) -> tuple[Candidate, ...]:
    """The places called ``name``, the project's own first, then countries, then by population."""
    key = place_key(name)
    if not key or len(key) > 80:
        return ()
    found: dict[tuple[str, str, str | None, str | None], Candidate] = {}
    for candidate in (*_own().get(key, ()), *(_candidate(line) for line in _lines(key))):
        # one place stands under several spellings of one key
        found.setdefault((candidate.name, candidate.kind, candidate.country, candidate.admin1), candidate)
    own = {(candidate.kind, candidate.country) for candidate in found.values() if candidate.own}
    kept = [
        entry for entry in found.values() if entry.own or (entry.kind, entry.country) not in own or entry.kind == "city"
    ]
    return tuple(sorted(kept, key=_order))


def _order(candidate: Candidate) -> tuple[bool, bool, bool, int, str, str]:
    country = candidate.kind == "country"
    return (
        not candidate.own,
        not country,
        not candidate.main,
        -candidate.population,
        candidate.country or "",
        candidate.name,
    )


def country_called(code: str) -> Candidate | None:
    """The country with an ISO 3166 alpha-3 code; None where the list has none."""
    named = candidates_for(_country_names()[code]) if code in _country_names() else ()
    return next((entry for entry in named if entry.kind == "country" and entry.country == code), None)


@cache
def _country_names() -> dict[str, str]:
    return {row["iso"]: row["name"] for row in read_table(DATA / "places" / "countries.csv", COUNTRY_COLUMNS)}


@cache
def longest_name() -> int:
    """The largest number of words in a name of the project's own rows, at least five."""
    return max(5, *(key.count(" ") + 1 for key in _own()))


@cache
def _table() -> tuple[mmap.mmap, int]:
    """The file as a map of memory, and where its rows begin."""
    with GAZETTEER.open("rb") as stream:
        view = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = 0
    while view[start : start + 1] == b"#":
        start = view.find(b"\n", start) + 1
    return view, start


def _lines(key: str) -> Iterator[str]:
    """The rows of the file under ``key``."""
    view, low = _table()
    wanted = key.encode("utf-8")
    first, high = low, len(view)
    while low < high:
        middle = (low + high) // 2
        line = max(view.rfind(b"\n", first - 1, middle) + 1, first)
        if view[line : view.find(b"\t", line)] < wanted:
            low = view.find(b"\n", middle) + 1 or len(view)
        else:
            high = line
    while low < len(view) and view[low : low + len(wanted) + 1] == wanted + b"\t":
        end = view.find(b"\n", low)
        yield view[low:end].decode("utf-8")
        low = end + 1


def _candidate(line: str) -> Candidate:
    _, rank, name, kind, country, admin1, latitude, longitude, number, population = line.split("\t")
    return Candidate(
        name=name,
        kind=kind,
        country=country or None,
        countries=(country,) if country else (),
        admin1=admin1 or None,
        latitude=float(latitude),
        longitude=float(longitude),
        geonames_id=int(number) if number else None,
        population=int(population),
        main=rank == "m",
    )


@cache
def _own() -> dict[str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = {}
    for row in read_table(DATA / "places" / "places_own.csv", OWN_COLUMNS):
        candidate = _own_candidate(row)
        for name in dict.fromkeys(place_key(name) for name in (row["name"], *row.many("aliases"))):
            found.setdefault(name, []).append(candidate)
    return {key: tuple(candidates) for key, candidates in found.items()}


def _own_candidate(row: Row) -> Candidate:
    if row["kind"] not in KINDS:
        raise row.fault(f"kind must be one of {', '.join(sorted(KINDS))}; found {row['kind']!r}")
    countries = row.many("country")
    if any(not re.fullmatch("[A-Z]{3}", country) for country in countries):
        raise row.fault(f"country must be ISO 3166 alpha-3 codes separated by |; found {row['country']!r}")
    try:
        latitude = float(row["latitude"]) if row["latitude"] else None
        longitude = float(row["longitude"]) if row["longitude"] else None
        number = int(row["geonames_id"]) if row["geonames_id"] else None
    except ValueError as error:
        raise row.fault("latitude and longitude must be degrees and geonames_id a whole number, or empty") from error
    if latitude is not None and (abs(latitude) > 90 or longitude is None or abs(longitude) > 180):
        raise row.fault("latitude must lie within ±90 and longitude within ±180 degrees")
    return Candidate(
        name=row["name"],
        kind=row["kind"],
        country=countries[0] if len(countries) == 1 else None,
        countries=countries,
        admin1=row["admin1"] or None,
        latitude=latitude,
        longitude=longitude,
        geonames_id=number,
        population=0,
        main=True,
        own=True,
    )


def all_points() -> Iterator[tuple[float, float, str]]:
    """Latitude, longitude and country of every town of the gazetteer."""
    view, start = _table()
    for line in view[start:].decode("utf-8").splitlines():
        values = line.split("\t")
        if values[1] == "m" and values[3] in ("city", "capital"):
            yield float(values[6]), float(values[7]), values[4]
