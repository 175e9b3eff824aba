"""Checks actor lists, the project's and the user's, and joins a user's lists with the one that comes with Polybius.

A list is a CSV file with the columns of ``data/actors``: id, name, aliases, code, sectors, kind, start, end, iso,
wikidata, source. What a later list says of an id or of a name holds; the rest stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from polybius import tables
from polybius.codebook import load_codebook
from polybius.errors import DataError, PolybiusError
from polybius.find._actor_list import COLUMNS, KINDS, ActorList, load_actor_list, name_parts, read_entries
from polybius.iso_days import days_of
from polybius.tables import Row

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BESIDE = frozenset({"IGO", "NGO"})  # sectors that stand beside a country's code (guide, rule 18)


class ActorListError(PolybiusError):
    """One or more actor lists break the rules; ``faults`` has a line for each fault."""

    def __init__(self, faults: Sequence[DataError]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@cache
def known_codes() -> frozenset[str]:
    """The codes a party may have: countries and territories, and the international ones."""
    rows = tables.read_table(tables.DATA / "actors" / "countries.csv", COLUMNS)
    return frozenset(row["code"] for row in rows if row["code"]) | frozenset(load_codebook().international)


@cache
def shared_names() -> frozenset[str]:
    """The names that may have two codes at one date; the country a report is about tells them apart."""
    rows = tables.read_table(tables.DATA / "lexicons" / "shared_names.csv", ("name", "note"))
    return frozenset(row["name"] for row in rows)


def check_actor_list(path: Path) -> list[DataError]:
    """The faults of one list, each with file and line; empty where it is sound."""
    faults: list[DataError] = []
    try:
        rows = list(tables.read_table(path, COLUMNS, faults))
    except DataError as error:
        return [error]
    terms: dict[str, list[Row]] = {}
    names: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        faults += _faults_of(row)
        terms.setdefault(row["id"], []).append(row)
        labels = (row["name"], *row.many("aliases"))
        for label in dict.fromkeys(" ".join(name_parts(label)).lower() for label in labels):
            if label and row["kind"] != "person":  # persons share names: dates and countries tell them apart
                names.setdefault((row["kind"], label), []).append(row)
    for same in terms.values():
        faults += _clashes(same, "repeats the id {id} of line {line} for the same time; give each term its dates")
    for (_, label), same in names.items():
        if label not in shared_names() and any(row["code"] != same[0]["code"] for row in same):
            faults += _clashes(same, "gives a name of “{name}” another code than line {line} at the same time")
    return sorted(faults, key=lambda fault: fault.line or 0)


def _faults_of(row: Row) -> list[DataError]:
    """What is wrong with one row by itself."""
    sectors = frozenset(load_codebook().sectors) | BESIDE
    wrong: list[str] = []
    if not _ID.fullmatch(row["id"]):
        wrong.append(f"id {row['id']!r} must be lower-case words joined by hyphens")
    if not name_parts(row["name"]):
        wrong.append("needs a name")
    wrong += [f"alias {alias!r} has no letters to find it by" for alias in row.many("aliases") if not name_parts(alias)]
    if row["code"] and row["code"] not in known_codes():
        wrong.append(
            f"code {row['code']!r} is unknown; it must be ISO 3166 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC"
        )
    for sector in row.many("sectors"):
        if sector not in sectors:
            wrong.append(f"sector {sector!r} is unknown; sectors are {', '.join(sorted(sectors))}")
    if row["kind"] not in KINDS:
        wrong.append(f"kind {row['kind']!r} is unknown; kinds are {', '.join(sorted(KINDS))}")
    for column in ("start", "end"):
        if row[column] and days_of(row[column]) is None:
            wrong.append(f"{column} {row[column]!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty")
    size = min(len(row["start"]), len(row["end"]))
    if size and row["start"][:size] > row["end"][:size]:
        wrong.append(f"starts on {row['start']}, after its end on {row['end']}")
    if row["wikidata"] and not re.fullmatch(r"Q\d+", row["wikidata"]):
        wrong.append(f"wikidata {row['wikidata']!r} must be Q and digits")
    return [row.fault(what) for what in wrong]


def _clashes(rows: Sequence[Row], what: str) -> list[DataError]:
    """The later of two rows that hold at one time, with what is wrong."""
    found = []
    for at, row in enumerate(rows):
        for earlier in rows[:at]:
            if _overlap(earlier, row) and ("{name}" not in what or earlier["code"] != row["code"]):
                found.append(row.fault(what.format(id=row["id"], name=row["name"], line=earlier.line)))
                break
    return found


def _overlap(first: Row, second: Row) -> bool:
    """Whether two terms have more than a day in common, as far as their dates tell."""
    return not (_ends_before(first, second) or _ends_before(second, first))


def _ends_before(first: Row, second: Row) -> bool:
    if not first["end"] or not second["start"]:
        return False
    size = min(len(first["end"]), len(second["start"]))
    return first["end"][:size] <= second["start"][:size]


def join_lists(paths: Sequence[Path]) -> ActorList:
    """The actor list that comes with Polybius, overruled by the lists in ``paths``, the last first.

    Raises ActorListError, naming every fault, where one of them breaks the rules: nothing is loaded by halves.
    """
    faults = [fault for path in paths for fault in check_actor_list(path)]
    if faults:
        raise ActorListError(faults)
    own = [list(read_entries(path)) for path in paths]
    return load_actor_list().overruled_by([pair for pairs in own for pair in pairs])


def digest_of(paths: Sequence[Path]) -> str:
    """A short digest of the users' lists, so that records coded with other lists tell themselves apart."""
    import hashlib

    digest = hashlib.sha256()
    for path in paths:
        digest.update(unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig")).encode())
    return digest.hexdigest()[:12]
