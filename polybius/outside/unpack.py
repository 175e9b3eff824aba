"""Opens files of other sets, also those packed with gzip or ZIP; none may unpack to more than it should."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from polybius.errors import ReadError

MAX_RATIO = 120
"""Times its size that a packed file may unpack to: event data unpack to some ten times theirs, bombs to a thousand."""
ALLOWANCE = 64 << 20
"""Bytes any packed file may unpack to, whatever its size."""
MAX_MEMBERS = 2_000
"""Files in one ZIP archive."""

_AT_ONCE = 1 << 16


class Damaged(ReadError):
    """A packed file that ends too early or is broken; what was read before stands."""


class _Bounded(io.RawIOBase):
    """A stream that gives no more bytes than it may, and names what is wrong with its source in one sentence."""

    def __init__(self, stream: io.BufferedIOBase, most: int) -> None:
        self._stream, self._left, self._most = stream, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            # read1 gives what there is before it finds that the rest is missing
            data = self._stream.read1(min(len(buffer), _AT_ONCE))
        except EOFError as error:
            raise Damaged("it is cut off; fetch it again") from error
        except (OSError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise Damaged(f"it is damaged ({error}); fetch it again") from error
        self._left -= len(data)
        if self._left < 0:
            raise Damaged(f"it unpacks to more than {self._most >> 20:,} MB, too much for its size; unpack it yourself")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _bounded(stream: io.BufferedIOBase, packed: int) -> Iterator[BinaryIO]:
    with stream, io.BufferedReader(_Bounded(stream, ALLOWANCE + MAX_RATIO * packed), 1 << 20) as reader:
        yield reader


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise ReadError(f"{path}: is no readable ZIP archive ({error}); fetch it again") from error
    with archive:
        yield archive


def contents(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Yields the name and the bytes of each file that a path holds: itself, or what is packed in it.

    A stream is open until the next is asked for; reading it raises Damaged where it is broken or too large.
    Raises ReadError where the path cannot be opened.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file; check the path")
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check your rights") from error
    size = path.stat().st_size
    if head == b"PK\x03\x04":
        yield from _members(path)
    elif head[:2] == b"\x1f\x8b":
        with _bounded(gzip.GzipFile(path), size) as stream:
            yield str(path), stream
    else:
        with path.open("rb") as plain:
            yield str(path), plain


def _members(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    with _zip(path) as archive:
        inside = [member for member in archive.infolist() if not member.is_dir()]
        if len(inside) > MAX_MEMBERS:
            raise ReadError(f"{path}: holds {len(inside):,} files, more than {MAX_MEMBERS:,}; unpack it yourself")
        for member in inside:
            try:
                opened = archive.open(member)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
                raise ReadError(
                    f"{path}/{member.filename}: cannot be unpacked ({error}); unpack it yourself"
                ) from error
            with _bounded(cast("io.BufferedIOBase", opened), member.compress_size) as stream:
                yield f"{path}/{member.filename}", stream
