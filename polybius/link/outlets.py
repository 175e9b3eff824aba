"""Who an outlet is: its key, country and owner in the list of media, by any of its names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from polybius.link.wording import plain_words
from polybius.tables import DATA, read_table

_COLUMNS = ("id", "name", "aliases", "code", "sectors", "kind", "start", "end", "iso", "wikidata", "source")
_ENDINGS = (("news", "agency"), ("news",), ("agency",), ("online",), ("com",))


@dataclass(frozen=True)
class Outlet:
    """An outlet or agency.

    key: by which it is told from others: its key in the actor list, else its plain name. ownership: state-run,
    public, private, party, …; None where it is unknown, as country and id are of an outlet the list does not have.
    """

    key: str
    name: str
    id: str | None = None
    country: str | None = None
    ownership: str | None = None


UNNAMED = Outlet("", "outlet unknown")
"""The teller of all reports whose outlet is not known: nothing shows that two of them are independent."""


def teller_named(name: str) -> Outlet:
    """The teller of this name; ``UNNAMED`` under its own."""
    return UNNAMED if name == UNNAMED.name else outlet_of(name) or UNNAMED


def outlet_of(name: str | None) -> Outlet | None:
    """The outlet of this name; one the list does not have stands under its own name."""
    words = plain_words((name or "").replace("www.", ""))
    if not name or not words:
        return None
    listed = _by_words()
    for found in _variants(words):
        if found in listed:
            return listed[found]
    return Outlet(" ".join(words), name.strip())


@cache
def by_id(key: str) -> Outlet | None:
    """The outlet with this key in the actor list."""
    return next((outlet for outlet in _by_words().values() if outlet.id == key), None)


def _variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    bare = words[1:] if words[0] == "the" and len(words) > 1 else words
    found = [words, bare, ("the", *bare)]
    found += [bare[: -len(ending)] for ending in _ENDINGS if bare[-len(ending) :] == ending and len(bare) > len(ending)]
    return found


@cache
def _by_words() -> dict[tuple[str, ...], Outlet]:
    found: dict[tuple[str, ...], Outlet] = {}
    for row in read_table(DATA / "actors" / "media.csv", _COLUMNS):
        ownership = row["source"].partition(";")[2].strip() or None
        outlet = Outlet(row["id"], row["name"], row["id"], row["iso"] or row["code"] or None, ownership)
        for name in (row["name"], *row.many("aliases")):
            found.setdefault(plain_words(name), outlet)
    return found
