"""Runs the commands and the Python lines quoted in the docs, and gives the page back with what they really print.

A ``console`` fence holds commands after "$ " (continued after "> "), a ``pycon`` fence Python after ">>> " and "... ".
Everything else in such a fence is output, and is replaced. The fences of a page are run in order, in one folder.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path("polybius/samples/reports.jsonl")
REPORT = "yerevan-2020-09-29"
"""The sample that the docs code from a file of its own, report.txt."""
COLUMNS = 132
FENCE = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.M | re.S)
PROMPTS = {"console": ("$ ", "> "), "pycon": (">>> ", "... ")}


class Session:
    """A folder with the samples, in which the fences of one page are run one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        shutil.copytree(ROOT / SAMPLES.parent, folder / SAMPLES.parent)
        (folder / "report.txt").write_text(sample(REPORT)["text"] + "\n", encoding="utf-8")

    def refresh(self, body: str, most: int | None = None) -> str:
        """The fences of ``body`` with their output made anew, cut to ``most`` lines where that is given."""
        return FENCE.sub(lambda fence: self._fence(fence[1], fence[2], most), body)

    def _fence(self, language: str, text: str, most: int | None) -> str:
        run: Callable[[str], str] = self._shell if language == "console" else self._python
        shown = ""
        for typed, source in _inputs(text, *PROMPTS[language]):
            lines = [line.rstrip() for line in run(source).rstrip().splitlines()]
            if most is not None and len(lines) > most:
                lines = [*lines[:most], "…"]
            shown += typed + "".join(f"{line}\n" for line in lines)
        return f"```{language}\n{shown}```"

    def _shell(self, command: str) -> str:
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        environment = os.environ | {"PATH": path, "COLUMNS": str(COLUMNS), "PYTHONUTF8": "1", "TERM": "dumb"}
        environment.pop("FORCE_COLOR", None)
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"a command of the docs failed: {command}\n{done.stdout}")
        return done.stdout

    def _python(self, source: str) -> str:
        printed = io.StringIO()
        kept = getattr(builtins, "_", None)
        with chdir(self.folder), redirect_stdout(printed):
            exec(compile(source + "\n", "<docs>", "single"), self.names)
        builtins._ = kept
        return printed.getvalue()


@contextmanager
def session() -> Iterator[Session]:
    """A session in a folder of its own, removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Session(Path(folder))


def sample(name: str) -> dict[str, str]:
    """A sample report by the name it has in the file."""
    rows = map(json.loads, (ROOT / SAMPLES).read_text(encoding="utf-8").splitlines())
    return next(row for row in rows if row["id"] == name)


def _inputs(text: str, first: str, more: str) -> Iterator[tuple[str, str]]:
    """The inputs of a fence, each as it is written there and as it is run."""
    typed, source = "", ""
    for line in text.splitlines():
        if line.startswith(first):
            if typed:
                yield typed, source
            typed, source = line + "\n", line.removeprefix(first)
        elif line.startswith(more) or line == more.rstrip():
            typed, source = typed + line + "\n", source + "\n" + line[len(more) :]
    if typed:
        yield typed, source
