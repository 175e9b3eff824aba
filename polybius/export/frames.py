"""Events as data frames of polars and pandas, which are installed only where they are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from polybius.export.parquet import event_table
from polybius.records import CodedReport
from polybius.store.frames import pandas_frame, polars_frame

if TYPE_CHECKING:
    import pandas
    import polars


def to_polars(reports: Iterable[CodedReport]) -> polars.DataFrame:
    """The events as a polars frame, one row each. Raises PolybiusError where polars is not installed."""
    return polars_frame(event_table(reports))


def to_pandas(reports: Iterable[CodedReport]) -> pandas.DataFrame:
    """The events as a pandas frame, one row each. Raises PolybiusError where pandas is not installed."""
    return pandas_frame(event_table(reports))
