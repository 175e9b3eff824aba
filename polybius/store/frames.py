"""Arrow tables as the frames of polars and pandas, which are extras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polybius.errors import PolybiusError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow as pa


def polars_frame(table: pa.Table) -> polars.DataFrame:
    """The table as a polars frame. Raises PolybiusError where polars is not installed."""
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    return frame


def pandas_frame(table: pa.Table) -> pandas.DataFrame:
    """The table as a pandas frame. Raises PolybiusError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    # the types say which columns are text and which are whole numbers, also where all values are unknown
    frame = table.to_pandas(types_mapper=pandas.ArrowDtype)
    assert isinstance(frame, pandas.DataFrame)
    return frame


def _missing(package: str) -> PolybiusError:
    return PolybiusError(f"{package} is not installed; install it with: pip install 'polybius[{package}]'")
