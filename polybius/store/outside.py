"""Events that others have coded, in a Delta table of their own beside the reports: ``_outside`` in the store's folder.

They have no text of ours, so they are no coded reports; they are kept to compare with, under the name of their set and
their own id. Delta Lake passes by what begins with "_", so that the table of the reports does not see them.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.errors import StoreError
from polybius.store.beside import open_beside, path_beside
from polybius.store.table import dataset_of, first_line, open_or_create, quoted
from polybius.store.write import APPLICATION, ATTEMPTS, TIDY_EVERY, batches

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable
    from pyarrow.dataset import Dataset

FOLDER = "_outside"
VIEW = "outside_events"
BATCH = 50_000
"""Events per commit."""
MOVING = ("acled", "ged")
"""Sets in which an event may come to another year; in the others its date is fixed with its id."""


@dataclass(frozen=True, kw_only=True)
class OutsideEvent:
    """One event as another set has it, in our terms; None or "" where it has nothing.

    Names and meanings are those of the view ``events``; what there are several of is joined by "|".
    source: the set. event_id: the set, a colon, and the id it has there. score, goldstein: as the set gives them.
    dead: deaths, best, lowest and highest figure. mentions, sources, articles: how often it was told.
    file, line: where it was read.
    """

    event_id: str
    source: str
    date_start: str
    date_end: str
    category: str | None = None
    modes: str = ""
    actors: str = ""
    actor_codes: str = ""
    actor_sectors: str = ""
    recipients: str = ""
    recipient_codes: str = ""
    recipient_sectors: str = ""
    quad: int | None = None
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    place: str | None = None
    place_country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    dead: int | None = None
    dead_low: int | None = None
    dead_high: int | None = None
    mentions: int | None = None
    sources: int | None = None
    articles: int | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    file: str = ""
    line: int = 0

    def digest(self) -> str:
        """A hash of all but where it was read: the same for the same event in two files."""
        told = repr(astuple(self)[: -len(_PROVENANCE)])
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


_PROVENANCE = ("file", "line")
COLUMNS = tuple(field.name for field in fields(OutsideEvent))
"""The columns of the view."""


@dataclass(frozen=True)
class Imported:
    """What became of events given to ``write_outside``."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0

    def __add__(self, other: Imported) -> Imported:
        return Imported(self.new + other.new, self.replaced + other.replaced, self.unchanged + other.unchanged)

    def __str__(self) -> str:
        return f"{self.new:,} new, {self.replaced:,} replaced, {self.unchanged:,} unchanged"


def outside_schema() -> pa.Schema:
    """The Arrow schema of the table: the columns of the view, then ``digest`` and ``year``."""
    import pyarrow as pa

    types = {"int": pa.int64(), "float": pa.float64(), "str": pa.string()}
    named = [pa.field(field.name, types[str(field.type).split(" ")[0]]) for field in fields(OutsideEvent)]
    return pa.schema([*named, pa.field("digest", pa.string()), pa.field("year", pa.string())])


def write_outside(store: str | Path, events: Iterable[OutsideEvent], *, batch: int = BATCH) -> Imported:
    """Puts events of other sets beside the reports of a store, which is made if there is none.

    An event whose id is there already replaces it where it differs, and is passed by where it does not. Of several with
    one id in the same batch the last counts. Raises StoreError where the store cannot be written.
    """
    open_or_create(store)
    total = Imported()
    for some in batches(events, batch):
        total += _write(store, some)
    return total


def outside_dataset(store: str | Path) -> Dataset | None:
    """The events of other sets beside a store; None where there are none. Raises StoreError."""
    table = _open(store)
    return None if table is None else dataset_of(table)


def outside_rows(store: str | Path) -> Any:
    """The events of other sets as what DuckDB can register, with the columns of the view."""
    import pyarrow as pa

    dataset = outside_dataset(store)
    if dataset is None:
        return pa.schema([outside_schema().field(name) for name in COLUMNS]).empty_table()
    return dataset.scanner(columns=list(COLUMNS))


def _open(store: str | Path) -> DeltaTable | None:
    return open_beside(store, FOLDER, "its events of other sets")


def _write(store: str | Path, events: Sequence[OutsideEvent]) -> Imported:
    from deltalake.exceptions import CommitFailedError, DeltaError

    by_id = {event.event_id: event for event in events}
    repeated = len(events) - len(by_id)
    for attempt in range(ATTEMPTS):
        try:
            written = _commit(store, by_id)
            return written + Imported(unchanged=repeated)
        except CommitFailedError:
            time.sleep(random.uniform(0.005, 0.05) * min(attempt + 1, 10))
        except (DeltaError, OSError, ValueError) as error:
            raise StoreError(f"{store}: cannot write to the store ({first_line(error)})") from error
    raise StoreError(f"{store}: other writers kept changing the store during {ATTEMPTS} attempts; try again later")


def _commit(store: str | Path, by_id: Mapping[str, OutsideEvent]) -> Imported:
    from deltalake import CommitProperties, DeltaTable, Schema, Transaction, write_deltalake

    table = _open(store)
    if table is None:
        table = DeltaTable.create(
            path_beside(store, FOLDER), schema=Schema.from_arrow(outside_schema()), partition_by=["source", "year"]
        )
    known = _digests(table, by_id.values())
    digests = {key: event.digest() for key, event in by_id.items()}
    changed = {key for key, digest in digests.items() if known.get(key, digest) != digest}
    new = digests.keys() - known.keys()
    if new or changed:
        # of two writers that start from the same state one fails, and tries again on the new one
        turn = (table.transaction_version(APPLICATION) or 0) + 1
        properties = CommitProperties(app_transactions=[Transaction(APPLICATION, turn)], max_commit_retries=0)
        rows = _rows(by_id, digests, new | changed)
        if changed:
            where = f"event_id IN ({', '.join(map(quoted, sorted(new | changed)))})"
            write_deltalake(table, rows, mode="overwrite", predicate=where, commit_properties=properties)
        else:
            write_deltalake(table, rows, mode="append", commit_properties=properties)
    if table.version() % TIDY_EVERY == 0 and (new or changed):
        table.optimize.compact()
        table.create_checkpoint()
    return Imported(len(new), len(changed), len(by_id) - len(new) - len(changed))


def _digests(table: DeltaTable, events: Iterable[OutsideEvent]) -> dict[str, str]:
    """The digests of those of the events whose ids are in the table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    events = list(events)
    found: dict[str, str] = {}
    for source in sorted({event.source for event in events}):
        some = [event for event in events if event.source == source]
        wanted = pc.field("source") == source
        if source not in MOVING:
            wanted &= pc.field("year").isin(sorted({event.date_start[:4] for event in some}))
        ids = pa.array([event.event_id for event in some], pa.string())
        for batch in dataset_of(table).to_batches(columns=["event_id", "digest"], filter=wanted):
            kept = batch.filter(pc.is_in(batch.column("event_id"), value_set=ids))
            found.update(zip(kept.column(0).to_pylist(), kept.column(1).to_pylist(), strict=True))
    return found


def _rows(by_id: Mapping[str, OutsideEvent], digests: Mapping[str, str], keys: Iterable[str]) -> pa.Table:
    import pyarrow as pa

    chosen = [by_id[key] for key in sorted(keys)]
    columns = [[getattr(event, name) for event in chosen] for name in COLUMNS]
    columns += [[digests[event.event_id] for event in chosen], [event.date_start[:4] for event in chosen]]
    schema = outside_schema()
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )
