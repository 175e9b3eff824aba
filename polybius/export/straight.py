"""JSON written straight from the columns of a store, where that gives the same bytes as going through the records.

DuckDB writes JSON many times faster than records can be made and dumped. In rare cases it would write something else:
a field younger than the row (a record has its default there), rows of an older schema, and numbers so large or small
that they are written with an exponent. ``is_plain`` finds those; what is not plain goes through the records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from polybius.records import SCHEMA_VERSION, CodedReport

if TYPE_CHECKING:
    import pyarrow as pa

_LARGE, _SMALL = 1e15, 1e-3
"""Between these, numbers are written without an exponent by all."""
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)


def is_plain(rows: pa.Table) -> bool:
    """Whether rows of the store can be written as JSON as they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from polybius.store.schema import store_schema

    names = [field.alias or name for name, field in CodedReport.model_fields.items()]
    schema = store_schema()
    if any(name not in rows.column_names or rows.schema.field(name).type != schema.field(name).type for name in names):
        return False
    schemas = pc.unique(pc.struct_field(rows.column("versions"), "schema")).to_pylist()
    if schemas != [SCHEMA_VERSION]:
        return False
    one = pa.StructArray.from_arrays(
        [rows.column(name).combine_chunks() for name in names], fields=[schema.field(name) for name in names]
    )
    return _is_plain(one, CodedReport)


def _is_plain(values: pa.Array, annotation: Any) -> bool:
    """Whether values of a type hold no null where the type has another default, and no number with an exponent."""
    import pyarrow as pa

    if isinstance(values, pa.StructArray):
        record = _inner(annotation, _is_record)
        fields = record.model_fields.values()
        # what lies under a null is null
        for part, field in zip(values.flatten(), fields, strict=True):
            if part.null_count > values.null_count and field.get_default(call_default_factory=True) is not None:
                return False
            if not _is_plain(part, field.annotation):
                return False
        return True
    if isinstance(values, pa.ListArray):
        element = get_args(_inner(annotation, _is_tuple))[0]
        inside = values.flatten()
        return not inside.null_count and _is_plain(inside, element)
    return not pa.types.is_floating(values.type) or _has_no_exponent(values)


def _has_no_exponent(values: pa.Array) -> bool:
    import pyarrow.compute as pc

    size = pc.abs(values)
    odd = pc.or_(pc.greater_equal(size, _LARGE), pc.and_(pc.less(size, _SMALL), pc.not_equal(size, 0)))
    return not pc.any(pc.or_(odd, pc.invert(pc.is_finite(values)))).as_py()


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_tuple(annotation: Any) -> bool:
    origin: Any = get_origin(annotation)
    return origin is tuple


def _inner(annotation: Any, wanted: Callable[[Any], bool]) -> Any:
    """The part of an annotation that is meant: "tuple[Actor, ...] | None" has a tuple in it, and that a record."""
    if wanted(annotation):
        return annotation
    for part in get_args(annotation):
        found = _inner(part, wanted) if part is not Ellipsis else None
        if found is not None:
            return found
    return None


def as_records_write(json: str) -> str:
    """JSON of DuckDB as records are written: it gives characters without a sign of their own by capital digits."""
    return _ESCAPE.sub(lambda found: f"\\{found[1].lower()}", json) if "\\u00" in json else json
