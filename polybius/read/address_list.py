"""Reads lists of addresses: one a line, or the lists of news that GDELT publishes (events, mentions, GKG).

Of each line the last address is taken, so that tables whose columns are parted by tabs can be read as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from polybius.read.address import Address, no_fetching
from polybius.read.failure import ReadFailure
from polybius.read.given import Given

_ADDRESS = re.compile(rb"(?:^|(?<=[\s,\"'<]))https?://[^\s\"'<>]+", re.IGNORECASE)
_MAX_LINE = 1_000_000
# the column of GDELT's tables in which the address of the report stands, by the number of columns: GKG 2 and mentions
# have it in the middle
_GDELT_COLUMNS = {27: 4, 16: 5, 14: 5}


def read_addresses(stream: BinaryIO, source: str, given: Given) -> Iterator[Address | ReadFailure]:
    """Yields each address of a list once; events of GDELT name the report they were found in again and again."""
    from polybius.read.key_set import KeySet

    seen, found, number, filled = KeySet(), 0, 0, 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        if not line.strip() or line.lstrip().startswith(b"#"):
            continue
        filled += 1
        address = _address(line)
        if address is None:
            yield ReadFailure(f"{source}:{number}", "it is no line with an http(s) address")
            continue
        if (address,) in seen:
            continue
        seen.add(address)
        found += 1
        if given.follow:
            yield Address(address, given)
    if not filled:
        yield ReadFailure(source, "it is empty; each line must hold an address")
    elif found and not given.follow:
        yield no_fetching(source, found)


def _address(line: bytes) -> str | None:
    columns = line.rstrip(b"\r\n").split(b"\t")
    place = _GDELT_COLUMNS.get(len(columns))
    found = _ADDRESS.findall(line if place is None else columns[place])
    if not found:
        return None
    return bytes(found[-1]).decode("utf-8", errors="replace").rstrip(",;")
