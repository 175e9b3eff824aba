"""Formats of lines write a store's rows straight from its columns: the same bytes as by way of the records."""

import json

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from polybius import store
from polybius.export import Selection, Source, exporter_for
from polybius.export.straight import as_records_write, is_plain
from polybius.records import EventDate, EventPlace, Link, Money, Named, Victims
from polybius.store.schema import store_schema, to_row
from tests.made import numbered, shelling, without_events

ODD = 'Quotes "so", a back\\slash, \\u001B as words, bell \x07, esc \x1b, del \x7f, Gəncə, 北京, 🙂, sep\u2028, tab\t.'
VICTIMS = tuple(
    Victims(kind=kind, best=best)
    for kind, best in [("captured", 4), ("dead", None), ("missing", 9), ("injured", 30), ("captured", 1), ("dead", 0)]
)


def event(number, **fields):
    """A numbered report whose first event has other fields."""
    coded = numbered(number)
    first = coded.events[0].model_copy(update=fields)
    return coded.model_copy(update={"events": (first, *coded.events[1:])})


def placed(**fields):
    return EventPlace(**{"text": "Ganja", "name": "Gəncə", "kind": "city", "country": "AZE"} | fields)


def speaking(*parties, **fields):
    return Link(speakers=parties, **fields)


PARTIES = shelling().actors
PLAIN = [
    shelling(),
    without_events(),
    shelling(f"{shelling().report.text} {ODD}"),
    without_events(ODD),
    event(1, actors=(), recipients=(), modes=(), contexts=(), realis=("historical", "negated", "future")),
    event(2, date=EventDate(start="2011", end="2011", precision="year"), place=None, victims=VICTIMS),
    event(
        3, date=EventDate(start="2012-02", end="2012-02"), place=placed(precision="admin1", admin1="Ost", admin2="W")
    ),
    event(4, date=EventDate(end="1999-12-31"), place=placed(name=None, kind="admin1", precision="international")),
    event(5, contexts=(Named(name="military"), Named(name="migration")), realis=("hypothetical",)),
    event(6, attribution=(speaking(PARTIES[0], PARTIES[1]), speaking(), speaking(PARTIES[3], certainty="possible"))),
    event(7, place=placed(latitude=0.0, longitude=-46.5, geonames_id=0, precision="near"), confidence=0.5, claim=True),
    event(8, actors=(PARTIES[0].model_copy(update={"sectors": ("GOV", "MIL", "SPY"), "text": ODD}), *PARTIES[1:])),
    event(9, money=Money(amount=25_000_000_000.25, currency="USD"), score=None, quad=None, goldstein=3.4),
]
UNEVEN = [
    event(20, money=Money(amount=3e17)),
    event(21, place=placed(latitude=0.00001, longitude=2e-7, precision="exact")),
]


def written(tmp_path, source, format):
    with (tmp_path / "out").open("wb") as out:
        count = exporter_for("x", format)(out, source)
    return count, (tmp_path / "out").read_bytes()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    path = tmp_path_factory.mktemp("straight") / "s"
    store.write(path, PLAIN)
    return store.snapshot(path)


SELECTIONS = [
    {},
    {"texts": False},
    {"categories": ("ASSAULT",)},
    {"categories": ("REJECT",), "texts": False},
    {"actor": "ARM.MIL", "background": False},
    {"categories": ("AID",)},
]


@pytest.mark.parametrize("chosen", SELECTIONS)
@pytest.mark.parametrize("format", ["jsonl", "plover"])
def test_columns_and_records_give_the_same_bytes(tmp_path, snapshot, format, chosen, monkeypatch):
    selection = Selection(**chosen)
    reports = list(Source(snapshot).coded())
    expected = written(tmp_path, Source(reports, selection), format)
    if format == "plover" or selection.texts:
        monkeypatch.setattr("polybius.store.schema.from_row", None)  # no records are made
    assert written(tmp_path, Source(snapshot, selection), format) == expected
    assert bool(expected[1]) == (chosen != {"categories": ("AID",)})


@pytest.mark.parametrize("format", ["jsonl", "plover"])
def test_numbers_with_an_exponent_go_by_way_of_the_records(tmp_path, format):
    for number, coded in enumerate(UNEVEN):
        store.write(tmp_path / f"s{number}", [coded, *PLAIN])
        found = store.snapshot(tmp_path / f"s{number}")
        assert not is_plain(found.to_table())
        expected = written(tmp_path, Source(list(Source(found).coded())), format)
        assert written(tmp_path, Source(found), format) == expected


@pytest.mark.parametrize("format", ["jsonl", "plover"])
def test_rows_that_lack_a_younger_field_get_its_default(tmp_path, format):
    """A store from before reports had regions, and one from before events could rest on one side's word."""
    rows = pa.Table.from_pylist([to_row(shelling())], schema=store_schema())
    for number, (column, gone) in enumerate([("report", "regions"), ("report", "appearances"), ("events", "claim")]):
        told = rows.column(column).to_pylist()
        for one in told:
            for record in one if isinstance(one, list) else [one]:
                record[gone] = None
        table = rows.set_column(
            rows.column_names.index(column), rows.schema.field(column), pa.array(told, rows.schema.field(column).type)
        )
        assert is_plain(rows)
        assert not is_plain(table)
        path = tmp_path / f"s{number}"
        store.write(path, [numbered(1)])
        write_deltalake(str(path), table, mode="append")
        found = store.snapshot(path)
        expected = written(tmp_path, Source(list(Source(found).coded())), format)
        assert written(tmp_path, Source(found), format) == expected


def test_a_table_without_a_column_is_not_plain():
    rows = pa.Table.from_pylist([to_row(shelling())], schema=store_schema())
    assert not is_plain(rows.drop_columns(["relations"]))


@pytest.mark.parametrize("text", [ODD, "\\u001B", '\\\\"', "".join(map(chr, range(1, 300)))])
def test_escapes_are_those_of_the_records(text):
    import duckdb

    (given,) = duckdb.execute("SELECT CAST(to_json($1) AS VARCHAR)", [text]).fetchone()
    assert as_records_write(given) == json.dumps(text, ensure_ascii=False)
