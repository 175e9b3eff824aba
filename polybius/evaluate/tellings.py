"""Measures who says what, through whom, and how sure, against reports coded by hand (evaluation/statements).

Statements: a piece of content is found when half of the union with a coded piece is shared; of those found the shares
whose speakers, kind and cue are right. Events: of those found (see ``_triggers``), the share whose chain is exact (as
many links, and in each the same speakers), and the factuality of their links: macro-F1 over certainty × polarity, of
the classes with at least five links. Alternatives of the gold are as right as its first answer; what is optional
counts neither as missing nor as extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from polybius.evaluate._classes import Classes
from polybius.evaluate._triggers import coded_beside, firm
from polybius.evaluate.gold import Count
from polybius.records import Actor, CodedReport, Event, Link, Statement

Gold = Mapping[str, Any]
_LEAST_LINKS = 5
_STATED = ("speakers", "kind", "cue")


def evaluate_tellings(directory: str | Path, coder: Any) -> dict[str, Any]:
    """Codes the reports of a folder and measures them. Raises PolybiusError where it holds no gold set."""
    statements, events = Count(), Count()
    right, given = list[str](), list[str]()
    for wanted, coded in coded_beside(directory, coder):
        statements.add(_statements(wanted["statements"], coded))
        for one, event in firm(wanted["events"], coded.events, events):
            _judge(one, event, events)
            for wanted_link, link in _aligned(one, event):
                right.append(_factuality(wanted_link["certainty"], wanted_link["polarity"]))
                given.append(_factuality(link.certainty, link.polarity))
    names = sorted({name for name in right if right.count(name) >= _LEAST_LINKS})
    return {
        "measure": "tellings",
        "statements": statements.as_dict(_STATED),
        "events": {
            "gold": events.gold,
            "found": events.found,
            "chain_exact": round(events.share("chain"), 4),
            "realis": round(events.share("realis"), 4),
            "claim": round(events.share("claim"), 4),
        },
        "factuality": Classes.of(names, right, given).as_dict(),
    }


def chains_of(gold: Gold) -> list[list[Gold]]:
    """The chains that are right for a gold event."""
    return [gold["chain"], *gold.get("chain_alternatives", [])]


def is_exact(chain: Sequence[Gold], links: Sequence[Link]) -> bool:
    """Whether a chain has as many links as the gold's, each with the same speakers."""
    return len(chain) == len(links) and all(
        same_speakers(wanted["speakers"], link.speakers) for wanted, link in zip(chain, links, strict=True)
    )


def same_speakers(wanted: Sequence[Gold] | None, coded: Sequence[Actor]) -> bool:
    """Whether every speaker wanted is coded and none besides; mentions are the same where they overlap."""
    wanted = wanted or ()
    return all(any(_overlap(one, actor) for actor in coded) for one in wanted) and all(
        any(_overlap(one, actor) for one in wanted) for actor in coded
    )


def _overlap(wanted: Gold, actor: Actor) -> bool:
    if actor.start is None or actor.end is None or wanted.get("start") is None:
        return str(wanted.get("text") or "").lower() == actor.text.lower()
    return bool(actor.start < wanted["end"] and actor.end > wanted["start"])


def _judge(gold: Gold, event: Event, count: Count) -> None:
    count.asked.update(("chain", "realis", "claim"))
    count.right["chain"] += any(is_exact(chain, event.attribution) for chain in chains_of(gold))
    allowed = [set(marks) for marks in (gold["realis"], *gold.get("realis_alternatives", []))]
    count.right["realis"] += set(event.realis) in allowed
    count.right["claim"] += event.claim in {gold["claim"], *gold.get("claim_alternatives", [])}


def _aligned(gold: Gold, event: Event) -> Iterator[tuple[Gold, Link]]:
    """The links of the first right chain that is exact, with the coded ones; nothing where none is."""
    for chain in chains_of(gold):
        if is_exact(chain, event.attribution):
            yield from zip(chain, event.attribution, strict=True)
            return


def _factuality(certainty: str, polarity: str) -> str:
    return f"{certainty} {polarity}"


def _statements(wanted: Iterable[Gold], coded: CodedReport) -> Count:
    count = Count()
    left = [(piece.start, piece.end, statement) for statement in coded.statements for piece in statement.content]
    for gold in sorted(wanted, key=lambda one: bool(one.get("optional"))):
        best = max(left, key=lambda piece: shared(gold, piece[0], piece[1]), default=None)
        met = best is not None and shared(gold, best[0], best[1]) >= 0.5
        if best is not None and met:
            left.remove(best)
        if gold.get("optional"):
            continue
        count.gold += 1
        if best is not None and met:
            count.found += 1
            _judge_statement(gold, best[2], count)
    count.extra = len(left)
    return count


def shared(gold: Gold, start: int, end: int) -> float:
    """The share of the union that a piece of text and a gold content (or an alternative) have in common."""
    best = 0.0
    for one in (gold, *gold.get("span_alternatives", [])):
        common = max(0, min(end, one["end"]) - max(start, one["start"]))
        best = max(best, common / (max(end, one["end"]) - min(start, one["start"])))
    return best


def _judge_statement(gold: Gold, statement: Statement, count: Count) -> None:
    count.asked.update(_STATED)
    speakers = [gold["speakers"], *gold.get("speakers_alternatives", [])]
    count.right["speakers"] += any(same_speakers(one, statement.speakers) for one in speakers)
    count.right["kind"] += statement.kind in {gold["kind"], *gold.get("kind_alternatives", [])}
    cues = [gold["cue"], *gold.get("cue_alternatives", [])]
    cue = statement.cue
    count.right["cue"] += any(
        (one is None and cue is None)
        or (one is not None and cue is not None and cue.start < one["end"] and cue.end > one["start"])
        for one in cues
    )
