"""Connections: kept open between requests, several requests at once, and the clock that closes slow ones."""

import socket
import time

import pytest

from polybius.web.connections import ImpatientProtocol
from tests.web.served import is_closed

GET = b"GET /api/state HTTP/1.1\r\nHost: localhost\r\n\r\n"
CODE = b'{"text": ""}'
POST = (
    b"POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    % len(CODE)
)


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    monkeypatch.setattr(ImpatientProtocol, "arrival", 1.0)


def answers(connection: socket.socket, number: int, seconds: float = 10) -> list[bytes]:
    """The status lines of so many answers."""
    connection.settimeout(seconds)
    found, buffer = [], b""
    while len(found) < number:
        while b"\r\n\r\n" not in buffer:
            part = connection.recv(65536)
            assert part, (found, buffer)
            buffer += part
        head, _, buffer = buffer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields[b"content-length"])
        while len(buffer) < length:
            buffer += connection.recv(65536)
        buffer = buffer[length:]
        found.append(head.split(b"\r\n")[0])
    assert buffer == b""
    return found


def test_a_connection_serves_one_request_after_another_beyond_the_time_of_one(server):
    with server.connect() as connection:
        for _ in range(5):
            connection.sendall(GET)
            assert answers(connection, 1) == [b"HTTP/1.1 200 OK"]
            time.sleep(0.4)


def test_requests_sent_at_once_are_answered_in_order(server):
    with server.connect() as connection:
        connection.sendall(GET * 10 + POST + CODE + GET)
        told = answers(connection, 12)
    assert told == [b"HTTP/1.1 200 OK"] * 10 + [b"HTTP/1.1 400 Bad Request"] + [b"HTTP/1.1 200 OK"]


def test_the_second_request_has_its_own_time_and_no_more(server):
    with server.connect() as connection:
        connection.sendall(GET)
        answers(connection, 1)
        time.sleep(0.6)
        begun = time.monotonic()
        closed = drip(connection, b"GET /api/state HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 500)
        assert closed
        assert 0.7 < time.monotonic() - begun < 4


def test_a_request_that_comes_after_a_whole_one_in_pieces_is_timed_too(server):
    with server.connect() as connection:
        connection.sendall(GET + b"GET /api/st")
        assert answers(connection, 1) == [b"HTTP/1.1 200 OK"]
        begun = time.monotonic()
        assert drip(connection, b"ate HTTP/1.1\r\nX: " + b"y" * 500)
        assert time.monotonic() - begun < 4


def test_a_body_after_a_kept_connection_is_timed_too(server):
    with server.connect() as connection:
        connection.sendall(GET)
        answers(connection, 1)
        connection.sendall(POST)
        assert drip(connection, b" " * (len(CODE) - 1))


def test_a_request_in_pieces_that_is_in_time_is_answered(server):
    with server.connect() as connection:
        for piece in (GET[:9], GET[9:30], GET[30:]):
            connection.sendall(piece)
            time.sleep(0.1)
        assert answers(connection, 1) == [b"HTTP/1.1 200 OK"]


def test_an_answer_may_take_longer_than_a_request_may(server, monkeypatch):
    from polybius.web import desk

    real = desk.Desk.newer

    def slow(self):
        time.sleep(1.8)
        return real(self)

    monkeypatch.setattr(desk.Desk, "newer", slow)
    with server.connect() as connection:
        connection.sendall(GET)
        assert answers(connection, 1) == [b"HTTP/1.1 200 OK"]
        monkeypatch.undo()
        connection.sendall(GET)
        assert answers(connection, 1) == [b"HTTP/1.1 200 OK"]


def test_who_reads_nothing_of_a_large_answer_is_left(server, monkeypatch):
    monkeypatch.setattr(ImpatientProtocol, "unread", 0.5)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", server.port))
        sql = b"SELECT+repeat('x',100)+AS+x+FROM+range(200000)"
        connection.sendall(b"GET /api/sql?sql=" + sql + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until = time.monotonic() + 15
        mine = connection.getsockname()
        while any(one.client == mine for one in list(server.server.server_state.connections)):
            assert time.monotonic() < until
            time.sleep(0.1)
    assert server.lives()


def test_who_reads_slowly_but_reads_gets_all_of_it(server, monkeypatch):
    monkeypatch.setattr(ImpatientProtocol, "unread", 4.0)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.connect(("127.0.0.1", server.port))
        sql = b"SELECT+repeat('x',100)+AS+x+FROM+range(200000)"
        connection.sendall(b"GET /api/sql?sql=" + sql + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        read, begun = 0, time.monotonic()
        connection.settimeout(20)
        while part := connection.recv(1 << 20):
            read += len(part)
            if time.monotonic() - begun < 2.5:
                time.sleep(0.1)
    assert read > 20_000_000


def drip(connection: socket.socket, data: bytes) -> bool:
    """Sends a byte at a time; whether the other side closes the connection meanwhile."""
    connection.settimeout(0.05)
    for number in range(len(data)):
        try:
            connection.sendall(data[number : number + 1])
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return is_closed(connection, 3)
