"""The columns of the store, derived from the records: a new record field needs no edit here.

One row is one coded report. The record columns hold the records as they are; the few flat columns before them are
copies for searching and for file statistics.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from polybius.records import SCHEMA_VERSION, CodedReport, Published

if TYPE_CHECKING:
    import pyarrow as pa

TABLE_NAME = "polybius"
DESCRIPTION = f"Polybius coded reports, schema_version {SCHEMA_VERSION}"

PARTITION = "month"
"""The column whose values part the table's files."""


def month_of(published: Published) -> str | None:
    """The month of publication ("2020-10"), or the year where that is all that is known; None where nothing is."""
    return (published.start or published.end or "")[:7] or None


# flat columns: name -> how it is taken from a CodedReport
FLAT: dict[str, Callable[[CodedReport], str | None]] = {
    PARTITION: lambda coded: month_of(coded.report.published),
    "report_id": lambda coded: coded.report.id,
    "published": lambda coded: coded.report.published.start,
    "outlet": lambda coded: coded.report.outlet,
    "polybius": lambda coded: coded.versions.polybius,
    "model": lambda coded: coded.versions.model,
}


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a type as the records use them: a record, a tuple, a literal, an optional or a plain type.

    Raises TypeError for anything else, so that a field the store cannot hold is found when it is added.
    """
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if annotation in plain:
        return plain[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(arguments[0])
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        return arrow_type(_only(annotation, [part for part in arguments if part is not type(None)]))
    if origin is tuple and arguments[1:] == (...,):
        # "element" is the name Delta Lake gives the items of a list
        return pa.list_(pa.field("element", arrow_type(arguments[0])))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(record_fields(annotation))
    raise TypeError(f"the store has no Arrow type for {annotation!r}")


def record_fields(record: type[BaseModel]) -> list[pa.Field]:
    """The Arrow fields of a record, named as in JSON."""
    import pyarrow as pa

    return [pa.field(field.alias or name, arrow_type(field.annotation)) for name, field in record.model_fields.items()]


@cache
def store_schema() -> pa.Schema:
    """The Arrow schema of the store: the flat columns, then the fields of ``CodedReport``."""
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in FLAT] + record_fields(CodedReport))


def to_row(coded: CodedReport) -> dict[str, Any]:
    """A coded report as a row of the store."""
    return {name: take(coded) for name, take in FLAT.items()} | coded.model_dump(by_alias=True)


def from_row(row: dict[str, Any]) -> CodedReport:
    """The coded report a row holds.

    Columns younger than the row are null in it; they are left out, so that their fields take their defaults. A row of
    an older schema is brought up to this one first.
    """
    return CodedReport.model_validate(_upgraded(_known({name: row[name] for name in row if name not in FLAT})))


# schema of a row -> what makes of its records those of the next schema
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _upgraded(records: dict[str, Any]) -> dict[str, Any]:
    """The records of a row as the newest schema has them."""
    for schema in range(records["versions"].get("schema", SCHEMA_VERSION), SCHEMA_VERSION):
        records = UPGRADES[schema](records)
        records["versions"] = {**records["versions"], "schema": schema + 1}
    return records


def _known(value: Any) -> Any:
    """The value without the nulls in it; every field of a record that may be null is so by default."""
    if isinstance(value, dict):
        return {name: _known(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_known(part) for part in value]
    return value


def _only(annotation: Any, parts: list[Any]) -> Any:
    if len(parts) != 1:
        raise TypeError(f"the store cannot hold a field of several types: {annotation!r}")
    return parts[0]
