"""How the place a report comes from writes its dates: day or month first, and which church's Easter it keeps."""

from __future__ import annotations

import re

from polybius.find._time_lexicon import load_lexicon
from polybius.find.gazetteer import candidates_for
from polybius.records import Report

NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\d/])")
# What stands between the names of a dateline ("HYDERABAD, Pakistan, May 29 -").
BETWEEN = re.compile(r"\s*[,(|/–—]\s*|\s+-+\s*")


def dateline_country(report: Report) -> str:
    """The country of the dateline (alpha-3), "" where there is none or it names no known place."""
    region = next((region for region in report.regions if region.kind == "dateline"), None)
    if region is None:
        return ""
    names = BETWEEN.split(report.text[region.start : region.end])
    places = [found[0] for name in names[:2] if name and (found := candidates_for(name))]
    chosen = next((place for place in places if place.kind == "country"), places[0] if places else None)
    return (chosen.country or "") if chosen else ""


def writes_day_first(text: str, country: str) -> bool:
    """Whether 3/9/1994 is in September: by other dates in figures, by those with named months, else by the country."""
    for found in NUMERIC.finditer(text):
        first, second = int(found[1]), int(found[2])
        if (first > 12) != (second > 12):
            return first > 12
    months = "|".join(re.escape(word) for word in load_lexicon().words["month"])
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    before = len(re.findall(rf"(?<!\w){day} (?:of )?(?:{months})(?!\w)", text, re.IGNORECASE))
    after = len(re.findall(rf"(?<!\w)(?:{months}) {day}(?!\w)", text, re.IGNORECASE))
    if before != after:
        return before > after
    return bool(country) and country.lower() not in load_lexicon().words["monthfirst"]


def keeps_eastern_easter(country: str) -> bool:
    """Whether Easter without more is that of the Eastern churches there."""
    return country.lower() in load_lexicon().words["eastern"]
