"""Looks at the start of a stream without taking it away: a stream may come from a pipe and cannot go back."""

from __future__ import annotations

import io
from typing import BinaryIO, cast


class _Joined(io.RawIOBase):
    """What was read of a stream already, then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            taken = self._head[: len(buffer)]
            buffer[: len(taken)] = taken
            self._head = self._head[len(taken) :]
            return len(taken)
        data = read_some(self._rest, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def read_some(stream: BinaryIO, size: int) -> bytes:
    """What a stream has at hand, at most ``size``: where it breaks off, what stands ahead of the break is not lost."""
    some: bytes = getattr(stream, "read1", stream.read)(size)
    return some


def with_head(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, at most ``size``, and a stream that starts with them all the same."""
    head = stream.read(size)
    return head, cast(BinaryIO, io.BufferedReader(_Joined(head, stream), 65_536))
