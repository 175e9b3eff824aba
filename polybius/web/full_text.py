"""Full-text search over the reports of a snapshot, with tantivy: stems of English, all words required by default."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from polybius.errors import PolybiusError

FIELDS = ("title", "text", "outlet")
MOST = 10_000
"""Most reports one search answers with, the best first."""
_HEAP = 64_000_000


@dataclass(frozen=True)
class Hits:
    """The numbers of the reports found, best first, and whether there were more than are given."""

    numbers: tuple[int, ...]
    cut: bool


class FullText:
    """An index of reports in a folder that goes when it does."""

    def __init__(self) -> None:
        build = tantivy.SchemaBuilder()
        build.add_unsigned_field("number", stored=False, indexed=False, fast=True)
        for name in FIELDS:
            build.add_text_field(name, stored=False, tokenizer_name="en_stem")
        self._folder = tempfile.TemporaryDirectory(prefix="polybius-search-")
        self._index = tantivy.Index(build.build(), path=self._folder.name)
        self._writer = self._index.writer(_HEAP, num_threads=1)

    def add(self, reports: Iterable[tuple[int, str | None, str | None, str | None]]) -> None:
        """Adds reports: number, title, text, outlet."""
        for number, *texts in reports:
            told = {name: text for name, text in zip(FIELDS, texts, strict=True) if text}
            document = tantivy.Document(**told)
            document.add_unsigned("number", number)
            self._writer.add_document(document)

    def close_writing(self) -> None:
        """Makes what was added searchable; nothing can be added afterwards."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()

    def search(self, words: str) -> Hits:
        """The reports with all these words; "quoted words" stand together, a minus leaves out, OR gives a choice.

        Raises PolybiusError where nothing in the query can be searched for.
        """
        query, _ = self._index.parse_query_lenient(words, list(FIELDS), conjunction_by_default=True)
        searcher = self._index.searcher()
        try:
            found = searcher.search(query, limit=MOST, count=False)
        except ValueError as error:
            raise PolybiusError(f"the search {words[:60]!r} cannot be run; use plain words") from error
        addresses = [address for _, address in found.hits]
        numbers = searcher.fast_field_values("number", addresses) if addresses else []
        # as many as asked for means that there may be more
        return Hits(tuple(int(number) for number in numbers if number is not None), len(addresses) == MOST)
