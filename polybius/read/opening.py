"""Opens a source, whatever it is: a file, an http(s) address, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from polybius.read.fetch import ARCHIVE, FetchLimits, fetch
from polybius.read.unpacking import without_packing


@dataclass(frozen=True)
class Opened:
    """An open source: its bytes, the name by which its format is told, and what a server says of it."""

    stream: BinaryIO
    name: str
    media: str | None = None
    charset: str | None = None
    url: str | None = None


def is_address(source: str) -> bool:
    """Whether a source is to be fetched."""
    return source.lower().startswith(("http://", "https://"))


@contextmanager
def opened(source: str, limits: FetchLimits = ARCHIVE) -> Iterator[Opened]:
    """An open source, closed again at the end.

    Raises OSError where there is none or it may not be read, and FetchError where an address gives nothing.
    """
    if source == "-":
        yield Opened(sys.stdin.buffer, "-")
    elif is_address(source):
        fetched = fetch(source, limits)
        with fetched.body:
            name = without_packing(urlsplit(fetched.url).path)
            yield Opened(fetched.body, name, fetched.media, fetched.charset, source)
    else:
        with Path(source).open("rb") as stream:
            yield Opened(stream, without_packing(source))
