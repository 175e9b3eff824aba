"""Connections that cannot be held open by sending or reading slowly: uvicorn's HTTP protocol with limits on how long a
request may take to arrive, and how long an answer may lie unread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from polybius.web.guards import HEADERS

ARRIVAL = 10.0
"""Seconds in which the first byte, the head and the body of a request must have arrived."""
UNREAD = 120.0
"""Seconds in which a visitor must have read some of an answer that waits to be sent; the system holds some back, so a
slow reader seems to stand still for a while."""

if TYPE_CHECKING:
    _Transport = asyncio.Transport


class ImpatientProtocol(H11Protocol):
    """Closes a connection whose request has not wholly arrived in time, or whose answer nobody reads.

    An answer may take as long as it needs to be made, and as long as it needs to be read while some of it is.
    """

    arrival, unread = ARRIVAL, UNREAD
    _deadline: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock of the first request."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clocks."""
        self._stop_clock()
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Starts the clock where part of a request is there, and stops it once a request is whole.

        Between requests uvicorn's own clock for idle connections runs.
        """
        super().handle_events()
        state = self.conn.their_state
        if state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0]):
            if self._deadline is None:
                self._start_clock()
        else:
            self._stop_clock()

    def pause_writing(self) -> None:
        """Begins to watch whether the answer is being read."""
        super().pause_writing()
        self._stop_waiting()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        """Stops watching."""
        self._stop_waiting()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP, with the headers that every answer has."""
        headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=msg.encode("ascii")),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _start_clock(self) -> None:
        self._deadline = self.loop.call_later(self.arrival, self._too_late)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        self.transport.abort()

    def _wait_for_reader(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._stall = self.loop.call_later(self.unread, self._look_for_reader, left)

    def _look_for_reader(self, before: int) -> None:
        self._stall = None
        if self.transport.get_write_buffer_size() >= before:
            self.transport.abort()
        else:
            self._wait_for_reader()

    def _stop_waiting(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
