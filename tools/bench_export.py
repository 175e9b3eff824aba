"""Measures what a store of a million synthetic events takes: exports, a filtered search, a series.

Of an export the seconds and the peak memory of each format, each in its own process; of the commands `polybius query`
and `polybius series` the median seconds of three runs, start of the program and all. Prints one JSON object.
usage: python tools/bench_export.py [--events 1000000] [--store FOLDER] [--formats gdelt csv] [--no-search] [--series]
--store: where to make the store, or one made before; by default a temporary folder. --series: also link the events and
count a dyad by week; linking a million takes long, so that it is not done unasked, and only once in a store.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

EVENTS_OF_A_REPORT = 5
_FIRST = date(2015, 1, 1)
_WORDS = (
    "the",
    "talks",
    "border",
    "officials",
    "said",
    "that",
    "after",
    "two",
    "days",
    "of",
    "rain",
    "in",
    "many",
    "parts",
)
_STATES = ("ARM", "AZE", "RUS", "TUR", "IRN", "GEO", "USA", "FRA", "GBR", "CHN", "UKR", "SYR", "UNO")


def reports(events: int) -> Iterator[Any]:
    """Coded reports of some 3,000 characters with five events each, no two alike."""
    from polybius.codebook import load_codebook
    from polybius.records import CodedReport, Published, Report, Versions

    chance = random.Random(9)
    codes = [one for one in load_codebook().cameo if one.category]
    versions = Versions(polybius="0.1.0", codebook="bench", model="none", pipeline="none")
    for number in range(events // EVENTS_OF_A_REPORT):
        paragraphs = [" ".join(chance.choices(_WORDS, k=100)).capitalize() + "." for _ in range(6)]
        text = f"Report {number}. " + "\n\n".join(paragraphs)
        day = _FIRST + timedelta(days=chance.randrange(3650))
        yield CodedReport(
            report=Report(
                id=f"{number:020x}", text=text, language="en", outlet=f"Outlet {number % 50}",
                url=f"https://example.org/{number}",
                published=Published(start=day.isoformat(), end=day.isoformat(), precision="day", basis="given"),
            ),
            events=tuple(
                _event(number, order, chance.choice(codes), day, chance) for order in range(EVENTS_OF_A_REPORT)
            ),
            versions=versions,
        )  # fmt: skip


def _event(number: int, order: int, code: Any, day: date, chance: random.Random) -> Any:
    from polybius.codebook import load_codebook
    from polybius.records import Actor, Event, EventDate, EventPlace, Named, Span

    category = load_codebook().categories[code.category]
    at = 20 + 400 * order
    actor, recipient = chance.sample(_STATES, 2)
    when = (day - timedelta(days=chance.randrange(3))).isoformat()
    return Event(
        id=f"{number * EVENTS_OF_A_REPORT + order:016x}", category=category.name,
        modes=(Named(name=code.mode, start=at, end=at + 8),) if code.mode else (),
        realis=("future",) if chance.random() < 0.1 else (),
        actors=(Actor(text=f"the forces of {actor}", start=at, end=at + 17, code=actor, sectors=("MIL",)),),
        recipients=(
            Actor(text=f"the people of {recipient}", start=at + 30, end=at + 47, code=recipient, sectors=("CVL",)),
        ),
        date=EventDate(start=when, end=when, precision="day", basis="clause"),
        place=EventPlace(
            text="Town", start=at + 50, end=at + 54, name=f"Town {number % 900}", kind="city", country=recipient,
            latitude=40 + chance.random(), longitude=45 + chance.random(), geonames_id=number % 900, precision="exact",
        ),
        trigger=Span(start=at + 20, end=at + 28), start=at, end=at + 90, confidence=round(chance.random(), 3),
        quad=category.quad, score=category.score, cameo=code.code, goldstein=code.goldstein, reasons=("synthetic.",),
    )  # fmt: skip


def make(store: str, events: int) -> float:
    """Makes the store; returns the seconds it took."""
    from polybius.store import write

    start = time.perf_counter()
    write(store, reports(events), batch=10_000)
    return time.perf_counter() - start


def measure(store: str, format: str, folder: str) -> dict[str, Any]:
    """One export in a process of its own: rows, seconds, size of the file and peak memory."""
    file = Path(folder) / f"events.{format}"
    script = [sys.executable, __file__, "--one", format, "--store", store, "--out", str(file)]
    done = subprocess.run(script, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(done.stdout)
    told["megabytes"] = round(file.stat().st_size / 1e6, 1)
    file.unlink()
    return told


def one(store: str, format: str, out: str) -> dict[str, Any]:
    """Exports; the figures of this process."""
    from polybius.export import Source, export
    from polybius.store import snapshot

    start = time.perf_counter()
    rows = export(out, Source(snapshot(store), name=store), format=format)
    seconds = time.perf_counter() - start
    return {"rows": rows, "seconds": round(seconds, 1), "peak_megabytes": _peak()}


SEARCHES = {
    "a category in a month": "SELECT event_id, actors, recipients, clause FROM events "
    "WHERE category = 'ASSAULT' AND published BETWEEN '2019-06-01' AND '2019-06-30' LIMIT 200",
    "an actor": "SELECT event_id, published, category, recipient_codes FROM events "
    "WHERE actor_codes = 'ARM' ORDER BY published DESC, event_id LIMIT 200",
    "a dyad in a place": "SELECT event_id, published, category FROM events "
    "WHERE actor_codes = 'ARM' AND recipient_codes = 'AZE' AND place = 'Town 7' ORDER BY published, event_id LIMIT 200",
    "categories counted by year": "SELECT left(published, 4) AS year, category, count(*) FROM events "
    "GROUP BY ALL ORDER BY ALL",
}
"""Questions to `polybius query`, as one would type them."""
RUNS = 3


def searches(store: str) -> dict[str, dict[str, float | int]]:
    """Each search: its rows, and the median seconds of the command."""
    return {name: _asked(["query", sql, "--store", store, "--json"]) for name, sql in SEARCHES.items()}


def series(store: str) -> dict[str, Any]:
    """The seconds of linking what is not linked yet, and those of counting a dyad by week and a party by month."""
    start = time.perf_counter()
    _command(["link", "--store", store])
    linking = round(time.perf_counter() - start, 1)
    return {
        "linking_seconds": linking,
        "a dyad by week": _asked(["series", "ARM", "AZE", "--by", "week", "--store", store, "--json"]),
        "a party by month": _asked(["series", "ARM", "--by", "month", "--store", store, "--json"]),
        "exposure by month": _asked(["series", "--exposure", "--by", "month", "--store", store, "--json"]),
    }


def _asked(arguments: list[str]) -> dict[str, float | int]:
    times, rows = [], 0
    for _ in range(RUNS):
        start = time.perf_counter()
        rows = len(_command(arguments).splitlines())
        times.append(time.perf_counter() - start)
    return {"rows": rows, "seconds": round(statistics.median(times), 2)}


def _command(arguments: list[str]) -> str:
    script = [sys.executable, "-c", "from polybius.cli import app; app()", *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    done = subprocess.run(script, stdout=subprocess.PIPE, check=True, encoding="utf-8", env=environment)
    return done.stdout


def _peak() -> int | None:
    """Peak memory of this process in megabytes, where the system tells it (not that of the one that started it)."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return round(int(found[1]) / 1024) if found else None


def main() -> None:
    """Makes the store if need be, exports it in each format and prints the figures."""
    from polybius.export import EXPORTERS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", default=None)
    parser.add_argument("--formats", nargs="*", default=list(EXPORTERS))
    parser.add_argument("--no-search", action="store_true")
    parser.add_argument("--series", action="store_true")
    parser.add_argument("--one", default=None, help=argparse.SUPPRESS)
    parser.add_argument("--out", default=None, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.store, given.one, given.out)))
        return
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or str(Path(folder) / "bench.store")
        figures: dict[str, Any] = {"measure": "export", "events": given.events}
        if not Path(store).exists():
            figures["seconds_to_make"] = round(make(store, given.events), 1)
        figures["formats"] = {name: measure(store, name, folder) for name in given.formats}
        if not given.no_search:
            figures["searches"] = searches(store)
        if given.series:
            figures["series"] = series(store)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
