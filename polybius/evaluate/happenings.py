"""Measures linking across reports against affairs coded by hand (evaluation/affairs): one event, several tellers.

All reports of the folder are coded, and the events of all affairs are linked in one go. A gold telling is found where
a coded event tells it (see ``_triggers``); tellings marked optional are left out, and so are the events that tell
them. The same linker is run on the gold tellings too, made into events, which shows how it does without the faults of
coding. Measures of coreference: see ``_coreference``; of what happenings say: ``_happening_facts``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from polybius.errors import PolybiusError
from polybius.evaluate._coreference import restricted, score
from polybius.evaluate._happening_facts import Aligned, score_facts
from polybius.evaluate._triggers import matched
from polybius.evaluate.gold import read_gold
from polybius.link.outlets import outlet_of
from polybius.link.voices import parties_of, spoken_by
from polybius.records import (
    Actor,
    CodedReport,
    Event,
    EventDate,
    EventPlace,
    Happening,
    Link,
    Span,
    VictimKind,
    Victims,
)

Gold = Mapping[str, Any]
Linker = Callable[[Iterable[CodedReport]], Iterable[Happening]]
_COUNTED: tuple[VictimKind, ...] = ("dead", "injured", "missing", "captured", "displaced")


@dataclass(frozen=True)
class Telling:
    """A gold telling: its key, happening and affair, and the id of the event that tells it, None where none does."""

    key: str
    happening: str
    affair: str
    optional: bool
    event: str | None


@dataclass
class HappeningScore:
    """The figures of a run, and in words which contradictions were missed or made up."""

    figures: dict[str, Any]
    errors: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON takes them."""
        return self.figures


def evaluate_happenings(directory: str | Path, coder: Any, link: Linker | None = None) -> HappeningScore:
    """Codes and links the reports of a folder and measures both; ``link`` is by default that of ``polybius.link``.

    Raises PolybiusError where the folder holds no such set.
    """
    linker = link or _own_linker()
    reports, gold = read_gold(directory)
    coded = {one["id"]: _coded(one, coder) for one in reports}
    return score_happenings(read_happenings(directory), gold, coded, linker)


def read_happenings(directory: str | Path) -> dict[str, Gold]:
    """The gold happenings of a folder by id. Raises PolybiusError where they are missing or broken."""
    path = Path(directory) / "happenings.jsonl"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return {one["id"]: one for one in (json.loads(line) for line in lines if line.strip())}
    except FileNotFoundError as error:
        raise PolybiusError(
            f"{path}: not found; a folder of affairs holds happenings.jsonl beside gold.jsonl"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PolybiusError(f"{path}: cannot be read as JSON Lines of happenings ({error})") from error


def score_happenings(
    wanted: Mapping[str, Gold], gold: Sequence[Gold], coded: Mapping[str, CodedReport], link: Linker
) -> HappeningScore:
    """Measures linking; coded: the report of each gold id as coded.

    ``found``: share of the tellings that a coded event tells. ``linking_of_found``: the found tellings, in gold and
    response alike. ``end_to_end``: all gold tellings against all coded events; a telling that is not found lowers
    recall, an event that tells none is a mention of the response alone and lowers precision, where it stands alone in
    its happening as well (B³ and CEAF-e; MUC looks at links only). ``linking_of_gold``: the gold tellings as events.
    ``across_affairs``: happenings with tellings of several affairs; ``near_misses_apart``: share of the pairs of gold
    happenings noted as alike, both found, that no happening holds together.
    """
    told = [one for report in gold for one in _tellings(report, coded[report["id"]], wanted)]
    happenings = tuple(link(coded.values()))
    by_hand = {report["id"]: gold_coded(report["events"], coded[report["id"]]) for report in gold}
    given = [one for report in gold for one in _given(report, coded[report["id"]], wanted)]
    linked_gold = tuple(link(by_hand.values()))
    firm = [one for one in told if not one.optional]
    found = [one for one in firm if one.event is not None]
    facts = score_facts(wanted, happenings, _aligned(happenings, found))
    facts_of_gold = score_facts(wanted, linked_gold, _aligned(linked_gold, given))
    return HappeningScore(
        {
            "measure": "happenings",
            "reports": len(coded),
            "happenings": len(wanted),
            "tellings": len(firm),
            "found": round(len(found) / max(len(firm), 1), 4),
            "events": sum(len(one.events) for one in coded.values()),
            "linking_of_found": _linking(found, happenings),
            "end_to_end": score(_gold_clusters(firm), _response(told, happenings, coded.values())).as_dict(),
            "linking_of_gold": _linking(given, linked_gold),
            "across_affairs": _across(found, happenings),
            "across_affairs_of_gold": _across(given, linked_gold),
            "near_misses_apart": _apart(found, happenings, wanted),
            "near_misses_apart_of_gold": _apart(given, linked_gold, wanted),
            "facts": facts.figures,
            "facts_of_gold": facts_of_gold.figures,
        },
        [f"coded, {error}" for error in facts.errors] + [f"gold, {error}" for error in facts_of_gold.errors],
    )


def gold_coded(events: Sequence[Gold], coded: CodedReport) -> CodedReport:
    """A report with its gold tellings as events in place of the coded ones."""
    return coded.model_copy(
        update={"events": tuple(gold_event(gold, coded, number) for number, gold in enumerate(events))}
    )


def gold_event(gold: Gold, coded: CodedReport, number: int) -> Event:
    """A gold telling as an event; its speakers are taken for whom the coder takes the same words of the report for."""
    report, (start, end) = coded.report, gold["trigger"]
    event = Event(
        id=_gold_id(coded, number),
        category=gold["category"],
        realis=tuple(gold["realis"]),
        actors=tuple(map(_actor, gold["actors"])),
        recipients=tuple(map(_actor, gold["recipients"])),
        date=_date(gold["date"]),
        place=_place(gold["place"]),
        victims=tuple(_victims(gold)),
        attribution=(*(_link(speakers, coded) for speakers in gold["attribution"]), *_passed_on(gold)),
        trigger=Span(start=start, end=min(end, len(report.text))),
        start=gold["start"],
        end=gold["end"],
    )
    return event.model_copy(update={"claim": spoken_by(event, parties_of(event)) is not None})


def _own_linker() -> Linker:
    from polybius.link import link

    return link


def _coded(report: Gold, coder: Any) -> CodedReport:
    coded: CodedReport = coder.code(
        report["text"], published=report.get("published"), outlet=report.get("outlet"), title=report.get("title")
    )
    return coded


def _tellings(report: Gold, coded: CodedReport, wanted: Mapping[str, Gold]) -> Iterable[Telling]:
    events = {id(gold): event for gold, event in matched(report["events"], coded.events)}
    for number, gold in enumerate(report["events"]):
        event = events[id(gold)]
        yield _telling(report, number, wanted, event.id if event else None)


def _given(report: Gold, coded: CodedReport, wanted: Mapping[str, Gold]) -> Iterable[Telling]:
    """The firm tellings of a report as ``gold_coded`` makes them events."""
    for number, gold in enumerate(report["events"]):
        if not gold.get("optional"):
            yield _telling(report, number, wanted, _gold_id(coded, number))


def _telling(report: Gold, number: int, wanted: Mapping[str, Gold], event: str | None) -> Telling:
    gold = report["events"][number]
    happening = gold["happening"]
    if happening not in wanted:
        raise PolybiusError(f"gold.jsonl: telling {number} of {report['id']} tells {happening}, which is not listed")
    affair = wanted[happening]["affair"]
    return Telling(f"{report['id']}#{number}", happening, affair, bool(gold.get("optional")), event)


def _gold_clusters(told: Iterable[Telling]) -> list[list[str]]:
    clusters: dict[str, list[str]] = {}
    for one in told:
        clusters.setdefault(one.happening, []).append(one.key)
    return list(clusters.values())


def _linking(found: Sequence[Telling], happenings: Iterable[Happening]) -> dict[str, Any]:
    """How found tellings are linked; one that no happening holds stands alone."""
    key = {one.event: one.key for one in found}
    response = restricted(([key.get(event) for event in one.events] for one in happenings), key.values())
    held = frozenset[Any]().union(*response)
    alone = [[one.key] for one in found if one.key not in held]
    return score(_gold_clusters(found), [*response, *alone]).as_dict()


def _response(
    told: Iterable[Telling], happenings: Iterable[Happening], coded: Iterable[CodedReport]
) -> list[list[str]]:
    """All coded events as they are linked, by the keys of the gold tellings they tell or by their own ids."""
    key = {one.event: one.key for one in told if one.event is not None}
    optional = {one.event for one in told if one.event is not None and one.optional}
    clusters = [list(one.events) for one in happenings]
    held = {event for events in clusters for event in events}
    alone = [[event.id] for one in coded for event in one.events if event.id not in held]
    return [[key.get(event, event) for event in events if event not in optional] for events in [*clusters, *alone]]


def _aligned(happenings: Iterable[Happening], found: Iterable[Telling]) -> Aligned:
    return Aligned.of(happenings, {one.event: one.happening for one in found if one.event is not None})


def _across(found: Iterable[Telling], happenings: Iterable[Happening]) -> int:
    affair = {one.event: one.affair for one in found}
    return sum(len({affair[event] for event in one.events if event in affair}) > 1 for one in happenings)


def _apart(found: Iterable[Telling], happenings: Iterable[Happening], wanted: Mapping[str, Gold]) -> float | None:
    """The share of look-alikes that no happening joins; None where the set names none."""
    happening = {one.event: one.happening for one in found}
    held = [{happening[event] for event in one.events if event in happening} for one in happenings]
    seen = set(happening.values())
    pairs = {pair for pair in _near_misses(wanted) if pair <= seen}
    if not pairs:
        return None
    return round(sum(not any(pair <= some for some in held) for pair in pairs) / len(pairs), 4)


def _near_misses(wanted: Mapping[str, Gold]) -> Iterable[frozenset[str]]:
    for key, gold in wanted.items():
        others = gold.get("near_miss_of") or ()
        for other in [others] if isinstance(others, str) else others:
            yield frozenset((key, other))


def _gold_id(coded: CodedReport, number: int) -> str:
    return f"{coded.report.id}-g{number}"


def _actor(party: Gold) -> Actor:
    return Actor(
        text=party.get("text") or "",
        start=party.get("start"),
        end=party.get("end"),
        code=party.get("code"),
        sectors=tuple(party.get("sectors") or ()),
        implicit=party.get("start") is None,
        reason="coded by hand",
    )


def _date(given: Gold | None) -> EventDate:
    if given is None or not (given.get("start") or given.get("end")):
        return EventDate()
    finest = max(len(given.get("start") or ""), len(given.get("end") or ""))
    precision = {10: "day", 7: "month", 4: "year"}.get(finest)
    return EventDate.model_validate(
        {"start": given.get("start"), "end": given.get("end"), "precision": precision, "basis": "clause"}
    )


def _place(given: Gold | None) -> EventPlace | None:
    if not given:
        return None
    return EventPlace(text=given["name"], name=given["name"], country=given.get("country"))


def _victims(gold: Gold) -> Iterable[Victims]:
    for kind in _COUNTED:
        if gold.get(kind):
            low, high = gold[kind]
            yield Victims(kind=kind, low=low, best=low if low is not None else high, high=high)


def _passed_on(gold: Gold) -> Iterable[Link]:
    """The outlet whose telling the report only passes on."""
    outlet = outlet_of(gold.get("via"))
    if outlet is not None:
        yield Link(speakers=(Actor(text=outlet.name, id=outlet.id, name=outlet.name, sectors=("JRN",)),))


def _link(speakers: Sequence[str], coded: CodedReport) -> Link:
    return Link(speakers=tuple(_speaker(name, coded) for name in speakers))


def _speaker(name: str, coded: CodedReport) -> Actor:
    """Whom the words stand for in the report: a mention with the same words, else one that lies in them, or none."""
    words = name.casefold()
    mentions = [actor for actor in coded.actors if not actor.implicit and actor.text]
    same = [actor for actor in mentions if actor.text.casefold() == words]
    within = [actor for actor in mentions if actor.text.casefold() in words]
    best = max(same or within, key=lambda actor: (len(actor.text), actor.code is not None), default=None)
    return Actor(text=name) if best is None else best.model_copy(update={"text": name})
