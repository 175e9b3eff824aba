"""What stands before every page: who may ask, how much they may send, and what a browser may do with the answer."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 2_000_000
"""Bytes of a request's body that are taken."""
MOST_DROPPED = 100_000_000
"""Bytes of a larger body that are read and dropped: a browser that is not read to the end shows no answer."""
COOKIE = "polybius_token"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # with "no-referrer" browsers send forms with the origin "null", which is refused as somebody else's
    "Referrer-Policy": "same-origin",
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
                message.setdefault("headers", [])
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
            host = headers.get("host", "")
            refused: Response | None = None
            if self.hosts and _name_of(host) not in self.hosts:
                refused = _refusal(scope, 421, "this server does not answer under that name")
            elif scope["method"] not in SAFE_METHODS and _is_elsewhere(headers, host):
                refused = _refusal(scope, 403, "changes can be made from this server's own pages only")
            if refused is not None:
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)


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
        held = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        given = headers.get("authorization", "").removeprefix("Bearer ") or held
        if self._is_right(given):
            await self.app(scope, receive, send)
            return
        said = "this server needs its token: open the address that it printed at its start"
        await _refusal(scope, 401, said, {"WWW-Authenticate": "Bearer"})(scope, receive, send)

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
        headers = Headers(scope=scope)
        said = headers.get("content-length", "")
        known = int(said[:20]) if said.isascii() and said.isdigit() else 0
        if known > LARGEST_BODY and ("expect" in headers or known > MOST_DROPPED):
            await _too_large(scope)(scope, receive, send)
            return
        body, size, more = bytearray(), 0, scope["method"] not in SAFE_METHODS
        while more and size <= MOST_DROPPED:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            part = message.get("body", b"")
            size += len(part)
            more = message.get("more_body", False)
            if size <= LARGEST_BODY:
                body += part
        if max(size, known) > LARGEST_BODY:
            await _too_large(scope)(scope, receive, send)
            return
        whole = iter([{"type": "http.request", "body": bytes(body), "more_body": False}])

        async def receive_whole() -> MutableMapping[str, Any]:
            return next(whole, None) or await receive()

        await self.app(scope, receive_whole, send)


def _too_large(scope: Scope) -> Response:
    said = f"this is more than the {LARGEST_BODY // 1_000_000} MB that can be sent at once; send less"
    return _refusal(scope, 413, said, {"Connection": "close"})


def _refusal(scope: Scope, status: int, said: str, headers: dict[str, str] | None = None) -> Response:
    """What is told to those who are not let in: in the shape of the API under /api/, as plain words elsewhere."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": said}, status, headers)
    return PlainTextResponse(f"{said[0].upper()}{said[1:]}.\n", status, headers)


def _is_elsewhere(headers: Headers, host: str) -> bool:
    """Whether a browser says that a request comes from a page that is not ours."""
    origin = headers.get("origin")
    if origin is not None:
        try:
            if urlsplit(origin).netloc.lower() != host.lower():
                return True
        except ValueError:
            return True
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def _name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    return host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host.lower()
