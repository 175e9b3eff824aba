"""What weekdays, "yesterday", weekends and times of the day mean."""

from __future__ import annotations

import datetime
from dataclasses import replace

from polybius.find._time_calendar import move
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import (
    UNKNOWN,
    Groups,
    Meaning,
    Scene,
    around,
    clock_value,
    day_meaning,
    part_of,
    unknown_date,
)


def weekday_near(number: int, base: datetime.date, tense: str, side: int | None) -> datetime.date | None:
    """The weekday (Monday = 1) a bare or modified name means on the day ``base``."""
    ahead = (number - 1 - base.weekday()) % 7
    if side is None:
        return move(base, ahead if tense == "future" else ahead - 7 if ahead else 0, "D")
    if side < 0:
        return move(base, ahead - 7, "D")
    return move(base, ahead if side == 0 else ahead or 7, "D")


def weekday(groups: Groups, scene: Scene) -> Meaning | None:
    """Saturday, last Sunday, early Friday morning, Monday of next week, 4 a.m. EDT Thursday."""
    number, word = scene.lexicon.number("weekday", groups["w"]), groups.get("side")
    side = scene.lexicon.number("side", word) if word else None
    if scene.day is None:
        return unknown_date(f"XXXX-WXX-{number}")
    tense = scene.tense
    if "wside" in groups:
        week = move(scene.day, {"last": -7, "this": 0, "next": 7}[plain(groups["wside"])] - scene.day.weekday(), "D")
        meaning = day_meaning(week and move(week, number - 1, "D"), scene.published)
    else:
        meaning = day_meaning(weekday_near(number, scene.day, tense, side), scene.published)
    return meaning and meaning.with_part(clock_value(groups.get("clockfirst", ""), scene) or part_of(groups, scene))


def shifted(groups: Groups, scene: Scene) -> Meaning | None:
    """today, tonight, yesterday morning, later today."""
    value = scene.lexicon.value("shift", groups["shift"])
    part = value.lstrip("-0123456789")
    meaning = around("D", scene.published, int(value.removesuffix(part)))
    part = clock_value(groups.get("clockfirst", ""), scene) or part_of(groups, scene) or part
    return meaning.with_part(part) if meaning else unknown_date("XXXX-XX-XX" + (f"T{part}" if part else ""))


def beside_shifted(groups: Groups, scene: Scene) -> Meaning | None:
    """the day before yesterday, the day after next Sunday."""
    inner = (
        shifted(groups, scene) if "shift" in groups else weekday({**groups, "side": groups.get("side", "last")}, scene)
    )
    step = -1 if plain(groups["dir"]) == "before" else 1
    return (around("D", inner.start, step) if inner and inner.start else None) or unknown_date("XXXX-XX-XX")


def night_between(groups: Groups, scene: Scene) -> Meaning | None:
    """the night from Saturday to Sunday: of both days."""
    evening = weekday({"w": groups["w"]}, scene)
    if evening is None or evening.start is None:
        return evening
    morning = around("D", evening.start, 1)
    return morning and replace(evening.with_part("NI"), end=morning.end)


def weekend(groups: Groups, scene: Scene) -> Meaning | None:
    """the weekend, last weekend: the one before publication unless the tense says otherwise."""
    day, word = scene.day, plain(groups.get("side", ""))
    if day is None:
        return unknown_date(UNKNOWN["WE"])
    number = scene.lexicon.number("side", word) if word else 1 if scene.tense == "future" else -1
    if number < 0 and day.weekday() >= 5 and not word:
        number = 0
    if word in ("last", "past"):
        number = -1
    elif number > 0 and day.weekday() < 5 and word != "next":
        number = 0
    meaning = around("WE", scene.published, number)
    return meaning or unknown_date(UNKNOWN["WE"])


def clock(groups: Groups, scene: Scene) -> Meaning | None:
    """10:35 a.m., noon, 1030 GMT, 4 in the morning."""
    value = clock_value(groups["clock"], scene)
    if not value:
        return None
    base: Meaning | None
    if "w" in groups:
        base = weekday({"w": groups["w"]}, scene)
    elif "shift" in groups:
        base = shifted({"shift": groups["shift"]}, scene)
    else:
        base = _day_of_part(value, scene)
    if base is None or len(base.value) != 10 or base.start is None:
        return Meaning("TIME", f"XXXX-XX-XXT{value}")
    return replace(base, type="TIME", value=f"{base.value[:10]}T{value}", anchor=base.anchor or scene.published)


# Parts of the day that come after the night told before them: "on Tuesday night … at dawn".
EARLY = ("MO", "0")


def _day_of_part(part: str, scene: Scene) -> Meaning | None:
    """The day of a time of day told by itself: that of its sentence, else of a past narrative, else of publication."""
    back = scene.tense in ("past", "unknown")
    base = scene.near or (scene.before if back else "") or scene.published
    if len(base) != 10:
        return None
    if not scene.near and base == scene.published and scene.evening and scene.tense == "past":
        return around("D", base, -1)
    return around("D", base, int(bool(scene.near) and scene.near_part in ("NI", "EV") and part.startswith(EARLY)))


def part_of_day(groups: Groups, scene: Scene) -> Meaning | None:
    """in the morning, at dawn, overnight."""
    part = part_of(groups, scene)
    if plain(groups["part"]) == "overnight" and not scene.near and (scene.apart or not scene.before) and scene.day:
        return _last_night(scene)
    meaning = _day_of_part(part, scene)
    return meaning.with_part(part) if meaning else Meaning("TIME", f"XXXX-XX-XXT{part}")


def _last_night(scene: Scene) -> Meaning | None:
    """Overnight by itself: the night before publication, of both its days where the act is told as past."""
    meaning = around("D", scene.published, 0)
    before = around("D", scene.published, -1)
    if meaning is None or before is None or scene.tense == "future":
        return meaning and meaning.with_part("NI")
    return replace(meaning.with_part("NI"), start=before.start)
