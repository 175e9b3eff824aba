"""What a reader yields of one report: cheap to make and to pass on; the costly part is left to ``report()``.

So a reader walks through a large file fast, while several processes do the work on what it finds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.language import language_names
from polybius.read.make_report import check_text, make_report, report_id
from polybius.read.markup import is_markup, strip_markup
from polybius.records import Published, Report


class Drafted(Protocol):
    """A report that is still to be made.

    source: file, "file:line" or address, for messages. given: what is known about it.
    """

    @property
    def source(self) -> str:
        """Where it stands."""
        ...

    @property
    def given(self) -> Given:
        """What is known about it apart from its text."""
        ...

    @property
    def address(self) -> str | None:
        """The address it is to be fetched from, where that is still to be done."""
        ...

    def content(self) -> str:
        """A hash of what it is made from: the same for the same content, wherever it stands."""
        ...

    def report_id(self) -> str | None:
        """The id of the report, where it can be told without the costly work."""
        ...

    def report(self) -> Report | ReadFailure:
        """The report, or why there is none."""
        ...


@dataclass(frozen=True)
class Draft:
    """A text and what is known about it."""

    text: str
    source: str
    given: Given
    address: str | None = None

    def content(self) -> str:
        """A hash of the text."""
        return content_hash(self.text.encode("utf-8", "surrogatepass"))

    def report_id(self) -> str | None:
        """The id of the report; None where the text is HTML or none at all."""
        try:
            check_text(self.text)
        except ValueError:
            return None
        return None if is_markup(self.text) else report_id(self.text)

    def report(self) -> Report | ReadFailure:
        """The report, or why there is none."""
        return report_or_failure(self.text, self.source, self.given)


def content_hash(data: bytes) -> str:
    """Sixteen hex digits of a hash."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def report_or_failure(text: str, source: str, given: Given, page_date: Published | None = None) -> Report | ReadFailure:
    """The report of an English text, or why there is none.

    page_date: the publication date that the page says, which holds where none is given.
    """
    try:
        if not any(character.isalnum() for character in text):
            raise ValueError("the text is empty; give the words of a news report")
        check_text(text)
        if is_markup(text):
            text = strip_markup(text)
        report = make_report(
            text,
            published=given.published,
            outlet=given.outlet,
            title=given.title,
            url=given.url,
            author=given.author,
        )
    except ValueError as error:
        return ReadFailure(source, str(error))
    if report.language in (None, "en"):
        if page_date is not None and report.published.basis == "unknown":
            return report.model_copy(update={"published": page_date})
        return report
    name = language_names().get(report.language or "", f"language {report.language!r}")
    return ReadFailure(source, f"looks like {name}, not English; only English reports are coded", kind="language")
