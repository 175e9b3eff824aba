"""Joins times that stand side by side: ranges, neighbouring days, parts of a day with their day, and their bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from polybius.find._time_calendar import first_day, last_day, move
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import Meaning


@dataclass(frozen=True)
class Found:
    """An expression with its meaning and relation, before it is tied to tokens.

    dated: whether its year was told with it. part: whether it begins with a part of a day ("dawn on Tuesday").
    weekday: whether it is the bare name of a weekday. whole: what it means without its relation.
    """

    start: int
    end: int
    meaning: Meaning
    relation: str | None
    dated: bool = False
    part: bool = False
    weekday: bool = False
    whole: Meaning | None = None


JOINT = re.compile(r"\s{0,3}(?:,\s)?(?:and|to|until|till|through|[-–—])\s{1,3}(?:the\s)?", re.IGNORECASE)


def pair(text: str, found: list[Found]) -> list[Found]:
    """Joins "between 1991 and 1994", "from March to May" and bounds the rest by their relation."""
    found = _with_days_behind(text, found)
    result: list[Found] = []
    skip = False
    for item, following in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        first, last = item.meaning, following.meaning if following else None
        opens = item.relation == "between" or plain(text[max(0, item.start - 5) : item.start]).endswith("from")
        if (
            following
            and last
            and opens
            and JOINT.fullmatch(text, item.end, following.start)
            and first.start
            and last.end
        ):
            first = _same_day(_same_year(first, last, following.dated), last, item.part)
            last = _next_weekday(first, last, following)
            a, b = first_day(first.start or ""), last_day(last.end or "")
            if a and b and a <= b:
                for part, meaning in ((item, first), (following, last)):
                    whole = replace(meaning, start=first.start, end=last.end)
                    result.append(replace(part, meaning=whole, relation="between", whole=whole))
                skip = True
                continue
        if following and last and _adjoin(text, item, following):
            first = _same_year(first, last, following.dated)
            both = replace(first, end=last.end)
            result.append(replace(item, meaning=both, whole=both))
            result.append(replace(following, meaning=replace(last, start=first.start), whole=both))
            skip = True
            continue
        bounded = (
            first
            if item.part and item.relation in ("before", "until", "by", "after")
            else _bounded(first, item.relation)
        )
        result.append(replace(item, meaning=bounded, whole=first))
    return result


# What stands between a part of a day and its day: "midnight on 18 May", "21:00 last night", "the night of 2 to 3 May".
BEHIND = re.compile(r"\s{0,3},?\s{1,3}(?:(?:on|of)\s{1,3}(?:the\s)?)?", re.IGNORECASE)


def _with_days_behind(text: str, found: list[Found]) -> list[Found]:
    """Parts of a day with the day told right behind them."""
    result = list(found)
    for index, (item, following) in enumerate(pairwise(found)):
        meaning, day = item.meaning, following.meaning
        exact = day.type in ("DATE", "TIME") and len(day.start or "") == 10 and following.relation in (None, "in")
        if item.part and exact and day.start != meaning.start and BEHIND.fullmatch(text, item.end, following.start):
            value = f"{day.start}{meaning.value[10:]}"
            behind = replace(meaning, value=value, start=day.start, end=day.end, anchor=day.anchor)
            result[index] = replace(item, meaning=behind)
    return result


def _adjoin(text: str, first: Found, second: Found) -> bool:
    """Whether two dates are one stretch: "on Monday and Tuesday", "in February and March"."""
    words = plain(text[first.end : second.end][: second.start - first.end])
    if words.strip() not in ("and", "and on", "and in") or first.relation not in (None, "in"):
        return False
    if {first.meaning.type, second.meaning.type} - {"DATE", "TIME"}:
        return False
    start, end = _same_year(first.meaning, second.meaning, second.dated).end or "", second.meaning.start or ""
    last, begun = last_day(start), first_day(end)
    return (
        len(start) == len(end)
        and len(start) >= 7
        and last is not None
        and begun is not None
        and ((begun - last).days == 1)
    )


def _next_weekday(first: Meaning, last: Meaning, item: Found) -> Meaning:
    """In "from Palm Sunday to Wednesday" the weekday is the first after the day told before it."""
    begun, ends = first_day(first.start or ""), first_day(last.start or "")
    if not item.weekday or not begun or not ends or len(first.start or "") < 10 or (ends - begun).days <= 7:
        return last
    found = move(begun, (ends.weekday() - begun.weekday()) % 7 or 7, "D")
    return replace(last, start=str(found), end=str(found), value=str(found)) if found else last


def _same_day(first: Meaning, last: Meaning, part: bool) -> Meaning:
    """In "between 6 a.m. and noon on Tuesday" the day told at the end holds for both."""
    if not part or last.type != "TIME" or not last.start or len(first.value) < 11 or first.start == last.start:
        return first
    return replace(first, start=last.start, end=last.start, value=last.start + first.value[10:])


def _same_year(first: Meaning, last: Meaning, dated: bool) -> Meaning:
    """In "from March to May 2003" the year told at the end holds for both."""
    start, value = first.start or "", first.value
    if not first.anchor or not dated or not last.start or len(start) < 7 or value[:7] != start[:7]:
        return first
    year = last.start[:4]
    moved = year + start[4:]
    return (
        replace(first, start=moved, end=year + (first.end or start)[4:], value=year + value[4:], anchor=None)
        if first_day(moved)
        else first
    )


def _bounded(meaning: Meaning, relation: str | None) -> Meaning:
    """The interval a relation word makes of a date: open at one end."""
    if meaning.type not in ("DATE", "TIME") or not (meaning.start or meaning.end):
        return meaning
    if relation == "after" and "/" in meaning.value:
        return meaning  # "from 17 to 19 January"
    if relation in ("since", "after"):
        return replace(meaning, end=None, precision="open")
    if relation in ("until", "by"):
        return replace(meaning, start=None, precision="open")
    if relation == "before":
        return replace(meaning, start=None, end=meaning.start or meaning.end, precision="open")
    return meaning
