"""Opens the Delta Lake table that is the store, or says in one sentence why it cannot be opened."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from polybius.errors import StoreError
from polybius.records import SCHEMA_VERSION
from polybius.store.schema import DESCRIPTION, FLAT, PARTITION, TABLE_NAME, store_schema

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from pyarrow.dataset import Dataset

FOR_GOOD = 36_500
"""Days that stand for ever."""
_LOG, _FILES = "delta.logRetentionDuration", "delta.deletedFileRetentionDuration"


def kept_for(days: int) -> dict[str, str]:
    """The properties of a table that say for how many days its versions stay readable."""
    return {_LOG: f"interval {days} days", _FILES: f"interval {days} days"}


# Old versions stay readable for good, unless the store is told otherwise (history.py): neither the log nor the files
# it names expire by themselves. Statistics are kept for the flat columns only; those of nested ones would fill the log
# and serve no query.
CONFIGURATION = {
    "delta.enableExpiredLogCleanup": "false",
    **kept_for(FOR_GOOD),
    "delta.dataSkippingStatsColumns": ",".join(name for name in FLAT if name != PARTITION),
}

# what may lie in the folder of a store that has not been made yet
_BESIDE = frozenset({"_delta_log", "_ingest", "_links", "_rejects", "_watch"})


def open_table(store: str | Path, version: int | None = None) -> DeltaTable:
    """The table at a path or URL, as it is now or was at a version.

    Raises StoreError where there is none, it is no store of Polybius, it is newer than this Polybius, or it has no
    such version.
    """
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    try:
        table = DeltaTable(str(store))
    except TableNotFoundError as error:
        raise _missing(store) from error
    except Exception as error:
        # deltalake raises plain Exception and OSError too, depending on the storage
        if "://" not in str(store) and not (Path(store) / "_delta_log").is_dir():
            raise _missing(store) from error
        raise StoreError(f"{store}: cannot open the store ({first_line(error)})") from error
    _check(store, table)
    if version is not None:
        newest, days = table.version(), days_kept(table)
        try:
            table.load_as_version(version)
        except Exception as error:
            kept = "" if days is None else f", and versions are kept for {days} days"
            raise StoreError(f"{store}: has no version {version}; the newest is {newest}{kept}") from error
    return table


def dataset_of(table: DeltaTable) -> Dataset:
    """The rows of a table as an Arrow dataset.

    A table on this machine is read by Arrow's own file system: deltalake's is written in Python, and Arrow's reading
    threads that still call it while the process ends abort the process.
    """
    from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

    uri = table.table_uri
    if "://" in uri and not uri.startswith("file://"):
        return table.to_pyarrow_dataset()
    folder = unquote(urlsplit(uri).path) if uri.startswith("file://") else uri
    return table.to_pyarrow_dataset(filesystem=SubTreeFileSystem(folder, LocalFileSystem()))


def open_or_create(store: str | Path) -> DeltaTable:
    """The table at a path or URL; a new, empty one where there is none.

    Raises StoreError as ``open_table`` does, also where the folder already holds something else.
    """
    from deltalake import DeltaTable, Schema
    from deltalake.exceptions import DeltaError

    _wait_while_made(store)
    if not _absent(store):
        if "://" in str(store):
            try:
                return open_table(store)
            except StoreError:
                if DeltaTable.is_deltatable(str(store)):
                    raise
        else:
            return open_table(store)
    try:
        return DeltaTable.create(
            str(store),
            schema=Schema.from_arrow(store_schema()),
            name=TABLE_NAME,
            description=DESCRIPTION,
            partition_by=[PARTITION],
            configuration=CONFIGURATION,
        )
    except (DeltaError, OSError) as error:
        # another writer may have made it in the meantime
        if not _absent(store):
            return open_table(store)
        raise StoreError(
            f"{store}: cannot make a store here ({first_line(error)}); check the path and your rights"
        ) from error


_CAUSE = re.compile(r"\n\s*↳\s*")
_COLOUR = re.compile(r"\x1b\[\d*m")


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """The first line of an error's text, with the causes that deltalake lists below it."""
    text = _CAUSE.sub(": ", _COLOUR.sub("", str(error)))
    return text.strip().split("\n", 1)[0] or type(error).__name__


def days_kept(table: DeltaTable) -> int | None:
    """For how many days old versions of a table stay readable; None: for good."""
    found = re.fullmatch(r"interval (\d+) days", table.metadata().configuration.get(_LOG) or "")
    days = int(found[1]) if found else FOR_GOOD
    return days if days < FOR_GOOD else None


def schema_of(table: DeltaTable) -> int:
    """The schema version that a store's table says it has."""
    found = re.search(r"schema_version (\d+)", table.metadata().description or "")
    return int(found[1]) if found else 0


def _check(store: str | Path, table: DeltaTable) -> None:
    found = schema_of(table)
    if table.metadata().name != TABLE_NAME or not found:
        raise StoreError(f"{store}: is a Delta Lake table, but no store of Polybius; name another folder")
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"{store}: was written by a newer Polybius (schema {found}, this one knows {SCHEMA_VERSION}); "
            "upgrade with: pip install --upgrade polybius"
        )


def _absent(store: str | Path) -> bool:
    """Whether nothing is there yet: no such folder, or an empty one (unknown for URLs, taken as present).

    A folder in which a store was begun and broken off before its first commit counts as empty.
    """
    if "://" in str(store):
        return False
    path = Path(store)
    if not path.exists():
        return True
    begun = path.is_dir() and {entry.name for entry in path.iterdir()} <= _BESIDE
    return begun and not any(path.glob("_delta_log/*.json"))


def _wait_while_made(store: str | Path) -> None:
    """Waits a moment where another writer is just making the table: its log is there, but nothing in it yet."""
    log = Path(store) / "_delta_log"
    for _ in range(40):
        if "://" in str(store) or not log.is_dir() or any(log.glob("*.json")) or len(list(log.parent.iterdir())) > 1:
            return
        time.sleep(0.05)


def _missing(store: str | Path) -> StoreError:
    if _absent(store):
        return StoreError(f"{store}: there is no store here; make one with: polybius code FILES --store {store}")
    return StoreError(f"{store}: is no store of Polybius (no Delta Lake table); name another folder")
