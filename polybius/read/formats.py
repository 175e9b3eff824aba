"""The formats that can be read: a table, and what other packages add to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import BinaryIO

from polybius.errors import ReadError
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.records import Report

GROUP = "polybius.readers"
"""The entry points under which other packages name their formats."""
HEAD = 4096
"""Bytes by which a format is told where neither a name nor a server tells it."""

Reader = Callable[[BinaryIO, str, Given], Iterator[Drafted | Report | ReadFailure]]


def _never(_head: bytes) -> bool:
    return False


@dataclass(frozen=True)
class Format:
    """A format that reports come in.

    suffixes: ends of file names, in lower case, with their dot. reader: "module:function", imported when it is first
    used; the function is a ``Reader``: it gets a binary stream that it may only read onward (unpacked already), the
    name to use in messages, and what is known apart from the text; it yields drafts, reports and failures, and raises
    nothing but OSError of the stream. media: types by which servers call it. opens: whether bytes are the start of
    such a file. says: what it is, in a few words, for the docs.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    says: str
    media: tuple[str, ...] = ()
    opens: Callable[[bytes], bool] = _never

    def read(self, stream: BinaryIO, source: str, given: Given) -> Iterator[Drafted | Report | ReadFailure]:
        """What the reader finds in a stream."""
        module, _, function = self.reader.partition(":")
        read: Reader = getattr(import_module(module), function)
        return read(stream, source, given)


def _pattern(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda head: compiled.match(head) is not None


def _opens_as_json_lines(head: bytes) -> bool:
    line, end, _ = head.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return not end and re.match(rb'\{\s*"[\w.-]{1,60}"\s*:', line) is not None


def _opens_as_addresses(head: bytes) -> bool:
    lines = [line for line in head.splitlines() if line.strip() and not line.startswith(b"#")][:5]
    return bool(lines) and all(
        re.match(rb"(?:\S+[ \t]){0,2}https?://\S+\s*$|.*\thttps?://\S+\s*$", line) for line in lines
    )


# what may stand ahead of the first element of an XML or HTML file
_PROLOGUE = (
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<\?[^>]{0,300}>\s{0,100}|<!--[^>]{0,500}-->\s{0,100}|<![^>]{0,300}>\s{0,100}){0,10}"
)

_MASTER_LISTS = tuple(f"{name}{kind}.txt" for name in ("masterfilelist", "lastupdate") for kind in ("", "-translation"))

# To add a format: a module here with a Reader, a row in this table, and a sample in tests/read/test_readers.py. Another
# package adds one by an entry point of the group "polybius.readers" that names a Format of its own.
FORMATS: tuple[Format, ...] = (
    Format(
        "text",
        (".txt", ".text"),
        "polybius.read.plain_text:read_plain_text",
        "plain text, one report a file",
        ("text/plain",),
    ),
    Format(
        "jsonl",
        (".jsonl", ".ndjson"),
        "polybius.read.json_lines:read_json_lines",
        "JSON Lines, one object a report",
        ("application/jsonl", "application/x-ndjson", "application/ndjson"),
        _opens_as_json_lines,
    ),
    Format(
        "json",
        (".json",),
        "polybius.read.json_lines:read_json",
        "a JSON object, or a list of them",
        ("application/json",),
    ),
    Format("csv", (".csv",), "polybius.read.comma_separated:read_comma_separated", "CSV with a header", ("text/csv",)),
    Format(
        "tsv",
        (".tsv",),
        "polybius.read.comma_separated:read_tab_separated",
        "columns parted by tabs, with a header",
        ("text/tab-separated-values",),
    ),
    Format(
        "parquet",
        (".parquet", ".pq"),
        "polybius.read.parquet:read_parquet",
        "Parquet, one row a report",
        ("application/vnd.apache.parquet",),
        _pattern(rb"PAR1"),
    ),
    Format(
        "warc",
        (".warc",),
        "polybius.read.warc:read_warc",
        "web archives, such as those of Common Crawl News",
        ("application/warc",),
        _pattern(rb"WARC/1\."),
    ),
    Format(
        "feed",
        (".rss", ".atom"),
        "polybius.read.feed:read_feed",
        "RSS and Atom feeds",
        ("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        _pattern(_PROLOGUE + rb"<(?:rss|feed|rdf:RDF)\b"),
    ),
    Format(
        "sitemap",
        (".sitemap",),
        "polybius.read.sitemap:read_sitemap",
        "sitemaps, and indexes of sitemaps",
        (),
        _pattern(_PROLOGUE + rb"<(?:urlset|sitemapindex)\b"),
    ),
    Format(
        "page",
        (".html", ".htm", ".xhtml"),
        "polybius.read.web_page:read_web_page",
        "web pages",
        ("text/html", "application/xhtml+xml"),
        _pattern(_PROLOGUE + rb"<(?:html|head|body)\b"),
    ),
    Format(
        "addresses",
        (".urls", ".export.csv", ".mentions.csv", ".gkg.csv", *_MASTER_LISTS),
        "polybius.read.address_list:read_addresses",
        "lists of addresses, also GDELT's tables of events, mentions and GKG, and its lists of these",
        ("text/uri-list",),
        _opens_as_addresses,
    ),
    Format(
        "zip",
        (".zip",),
        "polybius.read.zip_archive:read_zip",
        "ZIP archives of files in these formats",
        ("application/zip", "application/x-zip-compressed"),
        _pattern(rb"PK\x03\x04"),
    ),
)


@cache
def formats() -> dict[str, Format]:
    """All formats by name: those of the table, then those that other packages bring.

    Raises ReadError where an entry point names no Format.
    """
    found = {one.name: one for one in FORMATS}
    for entry in entry_points(group=GROUP):
        try:
            one = entry.load()
        except Exception as error:
            raise ReadError(f"the reader {entry.name} ({entry.value}) cannot be loaded: {error}") from error
        if not isinstance(one, Format):
            raise ReadError(f"the reader {entry.name} ({entry.value}) is no polybius.read.Format")
        found.setdefault(one.name, one)
    return found


def format_named(name: str) -> Format:
    """The format of this name. Raises ReadError, naming those there are."""
    known = formats()
    if name not in known:
        raise ReadError(f"no format is called {name!r}; there are {', '.join(sorted(known))}")
    return known[name]


def format_by_suffix(name: str) -> Format | None:
    """The format that a file's name tells, the longest suffix first."""
    lower = name.lower()
    for some in (FORMATS, tuple(formats().values())):
        fitting = [(len(suffix), one) for one in some for suffix in one.suffixes if lower.endswith(suffix)]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
    return None


def format_of(name: str, head: bytes, media: str | None = None) -> Format:
    """The format of a file or page: by the end of its name, else by how it opens, else by what its server calls it.

    What nothing tells is plain text.
    """
    told = format_by_suffix(name)
    if told is not None:
        return told
    for one in formats().values():
        if one.opens(head):
            return one
    kind = (media or "").partition(";")[0].strip().lower()
    return next((one for one in formats().values() if kind in one.media), FORMATS[0])
