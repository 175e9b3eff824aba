# ruff: noqa: ARG001 - all checks share one signature
"""Finds the words of time expressions: which stretches match a rule, and which of those are no time after all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from polybius.find._time_lexicon import Rule, TimeLexicon, load_lexicon, plain

T = TypeVar("T")
# How far around a core word an expression may reach, in characters.
REACH = 60
WORD_BEFORE = re.compile(r"([\w'’.-]+|[^\w\s])\s*$")
WORD_AFTER = re.compile(r"\s*(['’]s\b|[\w]+|[^\w\s])")


@dataclass(frozen=True)
class Candidate:
    """A match of a rule: character offsets, its named groups, and the name of the meaning."""

    text: str
    start: int
    end: int
    groups: dict[str, str]
    means: str

    @property
    def before(self) -> str:
        """The word (or mark) before it, lower case; "" at the start."""
        found = WORD_BEFORE.search(self.text, max(0, self.start - 30), self.start)
        return plain(found[1]) if found else ""

    @property
    def after(self) -> str:
        """The word (or mark) after it, as written; "" at the end."""
        found = WORD_AFTER.match(self.text, self.end, self.end + 30)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """Its own words."""
        return self.text[self.start : self.end]


def windows(text: str, lexicon: TimeLexicon) -> Iterator[tuple[int, int]]:
    """The surroundings of all core words, merged where they meet; cut at white space."""
    current: tuple[int, int] | None = None
    for found in lexicon.core.finditer(text):
        start, end = max(0, found.start() - REACH), min(len(text), found.end() + REACH)
        if current and start <= current[1]:
            current = current[0], end
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def scan(text: str, read: Callable[[Candidate], T | None]) -> Iterator[T]:
    """Yields what ``read`` makes of the expressions in text order: leftmost, then longest, then the first rule's.

    Where ``read`` gives None the next candidate at the same place is tried.
    """
    lexicon = load_lexicon()
    blocked = [found.span() for found in lexicon.blocked.finditer(text)]
    for begin, stop in windows(text, lexicon):
        hits: list[re.Match[str] | None] = [rule.pattern.search(text, begin, stop) for rule in lexicon.rules]
        while True:
            start = min((hit.start() for hit in hits if hit), default=-1)
            if start < 0:
                break
            position = start + 1
            for candidate in _candidates(text, lexicon.rules, hits, start):
                if _fits(candidate, lexicon, blocked) and (result := read(candidate)) is not None:
                    yield result
                    position = candidate.end
                    break
            hits = [
                rule.pattern.search(text, position, stop) if hit and hit.start() < position else hit
                for rule, hit in zip(lexicon.rules, hits, strict=True)
            ]


def _candidates(text: str, rules: tuple[Rule, ...], hits: list[re.Match[str] | None], start: int) -> list[Candidate]:
    here = [(hit, rule) for hit, rule in zip(hits, rules, strict=True) if hit and hit.start() == start]
    here.sort(key=lambda item: -item[0].end())  # stable: the earlier rule stays first
    return [
        Candidate(text, start, hit.end(), {k: v for k, v in hit.groupdict().items() if v is not None}, rule.means)
        for hit, rule in here
    ]


def _fits(candidate: Candidate, lexicon: TimeLexicon, blocked: list[tuple[int, int]]) -> bool:
    """Whether the surroundings let the words be a time at all."""
    if any(start < candidate.end and candidate.start < end for start, end in blocked):
        return False
    return (
        _figures_fit(candidate)
        and _capitals_fit(candidate)
        and CHECKS.get(candidate.means, _anything)(candidate, lexicon)
    )


def _figures_fit(candidate: Candidate) -> bool:
    """No part of a longer figure, a price, a telephone number, a share."""
    text, start, end = candidate.text, candidate.start, candidate.end
    if text[start].isdigit():
        before = text[max(0, start - 2) : start]
        if before[-1:] in tuple("$€£¥#+/") or re.search(r"\d[.,:\-–/]$", before) or before.endswith("$ "):
            return False
    if text[end - 1].isdigit():
        return not re.match(r"[-–/.,:]\d|\s?%|[$€£°]|\s?percent\b", text[end : end + 9])
    return True


def _capitals_fit(candidate: Candidate) -> bool:
    """Names of months, weekdays and holidays are written with a capital."""
    return all(
        candidate.groups.get(name, "X")[:1].isupper()
        for name in ("m", "w", "h")
        if not candidate.groups.get(name, "X")[:1].isdigit()
    )


def _anything(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    return True


# Months whose names, or bare abbreviations, are words or first names too.
DOUBTFUL = frozenset({"jan", "mar", "dec", "may", "march", "apr", "sep", "jun", "jul", "april", "june", "august"})


def _month_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """A month alone: no name of a person, no verb, no march."""
    month, words, before, after = candidate.groups["m"], candidate.words, candidate.before, candidate.after
    if words != month:
        return True
    if month.lower() not in DOUBTFUL:
        return before in lexicon.words["before-month"] or not after[:1].isupper()
    named = after[:1].isupper() and after.lower() not in lexicon.words["weekday"]
    if before in ("the", "'s", "a") and after[:1].islower():
        return after not in lexicon.words["before-year"] and after not in (
            "on",
            "against",
            "that",
            "which",
            "was",
            "is",
        )
    return before in lexicon.words["before-month"] and not named and after not in ("be", "have", "not")


def _weekday_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No "Sat." or "Sun." without a comma or day behind."""
    side = plain(candidate.groups.get("side", ""))
    if side in ("following", "previous", "preceding") and not candidate.words.lower().startswith("the"):
        return False  # "following Tuesday's raid"
    if "wside" in candidate.groups and candidate.after in ("'s", "’s"):
        return False  # "on Monday of last week's shooting"
    word = candidate.groups["w"].lower()
    return (
        word not in ("sat.", "sun.", "mon.", "fri.")
        or candidate.after[:1] in (",", ";")
        or candidate.after[:1].isdigit()
    )


def _nth_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No floor, army or anniversary in "the 5th"."""
    if "w" in candidate.groups or "mside" in candidate.groups:
        return True
    after = candidate.after
    if candidate.before == "of" and not _of_part(candidate, lexicon):
        return False
    if candidate.before == "of":
        return after != "of"
    counted = (after.isalnum() and plain(after) not in lexicon.words["after-nth"]) or after == "-"
    return candidate.before in lexicon.words["before-nth"] and not counted


def _of_part(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """Whether a part of the day stands before ("the night of the 11th", "the small hours of the 4th")."""
    words = plain(candidate.text[max(0, candidate.start - 30) : candidate.start]).split()
    return any(" ".join(words[-size - 1 : -1]) in lexicon.words["daypart"] for size in (1, 2))


def _year_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """Four figures are a year unless they count something or number something."""
    year, before, after = int(candidate.groups["y"]), candidate.before, candidate.after
    if candidate.words != candidate.groups["y"]:
        return True
    if before in lexicon.words["numbered"] or after.lower() in lexicon.words["people"]:
        return False
    if candidate.text[candidate.end : candidate.end + 1] == "-" and candidate.after == "-":
        return year >= 1500 and year % 100 != 0
    certain = before in lexicon.words["before-year"] or before in lexicon.words["determiner"] or before in ("(", "[")
    plural = (
        after.isalpha() and after.islower() and after.endswith("s") and after not in ("was", "has", "is", "as", "its")
    )
    if year % 100 == 0 and plural:
        return False
    if not 1500 <= year <= 2100:
        return before in ("in", "since") and not plural and not after.isalpha()
    return certain or not (plural or before.replace(".", "").isdigit()) or year >= 1900


def _not_age(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No age ("44-year-old", "two years old", "a year of age"), no "a second"."""
    rest = candidate.text[candidate.end : candidate.end + 12].lower()
    if candidate.text[max(0, candidate.start - 1) : candidate.start] == "-":
        return False  # "$12-an-hour"
    if "quarter" in candidate.words.lower() and (
        candidate.after == "of" or candidate.words.lower().endswith("quarter")
    ):
        return False  # "three quarters of the vote", "less than a quarter"
    if re.match(r"(?:\s|-)+old\b|\s+of\s+age\b|-olds?\b", rest):
        return False
    if re.match(r"an?\s", candidate.words.lower()) and (
        candidate.before[-1:].isdigit() or candidate.before in ("times", "percent", "once", "twice")
    ):
        return False  # a rate: "100 a day"
    return candidate.words.lower() not in ("one second", "a second", "one night", "first second")


def _away_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No date in "two days after" where something follows that it is after."""
    if not _not_age(candidate, lexicon):
        return False
    link = plain(candidate.groups.get("link", ""))
    if link in ("before", "after", "prior", "previously") and "that" not in candidate.groups:
        return candidate.after in ("", ".", ",", ";", ":", ")", "-", "_", '"', "”", "'", "and")
    return not (
        "link" not in candidate.groups and "back" in candidate.groups.get("past", "") and candidate.after.isalpha()
    )


def _beside_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No "the day after" where something follows that it is after ("the day after a court had freed him")."""
    if plain(candidate.groups["dir"]) not in ("before", "after"):
        return True
    after = candidate.after
    if candidate.before == "," and after.lower() in ("he", "she", "they", "it"):
        return False  # "jailed on 12 May, the day after he accused the minister"
    return not after[:1].isalnum() or after.lower() in lexicon.words["after-beside"]


def _units_fit(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """Bare plurals only where the words around show a length of time."""
    if candidate.groups["u"].lower() in ("seconds", "quarters", "nights", "weekends", "minutes", "seasons"):
        return candidate.before == "for" and not candidate.after.isalpha()
    if candidate.before in ("early", "late", "small", "working", "opening"):
        return False
    return candidate.before in lexicon.words["before-units"] or candidate.after in lexicon.words["after-units"]


def _part_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    return candidate.groups["part"].lower() == "overnight" or candidate.before in lexicon.words["before-part"]


def _season_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """Seasons need "last", "the … of 1998", "in the"; "fall" and "spring" are other things besides."""
    groups = candidate.groups
    if "side" in groups or "y" in groups or "yside" in groups or "mod" in groups or {"dir", "that"} & groups.keys():
        return True
    if candidate.after == "of" or candidate.before not in (
        "in",
        "by",
        "during",
        "since",
        "until",
        "this",
        "for",
        "of",
        "over",
    ):
        return False
    return candidate.words.lower().startswith("the ") or groups["season"].lower() in ("summer", "winter", "autumn")


def _decade_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No age ("in his 50s")."""
    return candidate.before not in ("his", "her", "their", "my", "our", "your") and candidate.groups["dec"][:1] != "0"


def _reference_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    """No "future" before a noun, no "now" as part of a compound."""
    if candidate.text[candidate.end : candidate.end + 1] == "-":
        return False
    if "Future" in candidate.words:
        return False
    if "future" in candidate.words:
        return not candidate.after.isalpha() or candidate.after.lower() in (
            "of",
            "to",
            "and",
            "for",
            "in",
            "by",
            "as",
            "that",
        )
    return not (candidate.words.lower() == "the past" and candidate.after.isalnum())


def _set_fits(candidate: Candidate, lexicon: TimeLexicon) -> bool:
    return not candidate.words[:1].isupper() or candidate.after[:1].islower() or candidate.before in ("", ".")


CHECKS: dict[str, Callable[[Candidate, TimeLexicon], bool]] = {
    "month_only": _month_fits,
    "weekday": _weekday_fits,
    "nth_day": _nth_fits,
    "year_only": _year_fits,
    "duration": _not_age,
    "away": _away_fits,
    "beside_focus": _beside_fits,
    "bare_units": _units_fit,
    "part_of_day": _part_fits,
    "season": _season_fits,
    "decade": _decade_fits,
    "reference": _reference_fits,
    "set_word": _set_fits,
}
