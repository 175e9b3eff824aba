"""The table of feeds that a watch reads (``feeds.toml``), checked: each fault is named with the feed it stands in."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from polybius.errors import PolybiusError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s?([smhd])")
_MOST = 30 * 86_400.0


class FeedListError(PolybiusError):
    """A table of feeds breaks the rules; ``faults`` has a line for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class WatchedFeed:
    """A feed, or a sitemap for news.

    outlet: who publishes it, where the feed's own title is not to be taken. every: seconds between two looks.
    follow: whether the pages it links to are fetched; else its own words are the reports. max_entries: new entries
    taken in one look; the others are taken in the next.
    """

    url: str
    outlet: str | None = None
    every: float = 900.0
    follow: bool = True
    max_entries: int = 500


@dataclass(frozen=True)
class Manners:
    """How servers are asked.

    contact: an address that stands in the User-Agent, for those who run the servers. delay: seconds from the end of one
    request to a host to the next. per_host and connections: requests under way at a time, to one host and to all.
    back_off: seconds of the first pause after a fault; each further one is twice as long, up to an hour. tries: how
    often a page with faults is asked for. keep: seconds after which a page is given up whose host does not answer or is
    too busy.
    """

    contact: str | None = None
    delay: float = 1.0
    per_host: int = 1
    connections: int = 16
    back_off: float = 30.0
    tries: int = 6
    keep: float = 3 * 86_400.0


@dataclass(frozen=True)
class FeedList:
    """The feeds to watch, and how."""

    feeds: tuple[WatchedFeed, ...]
    manners: Manners = field(default_factory=Manners)


def read_feed_list(path: str | Path) -> FeedList:
    """The table in a file. Raises FeedListError with all its faults, each with file and feed."""
    name = str(path)
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FeedListError([f"{name}: there is no such file; docs/watch.md shows one"]) from None
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise FeedListError([f"{name}: cannot be read ({said})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise FeedListError([_toml_fault(name, error)]) from None
    faults: list[str] = []
    found = _feed_list(name, table, faults)
    if faults:
        raise FeedListError(faults)
    return found


def _toml_fault(name: str, error: tomllib.TOMLDecodeError) -> str:
    said = str(error)
    place = re.search(r" \(at line (\d+), column \d+\)$", said)
    if place is None:
        return f"{name}: is no TOML ({said})"
    return f"{name}:{place[1]}: is no TOML ({said[: place.start()]})"


def _feed_list(name: str, table: Mapping[str, Any], faults: list[str]) -> FeedList:
    _unknown(f"{name}:", table, ("watch", "defaults", "feed"), faults)
    manners = _values(f"{name}: [watch]:", table.get("watch", {}), _MANNERS, faults)
    defaults = _values(f"{name}: [defaults]:", table.get("defaults", {}), _DEFAULTS, faults)
    rows = table.get("feed", [])
    if not isinstance(rows, list) or not rows:
        faults.append(f'{name}: names no feed; write [[feed]], and below it url = "https://…"')
        rows = []
    feeds, seen = [], dict[str, int]()
    for number, row in enumerate(rows, start=1):
        url = row.get("url") if isinstance(row, dict) else None
        where = f"{name}: feed {number}{f' ({url})' if isinstance(url, str) else ''}:"
        values = _values(where, row, _FEED, faults)
        if url is None:
            faults.append(f'{where} has no url; write url = "https://…"')
        elif "url" in values:
            if values["url"] in seen:
                faults.append(f"{where} is the same as feed {seen[values['url']]}; leave one of them out")
            seen.setdefault(values["url"], number)
            feeds.append(WatchedFeed(**{**defaults, **values}))
    return FeedList(tuple(feeds), Manners(**manners))


def _values(where: str, table: object, rules: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    """The values of a table by name, as far as they follow the rules."""
    if not isinstance(table, dict):
        faults.append(f"{where} must be a table")
        return {}
    _unknown(where, table, tuple(rules), faults)
    found = {}
    for key in table.keys() & rules.keys():
        try:
            found[key] = rules[key](table[key])
        except ValueError as error:
            faults.append(f"{where} {key} must be {error}, not {_shown(table[key])}")
    return found


def _unknown(where: str, table: Mapping[str, Any], names: Sequence[str], faults: list[str]) -> None:
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            said = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            faults.append(f"{where} {key} is unknown; {said}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _url(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or any(map(str.isspace, text)):
        raise ValueError("an http(s) address")
    return text.partition("#")[0]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("a line of text")
    return value.strip()


def _contact(value: object) -> str:
    text = _text(value) if isinstance(value, str) else ""
    # it travels in a header and between brackets
    if not text.isascii() or any(character in text for character in "()"):
        raise ValueError("a mail or web address without brackets")
    return text


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _duration(least: float) -> Any:
    def seconds(value: object) -> float:
        match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
        found = float(match[1]) * _UNITS[match[2]] if match else -1.0
        if not least <= found <= _MOST:
            raise ValueError(f'a time such as "90s", "15m", "2h" or "1d", from {least:g} seconds to 30 days')
        return found

    return seconds


def _number(least: int, most: int) -> Any:
    def number(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most:,}")
        return value

    return number


_DEFAULTS = {"every": _duration(1.0), "follow": _truth, "max_entries": _number(1, 100_000)}
_FEED = {"url": _url, "outlet": _text, **_DEFAULTS}
_MANNERS = {
    "contact": _contact,
    "delay": _duration(0.0),
    "per_host": _number(1, 16),
    "connections": _number(1, 256),
    "back_off": _duration(0.1),
    "tries": _number(1, 50),
    "keep": _duration(1.0),
}


def settings() -> Iterator[tuple[str, str]]:
    """The tables and keys that a file may hold, for the docs."""
    for table, rules in (("feed", _FEED), ("defaults", _DEFAULTS), ("watch", _MANNERS)):
        for key in rules:
            yield table, key
