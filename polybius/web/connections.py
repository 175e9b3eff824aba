"""Connections that cannot be held open by sending slowly: uvicorn's HTTP protocol with a limit on how long a request
may take to arrive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

ARRIVAL = 10.0
"""Seconds in which the first byte, the head and the body of a request must have arrived."""

if TYPE_CHECKING:
    _Transport = asyncio.Transport


class ImpatientProtocol(H11Protocol):
    """Closes a connection whose request has not wholly arrived in time; answers may take as long as they need."""

    arrival = ARRIVAL
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock of the first request."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Stops the clock once a request is whole; the next one on the connection starts it anew."""
        if self._deadline is None:
            self._start_clock()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.more_body:
            self._stop_clock()

    def _start_clock(self) -> None:
        self._deadline = self.loop.call_later(self.arrival, self._too_late)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        self.transport.abort()
