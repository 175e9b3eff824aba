"""From what a feed's server answers to the entries that a watch takes in."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from polybius.corpus.watch.feed_list import WatchedFeed
from polybius.corpus.watch.hosts import host_of
from polybius.corpus.watch.state import NewEntry
from polybius.read.address import Address
from polybius.read.draft import Draft, Drafted
from polybius.read.failure import ReadFailure
from polybius.read.feed import NoEntries, read_feed
from polybius.read.fetch import Fetched, FetchLimits
from polybius.read.formats import HEAD, format_named
from polybius.read.given import Given
from polybius.read.sitemap import read_sitemap
from polybius.read.unpacking import unpacked
from polybius.records import Report

MAX_FEED = 10_000_000
"""Bytes of a feed, unpacked; a feed is read in the process that lives for weeks."""
FEED_LIMITS = FetchLimits(size=MAX_FEED, seconds=60.0)
_END = re.compile(rb"</(?:rss|feed|(?:\w+:)?RDF|(?:\w+:)?urlset|(?:\w+:)?sitemapindex)\s*>", re.IGNORECASE)
_TAIL = 2_000


@dataclass(frozen=True)
class FeedFound:
    """What a feed holds. fault: why it could not be read, or not to its end. whole: whether the file is all there."""

    entries: tuple[NewEntry, ...]
    fault: str | None
    whole: bool


def read_fetched(feed: WatchedFeed, fetched: Fetched, get: Callable[[str], Fetched]) -> FeedFound:
    """The entries of a feed or sitemap; its body is closed. get: fetches the sitemaps of an index."""
    try:
        with fetched.body as body:
            data = unpacked(body).read(MAX_FEED + 1)
    except OSError as error:
        return FeedFound((), f"it cannot be read ({error})", False)
    if len(data) > MAX_FEED:
        return FeedFound((), f"it has more than {MAX_FEED:,} bytes", False)
    charset = "utf-8" if _is_utf8(data) else fetched.charset
    given = Given(outlet=feed.outlet, follow=feed.follow, base=fetched.url, charset=charset)
    entries, fault = [], None
    for one in _read(data, feed, given, get):
        if isinstance(one, NoEntries):
            continue
        if isinstance(one, ReadFailure) and not one.source.startswith(f"{feed.url}#"):
            fault = one.reason if one.source == feed.url else f"{one.source}: {one.reason}"
            continue
        entries.append(_entry(one, feed))
    whole = _END.search(data[-_TAIL:]) is not None
    # where the file breaks off, so does its last entry, which will be there again
    return FeedFound(tuple(entries if whole else entries[:-1]), fault, whole and fault is None)


def _read(
    data: bytes, feed: WatchedFeed, given: Given, get: Callable[[str], Fetched]
) -> Iterator[Drafted | Report | ReadFailure]:
    if format_named("sitemap").opens(data[:HEAD]):
        if not feed.follow:
            return iter(
                [ReadFailure(feed.url, "it is a sitemap, which has no words of its own; give it follow = true")]
            )
        return read_sitemap(io.BytesIO(data), feed.url, given, get)
    return read_feed(io.BytesIO(data), feed.url, given)


def _entry(one: Drafted | Report | ReadFailure, feed: WatchedFeed) -> NewEntry:
    if isinstance(one, ReadFailure):
        reason = "the entry has no text of its own; give its feed follow = true to have the page it links to fetched"
        return NewEntry(_key(one.source), "failure", one.source, None, None, "{}", reason=reason)
    if isinstance(one, Address):
        # two places of one page are one page
        url = one.address.partition("#")[0]
        given = _lasting(replace(one.given, url=url))
        try:
            return NewEntry(_key(url), "page", url, url, host_of(url), given)
        except ValueError as error:
            return NewEntry(_key(url), "failure", url, None, None, given, reason=str(error))
    assert isinstance(one, Draft)
    # a text that is changed is another report
    return NewEntry(_key(feed.url, one.text), "text", one.source, one.given.url, None, _lasting(one.given), one.text)


def _lasting(given: Given) -> str:
    """What is known about an entry apart from how it was read."""
    return replace(given, follow=None, base=None, charset=None).to_json()


def _key(*parts: str) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, whatever the server calls them."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
