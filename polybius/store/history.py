"""Stage 7 of 9: store, its history — for how long old versions stay readable, and what goes when they no longer do.

By default that is for good. A store that is written to every minute for years would drown in old versions, though: each
is an entry in the log, and small files that were joined stay for their sake. So a table may say for how many days
versions are kept. What is older goes when small files are joined: never the newest version, nor anything that one of
the last days needs, so that no reader who looks at a version of those days is disturbed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polybius.errors import StoreError
from polybius.store.table import FOR_GOOD, days_kept, first_line, kept_for, open_table

if TYPE_CHECKING:
    from deltalake import DeltaTable


def keep_versions(store: str | Path, days: int | None) -> None:
    """Has a store keep its versions for so many days from now on, or for good (None).

    Raises StoreError where days are fewer than one, or the store cannot be written.
    """
    from deltalake.exceptions import DeltaError

    if days is not None and not 1 <= days < FOR_GOOD:
        raise StoreError(f"versions can be kept for 1 to {FOR_GOOD - 1} days or for good, not for {days} days")
    table = open_table(store)
    if days_kept(table) == days:
        return
    try:
        table.alter.set_table_properties(kept_for(FOR_GOOD if days is None else days))
    except (DeltaError, OSError) as error:
        raise StoreError(f"{store}: cannot be told how long to keep its versions ({first_line(error)})") from error


def forget_old_versions(table: DeltaTable) -> None:
    """Removes from a table what only versions need that are no longer kept: files first, then entries of the log.

    Leaves a checkpoint of the newest version. Raises what deltalake does where another writer is at work.
    """
    days = days_kept(table)
    if days is not None:
        table.vacuum(retention_hours=24 * days, dry_run=False, enforce_retention_duration=False)
    table.create_checkpoint()
    if days is not None:
        table.cleanup_metadata()
