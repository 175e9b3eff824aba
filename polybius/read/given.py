"""What is known about a report apart from its text, and how a reader is to read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

FIELDS = ("published", "outlet", "title", "url", "author")
COLUMNS = ("text", *FIELDS)
"""What a row can hold of a report."""
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} [\d:]+(?: .+)?")


@dataclass(frozen=True)
class Given:
    """Metadata of a report; a row's own goes before what is given for the whole input.

    columns: what the fields are called in rows, where not by their own names ("text": "body"). follow: whether the
    addresses that a feed, a sitemap or a list of addresses holds may be fetched; where it is not said, they may if it
    came from an address itself. format: the name of the format, where the source does not tell it. base and charset:
    the address that the input came from, and its encoding as the server calls it.
    """

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    follow: bool | None = None
    format: str | None = None
    base: str | None = None
    charset: str | None = None

    def overlaid(self, row: Mapping[str, str | None]) -> Given:
        """These values, with those of ``row`` in their place where it has any."""
        known: dict[str, Any] = {name: row[name] for name in FIELDS if row.get(name)}
        return replace(self, **known)

    def column(self, name: str) -> str:
        """What a field is called in rows."""
        return self.columns.get(name, name)

    def to_json(self) -> str:
        """The values that are set, as JSON."""
        return json.dumps(
            {name: value for name, value in asdict(self).items() if value not in (None, {})}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str) -> Given:
        """The values that ``to_json`` wrote."""
        return cls(**json.loads(text))


def date_text(value: object) -> str | None:
    """A date of a row as the text a report takes: ISO as it stands; of others those without doubt; None for nothing.

    Taken are date and time values, "20201003" (also with a time) and the dates of mails and RSS feeds.
    """
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    text = str(value or "").strip()
    compact = _COMPACT.fullmatch(text)
    if compact:
        return "-".join(compact.groups())
    if _MAIL_DATE.fullmatch(text):
        try:
            return parsedate_to_datetime(text).date().isoformat()
        except ValueError:
            pass
    return text or None
