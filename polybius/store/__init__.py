"""Stage 7 of 9: the store — records to and from a Delta Lake table, and SQL over it."""

from polybius.store.outside import Imported, OutsideEvent, outside_dataset, write_outside
from polybius.store.read import Rows, answer, connect, find_event, query, read, snapshot, views
from polybius.store.write import Written, write

__all__ = [
    "Imported", "OutsideEvent", "Rows", "Written", "answer", "connect", "find_event", "outside_dataset", "query",
    "read", "snapshot", "views", "write", "write_outside",
]  # fmt: skip
