"""Stage 1 of 9: read — needs files or standard input, leaves Reports (and failures for what cannot be read)."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from polybius.read.comma_separated import read_comma_separated, read_tab_separated
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.json_lines import read_json, read_json_lines
from polybius.read.make_report import MAX_CHARACTERS, make_report
from polybius.read.plain_text import read_plain_text
from polybius.records import Report

__all__ = ["MAX_CHARACTERS", "READERS", "ReadFailure", "make_report", "read_reports"]

Reader = Callable[[BinaryIO, str, Given], Iterator[Report | ReadFailure]]

# Suffix -> reader. To add one: write a file here with a function of type Reader (it gets an open binary stream that
# can seek, the name to use in messages, and what is known apart from the text; it yields Reports and ReadFailures and
# raises nothing on bad input), add a line to this table, and give tests/read/test_readers.py a sample of the format.
# Whatever has another suffix, or none, is read as plain text.
READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".text": read_plain_text,
    ".html": read_plain_text,
    ".htm": read_plain_text,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_comma_separated,
    ".tsv": read_tab_separated,
}


def read_reports(
    paths: str | Path | Iterable[str | Path],
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Iterator[Report | ReadFailure]:
    """Yields the reports of the files, in order, and a ReadFailure for each input or row that gives none.

    paths: file names or patterns such as ``news/*.txt``; "-" reads one text from standard input. The other values hold
    for every report that does not bring its own. published: YYYY[-MM[-DD]].

    Never raises on bad input.
    """
    day = published.isoformat() if isinstance(published, date) else published
    given = Given(published=day, outlet=outlet, title=title, url=url)
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for name in _expand(str(path)):
            yield from _read(name, given)


def _expand(path: str) -> list[str]:
    """The files a pattern stands for; a name that exists, or matches nothing, stands for itself."""
    if path == "-" or not glob.has_magic(path) or _exists(path):
        return [path]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    return found or [path]


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _read(name: str, given: Given) -> Iterator[Report | ReadFailure]:
    try:
        if name == "-":
            yield from read_plain_text(io.BytesIO(sys.stdin.buffer.read(4 * MAX_CHARACTERS + 1)), "-", given)
            return
        path = Path(name)
        if path.is_dir():
            yield ReadFailure(name, f"it is a directory; name its files, for example {path / '*.txt'}")
            return
        with path.open("rb") as stream:
            yield from READERS.get(path.suffix.lower(), read_plain_text)(stream, name, given)
    except FileNotFoundError:
        yield ReadFailure(name, _missing(name))
    except PermissionError:
        yield ReadFailure(name, "it may not be read; check its permissions")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield ReadFailure(name, f"it cannot be read ({getattr(error, 'strerror', None) or error})")


def _missing(name: str) -> str:
    if glob.has_magic(name):
        return "no file matches this pattern; check the path"
    return "there is no such file; check the path"
