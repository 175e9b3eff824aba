"""Stage 8 of 9: series over time — needs happenings and reports, leaves counts per step and their exposure.

A happening counts once, however many reports tell of it, in the step in which it happened. What cannot be placed in
one step is left out and its number told. A count says little without its exposure, the reports published in the step:
where there were none, a zero is no peace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from polybius.codebook import REALIS, load_codebook
from polybius.errors import PolybiusError, StoreError
from polybius.iso_days import FORMS, days_of
from polybius.link import _series_queries as queries
from polybius.link.named_party import NamedParty, named_party
from polybius.store.frames import pandas_frame, polars_frame

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow as pa

STEPS = tuple(queries.STEPS)
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
"""The columns of the quad classes 1 to 4."""
MUTUAL = ("CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT")
"""Categories in which several actors without a recipient act on each other (talks, clashes). In the others they act
together on somebody who is not told, as two governments that condemn an attack or groups that march side by side."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A period and its steps: the arguments of ``exposure``. Raises PolybiusError where one is wrong."""

    step: str = "month"
    start: str | None = None
    end: str | None = None

    def __post_init__(self) -> None:
        _check_name(self.step, "step", STEPS)
        first, last = self.period
        if first and last and first > last:
            raise PolybiusError(f"the period from {self.start} to {self.end} ends before it begins; exchange the dates")

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day that count; None where open."""
        first = None if self.start is None else _days_of(self.start)[0]
        return first, None if self.end is None else _days_of(self.end)[1]


@dataclass(frozen=True, kw_only=True)
class Selection(Window):
    """What a series counts: the arguments of ``series``. Raises PolybiusError where one is wrong."""

    actor: str
    recipient: str | None = None
    directed: bool = True
    expand: bool = True
    one_a_day: bool = False
    categories: Sequence[str] | None = None
    realis: Sequence[str] = ("historical",)
    independent: int = 1
    confidence: float = 0.0
    undated: Literal["out", "told"] = "out"
    mutual: Sequence[str] = MUTUAL

    def __post_init__(self) -> None:
        super().__post_init__()
        for category in (*(self.categories or ()), *self.mutual):
            _check_name(category, "category", tuple(load_codebook().categories))
        for mark in self.realis:
            _check_name(mark, "realis", REALIS)
        _check_name(self.undated, "way to treat what has no date", ("out", "told"))
        if self.independent < 0 or not 0 <= self.confidence <= 1:
            raise PolybiusError("a series needs 0 or more independent tellers and a confidence from 0 to 1")
        _ = self.parties  # raises where one is none

    @property
    def parties(self) -> tuple[NamedParty, NamedParty | None]:
        """Actor and recipient; None stands for anybody or nobody."""
        return named_party(self.actor), None if self.recipient is None else named_party(self.recipient)

    @property
    def directions(self) -> tuple[str, ...]:
        """The rows of each step: forth and back, or one where direction is not told apart or both are the same."""
        if not self.directed:
            return ("both",)
        return ("forth",) if self.parties[0] == self.parties[1] else ("forth", "back")


@dataclass(frozen=True)
class LeftOut:
    """Numbers of happenings between the parties that are not counted, each under the first reason that holds.

    unreal: negated, hypothetical or future (whatever ``realis`` does not allow). unsupported: asserted by too few.
    undated: no day, month or year is told, or only a bound. coarse: the date reaches beyond one step, or beyond an end
    of the period. outside: before or after the period. reports: reports that are in no step of the exposure, as it is
    not known well enough when they were published.
    """

    unreal: int = 0
    unsupported: int = 0
    undated: int = 0
    coarse: int = 0
    outside: int = 0
    reports: int = 0


@dataclass(frozen=True)
class Exposure:
    """Reports per outlet and step: step_start, step_end, outlet (null where not told), reports.

    left_out: number of reports whose publication cannot be placed in one step.
    """

    table: pa.Table
    left_out: int

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars frame. Raises PolybiusError where polars is not installed."""
        return polars_frame(self.table)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame. Raises PolybiusError where pandas is not installed."""
        return pandas_frame(self.table)


@dataclass(frozen=True)
class Series:
    """Counts and scores per step, one row a step and direction, also where nothing happened.

    table: step_start, step_end (first and last day); actor, recipient (as asked for; null is anybody or nobody);
    events (happenings), then their number by category, by quad class, and of those told as background (historical);
    score_sum, score_mean (PLOVER) and goldstein_sum, goldstein_mean, −10 to +10 each, means null without events;
    one_sided, the share of events known from the word of one party alone; reports and outlets, the exposure.
    left_out: what is not counted and why. unnamed: those of the parties asked for that are in no happening at all.
    """

    table: pa.Table
    left_out: LeftOut
    unnamed: tuple[str, ...] = ()

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars frame. Raises PolybiusError where polars is not installed."""
        return polars_frame(self.table)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame. Raises PolybiusError where pandas is not installed."""
        return pandas_frame(self.table)


def series(
    connection: duckdb.DuckDBPyConnection,
    actor: str,
    recipient: str | None = None,
    *,
    step: str = "month",
    start: str | None = None,
    end: str | None = None,
    directed: bool = True,
    expand: bool = True,
    one_a_day: bool = False,
    categories: Sequence[str] | None = None,
    realis: Sequence[str] = ("historical",),
    independent: int = 1,
    confidence: float = 0.0,
    undated: Literal["out", "told"] = "out",
    mutual: Sequence[str] = MUTUAL,
) -> Series:
    """Counts the happenings between two parties, or those of one party, over time.

    connection: with the views of ``polybius.link.connect``.
    actor, recipient: "ARM" (its parties of all sectors), "ARM.MIL" (those with the sector), "ARM.none" (those without
    any), "wagner-group" (an id of the actor list), or several with commas, which count as one. Without recipient: all
    the actor does (recipient null), and all that is done to it (actor null).
    step: day, week (from Monday), month, quarter or year.
    start, end: the period, ISO dates; both are included. By default it runs over all steps with reports or with
    counted happenings that are no background. Steps that the period cuts are cut.
    directed: a row for each direction; else one row, in which each happening counts once.
    expand: a happening with several actors or recipients counts for each pair of them; else only happenings with one
    on each side count. Of a reciprocal happening (``mutual`` categories, all parties among the actors) each acts on
    each other one, and it counts once in each direction.
    one_a_day: of each direction, category and day one happening at most.
    categories: only these. realis: marks with which a happening still counts; by default "historical" (background,
    counted when it happened), but not "future", "hypothetical" and "negated". independent: least number of
    independent tellers. confidence: least confidence, 0 to 1. undated: "told" places happenings without a date, unless
    they are background, on the day of the first report of them.

    Raises PolybiusError where an argument is wrong, StoreError where the store cannot be read.
    """
    selection = Selection(
        actor=actor, recipient=recipient, step=step, start=start, end=end, directed=directed, expand=expand,
        one_a_day=one_a_day, categories=categories, realis=realis, independent=independent, confidence=confidence,
        undated=undated, mutual=mutual,
    )  # fmt: skip
    return count(connection, selection)


def count(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Series:
    """The series of a selection; see ``series``. Raises StoreError where the store cannot be read."""
    happening = _between(connection, selection)
    exposed = _ask(connection, queries.reports_by_step(selection.step), _dates(selection.period))
    table, left_out = _counted(happening, exposed, selection)
    return Series(table, left_out, () if happening.num_rows else _unnamed(connection, selection))


def exposure(
    connection: duckdb.DuckDBPyConnection, step: str = "month", start: str | None = None, end: str | None = None
) -> Exposure:
    """Counts the reports of each outlet in each step in which it has any; the arguments are those of ``series``.

    A text that stood in several outlets counts for each of them. Raises PolybiusError where an argument is wrong,
    StoreError where the store cannot be read.
    """
    return reports_in(connection, Window(step=step, start=start, end=end))


def reports_in(connection: duckdb.DuckDBPyConnection, window: Window) -> Exposure:
    """The exposure in a window; see ``exposure``. Raises StoreError where the store cannot be read."""
    by_outlet, by_step = queries.reports_by_outlet(window.step), queries.reports_by_step(window.step)
    dates = _dates(window.period)
    return Exposure(_ask(connection, by_outlet, dates), _unplaced(_ask(connection, by_step, dates)))


def _between(connection: duckdb.DuckDBPyConnection, selection: Selection) -> pa.Table:
    actor, recipient = selection.parties
    other = None if recipient is None else recipient.condition()
    sql = queries.between(actor.condition(), other, selection.mutual, selection.expand)
    categories = None if selection.categories is None else list(selection.categories)
    chosen = {"categories": categories, "confidence": selection.confidence, "as_told": selection.undated == "told"}
    return _ask(connection, sql, chosen)


def _counted(happening: pa.Table, exposed: pa.Table, selection: Selection) -> tuple[pa.Table, LeftOut]:
    """The rows of a series, from the happenings between its parties and the reports of each step."""
    import duckdb

    directions, step = selection.directions, selection.step
    actor, recipient = map(str, selection.parties)
    with duckdb.connect(":memory:") as work:
        work.register("happening", happening)
        work.register("exposure", exposed)
        barred = [mark for mark in REALIS if mark not in selection.realis]
        chosen = _dates(selection.period) | {"independent": selection.independent, "barred": barred}
        first, last = work.execute(queries.bounds(step), chosen).fetchall()[0]
        work.register("fated", _ask(work, queries.fates(step), chosen | _dates((first, last))))
        fates = dict(work.execute("SELECT fate, count(*) FROM fated WHERE fate <> 'counted' GROUP BY fate").fetchall())
        sql = queries.counts(step, directions, selection.one_a_day, load_codebook().categories, QUADS)
        named = {"actor": actor, "recipient": None if selection.recipient is None else recipient}
        table = _ask(work, sql, named | _dates((first, last)))
    return table, LeftOut(**fates, reports=_unplaced(exposed))


def _unplaced(exposed: pa.Table) -> int:
    return sum(row["reports"] for row in exposed.to_pylist() if row["step"] is None)


def _unnamed(connection: duckdb.DuckDBPyConnection, selection: Selection) -> tuple[str, ...]:
    """The parties asked for that no happening has."""
    asked = [party for party in selection.parties if party is not None]
    sql = "SELECT 1 FROM happening_parties WHERE {} LIMIT 1"
    return tuple(str(party) for party in asked if not _ask(connection, sql.format(party.condition()), {}).num_rows)


def _ask(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> pa.Table:
    import duckdb

    try:
        return connection.sql(sql, params=parameters).to_arrow_table()
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"the series cannot be counted: {str(error).strip().splitlines()[0]}") from error


def _dates(period: tuple[date | None, date | None]) -> dict[str, Any]:
    return {"start": period[0], "end": period[1]}


def _check_name(name: str, what: str, known: Sequence[str]) -> None:
    if name not in known:
        raise PolybiusError(f"{name!r} is no {what}; choose from {', '.join(known)}")


def _days_of(iso: str) -> tuple[date, date]:
    """The first and the last day of an ISO day, month or year. Raises PolybiusError where it is none."""
    found = days_of(iso)
    if found is None:
        raise PolybiusError(f"{iso!r} is no date; write {FORMS}")
    return found
