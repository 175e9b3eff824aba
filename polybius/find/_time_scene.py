"""What a time expression is read against, and what it comes to: TIMEX3 type and value, stretch of the calendar."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from polybius.find._time_calendar import FINENESS, Precision, Stretch, first_day, move, stretch_of
from polybius.find._time_lexicon import TimeLexicon, plain

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


Tense = Literal["past", "present", "future", "unknown"]


Groups = Mapping[str, str]


@dataclass(frozen=True)
class Scene:
    """What a relative expression is read against.

    published: ISO publication day, month or year, "" if unknown. focus: the ISO date told last nearby, "" if none.
    main: the same, but for what the sentences before tell only aside (in a relative clause, by "since").
    near: the ISO day told last in the same sentence, "" if none; near_part: its part of the day. near_month: the
    ISO month told last in the same sentence. before: the ISO day told last in the sentence before; apart: whether
    that is in another paragraph. narrated: the ISO date told last in the same sentence, where its year
    was told with it; story: the same, or in the sentence before.
    evening: whether it is written the evening before. tense: of the clause. day_first: whether the report writes
    3/9/1994 for the 3rd of September. eastern: whether Easter is that of the Eastern churches.
    """

    lexicon: TimeLexicon
    published: str = ""
    focus: str = ""
    main: str = ""
    near: str = ""
    near_part: str = ""
    near_month: str = ""
    before: str = ""
    apart: bool = False
    narrated: str = ""
    story: str = ""
    evening: bool = False
    tense: Tense = "unknown"
    day_first: bool = False
    eastern: bool = False

    @property
    def told(self) -> str:
        """The date that "that day" goes back to: not one told aside, unless no other is told."""
        return self.main or self.focus

    @property
    def day(self) -> datetime.date | None:
        """The publication day, where it is known to the day."""
        return first_day(self.published) if len(self.published) == 10 else None


@dataclass(frozen=True)
class Meaning:
    """TIMEX3 type and value, the interval (None: open or unknown), and the ISO date it was anchored on."""

    type: TimexType
    value: str
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    anchor: str | None = None

    def with_part(self, part: str) -> Meaning:
        """The same with a part of the day ("2020-09-27TMO")."""
        if not part or len(self.value) != 10:
            return self
        return replace(self, type="TIME", value=f"{self.value}T{part}")


def told(stretch: Stretch | None, anchor: str | None = None) -> Meaning | None:
    """The meaning of a stretch of the calendar."""
    if stretch is None:
        return None
    return Meaning("DATE", stretch.value, stretch.start, stretch.end, stretch.precision, anchor)


def day_meaning(day: datetime.date | None, anchor: str | None = None) -> Meaning | None:
    return told(stretch_of("D", day), anchor) if day else None


def unknown_date(value: str) -> Meaning:
    """A date of which the text leaves parts open (X in the value)."""
    return Meaning("DATE", value)


UNKNOWN = {"D": "XXXX-XX-XX", "N": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
           "x10": "XXXX", "x100": "XXXX"}  # fmt: skip


def around(unit: str, base: str, count: float) -> Meaning | None:
    """The unit ``count`` units away from an ISO date that is fine enough for it."""
    day = first_day(base) if len(base) >= FINENESS.get(unit, 10) else None
    moved = move(day, count, unit) if day else None
    return told(stretch_of(unit, moved), base) if moved else None


def part_of(groups: Groups, scene: Scene) -> str:
    return scene.lexicon.value("daypart", groups.get("part", ""))


def clock_value(text: str, scene: Scene) -> str:
    """The time of a clock expression as HH:MM, "" if it is none."""
    text = plain(text)
    if not text:
        return ""
    for word in ("noon", "midday", "midnight"):
        if text.startswith(word):
            return scene.lexicon.value("daypart", word)
    found = re.match(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?", text)
    told_hour = found[1] if found else scene.lexicon.value("number", text.split()[0])
    if not told_hour:
        return ""
    hour, minute = int(told_hour), int((found and found[2]) or 0)
    late = re.search(r"p\.?m|afternoon|evening|night", text) is not None
    if late and hour < 12:
        hour += 12
    elif re.search(r"a\.?m|morning", text) and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else ""
