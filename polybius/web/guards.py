"""What stands before every page: who may ask, how much they may send, and what a browser may do with the answer."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 2_000_000
"""Bytes of a request's body that are read."""
COOKIE = "polybius_token"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SafeAnswers:
    """Adds to every answer the headers that keep a browser from running or loading anything but ours."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class OwnHosts:
    """Refuses requests under a name that is not this server's, and changes that come from pages of others.

    The first keeps a page elsewhere from reading by giving its own name our address (DNS rebinding), the second from
    posting in a visitor's name. hosts: names the server may be called by; empty allows any.
    """

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        self.app, self.hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            refused = self._refusal(scope["method"], headers)
            if refused is not None:
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if self.hosts and _name_of(host) not in self.hosts:
            return PlainTextResponse("This server does not answer under that name.\n", 421)
        if method in SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("Changes can be made from this server's own pages only.\n", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Changes can be made from this server's own pages only.\n", 403)
        return None


class Token:
    """Lets only those in who know the token: in a header, or once in the address, which leaves a cookie."""

    def __init__(self, app: App, token: str | None) -> None:
        self.app, self.token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] != "http" or self.token is None:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        in_address = next((value for name, value in query if name == "token"), None)
        if in_address is not None and self._is_right(in_address):
            await self._with_cookie(scope, query)(scope, receive, send)
            return
        held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        given = headers.get("authorization", "").removeprefix("Bearer ") or (held.value if held else "")
        if self._is_right(given):
            await self.app(scope, receive, send)
            return
        said = "This server needs its token: open the address that it printed at its start.\n"
        await PlainTextResponse(said, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)

    def _is_right(self, given: str) -> bool:
        assert self.token is not None
        return secrets.compare_digest(given.encode(), self.token.encode())

    def _with_cookie(self, scope: Scope, query: list[tuple[str, str]]) -> Response:
        """To the same address without the token, which the browser keeps in a cookie from now on."""
        rest = urlencode([(name, value) for name, value in query if name != "token"])
        # a path that begins with two slashes would be read as another host's
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        assert self.token is not None
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
        return answer


class SmallBodies:
    """Refuses requests with a body over ``LARGEST_BODY`` bytes, whether they say so beforehand or not."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        if said.isdigit() and int(said) > LARGEST_BODY:
            await _too_large(scope)(scope, receive, send)
            return
        body, more = bytearray(), scope["method"] not in SAFE_METHODS
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > LARGEST_BODY:
                await _too_large(scope)(scope, receive, send)
                return
        whole = iter([{"type": "http.request", "body": bytes(body), "more_body": False}])

        async def receive_whole() -> MutableMapping[str, Any]:
            return next(whole, None) or await receive()

        await self.app(scope, receive_whole, send)


def _too_large(scope: Scope) -> Response:
    said = f"This is more than the {LARGEST_BODY // 1_000_000} MB that can be sent at once; send less."
    headers = {"Connection": "close"}
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": said}, 413, headers)
    return PlainTextResponse(said + "\n", 413, headers)


def _name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    return host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host.lower()
