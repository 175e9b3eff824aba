"""Opens what a ZIP archive holds, file by file; none may unpack to more than it should."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from polybius.errors import ReadError
from polybius.read.unpacking import bounded

ZIP = b"PK\x03\x04"
"""How an archive opens."""
MAX_MEMBERS = 2_000
"""Files in one archive."""


def members(archive: Path | BinaryIO, name: str) -> Iterator[tuple[str, BinaryIO]]:
    """Yields the name and the bytes of each file in an archive; a stream is open until the next is asked for.

    archive: a path, or a stream that can be read from any place. name: what to call the archive in messages. Reading a
    stream raises ``unpacking.Damaged`` where it is broken or too large. Raises ReadError where the archive cannot be
    opened, holds too many files, or has one that cannot be unpacked (with a password, or packed in a rare way).
    """
    with _opened(archive, name) as packed:
        inside = [member for member in packed.infolist() if not member.is_dir()]
        if len(inside) > MAX_MEMBERS:
            raise ReadError(f"{name}: holds {len(inside):,} files, more than {MAX_MEMBERS:,}; unpack it yourself")
        for member in inside:
            try:
                opened = packed.open(member)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
                raise ReadError(
                    f"{name}/{member.filename}: cannot be unpacked ({error}); unpack it yourself"
                ) from error
            with opened:
                size = partial(int, member.compress_size)
                yield member.filename, bounded("ZIP", cast(BinaryIO, opened), size)


@contextmanager
def _opened(archive: Path | BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ReadError(f"{name}: is no readable ZIP archive ({error}); fetch it again") from error
    with opened:
        yield opened
