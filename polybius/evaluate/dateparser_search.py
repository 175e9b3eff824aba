"""What the search of the package dateparser finds in a text, to be measured beside the coder (a development need)."""

from __future__ import annotations

import datetime
import importlib
from dataclasses import dataclass
from typing import Any

from polybius.errors import PolybiusError


@dataclass(frozen=True)
class Found:
    """An expression it found: where, and the day it was read as."""

    start: int
    end: int
    value: str


def search_times(text: str, published: str) -> list[Found]:
    """The expressions that ``dateparser.search.search_dates`` finds, relative ones read against the publication day.

    Raises PolybiusError where the package is not installed.
    """
    try:
        search: Any = importlib.import_module("dateparser.search")
    except ImportError as error:
        raise PolybiusError("dateparser is not installed; install it with pip install dateparser") from error
    settings = {"RELATIVE_BASE": datetime.datetime.fromisoformat(published)} if len(published) == 10 else {}
    found: list[Found] = []
    place = 0
    for words, moment in search.search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, place)
        if start < 0:
            continue  # its words are not always those of the text
        place = start + len(words)
        found.append(Found(start, place, moment.date().isoformat()))
    return found
