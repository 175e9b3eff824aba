"""Builds countries.csv, people.csv, capitals.csv and persons.csv of polybius/data/actors.

    pip install pycountry babel && python tools/build_actors.py FACTS

FACTS is a folder with phoenix/Phoenix.Countries.actors.txt (repository openeventdata/petrarch2, MIT),
officeholders_2019.csv (CIA World Leaders of October 2019, by WilliamRADFunk/cia-world-leaders) and
leaders_2021_wikidata.csv (Wikidata, CC0, by every-politician-scrapers/world-leaders-2021). Names in other spellings,
people, capitals and the best-known persons are written by hand in tools/actors. Same input, same files.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import babel
import pycountry

from polybius.tables import DATA, read_table

COLUMNS = ("id", "name", "aliases", "code", "sectors", "kind", "start", "end", "iso", "wikidata", "source")
OWN = Path(__file__).parent / "actors"
OUT = DATA / "actors"
INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
# sectors that the dictionaries give members of government beside GOV are fields of work, not PLOVER sectors; those of
# minor portfolios are left out: who holds them is seldom in the news, and the lists are least reliable there
PORTFOLIOS = frozenset({"GOV", "GOVMIL", "GOVCOP", "GOVJUD", "MIL", "SPY", "GOVSPY", "GOVLEG"})
OFFICES_2019 = re.compile(
    r"^(President|King|Queen|Emir|Sultan|Amir|Chancellor|Supreme Leader|Prime Min|Acting Pres|Vice Pres|Premier"
    r"|Minister of (Foreign|External|Defen|National Def|Interior|Internal|Home|the Interior|Finance)"
    r"|Deputy Prime Min|First Deputy Prime|Secretary of (State|Defense)|Permanent Rep|Ambassador to the US)"
)
NAMES_2019 = {
    "Bahamas, The": "BHS", "Burma": "MMR", "Cabo Verde": "CPV", "Congo, Democratic Republic of the": "COD",
    "Congo, Republic of the": "COG", "Cote d'Ivoire": "CIV", "Czechia": "CZE", "Gambia, The": "GMB",
    "Holy See (Vatican City)": "VAT", "Korea, North": "PRK", "Korea, South": "KOR",
    "Micronesia, Federated States of": "FSM",
}  # fmt: skip
NAMES_WIKIDATA = {
    "Kingdom of Denmark": ("DNK", ""), "Kingdom of the Netherlands": ("NLD", ""),
    "Republic of Abkhazia": ("GEO", "PRE"),
    "Republic of Artsakh": ("AZE", "PRE"), "Republic of Ireland": ("IRL", ""), "Republika Srpska": ("BIH", ""),
    "Sahrawi Arab Democratic Republic": ("MAR", "PRE"), "Somaliland": ("SOM", "PRE"), "South Ossetia": ("GEO", "PRE"),
    "Transnistria": ("MDA", "PRE"), "Turkish Republic of Northern Cyprus": ("CYP", "PRE"), "Vatican City": ("VAT", ""),
}  # fmt: skip
CODES_PHOENIX = {"KSV": "KOS", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "SCG": "SRB", "YUG": "SRB"}
PHOENIX = "petrarch2 dictionaries (MIT), facts"
SMALL_WORDS = frozenset(
    {
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "di",
        "von",
        "van",
        "der",
        "la",
        "ben",
        "e",
        "y",
        "du",
    }
)
# words that the dictionaries list among the persons, and that are of bodies
NOT_PERSONS = re.compile(
    r"\b(ASSEMBLY|MINISTR|ARMY|PARTY|POLICE|GOVERNMENT|COUNCIL|FORCE|FORCES|COURT|PARLIAMENT|DEPARTMENT|COMMISSION|UNION|FRONT|LEAGUE"
    r"|OFFICE|AUTHORITY|AUTHORITIES|REPUBLIC|STATE|STATES|SERVICE|AGENCY|BANK|NATIONAL|MOVEMENT|CABINET|REGIME|GUARD|TROOPS|MILITIA|PALACE"
    r"|PRESIDENT|MINISTER|OFFICIAL|OFFICIALS|ADMINISTRATION|SENATE|CONGRESS|HOUSE|COMMITTEE|ALLIANCE|RESIDENT|COMMAND|CENTRE|CENTER)"
)
SINCE = "1989"  # terms that ended before are left out
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ə": "a", "Ə": "A"}
)


@dataclass
class Person:
    name: str
    code: str
    source: str
    aliases: list[str] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # sectors, start, end
    wikidata: str = ""


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str) -> str:
    loose = re.sub(r"['’.]", "", plain(text).lower())
    return re.sub(r"[^a-z0-9]+", "-", loose).strip("-")


def names(name: str, *others: str) -> str:
    """The other names, each once, without the name itself."""
    return "|".join(other for other in dict.fromkeys(others) if other and other != name)


def write(file: str, about: str, rows: Iterable[Iterable[str]]) -> None:
    path = OUT / file
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(f"# {about}\n# Built by tools/build_actors.py; do not edit.\n")
        handle.write(f"# Columns: {', '.join(COLUMNS)} (aliases and sectors by |; dates ISO, empty: unbounded).\n")
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
    print(f"{path.name}: {count} rows")


def cldr_name(alpha2: str) -> str:
    name = str(babel.Locale("en").territories[alpha2])
    return name.replace("’", "'").replace(" SAR China", "").replace("St. ", "Saint ").split(" (")[0]


def countries() -> dict[str, str]:
    """Writes the tables of countries, people and capitals; gives the name of each code."""
    additions = {
        row["iso"]: row
        for row in read_table(
            OWN / "countries.csv", ("iso", "name", "aliases", "people", "forms", "capital", "capital_aliases")
        )
    }
    former = list(
        read_table(OWN / "former.csv", ("id", "name", "aliases", "code", "sectors", "kind", "start", "end", "iso"))
    )
    land: list[list[str]] = []
    people: list[list[str]] = []
    capitals: list[list[str]] = []
    found: dict[str, str] = {}
    cldr = f"CLDR via babel {babel.__version__}; ISO 3166 via pycountry; own"
    own = own_regions()
    entries = {country.alpha_3: country for country in pycountry.countries}
    for iso in sorted({*entries, "KOS"}):
        extra = additions.get(iso)
        country = entries.get(iso)
        label = cldr_name(country.alpha_2) if country else "Kosovo"
        name = (extra["name"] if extra else "") or label
        official = getattr(country, "official_name", "") if country else ""
        formal = [] if "," in official else [official]
        found[iso] = name
        aliases = names(name, *(extra.many("aliases") if extra else ()), label, *formal)
        kind = "country" if extra else "region"
        if slug(name) in own:
            continue
        land.append([slug(name), name, aliases, iso, "", kind, "", "", iso, "", cldr])
        if not extra:
            continue
        if extra["people"]:
            plural = extra["people"]
            people.append(
                [slug(plural), plural, names(plural, *extra.many("forms")), iso, "", "people", "", "", iso, "", "own"]
            )
        if extra["capital"]:
            capital = extra["capital"]
            capitals.append(
                [
                    slug(capital),
                    capital,
                    names(capital, *extra.many("capital_aliases")),
                    iso,
                    "GOV",
                    "capital",
                    "",
                    "",
                    iso,
                    "",
                    "own",
                ]
            )
    for row in former:
        target = {"country": land, "region": land, "people": people, "capital": capitals}[row["kind"]]
        target.append(
            [
                row["id"],
                row["name"],
                row["aliases"],
                row["code"],
                row["sectors"],
                row["kind"],
                row["start"],
                row["end"],
                row["iso"],
                "",
                "own",
            ]
        )
    write("countries.csv", "Countries and dependent territories, and states that are no more.", sorted(land))
    write(
        "people.csv",
        "Peoples by their country: plural nouns, with adjectives and singular forms as aliases.",
        sorted(people),
    )
    write("capitals.csv", "Capitals, which stand for governments; former ones with dates.", sorted(capitals))
    return found


def own_regions() -> set[str]:
    """Ids of territories.csv, which is written by hand and goes before the ISO list."""
    return {row["id"] for row in read_table(OUT / "territories.csv", COLUMNS)}


def proper(words: str) -> str:
    """A name of capitals in proper case: ABDUL-AZIZ AL-SAUD -> Abdul-Aziz al-Saud."""

    def case(piece: str, first: bool) -> str:
        lower = piece.lower()
        if lower in SMALL_WORDS and not first:
            return lower
        if re.fullmatch(r"(I{1,3}|IV|VI{0,3})", piece):
            return piece
        if lower.startswith("mc") and len(lower) > 3:
            return "Mc" + lower[2:].capitalize()
        return re.sub(r"(^|['.’])(\w)", lambda match: match[1] + match[2].upper(), lower)

    pieces = re.split(r"([ -])", words)
    return "".join(case(piece, index == 0) for index, piece in enumerate(pieces))


def key(name: str) -> str:
    return " ".join(sorted(re.sub(r"[^a-z ]", "", plain(name).lower().replace("-", " ")).split()))


def own_persons() -> list[Person]:
    found: dict[str, Person] = {}
    for row in read_table(OWN / "persons.csv", ("name", "aliases", "code", "sectors", "start", "end")):
        # one person in several posts of different codes is one id with several rows
        person = found.setdefault(
            f"{row['name']}|{row['code']}", Person(row["name"], row["code"], "own", list(row.many("aliases")))
        )
        person.terms.append((row["sectors"], row["start"], row["end"]))
    return list(found.values())


def phoenix_blocks(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The names and the dated codes of each entry."""
    heads: list[str] = []
    codes: list[str] = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.split("#")[0].rstrip()
        if not line.strip():
            continue
        if line.lstrip().startswith("["):
            codes.append(line.strip().strip("[]"))
        elif line.startswith("+"):
            heads.append(re.sub(r"\[.*", "", line[1:]))
        else:
            if heads:
                yield heads, codes
            heads, codes = [re.sub(r"\[.*", "", line)], []
    if heads:
        yield heads, codes


def iso_date(digits: str) -> str:
    """Six digits of the dictionaries as an ISO date; they end before 2014."""
    year = int(digits[:2])
    return f"{2000 + year if year < 20 else 1900 + year}-{digits[2:4]}-{digits[4:6]}"


def phoenix_term(code: str) -> tuple[str, str, str, str] | None:
    """(country, sectors, start, end) of a dated code, None where it is of no use here."""
    match = re.fullmatch(r"([A-Z]{3})([A-Z]+)\s+(?:([<>])?(\d{6})|(\d{6})\s*-\s*(\d{6}))", code)
    if match is None or match[2] not in PORTFOLIOS or match[3] == "<":
        return None
    sectors = {"GOVMIL": "GOV", "GOVCOP": "GOV", "GOVJUD": "GOV", "GOVSPY": "SPY", "GOVLEG": "LEG"}.get(
        match[2], match[2]
    )
    start = iso_date(match[4] or match[5])
    return match[1], sectors, start, iso_date(match[6]) if match[6] else ""


def phoenix_persons(path: Path, known: dict[str, str], attested: set[tuple[str, str]]) -> Iterator[Person]:
    for heads, codes in phoenix_blocks(path):
        terms = [term for term in map(phoenix_term, codes) if term]
        spelled = [head.strip().strip("_").replace("_", " ").strip() for head in heads]
        if not terms or not re.fullmatch(r"[A-Z][A-Z'.\- ]+", spelled[0]) or len(spelled[0].split()) < 2:
            continue
        if NOT_PERSONS.search(spelled[0]):
            continue
        code = CODES_PHOENIX.get(terms[0][0], terms[0][0])
        if code not in known:
            continue
        name = proper(spelled[0])
        person = Person(name, code, PHOENIX)
        last = spelled[0].split()[-1]
        titles = re.compile(
            r"\b(PRESIDENT|MINISTER|PREMIER|MR|MRS|GENERAL|KING|CHANCELLOR|LEADER|GOVERNMENT|ADMINISTRATION|SECRETARY|SENATOR)\b"
        )
        for other in spelled[1:]:
            if (
                last in other.split()
                and 1 < len(other.split()) < 5
                and re.fullmatch(r"[A-Z'.\- ]+", other)
                and not titles.search(other)
            ):
                person.aliases.append(proper(other))
        for _, sectors, start, end in sorted(terms, key=lambda term: term[2]):
            closed = end
            if not end and (code, key(name)) not in attested:
                closed = "2019-10"  # still in office when the dictionaries were made (2013), no longer in October 2019
            if closed and (closed < start or closed < SINCE):
                continue
            if person.terms and person.terms[-1][0] == sectors and start[:7] <= _next(person.terms[-1][2])[:7]:
                person.terms[-1] = (sectors, person.terms[-1][1], max(closed, person.terms[-1][2]) if closed else "")
            elif not person.terms or person.terms[-1][2]:
                person.terms.append((sectors, start, closed))
        if person.terms:
            yield person


def _next(day: str) -> str:
    """The month after a day, open ends last."""
    if not day:
        return "9999-12"
    year, month = int(day[:4]), int(day[5:7] or 12)
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def title_2019(name: str) -> str:
    """Hamdullah MOHIB -> Hamdullah Mohib."""
    bare = re.sub(r"\(.*?\)|,.*|\b(Gen|Lt|Maj|Col|Brig|Dr|Sr|Capt|Adm|Ret)\.", " ", name)
    words = []
    for index, word in enumerate(bare.split()):
        words.append(proper(word) if word.isupper() and len(word.rstrip(".")) > 1 and index >= 0 else word)
    return " ".join(words)


def persons_2019(path: Path, codes: dict[str, str]) -> Iterator[Person]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            code = NAMES_2019.get(row["country"]) or codes.get(row["country"])
            name = title_2019(row["name"])
            if not code or len(name.split()) < 2 or not re.fullmatch(r"[\w'’.\- ]+", name):
                continue
            office = "all" if not OFFICES_2019.match(row["office"]) else "listed"
            yield Person(name, code, office, terms=[("GOV", "2019", "2019")])


def persons_wikidata(path: Path, codes: dict[str, str]) -> Iterator[Person]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            code, extra = NAMES_WIKIDATA.get(row["country"], (codes.get(row["country"], ""), ""))
            name = row["officeholderLabel"].strip()
            if not code or len(name.split()) < 2 or re.fullmatch(r"Q\d+", name):
                continue
            sectors = f"GOV|{extra}" if extra else "GOV"
            yield Person(
                name,
                code,
                "Wikidata 2022 (CC0)",
                terms=[(sectors, row["start_year"], row["end_year"])],
                wikidata=row["officeholder"],
            )


def persons(facts: Path, known: dict[str, str]) -> None:
    codes = {name: code for code, name in known.items()}
    for row in read_table(
        OWN / "countries.csv", ("iso", "name", "aliases", "people", "forms", "capital", "capital_aliases")
    ):
        codes |= dict.fromkeys(row.many("aliases"), row["iso"])
    held = list(persons_2019(facts / "officeholders_2019.csv", codes))
    attested = {(person.code, key(person.name)) for person in held}
    merged: list[Person] = own_persons()
    taken: dict[tuple[str, str], Person] = {}
    codes_of: dict[str, set[str]] = defaultdict(set)
    for person in merged:
        codes_of[person.name].add(person.code)
    for person in merged:
        for name in (person.name, *person.aliases):
            if len(name.split()) > 1:
                for code in codes_of[person.name]:
                    taken.setdefault((code, key(name)), person)
    wikidata = list(persons_wikidata(facts / "leaders_2021_wikidata.csv", codes))
    phoenix = list(phoenix_persons(facts / "phoenix" / "Phoenix.Countries.actors.txt", known, attested))
    listed = [person for person in held if person.source == "listed"]
    for person in listed:
        person.source = "CIA World Leaders 2019 (public domain)"
    heads = {key(name) for person in merged for name in (person.name, *person.aliases) if len(name.split()) > 1}
    for person in (*wikidata, *phoenix, *listed):
        same = next(
            (
                taken[person.code, key(name)]
                for name in (person.name, *person.aliases)
                if (person.code, key(name)) in taken
            ),
            None,
        )
        if same is None and person.source.startswith("Wikidata") and key(person.name) in heads:
            continue  # a monarch of several realms, a co-prince: entered under the home country
        if same is None:
            merged.append(person)
            for name in (person.name, *person.aliases):
                taken.setdefault((person.code, key(name)), person)
            continue
        same.wikidata = same.wikidata or person.wikidata
        if same.source == "own" or same.source == person.source:
            if same.source == person.source and same.source != "own":
                same.terms += [term for term in person.terms if all(_apart(term, other) for other in same.terms)]
            continue
        if person.source not in same.source:
            same.source += f"; {person.source}"
        if person.name != same.name:
            same.aliases.append(person.name)
        same.terms += [term for term in person.terms if all(_apart(term, other) for other in same.terms)]
    # what the dictionaries alone say of minor ministers is often wrong in its dates (a sample of 50: every fourth), and
    # their Guinea and Mauritius hold the ministers of Guinea-Bissau and Mauritania: it stays out
    borne_out = [person for person in merged if person.source != PHOENIX]
    write(
        "persons.csv",
        "Persons of the news with their terms of office. "
        "Bounds 2019 and 2019-10 are those of the list that names them, not of the term.",
        _person_rows(borne_out),
    )


def _apart(term: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two terms have no day in common."""
    size = min(len(term[1]), len(other[2])) if other[2] else 0
    if other[2] and term[1][:size] > other[2][:size]:
        return True
    size = min(len(other[1]), len(term[2])) if term[2] else 0
    return bool(term[2]) and other[1][:size] > term[2][:size]


def _person_rows(merged: list[Person]) -> list[list[str]]:
    ids: dict[str, tuple[str, str]] = {}
    rows: dict[tuple[str, str], list[str]] = {}
    for person in merged:
        own = person.source == "own"
        plain_id = slug(person.name)
        holder = ids.get(plain_id)
        name_id = plain_id if holder is None or own else f"{plain_id}-{person.code.lower()}"
        if not own and name_id in ids:
            continue
        ids.setdefault(name_id, (person.name, person.code))
        iso = "" if person.code in INTERNATIONAL else person.code
        for sectors, start, last in person.terms:
            # an end the dictionaries leave open is not known: the list of 2019 bounds it
            end = last or ("2019-10" if PHOENIX in person.source and "Wikidata" not in person.source else "")
            row = [
                name_id,
                person.name,
                names(person.name, *person.aliases),
                person.code,
                sectors,
                "person",
                start,
                end,
                iso,
                person.wikidata,
                person.source,
            ]
            rows.setdefault((name_id, start), row)
    return [rows[at] for at in sorted(rows)]


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    persons(Path(sys.argv[1]), countries())


if __name__ == "__main__":
    main()
