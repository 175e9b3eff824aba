"""A set of texts small enough for millions of them: what is kept is the first eight bytes of a hash.

Among ten million keys one in two million million new texts is taken for known by mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_LOOSE = 65_536
"""Keys kept apart until they are sorted in with the others."""


class KeySet:
    """A set of texts that can be added to and asked, but not listed; eight bytes each."""

    def __init__(self) -> None:
        import numpy

        self._sorted: np.ndarray[Any, np.dtype[np.uint64]] = numpy.empty(0, dtype=numpy.uint64)
        self._loose: set[int] = set()

    def add(self, *parts: str | None) -> None:
        """Adds what several parts make together."""
        self._loose.add(_key(parts))
        if len(self._loose) >= _LOOSE:
            self._merge()

    def __contains__(self, parts: tuple[str | None, ...]) -> bool:
        import numpy

        key = _key(parts)
        if key in self._loose:
            return True
        at = int(numpy.searchsorted(self._sorted, numpy.uint64(key)))
        return at < len(self._sorted) and int(self._sorted[at]) == key

    def __len__(self) -> int:
        self._merge()
        return len(self._sorted)

    def _merge(self) -> None:
        import numpy

        if self._loose:
            loose = numpy.fromiter(self._loose, dtype=numpy.uint64, count=len(self._loose))
            self._sorted = numpy.union1d(self._sorted, loose)
            self._loose = set()


def _key(parts: Iterable[str | None]) -> int:
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")
