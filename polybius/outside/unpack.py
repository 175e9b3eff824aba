"""Opens files of other sets, also those packed with ZIP, gzip or Zstandard; none may unpack to more than it should."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from polybius.errors import ReadError
from polybius.read.unpacking import bounded, unpacked

MAX_MEMBERS = 2_000
"""Files in one ZIP archive."""


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

    A stream is open until the next is asked for; reading it raises ``polybius.read.unpacking.Damaged`` where it is
    broken or too large. Raises ReadError where the path cannot be opened.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file; check the path")
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                file.seek(0)
                yield str(path), unpacked(file)
                return
    except PermissionError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check your rights") from error
    yield from _members(path)


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
            packed = partial(int, member.compress_size)
            with opened:
                yield f"{path}/{member.filename}", bounded("ZIP", cast(BinaryIO, opened), packed)
