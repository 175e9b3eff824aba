"""What the pages work with: the snapshot that is open, the one being made ready, and the coder for pasted texts."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polybius.errors import PolybiusError
from polybius.records import CodedReport, Correction
from polybius.store.corrections import add_correction, in_force, read_corrections
from polybius.web.shelf import Shelf, newest_version, open_shelf

if TYPE_CHECKING:
    from polybius.coder import Coder

_log = logging.getLogger("uvicorn.error")
LOOK_EVERY = 3.0
"""Seconds after which the store is looked at again for newer data."""
LONGEST_TEXT = 100_000
"""Most characters of a text that is coded at once."""
MOST_WAITING = 8
"""Texts that may wait to be coded; one is coded at a time, and the pages need threads too."""


@dataclass(frozen=True)
class Work:
    """What is being done on the reports of a store, and how far it is. failed: the fault that ended it, if one did."""

    what: str = "opening the store"
    done: int = 0
    of: int = 0
    failed: str | None = None


class Busy(PolybiusError):
    """Too many ask for the same at once."""


class NotReady(Exception):
    """There is no snapshot yet."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.failed or work.what)
        self.work = work


class Desk:
    """The state of one server.

    store: folder or URL. links: file of its link index, where not in the store's folder. fetch: whether pages of the
    web may be fetched for visitors.
    """

    def __init__(self, store: str, links: Path | None = None, *, fetch: bool = False) -> None:
        self.store, self.links, self.fetch = store, links, fetch
        self._shelf: Shelf | None = None
        self._work: Work | None = None
        self._lock = threading.Lock()
        self._correcting = threading.Lock()
        self._looked, self._newest = 0.0, -1
        self._coder: Coder | None = None
        self._coding = threading.Lock()
        self._seats = threading.BoundedSemaphore(MOST_WAITING)

    @property
    def name(self) -> str:
        """What visitors are told of where the store is: the last part of its path."""
        return self.store.rstrip("/").rpartition("/")[2] or "store"

    def plain(self, message: str) -> str:
        """A message without the path of the store, which is nobody's business but the server's."""
        return message.replace(self.store.rstrip("/"), self.name)

    @property
    def shelf(self) -> Shelf:
        """The open snapshot. Raises NotReady while the first one is being made."""
        if self._shelf is None:
            raise NotReady(self._work or Work())
        return self._shelf

    @property
    def work(self) -> Work | None:
        """What is being done in the background; None where nothing is."""
        return self._work

    def open(self) -> None:
        """Makes a snapshot of the store as it is now, in the background; the old one serves meanwhile."""
        with self._lock:
            if self._work is not None and self._work.failed is None:
                return
            self._work = Work()
        threading.Thread(target=self._open, name="snapshot", daemon=True).start()

    def wait(self, seconds: float = 600.0) -> Shelf:
        """The snapshot, once it is there. Raises NotReady where that fails or takes longer."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._shelf is not None:
                return self._shelf
            if self._work is not None and self._work.failed:
                break
            time.sleep(0.02)
        return self.shelf

    def newer(self) -> int | None:
        """The version of the store where it is newer than the snapshot; None where it is not, or cannot be told."""
        if self._shelf is None:
            return None
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._looked = time.monotonic()
            try:
                self._newest = newest_version(self.store)
            except PolybiusError:
                return None
        return self._newest if self._newest > self._shelf.version else None

    def corrections(self) -> list[Correction]:
        """All corrections of the store, the oldest first. Raises StoreError."""
        return read_corrections(self.store)

    def correct(self, correction: Correction) -> None:
        """Keeps a correction, and shows it from now on. Raises StoreError."""
        with self._correcting:
            add_correction(self.store, correction)
            self.shelf.take_in(in_force(self.corrections()))

    def warm_up(self) -> None:
        """Loads the coder in the background, so that a text can be coded at once when it comes."""
        if self._coder is None and not self._coding.locked():
            threading.Thread(target=self._warm_up, name="coder", daemon=True).start()

    def code(self, text: str, *, title: str | None, published: str | None, outlet: str | None) -> CodedReport:
        """Codes one text; nothing of it is kept. Raises PolybiusError where it is too long or no English report."""
        if len(text) > LONGEST_TEXT:
            raise PolybiusError(
                f"this text has {len(text):,} characters; {LONGEST_TEXT:,} can be coded here at once, "
                "and longer ones with: polybius code FILE"
            )
        if not text.strip():
            raise PolybiusError("there is no text to code; paste a report")
        from polybius.read import make_report

        try:
            report = make_report(text, title=title, published=published or None, outlet=outlet)
        except ValueError as error:
            raise PolybiusError(str(error)) from error
        if not self._seats.acquire(blocking=False):
            raise Busy("many texts are being coded already; try again in a moment")
        try:
            with self._coding:
                return next(iter(self._loaded().pipe([report])))
        finally:
            self._seats.release()

    def _open(self) -> None:
        def progress(what: str, done: int, of: int) -> None:
            self._work = Work(what, done, of)

        try:
            shelf = open_shelf(self.store, self.links, progress)
            with self._correcting:
                # what was corrected while the snapshot was being made
                shelf.take_in(in_force(self.corrections()))
                self._shelf = shelf
        except PolybiusError as error:
            _log.error("%s", error)
            self._work = Work("opening the store", failed=self.plain(str(error)))
            return
        except Exception:
            _log.exception("%s: cannot be opened", self.store)
            self._work = Work("opening the store", failed="the store cannot be opened; the server's log says why")
            return
        self._work, self._looked = None, 0.0

    def _warm_up(self) -> None:
        with self._coding:
            self._loaded()

    def _loaded(self) -> Coder:
        if self._coder is None:
            import polybius

            self._coder = polybius.load()
        return self._coder
