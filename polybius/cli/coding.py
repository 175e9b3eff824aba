"""Codes inputs for the commands: reads them, counts what fails, says what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from polybius.cli.faults import SOME_FAILED, WRONG_USE, complain

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from polybius.read import ReadFailure
    from polybius.records import CodedReport, Report
    from polybius.store import Written

DATES_SHOWN = 10
"""Reports whose publication date is explained one by one; the others are counted."""


class Codes(Protocol):
    """What a coder can do, as far as the commands need it."""

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds spent by stage."""
        ...

    def code(self, text: str, *, published: str | None = None, outlet: str | None = None) -> CodedReport:
        """Codes one text."""
        ...

    def pipe(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """Codes many reports."""
        ...

    def annotate(self, report: Report) -> Doc:
        """The Doc of one report with all that the stages found on it."""
        ...


@dataclass
class Tally:
    """Counts of one run; foreign: those of the failed whose text is sound, but not in English."""

    coded: int = 0
    events: int = 0
    eventless: int = 0
    failed: int = 0
    undated: int = 0
    foreign: int = 0

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some inputs failed, 2 nothing could be read."""
        if not self.coded:
            return WRONG_USE
        return SOME_FAILED if self.failed else 0

    def __str__(self) -> str:
        said = f"{_number(self.coded, 'report')} coded, {_number(self.events, 'event')}"
        if self.eventless:
            said += f", {self.eventless} without a political event"
        if self.failed:
            said += f"; {_number(self.failed, 'input')} not coded"
            if self.foreign:
                said += f", {self.foreign} of them for their language"
        return said


def load_coder(model: str | None, *, every_topic: bool = False, actors: Sequence[Path] | None = None) -> Codes:
    """The coder with this spaCy pipeline (None: the default) and the user's actor lists.

    Raises ModelError where the pipeline is not installed, ActorListError where a list breaks the rules.
    """
    import polybius

    named = {"model": model} if model else {}
    coder: Codes = polybius.load(**named, every_topic=every_topic, actors=actors or ())
    return coder


def code_inputs(
    inputs: Iterable[Report | ReadFailure],
    model: str | None,
    tally: Tally,
    actors: Sequence[Path] | None = None,
    *,
    profile: bool = False,
) -> Iterator[CodedReport]:
    """Yields the coded reports; names failures and assumed dates on stderr as they come, and counts in ``tally``.

    The language model is loaded only once there is something to code. profile: say at the end where the time went.
    """
    reports = _sound(inputs, tally)
    first = next(reports, None)
    if first is None:
        return
    coder = load_coder(model, actors=actors)
    for coded in coder.pipe(_chain(first, reports)):
        tally.coded += 1
        tally.events += len(coded.events)
        tally.eventless += not coded.events
        _explain_date(coded.report, tally)
        yield coded
    if profile:
        _explain_time(coder.seconds)


def _explain_time(seconds: dict[str, float]) -> None:
    """Says how long each stage took, in seconds and as share of all."""
    total = sum(seconds.values()) or 1.0
    for name, spent in (*seconds.items(), ("together", total)):
        complain(f"{name:<12}{spent:8.2f} s {spent / total:6.0%}")


def name_of(report: Report) -> str:
    """What to call a report on screen: its title, address, outlet, or the first words of its text."""
    from polybius.export.passage import printable

    named = " ".join(printable(report.title or report.url or report.outlet or "").split())
    first = " ".join(printable(report.text[:200]).split())
    return named or (first if len(first) <= 60 else first[:59].rstrip() + "…") or report.id


@dataclass
class Keeper:
    """Collects coded reports and stores them in batches, so that not every one needs a commit of its own."""

    store: str
    held: list[CodedReport] = field(default_factory=list)
    written: Written | None = None

    def keep(self, coded: CodedReport) -> None:
        """Takes one report; stores those held when there are enough."""
        from polybius.store.write import BATCH

        self.held.append(coded)
        if len(self.held) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Stores the reports held."""
        from polybius.store import Written, write

        if self.held:
            self.written = (self.written or Written()) + write(self.store, self.held)
            self.held = []


def _sound(inputs: Iterable[Report | ReadFailure], tally: Tally) -> Iterator[Report]:
    from polybius.records import Report

    for one in inputs:
        if isinstance(one, Report):
            yield one
        else:
            tally.failed += 1
            tally.foreign += one.kind == "language"
            complain(f"{one.source}: {one.reason}")


def _chain(first: Report, rest: Iterator[Report]) -> Iterator[Report]:
    yield first
    yield from rest


def _explain_date(report: Report, tally: Tally) -> None:
    """Says which publication date was worked with and why, unless it was given."""
    published = report.published
    if published.basis == "given":
        if (published.start or "") > date.today().isoformat():
            complain(f"{name_of(report)}: the publication date given, {published.start}, lies in the future")
        return
    tally.undated += 1
    if tally.undated > DATES_SHOWN:
        return
    reasons = f": {'; '.join(reason.rstrip('.') for reason in published.reasons)}" if published.reasons else ""
    if published.start is None and published.end is None:
        said = (
            f"publication date unknown, so that words such as 'Monday' stay undated{reasons}; give it with --published"
        )
    else:
        from polybius.export.passage import interval

        said = f"worked with publication date {interval(published.start, published.end)} ({published.basis}{reasons})"
    complain(f"{name_of(report)}: {said}")


@contextmanager
def counted() -> Iterator[Tally]:
    """Counts a run and says the counts at its end, also where it is broken off after something was done."""
    tally = Tally()
    try:
        yield tally
    except BaseException:
        if tally.coded or tally.failed:
            _close(tally)
        raise
    _close(tally)


def _close(tally: Tally) -> None:
    if tally.undated > DATES_SHOWN:
        complain(f"… and {tally.undated - DATES_SHOWN} more reports without a given publication date")
    complain(str(tally))


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
