"""Measures when and where events happened against reports coded by hand (evaluation/when_where).

Of the events found (see ``_triggers``): the share whose date is exact (start and end as the gold has them; null is
null), whose place is right (country and name), whose precision word is right, and whose realis tells history from news
as the gold does. Alternatives of the gold are as right as its first answer; events marked optional are left out.
Where the gold date is null, nothing is told: right is what is only bounded by the day of publication.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polybius.evaluate._triggers import coded_beside, firm
from polybius.evaluate.gold import Count
from polybius.records import Event, EventDate, EventPlace

Gold = Mapping[str, Any]
_JUDGED = ("date", "place", "precision", "realis", "historical")
_SMALL = {"the", "of", "and", "near", "in", "at"}


def evaluate_when_where(directory: str | Path, coder: Any) -> dict[str, Any]:
    """Codes the reports of a folder and measures them. Raises PolybiusError where it holds no gold set."""
    count = Count()
    for wanted, coded in coded_beside(directory, coder):
        for one, event in firm(wanted["events"], coded.events, count):
            _judge(one, event, count)
    return {
        "measure": "when and where",
        "gold": count.gold,
        "found": count.found,
        **{name: round(count.share(name), 4) for name in _JUDGED},
        **{f"{name}_judged": count.asked[name] for name in ("place", "precision")},
    }


def _judge(gold: Gold, event: Event, count: Count) -> None:
    verdict = Counter[str](
        date=any(same_date(one, event.date) for one in (gold["date"], *gold.get("date_alternatives", []))),
        place=any(same_place(one, event.place) for one in _places(gold)),
        realis=any(set(event.realis) == set(one) for one in (gold["realis"], *gold.get("realis_alternatives", []))),
        historical=any(
            ("historical" in event.realis) == ("historical" in one)
            for one in (gold["realis"], *gold.get("realis_alternatives", []))
        ),
    )
    count.asked.update(verdict.keys())
    count.right.update(verdict)
    if gold["place"] and event.place and verdict["place"]:
        count.asked["precision"] += 1
        count.right["precision"] += event.place.precision in {
            one["precision"] for some in _places(gold) for one in some
        }


def _places(gold: Gold) -> list[list[Gold]]:
    """The answers that are right for the place, each a list of places; empty where none is told."""
    answers = [gold["place"], *gold.get("place_alternatives", [])]
    return [one if isinstance(one, list) else [one] if one else [] for one in answers]


def same_date(wanted: Gold | None, date: EventDate) -> bool:
    """Whether a date is the wanted one; none is wanted where nothing but the day of publication bounds it."""
    if wanted is None:
        return date.basis == "bound" or (date.start is None and date.end is None)
    if not wanted.get("start") and not wanted.get("end"):
        return date.start is None and date.end is None
    return (wanted.get("start") or None, wanted.get("end") or None) == (date.start, date.end)


def same_place(wanted: list[Gold], place: EventPlace | None) -> bool:
    """Whether a place has the wanted country, where one is told, and shares a word with the name of each wanted."""
    if not wanted or place is None:
        return not wanted and place is None
    countries = {one.get("country") for one in wanted}
    if place.country is not None and place.country not in countries and None not in countries:
        return False
    told = _words(place.name, place.text)
    return all(_words(one.get("name"), one.get("text")) & told for one in wanted)


def _words(*names: str | None) -> set[str]:
    found = [re.findall(r"\w+", (name or "").lower()) for name in names]
    return {word for words in found for word in words if word not in _SMALL or len(words) == 1}
