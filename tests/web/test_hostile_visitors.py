"""Everything hostile over real HTTP: nothing runs, nothing leaks, the server stays up."""

# cases are written in columns here
# ruff: noqa: E501

import contextlib
import json
import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.client import HTTPConnection

import httpx
import pytest

from polybius import store as stores
from polybius.records import CodedReport, EventPlace
from polybius.store.corrections import correction_of
from polybius.web import guards, shelf
from polybius.web.connections import ImpatientProtocol
from polybius.web.filters import Filter
from tests.made import TEXT, FakeCoder, shelling
from tests.web.browser import Watched
from tests.web.guards_of_answers import LEAKS, assert_safe
from tests.web.served import Served, is_closed, rest_of

SCRIPT = "<script>window.ran = 1; alert(1)</script>"
IMAGE = '"\'><img src=x onerror="window.ran = 2">'
HOSTILE = [
    SCRIPT,
    IMAGE,
    "' onmouseover='window.ran = 3",
    "{{ 7 * 7 }}{% raw %}",
    "</script></title></textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!--",
    "]]>",
    "&lt;b&gt;",
]
TOKEN = "correct-horse-battery-staple"


def hostile_report(number: int, words: str) -> CodedReport:
    """A coded report with hostile words wherever a report can have words."""
    coded = shelling(f"{TEXT} {words} {number}", number)
    event = coded.events[0]
    actor = event.actors[0].model_copy(update={"text": words, "name": words, "id": words})
    place = EventPlace(text=words, name=words, country="AZE", latitude=40.0, longitude=46.0, precision="exact")
    event = event.model_copy(update={"actors": (actor,), "place": place, "reasons": (words,)})
    report = coded.report.model_copy(
        update={
            "title": words,
            "outlet": words,
            "url": f"javascript:alert('{words}')",
            "author": words,
            "credit": words,
        }
    )
    return coded.model_copy(update={"report": report, "events": (event, *coded.events[1:])})


@pytest.fixture(scope="module")
def reports():
    return [hostile_report(number, words) for number, words in enumerate(HOSTILE)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, reports):
    path = tmp_path_factory.mktemp("hostile") / "hostile.store"
    stores.write(path, reports)
    with Served(path, coder=FakeCoder()) as served:
        for coded, words in zip(reports, HOSTILE, strict=True):
            served.desk.correct(
                correction_of(coded.report.id, coded.events[0], "place", words + "!", by=words, note=words)
            )
            served.desk.correct(
                correction_of(
                    coded.report.id,
                    None,
                    "missed",
                    json.dumps({"category": "AID", "place": words, "start": 0, "end": 9}),
                    by=words,
                    note=words,
                )
            )
        yield served
        assert served.lives()


LOCAL = re.compile(r"#|/(?![/\\])")


class Looked(HTMLParser):
    """What in a page could run or lead elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.faults.append(f"script {given}")
        if tag in ("img", "iframe", "object", "embed", "svg", "style", "base"):
            self.faults.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.faults.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction") and not LOCAL.match(value or ""):
                self.faults.append(f"{tag} {name}={value}")


def looked_at(page: str) -> list[str]:
    looked = Looked()
    looked.feed(page)
    return looked.faults


def pages(reports):
    yield from (
        "/events",
        "/events?reading=corrected",
        "/reports",
        "/timeline",
        "/map",
        "/pairs",
        "/claims",
        "/corrections",
        "/sql?sql=SELECT+*+FROM+events",
    )
    for coded in reports:
        yield f"/report/{coded.report.id}"
        yield f"/happening/{coded.events[0].id}"


def test_script_in_reports_and_corrections_is_words(hostile, reports):
    for path in pages(reports):
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        assert looked_at(answer.text) == [], path
        assert_safe(answer)
    assert "&lt;script&gt;" in hostile.get("/events").text
    assert "49" not in hostile.get(f"/report/{reports[3].report.id}").text.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("words", [*HOSTILE, "//evil.example", "\\evil.example"])
def test_script_in_an_address_is_words(hostile, words):
    free = (
        "q",
        "party",
        "actor",
        "place",
        "outlet",
        "says",
        "one",
        "other",
        "report",
        "happening",
        "page",
        "token",
        words,
    )
    for path in ("/events", "/reports", "/timeline", "/map", "/pairs", "/claims", "/sql", "/paste", "/nothing"):
        for names in (free, ("start",), ("category", "sort", "sql", "step")):
            answer = hostile.get(path, **dict.fromkeys(names, words))
            assert answer.status_code in (200, 400, 404)
            assert looked_at(answer.text) == [], (path, names)
            assert_safe(answer)


@pytest.mark.parametrize("words", HOSTILE)
def test_script_in_a_form_is_words(hostile, words):
    for path, sent in (
        ("/paste", {"text": words}), ("/paste", {"text": words, "published": words, "title": words, "outlet": words}), ("/paste", {"text": TEXT, "title": words, "outlet": words}),
        ("/corrections", {"report": words, "field": words}), ("/corrections/missed", {"report": words, "start": words, "end": "3", "category": words}),
        (f"/corrections/{httpx.QueryParams(x=words)}/withdraw", {}),
    ):  # fmt: skip
        answer = hostile.client.post(path, data=sent)
        assert answer.status_code in (200, 400, 404)
        assert looked_at(answer.text) == [], path
        assert_safe(answer)
    answer = hostile.client.post("/paste", files={"file": (words, b"x")})
    assert looked_at(answer.text) == []


@pytest.mark.xdist_group("browser")
def test_nothing_of_it_runs_in_a_browser(hostile, reports, browser):
    watched = Watched(browser, hostile.address)
    watched.page.on("dialog", lambda dialog: watched.faults.append(f"dialog {dialog.message}") or dialog.dismiss())
    for path in pages(reports[:2]):
        page = watched.go(path)
        assert page.evaluate("window.ran") is None
        page.mouse.move(200, 300)
    # the charts write the words of reports too
    page = watched.go("/map")
    assert page.locator("#map a").count() > 0
    for spot in page.locator("#map a").all()[:3]:
        spot.dispatch_event("pointermove", {"clientX": 50, "clientY": 50})
    assert page.evaluate("window.ran") is None
    watched.close()


TRAVERSALS = [
    "/static/../app.py", "/static/../../pyproject.toml", "/static/%2e%2e/app.py", "/static/%2e%2e%2f%2e%2e%2fapp.py", "/static/..%2f..%2f..%2f..%2fetc/passwd",
    "/static/....//....//etc/passwd", "/static//etc/passwd", "/static/%00", "/static/style.css%00.txt", "/static/..%5c..%5capp.py", "/static/vendor/../../app.py",
    "/../../../etc/passwd", "/report/../../etc/passwd", "/report/..%2f..%2fetc%2fpasswd", "/api/reports/..%2f..%2fetc%2fpasswd", "/happening/%2e%2e", "/static/", "/static",
    "/static/" + "../" * 40 + "etc/passwd", "/static/" + "a" * 5000, "/%ff%fe", "//etc/passwd", "/report/%00", "/api/happenings/%00%ff",
]  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_pages(server, path):
    told = server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] in (b"400", b"404", b"307", b"405"), head
    assert b"root:" not in body
    assert b"import " not in body
    assert LEAKS.search(body.decode("utf-8", "replace")) is None
    assert b"content-security-policy" in head.lower()


HOSTILE_SQL = [
    "COPY events TO '{here}/out.csv'", "COPY (SELECT 1) TO '{here}/out.csv'", "EXPORT DATABASE '{here}'", "ATTACH '{here}/x.db' AS x", "ATTACH ':memory:' AS x", "DETACH memory",
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_csv_auto('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')", "SELECT * FROM read_json('/etc/passwd')", "SELECT * FROM read_parquet('https://example.org/x.parquet')", "SELECT * FROM glob('/*')",
    "SELECT * FROM parquet_scan('{here}/*')", "SELECT * FROM sniff_csv('/etc/passwd')", "SELECT * FROM delta_scan('{here}')", "SELECT * FROM sqlite_scan('{here}/x', 't')",
    "SELECT getenv('HOME')", "SELECT * FROM duckdb_secrets()", "SELECT * FROM duckdb_extensions()", "PRAGMA database_list", "PRAGMA enable_profiling", "PRAGMA show_tables",
    "SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false", "SET memory_limit = '900GB'", "SET schema = 'source'",
    "LOAD httpfs", "INSTALL httpfs", "FORCE INSTALL httpfs FROM 'http://example.org'", "CREATE SECRET x (TYPE S3)",
    "CREATE TABLE x (a INT)", "CREATE OR REPLACE VIEW events AS SELECT 1", "CREATE MACRO f() AS 1", "CREATE TEMP TABLE x AS SELECT 1", "DROP TABLE events", "DROP VIEW corrected_events",
    "DELETE FROM events", "TRUNCATE events", "UPDATE events SET category = 'x'", "INSERT INTO corrections DEFAULT VALUES", "ALTER TABLE events RENAME TO x", "CHECKPOINT", "VACUUM",
    "BEGIN", "ROLLBACK", "CALL pragma_version()", "PREPARE p AS SELECT 1", "EXECUTE p", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE events", "SELECT 1;;COPY events TO '{here}/out.csv'",
    "WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x", "SELECT * FROM query('DROP TABLE events')", "EXPLAIN ANALYZE COPY events TO '{here}/out.csv'", "EXPLAIN ANALYZE DELETE FROM events",
    "FROM enable_logging('QueryLog', storage='file', storage_path='{here}/log')", "FROM disable_logging()", "FROM force_checkpoint()", "FROM arrow_scan(1, 2, 3)", "FROM pandas_scan(NULL)",
    "WITH x AS (INSERT INTO corrections DEFAULT VALUES RETURNING *) FROM x", "WITH x AS (UPDATE events SET category = 'x' RETURNING *) FROM x", "EXPLAIN ANALYZE CREATE TABLE x (a INT)", "EXPLAIN ANALYZE DROP TABLE events",
    "SELECT * FROM json_execute_serialized_sql('x')", "-- nothing", "", ";", "\x00", "SELECT '", "(" * 5000, "SELECT " + "(" * 9000 + "1" + ")" * 9000, "SELECT " + "1+" * 9000 + "1", "🦆", "USE x", "IMPORT DATABASE '/etc'",
    "SELECT error('a message')", "SELECT * FROM repeat_row(1, num_rows=100000000000)",
]  # fmt: skip


@pytest.mark.parametrize("sql", HOSTILE_SQL, ids=lambda sql: sql[:40].replace("\x00", "nul"))
def test_sql_can_only_read_the_snapshot(server, tmp_path, monkeypatch, sql):
    monkeypatch.setattr(shelf, "SECONDS", 2.0)
    before = server.rows("/api/sql", sql="SELECT count(*) AS n, sum(hash(event_id))::VARCHAR AS h FROM events")
    asked = sql.replace("{here}", str(tmp_path))
    for path in ("/api/sql", "/sql"):
        answer = server.get(path, sql=asked)
        allowed = (200, 400) if path == "/sql" and not asked.strip() else (400, 503)
        assert answer.status_code in (allowed if not asked.startswith("SELECT 1+1") else (200, 400)), answer.text[:300]
        assert_safe_but_for(answer, asked)
    assert list(tmp_path.iterdir()) == []
    assert server.rows("/api/sql", sql="SELECT count(*) AS n, sum(hash(event_id))::VARCHAR AS h FROM events") == before


def assert_safe_but_for(answer, asked):
    """Safe, but for the words that the visitor sent himself."""
    import html

    text = html.unescape(answer.text).replace(asked, "")
    for part in asked.split("'"):
        if "/" in part:
            text = text.replace(part, "").replace(json.dumps(part)[1:-1], "")
    assert LEAKS.search(text) is None, text[:500]


def test_sql_tells_nothing_of_the_machine(server):
    for sql in (
        "SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_databases()", "SELECT * FROM duckdb_tables()", "SELECT * FROM duckdb_views()", "SELECT * FROM duckdb_columns()",
        "SELECT * FROM duckdb_functions()", "SELECT * FROM duckdb_logs()", "SELECT * FROM information_schema.tables", "SELECT * FROM sqlite_master", "SELECT * FROM duckdb_temporary_files()",
        "SELECT * FROM duckdb_memory()", "SELECT current_setting('home_directory')", "SELECT current_setting('temp_directory')", "SELECT current_user, current_database()",
    ):  # fmt: skip
        answer = server.get("/api/sql", sql=sql)
        told = LEAKS.search(answer.text)
        assert told is None, (sql, told)
    assert os.environ["PATH"] not in server.get("/api/sql", sql="SELECT * FROM duckdb_settings()").text


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM range(1000000000000)",
        "SELECT count(*) FROM range(100000) a(x), range(100000) b(x), range(1000) c(x) WHERE hash(a.x, b.x, c.x) = 1",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
    ],
)
def test_a_question_without_end_is_broken_off_and_others_are_answered(server, monkeypatch, sql):
    monkeypatch.setattr(shelf, "SECONDS", 1.0)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(server.get, "/api/sql", sql=sql) for _ in range(4)]
        begun = time.monotonic()
        assert server.get("/events").status_code == 200
        assert time.monotonic() - begun < 5
        for one in asked:
            assert one.result().status_code == 503
            assert "seconds" in one.result().json()["error"] or "others are asking" in one.result().json()["error"]
    assert server.rows("/api/sql", sql="SELECT 1 AS one") == [{"one": 1}]


def test_every_filter_of_every_page_takes_sql_as_words(server):
    total = server.get("/api/events").json()["total"]
    attacks = ("' OR '1'='1", "1; DROP TABLE events", "x') UNION SELECT * FROM events --")
    paths = (
        "/api/events",
        "/api/timeline",
        "/api/map",
        "/api/pairs",
        "/api/claims",
        "/api/reports",
        "/events",
        "/pairs",
    )
    for number, name in enumerate(Filter.__dataclass_fields__):
        for path in paths:
            answer = server.get(path, **{name: attacks[number % 3]})
            assert answer.status_code in (200, 400)
            assert_safe(answer)
            if path == "/api/events" and answer.status_code == 200 and name != "q":
                assert answer.json()["total"] == 0
    assert server.get("/api/events").json()["total"] == total


BIG = 50_000_000


def test_fifty_megabytes_are_refused_with_a_clear_word(server):
    body = b"text=" + b"x" * BIG
    for path in ("/paste", "/api/code", "/corrections", "/nothing"):
        answer = server.client.post(path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 413
        assert "2 MB" in answer.text
        assert_safe(answer)

    def chunks():
        for _ in range(50):
            yield b"x" * (BIG // 50)

    answer = server.client.post("/paste", content=chunks())
    assert answer.status_code == 413
    assert server.lives()


def test_a_body_without_end_is_cut_off(server, monkeypatch):
    monkeypatch.setattr(guards, "MOST_DROPPED", 4_000_000)
    with server.connect() as connection:
        connection.sendall(b"POST /paste HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        part, sent = b"10000\r\n" + b"x" * 65536 + b"\r\n", 0
        try:
            while sent < 200_000_000:
                connection.sendall(part)
                sent += 65536
        except OSError:
            pass
    assert sent < 100_000_000
    assert server.lives()


def test_a_token_is_needed_for_everything(kept):
    with Served(kept, token=TOKEN) as served:
        for path in (
            "/",
            "/events",
            "/api/events",
            "/api/openapi.json",
            "/static/style.css",
            "/sql",
            "/nothing",
            "/api/state",
        ):
            for headers in (
                {},
                {"Authorization": "Bearer wrong"},
                {"Cookie": "polybius_token=wrong"},
                {"Cookie": f"polybius_token={TOKEN}x"},
            ):
                answer = served.client.get(path, headers=headers)
                assert answer.status_code == 401, path
                assert_safe(answer)
                assert TOKEN not in answer.text + str(answer.headers)
        for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"):
            assert served.client.request(method, "/api/corrections").status_code == 401
        assert served.client.get("/api/events", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        answer = served.client.get(f"/events?party=ARM&token={TOKEN}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/events?party=ARM")
        assert_safe(answer)
        # the client keeps the cookie, and needs no more
        assert served.client.get(answer.headers["location"]).status_code == 200
        assert TOKEN not in served.client.get("/events").text
        assert served.client.post("/api/code", json={"text": ""}).status_code == 400


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "169.254.169.254",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "[::ffff:7f00:1]",
        "",
        "localhost:80:80@x",
        "LOCALHOST\x7f",
    ],
)
def test_other_names_of_the_server_are_refused(server, host):
    told = server.raw(f"GET /api/events HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert told.split(b" ")[1] in (b"421", b"400")
    assert b"rows" not in told


def test_posts_from_other_pages_change_nothing(own_server):
    sent = {"report": shelling().report.id, "event": shelling().events[0].id, "field": "wrong"}
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": own_server.address, "Host": "evil.example"},
    ):
        for path, more in (
            ("/corrections", {"data": sent}),
            ("/api/corrections", {"json": sent}),
            ("/refresh", {}),
            ("/paste", {"data": {"text": TEXT}}),
        ):
            assert own_server.client.post(path, headers=headers, **more).status_code in (403, 421)
    assert own_server.rows("/api/corrections") == []


NO_HTTP = [
    b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"\x00" * 1000, b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n", b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", b"GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\nHost: localhost\n\n\x00", b"\xff\xfe\xfd\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("data", NO_HTTP, ids=lambda data: repr(data[:30]))
def test_what_is_no_http_is_refused_and_closed(server, data, monkeypatch):
    monkeypatch.setattr(ImpatientProtocol, "arrival", 0.5)
    monkeypatch.setattr(server.server.config, "timeout_keep_alive", 0.5)
    with server.connect() as connection:
        with contextlib.suppress(OSError):
            connection.sendall(data)
        told = rest_of(connection)
    assert not told or told.split(b" ")[1][:3] in (b"400", b"404", b"405", b"421", b"307"), told[:200]
    assert not told or b"content-security-policy" in told.lower()
    assert LEAKS.search(told.decode("utf-8", "replace")) is None
    assert server.lives()


def test_two_hundred_at_once_are_all_answered(server):
    paths = [
        "/events",
        "/api/events?party=ARM",
        "/timeline",
        "/map",
        "/pairs",
        "/claims",
        "/reports",
        "/api/sql?sql=SELECT+1",
        "/static/style.css",
        "/nothing",
    ] * 20
    gate = threading.Barrier(50)

    def ask(number):
        if number < 50:
            gate.wait(30)
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", paths[number])
            answer = connection.getresponse()
            answer.read()
            return answer.status

    with ThreadPoolExecutor(50) as pool:
        told = list(pool.map(ask, range(len(paths))))
    assert [
        status for status, path in zip(told, paths, strict=True) if status != (404 if path == "/nothing" else 200)
    ] == []
    assert server.lives()


@pytest.fixture
def hasty(server, monkeypatch):
    """A server that waits less long."""
    monkeypatch.setattr(ImpatientProtocol, "arrival", 1.5)
    return server


def test_a_hundred_slow_clients_keep_nobody_else_out_and_are_closed(hasty):
    begun = time.monotonic()
    slow = [hasty.connect() for _ in range(100)]
    head = b"GET /events HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"y" * 200
    closed_at: list[float] = []
    alive = list(slow)
    answered = 0
    place = 0
    while alive and time.monotonic() - begun < 20:
        for connection in list(alive):
            try:
                connection.sendall(head[place % len(head) : place % len(head) + 1])
            except OSError:
                alive.remove(connection)
                closed_at.append(time.monotonic() - begun)
        place += 1
        if place % 3 == 0:
            asked = time.monotonic()
            assert hasty.get("/api/state").status_code == 200
            assert time.monotonic() - asked < 3
            answered += 1
        time.sleep(0.1)
    for connection in slow:
        connection.close()
    assert alive == []
    assert answered > 2
    assert max(closed_at) < 10


def test_a_body_that_comes_slowly_is_cut_off(hasty):
    with hasty.connect() as connection:
        connection.sendall(
            b"POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        )
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < 15:
                connection.sendall(b" ")
                time.sleep(0.1)
        except OSError:
            pass
        assert 1.0 < time.monotonic() - begun < 6
    assert hasty.lives()


def test_silence_is_closed(hasty):
    with hasty.connect() as connection:
        assert is_closed(connection, 6)


def test_the_server_has_nothing_that_fetches_an_address(server):
    described = server.get("/api/openapi.json").json()
    names = {
        one["name"]
        for methods in described["paths"].values()
        for route in methods.values()
        for one in route.get("parameters", [])
    }
    assert not names & {"url", "uri", "link", "href", "address"}
    for path in ("/paste", "/fetch", "/api/fetch"):
        answer = server.client.post(path, data={"url": "http://169.254.169.254/", "text": ""})
        assert answer.status_code in (400, 404)
    coded = server.client.post(
        "/api/code", json={"text": "http://127.0.0.1:1/ " + TEXT, "url": "http://127.0.0.1:1/"}
    ).json()
    assert coded["report"]["url"] is None
