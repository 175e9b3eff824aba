"""Measures linking on synthetic reports: the processor time to link one more, at the beginning and at the end, as JSON.

Reports of several outlets tell, day after day, of the doings of countries with each other: some copy an agency, some
come back to what happened before. Days are as full at the end as at the beginning.
usage: python tools/bench_link.py [REPORTS] [PER_DAY]
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from polybius.link import LinkIndex
from polybius.read import make_report
from polybius.records import Actor, CodedReport, Event, EventDate, EventPlace, Span, Versions, Victims

CODES = [
    "ARM",
    "AZE",
    "GEO",
    "RUS",
    "TUR",
    "IRN",
    "IRQ",
    "SYR",
    "ISR",
    "LBN",
    "EGY",
    "SDN",
    "ETH",
    "ERI",
    "SOM",
    "KEN",
    "UGA",
    "COD",
    "RWA",
    "NGA",
    "MLI",
    "NER",
    "IND",
    "PAK",
    "AFG",
    "CHN",
]
DEEDS = {
    "ASSAULT": ("shelled", "attacked", "bombed", "raided"),
    "ACCUSE": ("accused", "blamed"),
    "CONSULT": ("met", "talked with"),
    "REQUEST": ("urged", "called on"),
    "SANCTION": ("expelled envoys of", "imposed sanctions on"),
    "AID": ("sent aid to", "shipped grain to"),
}
OUTLETS = (
    "Reuters",
    "AFP",
    "TASS",
    "Xinhua",
    "The Hindu",
    "Le Monde",
    "El Tiempo",
    "Dawn",
    "The Guardian",
    "Kommersant",
)
NOUNS = [
    "convoy",
    "harbour",
    "pipeline",
    "bridge",
    "garrison",
    "valley",
    "market",
    "refinery",
    "airfield",
    "dam",
    "station",
    "checkpoint",
    "depot",
    "camp",
]
VERSIONS = Versions(polybius="0", schema=1, codebook="0", model="0", pipeline="0")
FIRST = date(2001, 1, 1)
TIMED = 1000


def reports(number: int, per_day: int, seed: int = 1) -> Iterator[CodedReport]:
    """Coded reports, in the order of their days."""
    chance = random.Random(seed)
    news: list[tuple[str, str, str, str, date, int]] = []
    for count in range(number):
        day = FIRST + timedelta(days=count // per_day)
        if count % per_day == 0:
            news = [one for one in news if (day - one[4]).days < 6]
            for _ in range(max(3, per_day)):
                actor, recipient = chance.sample(CODES, 2)
                news.append(
                    (chance.choice(list(DEEDS)), actor, recipient, chance.choice(NOUNS), day, chance.randint(2, 60))
                )
        yield _report(chance, news, day, count)


def _report(
    chance: random.Random, news: list[tuple[str, str, str, str, date, int]], day: date, count: int
) -> CodedReport:
    told = chance.sample(news, min(4, len(news)))
    # words of no language, so that two reports are alike only in what they tell
    fill = ["".join(chance.choices("abdegiklmnoprstuvz", k=7)) for _ in range(90)]
    text, spans = "", []
    for place, (category, actor, recipient, noun, when, dead) in enumerate(told):
        verb = chance.choice(DEEDS[category])
        toll = dead if chance.random() < 0.7 else dead + chance.randint(1, 5)
        start = len(text)
        clause = f"{actor} forces {verb} {recipient} near the {noun} on {when.isoformat()}, {toll} dead"
        text += f"{clause}, {' '.join(fill[place * 20 : place * 20 + 20])}. "
        spans.append(
            (category, actor, recipient, noun, when, toll, start, start + len(clause), len(f"{actor} forces "))
        )
    report = make_report(text + f"Report {count}.", published=day, outlet=chance.choice(OUTLETS))
    events = tuple(
        Event(
            id=f"{report.id}-{number}",
            category=category,
            actors=(Actor(text=actor, code=actor, sectors=("MIL",)),),
            recipients=(Actor(text=recipient, code=recipient),),
            date=EventDate(start=when.isoformat(), end=when.isoformat(), precision="day", basis="clause"),
            place=EventPlace(text=noun, name=noun, country=recipient, precision="exact"),
            victims=(Victims(kind="dead", low=toll, best=toll, high=toll),) if category == "ASSAULT" else (),
            trigger=Span(start=start + shift, end=start + shift + 5),
            start=start,
            end=end,
        )
        for number, (category, actor, recipient, noun, when, toll, start, end, shift) in enumerate(spans)
    )
    return CodedReport(report=report, events=events, versions=VERSIONS)


def main() -> None:
    """Links one report after the other and prints the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    per_day = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder, LinkIndex(Path(folder) / "index.sqlite") as index:
        for coded in reports(number, per_day):
            before = time.process_time()
            index.add([coded])
            times.append(time.process_time() - before)
        happenings = len(index.table("happenings")[1])
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    first, last = (statistics.median(some) for some in (times[:TIMED], times[-TIMED:]))
    print(json.dumps({
        "measure": "linking", "reports": number, "reports_a_day": per_day, "events": 4 * number,
        "happenings": happenings, "first_ms": round(first * 1000, 2), "last_ms": round(last * 1000, 2),
        "ratio": round(last / first, 2), "mean_first_ms": round(statistics.mean(times[:TIMED]) * 1000, 2),
        "mean_last_ms": round(statistics.mean(times[-TIMED:]) * 1000, 2), "minutes": round(sum(times) / 60, 1),
        "megabytes": round(size / 1e6),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
