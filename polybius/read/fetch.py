"""Fetches one address, within limits of size, time and redirects. Nothing else in Polybius reaches the network."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from polybius.errors import ReadError

if TYPE_CHECKING:
    import urllib3

_IN_MEMORY = 4 * 1024 * 1024
_AT_ONCE = 65_536
_SILENCE = 20.0
"""Seconds without a byte after which a server is given up."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304


class FetchError(ReadError):
    """An address that gives nothing to read.

    status and headers: the server's answer, where there was one. reached: whether there was a server to talk to.
    """

    def __init__(
        self, message: str, status: int | None = None, headers: Mapping[str, str] | None = None, *, reached: bool = True
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: Mapping[str, str] = headers or {}
        self.reached = reached


@dataclass(frozen=True)
class FetchLimits:
    """What an answer may take: bytes as they come over the line, seconds for all of it, redirects.

    public: whether only public addresses are reached, and no proxy; for what a stranger asks for.
    """

    size: int = 20_000_000
    seconds: float = 60.0
    redirects: int = 5
    public: bool = False


PAGE = FetchLimits()
"""For one page or feed."""
ARCHIVE = FetchLimits(size=4 * 1024**3, seconds=4 * 3600.0)
"""For a source the user names, which may be an archive."""
STRANGER = FetchLimits(size=5_000_000, seconds=20.0, redirects=3, public=True)
"""For a page that a visitor of a server asks for."""


@dataclass(frozen=True)
class Fetched:
    """An answer: its body from the start, as it came (it may be packed), and what the server says of it.

    url: where it stood in the end. media: its type, such as "text/html". permanent: where it has moved for good.
    """

    body: BinaryIO
    url: str
    status: int
    media: str | None = None
    charset: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    permanent: str | None = None


def fetch(
    url: str,
    limits: FetchLimits = PAGE,
    headers: Mapping[str, str] | None = None,
    on_redirect: Callable[[str], None] | None = None,
) -> Fetched:
    """What stands at an http(s) address; the body is the caller's to close.

    headers: sent along, such as those of a conditional request; an answer 304 is given back with an empty body.
    on_redirect: called with each further address before it is asked; what it raises ends the fetching. Raises
    FetchError, with a sentence, where the server cannot be reached, refuses, redirects in a circle, or answers with
    more or slower than the limits allow.
    """
    import urllib3

    ends, seen, permanent, moved = time.monotonic() + limits.seconds, [url], None, True
    while True:
        try:
            response = _ask(seen[-1], ends, headers or {}, limits.public)
        except (urllib3.exceptions.HTTPError, UnicodeError, ValueError, OSError) as error:
            reached = not isinstance(error, _unreached())
            raise FetchError(f"it cannot be fetched ({_plain(error)}); try again later", reached=reached) from error
        target = response.headers.get("Location")
        if response.status not in _REDIRECTS or not target:
            break
        # what is left of the answer must not be taken for the start of the next one on this connection
        response.close()
        moved = moved and response.status in (301, 308)
        seen.append(_redirected(seen, target, limits))
        permanent = seen[-1] if moved else permanent
        if on_redirect is not None:
            on_redirect(seen[-1])
    try:
        answered = dict(response.headers.items())
        if response.status != NOT_MODIFIED and not 200 <= response.status < 300:
            raise FetchError(f"the server answers {response.status} {response.reason or ''}".strip(),
                             response.status, answered)  # fmt: skip
        body = _body(response, ends, limits)
    finally:
        response.close()
    kind = Message()
    kind["Content-Type"] = response.headers.get("Content-Type", "")
    media = kind.get_content_type() if response.headers.get("Content-Type") else None
    return Fetched(body, seen[-1], response.status, media, kind.get_content_charset(), answered, permanent)


def user_agent() -> str:
    """What Polybius calls itself towards servers."""
    return f"polybius/{version('polybius')}"


def _ask(url: str, ends: float, headers: Mapping[str, str], public: bool) -> urllib3.BaseHTTPResponse:
    import urllib3

    left = max(ends - time.monotonic(), 0.1)
    sent = {"User-Agent": user_agent(), "Accept-Encoding": "gzip", **headers}
    timeout = urllib3.Timeout(connect=min(10.0, left), read=min(_SILENCE, left))
    return _pool(url, public).request(
        "GET", url, headers=sent, timeout=timeout, redirect=False, retries=False, preload_content=False,
        decode_content=False,
    )  # fmt: skip


def _unreached() -> tuple[type[Exception], ...]:
    """The errors by which no server was there to talk to."""
    from urllib3 import exceptions

    return (exceptions.NewConnectionError, exceptions.ConnectTimeoutError, exceptions.SSLError, exceptions.ProxyError)


def _redirected(seen: list[str], target: str, limits: FetchLimits) -> str:
    new = urljoin(seen[-1], target)
    if urlsplit(new).scheme not in ("http", "https"):
        raise FetchError(f"it redirects to what is no web address ({new[:100]})")
    if new in seen:
        raise FetchError("it redirects in a circle")
    if len(seen) > limits.redirects:
        raise FetchError(f"it redirects more than {limits.redirects} times")
    return new


def _body(response: urllib3.BaseHTTPResponse, ends: float, limits: FetchLimits) -> BinaryIO:
    import urllib3

    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"it comes packed as {coding}, which was not asked for")
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - handed to the caller
    size = 0
    try:
        while data := response.read1(_AT_ONCE, decode_content=False):
            size += len(data)
            if size > limits.size:
                raise FetchError(f"it is larger than {limits.size:,} bytes")
            if time.monotonic() > ends:
                raise FetchError(f"it takes longer than {limits.seconds:g} seconds")
            body.write(data)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        body.close()
        raise FetchError(f"it breaks off ({_plain(error)}); try again later") from error
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


def _pool(url: str, public: bool) -> urllib3.PoolManager:
    if not public:
        return _connections(_proxy(url))
    from polybius.read.public_only import public_connections

    return public_connections()


@cache
def _connections(proxy: str | None) -> urllib3.PoolManager:
    import urllib3

    if proxy:
        return urllib3.ProxyManager(proxy, num_pools=32)
    return urllib3.PoolManager(num_pools=32)


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for an address."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)


def _plain(error: BaseException) -> str:
    cause = getattr(error, "reason", None)
    said = str(cause if isinstance(cause, BaseException) else error)
    return said.split(": ", 1)[-1].strip().split("\n", 1)[0].rstrip(".")[:160] or type(error).__name__
