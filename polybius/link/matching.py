"""How likely two tellings are of one event: evidence for and against, weighed and added up.

Each feature compares one side of the two tellings and gives a level, such as ``date: same day``. A level has a weight
(``data/link/weights.csv``), the logarithm of how much more often it stands between tellings of one event than between
those of two; the sum is the logarithm of the odds. This is record linkage after Fellegi and Sunter (1969, "A theory
for record linkage", JASA 64), with weights fitted together, by logistic regression, on the project's own affairs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from polybius.codebook import load_codebook
from polybius.link.telling import Side, Spot, Telling, sides
from polybius.link.wording import likeness, nearness
from polybius.tables import DATA, read_table

NEARBY = 60.0
"""Kilometres within which two named places may be one scene."""
UNRELATED = -3.0
"""Score of two tellings that share nothing by which they would be compared."""
_EARTH = 6371.0


@dataclass(frozen=True, slots=True)
class Match:
    """A comparison: the logarithm of the odds that the tellings are of one event, and what it rests on."""

    score: float
    levels: tuple[tuple[str, str, float], ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The evidence, strongest first: "+1.9 date: same day"."""
        ranked = sorted(self.levels, key=lambda one: (-abs(one[2]), one[0]))
        return tuple(f"{weight:+.1f} {feature}: {level}" for feature, level, weight in ranked if weight)


def compare(one: Telling, other: Telling, kinship: float = 0.0) -> Match:
    """Compares two tellings. kinship: how alike their reports are, 0 to 1 (see ``copies.likeness_of``)."""
    weights = load_weights()
    levels = tuple((name, level, weights.get((name, level), 0.0)) for name, level in features(one, other, kinship))
    return Match(weights.get(("bias", ""), 0.0) + sum(weight for _, _, weight in levels), levels)


def features(one: Telling, other: Telling, kinship: float = 0.0) -> Iterator[tuple[str, str]]:
    """The levels of all features of a pair of tellings."""
    yield from ((name, level(one, other, lambda: kinship)) for name, level in FEATURES)


def score_of(one: Telling, other: Telling, kinship: Callable[[], float]) -> float | None:
    """The score of two tellings as ``compare`` gives it; None as soon as it cannot be above ``UNRELATED`` any more."""
    weights, most = load_weights(), _most_to_come()
    score = weights.get(("bias", ""), 0.0)
    for (name, level), best in zip(FEATURES, most, strict=True):
        score += weights.get((name, level(one, other, kinship)), 0.0)
        if score + best <= UNRELATED:
            return None
    return score


@cache
def _most_to_come() -> tuple[float, ...]:
    """After each feature: what those that follow can add at most."""
    best: dict[str, float] = {}
    for (name, _), weight in load_weights().items():
        best[name] = max(best.get(name, weight), weight)
    names = [name for name, _ in FEATURES]
    return tuple(sum(max(best.get(name, 0.0), 0.0) for name in names[i + 1 :]) for i in range(len(names)))


@cache
def load_weights(name: str = "weights.csv") -> dict[tuple[str, str], float]:
    """The weights of a table of ``data/link`` by feature and level. Raises DataError where it has a fault."""
    found: dict[tuple[str, str], float] = {}
    for row in read_table(DATA / "link" / name, ("feature", "level", "weight")):
        try:
            found[row["feature"], row["level"]] = float(row["weight"])
        except ValueError:
            raise row.fault(f"weight must be a number; found {row['weight']!r}") from None
    return found


def step(value: float, steps: tuple[float, ...]) -> str:
    """The highest step a value reaches, as a level."""
    for step in steps:
        if value >= step:
            return f"{step:.2f} or more"
    return f"below {steps[-1]:.2f}"


def _category(one: Telling, other: Telling) -> str:
    if one.category is None or other.category is None:
        return "unknown"
    if one.category == other.category:
        return "same"
    pair = frozenset({one.category, other.category})
    if pair in load_akin():
        return "akin"
    quads = {load_codebook().categories[name].quad for name in pair}
    return "same quad class" if len(quads) == 1 else "different"


@cache
def load_akin() -> frozenset[frozenset[str]]:
    """The pairs of categories that tell of one act now and then. Raises DataError where the table has a fault."""
    found = set()
    for row in read_table(DATA / "link" / "akin_categories.csv", ("category", "others", "note")):
        for name in (row["category"], *row.many("others")):
            if name not in load_codebook().categories:
                raise row.fault(f"{name!r} is no category of the codebook")
        found |= {frozenset({row["category"], other}) for other in row.many("others")}
    return frozenset(found)


def _overlap(one: Iterable[str], other: Iterable[str]) -> str:
    first, second = set(one), set(other)
    if not first or not second:
        return "untold"
    return "shared" if first & second else "different"


def _predicate(one: Telling, other: Telling) -> str:
    if not one.trigger or not other.trigger:
        return "untold"
    nearest = max(nearness(a, b) for a in one.trigger for b in other.trigger)
    return "same" if nearest == 1.0 else step(nearest, (0.45, 0.3))


_LEVELS = ("same", "within", "same country", "alike", "unknown", "different if at all", "different")


def _sides(one: tuple[Side, ...], other: tuple[Side, ...]) -> str:
    """How well the best fitting two parties go together; a party without a code fits by its name alone."""
    if not one or not other:
        return "none told" if not one and not other else "told once"
    return min((_side(a, b) for a in one for b in other), key=_LEVELS.index)


def _side(one: Side, other: Side) -> str:
    if one.id and one.id == other.id:
        return "same"
    if one.code and other.code:
        if one.code != other.code or one.key != other.key:
            return "different" if one.sure and other.sure else "different if at all"
        first, second = set(one.sectors), set(other.sectors)
        if first == second:
            return "same" if not (one.id and other.id) else "same country"
        return "within" if first <= second or second <= first else "same country"
    return "alike" if set(one.words) & set(other.words) else "unknown"


def _disputed(one: Telling, other: Telling) -> bool:
    """Whether two tellings of a fight between countries may differ in who began it, which then does not part them."""
    if not (one.began or other.began) or one.category != "ASSAULT" or other.category != "ASSAULT":
        return False
    first, second = ({side.code for side in telling.actors if side.code} for telling in (one, other))
    return bool(first and second and not first & second)


def _acting(one: Telling, other: Telling) -> str:
    return "told once" if _disputed(one, other) else _sides(one.actors, other.actors)


def _suffering(one: Telling, other: Telling) -> str:
    return "told once" if _disputed(one, other) else _sides(one.recipients, other.recipients)


def _roles(one: Telling, other: Telling) -> str:
    """Whether the one acts in one telling on whom it suffers from in the other."""
    if _disputed(one, other):
        return "as told"
    straight = _fit(one.actors, other.actors) + _fit(one.recipients, other.recipients)
    turned = _fit(one.actors, other.recipients) + _fit(one.recipients, other.actors)
    if turned > straight:
        return "turned round"
    return "as told" if straight > turned else "open"


def _fit(one: tuple[Side, ...], other: tuple[Side, ...]) -> int:
    level = _sides(one, other)
    return {"same": 3, "within": 2, "same country": 1, "alike": 3}.get(level, 0)


def _names(one: Telling, other: Telling) -> str:
    """Whether parties that no list knows bear the same name."""
    first = {word for side in (*one.actors, *one.recipients) if not side.id for word in side.words}
    second = {word for side in (*other.actors, *other.recipients) if not side.id for word in side.words}
    return _overlap(first, second)


def _date(one: Telling, other: Telling) -> str:
    if one.days is None or other.days is None:
        return "untold"
    gap = max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])
    if one.dated and other.dated:
        if gap <= 0:
            fine = all(days[0] == days[1] for days in (one.days, other.days))
            return "same day" if fine else "within"
        level = "a day apart" if gap == 1 else "days apart" if gap <= 3 else "weeks apart" if gap <= 31 else "far apart"
        return level if one.firm and other.firm else f"{level} if at all"
    if gap <= 0:
        return "may be one"
    return "may be near" if gap <= 3 else "unlikely" if gap <= 31 else "far apart"


def _place(one: Spot | None, other: Spot | None) -> str:
    if one is None or other is None:
        return "untold"
    if one.country and other.country and one.country != other.country:
        return "another country"
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return "same country" if one.precision == "country" else "same"
    first, second = set((one.name or "").split()), set((other.name or "").split())
    if first & second:
        return "same country" if "country" in (one.precision, other.precision) else "same"
    if "country" in (one.precision, other.precision):
        return "same country"
    distance = _kilometres(one, other)
    if distance is None:
        return "unlike"
    return "nearby" if distance <= NEARBY else "elsewhere"


def _kilometres(one: Spot, other: Spot) -> float | None:
    """The distance along the earth's surface (haversine formula)."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    first, second = math.radians(one.latitude or 0.0), math.radians(other.latitude or 0.0)
    east = math.radians((other.longitude or 0.0) - (one.longitude or 0.0))
    part = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(part)))


def _numbers(one: Telling, other: Telling) -> str:
    first, second = dict(one.counts), dict(other.counts)
    shared = first.keys() & second.keys()
    if not shared:
        return "untold"
    return "same" if any(first[kind] == second[kind] for kind in shared) else "different"


def _reality(one: Telling, other: Telling) -> str:
    """Whether one telling is of a plan, a demand or a fear, the other of what came about."""
    first, second = ({"future", "hypothetical"} & set(telling.realis) for telling in (one, other))
    return "both unreal" if first and second else "one unreal" if first or second else "real"


def _parties(one: Telling, other: Telling) -> str:
    return _overlap(*({side.key for side in sides(telling) if side.key} for telling in (one, other)))


def _reports(one: Telling, other: Telling, kinship: Callable[[], float]) -> str:
    return "same" if one.report == other.report else step(kinship(), (0.5, 0.25, 0.12, 0.05))


Level = Callable[[Telling, Telling, Callable[[], float]], str]
FEATURES: tuple[tuple[str, Level], ...] = (
    # what is soon told and parts most comes first
    ("category", lambda one, other, _: _category(one, other)),
    ("date", lambda one, other, _: _date(one, other)),
    ("parties", lambda one, other, _: _parties(one, other)),
    ("actors", lambda one, other, _: _acting(one, other)),
    ("recipients", lambda one, other, _: _suffering(one, other)),
    ("modes", lambda one, other, _: _overlap(one.modes, other.modes)),
    ("numbers", lambda one, other, _: _numbers(one, other)),
    ("reality", lambda one, other, _: _reality(one, other)),
    ("place", lambda one, other, _: _place(one.spot, other.spot)),
    ("roles", lambda one, other, _: _roles(one, other)),
    ("names", lambda one, other, _: _names(one, other)),
    ("predicate", lambda one, other, _: _predicate(one, other)),
    ("reports", _reports),
    ("wording", lambda one, other, _: step(likeness(one.words, other.words), (0.8, 0.6, 0.45, 0.3, 0.15))),
)
