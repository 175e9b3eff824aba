"""Holds our happenings against the events of another set: how counts by dyad and step go together, and what is found.

Both are counted by pairs of codes, as other sets know no more of a party that all have. Counts are compared over all
steps of the time both cover, those without an event of either among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Literal

from polybius.codebook import load_codebook
from polybius.errors import PolybiusError, StoreError
from polybius.link.series import MUTUAL, Window

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).with_name("comparing.sql")
STEP_LENGTHS = {"day": "1 DAY", "week": "7 DAYS", "month": "1 MONTH", "quarter": "3 MONTHS", "year": "1 YEAR"}
LEAST_STEPS = 3
"""Steps below which no correlation is told."""


@dataclass(frozen=True, kw_only=True)
class Comparison(Window):
    """What is compared. Raises PolybiusError where an argument is wrong.

    step: day, week, month, quarter or year. start, end: the period, ISO; by default what both cover. outside: the set.
    categories: only these. quads: only these classes, 1 to 4. directed: whether what A does to B and B to A are two
    dyads. domestic: whether pairs of one code count. days: how far a found event may lie from the known one.
    match: what must agree beside the dyad for an event to be found.
    """

    outside: str
    categories: Sequence[str] = ()
    quads: Sequence[int] = ()
    directed: bool = True
    domestic: bool = False
    days: int = 2
    match: Literal["quad", "category", "dyad"] = "quad"

    def __post_init__(self) -> None:
        super().__post_init__()
        known = tuple(load_codebook().categories)
        for category in self.categories:
            if category not in known:
                raise PolybiusError(f"{category!r} is no category; choose from {', '.join(known)}")
        for quad in self.quads:
            if quad not in (1, 2, 3, 4):
                raise PolybiusError(f"{quad} is no quad class; choose from 1, 2, 3, 4")
        if self.match not in ("quad", "category", "dyad"):
            raise PolybiusError(f"{self.match!r} is no way to match; choose from quad, category, dyad")
        if self.days < 0:
            raise PolybiusError(f"{self.days} days cannot lie between two events; give 0 or more")


@dataclass(frozen=True)
class Correlation:
    """How two counts go together over steps: Pearson's r and Spearman's rho, None where one does not vary."""

    steps: int
    pearson: float | None
    spearman: float | None


@dataclass(frozen=True)
class Dyad:
    """One dyad: events of ours and theirs, how they go together, and how many of theirs are found among ours."""

    actor: str
    recipient: str
    ours: int
    theirs: int
    correlation: Correlation
    known: int
    found: int


@dataclass(frozen=True)
class Compared:
    """A comparison.

    start, end: first and last day compared. dyads: by number of events. overall: the correlation over all dyads and
    steps. known, found: events of the other set, and those of them that are among our happenings; ours, shared: the
    other way round. by_quad: known and found of each class. steps: counts of each dyad and step.
    """

    start: str
    end: str
    dyads: tuple[Dyad, ...]
    overall: Correlation
    known: int
    found: int
    ours: int
    shared: int
    by_quad: Mapping[int, tuple[int, int]]
    steps: tuple[tuple[str, str, str, int, int], ...]

    @property
    def recall(self) -> float | None:
        """The share of known events that are found."""
        return self.found / self.known if self.known else None

    @property
    def share(self) -> float | None:
        """The share of ours that the other set has."""
        return self.shared / self.ours if self.ours else None


def compare(connection: duckdb.DuckDBPyConnection, asked: Comparison) -> Compared:
    """Compares; connection: with the views of ``polybius.link.connect``.

    An event of the one is found in the other where that has one of the same dyad and, as asked, the same quad class or
    category, at most so many days away. Several may be found in the same one. Raises PolybiusError where the set has
    no event in the store or the two have no time in common, StoreError where the store cannot be read.
    """
    import duckdb

    try:
        _make(connection, asked)
        start, end = _period(connection, asked)
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE compared AS SELECT * FROM placed WHERE day BETWEEN ? AND ?", [start, end]
        )
        steps = _steps(connection, asked, start, end)
        found = _found(connection, asked)
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"the two cannot be compared: {str(error).strip().splitlines()[0]}") from error
    return _summed(start, end, steps, found)


def _make(connection: duckdb.DuckDBPyConnection, asked: Comparison) -> None:
    kept = ["a <> b"] if not asked.domestic else ["true"]
    if asked.categories:
        kept.append(f"category IN ({', '.join(map(repr, asked.categories))})")
    if asked.quads:
        kept.append(f"quad IN ({', '.join(map(str, asked.quads))})")
    sql = Template(SQL.read_text(encoding="utf-8")).substitute(
        outside="'" + asked.outside.replace("'", "''") + "'",
        a="a" if asked.directed else "least(a, b)",
        b="b" if asked.directed else "greatest(a, b)",
        kept=" AND ".join(kept), mutual=", ".join(map(repr, MUTUAL)),
    )  # fmt: skip
    connection.execute(sql)


def _period(connection: duckdb.DuckDBPyConnection, asked: Comparison) -> tuple[str, str]:
    """The first and the last day to compare."""
    bounds = dict[str, tuple[Any, Any]]()
    for side, first, last in connection.execute(
        "SELECT side, min(day) FILTER (NOT background), max(day) FILTER (NOT background) FROM placed GROUP BY side"
    ).fetchall():
        bounds[side] = (first, last)
    if bounds.get("theirs", (None,))[0] is None:
        held = [
            name for (name,) in connection.execute("SELECT DISTINCT source FROM outside_events ORDER BY 1").fetchall()
        ]
        raise PolybiusError(
            f"the store holds no event of {asked.outside} between two coded parties; "
            + (f"it has {', '.join(held)}" if held else "take some in with: polybius import FILE --store STORE")
        )
    if bounds.get("ours", (None,))[0] is None:
        raise PolybiusError(
            "the store holds no dated happening between two coded parties, so there is nothing to compare"
        )
    start, end = asked.period
    start = start or max(bounds["ours"][0], bounds["theirs"][0])
    end = end or min(bounds["ours"][1], bounds["theirs"][1])
    if start > end:
        raise PolybiusError(
            f"the two have no time in common: ours run from {bounds['ours'][0]} to {bounds['ours'][1]}, "
            f"those of {asked.outside} from {bounds['theirs'][0]} to {bounds['theirs'][1]}"
        )
    return start.isoformat(), end.isoformat()


def _steps(
    connection: duckdb.DuckDBPyConnection, asked: Comparison, start: str, end: str
) -> list[tuple[str, str, str, int, int]]:
    """Actor, recipient, first day of the step, events of ours and of theirs; also where there are none."""
    return connection.execute(
        f"""
WITH steps AS (
    SELECT CAST(unnest(generate_series(
        date_trunc('{asked.step}', ?::DATE), ?::DATE, INTERVAL {STEP_LENGTHS[asked.step]})) AS DATE) AS step
), dyads AS (SELECT DISTINCT a, b FROM compared),
counted AS (
    SELECT a, b, CAST(date_trunc('{asked.step}', day) AS DATE) AS step,
           count(*) FILTER (side = 'ours') AS ours, count(*) FILTER (side = 'theirs') AS theirs
    FROM compared GROUP BY ALL
)
SELECT a, b, CAST(step AS VARCHAR), coalesce(ours, 0), coalesce(theirs, 0)
FROM dyads CROSS JOIN steps LEFT JOIN counted USING (a, b, step) ORDER BY a, b, step""",
        [start, end],
    ).fetchall()


def _found(
    connection: duckdb.DuckDBPyConnection, asked: Comparison
) -> list[tuple[str, str, str, int | None, int, int]]:
    """By dyad, side and quad class: events, and those of them that the other side has."""
    same = {"quad": "AND o.quad = t.quad", "category": "AND o.category = t.category", "dyad": ""}[asked.match]
    # what lies just outside the period can still be what is looked for
    return connection.execute(
        f"""
SELECT a, b, side, quad, count(*), count(*) FILTER (hit) FROM (
    SELECT t.*, EXISTS (
        SELECT 1 FROM placed o WHERE o.side <> t.side AND o.a = t.a AND o.b = t.b {same}
        AND o.day BETWEEN t.day - {asked.days} AND t.day + {asked.days}) AS hit
    FROM compared t) GROUP BY ALL"""
    ).fetchall()


def _summed(
    start: str,
    end: str,
    steps: list[tuple[str, str, str, int, int]],
    found: list[tuple[str, str, str, int | None, int, int]],
) -> Compared:
    by_dyad: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for a, b, _, ours, theirs in steps:
        by_dyad.setdefault((a, b), []).append((ours, theirs))
    hits: dict[tuple[str, str], list[int]] = {}
    by_quad: dict[int, tuple[int, int]] = {}
    ours = shared = 0
    for a, b, side, quad, number, hit in found:
        if side == "ours":
            ours, shared = ours + number, shared + hit
            continue
        of_dyad = hits.setdefault((a, b), [0, 0])
        of_dyad[0] += number
        of_dyad[1] += hit
        if quad is not None:
            before = by_quad.get(quad, (0, 0))
            by_quad[quad] = (before[0] + number, before[1] + hit)
    dyads = [
        Dyad(
            a,
            b,
            sum(one for one, _ in counts),
            sum(other for _, other in counts),
            correlation(counts),
            *hits.get((a, b), (0, 0)),
        )
        for (a, b), counts in by_dyad.items()
    ]
    dyads.sort(key=lambda dyad: (-dyad.ours - dyad.theirs, dyad.actor, dyad.recipient))
    known, hit = (sum(pair[nth] for pair in hits.values()) for nth in (0, 1))
    overall = correlation([pair for counts in by_dyad.values() for pair in counts])
    return Compared(
        start, end, tuple(dyads), overall, known, hit, ours, shared, dict(sorted(by_quad.items())), tuple(steps)
    )


def correlation(counts: Sequence[tuple[int, int]]) -> Correlation:
    """Pearson's r and Spearman's rho of pairs of counts; None with too few, or where one side does not vary."""
    ours, theirs = [one for one, _ in counts], [other for _, other in counts]
    if len(counts) < LEAST_STEPS or len(set(ours)) < 2 or len(set(theirs)) < 2:
        return Correlation(len(counts), None, None)
    from scipy.stats import pearsonr, spearmanr

    return Correlation(len(counts), float(pearsonr(ours, theirs).statistic), float(spearmanr(ours, theirs).statistic))
