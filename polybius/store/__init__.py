"""Stage 7 of 9: the store — records to and from a Delta Lake table, and SQL over it."""

from polybius.store.outside import Imported, OutsideEvent, outside_dataset, write_outside
from polybius.store.read import Bounds, Rows, answer, connect, find_event, query, read, snapshot, views
from polybius.store.write import Seen, Written, write

__all__ = [
    "Bounds",
    "Imported",
    "OutsideEvent",
    "Rows",
    "Seen",
    "Written",
    "answer",
    "connect",
    "find_event",
    "outside_dataset",
    "query",
    "read",
    "snapshot",
    "views",
    "write",
    "write_outside",
]
