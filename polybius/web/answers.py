"""The rows of a page as JSON, CSV or Parquet: every page's data in one click."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["json", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "parquet", "json")
_MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def as_file(table: pa.Table, name: str, format: Literal["csv", "parquet"]) -> Response:
    """A table as a file to be kept, under a name of its own."""
    written = io.BytesIO()
    if format == "csv":
        import pyarrow.csv as arrow_csv

        arrow_csv.write_csv(_no_formulas(table), written)
    else:
        import pyarrow.parquet as parquet

        parquet.write_table(table, written)
    return Response(
        written.getvalue(),
        media_type=_MEDIA[format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{format}"'},
    )


def _no_formulas(table: pa.Table) -> pa.Table:
    """The table with an apostrophe before each text that a spreadsheet would run, as in ``polybius export``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = table.column(number)
            runs = pc.match_substring_regex(column, r"^[=+\-@\t\r]")
            table = table.set_column(
                number, field, pc.if_else(runs, pc.binary_join_element_wise("'", column, ""), column)
            )
    return table


def as_json(table: pa.Table, **more: Any) -> JSONResponse:
    """A table as JSON: its columns, its rows as objects, and what else there is to say.

    JSON knows neither infinite numbers nor those that are none; they become null.
    """
    return JSONResponse({"columns": table.column_names, "rows": _finite(table).to_pylist(), **more})


def _finite(table: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = table.column(number)
            kept = pc.if_else(pc.is_finite(column), column, pa.scalar(None, field.type))
            table = table.set_column(number, field, kept)
    return table


def answer(table: pa.Table, name: str, format: Format, **more: Any) -> Response:
    """A table in the format asked for."""
    return as_json(table, **more) if format == "json" else as_file(table, name, format)
