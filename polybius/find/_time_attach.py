"""Which date a telling has: the time expressions of its sentence, by how they hang together with the trigger."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from spacy.tokens import Doc, Token

from polybius.annotate import TimeMention, report_of
from polybius.find._time_calendar import FINENESS, first_day, last_day, move
from polybius.find._time_lexicon import load_lexicon
from polybius.find._time_line import closing_time, heading_of, line_of, opening_time, opens_later
from polybius.find._time_reach import DESCRIBED, JOINED, SUBJECTS, Reach, reachable, shift_of, speaks, upward
from polybius.find._time_tense import CLIMB, is_verb, span_root, tense_at
from polybius.find.published import anchor_of
from polybius.records import EventDate


def date_for(doc: Doc, token_index: int, clause_start: int, clause_end: int) -> tuple[EventDate, str]:
    """The date of the event told by a trigger (guide rules 8, 11, 24).

    token_index: the trigger. clause_start, clause_end: the clause's token span (end exclusive).
    RETURNS: the date, its basis "clause" (a time told with the act), "sentence" (told in a clause that governs it or
    hangs on it) or "bound" (nothing told: no later than publication), and a short reason.
    """
    best: tuple[tuple[int, int, int, int], TimeMention, Reach] | None = None
    reach = reachable(doc[token_index])
    mentions = list(_dated(doc, token_index, clause_start, clause_end))
    opening = opening_time(doc, _verb_of(doc[token_index], reach).i, mentions)
    for mention in mentions:
        if opening is not None and mention.end <= opening.start:
            continue  # told of the clause before
        if (
            opens_later(doc, token_index, mention)
            or _is_promised(doc[token_index], mention)
            or _is_of_subject(doc[token_index], mention)
        ):
            continue
        how = OPENING if mention is opening else _applies(doc, token_index, mention, reach)
        if (
            how is None
            and clause_start <= mention.start < clause_end
            and _alone(doc, token_index, mention, clause_start, clause_end)
        ):
            how = Reach(1, "same", "in its clause")
        if how is None or (how.past and not _long_past(doc, mention)):
            continue
        outside = 0 if clause_start <= mention.start < clause_end else 1
        key = (how.rank, outside, _coarse(mention), abs(mention.start - token_index))
        if best is None or key < best[0]:
            best = key, mention, how
    if best is None:
        heading = heading_of(doc, token_index)
        if heading is not None:
            return heading, "date: that at the head of its line"
        loose = closing_time(doc, token_index, mentions)
        if loose is None:
            return _bound(doc, doc[token_index])
        best = (1, 0, 0, 0), *loose
    return _told(doc, *best)


OPENING = Reach(0, "same", "at the head of its clause")


def _is_promised(trigger: Token, mention: TimeMention) -> bool:
    """Whether a time bounds what is promised or threatened ("threatened a strike from Monday")."""
    ahead = mention.relation in ("by", "after", "until") and mention.start > trigger.i
    return ahead and trigger.lemma_.lower() in load_lexicon().words["intent"] and not _long_past(trigger.doc, mention)


def _is_of_subject(trigger: Token, mention: TimeMention) -> bool:
    """Whether a time ends a clause about the subject ("those who took the town last Friday have looted it")."""
    subjects = [child for child in trigger.children if child.dep_ in SUBJECTS and child.i < mention.start]
    clauses = (clause for subject in subjects for clause in subject.children if clause.dep_ == "relcl")
    between = any(clause.i < mention.start for clause in clauses) and mention.end <= trigger.i
    perfect = any(child.dep_ == "aux" and child.lower_ in ("have", "has") for child in trigger.children)
    return between and (perfect or trigger.doc[mention.start - 1].text not in (",", "on", "in"))


def _verb_of(trigger: Token, reach: dict[int, Reach]) -> Token:
    """The verb of the clause of a noun, where it tells an act of the same time."""
    above = next((t for t in upward(trigger) if is_verb(t)), None) if not is_verb(trigger) else None
    return above if above is not None and above.i in reach and reach[above.i].shift == "same" else trigger


def _dated(doc: Doc, token_index: int, clause_start: int, clause_end: int) -> Iterator[TimeMention]:
    """The time expressions of the trigger's sentence and clause that stand for a stretch of the calendar."""
    sentence = doc[token_index].sent if doc.has_annotation("SENT_START") else doc[:]
    first, last = min(sentence.start, clause_start), max(sentence.end, clause_end)
    times = doc._.polybius_times
    line = line_of(doc, token_index)
    for mention in times[bisect_left(times, first, key=_start) : bisect_left(times, last, key=_start)]:
        if line and not line[0] <= mention.time.start < line[1]:
            continue  # each line of a chronology has its own dates
        known = mention.date.start or mention.date.end or _long_gone(doc, mention)
        if known and mention.time.type != "SET" and mention.time.value != "PRESENT_REF":
            yield mention


# Values of which no more than the month or the year is open: "in September" of a report without a date.
UNKNOWN_YEAR = re.compile(r"XXXX(-\d\d)?")


def _long_gone(doc: Doc, mention: TimeMention) -> bool:
    """Whether a time is of another year or month in the past, although nobody can tell which ("last year")."""
    if mention.time.type != "DATE" or not UNKNOWN_YEAR.fullmatch(mention.time.value):
        return False
    words = doc[mention.start : mention.end].text.lower()
    looks_back = len(mention.time.value) > 4 or words.startswith("last") or words.endswith("ago")
    return looks_back and tense_at(doc, mention.start, mention.end) == "past"


def _long_past(doc: Doc, mention: TimeMention) -> bool:
    """Whether a time lies so far before publication that nothing announced then was still to come."""
    now = first_day(anchor_of(report_of(doc).published) or "")
    last = last_day(mention.date.end) if mention.date.end else None
    return now is not None and last is not None and (now - last).days >= LONG_PAST


LONG_PAST = 90


def _start(mention: TimeMention) -> int:
    return mention.start


def _coarse(mention: TimeMention) -> int:
    """0 for days, more for what is less exact."""
    return 10 - len(mention.date.start or mention.date.end or "")


def _told(doc: Doc, key: tuple[int, int, int, int], mention: TimeMention, how: Reach) -> tuple[EventDate, str]:
    date, words = mention.date, doc[mention.start : mention.end].text
    if not (date.start or date.end):
        date = EventDate(precision="month" if len(mention.time.value) > 4 else "year")
    if how.why == DESCRIBED and not how.lasts:  # "since 1988, when gunmen shot the mayor": the shooting is of 1988
        date = mention.whole or date
        mention = replace(mention, relation=None)
    basis: Literal["clause", "sentence"] = "clause" if how.rank <= 1 or (how.rank == 2 and not key[1]) else "sentence"
    exact = _moved(doc, date, how) if how.shift != "same" else None
    if exact is not None:
        date = exact
    elif date.start and date.end and len(date.start) < 10 and doc[how.link].lower_ != "since":
        pass  # before or after the other act, but in the same month or year
    elif how.shift == "before":
        date = EventDate(start=None, end=date.end or date.start, precision="open")
    elif how.shift == "after":
        date = EventDate(start=date.start or date.end, end=None, precision="open")
    bound = f"{mention.relation} " if mention.relation not in (None, "in") else ""
    return date.model_copy(update={"basis": basis}), f"date: {bound}“{words}” {how.why}"


def _moved(doc: Doc, date: EventDate, how: Reach) -> EventDate | None:
    """The date that lies as far off as is told right before the word that shifts it ("a week after"), if it is."""
    length = next((m for m in doc._.polybius_times if m.end == how.link and m.time.type == "DURATION"), None)
    found = LENGTH.fullmatch(length.time.value) if length else None
    if not length or not found or not date.start or not date.end:
        return None
    count, unit = int(found[2].replace("X", "0")), "H" if found[1] else found[3]
    if unit == "H" and count < SAME_DAY:
        return date  # "hours after": on that day
    if (unit == "H" and count % 24) or not count:
        return None
    step = (count // 24 if unit == "H" else count) * (-1 if how.shift == "before" else 1)
    ends = [_stepped(iso, step, "D" if unit == "H" else unit) for iso in (date.start, date.end)]
    if not all(ends):
        return None
    if doc[max(0, length.start - 1)].lower_ == "for":  # "for three days before the truce of Friday": up to that day
        first = _stepped(date.start, step + 1, unit) if unit == "D" else ends[0]
        lasted = (first, date.end) if how.shift == "before" else (date.start, ends[1])
        return date.model_copy(update={"start": lasted[0], "end": lasted[1]})
    return date.model_copy(update={"start": ends[0], "end": ends[1]})


# Durations that move a date to another: days, weeks, months, years, hours.
LENGTH = re.compile(r"P(T?)(\d+|X)([DWMYH])")
SAME_DAY = 12


def _stepped(iso: str, step: int, unit: str) -> str | None:
    """An ISO date moved by units that it is fine enough for, else None."""
    day = first_day(iso) if len(iso) >= FINENESS.get(unit, 10) else None
    moved = move(day, step, unit) if day else None
    return moved.isoformat()[: len(iso)] if moved else None


def _bound(doc: Doc, trigger: Token) -> tuple[EventDate, str]:
    """No later than the day it was said, where it is told as past and that day is told, else than publication."""
    said = _saying(doc, trigger)
    if said is not None:
        words = doc[said.start : said.end].text
        return EventDate(
            end=said.date.end, basis="bound", precision="open"
        ), f"date: none told, no later than “{words}”, when it was said"
    published = report_of(doc).published
    end = anchor_of(published) or published.end
    if not end:
        return EventDate(basis="bound", precision="open"), "date: none told, publication date unknown"
    return EventDate(end=end, basis="bound", precision="open"), f"date: none told, no later than publication ({end})"


def _saying(doc: Doc, trigger: Token) -> TimeMention | None:
    """The day told with the verb above a trigger that tells its act as past ("said Friday that", "accused him of")."""
    if not doc.has_annotation("DEP") or trigger.tag_ not in ("VBD", "VBN", "VBG"):
        return None
    reaction = load_lexicon().words["reaction"]
    verb = next((t for t in upward(trigger) if is_verb(t) and (speaks(t) or t.lemma_.lower() in reaction)), None)
    past = trigger.tag_ == "VBG" or tense_at(doc, trigger.i, trigger.i + 1) == "past"
    if verb is None or not past or (trigger.tag_ == "VBG" and trigger.dep_ != "pcomp"):
        return None
    holders = {verb.i, verb.head.i} if verb.dep_ in ("advcl", "conj") else {verb.i}
    for mention in _dated(doc, trigger.i, trigger.i, trigger.i + 1):
        root = span_root(doc, mention.start, mention.end)
        holder = root.head.head if root.head.dep_ == "prep" else root.head
        if holder.dep_ in SUBJECTS:  # "Officials on Thursday accused": the parse ties the day to the subject
            holder = holder.head
        if holder.i in holders and mention.date.start == mention.date.end and len(mention.date.end or "") == 10:
            return mention
    return None


def _applies(doc: Doc, token_index: int, mention: TimeMention, reach: dict[int, Reach]) -> Reach | None:
    """How the expression dates the trigger; None where it dates something else."""
    trigger, root = doc[token_index], span_root(doc, mention.start, mention.end)
    if not doc.has_annotation("DEP"):
        return Reach(1, "same", "in its clause")
    if any(mention.start <= ancestor.i < mention.end for ancestor in upward(trigger)):
        return Reach(0, "same", DESCRIBED, lasts=trigger.lemma_.lower() in load_lexicon().words["lasting"])
    if _described(trigger, mention):
        return Reach(0, "same", DESCRIBED, lasts=trigger.lemma_.lower() in load_lexicon().words["lasting"])
    if _beside_speech(doc, mention, token_index):
        return None
    if trigger.lemma_.lower() in load_lexicon().words["planned"] and mention.start > token_index:
        return None  # what is planned for a day is planned before it
    token, nested = root, False
    for _ in range(CLIMB):
        if token.i == token_index:
            return Reach(1 if nested else 0, "same", "beside it")
        if token.i in reach and token.i != root.i:
            if reach[token.i].why == JOINED and token_index < mention.start < token.i:
                return None  # "rejected the plea and on Monday jailed": told of the second
            return None if nested and not _adjunct_of(root, token) else reach[token.i]
        if token.i != root.i:
            if is_verb(token) and speaks(token) and (content := _said_before(token, mention, token_index)) is not None:
                token = content
                continue
            if is_verb(token) and token.dep_ not in ("aux", "auxpass"):
                if token.dep_ != "acl" or token.head.lemma_.lower() not in load_lexicon().words["telling"]:
                    return None
                token = token.head  # "in a statement issued on Wednesday"
            elif token.pos_ in ("NOUN", "PROPN") and not mention.start <= token.i < mention.end:
                if token.i > root.i and token.dep_ in SUBJECTS and doc[max(0, mention.start - 1)].lower_ in OPENERS:
                    token = token.head  # "On Easter Sunday police had detained": the day is no part of the subject
                    continue
                if token.i > root.i and root.dep_ != "poss" and _opened(token, mention):
                    token = token.head  # "On 30 April Spain signed": the parse makes one noun of date and subject
                    continue
                if token.i > root.i or (_of(root) and token.i == root.head.head.i and token.i != token_index):
                    return _through_noun(token, token_index, reach)
                nested = True
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _of(root: Token) -> bool:
    """Whether a date belongs to the noun before it ("the coup of March 22")."""
    return bool(root.dep_ == "pobj" and root.head.lower_ == "of")


# What a time at the start of a sentence opens with.
OPENERS = ("on", "by", "in", "since", "until")


def _opened(noun: Token, mention: TimeMention) -> bool:
    """Whether the noun hangs on the "on" or "in" right before the time."""
    return noun.dep_ == "pobj" and noun.head.i == mention.start - 1 and noun.head.lower_ in ("on", "in")


def _described(trigger: Token, mention: TimeMention) -> bool:
    """Whether the trigger's clause begins with a "when" right behind the time ("since May 2005, when a mob …")."""
    doc, index = trigger.doc, mention.end
    if index < len(doc) and doc[index].text == ",":
        index += 1
    bound = mention.relation not in (None, "in")
    if not bound or index >= len(doc) or doc[index].lower_ != "when" or trigger.i < index:
        return False
    return any(doc[index].head.i == token.i for token in (trigger, trigger.head if trigger.dep_ == "conj" else trigger))


def _through_noun(noun: Token, token_index: int, reach: dict[int, Reach]) -> Reach | None:
    """How the date of a noun ("Friday's blast") dates the verb it is an adjunct of ("killed in", "fled after")."""
    adjunct = noun.head
    if noun.dep_ in SUBJECTS and noun.lemma_.lower() in load_lexicon().words["happening"]:
        same = adjunct.i == token_index or (adjunct.i in reach and reach[adjunct.i].shift == "same")
        return Reach(1, "same", f"of what does it (“{noun.text}”)") if same else None
    shift = load_lexicon().value("adjunct", adjunct.lower_) if noun.dep_ == "pobj" else ""
    verb = adjunct.head
    if not shift or (verb.i != token_index and verb.i not in reach):
        return None
    known = reach.get(verb.i, Reach(1, "same", ""))
    if known.shift != "same":
        return None
    why = f"of what it is told with (“{adjunct.lower_} … {noun.text}”)"
    return Reach(max(1, known.rank), shift_of(shift), why, adjunct.i)


def _alone(doc: Doc, token_index: int, mention: TimeMention, start: int, end: int) -> bool:
    """Whether the clause has no other verb or noun that the expression could belong to, whatever the parse says."""
    if _beside_speech(doc, mention, token_index):
        return False
    head = span_root(doc, mention.start, mention.end).head
    owned = head.i >= mention.end and head.i != token_index and head.pos_ in ("NOUN", "PROPN")
    return not owned and not any(
        is_verb(token) and token.i != token_index and token.dep_ not in ("aux", "auxpass") for token in doc[start:end]
    )


def _adjunct_of(root: Token, verb: Token) -> bool:
    """Whether the expression follows its verb's objects, so that it may be the verb's ("hit the town on Monday")."""
    if root.i < verb.i:  # "A court in Karachi on Tuesday sentenced": the parse ties the day to the subject
        return all(token.dep_ in ("aux", "auxpass", "advmod") for token in root.doc[root.i + 1 : verb.i])
    return not any(is_verb(token) for token in root.doc[verb.i + 1 : root.i])


def _beside_speech(doc: Doc, mention: TimeMention, token_index: int) -> bool:
    """Whether a verb of saying stands right beside ("said Saturday that …"): the date is the saying's."""
    first = mention.start - 1
    while first >= 0 and doc[first].lower_ in ("on", "late", "early", "in", "at"):
        first -= 1
    after = mention.end if mention.end < len(doc) else -1
    return any(
        index >= 0 and index != token_index and is_verb(doc[index]) and speaks(doc[index])
        and not (index == after and doc[token_index].i < mention.start and doc[index].i > doc[token_index].i)
        for index in (first, after)
    )  # fmt: skip


def _said_before(cue: Token, mention: TimeMention, token_index: int) -> Token | None:
    """The verb of what a verb of saying behind it reports ("hit the town on Tuesday, a missionary said")."""
    subject = next((child for child in cue.children if child.dep_ in SUBJECTS), None)
    if subject is None or not token_index < mention.start < mention.end <= subject.left_edge.i < cue.i:
        return None
    if cue.dep_ in ("advcl", "ccomp", "parataxis") and cue.head.i < mention.start:
        return cue.head
    return next((child for child in cue.children if child.dep_ == "ccomp" and child.i < mention.start), None)
