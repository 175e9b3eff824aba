"""The columns follow the records: whatever a record holds, the store gives back."""

import tempfile
from typing import Literal

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import BaseModel

from polybius import store
from polybius.records import CodedReport
from polybius.store.schema import arrow_type, from_row, store_schema, to_row
from tests.made import coded_reports, numbered, shelling

# a store per example: shrinking a failure would take minutes
NO_SHRINK = (Phase.explicit, Phase.generate)


@given(coded_reports)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_record_survives_arrow(coded):
    table = pa.Table.from_pylist([to_row(coded)], schema=store_schema())
    assert from_row(table.to_pylist()[0]) == coded


@given(coded_reports)
@settings(phases=NO_SHRINK, max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_record_survives_the_store(coded):
    with tempfile.TemporaryDirectory() as folder:
        store.write(folder, [coded])
        assert list(store.read(folder)) == [coded]


def test_all_fields_of_the_record_have_a_column():
    assert set(CodedReport.model_fields) <= set(store_schema().names)
    struct = store_schema().field("versions").type
    assert "schema" in [field.name for field in struct]


def test_a_field_of_two_types_is_refused():
    with pytest.raises(TypeError, match="several types"):
        arrow_type(int | str)
    with pytest.raises(TypeError, match="no Arrow type"):
        arrow_type(dict[str, int])


def test_types_follow_annotations():
    class Thing(BaseModel):
        kind: Literal["a", "b"]
        sizes: tuple[int, ...] = ()
        half: float | None = None

    assert arrow_type(Thing).equals(
        pa.struct([("kind", pa.string()), ("sizes", pa.list_(pa.field("element", pa.int64()))), ("half", pa.float64())])
    )


def test_rows_older_than_a_field_take_its_default(tmp_path):
    """As it is after an upgrade: the stored rows lack a column of the report and one of the events."""
    schema = store_schema()

    def without(struct, name):
        return pa.struct([field for field in struct if field.name != name])

    event = without(schema.field("events").type.value_type, "victims")
    old = pa.schema(
        [
            pa.field("report", without(field.type, "appearances")) if field.name == "report"
            else pa.field("events", pa.list_(pa.field("element", event))) if field.name == "events"
            else field
            for field in schema
            if field.name != "places"
        ]
    )  # fmt: skip
    row = to_row(shelling())
    path = str(tmp_path / "old.store")
    write_deltalake(path, pa.Table.from_pylist([row], schema=old), name="polybius", description="schema_version 1")
    assert store.write(path, [numbered(2)]).new == 1
    rows = {coded.report.id: coded for coded in store.read(path)}
    assert rows[numbered(2).report.id] == numbered(2)
    assert rows[shelling().report.id].events[0].victims == ()
    assert rows[shelling().report.id].places == ()
    assert store.query(path, "SELECT count(*) FROM victims").rows == ((1,),)
