"""Unpacks gzip and Zstandard streams as they are read, and stops at those that are damaged or made to fill memory."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from polybius.read.head import read_some, with_head

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SUFFIXES = (".gz", ".zst", ".zstd")
MAX_RATIO = 200
"""How many times its size a packed stream may unpack to; text packs to a third or a tenth, a list that repeats itself
to a fiftieth."""
FREE = 64 * 1024 * 1024
"""Bytes that any stream may unpack to."""
_LAYERS = 2
_BUFFER = 256 * 1024
_AT_ONCE = 16 * 1024


class Damaged(OSError):
    """A packed stream that cannot be unpacked any further; the message is fit for the user."""


class Counted(io.RawIOBase):
    """A stream that counts the bytes read from it and tells them to ``tell``, for instance a progress bar."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None] | None = None) -> None:
        self._stream, self._tell, self.count = stream, tell, 0

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with what comes next."""
        data = read_some(self._stream, len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        if self._tell is not None:
            self._tell(len(data))
        return len(data)


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a packed stream."""

    def __init__(self, kind: str, unpack: BinaryIO, packed: Callable[[], int]) -> None:
        self._kind, self._unpack, self._packed, self._count = kind, unpack, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = read_some(self._unpack, min(len(buffer), _AT_ONCE))
        except Damaged:
            raise
        except (EOFError, OSError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
            raise Damaged(f"its {self._kind} data are cut off or damaged ({_said(error)})") from error
        self._count += len(data)
        if self._count > max(FREE, MAX_RATIO * self._packed()):
            raise Damaged(
                f"its {self._kind} data unpack to more than {MAX_RATIO} times their size, as no news does; "
                "unpack it yourself if you trust it"
            )
        buffer[: len(data)] = data
        return len(data)


def unpacked(stream: BinaryIO, tell: Callable[[int], None] | None = None) -> BinaryIO:
    """The stream, unpacked where it opens as gzip or Zstandard does, whatever it is called.

    tell: called with the number of bytes whenever some are read from ``stream``. Reading raises Damaged (an OSError)
    where packed data are cut off, broken, or unpack to more than news ever does.
    """
    whole = cast(BinaryIO, io.BufferedReader(Counted(stream, tell), _BUFFER))
    for _ in range(_LAYERS):
        head, whole = with_head(whole, 4)
        if head.startswith(GZIP):
            packed = Counted(whole)
            plain = cast(BinaryIO, gzip.GzipFile(fileobj=io.BufferedReader(packed, _BUFFER)))
            whole = bounded("gzip", plain, _count_of(packed))
        elif head.startswith(ZSTD):
            import pyarrow as pa

            packed = Counted(whole)
            source = pa.PythonFile(io.BufferedReader(packed, _BUFFER), mode="r")
            whole = bounded("zstd", cast(BinaryIO, pa.CompressedInputStream(source, "zstd")), _count_of(packed))
        else:
            break
    return whole


def without_packing(name: str) -> str:
    """A file's name without the suffixes that say how it is packed."""
    while name.lower().endswith(SUFFIXES):
        name = name[: name.rindex(".")]
    return name


def bounded(kind: str, unpack: BinaryIO, packed: Callable[[], int]) -> BinaryIO:
    """An unpacking stream that raises Damaged where it is broken, or gives more than it should.

    kind: how it is packed, for messages. packed: the number of packed bytes that it has been made of so far.
    """
    return cast(BinaryIO, io.BufferedReader(_Unpacked(kind, unpack, packed), _BUFFER))


def _count_of(packed: Counted) -> Callable[[], int]:
    return lambda: packed.count


def _said(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".") or type(error).__name__
