"""Answers ``/health`` and ``/metrics``, by default to this machine only."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from polybius.errors import PolybiusError

PORT = 9137


class Reporting:
    """A small server on threads of its own.

    health: what ``/health`` answers, and whether all is well (else its status is 503). metrics: what ``/metrics``
    answers. Raises PolybiusError where the port cannot be had.
    """

    def __init__(
        self, host: str, port: int, health: Callable[[], tuple[dict[str, Any], bool]], metrics: Callable[[], bytes]
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 30

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if path == "/health":
                    said, well = health()
                    self._answer(200 if well else 503, json.dumps(said).encode(), "application/json")
                elif path == "/metrics":
                    self._answer(200, metrics(), "text/plain; version=0.0.4; charset=utf-8")
                else:
                    self._answer(404, b"there are /health and /metrics\n", "text/plain; charset=utf-8")

            def _answer(self, status: int, body: bytes, media: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing: whoever asks every few seconds would fill the log."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except (OSError, OverflowError) as error:
            said = getattr(error, "strerror", None) or error
            raise PolybiusError(
                f"{host}:{port}: cannot answer /health and /metrics there ({said}); choose another --metrics-port, "
                "or --no-metrics"
            ) from error
        self._server.daemon_threads = True
        self.host, self.port = host, int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()
