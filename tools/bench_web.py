"""Measures the pages over a store of synthetic events: filters answered by the server, and first paint in a browser.

Builds a store of 4 events a report, serves it in a process of its own, and asks it as a visitor would: pages of events
filtered by party, pair, category, period, words and mixtures of them. Prints JSON.
usage: python tools/bench_web.py [REPORTS [STORE]]
STORE: where to build it, or one built before. The browser's part needs Debian's chromium.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import bench_link

from polybius.link import linked
from polybius.store import write

QUESTIONS = 40
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PAGES = ("/events", "/timeline", "/map", "/pairs", "/claims", "/reports")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def questions(seed: int = 3) -> list[str]:
    """Filters of all kinds, as queries of an address."""
    chance = random.Random(seed)
    found = []
    for number in range(QUESTIONS):
        one, other = chance.sample(bench_link.CODES, 2)
        year = chance.randint(2001, 2006)
        kinds: list[dict[str, str]] = [
            {"party": one},
            {"actor": one, "recipient": other},
            {"category": chance.choice(list(bench_link.DEEDS)), "start": f"{year}-03", "end": f"{year}-09"},
            {"q": f"{chance.choice(bench_link.NOUNS)} forces", "party": f"{one}.MIL"},
            {"place": chance.choice(bench_link.NOUNS), "quad": "4", "disputed": "yes"},
            {"outlet": "Reuters", "sector": "MIL", "start": str(year), "sort": "newest"},
            {"party": "forces", "country": other},
            {"category": "ASSAULT", "realis": "fact", "says": "report", "actor": one},
        ]
        found.append(urlencode(kinds[number % len(kinds)]))
    return found


def main() -> None:
    """Builds, serves, asks and prints."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 25_000
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.store"
        if not store.exists():
            write(store, bench_link.reports(reports, 10), batch=500)
        before = time.perf_counter()
        with linked(store):
            pass
        linking = time.perf_counter() - before
        with Server(store) as server:
            figures = {"measure": "web", "reports": reports, "events": 4 * reports, "linking_s": round(linking)}
            print(json.dumps(figures | server.figures(), indent=1))


class Server:
    """``polybius serve`` in a process of its own."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-c", "from polybius.cli import app; app()", "serve", "--port", "0", "--store"]
        self.started = time.perf_counter()
        self.process = subprocess.Popen([*command, str(store)], stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Server:
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        self.address = next(word for word in line.split() if word.startswith("http")).rstrip("/")
        while not json.loads(self.get("/api/state"))["ready"]:
            time.sleep(0.1)
        self.opening = time.perf_counter() - self.started
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def get(self, path: str) -> bytes:
        """The body of an answer."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return bytes(answer.read())

    def figures(self) -> dict[str, object]:
        """What is measured."""
        for page in PAGES:
            self.get(page)
        asked = {kind: self.timed(kind) for kind in ("/api/events", "/events")}
        found = {
            "opening_s": round(self.opening, 1),
            "filter_ms": {kind: _spread(times) for kind, times in asked.items()},
            "pages_ms": {page: round(statistics.median(self.timed_page(page)) * 1000) for page in PAGES},
            "memory_mb": _memory(self.process.pid),
        }
        return found | ({"first_paint_ms": self.paints()} if CHROMIUM.exists() else {})

    def timed(self, page: str) -> list[float]:
        """The seconds each question takes."""
        times = []
        for question in questions():
            before = time.perf_counter()
            self.get(f"{page}?{question}")
            times.append(time.perf_counter() - before)
        return times

    def timed_page(self, page: str) -> list[float]:
        """The seconds a page takes without a filter, five times."""
        times = []
        for _ in range(5):
            before = time.perf_counter()
            self.get(page)
            times.append(time.perf_counter() - before)
        return times

    def paints(self) -> dict[str, int]:
        """First contentful paint of each page in a fresh browser: the median of five."""
        from playwright.sync_api import sync_playwright

        found = {}
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            for path in PAGES:
                times = []
                for _ in range(5):
                    context = browser.new_context()
                    page = context.new_page()
                    page.goto(self.address + path, wait_until="load")
                    # asked again and again, as the policy of the pages lets no script wait in them
                    while (painted := page.evaluate(PAINT)) is None:
                        time.sleep(0.02)
                    times.append(painted)
                    context.close()
                found[path] = round(statistics.median(times))
            browser.close()
        return found


def _spread(times: list[float]) -> dict[str, int]:
    ordered = sorted(1000 * one for one in times)
    return {"median": round(statistics.median(ordered)), "p95": round(ordered[round(0.95 * len(ordered)) - 1])}


def _memory(process: int) -> int:
    """Resident megabytes of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


if __name__ == "__main__":
    main()
