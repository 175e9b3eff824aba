"""Outlets on this machine whose servers misbehave as they are told, and count what they are asked.

Each outlet has a port of its own and so counts as a host of its own.
"""

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.corpus.news import text

BOMB = gzip.compress(b"<p>" + b"0" * 80_000_000 + b"</p>")
"""Some 80 KB that unpack to 80 MB."""


@dataclass(frozen=True)
class Ask:
    """A request as the server got it."""

    path: str
    at: float
    headers: dict
    under_way: int


@dataclass
class Answer:
    """What a server answers; ``wait`` seconds before it, and dripping over ``drip`` seconds."""

    body: bytes | str = b""
    status: int = 200
    media: str = "text/html; charset=utf-8"
    headers: dict = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Says nothing: those who ask may be killed at any moment."""


class Outlet:
    """A site. ``pages``: what is answered by path; of a list one after the other, the last one for good."""

    def __init__(self, host="127.0.0.1"):
        self.pages, self.asked, self._turns = {}, [], {}
        self._lock, self._under_way = threading.Lock(), 0
        self.keep_asked = True
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self):
                with outlet._lock:
                    outlet._under_way += 1
                    if outlet.keep_asked:
                        outlet.asked.append(Ask(self.path, time.time(), dict(self.headers), outlet._under_way))
                try:
                    outlet._answer(self)
                except OSError:
                    pass
                finally:
                    with outlet._lock:
                        outlet._under_way -= 1

            def log_message(self, *_):
                pass

        self._server = _Server((host, 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.root = f"http://{host}:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def paths(self, start="/"):
        """The paths asked for, without robots.txt."""
        return [ask.path for ask in self.asked if ask.path.startswith(start) and ask.path != "/robots.txt"]

    def feed(self, numbers, path="/feed", **more):
        """Puts up a feed of pages by number, with an ETag."""
        self.pages[path] = etagged(rss(self.root, numbers, **more))

    def news(self, numbers):
        """Puts up pages with made-up reports by number."""
        for number in numbers:
            self.pages[f"/{number}.html"] = Answer(page(number))

    def _answer(self, handler):
        given = self.pages.get(handler.path)
        if isinstance(given, list):
            with self._lock:
                turn = self._turns.get(handler.path, 0)
                self._turns[handler.path] = turn + 1
            given = given[min(turn, len(given) - 1)]
        if callable(given):
            given = given(handler)
        if given is None:
            given = Answer("not here", 404)
        time.sleep(given.wait)
        body = given.body if isinstance(given.body, bytes) else given.body.encode()
        handler.send_response(given.status)
        handler.send_header("Content-Type", given.media)
        for name, value in given.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if not given.drip:
            handler.wfile.write(body)
            return
        size = max(int(len(body) * 0.2 / given.drip), 1)
        for start in range(0, len(body), size):
            handler.wfile.write(body[start : start + size])
            time.sleep(0.2)


def etagged(body, media="application/rss+xml", **headers):
    """Answers with a body, or 304 where the asker has it."""
    data = body if isinstance(body, bytes) else body.encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:12]}"'

    def answer(handler):
        if handler.headers.get("If-None-Match") == tag:
            return Answer(status=304, headers={"ETag": tag})
        return Answer(data, media=media, headers={"ETag": tag} | headers)

    return answer


def moved(to, status=301):
    return Answer(status=status, headers={"Location": to})


def page(number, words=None):
    return f"<html><head><title>Note {number}</title></head><body><p>{escape(words or text(number))}</p></body></html>"


def rss(root, numbers, own_words=False, title="Strelsau Post"):
    """A feed whose entries link to pages by number."""
    items = []
    for number in numbers:
        words = text(number) if own_words else ""
        items.append(
            f"<item><title>Note {number}</title><link>{root}/{number}.html</link><guid>note-{number}</guid>"
            f"<pubDate>{formatdate(1_600_000_000 + 3600 * number)}</pubDate><description>{words}</description></item>"
        )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
