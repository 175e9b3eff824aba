"""Reads RSS and Atom feeds: each entry by the page it links to, or by its own words where nothing is to be fetched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urljoin

from polybius.read.address import Address
from polybius.read.draft import Draft
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.markup import strip_markup

MAX_FEED = 20_000_000
"""Bytes of a feed or sitemap."""


class NoEntries(ReadFailure):
    """A sound feed without a single entry, as that of an outlet may be on a quiet day."""


def read_feed(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | Address | ReadFailure]:
    """Yields a draft for each entry of a feed."""
    import feedparser

    data = stream.read(MAX_FEED + 1)
    if len(data) > MAX_FEED:
        yield ReadFailure(source, f"the feed has more than {MAX_FEED:,} bytes")
        return
    headers = {"content-type": f"application/xml; charset={given.charset}"} if given.charset else {}
    try:
        feed = feedparser.parse(data, response_headers=headers)
    except Exception as error:
        yield ReadFailure(source, f"it is no feed that can be read ({type(error).__name__})")
        return
    if not feed.get("entries"):
        fault = feed.get("bozo_exception")
        if feed.get("version") and not fault:
            yield NoEntries(source, "the feed has no entries")
            return
        said = f" ({fault})" if fault else ""
        yield ReadFailure(source, f"it is no RSS or Atom feed, or one without entries{said}")
        return
    outlet = _plain(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, start=1):
        # the entry's own name stays with it when newer ones push it down
        yield _entry(entry, f"{source}#{_name(entry) or number}", given, outlet)


def _entry(entry: Any, place: str, given: Given, outlet: str | None) -> Draft | Address | ReadFailure:
    link = urljoin(given.base or "", str(entry.get("link") or "").strip())
    is_page = link.startswith(("http://", "https://"))
    known = given.overlaid(
        {
            "title": _plain(entry.get("title")),
            "published": _day(entry),
            "url": link if is_page else None,
            "author": _plain(entry.get("author")) if "@" not in str(entry.get("author")) else None,
            "outlet": given.outlet or outlet,
        }
    )
    if given.follow and is_page:
        return Address(link, known)
    text = _words(entry)
    if not text:
        return ReadFailure(place, "the entry has no text of its own; add --fetch to have the page it links to fetched")
    return Draft(text, place, known)


def _name(entry: Any) -> str:
    """What the feed calls an entry, as one word."""
    return "".join(str(entry.get("id") or entry.get("link") or "").split())[:500]


def _words(entry: Any) -> str:
    """The longest of the entry's texts."""
    texts = [str(part.get("value") or "") for part in entry.get("content") or ()] + [str(entry.get("summary") or "")]
    return max((strip_markup(text) for text in texts), key=len)


def _plain(text: object) -> str | None:
    return " ".join(strip_markup(str(text or "")).split()) or None


def _day(entry: Any) -> str | None:
    """The day of publication, in UTC as feedparser gives it."""
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return time.strftime("%Y-%m-%d", when) if when and when[0] > 1900 else None
    except (TypeError, ValueError):
        return None
