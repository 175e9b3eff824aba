"""An address that a feed, a sitemap or a list holds: the page is fetched only when its report is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polybius.errors import ReadError
from polybius.read.draft import content_hash
from polybius.read.failure import ReadFailure
from polybius.read.fetch import PAGE, Fetched, FetchLimits, fetch
from polybius.read.given import Given
from polybius.read.unpacking import unpacked
from polybius.read.web_page import MAX_PAGE, Page
from polybius.records import Report

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", None)


@dataclass(frozen=True)
class Address:
    """The address of a report, what is known about it, and what fetching it may take."""

    address: str
    given: Given
    limits: FetchLimits = PAGE

    @property
    def source(self) -> str:
        """The address."""
        return self.address

    def content(self) -> str:
        """A hash of the address."""
        return content_hash(self.address.encode("utf-8", "surrogatepass"))

    def report_id(self) -> str | None:
        """None: the page has not been fetched yet."""
        return None

    def report(self) -> Report | ReadFailure:
        """Fetches the page; the report it holds, or why there is none."""
        try:
            fetched = fetch(self.address, self.limits)
        except ReadError as error:
            return ReadFailure(self.address, str(error))
        page = page_of(fetched, self.address, self.given)
        return page if isinstance(page, ReadFailure) else page.report()


def page_of(fetched: Fetched, address: str, given: Given) -> Page | ReadFailure:
    """The page that came from an address, or why it is none; its body is closed."""
    with fetched.body as body:
        if fetched.media not in _PAGES:
            return ReadFailure(address, f"it is no page of text but {fetched.media}")
        try:
            data = unpacked(body).read(MAX_PAGE + 1)
        except OSError as error:
            return ReadFailure(address, f"it cannot be read ({error})")
    return Page(data, address, replace(given, url=address), fetched.charset)


def no_fetching(source: str, count: int) -> ReadFailure:
    """What is said of a list whose addresses are not to be fetched."""
    what = "an address" if count == 1 else f"{count:,} addresses"
    return ReadFailure(source, f"it holds {what} and no text; add --fetch to have the pages fetched")
