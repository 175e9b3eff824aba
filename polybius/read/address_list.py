"""Reads lists of addresses: one a line, or the lists of news that GDELT publishes (events, mentions, GKG).

Of each line the last address is taken, so that tables whose columns are parted by tabs can be read as they are, and so
can GDELT's lists of its tables (size, checksum, address): those tables are fetched, and their addresses taken.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from polybius.errors import ReadError
from polybius.read.address import Address, no_fetching
from polybius.read.failure import ReadFailure
from polybius.read.fetch import FetchLimits
from polybius.read.given import Given
from polybius.read.head import with_head
from polybius.read.opening import opened
from polybius.read.unpacking import unpacked
from polybius.read.zip_members import ZIP, members

_ADDRESS = re.compile(rb"(?:^|(?<=[\s,\"'<]))https?://[^\s\"'<>]+", re.IGNORECASE)
_MAX_LINE = 1_000_000
# the column of GDELT's tables in which the address of the report stands, by the number of columns: GKG 2 and mentions
# have it in the middle
_GDELT_COLUMNS = {27: 4, 16: 5, 14: 5}
_TABLE = re.compile(r"\.(?:export|mentions|gkg)\.csv(?:\.zip|\.gz)?$", re.IGNORECASE)
_LIMITS = FetchLimits(size=500_000_000, seconds=900.0)
"""For one of GDELT's tables: a quarter of an hour of the world's news, or a day of it, is some megabytes."""


def read_addresses(stream: BinaryIO, source: str, given: Given) -> Iterator[Address | ReadFailure]:
    """Yields each address of a list once; events of GDELT name the report they were found in again and again.

    The addresses of GDELT's tables, as its lists of files name them, are not pages: these are fetched and read in
    their turn, one at a time.
    """
    from polybius.read.key_set import KeySet

    seen, found = KeySet(), 0
    for one in _addresses(stream, source):
        if isinstance(one, ReadFailure):
            yield one
        elif (one,) not in seen:
            seen.add(one)
            found += 1
            if not given.follow:
                continue
            if not _is_table(one):
                yield Address(one, given)
                continue
            for further in _of_table(one):
                if isinstance(further, ReadFailure):
                    yield further
                elif (further,) not in seen:
                    seen.add(further)
                    yield Address(further, given)
    if found and not given.follow:
        yield no_fetching(source, found)


def _addresses(stream: BinaryIO, source: str) -> Iterator[str | ReadFailure]:
    """The address of each line, and a failure for a line without one."""
    number, filled = 0, 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        if not line.strip() or line.lstrip().startswith(b"#"):
            continue
        filled += 1
        address = _address(line)
        yield ReadFailure(f"{source}:{number}", "it is no line with an http(s) address") if address is None else address
    if not filled:
        yield ReadFailure(source, "it is empty; each line must hold an address")


def _is_table(address: str) -> bool:
    return _TABLE.search(urlsplit(address).path) is not None


def _of_table(address: str) -> Iterator[str | ReadFailure]:
    """The addresses in a table of GDELT's, packed with ZIP or not."""
    try:
        with opened(address, _LIMITS) as one:
            head, body = with_head(unpacked(one.stream), len(ZIP))
            if not head.startswith(ZIP):
                yield from _pages(_addresses(body, address))
                return
            with cast(BinaryIO, tempfile.TemporaryFile()) as archive:
                shutil.copyfileobj(body, archive)
                archive.seek(0)
                for name, member in members(archive, address):
                    yield from _pages(_addresses(member, f"{address}/{name}"))
    except ReadError as error:
        yield ReadFailure(address, str(error).removeprefix(f"{address}: "))
    except OSError as error:
        yield ReadFailure(address, f"it cannot be read ({error})")


def _pages(found: Iterator[str | ReadFailure]) -> Iterator[str | ReadFailure]:
    """What is found in a table; tables that it names itself are not followed, or there might be no end to them."""
    return (one for one in found if isinstance(one, ReadFailure) or not _is_table(one))


def _address(line: bytes) -> str | None:
    columns = line.rstrip(b"\r\n").split(b"\t")
    place = _GDELT_COLUMNS.get(len(columns))
    found = _ADDRESS.findall(line if place is None else columns[place])
    if not found:
        return None
    return bytes(found[-1]).decode("utf-8", errors="replace").rstrip(",;")
