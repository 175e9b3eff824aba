"""The sentence around a span, found from the text alone, and short forms of parties, dates and tellers for display."""

from __future__ import annotations

import re

from polybius.records import Actor, Event, EventDate, Link

# an end mark, closing quotes, blanks, and then something that can open a sentence
_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9À-ÞĀ-Ž])")
_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Maj|Gov|Sen|Rep|Rev|St|Prof|Jr|Sr|No|vs|[A-Z]|"
                    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)|\b(?:[A-Za-z]\.)+[A-Za-z])\.\s+$")  # fmt: skip
_REACH = 2000
"""Code points looked at on either side; a sentence longer than this is cut."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence, or sentences, that hold a span; ends at paragraph breaks at the latest."""
    low = max(0, start - _REACH)
    opening = text.rfind("\n\n", low, start)
    first = low if opening < 0 else opening + 2
    before = [
        match.end()
        for match in _END.finditer(text[: start + 1], first)
        if not _SHORT.search(text[max(first, match.end() - 14) : match.end()])
    ]
    high = min(len(text), end + _REACH)
    closing = text.find("\n\n", end, high)
    last = high if closing < 0 else closing
    after = [
        match.end()
        for match in _END.finditer(text, max(end - 1, 0), last)
        if not _SHORT.search(text[max(0, match.end() - 14) : match.end()])
    ]
    left, right = max([first, *(at for at in before if at <= start)]), min([last, *(at for at in after if at >= end)])
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def code_of(party: Actor) -> str:
    """A party's code and sectors: "ARM MIL"; a question mark where the code is unknown."""
    return " ".join([party.code or "?", *party.sectors])


def parties(actors: tuple[Actor, ...]) -> str:
    """Parties by code and own words: "ARM MIL (Armenian forces)"."""
    return "; ".join(f"{code_of(actor)} ({actor.text})" for actor in actors)


def when(date: EventDate) -> str:
    """A date as people read it; empty where unknown."""
    return interval(date.start, date.end)


def interval(start: str | None, end: str | None) -> str:
    """An interval as people read it: "2020-10-04", "2020-09-27 to 2020-10-03", "from 1991", "by 2020-10-03"."""
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return f"from {start}"
    return f"by {end}" if end else ""


def what(event: Event) -> str:
    """Category, modes and realis: "ASSAULT / heavy-weapons (future)"."""
    modes = "".join(f" / {mode.name}" for mode in event.modes)
    return event.category + modes + (f" ({', '.join(event.realis)})" if event.realis else "")


def teller(link: Link) -> str:
    """Those who speak in one link of the chain."""
    return " and ".join(speaker.text for speaker in link.speakers) or "somebody unnamed"


def says_who(event: Event) -> str:
    """The chain of tellers, inmost first, and whether it is a claim; "the report" where it tells the event itself."""
    chain = " < ".join(teller(link) for link in event.attribution) or "the report"
    return f"{chain} (claim)" if event.claim else chain


def where(event: Event) -> str:
    """The place of an event; empty where unknown."""
    return (event.place.name or event.place.text) if event.place else ""


def snippet(text: str, start: int, end: int, width: int = 100) -> str:
    """A span on one line, cut to ``width`` code points."""
    flat = " ".join(text[start:end].split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"


def printable(text: str) -> str:
    """The text on one line with blanks for control characters, which could move the cursor or change colours."""
    return "".join(character if character.isprintable() else " " for character in text)
