"""Counts how news lies from the first weekday it tells and from the latest year: the weights of the guess of a date.

    python tools/count_publication_days.py DIR…

Each DIR holds reports.jsonl (columns text, published) or TimeML files. Prints the counts that stand as AFTER_LEAD and
AFTER_YEAR in polybius/find/_publication_guess.py.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from polybius.evaluate.times import read_timeml
from polybius.find._publication_guess import lead_weekday
from polybius.find._time_calendar import first_day
from polybius.find.published import latest_past_year


def reports(folder: Path) -> Iterator[tuple[str, str]]:
    """Text and publication date of the reports of a folder."""
    rows = folder / "reports.jsonl"
    if rows.exists():
        for line in rows.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            yield report["text"], report.get("published") or ""
        return
    for path in sorted(folder.glob("*.tml")):
        text = read_timeml(path)
        yield text.text, text.published


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
            if latest := latest_past_year(text):
                years[day.year - latest] += 1
    print("reports with a weekday:", sum(leads.values()), "by days after it:", [leads[days] for days in range(7)])
    print("reports with a past year:", sum(years.values()), "by years after it:", sorted(years.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
