"""Reads ZIP archives of files in any format that can be read, such as the tables of news that GDELT publishes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from polybius.errors import ReadError
from polybius.read.draft import Drafted
from polybius.read.failure import ReadFailure
from polybius.read.formats import HEAD, Format, format_by_suffix, format_named, formats
from polybius.read.given import Given
from polybius.read.head import with_head
from polybius.read.unpacking import unpacked, without_packing
from polybius.read.zip_members import members
from polybius.records import Report

NAME = "zip"
_IN_MEMORY = 4 * 1024 * 1024
_AT_ONCE = 1024 * 1024
_LEFT_OUT = (".", "__MACOSX")
"""How files and folders begin that are none of the user's."""


def read_zip(stream: BinaryIO, source: str, given: Given) -> Iterator[Drafted | Report | ReadFailure]:
    """Yields what the files of an archive hold, each read as ``given``, its name or its first bytes tell.

    Files that none of them tells are passed over, as are hidden ones. An archive has its table of contents at its end,
    so that all of it is put by on disk before it is read.
    """
    with cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY)) as archive:
        shutil.copyfileobj(stream, archive, _AT_ONCE)
        archive.seek(0)
        read = False
        try:
            for name, member in members(archive, source):
                if not any(part.startswith(_LEFT_OUT) for part in name.split("/")):
                    for one in _member(member, name, f"{source}/{name}", given):
                        read = True
                        yield one
        except ReadError as error:
            yield ReadFailure(source, str(error).removeprefix(f"{source}: "))
            return
        if not read:
            yield ReadFailure(source, "this archive holds no file in a format that can be read; unpack it yourself")


def _member(member: BinaryIO, name: str, place: str, given: Given) -> Iterator[Drafted | Report | ReadFailure]:
    """What one file holds; nothing where it is in no format that can be read."""
    try:
        head, whole = with_head(unpacked(member), HEAD)
        kind = _format(name, head, given)
        if kind is None:
            return
        if kind.name == NAME:
            yield ReadFailure(place, "it is an archive within an archive; unpack it yourself")
            return
        yield from kind.read(whole, place, replace(given, charset=None))
    except OSError as error:
        yield ReadFailure(place, f"it cannot be read ({error})")


def _format(name: str, head: bytes, given: Given) -> Format | None:
    """The format of a file: what the user says of all of them, else what its name or its first bytes tell."""
    if given.format and given.format != NAME:
        return format_named(given.format)
    told = format_by_suffix(without_packing(name))
    return told or next((one for one in formats().values() if one.opens(head)), None)
