"""Tables that lie beside the reports of a store, in folders of their own that its table passes by.

Delta Lake takes no notice of folders whose names start with "_"; so corrections, rejects and events of other sets each
have a table there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polybius.errors import StoreError
from polybius.store.table import first_line

if TYPE_CHECKING:
    from deltalake import DeltaTable


def path_beside(store: str | Path, folder: str) -> str:
    """The path or URL of a table beside a store."""
    return f"{str(store).rstrip('/')}/{folder}"


def open_beside(store: str | Path, folder: str, what: str) -> DeltaTable | None:
    """The table in a folder of a store as it is now; None where there never was one.

    what: its contents, for the message. Raises StoreError where it cannot be opened.
    """
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    path = path_beside(store, folder)
    if "://" not in path and not Path(path, "_delta_log").is_dir():
        return None
    try:
        return DeltaTable(path)
    except TableNotFoundError:
        return None
    except Exception as error:
        # deltalake raises plain Exception and OSError too, depending on the storage
        raise StoreError(f"{store}: cannot open {what} ({first_line(error)})") from error
