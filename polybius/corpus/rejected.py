"""What earlier runs rejected: passed by until it is to be tried again, and forgotten once it is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from polybius.records import Reject
from polybius.store.rejects import read_rejects

_Key = tuple[str, str]


class Rejected:
    """The rejects of a store as an ingest finds them; of no store, none."""

    def __init__(self, store: str | None = None) -> None:
        self._by_origin: dict[str, dict[str, Reject]] = defaultdict(dict)
        self._by_content: dict[str, _Key] = {}
        self._seen: set[_Key] = set()
        for reject in read_rejects(store) if store is not None else ():
            self.add(reject)
        self._seen.clear()

    def add(self, reject: Reject) -> None:
        """Takes a new reject."""
        key = (reject.origin, reject.source)
        self._by_origin[reject.origin][reject.source] = reject
        if reject.content is not None:
            self._by_content[reject.content] = key
        self._seen.add(key)

    def has_content(self, content: str) -> bool:
        """Whether this was rejected before, wherever it stood; it counts as seen again."""
        key = self._by_content.get(content)
        if key is not None:
            self._seen.add(key)
        return key is not None

    def contents(self) -> Iterator[str]:
        """The hashes of all that was rejected."""
        return iter(self._by_content)

    def has_source(self, origin: str, source: str) -> bool:
        """Whether what stands there was rejected before; it counts as seen again."""
        found = source in self._by_origin.get(origin, {})
        if found:
            self._seen.add((origin, source))
        return found

    def gone(self, origin: str) -> list[Reject]:
        """The rejects of an origin that were not seen again while all of it was read; they are forgotten here."""
        known = self._by_origin.get(origin, {})
        gone = [reject for source, reject in known.items() if (origin, source) not in self._seen]
        for reject in gone:
            del known[reject.source]
            if reject.content is not None and self._by_content.get(reject.content) == (origin, reject.source):
                del self._by_content[reject.content]
        return gone

    def to_retry(self) -> list[tuple[str, str]]:
        """The origins of all rejects with what was given for them, each once."""
        return list(
            dict.fromkeys(
                (reject.origin, reject.given) for some in self._by_origin.values() for reject in some.values()
            )
        )
