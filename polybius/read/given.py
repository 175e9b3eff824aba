"""What is known about a report apart from its text, and how a reader makes a report of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polybius.read.failure import ReadFailure
from polybius.read.language import language_names
from polybius.read.make_report import check_text, make_report
from polybius.read.markup import is_markup, strip_markup
from polybius.records import Report


@dataclass(frozen=True)
class Given:
    """Metadata of a report; a row's own goes before what is given for the whole input."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None

    def overlaid(self, row: Mapping[str, str | None]) -> Given:
        """These values, with those of ``row`` in their place where it has any."""
        return Given(
            published=row.get("published") or self.published,
            outlet=row.get("outlet") or self.outlet,
            title=row.get("title") or self.title,
            url=row.get("url") or self.url,
            author=row.get("author") or self.author,
        )


FIELDS = ("published", "outlet", "title", "url", "author")


def report_or_failure(text: str, source: str, given: Given) -> Report | ReadFailure:
    """The report of an English text, or why there is none."""
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
        return report
    name = language_names().get(report.language or "", f"language {report.language!r}")
    return ReadFailure(source, f"looks like {name}, not English; only English reports are coded", kind="language")
