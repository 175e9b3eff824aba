"""A real server in a thread, and clients that send what no browser would."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import httpx

from polybius.web.server import listen, make_server, settings_for

PATIENCE = 60.0
"""Seconds a server may take to start and to take its snapshot."""


class Served:
    """A running server over a store; ``client`` asks it, ``desk`` is its state. coder: stands in for the real one."""

    def __init__(
        self, store: Any, *, token: str | None = None, host: str = "127.0.0.1", coder: Any = None, wait: bool = True
    ) -> None:
        self.settings = settings_for(str(store), host=host, token=token)
        self.coder, self.wait = coder, wait
        self.socket = listen("127.0.0.1", 0)
        self.port = int(self.socket.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Served:
        self.server = make_server(self.settings)
        self.app = self.server.config.app
        self.desk = self.app.state.desk
        self.desk._coder = self.coder
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        until = time.monotonic() + PATIENCE
        while not self.server.started:
            assert self.thread.is_alive()
            assert time.monotonic() < until
            time.sleep(0.01)
        if self.wait:
            self.desk.wait(PATIENCE)
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.server.should_exit = True
        self.thread.join(20)
        self.socket.close()
        assert not self.thread.is_alive()

    def _run(self) -> None:
        import asyncio

        asyncio.run(self.server.serve(sockets=[self.socket]))

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.client.get(path, params=parameters or None)

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of an answer of the API."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["rows"]
        return found

    def lives(self) -> bool:
        """Whether the server still answers."""
        return self.get("/api/state").status_code == 200

    def connect(self) -> socket.socket:
        """A bare connection."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def raw(self, data: bytes) -> bytes:
        """What the server answers to bytes, until it closes the connection."""
        with self.connect() as connection:
            connection.sendall(data)
            return rest_of(connection)


def rest_of(connection: socket.socket) -> bytes:
    """What still comes on a connection until the other side closes it."""
    found = bytearray()
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return bytes(found)


def is_closed(connection: socket.socket, seconds: float) -> bool:
    """Whether the other side closes a connection within a time."""
    until = time.monotonic() + seconds
    connection.settimeout(0.1)
    while time.monotonic() < until:
        try:
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False
