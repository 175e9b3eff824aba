"""How long durations are, and how often sets recur."""

from __future__ import annotations

import re
from dataclasses import replace

from polybius.find._time_calendar import FINENESS, first_day, move
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import Groups, Meaning, Scene, part_of

# Units a duration is told in: TIMEX3 letter and how many of it.
UNITS_OF_LENGTH = {
    "D": ("D", 1), "N": ("D", 1), "W": ("W", 1), "W2": ("W", 2), "M": ("M", 1), "Q": ("M", 3), "Y": ("Y", 1),
    "x10": ("Y", 10), "x100": ("Y", 100), "x1000": ("Y", 1000), "H": ("TH", 1), "MIN": ("TM", 1), "S": ("TS", 1),
}  # fmt: skip


def length(count: float | None, unit: str) -> str | None:
    """The TIMEX3 value of a duration (count None: not told), or None where the unit measures none."""
    if unit == "WE":
        return "P2D" if count == 1 else f"P{_short(count)}WE"
    if unit not in UNITS_OF_LENGTH:
        return None
    letter, factor = UNITS_OF_LENGTH[unit]
    amount = _short(None if count is None else count * factor)
    return f"PT{amount}{letter[1]}" if len(letter) == 2 else f"P{amount}{letter}"


def _short(count: float | None) -> str:
    return "X" if count is None else f"{count:g}" if count < 1e6 else f"{count:.0f}"


def amount_of(word: str, scene: Scene) -> float | None:
    """The number that words or figures tell, None for "several"."""
    text = plain(word)
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if text in scene.lexicon.words["number"]:
        return scene.lexicon.number("number", text)
    parts = re.split("[ -]", text)
    values = [scene.lexicon.value("number", part) for part in parts]
    return float(sum(int(v) for v in values)) if values and all(values) else None


def reaching(unit: str, count: float | None, side: int, scene: Scene) -> Meaning | None:
    """The last (coming) so many units: a duration that ends (begins) with the publication date."""
    value = length(count, unit)
    if value is None:
        return None
    meaning = Meaning("DURATION", value, anchor=scene.published or None)
    if unit == "H" and count and count % 24 == 0:  # "the previous 48 hours"
        unit, count = "D", count // 24
    day = first_day(scene.published) if len(scene.published) >= FINENESS.get(unit, 10) else None
    far = move(day, side * count, unit) if day and count is not None and unit in UNITS_OF_LENGTH else None
    if day is None or far is None:
        return replace(meaning, anchor=None)
    # years are told to the month, shorter units to the day
    keep = min(7 if UNITS_OF_LENGTH[unit][0] == "Y" else 10, len(scene.published))
    ends = sorted((far.isoformat()[:keep], day.isoformat()[:keep]))
    return replace(meaning, start=ends[0], end=ends[1], precision="day" if keep == 10 else "month")


def span_of_units(groups: Groups, scene: Scene) -> Meaning | None:
    """the past four years, the next few weeks, the last 20 days."""
    unit = scene.lexicon.value("units", groups["u"]) or scene.lexicon.value("unit", groups["u"])
    count, side = amount_of(groups.get("n", ""), scene), plain(groups["side"])
    if side == "this" or side == "current":
        return None
    return reaching(unit, count, scene.lexicon.number("side", side), scene)


def vague_span(groups: Groups, scene: Scene) -> Meaning | None:
    """recent days, the coming years."""
    value = length(None, scene.lexicon.value("units", groups["u"]))
    return Meaning("DURATION", value) if value else None


def duration(groups: Groups, scene: Scene) -> Meaning | None:
    """nine days, five-hour, two and a half years, decades-long, half an hour, another week."""
    unit = scene.lexicon.value("units", groups.get("u", "")) or scene.lexicon.value("unit", groups.get("u1", ""))
    word = plain(groups.get("n", ""))
    count: float | None = amount_of(word, scene) if word else None
    if (
        unit in ("SE", "x1000")
        or ("u" in groups and word in ("a", "an"))
        or (unit in ("S", "MIN", "WE", "N") and word in ("a", "an"))
    ):
        return None
    if "halfof" in groups:
        return _fraction(0.25 if "quarter" in plain(groups["halfof"]) else 0.5, unit)
    if "u1" in groups and not word:
        count = 1
    if "half" in groups:
        return _fraction((count or 0) + 0.5, unit)
    value = length(count, unit)
    return Meaning("DURATION", value) if value else None


def _fraction(count: float, unit: str) -> Meaning | None:
    """Halves in the next smaller unit: PT30M, P6M, P1Y6M."""
    smaller = {"H": ("MIN", 60), "Y": ("M", 12), "x10": ("Y", 10), "x100": ("Y", 100), "D": ("H", 24)}.get(unit)
    whole, rest = int(count), count - int(count)
    if smaller is None:
        value = length(count, unit)
    else:
        head, tail = length(whole, unit) or "", length(rest * smaller[1], smaller[0]) or ""
        letter = tail.removeprefix("PT").removeprefix("P")
        value = (
            (head + letter if unit in ("H", "Y") else head + "T" + letter if unit == "D" else length(count, unit))
            if whole
            else tail
        )
    return Meaning("DURATION", value) if value else None


def bare_units(groups: Groups, scene: Scene) -> Meaning | None:
    """weeks, for years: where nothing before the word says how many or which."""
    return vague_span(groups, scene)


def every(groups: Groups, scene: Scene) -> Meaning | None:
    """every day, each year, every other week, every Friday, per day."""
    lexicon = scene.lexicon
    count = 2.0 if "other" in groups else amount_of(groups.get("n", ""), scene) or 1.0
    if "w" in groups:
        return Meaning("SET", f"XXXX-WXX-{lexicon.number('weekday', groups['w'])}")
    if "season" in groups:
        return Meaning("SET", f"XXXX-{lexicon.value('season', groups['season'])}")
    if "part" in groups:
        return Meaning("SET", f"XXXX-XX-XXT{part_of(groups, scene)}")
    unit = lexicon.value("units", groups.get("u", "")) or lexicon.value("unit", groups.get("u1", ""))
    value = length(count, unit)
    return Meaning("SET", value) if value else None


def set_word(groups: Groups, scene: Scene) -> Meaning | None:
    """daily, annually."""
    return Meaning("SET", scene.lexicon.value("set", groups["set"]))


def weekdays(groups: Groups, scene: Scene) -> Meaning | None:
    """Mondays."""
    return Meaning("SET", f"XXXX-WXX-{scene.lexicon.number('weekday', groups['w'])}")
