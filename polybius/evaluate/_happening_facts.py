"""Measures what linked happenings say of their tellings: contradictions, independent tellers, and whose word they are.

A happening of the response is aligned with the gold happening with which it shares most tellings; of several aligned
with one, that which shares most is its partner (the first by id of equals).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from polybius.evaluate._coreference import Measure
from polybius.link.outlets import outlet_of
from polybius.link.voices import STATE
from polybius.records import Contradiction, Happening

Gold = Mapping[str, Any]
NUMBERS = frozenset(("dead", "injured", "missing", "captured", "displaced"))
JUDGED = NUMBERS | {"occurrence", "actor", "holder", "cease-fire"}
"""The fields in which the gold lists contradictions; those in others are not judged."""
_ALSO = {"cease-fire": frozenset(("occurrence", "holder"))}
"""Fields under which a contradiction may stand as well: whether a cease-fire is kept is whether it is in force."""


@dataclass(frozen=True)
class Aligned:
    """Which happenings of gold and response are the same.

    gold_of: the gold id of each aligned happening of the response; partner: the happening of the response that shares
    most with each gold one that has any.
    """

    gold_of: Mapping[str, str]
    partner: Mapping[str, Happening]

    @classmethod
    def of(cls, happenings: Iterable[Happening], gold_by_event: Mapping[str, str]) -> Aligned:
        """Aligns happenings; gold_by_event: the gold happening that each event tells, where it tells one."""
        gold_of, partner, best = {}, dict[str, Happening](), dict[str, int]()
        for happening in sorted(happenings, key=lambda one: one.id):
            shared = Counter(gold_by_event[event] for event in happening.events if event in gold_by_event)
            if not shared:
                continue
            gold = min(shared, key=lambda key: (-shared[key], key))
            gold_of[happening.id] = gold
            if shared[gold] > best.get(gold, 0):
                partner[gold], best[gold] = happening, shared[gold]
        return cls(gold_of, partner)


@dataclass
class Facts:
    """The figures, and in words what is wrong."""

    figures: dict[str, Any]
    errors: list[str] = field(default_factory=list)


def score_facts(wanted: Mapping[str, Gold], happenings: Sequence[Happening], aligned: Aligned) -> Facts:
    """Contradictions over all happenings; tellers, parties and one-sidedness over gold happenings with a partner."""
    contradictions = _score_contradictions(wanted, happenings, aligned)
    pairs = [(wanted[key], happening) for key, happening in sorted(aligned.partner.items())]
    return Facts(
        {
            "contradictions": contradictions.figures,
            "aligned": len(pairs),
            "independent_tellers": _score_tellers(pairs),
            "asserted_by": _score_parties(pairs, "asserted_by"),
            "denied_by": _score_parties(pairs, "denied_by"),
            "one_sided": _score_one_sided(pairs),
        },
        contradictions.errors,
    )


def _score_contradictions(wanted: Mapping[str, Gold], happenings: Iterable[Happening], aligned: Aligned) -> Facts:
    """A contradiction is right where the aligned gold happening has it and it was not met before.

    In a field of numbers it must give two values that different tellers have in the gold, values aside that their own
    teller corrected later; in one of words ("Georgia", "workers began") the field suffices.
    """
    open_ = [(key, one) for key, gold in wanted.items() for one in gold["contradictions"] if one["field"] in JUDGED]
    gold, right, errors, unjudged = len(open_), 0, list[str](), 0
    for happening in sorted(happenings, key=lambda one: one.id):
        for told in happening.contradictions:
            if told.field not in JUDGED:
                unjudged += 1
                continue
            key = aligned.gold_of.get(happening.id)
            met = next((pair for pair in open_ if pair[0] == key and agrees(pair[1], told)), None)
            if met is None:
                errors.append(f"extra: {key or 'no gold happening'} {told.field}: {_shown(told)}")
            else:
                open_.remove(met)
                right += 1
    errors += [f"missed: {key} {one['field']}: {_listed(one)}" for key, one in open_]
    extra = sum(error.startswith("extra") for error in errors)
    measure = Measure(right / max(right + extra, 1), right / max(gold, 1))
    figures = {"gold": gold, "right": right, "extra": extra, "not_judged": unjudged, **measure.as_dict()}
    return Facts(figures | {"by_field": _by_field(wanted, open_)}, errors)


def agrees(gold: Gold, told: Contradiction) -> bool:
    """Whether a contradiction is the gold's: of the same field and, in one of numbers, between the same values."""
    if told.field != gold["field"] and told.field not in _ALSO.get(gold["field"], ()):
        return False
    if told.field not in NUMBERS:
        return True
    given: dict[Any, set[str]] = {}
    for one in gold["values"]:
        given.setdefault(one["value"], set()).add(one["teller"])
    standing = {value.value for value in told.values if value.superseded_by is None}
    pairs = itertools.combinations(sorted(standing & set(given), key=str), 2)
    return any(len(given[one] | given[other]) > 1 for one, other in pairs)


def _by_field(wanted: Mapping[str, Gold], missed: Iterable[tuple[str, Gold]]) -> dict[str, str]:
    every = Counter(
        one["field"] for gold in wanted.values() for one in gold["contradictions"] if one["field"] in JUDGED
    )
    lacking = Counter(one["field"] for _, one in missed)
    return {name: f"{every[name] - lacking[name]} of {every[name]}" for name in sorted(every)}


def _score_tellers(pairs: Sequence[tuple[Gold, Happening]]) -> dict[str, Any]:
    """How often their number is right, and precision and recall of who they are; names are compared by the media list.

    Who only denies a happening is no independent teller of it here, whatever the gold set counts.
    """
    equal, right, given, wanted = 0, 0, 0, 0
    for gold, happening in pairs:
        names = set(_keys(gold["independent_tellers"])) - set(_keys(gold.get("tellers_denying_only") or ()))
        told = set(_keys(one.name for one in happening.tellers if one.stance != "denies"))
        equal += len(names) == happening.support.independent
        right, given, wanted = right + len(names & told), given + len(told), wanted + len(names)
    return {"number_right": _share(equal, len(pairs)), **Measure(*_ratios(right, given, wanted)).as_dict()}


def _score_parties(pairs: Sequence[tuple[Gold, Happening]], name: str) -> dict[str, Any]:
    """How often the parties are the same, and precision and recall of them; organs of a state are the state."""
    equal, right, given, wanted = 0, 0, 0, 0
    for gold, happening in pairs:
        parties, told = set(map(_party, gold[name])), set(map(_party, getattr(happening.support, name)))
        equal += parties == told
        right, given, wanted = right + len(parties & told), given + len(told), wanted + len(parties)
    return {"same": _share(equal, len(pairs)), **Measure(*_ratios(right, given, wanted)).as_dict()}


def _score_one_sided(pairs: Sequence[tuple[Gold, Happening]]) -> dict[str, Any]:
    answers = [(bool(gold.get("one_sided")), happening.support.one_sided) for gold, happening in pairs]
    right = sum(wanted and told for wanted, told in answers)
    ratios = _ratios(right, sum(told for _, told in answers), sum(wanted for wanted, _ in answers))
    same = sum(wanted == told for wanted, told in answers)
    return {"same": _share(same, len(answers)), **Measure(*ratios).as_dict()}


def _keys(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        outlet = outlet_of(name)
        yield outlet.key if outlet else name


def _party(name: str) -> str:
    code, *sectors = name.split()
    return " ".join((code, *(() if STATE & set(sectors) else sectors)))


def _ratios(right: int, given: int, wanted: int) -> tuple[float, float]:
    return right / max(given, 1), right / max(wanted, 1)


def _share(right: int, every: int) -> float:
    return round(right / max(every, 1), 4)


def _shown(told: Contradiction) -> str:
    return "; ".join(dict.fromkeys(f"{one.value} ({one.teller})" for one in told.values))


def _listed(gold: Gold) -> str:
    return "; ".join(dict.fromkeys(f"{one['value']} ({one['teller']})" for one in gold["values"]))
