"""Counts how news lies from the first weekday it tells and from the latest year: the weights of the guess of a date.

    python tools/count_publication_days.py evaluation/{calibration,dev,statements/dev,statements/dev2,when_where/dev}

Each folder holds reports.jsonl (columns text, published). Prints the counts behind AFTER_LEAD and AFTER_YEAR in
polybius/find/_publication_guess.py.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from polybius.find._publication_guess import lead_weekday
from polybius.find._time_calendar import first_day
from polybius.find.published import latest_past_year


def reports(folder: Path) -> Iterator[tuple[str, str]]:
    """Text and publication date of the reports of a folder."""
    for line in (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        yield report["text"], report.get("published") or ""


def main(folders: list[str]) -> None:
    """Prints the two counts."""
    leads: Counter[int] = Counter()
    years: Counter[int] = Counter()
    for folder in folders:
        for text, published in reports(Path(folder)):
            day = first_day(published[:10]) if len(published) >= 10 else None
            if day is None:
                continue
            if weekday := lead_weekday(text):
                leads[(day.isoweekday() - weekday) % 7] += 1
            if (latest := latest_past_year(text)) and latest <= day.year:
                years[day.year - latest] += 1
    print("reports with a weekday:", sum(leads.values()), "by days after it:", [leads[days] for days in range(7)])
    print("reports with a past year:", sum(years.values()), "by years after it:", sorted(years.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
