"""What a telling refers back to within its report: a denial to what it denies, a toll or "X began" to the fight.

"Five died, the mayor said" and "the army had fired on nobody" name no day, no place and hardly a party: compared with
other reports by what they say themselves they are like nothing, or like too much. A reader takes them for the act just
told. So such a telling is given what it leaves open, days, place and parties, from the telling it refers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from polybius.link.telling import Side, Telling
from polybius.link.voices import REBELS
from polybius.link.wording import nearness

DENIABLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "SUPPORT", "RETREAT", "SANCTION", "CONCEDE", "PROTEST"})
"""Categories of acts; a word denied is a word of its own."""
HARMED = frozenset({"dead", "injured", "missing"})
REACH = 250
"""Characters before a toll within which its attack is told."""
ALIKE = 0.6
"""Nearness from which two predicates are taken for one act."""
FAR = 300
"""Characters before a denial within which what it denies is told."""


def with_antecedents(tellings: Iterable[Telling]) -> list[Telling]:
    """The tellings of one report, those that refer to others among them completed from these."""
    found: list[Telling] = []
    for telling in sorted(tellings, key=lambda one: (one.start, one.event)):
        open_ = not telling.timed and not telling.placed
        if telling.denied and telling.category in DENIABLE and open_:
            antecedent = _denied(telling, found)
        elif telling.began and telling.real and open_:
            antecedent = _begun(telling, found)
        elif _is_bare_toll(telling):
            antecedent = _counted(telling, found)
        else:
            antecedent = None
        found.append(telling if antecedent is None else completed(telling, antecedent))
    return found


def completed(telling: Telling, antecedent: Telling) -> Telling:
    """A telling with the parties, days and place it leaves open as those of what it refers to."""
    dated = telling.timed or not antecedent.dated
    placed = telling.spot is not None and (telling.placed or antecedent.spot is None)
    return replace(
        telling,
        refers_to=antecedent.refers_to if antecedent.refers_to and not telling.denied else antecedent.event,
        actors=telling.actors or antecedent.actors,
        recipients=_struck(telling, antecedent),
        days=telling.days if dated else antecedent.days,
        dated=telling.dated if dated else True,
        firm=telling.firm,
        spot=telling.spot if placed else antecedent.spot,
    )


def _struck(telling: Telling, antecedent: Telling) -> tuple[Side, ...]:
    """Whom a telling says the act was done to: where it tells who began, the side that acts in the other account."""
    if telling.began and _unlike(telling.actors, antecedent.actors):
        return telling.recipients or antecedent.actors
    return telling.recipients if telling.recipients and not telling.denied else antecedent.recipients


def _denied(denial: Telling, before: Sequence[Telling]) -> Telling | None:
    """What a denial denies: of the acts that may be meant the one it is most like, of these the last before it.

    It is the act that is denied, not that people died of it.
    """
    near = [one for one in reversed(before) if denial.start - one.start <= FAR and not one.denied and one.real]
    meant = [one for one in near if one.refers_to is None and not _is_toll(one) and _may_be(denial, one)]
    return max(meant, key=lambda one: _likeness(denial, one), default=None)  # the first of equals is the nearest


def _begun(claim: Telling, before: Sequence[Telling]) -> Telling | None:
    """The fight of which a telling says who began it: the last told before it in which the other side acts."""
    for one in reversed(before):
        if claim.start - one.start > FAR:
            return None
        if one.category == "ASSAULT" and one.real and not one.denied and one.refers_to is None and not _is_toll(one):
            return one if _unlike(claim.actors, one.actors) else None
    return None


def _likeness(denial: Telling, told: Telling) -> int:
    """How much of an act a denial repeats: its doer and its word, then whom it struck."""
    return (
        2 * _share(denial.actors, told.actors)
        + 2 * any(nearness(one, other) >= ALIKE for one in denial.trigger for other in told.trigger)
        + _share(denial.recipients, told.recipients)
    )


def _share(some: Sequence[Side], others: Sequence[Side]) -> bool:
    return bool({side.code for side in some if side.code} & {side.code for side in others})


def _may_be(denial: Telling, told: Telling) -> bool:
    if told.category != denial.category or _unlike(denial.actors, told.actors):
        return False
    # who denies a kidnapping denies no shelling
    return ("abduct" in denial.modes) == ("abduct" in told.modes)


def _unlike(some: Sequence[Side], others: Sequence[Side]) -> bool:
    """Whether those who act in two tellings are known to be others: of two countries, or a state and its rebels."""
    first = {(side.code, _fighting(side)) for side in some if side.code}
    second = {(side.code, _fighting(side)) for side in others if side.code}
    return bool(first and second and not first & second)


def _fighting(side: Side) -> bool:
    return bool(set(side.sectors) & set(REBELS))


def _is_toll(telling: Telling) -> bool:
    """Whether a telling only counts dead or hurt: nobody acts in it."""
    harmed = any(kind in HARMED for kind, _ in telling.counts)
    return telling.category == "ASSAULT" and harmed and not telling.actors


def _is_bare_toll(telling: Telling) -> bool:
    """Whether a telling only counts victims and has no day and no place of its own."""
    return _is_toll(telling) and telling.real and not telling.denied and not telling.timed and not telling.placed


def _counted(toll: Telling, before: Sequence[Telling]) -> Telling | None:
    """The attack whose victims a toll counts: the last one told before it."""
    for one in reversed(before):
        if toll.start - one.start > REACH:
            return None
        if one.category == "ASSAULT" and one.real and not one.denied:
            return one
    return None
