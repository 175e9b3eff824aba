"""Reads web pages: the words of the report without menus, links, comments and notices, and what the page says of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from polybius.read.draft import content_hash, report_or_failure
from polybius.read.encoding import NotText, decode
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.make_report import MAX_CHARACTERS
from polybius.read.markup import strip_markup
from polybius.records import Published, Report

if TYPE_CHECKING:
    from trafilatura.settings import Document

MAX_PAGE = 10_000_000
"""Bytes of a page; beyond that it is no news report."""
_FEW = 250
"""Characters of running text below which a page's extraction is held against all its words."""
_SHARE = 0.5
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_NAMELESS = re.compile(r"(?:www\d?|m|amp|edition)\.")


@dataclass(frozen=True)
class Page:
    """A web page as it came, and what is known about it; the words are taken out only by ``report()``.

    charset: its encoding, as the server calls it.
    """

    data: bytes
    source: str
    given: Given
    charset: str | None = None
    address: str | None = None

    def content(self) -> str:
        """A hash of the page."""
        return content_hash(self.data)

    def report_id(self) -> str | None:
        """None: which text the page holds is not known yet."""
        return None

    def report(self) -> Report | ReadFailure:
        """The report the page holds, or why there is none."""
        if len(self.data) > MAX_PAGE:
            return ReadFailure(self.source, f"the page has more than the {MAX_PAGE:,} bytes of any news report")
        try:
            text = page_text(self.data, self.charset)
        except NotText as error:
            return ReadFailure(self.source, str(error))
        found = _extracted(text, self.given.url)
        words = _words(found, text)
        if len(words) > MAX_CHARACTERS:
            return ReadFailure(
                self.source, f"the page has more than the {MAX_CHARACTERS:,} characters of one report; split it"
            )
        return report_or_failure(words, self.source, _completed(self.given, found, words), _date(text, self.given))


def read_web_page(stream: BinaryIO, source: str, given: Given) -> Iterator[Page | ReadFailure]:
    """Yields the one page that ``stream`` holds."""
    data = stream.read(MAX_PAGE + 1)
    if len(data) > MAX_PAGE:
        yield ReadFailure(source, f"the page has more than the {MAX_PAGE:,} bytes of any news report")
    elif not data.strip():
        yield ReadFailure(source, "it is empty; give the words of a news report")
    else:
        yield Page(data, source, replace(given, url=given.url or given.base), given.charset)


def page_text(data: bytes, charset: str | None = None) -> str:
    """A page as text: in the encoding its server or itself names, unless its bytes say otherwise.

    Raises NotText where it holds no text.
    """
    declared = _DECLARED.search(data[:4096])
    for name in (charset, declared.group(1).decode("ascii") if declared else None):
        if name is None or name.lower() in ("utf-8", "utf8"):
            continue  # tried first in any case
        try:
            if not _is_utf8(data):
                # what calls itself Latin-1 is Windows-1252, as in every browser
                return data.decode("cp1252" if codecs.lookup(name).name == "iso8859-1" else name)
        except (LookupError, UnicodeError):
            continue
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 and not merely ASCII, whatever the page calls them."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _extracted(text: str, url: str | None) -> Document | None:
    """What trafilatura takes for the report; where it finds next to nothing it gets a second, more generous try."""
    found = _extraction(text, url, fast=True, favor_precision=True)
    if len((getattr(found, "text", None) or "").strip()) < _FEW:
        return _extraction(text, url, favor_recall=True) or found
    return found


def _extraction(text: str, url: str | None, **how: Any) -> Document | None:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(text, url=url, include_comments=False, include_tables=False, with_metadata=True, **how)
    except Exception:
        # written for well-meant pages: whatever it stumbles over, the plain words are still there
        return None
    return found if not isinstance(found, dict) else None


def _words(found: Document | None, text: str) -> str:
    """The words of the report, paragraphs parted by an empty line.

    A page too poor for the extraction, a few paragraphs without a frame for instance, is taken as a whole.
    """
    taken = (getattr(found, "text", None) or "").strip()
    if len(taken) < _FEW:
        whole = strip_markup(text)
        if len(taken) < _SHARE * len(whole) and len(whole) < 4 * _FEW:
            return whole
    return re.sub(r"\n+", "\n\n", taken)


def _completed(given: Given, found: Document | None, words: str) -> Given:
    """What is given, and where nothing is, what the page says of itself."""
    title = (getattr(found, "title", None) or "").strip()
    outlet = (getattr(found, "sitename", None) or "").strip()
    if not outlet or "." in outlet.partition(":")[0]:
        # a name with a dot is the host of the address, with the port and all
        outlet = _host(given.url) or outlet
    said = {
        # the headline that stands in the text is not given apart from it
        "title": given.title or (None if not title or title in words[: 2 * len(title) + 200] else title),
        "outlet": given.outlet or outlet,
        "author": given.author or _one_line(getattr(found, "author", None)),
    }
    return given.overlaid(said)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return _NAMELESS.sub("", host, count=1) if host else None


def _one_line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _date(text: str, given: Given) -> Published | None:
    """The publication date that the page says, where none is given."""
    if given.published is not None:
        return None
    from htmldate import find_date

    try:
        day = find_date(text, original_date=True, extensive_search=False, url=given.url)
    except Exception:
        return None
    if not day:
        return None
    return Published(start=day, end=day, precision="day", basis="page", reasons=("The page says so.",))
