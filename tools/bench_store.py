"""Measures the store: single-report writes one after another, and a reader beside a writer.

Prints one JSON object. usage: python tools/bench_store.py [--reports 1000] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from polybius import store
from tests.made import numbered


def single_writes(path: str, count: int) -> dict[str, Any]:
    """Seconds per write of one report, at the start, in the middle and at the end; size on disk."""
    seconds = []
    for number in range(count):
        start = time.perf_counter()
        store.write(path, [numbered(number)])
        seconds.append(time.perf_counter() - start)
    around = {at: seconds[max(at - 50, 0) : at + 50] for at in (0, count // 2, count)}
    files = list(Path(path).rglob("*"))
    live = store.snapshot(path).files
    return {
        "writes": count,
        "seconds_per_write_median_near": {str(at): round(statistics.median(some), 4) for at, some in around.items()},
        "seconds_slowest": round(max(seconds), 3),
        "seconds_total": round(sum(seconds), 1),
        "live_files": len(live),
        "live_megabytes": round(
            sum((Path(path) / name.split(path)[-1].lstrip("/")).stat().st_size for name in live) / 1e6, 2
        ),
        "all_files": len(files),
        "all_megabytes": round(sum(file.stat().st_size for file in files if file.is_file()) / 1e6, 2),
    }


def again(path: str) -> dict[str, Any]:
    """Seconds to find that a known report is unchanged, and to open and count."""
    start = time.perf_counter()
    for number in range(20):
        store.write(path, [numbered(number)])
    unchanged = (time.perf_counter() - start) / 20
    start = time.perf_counter()
    events = store.query(path, "SELECT count(*) FROM events").rows[0][0]
    asked = time.perf_counter() - start
    start = time.perf_counter()
    read = sum(1 for _ in store.read(path))
    return {
        "seconds_per_unchanged_write": round(unchanged, 4),
        "events": events,
        "seconds_count_events": round(asked, 3),
        "reports_read": read,
        "seconds_read_all": round(time.perf_counter() - start, 2),
    }


def _write_some(path: str, first: int, count: int) -> None:
    for number in range(first, first + count):
        store.write(path, [numbered(number)])


def reader_beside_writer(path: str, count: int) -> dict[str, Any]:
    """A reader counts reports and events while another process writes; every count must fit one whole state."""
    before = store.query(path, "SELECT count(*) FROM reports").rows[0][0]
    writer = multiprocessing.get_context("spawn").Process(target=_write_some, args=(path, 10_000_000, count))
    writer.start()
    seconds, seen, torn = [], [], 0
    while writer.is_alive() or not seen:
        start = time.perf_counter()
        reports, events = store.query(path, "SELECT count(*), sum(events) FROM reports").rows[0]
        seconds.append(time.perf_counter() - start)
        torn += events != 2 * reports
        seen.append(reports)
    writer.join()
    after = store.query(path, "SELECT count(*) FROM reports").rows[0][0]
    return {"reads": len(seen), "seconds_per_read_median": round(statistics.median(seconds), 3), "torn_reads": torn,
            "counts_never_fall": seen == sorted(seen), "reports_before": before, "reports_after": after}  # fmt: skip


def main() -> None:
    """Runs all three and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--folder", default=None, help="where to put the store (default: a temporary folder)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        path = str(Path(folder) / "bench.store")
        figures = {"single_writes": single_writes(path, given.reports), "again": again(path)}
        figures["reader_beside_writer"] = reader_beside_writer(path, max(given.reports // 10, 1))
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
