"""Runs the application: where it listens, who may reach it, and what is not allowed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from polybius.errors import PolybiusError
from polybius.store.table import open_table
from polybius.web.app import LOCAL_NAMES, Settings, make_app
from polybius.web.connections import ImpatientProtocol

SHORTEST_TOKEN = 16


class ServeError(PolybiusError):
    """The server cannot be started as asked."""


def settings_for(
    store: str, *, host: str, token: str | None = None, links: Path | None = None, fetch: bool = False
) -> Settings:
    """The settings of a server that listens at ``host``.

    Raises ServeError where others could reach it without a token, or the token is short; StoreError where there is no
    store.
    """
    open_table(store)
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise ServeError(f"--token: has {len(token)} characters; take {SHORTEST_TOKEN} or more that nobody can guess")
    if token is not None and not (token.isascii() and token.isprintable() and " " not in token):
        raise ServeError("--token: may have letters, digits and signs of ASCII only; take another one")
    if is_loopback(host):
        names = tuple(dict.fromkeys((*LOCAL_NAMES, _named(host))))
        return Settings(store=store, links=links, token=token, hosts=names, fetch=fetch)
    if token is None:
        raise ServeError(
            f"--host {host}: others could reach this server; give a --token that visitors must know, "
            "or leave --host out"
        )
    return Settings(store=store, links=links, token=token, hosts=(), fetch=fetch)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address_of(host: str, port: int, token: str | None) -> str:
    """The address to open in a browser."""
    return f"http://{_named(host)}:{port}/" + (f"?{urlencode({'token': token})}" if token else "")


def run(settings: Settings, *, host: str, port: int, ready: Callable[[int], None] = lambda _: None) -> None:
    """Serves until it is told to stop. ready: called with the port once it listens. Raises ServeError."""
    try:
        listening = listen(host, port)
    except OSError as error:
        raise ServeError(
            f"cannot listen at {host}:{port} ({error.strerror or error}); choose another --port or --host"
        ) from error
    server = make_server(settings)
    with listening:
        ready(int(listening.getsockname()[1]))
        asyncio.run(server.serve(sockets=[listening]))


def make_server(settings: Settings) -> uvicorn.Server:
    """The server with its limits; it is not listening yet."""
    config = uvicorn.Config(
        make_app(settings),
        http=ImpatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=65536,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises OSError."""
    bare = host.strip("[]")
    family, kind, protocol, _, address = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _named(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host.strip('[]')}]" if ":" in host else host
