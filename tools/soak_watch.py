"""A soak of `polybius watch`: outlets on this machine whose servers misbehave in turn, for as long as asked.

Checks at the end that each report offered is in the store exactly once or rejected with a reason, that the servers were
asked politely, and that memory was flat. Prints one JSON object, and exits with 1 where one of them does not hold.

usage: python tools/soak_watch.py [--minutes 30] [--outlets 6] [--every 2.0] [--stand-in] [--folder FOLDER] [--out FILE]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from polybius import store  # noqa: E402
from polybius.store.rejects import read_rejects  # noqa: E402
from tests.corpus.news import text  # noqa: E402
from tests.corpus.press import BOMB, Answer, Outlet, etagged, moved, page, rss  # noqa: E402
from tests.corpus.stand_in import FACTORY  # noqa: E402

DELAY = 0.2
LISTED = 100
"""Entries that stand in a feed: enough for the longest time in which it cannot be read."""
GARBAGE = bytes(range(256)) * 64
SAMPLE = 2.0
WARM = 0.15
"""Share of the time after which memory is looked at: before, models are loaded and buffers grow to their size."""
GROWTH = 0.05
"""Share by which the last third may lie above the first."""
# what becomes of an entry by its number; the others are sound
PAGES = (
    "sound", "sound", "fails once", "sound", "sound", "refused", "sound", "drips", "sound", "bomb", "sound", "moved",
    "sound", "circle", "sound", "too busy once", "sound", "garbage", "sound", "wrong charset", "sound",
    "breaks off once", "sound", "forbidden", "sound", "fails always", "sound", "copy", "sound", "empty", "sound",
    "packed",
)  # fmt: skip
LOST = frozenset({"refused", "bomb", "circle", "garbage", "forbidden", "fails always", "empty"})
"""Of these no report can come."""
# what a feed's server does, look by look
LOOKS = (
    "sound", "sound", "500", "sound", "drips", "sound", "garbage", "sound", "bomb", "sound", "moved", "sound", "circle",
    "sound", "too busy", "sound", "breaks off", "sound", "wrong charset", "sound", "aborted",
)  # fmt: skip


class SoakedOutlet(Outlet):
    """An outlet with a feed that grows, and whose looks and pages go wrong in turn."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index, self.offered, self.moves, self.looks = index, dict[int, str](), 0, index
        self.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /private/\n", media="text/plain")
        self.pages["/feed0"] = self._look
        self.kinds: Counter[str] = Counter()

    def publish(self, number: int, turn: int) -> None:
        """Puts up one more report."""
        kind = PAGES[turn % len(PAGES)]
        path = f"/private/{number}.html" if kind == "forbidden" else f"/{number}.html"
        good = Answer(page(number))
        self.pages |= {
            "fails once": {path: [Answer("oh", 500), good]},
            "fails always": {path: Answer("oh", 500)},
            "refused": {path: Answer("gone", 410)},
            "drips": {path: Answer(page(number), drip=1.5)},
            "bomb": {path: Answer(BOMB, headers={"Content-Encoding": "gzip"})},
            "moved": {path: moved(f"/at/{number}"), f"/at/{number}": good},
            "circle": {path: moved(f"/round/{number}"), f"/round/{number}": moved(path)},
            "too busy once": {path: [Answer(status=429, headers={"Retry-After": "1"}), good]},
            "garbage": {path: Answer(GARBAGE)},
            "wrong charset": {path: Answer(page(number).encode(), media="text/html; charset=x-none")},
            "breaks off once": {path: [_aborted(page(number)), good]},
            "copy": {path: Answer(page(number - 1))},
            "packed": {path: Answer(gzip.compress(page(number).encode()), headers={"Content-Encoding": "gzip"})},
            "empty": {path: Answer("<html><body></body></html>")},
        }.get(kind, {path: good})
        self.offered[number] = kind

    def paths_of(self, number: int) -> str:
        """Where a report stands."""
        folder = "/private" if self.offered[number] == "forbidden" else ""
        return f"{self.root}{folder}/{number}.html"

    def _look(self, handler: Any) -> Answer:
        self.looks += 1
        kind = LOOKS[self.looks % len(LOOKS)]
        self.kinds[kind] += 1
        path = handler.path
        if kind == "moved":
            self.moves += 1
            self.pages[f"/feed{self.moves}"] = self._look
            self.pages[path] = moved(f"{self.root}/feed{self.moves}")
            return self.pages[path]
        body = self._feed()
        return {
            "500": lambda: Answer("oh", 500),
            "drips": lambda: Answer(body, media="application/rss+xml", drip=1.5),
            "garbage": lambda: Answer(GARBAGE, media="application/rss+xml"),
            "bomb": lambda: Answer(BOMB, media="application/rss+xml", headers={"Content-Encoding": "gzip"}),
            "circle": lambda: moved(path, 302),
            "too busy": lambda: Answer(status=503, headers={"Retry-After": "2"}),
            "breaks off": lambda: etagged(body[: len(body) * 2 // 3])(handler),
            "wrong charset": lambda: Answer(body.encode(), media="application/rss+xml; charset=utf-16"),
            "aborted": lambda: _aborted(body)(handler),
        }.get(kind, lambda: etagged(body)(handler))()

    def _feed(self) -> str:
        numbers = list(self.offered)[-LISTED:]
        body = rss(self.root, reversed(numbers), title=f"Outlet {self.index}")
        for number in numbers:
            if self.offered[number] == "forbidden":
                body = body.replace(f"{self.root}/{number}.html", f"{self.root}/private/{number}.html")
        return body


def _aborted(body: str) -> Any:
    """Ends the connection within the body."""

    def answer(handler: Any) -> Answer:
        handler.close_connection = True
        data = body.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        raise ConnectionAbortedError

    return answer


class Memory(threading.Thread):
    """Samples the resident memory of a process and of those it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root, self.samples, self.ended = psutil.Process(pid), list[tuple[float, int, int]](), threading.Event()

    def run(self) -> None:
        began = time.monotonic()
        while not self.ended.wait(SAMPLE):
            try:
                own = self._root.memory_info().rss
                others = sum(child.memory_info().rss for child in self._root.children(recursive=True))
            except psutil.Error:
                continue
            self.samples.append((time.monotonic() - began, own, others))

    def report(self) -> dict[str, Any]:
        """Megabytes in the first and last third, and the slope, of the watch and of its workers."""
        samples = np.array(self.samples[int(len(self.samples) * WARM) :], dtype=float)
        found: dict[str, Any] = {"samples": len(samples)}
        for name, values in (("watch", samples[:, 1]), ("workers", samples[:, 2]), ("all", samples[:, 1:].sum(axis=1))):
            mb, third = values / 1e6, len(values) // 3
            first, last = statistics.median(mb[:third]), statistics.median(mb[-third:])
            found[name] = {
                "first_third_mb": round(float(first), 1),
                "last_third_mb": round(float(last), 1),
                "most_mb": round(float(mb.max()), 1),
                "slope_mb_per_hour": round(float(np.polyfit(samples[:, 0] / 3600, mb, 1)[0]), 2),
                "growth": round(float(last / first - 1), 4),
            }
        steps = np.array_split(np.array(self.samples, dtype=float), min(len(self.samples), 20))
        found["series_mb"] = [[round(float(step[:, n].mean() / 1e6), 1) for step in steps] for n in (1, 2)]
        found["flat"] = bool(found["all"]["growth"] <= GROWTH)
        return found


def accounts(outlets: list[SoakedOutlet], path: str) -> dict[str, Any]:
    """What became of each report offered."""
    rows = [
        (one.report.text, {one.report.url, *(place.url for place in one.report.appearances)})
        for one in store.read(path)
    ]
    by_url = {url: words for words, urls in rows for url in urls}
    rejected = {reject.source: reject.reason for reject in read_rejects(path)}
    found: Counter[str] = Counter()
    wrong: list[str] = []
    offered: Counter[str] = Counter()
    for outlet in outlets:
        for number, kind in outlet.offered.items():
            url = outlet.paths_of(number)
            offered[kind] += 1
            expected = text(number - 1 if kind == "copy" else number)
            if url in by_url and url not in rejected and kind not in LOST and by_url[url] == expected:
                found["stored"] += 1
            elif rejected.get(url) and url not in by_url and kind in LOST:
                found["rejected"] += 1
            else:
                found["wrong"] += 1
                wrong.append(f"{url} ({kind}): stored {url in by_url}, rejected {rejected.get(url)}")
    copies = sum(count - 1 for count in Counter(words for words, _ in rows).values())
    return {
        "offered": sum(offered.values()),
        "offered_by_kind": dict(sorted(offered.items())),
        "stored": found["stored"],
        "rejected": found["rejected"],
        "wrong": found["wrong"],
        "wrong_ones": wrong[:20],
        "doubled": copies,
        "rows": len(rows),
        "all_accounted": not found["wrong"] and not copies,
    }


def manners(outlets: list[SoakedOutlet]) -> dict[str, Any]:
    """How the servers were asked, as they saw it."""
    gaps = [
        later.at - earlier.at for one in outlets for earlier, later in pairwise(sorted(one.asked, key=lambda a: a.at))
    ]
    forbidden = sum(ask.path.startswith("/private") for one in outlets for ask in one.asked)
    under_way = max(ask.under_way for one in outlets for ask in one.asked)
    least = float(np.quantile(gaps, 0.001))
    return {
        "requests": len(gaps) + len(outlets),
        "delay": DELAY,
        "least_gap": round(min(gaps), 4),
        "gap_of_one_in_a_thousand": round(least, 4),
        "most_under_way_at_a_host": under_way,
        "forbidden_asked": forbidden,
        "conditional": sum("If-None-Match" in ask.headers for one in outlets for ask in one.asked),
        "polite": not forbidden and under_way <= 2 and least >= 0.9 * DELAY,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--outlets", type=int, default=6)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two reports of an outlet")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--stand-in", action="store_true", help="code with the stand-in of the tests, not the real coder"
    )
    parser.add_argument("--folder", help="for store, table and log; a new one by default")
    parser.add_argument("--out", help="file for the result")
    options = parser.parse_args()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    result = soak(options, folder)
    print(json.dumps(result, indent=2))
    if options.out:
        Path(options.out).write_text(json.dumps(summary(result), indent=1) + "\n")
    sys.exit(0 if result["holds"] else 1)


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """The figures without what is of use only where something went wrong."""
    longer = {"reports": {"wrong_ones", "offered_by_kind"}, "memory": {"series_mb"}}
    kept = {name: value for name, value in result.items() if name not in ("looks", "log")}
    for name, without in longer.items():
        kept[name] = {key: value for key, value in result[name].items() if key not in without}
    return {"measure": "soak", **kept}


def soak(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    outlets = [SoakedOutlet(index) for index in range(options.outlets)]
    table = folder / "feeds.toml"
    rows = "".join(f'[[feed]]\nurl = "{one.root}/feed0"\nevery = "5s"\n' for one in outlets)
    table.write_text(f'[watch]\ndelay = "{DELAY}s"\nback_off = "2s"\ntries = 4\nkeep = "10m"\n{rows}')
    path = str(folder / "news.store")
    command = [sys.executable, "-c", "from polybius.cli import app; app()", "watch", str(table), "--store", path,
               "--store-every", "10", "--log", str(folder / "log"), "--metrics-port", "0",
               "--workers", str(options.workers), "--limit-seconds", "60"]  # fmt: skip
    if options.stand_in:
        command += ["--coder", FACTORY]
    watch = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})
    memory = Memory(watch.pid)
    memory.start()
    began, turn = time.monotonic(), 0
    while (now := time.monotonic()) - began < options.minutes * 60 and watch.poll() is None:
        number = turn * len(outlets)
        for index, outlet in enumerate(outlets):
            outlet.publish(number + index, turn + 5 * index)
        turn += 1
        time.sleep(max(began + turn * options.every - now, 0.0))
    memory.ended.set()
    offered = sum(len(one.offered) for one in outlets)
    settled = _wait(watch, path, offered)
    watch.send_signal(signal.SIGTERM)
    ended = time.monotonic()
    code = watch.wait(180)
    stop_seconds = time.monotonic() - ended
    accounted, asked, grown = accounts(outlets, path), manners(outlets), memory.report()
    for outlet in outlets:
        outlet.close()
    log = Counter(json.loads(line)["event"] for line in (folder / "log").read_text().splitlines())
    return {
        "minutes": options.minutes,
        "coder": "stand-in" if options.stand_in else "polybius",
        "workers": options.workers,
        "holds": bool(accounted["all_accounted"] and asked["polite"] and grown["flat"] and code == 0),
        "exit_code": code,
        "stop_seconds": round(stop_seconds, 2),
        "seconds_until_settled": settled,
        "reports": accounted,
        "manners": asked,
        "memory": grown,
        "looks": dict(sum((one.kinds for one in outlets), Counter())),
        "log": dict(log),
        "commits": len(list((Path(path) / "_delta_log").glob("*.json"))),
        "state_mb": round((Path(path) / "_watch" / "state.sqlite").stat().st_size / 1e6, 2),
    }


def _wait(watch: subprocess.Popen[bytes], path: str, offered: int) -> float:
    """Waits after the last report until all is stored or rejected, ten minutes at most."""
    began = time.monotonic()
    while time.monotonic() - began < 600 and watch.poll() is None:
        urls = {url for one in store.read(path) for url in (one.report.url, *(a.url for a in one.report.appearances))}
        if len(urls | {reject.source for reject in read_rejects(path)}) >= offered:
            break
        time.sleep(3)
    return round(time.monotonic() - began, 1)


if __name__ == "__main__":
    main()
