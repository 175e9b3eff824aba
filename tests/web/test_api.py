"""The JSON API against what the store itself answers, in every format, and its description."""

# cases are written in columns here
# ruff: noqa: E501

import csv
import io
import json

import pyarrow.parquet as parquet
import pytest
from openapi_spec_validator import validate

import polybius
from polybius import store as stores
from polybius.link import linked
from polybius.link.series import series
from polybius.link.views import connect
from polybius.records import CodedReport, Happening
from tests.made import TEXT, shelling
from tests.web.conftest import reports
from tests.web.guards_of_answers import assert_safe

RID = shelling().report.id
EVENT = shelling().events[0]
TABLES = {
    "/api/events": {}, "/api/reports": {}, "/api/timeline": {}, "/api/happenings": {}, "/api/map": {}, "/api/pairs": {}, "/api/claims": {},
    "/api/series": {"one": "ARM", "other": "AZE"}, "/api/corrections": {}, "/api/sql": {"sql": "SELECT event_id, score FROM events ORDER BY 1"},
}  # fmt: skip
"""The routes that give tables, with the parameters they need."""


def files(server, path, **parameters):
    """The rows of an answer as CSV (texts), and as Parquet."""
    text = server.get(path, **parameters, format="csv")
    assert text.headers["content-type"].startswith("text/csv")
    assert text.headers["content-disposition"].endswith('.csv"')
    packed = server.get(path, **parameters, format="parquet")
    assert packed.headers["content-type"] == "application/vnd.apache.parquet"
    return list(csv.DictReader(io.StringIO(text.text))), parquet.read_table(io.BytesIO(packed.content)).to_pylist()


def as_text(value):
    """A value as CSV writes it, read again."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else float(value)


def alike(text, value):
    return text == value or (isinstance(value, float) and float(text) == pytest.approx(value))


@pytest.mark.parametrize(("path", "parameters"), TABLES.items())
def test_the_formats_say_the_same(server, path, parameters):
    answer = server.get(path, **parameters)
    assert answer.status_code == 200
    told = answer.json()
    as_csv, as_parquet = files(server, path, **parameters)
    assert len(as_csv) == len(as_parquet) == told.get("total", len(told["rows"]))
    for shown, packed in zip(told["rows"], as_parquet, strict=False):
        assert json.loads(json.dumps(packed)) == shown
    for text, packed in zip(as_csv, as_parquet, strict=True):
        assert list(text) == list(packed)
        assert all(alike(text[name], as_text(value)) for name, value in packed.items())
    assert told["columns"] == list(told["rows"][0]) if told["rows"] else told["columns"]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({}, "true"),
        ({"category": "CONSULT"}, "category = 'CONSULT'"),
        ({"actor": "ARM", "recipient": "AZE"}, "list_contains(string_split(actor_codes, '|'), 'ARM') AND list_contains(string_split(recipient_codes, '|'), 'AZE')"),
        ({"place": "barda", "claim": "yes"}, "place ILIKE '%barda%' AND claim"),
        ({"outlet": "Sample", "quad": "4"}, "outlet = 'Sample Wire' AND quad = 4"),
        ({"start": "2020-10-04", "end": "2020-10-04"}, "coalesce(date_end, date_start, published) = '2020-10-04'"),
        ({"least": "0.75"}, "confidence >= 0.75"),
        ({"report": RID}, f"report_id = '{RID}'"),
        ({"q": "rain"}, "report_id IN (SELECT report_id FROM reports WHERE text ILIKE '%rain%')"),
    ],
)  # fmt: skip
def test_events_are_those_that_the_store_answers_with(server, kept, asked, where):
    columns = stores.views(kept)["events"]
    names = ", ".join(f'"{name}"' for name in columns)
    expected = stores.query(kept, f"SELECT {names} FROM events WHERE {where} ORDER BY event_id").rows
    assert expected
    _, found = files(server, "/api/events", **asked)
    assert sorted(tuple(row[name] for name in columns) for row in found) == sorted(expected)
    told = server.get("/api/events", **asked, per_page=5000).json()
    assert told["total"] == len(told["rows"]) == len(expected)


def test_events_come_in_pages_and_orders(server):
    every = server.rows("/api/events", per_page=5000)
    pages = [server.rows("/api/events", per_page=7, page=page) for page in range(1, len(every) // 7 + 2)]
    assert [row for page in pages for row in page] == every
    assert server.rows("/api/events", page=10**6) == []
    scores = [row["confidence"] for row in server.rows("/api/events", sort="confidence") if row["confidence"]]
    assert scores == sorted(scores, reverse=True)
    first = server.rows("/api/events", sort="newest")[0]
    assert (first["date_start"] or first["published"]) == max(row["date_start"] or row["published"] for row in every)
    answer = server.get("/api/events", sort="random()")
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "sort: 'random()' is none; choose from date, newest, confidence, score",
    )


def test_reports_are_those_of_the_store(server, kept):
    names = [name for name in stores.views(kept)["reports"] if name != "text"]
    columns = ", ".join(f'"{name}"' for name in names)
    expected = stores.query(kept, f"SELECT {columns} FROM reports WHERE outlet = 'Reuters' ORDER BY report_id").rows
    _, found = files(server, "/api/reports", outlet="reuters")
    assert sorted(tuple(row[name] for name in names) for row in found) == sorted(expected)
    assert server.rows("/api/reports", start="2020-10-04", end="2020-10-04", outlet="Sample")[0]["report_id"] == RID
    assert server.rows("/api/reports", outlet="%") == []


def test_a_report_is_the_record_that_was_stored(server):
    for coded in reports():
        assert CodedReport.model_validate(server.get(f"/api/reports/{coded.report.id}").json()) == coded


def test_happenings_are_those_of_the_link_index(server, kept, tmp_path):
    with linked(str(kept), index=tmp_path / "own.links") as index:
        own = {one.id: one for one in index.happenings()}
    _, found = files(server, "/api/happenings")
    assert {row["happening_id"] for row in found} == own.keys()
    for row in found:
        assert (
            Happening.model_validate(server.get(f"/api/happenings/{row['happening_id']}").json())
            == own[row["happening_id"]]
        )
    assert server.get(f"/api/happenings/{EVENT.id}").json()["events"] == list(own[found_of(own, EVENT.id)].events)


def found_of(happenings, event_id):
    return next(one.id for one in happenings.values() if event_id in one.events)


def test_the_timeline_counts_every_happening_once(server):
    happenings = files(server, "/api/happenings")[1]
    bars = server.rows("/api/timeline")
    dated = [row for row in happenings if row["date_start"] or row["date_end"] or row["first_told"]]
    assert sum(bar["happenings"] for bar in bars) == len(dated)
    assert sum(bar["one_sided"] for bar in bars) == sum(row["one_sided"] for row in dated)
    assert sum(bar["disputed"] for bar in bars) == sum(row["contradictions"] > 0 for row in dated)


def test_the_map_has_a_row_for_each_place_and_no_dot_for_a_country(server):
    happenings = files(server, "/api/happenings")[1]
    rows = server.rows("/api/map")
    assert sum(row["happenings"] for row in rows) == sum(row["place"] is not None for row in happenings)
    assert {row["place"] for row in rows} >= {"Ganja", "Barda", "Tbilisi"}
    assert all(row["latitude"] is None for row in rows if row["precision"] == "country")


def test_pairs_count_who_acted_on_whom(server):
    pairs = {(row["actor"], row["recipient"]): row["happenings"] for row in server.rows("/api/pairs")}
    happenings = [one["happening_id"] for one in files(server, "/api/happenings")[1]]
    expected = {}
    for one in happenings:
        happening = Happening.model_validate(server.get(f"/api/happenings/{one}").json())
        if {"negated", "future", "hypothetical"} & set(happening.realis):
            continue
        for pair in {(a.code, r.code) for a in happening.actors for r in happening.recipients if a.code and r.code}:
            expected[pair] = expected.get(pair, 0) + 1
    assert pairs == expected


def test_the_series_is_that_of_the_command_line(server, kept, tmp_path):
    with connect(kept, index=tmp_path / "own.links") as connection:
        own = series(connection, "ARM", "AZE", step="day").table
    rows = server.rows("/api/series", one="ARM", other="AZE", step="day")
    assert [row["events"] for row in rows] == own.column("events").to_pylist()
    assert [row["score_mean"] for row in rows] == own.column("score_mean").to_pylist()
    assert [row["step_start"] for row in rows] == [str(day) for day in own.column("step_start").to_pylist()]


def test_claims_are_the_contradictions_of_the_happenings(server):
    rows = server.rows("/api/claims", place="Barda")
    assert {(row["teller"], row["field"], row["value"]) for row in rows} >= {
        ("Reuters", "dead", "3"),
        ("Baku", "dead", "9"),
    }


def test_sql_answers_what_the_store_answers(server, kept):
    sql = "SELECT category, count(*) AS n, avg(score) AS mean FROM events GROUP BY ALL ORDER BY ALL"
    expected = stores.query(kept, sql)
    assert [tuple(row.values()) for row in server.rows("/api/sql", sql=sql)] == list(expected.rows)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT 'nan'::DOUBLE AS x", None), ("SELECT '-inf'::DOUBLE AS x", None), ("SELECT 10::HUGEINT ** 30 AS x", pytest.approx(1e30)),
        ("SELECT 170141183460469231731687303715884105727 AS x", "170141183460469231731687303715884105727"), ("SELECT DATE '2020-10-04' AS x", "2020-10-04"),
        ("SELECT [1, 2] AS x", "[1, 2]"), ("SELECT 'ü😀\u0000' AS x", "ü😀\u0000"), ("SELECT NULL AS x", None), ("SELECT '\\xAA'::BLOB AS x", "b'\\xaa'"),
        ("SELECT 1.5::DECIMAL(5, 2) AS x", "1.50"), ("EXPLAIN SELECT 1 AS x", None),
    ],
)  # fmt: skip
def test_sql_values_of_any_kind_can_be_told(server, sql, value):
    for format in ("json", "csv", "parquet"):
        assert server.get("/api/sql", sql=sql, format=format).status_code == 200
    if not sql.startswith("EXPLAIN"):
        assert server.rows("/api/sql", sql=sql) == [{"x": value}]
    assert server.get("/sql", sql=sql).status_code == 200


def test_columns_of_one_name_get_numbers(server):
    assert server.rows("/api/sql", sql="SELECT 1 AS a, 2 AS a, 'x' AS b") == [{"a": 1, "a_2": 2, "b": "x"}]


def test_the_state_says_what_is_shown(server):
    told = server.get("/api/state").json()
    assert told["ready"] is True
    assert told["version"] == server.desk.shelf.version
    assert told["newer"] is None


def test_a_text_is_coded_and_not_kept(server, kept):
    before = stores.snapshot(kept).count_rows()
    told = server.client.post("/api/code", json={"text": TEXT, "published": "2020-10-04"})
    assert told.status_code == 200
    coded = CodedReport.model_validate(told.json())
    assert [event.category for event in coded.events] == ["ASSAULT", "REJECT"]
    assert stores.snapshot(kept).count_rows() == before


def test_a_correction_is_kept_shown_and_taken_back(own_server):
    sent = {"report": RID, "event": EVENT.id, "field": "category", "new": "COERCE", "by": "Ada", "note": "see line 2"}
    told = own_server.client.post("/api/corrections", json=sent)
    assert told.status_code == 201
    assert told.json() | sent == told.json()
    assert told.json()["old"] == "ASSAULT"
    row = own_server.rows("/api/events", report=RID, reading="corrected", category="COERCE")[0]
    assert (row["event_id"], row["category"]) == (EVENT.id, "COERCE")
    assert own_server.rows("/api/events", report=RID, category="COERCE") == []
    kept = own_server.rows("/api/corrections")
    assert kept == [told.json()]
    page = own_server.get(f"/report/{RID}").text
    assert "<s>ASSAULT</s> → <b>COERCE</b> by Ada" in page
    answer = own_server.client.post(f"/corrections/{kept[0]['id']}/withdraw", data={"by": "Bo"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/corrections")
    assert own_server.rows("/api/events", report=RID, reading="corrected", category="COERCE") == []
    assert [one["field"] for one in own_server.rows("/api/corrections")] == ["category", "withdrawn"]
    assert own_server.client.post(f"/corrections/{kept[0]['id']}/withdraw").status_code == 404


def test_forms_keep_corrections_and_lead_back(own_server):
    answer = own_server.client.post("/corrections", data={"report": RID, "event": EVENT.id, "field": "wrong"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/report/{RID}#event-{EVENT.id}")
    assert "marked wrong" in own_server.get("/events", report=RID).text
    told = {"report": RID, "start": 0, "end": 4, "category": "CONSULT", "actors": "RUS GOV", "by": "Ada"}
    answer = own_server.client.post("/corrections/missed", data=told)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/report/{RID}#missed")
    assert "RUS GOV → ?" in own_server.get(f"/report/{RID}").text
    page = own_server.get("/events", report=RID, reading="corrected").text
    assert "added by a reader" in page
    assert "ASSAULT</a>" not in page


def test_newer_data_are_announced_and_opened(own_server, changing, monkeypatch):
    from polybius.web import desk
    from tests.made import numbered

    monkeypatch.setattr(desk, "LOOK_EVERY", 0.0)
    stores.write(changing, [numbered(700)])
    new = own_server.get("/api/state").json()["newer"]
    assert f"Newer data are in the store (version {new})" in own_server.get("/events").text
    old = own_server.desk.shelf
    assert own_server.client.post("/refresh").status_code == 303
    for _ in range(1000):
        own_server.get("/events")
        if own_server.desk.shelf is not old:
            break
    assert own_server.get(f"/api/reports/{numbered(700).report.id}").status_code == 200


FAULTY = [
    ("GET", "/api/events", {"params": {"category": "SHELLING"}}, 400),
    ("GET", "/api/events", {"params": {"format": "xml"}}, 400),
    ("GET", "/api/events", {"params": {"sort": "x"}}, 400),
    ("GET", "/api/reports", {"params": {"start": "soon"}}, 400),
    ("GET", "/api/reports", {"params": {"format": "xml"}}, 400),
    ("GET", "/api/reports/none", {}, 404),
    ("GET", "/api/happenings", {"params": {"least": "x"}}, 400),
    ("GET", "/api/happenings/none", {}, 404),
    ("GET", "/api/timeline", {"params": {"claim": "x"}}, 400),
    ("GET", "/api/map", {"params": {"quad": "5"}}, 400),
    ("GET", "/api/pairs", {"params": {"realis": "x"}}, 400),
    ("GET", "/api/series", {}, 400),
    ("GET", "/api/series", {"params": {"one": "ARM", "step": "hour"}}, 400),
    ("GET", "/api/series", {"params": {"one": "nobody at all"}}, 400),
    ("GET", "/api/claims", {"params": {"disputed": "x"}}, 400),
    ("GET", "/api/corrections", {"params": {"format": "x"}}, 400),
    ("GET", "/api/sql", {}, 400),
    ("GET", "/api/sql", {"params": {"sql": "SELECT"}}, 400),
    ("GET", "/api/sql", {"params": {"sql": "x" * 20_001}}, 400),
    ("GET", "/api/nothing", {}, 404),
    ("GET", "/api/code", {}, 405),
    ("DELETE", "/api/events", {}, 405),
    ("POST", "/api/code", {"json": {}}, 400),
    ("POST", "/api/code", {"json": {"text": ""}}, 400),
    ("POST", "/api/code", {"json": {"text": 3}}, 400),
    ("POST", "/api/code", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/code", {"content": b'{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/code", {"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/code", {"content": b"\xff\xfe", "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/code", {"content": b"text=x"}, 400),
    ("POST", "/api/code", {"content": b"x" * 2_000_001}, 413),
    ("POST", "/api/corrections", {"json": {"report": "none", "field": "wrong"}}, 404),
    ("POST", "/api/corrections", {"json": {"report": RID, "field": "wrong"}}, 400),
    ("POST", "/api/corrections", {"json": {"report": RID, "event": "none", "field": "wrong"}}, 404),
    ("POST", "/api/corrections", {"json": {"report": RID, "event": EVENT.id, "field": "score", "new": "1"}}, 400),
    ("POST", "/api/corrections", {"json": {"report": RID, "event": EVENT.id, "field": "date", "new": "soon"}}, 400),
    ("POST", "/api/corrections", {"json": {"report": RID, "field": "missed", "new": "{}"}}, 400),
    ("POST", "/api/corrections", {"json": {"report": RID, "field": "missed", "new": '{"category": "AID", "start": 0, "end": 9999}'}}, 400),
    ("POST", "/api/corrections", {"content": json.dumps({"report": RID, "event": EVENT.id, "field": "right", "by": "\ud800"}), "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/corrections", {"content": b'{"report": "\\ud800", "field": "right"}', "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/api/corrections", {"json": {}, "headers": {"Origin": "http://evil.example"}}, 403),
    ("GET", "/api/events", {"headers": {"Host": "evil.example"}}, 421),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "more", "status"), FAULTY, ids=lambda one: str(one)[:40])
def test_every_fault_is_an_error_in_one_sentence(server, method, path, more, status):
    answer = server.client.request(method, path, **more)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert list(told) == ["error"]
    assert told["error"]
    assert "\n" not in told["error"]
    assert_safe(answer)


@pytest.mark.parametrize("path", ["/api/events", "/events", "/api/nothing"])
def test_an_unforeseen_fault_tells_nothing_and_bears_the_safe_headers(server, path, monkeypatch):
    from polybius.web.shelf import Shelf

    def broken(*_, **__):
        raise RuntimeError("a secret at /home/ada")

    monkeypatch.setattr(Shelf, "ask", broken)
    answer = server.get(path)
    assert_safe(answer)
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    if path != "/api/nothing":
        assert answer.status_code == 500
        assert "something went wrong in the server" in answer.text
    assert server.lives()


def test_until_the_store_is_open_routes_say_so(kept, monkeypatch):
    from polybius.web import desk
    from tests.web.served import Served

    monkeypatch.setattr(desk, "open_shelf", lambda store, links, progress: progress("linking reports", 3, 9) or 1 / 0)
    monkeypatch.setattr(desk.Desk, "_open", lambda self: setattr(self, "_work", desk.Work("linking reports", 3, 9)))
    with Served(kept, wait=False) as served:
        for path in TABLES:
            if path != "/api/corrections":
                answer = served.get(path, **TABLES[path])
                assert answer.status_code == 503
                assert answer.json() == {"error": "not ready yet: linking reports", "done": 3, "of": 9}
        page = served.get("/events")
        assert page.status_code == 503
        assert "Linking reports: 3 of 9 reports" in page.text
        assert served.get("/api/state").json() | {"ready": False, "done": 3, "of": 9} == served.get("/api/state").json()


def test_the_description_is_valid_and_complete(server):
    described = server.get("/api/openapi.json").json()
    validate(described)
    assert described["info"] == described["info"] | {"title": "Polybius", "version": polybius.__version__}
    routes = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    assert routes == {
        *(("GET", path) for path in TABLES), ("GET", "/api/reports/{report_id}"), ("GET", "/api/happenings/{happening_id}"),
        ("GET", "/api/state"), ("POST", "/api/corrections"), ("POST", "/api/code"),
    }  # fmt: skip
    for path, methods in described["paths"].items():
        for route in methods.values():
            assert route["summary"]
            assert "422" not in route["responses"]
            assert all(one.get("description") for one in route.get("parameters", []) if one["name"] != "format"), path
    for path in ("/events", "/map"):
        assert path not in described["paths"]


def test_the_page_of_the_api_lists_every_route(server):
    page = server.get("/api").text
    for path in server.get("/api/openapi.json").json()["paths"]:
        assert path in page
