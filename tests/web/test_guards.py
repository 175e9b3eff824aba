"""Who may ask, how much they may send, and what stands on every answer."""

# cases are written in columns here

import asyncio
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from polybius.web import guards
from polybius.web.guards import HEADERS, LARGEST_BODY, OwnHosts, SafeAnswers, SmallBodies, Token

TOKEN = "a-token-nobody-can-guess"


def ask(app, method="GET", path="/events", query="", headers=(), body=()):
    """The status, headers and body of an answer; ``body`` are the parts that arrive, and ``asked`` counts them."""
    sent, parts = [], list(body)

    async def receive():
        if not parts:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]} if sent else {}
    return (sent[0]["status"] if sent else None), said, b"".join(one.get("body", b"") for one in sent[1:]), parts


async def echo(scope, receive, send):
    """Answers with the body it got."""
    message = await receive()
    await PlainTextResponse(message.get("body", b"").decode("latin-1"))(scope, receive, send)


def test_without_a_token_everybody_is_let_in():
    assert ask(Token(echo, None))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", f"Bearer {TOKEN}")],
        [("Cookie", f"polybius_token={TOKEN}")],
        [("Cookie", f"other=1; polybius_token={TOKEN}; more=2")],
        [("Cookie", f"a(b)/c=1; polybius_token={TOKEN}")],
    ],
)
def test_who_knows_the_token_is_let_in(headers):
    assert ask(Token(echo, TOKEN), headers=headers)[0] == 200


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", []),
        ("", [("Authorization", "Bearer wrong")]),
        ("", [("Authorization", f"Bearer {TOKEN}x")]),
        ("", [("Authorization", f"Bearer {TOKEN[:-1]}")]),
        ("", [("Authorization", "Bearer ")]),
        ("", [("Cookie", "polybius_token=")]),
        ("", [("Cookie", f"polybius_token={TOKEN.upper()}")]),
        ("", [("Cookie", "expires=now; path; =;;; \xff\xfe=\xff")]),
        ("token=", []),
        ("token=wrong", []),
        ("token=%ff%00", []),
        ("TOKEN=" + TOKEN, []),
    ],
)
@pytest.mark.parametrize("path", ["/events", "/api/events", "/static/style.css"])
def test_who_does_not_is_told_where_to_find_it(path, query, headers):
    status, said, body, _ = ask(Token(echo, TOKEN), path=path, query=query, headers=headers)
    assert status == 401
    assert said["www-authenticate"] == "Bearer"
    assert b"needs its token" in body
    assert TOKEN.encode() not in body
    assert body.startswith(b'{"error":') == path.startswith("/api/")


def test_a_token_is_compared_in_constant_time(monkeypatch):
    compared = []
    compare = secrets.compare_digest
    monkeypatch.setattr(guards.secrets, "compare_digest", lambda a, b: compared.append((a, b)) or compare(a, b))
    ask(Token(echo, TOKEN), headers=[("Authorization", "Bearer wrong")])
    ask(Token(echo, TOKEN), headers=[("Cookie", f"polybius_token={TOKEN}")])
    ask(Token(echo, TOKEN), query=f"token={TOKEN}")
    assert compared == [(b"wrong", TOKEN.encode()), (TOKEN.encode(), TOKEN.encode()), (TOKEN.encode(), TOKEN.encode())]


def test_a_token_in_the_address_leaves_a_cookie_and_goes():
    status, said, _, _ = ask(Token(echo, TOKEN), path="/map", query=f"party=ARM&token={TOKEN}&place=Ganja%20%26")
    assert status == 303
    assert said["location"] == "/map?party=ARM&place=Ganja+%26"
    cookie = said["set-cookie"]
    assert cookie.startswith(f"polybius_token={TOKEN};")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "///evil.example"])
def test_the_way_without_the_token_leads_nowhere_else(path):
    _, said, _, _ = ask(Token(echo, TOKEN), path=path, query=f"token={TOKEN}")
    assert said["location"].startswith("/evil.example")


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=255), max_size=60), st.text(st.characters(max_codepoint=127), max_size=60))
def test_no_cookie_or_query_breaks_the_guard(cookie, query):
    assert ask(Token(echo, TOKEN), query=query, headers=[("Cookie", cookie), ("Authorization", cookie)])[0] == 401


HOSTS = ("localhost", "127.0.0.1", "[::1]")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8321", "LOCALHOST:1", "127.0.0.1:8321", "[::1]", "[::1]:8321"]
)
def test_the_servers_own_names_are_answered(host):
    assert ask(OwnHosts(echo, HOSTS), headers=[("Host", host)])[0] == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8321", "127.0.0.1.evil.example", "localhost.", "[::2]"]
)
@pytest.mark.parametrize("path", ["/events", "/api/events"])
def test_other_names_are_not(host, path):
    status, _, body, _ = ask(OwnHosts(echo, HOSTS), path=path, headers=[("Host", host)] if host else [])
    assert status == 421
    assert body.startswith(b'{"error":') == path.startswith("/api/")


@pytest.mark.parametrize(
    "headers",
    [
        [("Origin", "http://evil.example")],
        [("Origin", "null")],
        [("Origin", "http://[")],
        [("Origin", "")],
        [("Origin", "http://localhost:8321.evil.example")],
        [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site")],
        [("Origin", "http://localhost:8321"), ("Sec-Fetch-Site", "cross-site")],
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_changes_from_pages_of_others_are_refused(method, headers):
    app = OwnHosts(echo, HOSTS)
    assert ask(app, method, headers=[("Host", "localhost:8321"), *headers], body=[b""])[0] == 403
    assert ask(app, "GET", headers=[("Host", "localhost:8321"), *headers])[0] == 200


def test_changes_from_its_own_pages_and_from_programs_are_not():
    app = OwnHosts(echo, HOSTS)
    for headers in ([("Origin", "http://localhost:8321"), ("Sec-Fetch-Site", "same-origin")], []):
        assert ask(app, "POST", headers=[("Host", "localhost:8321"), *headers], body=[b"x"])[0] == 200


def test_a_server_for_others_may_be_called_by_any_name():
    assert ask(OwnHosts(echo, ()), headers=[("Host", "news.example")])[0] == 200


def test_a_body_comes_through_whole():
    status, _, body, _ = ask(SmallBodies(echo), "POST", body=[b"one ", b"", b"two"])
    assert (status, body) == (200, b"one two")
    assert ask(SmallBodies(echo), "POST", body=[b"x" * LARGEST_BODY])[0] == 200


@pytest.mark.parametrize("path", ["/paste", "/api/code"])
@pytest.mark.parametrize("said", [[], [("Content-Length", str(LARGEST_BODY + 1))], [("Content-Length", "12")]])
def test_a_larger_body_is_refused_after_it_was_read(path, said):
    status, headers, body, left = ask(
        SmallBodies(echo), "POST", path, headers=said, body=[b"x" * LARGEST_BODY, b"x", b"the end"]
    )
    assert status == 413
    assert headers["connection"] == "close"
    assert b"2 MB" in body
    assert left == []
    assert body.startswith(b'{"error":') == path.startswith("/api/")


def test_an_endless_body_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(guards, "MOST_DROPPED", 3 * LARGEST_BODY)
    status, _, _, left = ask(SmallBodies(echo), "POST", body=[b"x" * LARGEST_BODY] * 20)
    assert status == 413
    assert len(left) == 16


def test_who_asks_before_sending_too_much_is_told_at_once():
    headers = [("Content-Length", "50000000"), ("Expect", "100-continue")]
    status, _, _, left = ask(SmallBodies(echo), "POST", headers=headers, body=[b"x"])
    assert status == 413
    assert left == [b"x"]


def test_who_leaves_while_sending_gets_no_answer():
    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/paste", "headers": []}
    asyncio.run(SmallBodies(echo)(scope, receive, send))


def test_every_answer_bears_the_safe_headers():
    _, said, _, _ = ask(SafeAnswers(echo))
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= said.items()
    assert said["cache-control"] == "no-store"
    assert "cache-control" not in ask(SafeAnswers(echo), path="/static/style.css")[1]


def test_the_policy_allows_nothing_but_the_servers_own():
    assert "default-src 'none'" in guards.POLICY
    assert "unsafe" not in guards.POLICY
    assert "http" not in guards.POLICY
    assert "*" not in guards.POLICY
