"""A headless Chromium that notes everything a page must not do."""

# cases and scripts stand in long lines here
# ruff: noqa: E501

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""What axe-core looks for: WCAG 2.2, levels A and AA."""
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright. Without one the test is skipped, and fails in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        said = "there is no Chromium here; install Debian's package chromium to walk through the pages"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(said)
        pytest.skip(said)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page and what it did that it must not: faults in its console, refused parts, requests to elsewhere."""

    def __init__(self, browser: Any, address: str, **context: Any) -> None:
        self.address = address
        self.faults: list[str] = []
        self.context = browser.new_context(base_url=address, accept_downloads=True, **context)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._look)
        self.page.on("requestfailed", self._failed)

    def go(self, path: str) -> Any:
        """Opens a page and waits until its charts are drawn."""
        self.page.goto(path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until the page and its charts are there, and notes what the policy refused."""
        self.page.wait_for_load_state("load")
        for chart in ("timeline", "map", "network", "series"):
            place = self.page.locator(f"#{chart}")
            if place.count():
                self.page.wait_for_selector(f"#{chart}[data-ready]")
        self.faults += [f"refused: {one}" for one in self.page.evaluate("window.refused || []")]

    def close(self) -> None:
        """Closes the page; fails where it did what it must not."""
        self.context.close()
        assert self.faults == []

    def _note(self, message: Any) -> None:
        # that a page is answered with 400 or 404 is what some walks are about
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _look(self, request: Any) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.faults.append(f"elsewhere: {request.url}")

    def _failed(self, request: Any) -> None:
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.faults.append(f"failed: {request.url} {request.failure}")
