"""Times that date an act by where they stand, whatever the parse says: before its clause, its line, or behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Doc, Token

from polybius.annotate import TimeMention, report_of
from polybius.find._time_lexicon import load_lexicon
from polybius.find._time_reach import SUBJECTS, Reach, speaks
from polybius.find._time_tense import is_verb
from polybius.records import EventDate

# Words between the start of a clause and its time: "but on", "at the".
LEADS = frozenset(
    {"on", "in", "at", "by", "late", "early", "the", "during", "then", "from", "between", "but", "and", "while", "just"}
)
# What a time opens a clause behind: the start of the sentence, or one of these.
BREAKS = frozenset({";", ":", "–", "—", "-", "--", "*", "•"})
JOINTS = frozenset({"and", "but", "while"})
# Words that begin a clause of their own, to which what follows belongs.
CLAUSES = frozenset(
    {"that", "who", "which", "whom", "whose", "when", "where", "after", "before", "since", "because", "if"}
)
# How a time behind an act may be bound to it.
LOOSE = frozenset({None, "in", "since"})
NEARBY = 40  # tokens


def opening_time(doc: Doc, token_index: int, mentions: Sequence[TimeMention]) -> TimeMention | None:
    """The time its clause opens with: "The following morning gunmen fired", "…, and in July the court barred".

    Behind the time stand the subject and the verb, and no other verb.
    """
    trigger = doc[token_index]
    if not doc.has_annotation("DEP") or not _is_finite(trigger):
        return None
    for mention in reversed(mentions):
        plain = mention.relation in (None, "in", "between") or "/" in mention.time.value
        if mention.end > token_index or mention.time.type == "DURATION" or not plain:
            continue
        between = doc[mention.end : token_index]
        if any(is_verb(t) and t.dep_ not in ("aux", "auxpass", "amod") for t in between):
            return None
        if not _has_subject(trigger, list(between)) or any(t.text in (";", "and") for t in between[:1]):
            continue
        if any(t.lower_ in CLAUSES or t.text in BREAKS - {"-"} for t in between):
            continue
        if _opens(doc, mention) and doc[mention.end].tag_ != "POS" and not _is_of(doc, mention):
            return mention
    return None


def opens_later(doc: Doc, token_index: int, mention: TimeMention) -> bool:
    """Whether a time opens a clause behind that of the trigger ("rebels attacked; in June they fled")."""
    if mention.start <= token_index or not doc.has_annotation("DEP"):
        return False
    index = mention.start - 1
    while index > token_index and doc[index].lower_ in LEADS:
        index -= 1
    return doc[index].text == ";"


def _has_subject(verb: Token, between: list[Token]) -> bool:
    """Whether a subject stands between, be it misread ("On the night of the 11th soldiers killed")."""
    if any(child.dep_ in SUBJECTS and child not in between for child in verb.children):
        return False
    return any(t.dep_ in SUBJECTS or t.pos_ in ("NOUN", "PROPN", "PRON") for t in between)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in verb.children
    )


def _is_of(doc: Doc, mention: TimeMention) -> bool:
    """Whether the time is named by the day of something else ("the day of the vote")."""
    return mention.end < len(doc) and doc[mention.end].lower_ == "of"


def _opens(doc: Doc, mention: TimeMention) -> bool:
    """Whether nothing but a preposition stands between the start of a clause and the time."""
    index, sentence = mention.start - 1, doc[mention.start].sent
    if (
        index > sentence.start
        and doc[index].lower_ == "of"
        and doc[index - 1].lower_ in load_lexicon().words["daypart"]
    ):
        index -= 2  # "on the night of the 11th"
    joined = False
    while index >= sentence.start and doc[index].lower_ in LEADS:
        joined = joined or doc[index].lower_ in JOINTS
        index -= 1
    return joined or index < sentence.start or doc[index].text in BREAKS or doc[index].is_space


# What may stand in the heading of a line besides its dates: bullets, "to", brackets.
HEADING = re.compile(r"[\s\-–—*•·,()/]*(?:(?:to|and|until|from|on)[\s\-–—*•·,()/]*)*", re.IGNORECASE)


def line_of(doc: Doc, token_index: int) -> tuple[int, int] | None:
    """Where the line of a token begins behind its heading and ends, if a date heads it ("- March 14: …")."""
    heading = _heading(doc, token_index)
    return heading and heading[:2]


def heading_of(doc: Doc, token_index: int) -> EventDate | None:
    """The date that heads the line of a token."""
    heading = _heading(doc, token_index)
    if heading is None:
        return None
    first, last = heading[2].date, heading[3].date
    same = first.start == last.start and first.end == last.end
    precision = first.precision if same or last.precision == first.precision else last.precision
    return EventDate(start=first.start, end=last.end, precision=precision, basis="clause")


def _heading(doc: Doc, token_index: int) -> tuple[int, int, TimeMention, TimeMention] | None:
    text, here = report_of(doc).text, doc[token_index].idx  # doc.text is put together anew at each call
    begin = text.rfind("\n", 0, here) + 1
    told = doc._.polybius_times
    first, last = (bisect_left(told, place, key=lambda mention: mention.time.start) for place in (begin, here))
    times = [mention for mention in told[first:last] if mention.date.start and mention.date.end]
    rest, place = "", begin
    for index, mention in enumerate(times):
        rest += text[place : mention.time.start]
        place = mention.time.end
        if not HEADING.fullmatch(rest):
            return None
        if re.match(r":\s", text[place : place + 2]):
            end = text.find("\n", here)
            return place, end if end >= 0 else len(text), times[0], times[index]
    return None


def closing_time(doc: Doc, token_index: int, mentions: Sequence[TimeMention]) -> tuple[TimeMention, Reach] | None:
    """The time behind a verb and its objects, where no other verb or clause stands between."""
    trigger = doc[token_index]
    if not doc.has_annotation("DEP") or trigger.tag_ not in ("VBD", "VBN"):
        return None
    for mention in mentions:
        if not token_index < mention.start <= token_index + NEARBY or mention.time.type == "DURATION":
            continue
        between = _without_insertion(list(doc[token_index + 1 : mention.start]))
        if mention.relation is None:  # "rejected a demand to surrender Monday"
            between = [t for t in between if not (t.tag_ in ("VB", "TO") and t.dep_ in ("acl", "aux"))]
        if any(_breaks(token) for token in between) or not _is_free(doc, mention):
            return None
        return mention, Reach(1, "same", "behind it")
    return None


def _without_insertion(tokens: list[Token]) -> list[Token]:
    """The tokens without what stands between two commas right before the time ("killed, two of them beheaded, on")."""
    commas = [index for index, token in enumerate(tokens) if token.text == ","]
    if len(commas) == 2 and commas[1] >= len(tokens) - 2:
        return tokens[: commas[0]] + tokens[commas[1] + 1 :]
    return tokens


def _breaks(token: Token) -> bool:
    """Whether a token between an act and a time shows that the time is of something else."""
    if token.text in (";", ":", "“", "”", '"') or token.lower_ in CLAUSES | {"and", "but", "or"}:
        return token.lower_ != "since"
    named = token.text[:1].isupper()  # a name misread as a verb
    return is_verb(token) and token.dep_ not in ("aux", "auxpass", "amod", "compound") and not named


def _is_free(doc: Doc, mention: TimeMention) -> bool:
    """Whether a time is no part of a noun phrase ("Friday's vote", "the vote of Friday", "the Monday talks")."""
    before = doc[mention.start - 1].lower_
    after = doc[mention.end] if mention.end < len(doc) else None
    if before in ("of", "the", "a", "for", "from", "after", "before") or mention.relation not in LOOSE:
        return False
    if after is None or after.tag_ == "POS":
        return False
    spoken = list(takewhile(lambda t: not t.is_punct, doc[mention.end : mention.end + 2]))
    return not (after.pos_ in ("NOUN", "PROPN") and after.dep_ not in SUBJECTS) and not any(
        is_verb(t) and speaks(t) for t in spoken
    )
