"""From the names of sources to what stands in them: files, patterns, folders, addresses, standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from polybius.errors import ReadError
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.formats import HEAD, format_by_suffix, format_named, format_of
from polybius.read.given import Given
from polybius.read.head import with_head
from polybius.read.opening import is_address, opened
from polybius.read.unpacking import unpacked, without_packing
from polybius.read.zip_members import ZIP
from polybius.records import Report

Tell = Callable[[int], None]
MAX_FAILURES = 1_000
"""Faults in a row after which a source is given up: a wrong column, or a file made to have millions of them."""


def expand(paths: Iterable[str | Path]) -> Iterator[str | ReadFailure]:
    """The sources that names, patterns and folders stand for, in order of name; a failure where there are none.

    Of a folder those files are taken, also in folders below, whose names tell a format; hidden ones are not.
    """
    for path in map(str, paths):
        if path == "-" or is_address(path):
            yield path
            continue
        for name in _matching(path):
            if not _is_folder(name):
                yield name
                continue
            inside = False
            for file in _files_below(name):
                inside = True
                yield file
            if not inside:
                yield ReadFailure(name, "this folder holds no file in a format that can be read; name its files")


def read_drafts(source: str, given: Given, tell: Tell | None = None) -> Iterator[Drafted | Report | ReadFailure]:
    """Yields what one source holds, in order, and a failure for each part that gives no report.

    source: a file, an http(s) address or "-". tell: called with the number of bytes whenever some are read. Raises
    nothing on bad input, and ReadError where there is no format as ``given`` names it.
    """
    chosen = format_named(given.format) if given.format else None
    given = replace(given, follow=is_address(source) if given.follow is None else given.follow)
    try:
        with opened(source) as one:
            head, stream = with_head(unpacked(one.stream, tell), HEAD)
            kind = chosen or format_of(one.name, head, one.media)
            if head.startswith(ZIP):
                # what is said of the format of an archive is said of the files in it
                kind = format_of("", head)
            found = kind.read(stream, source, replace(given, charset=one.charset, base=one.url))
            yield from _while_sensible(found, source)
    except ReadError as error:
        yield ReadFailure(source, str(error))
    except FileNotFoundError:
        yield ReadFailure(source, _missing(source))
    except IsADirectoryError:
        yield ReadFailure(source, "it is a folder; name its files")
    except PermissionError:
        yield ReadFailure(source, "it may not be read; check its permissions")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield ReadFailure(source, f"it cannot be read ({getattr(error, 'strerror', None) or error})")


def _while_sensible(
    found: Iterator[Drafted | Report | ReadFailure], source: str
) -> Iterator[Drafted | Report | ReadFailure]:
    """What a reader finds, until so much in a row is unreadable that the rest will be so as well."""
    in_a_row = 0
    for one in found:
        yield one
        in_a_row = in_a_row + 1 if isinstance(one, ReadFailure) else 0
        if in_a_row >= MAX_FAILURES:
            yield ReadFailure(source, f"{MAX_FAILURES:,} faults in a row; the rest is left unread, check its format")
            return


def _matching(path: str) -> list[str]:
    """The files a pattern stands for; a name that exists, or matches nothing, stands for itself."""
    if not glob.has_magic(path) or _exists(path):
        return [path]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    return found or [path]


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _files_below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and format_by_suffix(without_packing(name)) is not None:
                yield str(Path(parent) / name)


def _missing(name: str) -> str:
    if glob.has_magic(name):
        return "no file matches this pattern; check the path"
    return "there is no such file; check the path"
