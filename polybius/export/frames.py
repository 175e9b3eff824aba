"""Events as data frames of polars and pandas, which are installed only where they are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from polybius.errors import PolybiusError
from polybius.export.parquet import event_table
from polybius.records import CodedReport

if TYPE_CHECKING:
    import pandas
    import polars


def to_polars(reports: Iterable[CodedReport]) -> polars.DataFrame:
    """The events as a polars frame, one row each. Raises PolybiusError where polars is not installed."""
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    frame = polars.from_arrow(event_table(reports))
    assert isinstance(frame, polars.DataFrame)
    return frame


def to_pandas(reports: Iterable[CodedReport]) -> pandas.DataFrame:
    """The events as a pandas frame, one row each. Raises PolybiusError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    # the types say which columns are text and which are whole numbers, also where all values are unknown
    frame = event_table(reports).to_pandas(types_mapper=pandas.ArrowDtype)
    assert isinstance(frame, pandas.DataFrame)
    return frame


def _missing(package: str) -> PolybiusError:
    return PolybiusError(f"{package} is not installed; install it with: pip install 'polybius[{package}]'")
