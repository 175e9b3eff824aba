"""Opens files of other sets, also those packed with ZIP, gzip or Zstandard; none may unpack to more than it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from polybius.errors import ReadError
from polybius.read.unpacking import unpacked
from polybius.read.zip_members import ZIP, members


def contents(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Yields the name and the bytes of each file that a path holds: itself, or what is packed in it.

    A stream is open until the next is asked for; reading it raises ``polybius.read.unpacking.Damaged`` where it is
    broken or too large. Raises ReadError where the path cannot be opened.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file; check the path")
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP)) != ZIP:
                file.seek(0)
                yield str(path), unpacked(file)
                return
    except PermissionError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check your rights") from error
    for name, stream in members(path, str(path)):
        yield f"{path}/{name}", stream
