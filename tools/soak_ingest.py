"""Measures whether memory stays flat over a long ingest: that of `polybius ingest` itself and of its one worker.

Short made-up reports, no two alike, are handed to the command on its standard input, by the thousand: places of the
gazetteer, parties of the lists of actors, persons nobody has heard of, days of thirty years. So the words go on being
new, as those of the news do. Resident memory is looked at twice a second, beside the number of reports handed over
(what is under way is some hundred reports less). Prints one JSON object; exits with 1 where memory is not flat.

usage: python tools/soak_ingest.py [--reports 20000] [--folder FOLDER] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from polybius.find.gazetteer import GAZETTEER  # noqa: E402
from polybius.tables import DATA  # noqa: E402

SAMPLE = 0.5
WARM = 2_000
"""Reports after which models are loaded and buffers have their size."""
FLAT = 0.10
"""Share by which the last fifth of the reports may lie above the second."""
_SYLLABLES = (
    "ka", "re", "mo", "vi", "sa", "do", "li", "na", "tu", "be", "gor", "man", "ta", "shi", "el", "ru", "za", "hin",
    "pe", "lo", "yan", "mir", "os", "bek", "dra", "ni", "sto", "fa", "wen", "cho", "iv", "al",
)  # fmt: skip
_OFFICES = (
    "Foreign Minister", "General", "spokesman", "Governor", "opposition leader", "Mayor", "rebel commander",
    "Defence Minister", "ambassador", "police chief", "Bishop", "union leader",
)  # fmt: skip
_LEADS = (
    "{actor} shelled positions of {other} near {place} on {weekday}, killing {n} people, {office} {person} said.",
    "{actor} and {other} signed an agreement on trade in {place} on {day}.",
    "Police in {place} arrested {n} supporters of {person} after a march against {actor}.",
    "{other} accused {actor} of breaking the ceasefire around {place}.",
    "{actor} will send {n} tonnes of wheat to {place}, {office} {person} announced on {weekday}.",
    "Thousands of people marched in {place} on {weekday} to demand the resignation of {office} {person}.",
    "{office} {person} met envoys of {other} in {place} on {day} to discuss the return of {n} prisoners.",
    "Gunmen attacked a convoy of {actor} on the road to {place}, wounding {n} soldiers.",
    "{actor} imposed sanctions on {other} over the killing of {person} in {place}.",
    "{other} rejected an offer of {actor} to withdraw its troops from {place} by {day}.",
)
_MORE = (
    "{office} {person} told reporters that {other} had been warned twice.",
    "Residents of {place} said {n} houses had been destroyed.",
    "A statement by {actor} called the report of {outlet} false.",
    "The talks, which began in {month} {year}, had been broken off by {other}.",
    "{person}, who has led the movement since {year}, was not seen in {place} that day.",
    "The European Union urged both sides to return to the table.",
    "It was not clear whether the order of {office} {person} would be carried out.",
    "Last week {other} freed {n} detainees and reopened the crossing at {place}.",
)


def reports(number: int) -> Iterator[dict[str, str]]:
    """Made-up reports of two sentences."""
    chance = random.Random(20)
    places, parties = _places(), _parties()
    for count in range(number):
        day = date(1995, 1, 1) + timedelta(days=chance.randrange(10_950))
        told = day - timedelta(days=chance.randrange(7))
        outlet = f"{chance.choice(places)} {chance.choice(('Post', 'Herald', 'Times', 'Courier'))}"

        def fill(sentence: str, day: date = told, outlet: str = outlet) -> str:
            actor, other = chance.sample(parties, 2)
            return sentence.format(
                actor=actor, other=other, place=chance.choice(places), person=_person(chance),
                office=chance.choice(_OFFICES), n=chance.randrange(2, 4000), weekday=f"{day:%A}",
                day=f"{day:%B} {day.day}", month=f"{day:%B}", year=day.year - chance.randrange(1, 9), outlet=outlet,
            )  # fmt: skip

        sentences = [chance.choice(_LEADS), chance.choice(_MORE)]
        text = " ".join((one := fill(sentence))[0].upper() + one[1:] for sentence in sentences)
        yield {
            "text": f"{text}\n\nNote {count}.",
            "published": day.isoformat(),
            "outlet": outlet,
            "url": f"https://example.org/{count}",
        }


def _places() -> list[str]:
    rows = (line.split("\t") for line in GAZETTEER.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return sorted({row[2] for row in rows if row[3] in ("city", "capital")})


def _parties() -> list[str]:
    names = set()
    for name in ("countries", "armed_groups", "bodies", "organisations", "parties"):
        lines = (DATA / "actors" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines if not line.startswith("#")][1:]
        names |= {row[1] for row in rows if len(row) > 1 and '"' not in row[1]}
    return sorted(names)


def _person(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 4))).capitalize() for _ in range(2))


class Memory(threading.Thread):
    """Samples the resident bytes of a process and of its worker; ``handed`` says how many reports it has been given."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root, self.handed, self.ended = psutil.Process(pid), 0, threading.Event()
        self.samples: list[tuple[int, int, int]] = []
        self.workers: set[int] = set()

    def run(self) -> None:
        while not self.ended.wait(SAMPLE):
            try:
                own = self._root.memory_info().rss
                sizes = {child.pid: child.memory_info().rss for child in self._root.children(recursive=True)}
            except psutil.Error:
                continue
            if sizes:
                # beside the worker there is a small process of Python's own
                worker = max(sizes, key=lambda pid: sizes[pid])
                self.workers.add(worker)
                self.samples.append((self.handed, own, sizes[worker]))


def figures(samples: list[tuple[int, int, int]], total: int) -> dict[str, Any]:
    """Megabytes of the command and of its worker, over the first reports, the rest, and by fifths."""
    found: dict[str, Any] = {"samples": len(samples)}
    for name, column in (("command", 1), ("worker", 2)):
        mb = [(one[0], one[column] / 1e6) for one in samples]
        fifths = [
            statistics.median([size for at, size in mb if total * n / 5 <= at <= total * (n + 1) / 5] or [0.0])
            for n in range(5)
        ]
        growth = fifths[4] / fifths[1] - 1 if fifths[1] else 0.0
        found[name] = {
            "first_mb": _spread([size for at, size in mb if at <= WARM]),
            "rest_mb": _spread([size for at, size in mb if at > WARM]),
            "fifths_median_mb": [round(one, 1) for one in fifths],
            "last_fifth_above_second": round(growth, 4),
        }
    found["flat"] = all(abs(found[name]["last_fifth_above_second"]) <= FLAT for name in ("command", "worker"))
    return found


def _spread(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    named = {"min": min(values), "median": statistics.median(values), "max": max(values)}
    return {name: round(value, 1) for name, value in named.items()}


def main() -> None:
    """Ingests and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--folder", help="for the store; a new one by default")
    parser.add_argument("--out", help="file for the result")
    options = parser.parse_args()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="ingest-"))
    folder.mkdir(parents=True, exist_ok=True)
    result = soak(options.reports, str(folder / "news.store"), folder / "samples.csv")
    print(json.dumps(result, indent=1))
    if options.out:
        Path(options.out).write_text(json.dumps(result, indent=1) + "\n")
    sys.exit(0 if result["memory"]["flat"] else 1)


def soak(number: int, store: str, kept: Path) -> dict[str, Any]:
    """Runs the command over so many reports; its samples go to ``kept`` as they are at the end."""
    command = [sys.executable, "-c", "from polybius.cli import app; app()", "ingest", "-", "--format", "jsonl",
               "--workers", "1", "--store", store]  # fmt: skip
    began = time.monotonic()
    ingest = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert ingest.stdin is not None
    memory = Memory(ingest.pid)
    memory.start()
    words = 0
    with ingest.stdin as line:
        for row in reports(number):
            words += len(row["text"].split())
            line.write(json.dumps(row).encode() + b"\n")
            line.flush()
            memory.handed += 1
    code = ingest.wait()
    memory.ended.set()
    memory.join()
    kept.write_text("handed,command,worker\n" + "".join(f"{a},{b},{c}\n" for a, b, c in memory.samples))
    return {
        "measure": "ingest_memory", "reports": number, "words": words, "exit_code": code,
        "minutes": round((time.monotonic() - began) / 60, 1), "workers_used": len(memory.workers),
        "memory": figures(memory.samples, number),
    }  # fmt: skip


if __name__ == "__main__":
    main()
