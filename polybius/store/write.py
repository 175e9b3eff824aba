"""Stage 7 of 9: store, writing — needs CodedReports, leaves them in a Delta Lake table, one row each.

A batch is one commit: its reports are stored whole or not at all, and readers see the table as it was before or
after. Every commit carries the same application transaction, so that of two writers who started from the same state
one fails and tries again on the new state; thus no report is ever stored twice.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from polybius.errors import StoreError
from polybius.records import Appearance, CodedReport, Report
from polybius.store.history import forget_old_versions
from polybius.store.schema import FLAT, from_row, store_schema, to_row
from polybius.store.table import dataset_of, first_line, open_or_create, quoted

if TYPE_CHECKING:
    from deltalake import CommitProperties, DeltaTable, WriterProperties

T = TypeVar("T")
BATCH = 64
"""Reports per commit."""
TIDY_EVERY = 64
"""Commits after which small files are joined."""
FILE_SIZE = 8 * 1024 * 1024
"""Bytes up to which files are joined: large enough to keep them few, small enough to rewrite."""
ATTEMPTS = 60
APPLICATION = "polybius"


@dataclass(frozen=True)
class Written:
    """What became of the reports given to ``write``; the five counts add up to all of them.

    new: stored for the first time. replaced: coded again by another version. appearances: known, but seen in a new
    place. unchanged: known already. outdated: left alone, since the store has them from a newer Polybius.
    """

    new: int = 0
    replaced: int = 0
    appearances: int = 0
    unchanged: int = 0
    outdated: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __str__(self) -> str:
        return (
            ", ".join(f"{getattr(self, name)} {name}" for name in self.__dataclass_fields__ if getattr(self, name))
            or "none"
        )


@dataclass(frozen=True)
class Seen:
    """A report whose text is coded already, seen once more: its id, and where it stood."""

    id: str
    url: str | None = None
    outlet: str | None = None


def write(store: str | Path, reports: Iterable[CodedReport | Seen], *, batch: int = BATCH) -> Written:
    """Stores coded reports; the store is made if there is none.

    reports: a Seen adds a place to what the store, or the batch before it, holds of that report; where neither does, it
    is passed over. batch: reports per commit. Returns the counts of
    what was new, replaced and so on. Raises StoreError.
    """
    if batch < 1:
        raise StoreError(f"a batch must hold at least one report, not {batch}")
    total = Written()
    for some in batches(reports, batch):
        total += _write_batch(store, some)
    return total


def batches(reports: Iterable[T], size: int) -> Iterator[list[T]]:
    """The reports in lists of ``size``; the last may be shorter."""
    some: list[T] = []
    for report in reports:
        some.append(report)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _write_batch(store: str | Path, reports: list[CodedReport | Seen]) -> Written:
    from deltalake.exceptions import CommitFailedError, DeltaError

    for attempt in range(ATTEMPTS):
        table = open_or_create(store)
        try:
            return _commit(table, reports)
        except CommitFailedError:
            # another writer was faster: look again at what is stored, after a pause that differs between writers
            time.sleep(random.uniform(0.005, 0.05) * min(attempt + 1, 10))
        except (DeltaError, OSError, ValueError) as error:
            raise StoreError(f"{store}: cannot write to the store ({first_line(error)})") from error
    raise StoreError(f"{store}: other writers kept changing the store during {ATTEMPTS} attempts; try again later")


def _commit(table: DeltaTable, reports: list[CodedReport | Seen]) -> Written:
    """Adds one commit to the table with what is new in ``reports``; none where nothing is new."""
    import pyarrow as pa
    from deltalake import write_deltalake

    stored = _stored(table, {_id_of(one) for one in reports})
    rows, written = dict(stored), Written()
    for one in reports:
        key = _id_of(one)
        if isinstance(one, CodedReport):
            rows[key], outcome = settle(rows.get(key), one)
        elif key in rows:
            rows[key], outcome = settle_places(rows[key], [Appearance(url=one.url, outlet=one.outlet)])
        else:
            continue
        written += outcome
    changed = {key: coded for key, coded in rows.items() if coded is not stored.get(key)}
    if not changed:
        return written
    data = pa.Table.from_pylist([to_row(coded) for coded in changed.values()], schema=store_schema())
    replaced = sorted(changed.keys() & stored.keys())
    properties = writer_properties()
    commit = one_turn(table)
    if replaced:
        # overwriting "where" removes the old rows and adds the new ones in one commit
        where = f"report_id IN ({', '.join(map(quoted, sorted(changed)))})"
        write_deltalake(
            table,
            data,
            mode="overwrite",
            predicate=where,
            schema_mode="merge",
            writer_properties=properties,
            commit_properties=commit,
        )
    else:
        write_deltalake(
            table, data, mode="append", schema_mode="merge", writer_properties=properties, commit_properties=commit
        )
    _tidy(table)
    return written


def one_turn(table: DeltaTable) -> CommitProperties:
    """What makes a commit fail where another writer was faster since the table was opened."""
    from deltalake import CommitProperties, Transaction

    turn = (table.transaction_version(APPLICATION) or 0) + 1
    return CommitProperties(app_transactions=[Transaction(APPLICATION, turn)], max_commit_retries=0)


def settle(stored: CodedReport | None, coded: CodedReport) -> tuple[CodedReport, Written]:
    """What the store holds of a report after ``coded`` has come in, and how that is counted.

    stored: what it holds now; the very same object is given back where nothing changes.
    """
    if stored is None:
        return coded, Written(new=1)
    if _is_older(coded, stored):
        return stored, Written(outdated=1)
    if coded.versions != stored.versions or _knows_date_better(coded.report, stored.report):
        return _with_appearances(coded, _places(stored.report)), Written(replaced=1)
    return settle_places(stored, _places(coded.report))


def settle_places(stored: CodedReport, places: Iterable[Appearance]) -> tuple[CodedReport, Written]:
    """What the store holds of a report after its text has been seen at these places, and how that is counted."""
    grown = _with_appearances(stored, places)
    return (stored, Written(unchanged=1)) if grown is stored else (grown, Written(appearances=1))


def _id_of(one: CodedReport | Seen) -> str:
    return one.report.id if isinstance(one, CodedReport) else one.id


def _is_older(coded: CodedReport, stored: CodedReport) -> bool:
    return release(coded.versions.polybius) < release(stored.versions.polybius)


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version up to its first letter: "0.2.0rc1" gives (0, 2, 0)."""
    plain = re.match(r"[\d.]*", version)
    return tuple(int(part) for part in (plain[0] if plain else "").split(".") if part)


def _knows_date_better(coded: Report, stored: Report) -> bool:
    """Whether a publication date is given for a report that had none: then its events have other dates."""
    return coded.published.basis in ("given", "page") and stored.published.basis not in ("given", "page")


def _places(report: Report) -> tuple[Appearance, ...]:
    """Where a report stood: its own place and its further appearances."""
    return (Appearance(url=report.url, outlet=report.outlet), *report.appearances)


def _with_appearances(coded: CodedReport, places: Iterable[Appearance]) -> CodedReport:
    """The coded report with those places added that it does not have yet."""
    added: list[Appearance] = []
    for place in places:
        known = (*_places(coded.report), *added)
        if not any(place.url in (None, one.url) and place.outlet in (None, one.outlet) for one in known):
            added.append(place)
    if not added:
        return coded
    report = coded.report.model_copy(update={"appearances": (*coded.report.appearances, *added)})
    return coded.model_copy(update={"report": report})


def _stored(table: DeltaTable, ids: set[str]) -> dict[str, CodedReport]:
    """What the table holds under these report ids.

    The ids alone are looked at first: they are one small column, and most often there is nothing to find.
    """
    import pyarrow.compute as pc

    dataset = dataset_of(table)
    wanted = pc.field("report_id").isin(sorted(ids))
    found = dataset.to_table(columns=["report_id"], filter=wanted)
    if not found.num_rows:
        return {}
    return {row["report_id"]: from_row(row) for row in dataset.to_table(filter=wanted).to_pylist()}


def _tidy(table: DeltaTable) -> None:
    """Joins small files now and then; versions that are kept keep their own files."""
    from deltalake.exceptions import DeltaError

    if table.version() % TIDY_EVERY:
        return
    try:
        table.optimize.compact(target_size=FILE_SIZE, writer_properties=writer_properties())
        forget_old_versions(table)
    except (DeltaError, OSError):
        # another writer is at work; the next one who comes by tidies up
        return


def writer_properties() -> WriterProperties:
    """How files are written: statistics for the flat columns only, since those of 200 nested ones outweigh a report."""
    from deltalake import ColumnProperties, WriterProperties

    return WriterProperties(
        compression="ZSTD",
        statistics_truncate_length=32,
        default_column_properties=ColumnProperties(dictionary_enabled=False, statistics_enabled="NONE"),
        column_properties={name: ColumnProperties(statistics_enabled="CHUNK") for name in FLAT},
    )
