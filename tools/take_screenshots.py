"""Takes the pictures of the README and docs/reader.md from the sample reports, with Debian's chromium.

usage: python tools/take_screenshots.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench_web import CHROMIUM, FLAGS, Server
from playwright.sync_api import Page, sync_playwright

import polybius
from polybius.read import read_reports
from polybius.records import Report
from polybius.store import query, write

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "polybius" / "samples"
SIZE = {"width": 1200, "height": 760}
PERIOD = "start=2020-09&end=2020-12"


def shots(store: Path) -> dict[str, str]:
    """The address of each picture, by its name."""
    (report,) = query(store, "SELECT report_id FROM reports WHERE title LIKE 'Cathedral%' LIMIT 1").rows[0]
    return {
        "report": f"/report/{report}",
        "events": f"/events?party=ARM&{PERIOD}",
        "timeline": f"/timeline?{PERIOD}",
        "map": f"/map?{PERIOD}",
        "pairs": f"/pairs?{PERIOD}",
        "claims": "/claims?q=Bentiu",
        "corrections": f"/report/{report}#missed",
        "paste": "/paste",
        "sql": "/sql?sql=SELECT+category,+count(*)+AS+events+FROM+events+GROUP+BY+category+ORDER+BY+events+DESC",
    }


def take(page: Page, name: str, address: str) -> None:
    """Opens a page, waits for its charts, and keeps the picture."""
    page.goto(address, wait_until="networkidle")
    for chart in page.locator(".chart > div").all():
        chart.locator("> svg").wait_for()
    if name == "report":
        page.locator(".trigger").first.click()
    if name in ("timeline", "map", "pairs"):
        page.evaluate("document.querySelector('[role=status], h2').scrollIntoView()")
    page.screenshot(path=IMAGES / f"{name}.png")


def main() -> int:
    """Codes the samples, serves them and takes the pictures."""
    if not CHROMIUM.exists():
        print("chromium is needed: apt-get install chromium", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    coder = polybius.load()
    reports = read_reports([str(SAMPLES / name) for name in ("reports.jsonl", "affair.jsonl")])
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "sample.store"
        write(store, [coder.code_report(one) for one in reports if isinstance(one, Report)])
        with Server(store) as server, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()
            for name, path in shots(store).items():
                take(page, name, server.address + path)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
