"""What must hold for every answer, whatever was asked."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from polybius.web.guards import HEADERS

OWN = str(Path(__file__).resolve().parents[2])
LEAKS = re.compile(
    r"Traceback \(most recent|File \"|site-packages|/usr/lib|/root\b|/home/|/tmp/|\.venv|" + re.escape(OWN)
)


def assert_safe(answer: httpx.Response) -> None:
    """The safe headers are there, and nothing of the machine is told."""
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (answer.request.url, name)
    assert "server" not in answer.headers
    told = LEAKS.search(answer.text)
    assert told is None, (answer.request.url, answer.text[max(0, told.start() - 100) : told.end() + 100])
