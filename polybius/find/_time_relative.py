# ruff: noqa: ARG001 - all meanings share one signature
"""What is told by its distance from the publication day or the date in focus: "last month", "two days later"."""

from __future__ import annotations

from dataclasses import replace

from polybius.find._time_calendar import FINENESS, first_day, last_day, move, stretch_of
from polybius.find._time_lengths import UNITS_OF_LENGTH, amount_of, length, reaching
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import UNKNOWN, Groups, Meaning, Scene, around, day_meaning, part_of, told, unknown_date
from polybius.find._time_weekdays import weekday_near


def _within(meaning: Meaning, groups: Groups, scene: Scene) -> Meaning:
    """What "earlier this year" means ends, what "later this year" means begins at the publication day."""
    day = scene.day
    if "within" not in groups or day is None or not meaning.start or not meaning.end:
        return meaning
    now = day.isoformat()[: 7 if meaning.precision == "year" else 10]
    first, last = first_day(meaning.start), last_day(meaning.end)
    if first is None or last is None:
        return meaning
    if plain(groups["within"]) == "earlier":
        return replace(meaning, start=first.isoformat()[: len(now)], end=now)
    return replace(meaning, start=now, end=last.isoformat()[: len(now)])


def relative_unit(groups: Groups, scene: Scene) -> Meaning | None:
    """last month, this week, earlier this year, the past decade, next weekend."""
    unit, word = scene.lexicon.value("unit", groups["u"]), plain(groups.get("side", "this"))
    story = word == "next" and "the" in groups and scene.tense == "past" and bool(scene.focus)
    if word in ("following", "preceding", "previous") or story:
        return beside_focus({"u": groups["u"], "dir": word}, scene)
    if unit in ("H", "MIN", "S", "SE", "W2") or (unit == "D" and word != "next"):
        return None
    if unit == "D":
        return beside_focus({"u": groups["u"], "dir": word}, scene)
    count = scene.lexicon.number("side", word)
    if unit == "N":
        return (around("D", scene.published, count) or unknown_date("XXXX-XX-XX")).with_part("NI")
    if word == "past" and unit in UNITS_OF_LENGTH:
        return reaching(unit, 1, -1, scene)
    meaning = around(unit, scene.published, count)
    return _within(meaning, groups, scene) if meaning else unknown_date(UNKNOWN.get(unit, "XXXX"))


def before_last(groups: Groups, scene: Scene) -> Meaning | None:
    """the week before last, the Sunday before last."""
    if "w" in groups:
        day = scene.day and weekday_near(scene.lexicon.number("weekday", groups["w"]), scene.day, "past", -1)
        return day_meaning(day and move(day, -7, "D"), scene.published) or unknown_date(UNKNOWN["D"])
    unit = scene.lexicon.value("unit", groups["u"])
    return around(unit, scene.published, -2) or unknown_date(UNKNOWN.get(unit, "XXXX"))


def same_unit(groups: Groups, scene: Scene) -> Meaning | None:
    """that day, the same year, later that month."""
    unit = scene.lexicon.value("unit", groups["u"])
    if unit in ("H", "MIN", "S", "SE", "W2", "x1000"):
        return None
    return around(unit, scene.told if unit in ("D", "N") else scene.focus, 0) or unknown_date(UNKNOWN.get(unit, "XXXX"))


def same_daypart(groups: Groups, scene: Scene) -> Meaning | None:
    """that morning, the same evening: of the day in focus."""
    return (around("D", scene.told, 0) or unknown_date("XXXX-XX-XX")).with_part(part_of(groups, scene))


def relative_daypart(groups: Groups, scene: Scene) -> Meaning | None:
    """last night, this morning, the following evening."""
    side, part = plain(groups["side"]), part_of(groups, scene)
    if side in ("next", "following", "previous", "preceding"):
        return beside_focus({"part": groups["part"], "dir": side}, scene)
    if side not in ("last", "this") or (side == "last" and part != "NI" and part != "EV"):
        return None
    meaning = around("D", scene.published, -1 if side == "last" else 0) or unknown_date("XXXX-XX-XX")
    return meaning.with_part(part)


def beside_focus(groups: Groups, scene: Scene) -> Meaning | None:
    """the following day, the day before, the next morning, the previous year: beside the date in focus."""
    step = -1 if plain(groups["dir"]) in ("previous", "preceding", "before") else 1
    unit = scene.lexicon.value("unit", groups.get("u", "")) or "D"
    if unit in ("H", "MIN", "S", "SE", "W2", "x1000"):
        return None
    if "w" in groups:
        base = first_day(scene.focus) if len(scene.focus) == 10 else None
        day = weekday_near(scene.lexicon.number("weekday", groups["w"]), base, "", step) if base else None
        return day_meaning(day, scene.focus) or unknown_date("XXXX-XX-XX")
    focus = scene.told if step > 0 and unit in ("D", "N") else scene.focus
    meaning = around(unit, focus, step) or unknown_date(UNKNOWN.get(unit, "XXXX"))
    return meaning.with_part("NI" if unit == "N" else part_of(groups, scene))


def away(groups: Groups, scene: Scene) -> Meaning | None:
    """two weeks ago, three days later, more than four decades ago, years earlier."""
    unit = scene.lexicon.value("units", groups.get("u", "")) or scene.lexicon.value("unit", groups.get("u1", ""))
    count = amount_of(groups.get("n", ""), scene)
    link = groups.get("link", "later" if "on" in groups else "")
    side = 1 if "hence" in groups else scene.lexicon.number("link", link) if link else -1
    base = scene.focus if link else scene.published
    if unit in ("H", "MIN", "S", "WE", "SE", "N"):
        value = length(count, unit)
        return _hours_away(unit, count, side, value, scene, link)
    if count is None:
        return (
            Meaning("DATE", "PAST_REF" if side < 0 else "FUTURE_REF")
            if not link
            else Meaning("DURATION", length(None, unit) or "PX")
        )
    if "month" in groups and unit == "Y":
        unit, count = "M", 12 * count
    grain = {"x10": "Y", "x100": "Y", "x1000": "Y", "W2": "W"}.get(unit, unit)
    if link and unit in ("Y", "M", "x10") and not base:
        base = scene.published
    if count and unit in ("W", "M", "Y") and ("w" in groups or "exact" in groups):
        return _to_the_day(unit, count, groups, scene)
    day = first_day(base) if len(base) >= FINENESS.get(grain, 10) else None
    moved = move(day, side * count, unit) if day else None
    meaning = told(stretch_of(grain, moved), base) if moved else None
    if meaning is None:
        return unknown_date(UNKNOWN.get(grain, "XXXX"))
    if unit in ("W", "W2") and moved and "about" not in groups:  # told as a week, counted to the day
        return replace(meaning, start=moved.isoformat(), end=moved.isoformat(), precision="day")
    if unit in ("x10", "x100", "x1000") and "about" in groups:
        return _loosened(meaning, scene.lexicon.value("approx", groups["about"]), side)
    return meaning


def since_then(groups: Groups, scene: Scene) -> Meaning | None:
    """ever since, since then: from the date in focus on."""
    return Meaning("DATE", scene.focus, scene.focus, None, "open", scene.focus) if scene.focus else None


def years_following(groups: Groups, scene: Scene) -> Meaning | None:
    """in the years that followed: from the date in focus on."""
    value = length(None, scene.lexicon.value("units", groups["u"]))
    if value is None:
        return None
    return Meaning("DURATION", value, start=scene.focus or None, precision="open", anchor=scene.focus or None)


def _to_the_day(unit: str, count: float, groups: Groups, scene: Scene) -> Meaning | None:
    """a week ago today, ten years ago yesterday, two weeks ago Monday, a month ago to the day."""
    day = scene.day
    if day and "w" in groups:
        day = weekday_near(scene.lexicon.number("weekday", groups["w"]), day, "past", None)
    elif day and plain(groups.get("exact", "")) == "yesterday":
        day = move(day, -1, "D")
    return day_meaning(day and move(day, -count, unit), scene.published) or unknown_date(UNKNOWN["D"])


def _hours_away(
    unit: str, count: float | None, side: int, value: str | None, scene: Scene, link: str
) -> Meaning | None:
    """five hours ago: on the publication day; four hours later, 48 hours earlier: so far from the day in focus."""
    days = _round_days(count, unit)
    if value is None:
        return None
    if not link:
        meaning = around("D", scene.published, 0) if unit == "H" and count is not None and count <= 6 else None
        if meaning:
            return replace(meaning, type="TIME", value=f"{meaning.value}TXX", anchor=scene.published)
        return Meaning("DURATION", value)
    day = around("D", scene.focus, side * days) if days is not None else None
    span = Meaning("DURATION", value)
    return replace(span, start=day.start, end=day.end, precision="day", anchor=scene.focus) if day else span


def _round_days(count: float | None, unit: str) -> int | None:
    """How many days some hours or nights are; a few hours are none, and what is in between is open."""
    if unit in ("MIN", "S"):
        return 0
    if unit == "N" and count is not None:
        return int(count)
    if unit != "H":
        return None
    hours = 0 if count is None else count
    return 0 if hours <= 6 else round(hours / 24) if hours % 24 == 0 else None


def _loosened(meaning: Meaning, approx: str, side: int) -> Meaning:
    """On or before the year for "more than four decades ago"; about it otherwise."""
    if approx == "MORE":
        return (
            replace(meaning, start=None, precision="open") if side < 0 else replace(meaning, end=None, precision="open")
        )
    return replace(meaning, precision="decade")
