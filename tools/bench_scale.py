"""Measures what many reports cost beside their coding, for the reckoning of docs/scale.md; prints the figures as JSON.

usage: python tools/bench_scale.py FOLDER   (a folder of news articles, one .txt each, such as bench/polnear-dev/text)

The articles are coded and stored as one batch; then web pages made of their words are read. Seconds are those of the
processor, since that is what a cluster is paid by; how fast the coder itself is stands in speed.json.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import polybius
from polybius import store
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.make_report import make_report
from polybius.read.web_page import Page
from polybius.records import CodedReport, Report

ROUNDS = 3
MENU = "".join(f'<li><a href="/section/{number}">Section {number} of the paper</a></li>' for number in range(60))
SCRIPT = f"<script>{'var tracked = window.tracked || []; tracked.push(1); ' * 400}</script>"


def reports_of(folder: Path) -> Iterator[Report]:
    """A report for each file, dated so that they lie in one month."""
    for number, path in enumerate(sorted(folder.glob("*.txt"))):
        day = f"2016-09-{1 + number % 28:02d}"
        yield make_report(
            path.read_text(encoding="utf-8"), published=day, outlet="Bench", url=f"https://e.org/{number}"
        )


def seconds_to_keep(coded: list[CodedReport], folder: Path) -> tuple[float, int, int]:
    """Processor seconds to store them as one batch (median), and the bytes and rows of the store."""
    times = []
    for number in range(ROUNDS):
        path = folder / f"{number}.store"
        began = time.process_time()
        store.write(path, coded, batch=len(coded))
        times.append(time.process_time() - began)
    size = sum(file.stat().st_size for file in path.rglob("*.parquet"))
    return statistics.median(times), size, len(list(store.read(path)))


def seconds_to_read(reports: list[Report]) -> tuple[float, int, int]:
    """Processor seconds to take the words out of a web page (median of rounds), bytes of a page, and pages read."""
    pages = [Page(page.encode(), f"page {number}", Given()) for number, page in enumerate(map(page_of, reports))]
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        read = [page.report() for page in pages]
        times.append(time.process_time() - began)
    sound = sum(not isinstance(one, ReadFailure) for one in read)
    return statistics.median(times) / len(pages), sum(len(page.data) for page in pages) // len(pages), sound


def page_of(report: Report) -> str:
    """A web page with the words of a report, and with what stands around such words."""
    words = "".join(f"<p>{escape(line)}</p>" for line in report.text.splitlines() if line.strip())
    title = escape(report.text.strip().splitlines()[0][:80])
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{SCRIPT}</head><body><nav><ul>{MENU}</ul></nav>"
        f"<article><h1>{title}</h1>{words}</article><aside><ul>{MENU}</ul></aside><footer>{MENU}</footer></body></html>"
    )


def main(folder: Path) -> dict[str, object]:
    """All figures."""
    reports = list(reports_of(folder))
    coder = polybius.load()
    coded = list(coder.pipe(reports))
    words = sum(len(report.text.split()) for report in reports)
    with tempfile.TemporaryDirectory() as made:
        keeping, size, rows = seconds_to_keep(coded, Path(made))
    reading, page, sound = seconds_to_read(reports)
    return {
        "articles": len(reports),
        "articles_stored": rows,
        "words": words,
        "characters": sum(len(report.text) for report in reports),
        "events": sum(len(one.events) for one in coded),
        "store_bytes_per_word": round(size / words, 2),
        "seconds_to_store_an_article": round(keeping / len(reports), 5),
        "seconds_to_read_a_page": round(reading, 4),
        "bytes_of_a_page": page,
        "pages_read": sound,
        "polybius": coder.versions.polybius,
    }


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} FOLDER with .txt files of news articles")
    print(json.dumps(main(Path(sys.argv[1])), indent=1))
