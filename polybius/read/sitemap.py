"""Reads sitemaps, those for news with title, outlet and date, and indexes of sitemaps, which are followed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from polybius.read.address import Address, no_fetching
from polybius.read.failure import ReadFailure
from polybius.read.feed import MAX_FEED
from polybius.read.fetch import PAGE, Fetched, FetchError, FetchLimits, fetch
from polybius.read.given import Given, date_text
from polybius.read.unpacking import unpacked

_DEPTH = 3
_MAX_MAPS = 1_000
_LIMITS = FetchLimits(size=MAX_FEED, seconds=PAGE.seconds)


def read_sitemap(
    stream: BinaryIO, source: str, given: Given, get: Callable[[str], Fetched] | None = None
) -> Iterator[Address | ReadFailure]:
    """Yields each page that a sitemap, or the sitemaps of an index, name; each sitemap is read once.

    get: fetches the sitemaps of an index; it raises FetchError where there is none.
    """
    seen = {given.base or source}
    waiting = [(source, stream.read(MAX_FEED + 1), 0)]
    unfetched = 0
    while waiting:
        place, data, depth = waiting.pop(0)
        if len(data) > MAX_FEED:
            yield ReadFailure(place, f"the sitemap has more than {MAX_FEED:,} bytes")
            continue
        count = 0
        try:
            for kind, fields in _entries(data):
                count += 1
                if not given.follow:
                    unfetched += 1
                elif kind == "url":
                    yield Address(fields["loc"], _known(given, fields))
                elif fields["loc"] not in seen and depth < _DEPTH and len(seen) < _MAX_MAPS:
                    seen.add(fields["loc"])
                    found = _fetched(fields["loc"], get or _from_the_net)
                    if isinstance(found, ReadFailure):
                        yield found
                    else:
                        waiting.append((fields["loc"], found, depth + 1))
        except ValueError as error:
            yield ReadFailure(place, f"it is no sitemap that can be read to its end ({error})")
        else:
            if not count:
                yield ReadFailure(place, "it is no sitemap, or one without addresses")
    if unfetched:
        yield no_fetching(source, unfetched)


def _entries(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """("url" or "sitemap", what is said of it) in order. Raises ValueError where the XML breaks off."""
    from lxml import etree

    reading = etree.iterparse(
        io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=False
    )
    try:
        for _, element in reading:
            kind = _name(element)
            if kind in ("url", "sitemap"):
                fields = {_name(part): part.text.strip() for part in element.iter() if part.text and part.text.strip()}
                if fields.get("loc", "").startswith(("http://", "https://")):
                    yield kind, fields
                element.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error).split(",", 1)[0] or "broken XML") from error


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _known(given: Given, fields: dict[str, str]) -> Given:
    # "lastmod" is when the page was changed last, which may be years after its report
    return given.overlaid(
        {
            "url": fields["loc"],
            "title": fields.get("title"),
            "published": date_text((fields.get("publication_date") or "")[:10]),
            "outlet": given.outlet or fields.get("name"),
        }
    )


def _from_the_net(url: str) -> Fetched:
    return fetch(url, _LIMITS)


def _fetched(url: str, get: Callable[[str], Fetched]) -> bytes | ReadFailure:
    try:
        fetched = get(url)
    except FetchError as error:
        return ReadFailure(url, str(error))
    with fetched.body as body:
        try:
            return unpacked(body).read(MAX_FEED + 1)
        except OSError as error:
            return ReadFailure(url, f"it cannot be read ({error})")
