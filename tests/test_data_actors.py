"""The actor list and the role nouns are consistent: codes, sectors, dates, names."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

import pytest

from polybius import tables
from polybius.find._actor_list import COLUMNS, KINDS, load_actor_list, name_parts, read_entries
from polybius.find.actor_check import check_actor_list, shared_names

ACTORS = tables.DATA / "actors"
FILES = sorted(path.name for path in ACTORS.glob("*.csv"))
LEAST = {
    "agents.csv": 900, "armed_groups.csv": 250, "bodies.csv": 150, "capitals.csv": 190, "companies.csv": 80,
    "countries.csv": 200, "media.csv": 120, "organisations.csv": 150, "parties.csv": 150, "people.csv": 190,
    "persons.csv": 1200, "seats.csv": 60,
}  # fmt: skip
INTERNATIONAL = {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def rows_of(name):
    return list(tables.read_table(ACTORS / name, COLUMNS))


def sectors():
    book = tomllib.loads((tables.DATA / "codebook" / "sectors.toml").read_text(encoding="utf-8"))
    return set(book["sectors"])


def country_codes():
    return {row["code"] for row in rows_of("countries.csv")}


@pytest.mark.parametrize("name", FILES)
def test_rows_have_known_codes_kinds_and_sectors(name):
    codes, known = country_codes() | INTERNATIONAL, sectors() | {"IGO", "NGO"}
    for row in rows_of(name):
        where = f"{row.path}:{row.line}"
        assert row["id"], where
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), where
        assert row["name"], where
        assert row["source"], where
        assert row["kind"] in KINDS, where
        assert not row["code"] or row["code"] in codes, where
        assert not row["iso"] or row["iso"] in codes | {"ESH"}, where
        assert set(row.many("sectors")) <= known, where
        assert not row["wikidata"] or re.fullmatch(r"Q\d+", row["wikidata"]), where


@pytest.mark.parametrize("name", FILES)
def test_dates_are_iso_and_in_order(name):
    for row in rows_of(name):
        for column in ("start", "end"):
            assert not row[column] or _DATE.fullmatch(row[column]), f"{row.path}:{row.line}: {row[column]}"
        size = min(len(row["start"]), len(row["end"]))
        assert not size or row["start"][:size] <= row["end"][:size], f"{row.path}:{row.line}"


@pytest.mark.parametrize("name", FILES)
def test_the_lists_that_ship_pass_the_check_users_lists_must_pass(name):
    assert [str(fault) for fault in check_actor_list(ACTORS / name)] == []


def test_an_id_with_a_start_is_unique_over_all_files():
    seen = {}
    for name in FILES:
        for row in rows_of(name):
            at = (row["id"], row["start"])
            assert at not in seen, f"{row.path}:{row.line} repeats {seen[at]}"
            seen[at] = f"{row.path}:{row.line}"


def test_an_id_keeps_its_kind():
    kinds = defaultdict(set)
    for name in FILES:
        for row in rows_of(name):
            kinds[row["id"]].add(row["kind"])
    assert not {key: value for key, value in kinds.items() if len(value) > 1}


@pytest.mark.parametrize("name", FILES)
def test_aliases_are_names_that_can_be_found(name):
    for row in rows_of(name):
        for alias in row.many("aliases"):
            assert name_parts(alias), f"{row.path}:{row.line}: {alias}"
            assert len(alias) > 1, f"{row.path}:{row.line}: {alias}"


def test_no_name_has_two_codes_at_one_date_within_a_kind():
    holders = defaultdict(list)
    for name in FILES:
        for entry, found in read_entries(ACTORS / name):
            # persons share names; which one is meant, dates and countries tell
            if entry.kind == "person":
                continue
            for label in {" ".join(name_parts(label)).lower() for label in found}:
                holders[entry.kind, label].append(entry)
    clashes = set()
    for (kind, label), entries in holders.items():
        for first in entries:
            for other in entries:
                if (
                    first.code != other.code
                    and not (first.end and other.start and first.end <= other.start)
                    and not (other.end and first.start and other.end <= first.start)
                    and not (first.end or other.end)
                ):
                    clashes.add((kind, label))
    assert {(kind, label) for kind, label in clashes if label not in shared_names()} == set()


def test_each_state_has_its_people_and_its_capital():
    states = {row["code"] for row in rows_of("countries.csv") if row["kind"] == "country" and not row["end"]}
    people = {row["code"] for row in rows_of("people.csv")}
    capitals = {row["code"] for row in rows_of("capitals.csv")}
    assert states - people <= {"VAT", "ATA"}
    # a city state's or a territory's capital bears its name, or is none
    assert states - capitals <= {"VAT", "HKG", "MAC", "BMU", "CYM", "GIB", "ATA"}


@pytest.mark.parametrize(("name", "least"), sorted(LEAST.items()))
def test_the_lists_are_of_useful_size(name, least):
    folder = tables.DATA / "lexicons" if name == "agents.csv" else ACTORS
    columns = ("noun", "sectors", "kind", "source") if name == "agents.csv" else COLUMNS
    assert sum(1 for _ in tables.read_table(folder / name, columns)) >= least


@pytest.mark.parametrize(("name", "on", "code", "sector"), [
    ("U.K.", None, "GBR", None),
    ("the former Yugoslav republic of Macedonia", None, "MKD", None),
    ("Kyiv", None, "UKR", "GOV"),
    ("Türkiye", None, "TUR", None),
    ("Recep Tayyip Erdoğan", "2019-05-01", "TUR", "GOV"),
    ("Tony Blair", "2015-01-01", "GBR", "ELI"),
    ("Hizbullah", None, "LBN", "REB"),
    ("Da'esh", "2016", "IMG", "REB"),
    ("Taliban", "2010-05-01", "AFG", "REB"),
    ("Taliban", "2022-05-01", "AFG", "GOV"),
    ("Wagner Group", "2022", "RUS", "PRM"),
    ("Nagorno-Karabakh", None, "AZE", "PRE"),
    ("Moammar Gadhafi", "2005", "LBY", "GOV"),
    ("F.B.I.", None, "USA", "COP"),
    ("Xinhua News Agency", None, "CHN", "JRN"),
    ("UNHCR", None, "UNO", None),
])  # fmt: skip
def test_well_known_names_are_found_with_code_and_sector(name, on, code, sector):
    found = load_actor_list().lookup(name, on)
    assert found, name
    assert found[0].code == code
    assert sector is None or sector in found[0].sectors


def test_role_nouns_are_unique_with_known_sectors_and_kinds():
    known, seen = sectors() | {"IGO", "NGO"}, set()
    for row in tables.read_table(tables.DATA / "lexicons" / "agents.csv", ("noun", "sectors", "kind", "source")):
        where = f"{row.path}:{row.line}"
        assert row["noun"] not in seen, where
        assert row["noun"] == row["noun"].lower(), where
        assert set(row.many("sectors")) <= known, where
        assert row["kind"] in {"person", "group", "body", "thing"}, where
        seen.add(row["noun"])


@pytest.mark.parametrize(("noun", "sector"), [
    ("soldier", "MIL"), ("policeman", "COP"), ("rebel", "REB"), ("gunman", "UAF"), ("militia", "PRM"),
    ("foreign minister", "GOV"), ("lawmaker", "LEG"), ("judge", "JUD"), ("villager", "CVL"), ("settlement", "CVL"),
    ("journalist", "JRN"), ("nurse", "MED"), ("refugee", "REF"), ("imam", "REL"), ("farmer", "AGR"), ("spy", "SPY"),
    ("embassy", "GOV"), ("warship", "MIL"), ("former president", "ELI"), ("smuggler", "CRM"), ("worker", "LAB"),
    ("aid worker", "NGO"), ("student", "EDU"), ("candidate", "PTY"), ("opposition leader", "OPP"),
])  # fmt: skip
def test_role_nouns_tell_the_sector(noun, sector):
    rows = tables.read_table(tables.DATA / "lexicons" / "agents.csv", ("noun", "sectors", "kind", "source"))
    assert any(row["noun"] == noun and sector in row.many("sectors") for row in rows)
