"""By which part of the full name a person is called: "Clinton" for Bill Clinton, but "Kim" for Kim Jong-un."""

from __future__ import annotations

import re
from functools import cache

from polybius import tables
from polybius.find._party_words import party_words

ORDERS = frozenset({"family-first", "any-part", "either"})
# a given name of two syllables in one ("Jong-un", "Ki-moon") tells the family name at its other side
_SYLLABLES = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{1,6}")
_PARTICLES = frozenset({"al", "el", "ad", "as", "ash", "ul", "ur"})


@cache
def _orders() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in tables.read_table(tables.DATA / "lexicons" / "name_order.csv", ("code", "order")):
        if row["order"] not in ORDERS:
            raise row.fault(f"order must be one of {', '.join(sorted(ORDERS))}; found {row['order']!r}")
        found[row["code"]] = row["order"]
    return found


def called_by(name: str, code: str | None) -> tuple[str, ...]:
    """The words of a person's full name that stand for the person alone, the likeliest first.

    code: the country whose naming custom is taken, as far as the name itself does not tell.
    """
    words = name.split()
    if len(words) < 2:
        return tuple(words)
    first, last = words[0], words[-1]
    if "-" in name and len(words) < 4:
        if _syllables(last) and len(first) < 7:
            return (first,)
        if _syllables(first):
            return (last,)
    order = _orders().get(code or "")
    if order == "any-part":
        return last, first
    # "Vincent Siew", "Jimmy Lai": a Western given name comes first
    return (first,) if order == "family-first" and first not in party_words().genders else (last,)


def _syllables(word: str) -> bool:
    return _SYLLABLES.fullmatch(word) is not None and word.split("-")[0].lower() not in _PARTICLES


def turned(name: str, code: str | None) -> str | None:
    """The name with the family name put first, where the country's names are written both ways ("Abe Shinzo")."""
    words = name.split()
    return f"{words[1]} {words[0]}" if len(words) == 2 and _orders().get(code or "") == "either" else None
