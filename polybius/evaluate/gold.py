"""Measures coded reports against reports coded by hand (``gold.jsonl`` and ``reports.jsonl`` in one folder).

A coded event meets a gold event when their clauses overlap, the category is the gold one or one of its alternatives,
and the actors meet. Each coded event serves one gold event; firm gold events are served first, and those marked
optional count neither as missing nor, when coded, as extra. Of the firm events found, the share is counted whose
recipients, modes, date, realis, tellers, place and sectors are right.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from polybius.errors import PolybiusError
from polybius.records import Actor, CodedReport, Event, Place

Gold = Mapping[str, Any]
FIELDS = ("actors", "recipients", "modes", "date", "realis", "says", "place", "sectors")
_NO_NAME = {"the", "and", "his", "her", "their", "its"}


@dataclass
class Count:
    """Counts of things to find and found.

    gold: firm ones in the gold coding. found: those met. extra: coded ones that meet none. right: of those found, how
    many have a field right; asked: how many had that field to be judged.
    """

    gold: int = 0
    found: int = 0
    extra: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was coded that is in the gold; 0 where nothing was coded."""
        return self.found / max(self.found + self.extra, 1)

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.found / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def share(self, name: str) -> float:
        """Share of those found whose field is right; 0 where none was to be judged."""
        return self.right[name] / max(self.asked[name], 1)

    def add(self, other: Count) -> None:
        """Adds another count to this one."""
        self.gold, self.found, self.extra = self.gold + other.gold, self.found + other.found, self.extra + other.extra
        self.right.update(other.right)
        self.asked.update(other.asked)

    def as_dict(self, fields: Iterable[str]) -> dict[str, Any]:
        """The figures, rounded to four decimals."""
        figures: dict[str, Any] = {"gold": self.gold, "found": self.found, "extra": self.extra}
        figures |= {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return figures | {name: round(self.share(name), 4) for name in fields}


@dataclass
class GoldScore:
    """The figures of a run: all events and statements, and events by category and by source."""

    events: Count = field(default_factory=Count)
    statements: Count = field(default_factory=Count)
    by_category: dict[str, Count] = field(default_factory=dict)
    by_source: dict[str, Count] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Ids of gold reports that were not coded; they count as coded without any event."""

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON takes them."""
        return {
            "measure": "gold",
            "events": self.events.as_dict(FIELDS),
            "statements": self.statements.as_dict(("speakers",)),
            "by_category": {name: self.by_category[name].as_dict(()) for name in sorted(self.by_category)},
            "by_source": {name: self.by_source[name].as_dict(FIELDS) for name in sorted(self.by_source)},
            "reports_not_coded": list(self.missing),
        }


def evaluate_gold(directory: str | Path, coder: Any) -> GoldScore:
    """Codes the gold reports with ``coder`` and scores them; titles are not passed.

    Raises PolybiusError where the folder holds no gold set.
    """
    reports, _ = read_gold(directory)
    return score_gold(
        directory, (coder.code(one["text"], published=one["published"], outlet=one["outlet"]) for one in reports)
    )


def score_gold(directory: str | Path, coded: Iterable[CodedReport]) -> GoldScore:
    """Scores coded reports against the gold coding of the same texts. Raises PolybiusError where there is none."""
    reports, gold = read_gold(directory)
    by_text = {one.report.text: one for one in coded}
    score, missing = GoldScore(), []
    sources = {report["id"]: source_of(report) for report in reports}
    texts = {report["id"]: report["text"] for report in reports}
    for wanted in gold:
        one = by_text.get(texts.get(wanted["id"], ""))
        if one is None:
            missing.append(wanted["id"])
        total, by_category = score_events(wanted["events"], one.events if one else ())
        score.events.add(total)
        score.by_source.setdefault(sources.get(wanted["id"], "unknown"), Count()).add(total)
        for category, count in by_category.items():
            score.by_category.setdefault(category, Count()).add(count)
        score.statements.add(score_statements(wanted.get("statements", []), one))
    score.missing = tuple(missing)
    return score


def judged_events(
    directory: str | Path, coded: Iterable[CodedReport]
) -> Iterator[tuple[Event, bool | None]]:  # fmt: skip
    """Each coded event with whether it is right (clause, category, actors, recipients); None where it is optional."""
    reports, gold = read_gold(directory)
    by_text = {one.report.text: one for one in coded}
    texts = {report["id"]: report["text"] for report in reports}
    for wanted in gold:
        one = by_text.get(texts.get(wanted["id"], ""))
        free = list(one.events) if one else []
        for gold_event in sorted(wanted["events"], key=lambda event: bool(event.get("optional"))):
            best = _best(gold_event, free)
            if best is None:
                continue
            free = [event for event in free if event is not best]
            optional = gold_event.get("optional")
            yield best, None if optional else _meets(gold_event["recipients"], best.recipients)
        for event in free:
            yield event, False


def read_gold(directory: str | Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The reports and the gold coding of a folder. Raises PolybiusError where one is missing or broken."""
    return _read_lines(Path(directory) / "reports.jsonl"), _read_lines(Path(directory) / "gold.jsonl")


def source_of(report: Gold) -> str:
    """Where a report comes from: the first part of its source file's path."""
    return re.split(r"[/.]", str(report.get("source") or "unknown"), maxsplit=1)[0]


def score_events(wanted: list[dict[str, Any]], coded: Iterable[Event]) -> tuple[Count, dict[str, Count]]:
    """Counts of one report's events, all together and by category."""
    free, total, by_category = list(coded), Count(), dict[str, Count]()
    for gold in sorted(wanted, key=lambda one: bool(one.get("optional"))):
        best = _best(gold, free)
        if best is not None:
            # by identity: two equal events are two
            free = [event for event in free if event is not best]
        if gold.get("optional"):
            continue
        count = Count(gold=1, found=int(best is not None))
        if best is not None:
            _judge(gold, best, count)
        total.add(count)
        by_category.setdefault(gold["category"], Count()).add(count)
    for event in free:
        total.add(Count(extra=1))
        by_category.setdefault(event.category, Count()).add(Count(extra=1))
    return total, by_category


def score_statements(wanted: list[dict[str, Any]], coded: CodedReport | None) -> Count:
    """Counts of one report's statements by contiguous piece of content; found when half of the union is shared."""
    count = Count(gold=len(wanted))
    left = [(part, statement) for statement in (coded.statements if coded else ()) for part in statement.content]
    for gold in wanted:
        for index, (part, statement) in enumerate(left):
            shared = max(0, min(part.end, gold["end"]) - max(part.start, gold["start"]))
            union = max(part.end, gold["end"]) - min(part.start, gold["start"])
            if shared * 2 >= union:
                del left[index]
                count.found += 1
                _tick(
                    count,
                    "speakers",
                    not gold["speakers"] or any(_named_by(name, statement.speakers) for name in gold["speakers"]),
                )
                break
    count.extra = len(left)
    return count


def _best(gold: Gold, free: list[Event]) -> Event | None:
    """The free coded event that meets a gold event best; the first of equals."""
    categories = {gold["category"], *gold.get("alternatives", [])}
    fitting = [
        event
        for event in free
        if event.start < gold["end"]
        and event.end > gold["start"]
        and event.category in categories
        and _meets(gold["actors"], event.actors)
    ]
    return max(
        fitting,
        key=lambda event: (
            _meets(gold["recipients"], event.recipients),
            event.category == gold["category"],
            _says(gold, event),
        ),
        default=None,
    )


def _judge(gold: Gold, event: Event, count: Count) -> None:
    """Counts which fields of a found event are right."""
    if gold["actors"]:
        # of a meeting both forms are right: all as actors, or host and visitor apart (guide, rule 16)
        beside = event.recipients if event.category == "CONSULT" else ()
        _tick(count, "actors", _all_meet(gold["actors"], event.actors, beside))
    _tick(count, "recipients", _meets(gold["recipients"], event.recipients))
    _tick(count, "modes", not gold["modes"] or bool(set(gold["modes"]) & {mode.name for mode in event.modes}))
    _tick(count, "date", _when(gold, event))
    _tick(count, "says", _says(gold, event))
    _tick(
        count,
        "realis",
        any(set(event.realis) == set(marks) for marks in (gold["realis"], *gold.get("realis_alternatives", []))),
    )
    if gold.get("place"):
        _tick(count, "place", bool(_words(gold["place"]) & _words(_label(event.place))))
    first = next((party for party in gold["actors"] if party.get("code")), None)
    if first:
        sectors = set(first.get("sectors") or [])
        _tick(
            count,
            "sectors",
            any(actor.code == first["code"] and sectors <= set(actor.sectors) for actor in event.actors),
        )


def _tick(count: Count, name: str, right: bool) -> None:
    count.asked[name] += 1
    count.right[name] += right


def _meets(wanted: Iterable[Gold], coded: Iterable[Actor]) -> bool:
    """Whether parties meet: nobody is wanted, one wanted has no code, or one of their codes is among the coded."""
    wanted, codes = list(wanted), {party.code for party in coded}
    return not wanted or any(
        party.get("code") is None or {party["code"], *party.get("also", [])} & codes for party in wanted
    )


def _all_meet(wanted: Iterable[Gold], coded: Iterable[Actor], beside: Iterable[Actor] = ()) -> bool:
    """Whether every coded party has a code that is wanted, and every wanted code is coded, be it among ``beside``."""
    answers = [{party["code"], *party.get("also", [])} for party in wanted if party.get("code")]
    codes = {party.code for party in coded if party.code}
    told = codes | {party.code for party in beside if party.code}
    known = set[str]().union(*answers)
    return (not answers or codes <= known) and all(answer & told for answer in answers)


def _says(gold: Gold, event: Event) -> bool:
    """Whether the tellers are right: as many links, and the inmost shares a word with the gold's."""
    wanted = gold.get("attribution") or []
    if len(wanted) != len(event.attribution):
        return False
    return not wanted or wanted[0] is None or _named_by(wanted[0], event.attribution[0].speakers)


def _named_by(name: str, speakers: Iterable[Actor]) -> bool:
    label = " ".join(_label(speaker) for speaker in speakers)
    return bool(_words(name) & _words(label)) or name.lower() in label.lower()


def _when(gold: Gold, event: Event) -> bool:
    """Whether start and end are right where the gold has them, at the gold's precision."""
    wanted = gold.get("date") or {}
    return all(
        not wanted.get(end) or (getattr(event.date, end) or "").startswith(wanted[end]) for end in ("start", "end")
    )


def _words(text: str | None) -> set[str]:
    return {word for word in re.findall(r"\w+", (text or "").lower()) if len(word) > 2 and word not in _NO_NAME}


def _label(named: Actor | Place | None) -> str:
    return f"{named.text} {named.name or ''}" if named else " "


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError as error:
        raise PolybiusError(f"{path}: not found; a gold folder holds reports.jsonl and gold.jsonl") from error
    except (OSError, ValueError) as error:
        raise PolybiusError(f"{path}: cannot be read as JSON Lines ({error})") from error


def rows(score: GoldScore) -> Iterator[tuple[str, Count]]:
    """All counts of events with their names, for tables: categories, sources, and the total last."""
    for name in sorted(score.by_category):
        yield name, score.by_category[name]
    for name in sorted(score.by_source):
        yield f"source: {name}", score.by_source[name]
    yield "all events", score.events
