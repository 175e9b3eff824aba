"""The words and rules of time expressions, read from data/lexicons/times.csv and times.toml and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from polybius.errors import DataError
from polybius.tables import DATA, read_table

COLUMNS = ("kind", "words", "value")
SPACE = r"[\s\u00a0]{1,4}"
# What rules may name besides the classes of words.
NUMBERS = {
    "year": r"(?:1\d{3}|20\d{2}|2100)(?!\d|,\d{3}|\.\d)",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?!\d|[.,:]\d{3}|:\d|%)",
}
# How a rule's named class is written: {kind}, {kind:name}, {kind?:name}.
PLACEHOLDER = re.compile(r"\{([a-z]+)(\?)?(?::(\w+))?\}")


@dataclass(frozen=True)
class Rule:
    """A compiled rule: its pattern, and the name of the function that says what a match means."""

    pattern: re.Pattern[str]
    means: str


@dataclass(frozen=True)
class TimeLexicon:
    """Words by kind, each with its value, and the rules in the order in which they are tried."""

    words: Mapping[str, Mapping[str, str]]
    rules: tuple[Rule, ...]
    core: re.Pattern[str]
    blocked: re.Pattern[str]

    def value(self, kind: str, word: str) -> str:
        """The value of a word of a kind, "" if it is none; case, curly apostrophes and line breaks do not matter."""
        return self.words[kind].get(plain(word), "")

    def number(self, kind: str, word: str) -> int:
        """The value of a word of a kind as a number."""
        return int(self.value(kind, word))


def plain(word: str) -> str:
    """A word as the table spells it: lower case, straight apostrophe, single blanks."""
    return " ".join(word.lower().replace("’", "'").split())


@cache
def load_lexicon() -> TimeLexicon:
    """Reads words and rules.

    Raises DataError naming file and line where a row breaks the format, a rule names an unknown class, or is no
    regular expression.
    """
    words: dict[str, dict[str, str]] = {}
    for row in read_table(DATA / "lexicons" / "times.csv", COLUMNS):
        if not row.many("words"):
            raise row.fault("has no words")
        for word in row.many("words"):
            kind = words.setdefault(row["kind"], {})
            if word in kind:
                raise row.fault(f"repeats the word {word!r} of kind {row['kind']}")
            kind[word] = row["value"]
    classes = _classes(words)
    core = _alternatives(word for kind in CORE_KINDS for word in words[kind])
    return TimeLexicon(
        words=words,
        rules=_read_rules(classes),
        core=re.compile(
            rf"(?<!\w)(?:{core})(?!\w)|\d{{4}}|\d0(?=['’]?s)|\d[:/]\d|\d\.\d{{1,2}}\.\d{{4}}"
            r"|\d(?:st|nd|rd|th)(?!\w)|\d ?[ap]\.?m|o['’]clock|centur|ever since|since then",
            re.IGNORECASE,
        ),
        blocked=re.compile(rf"(?<!\w)(?:{_alternatives(words['name'])})(?!\w)", re.IGNORECASE),
    )


# Kinds of which one word is in every expression; only the surroundings of such words are searched.
CORE_KINDS = (
    "month", "weekday", "unit", "units", "season", "daypart", "shift", "holiday", "event", "set", "ref",
)  # fmt: skip


def _alternatives(words: Iterable[str]) -> str:
    """The words as one alternation, longest first, blanks and apostrophes in any spelling."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", SPACE).replace("'", "['’]") for word in ordered)


def _classes(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The pattern of every class that a rule may name."""
    classes = {kind: f"(?:{_alternatives(entries)})" for kind, entries in words.items()}
    tens = _alternatives(w for w, v in words["number"].items() if int(v) in range(20, 100, 10))
    ones = _alternatives(w for w, v in words["number"].items() if int(v) < 10 and w not in ("a", "an") and " " not in w)
    figures = r"\d{1,3}(?:,\d{3}){1,2}|\d{1,4}(?:\.\d{1,2})?"
    classes["count"] = f"(?:{figures}|(?:{tens})[- ](?:{ones})|{_alternatives(words['number'])})"
    half = r"(?:a\.m\.|p\.m\.|a\.m|p\.m|am|pm)"
    zone = f"(?:{SPACE}\\(?(?:{_alternatives(words['zone'])})\\)?)?"
    hours = f"(?:{_alternatives(w for w, v in words['number'].items() if int(v) <= 12 and w.isalpha() and w != 'a')})"
    part = f"(?:{SPACE}(?:in{SPACE}the|at){SPACE}{classes['daypart']})"
    classes["clock"] = (
        rf"(?:\d{{1,2}}(?:[:.]\d{{2}})?(?:{SPACE}|-)?{half}(?!\w){zone}|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d|:){zone}"
        rf"|\d{{4}}{SPACE}(?:gmt|utc)|(?:\d{{1,2}}|{hours}){SPACE}o['’]clock{part}?|(?:\d{{1,2}}|{hours}){part}"
        r"|(?:noon|midnight|midday)(?!\w))"
    )
    return classes | NUMBERS


def _read_rules(classes: Mapping[str, str]) -> tuple[Rule, ...]:
    path = DATA / "lexicons" / "times.toml"
    label = str(path.relative_to(DATA.parent.parent))
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        entries, parts = table["rule"], table.get("part", {})
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise DataError(label, None, f"cannot be read as a list of [[rule]] blocks ({error})") from error
    return tuple(_compile(_with_parts(entry, parts), classes, label) for entry in entries)


def _with_parts(entry: Mapping[str, str], parts: Mapping[str, str]) -> Mapping[str, str]:
    """A rule with the parts it shares with others written out."""
    pattern = entry.get("pattern", "")
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{part})")
    return {**entry, "pattern": pattern} if pattern else entry


def _compile(entry: Mapping[str, str], classes: Mapping[str, str], label: str) -> Rule:
    def fill(found: re.Match[str]) -> str:
        kind, optional, name = found.groups()
        if kind not in classes:
            raise DataError(label, None, f"rule {entry.get('pattern')!r} names the unknown class {kind!r}")
        group = f"(?P<{name}>{classes[kind]})" if name else classes[kind]
        return f"(?:{group}\0)?" if optional else group

    try:
        spaced = entry["pattern"].replace(" ?", "\1").replace("[ -]", "\2").replace(" ", "\0").replace("~", "\3")
        pattern = PLACEHOLDER.sub(fill, spaced)
        for mark, meaning in (
            ("\0", SPACE),
            ("\1", r"[\s\u00a0]{0,4}"),
            ("\2", f"(?:{SPACE}|-)"),
            ("\3", f"(?:{SPACE}|-)"),
        ):
            pattern = pattern.replace(mark, meaning)
        return Rule(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), entry["means"])
    except (KeyError, re.error) as error:
        raise DataError(
            label, None, f"rule {entry.get('pattern')!r} is not a valid pattern with a meaning ({error})"
        ) from error
