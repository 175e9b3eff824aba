"""Tells the parts of a news text apart: headline, byline, dateline, caption, body and boilerplate.

Works on lines as plain text gives them; cue words are in ``data/lexicons/regions.csv``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from polybius.records import Region, RegionKind
from polybius.tables import DATA, Row, read_table

MAX_HEADLINE = 220
_MAX_CAPTION = 600
_MAX_BOILERPLATE = 500
_MAX_BYLINE = 120
_MAX_DATELINE = 110
# a byline or dateline further down is part of the story
_EARLY = 8


@dataclass(frozen=True)
class Parts:
    """The regions of a text, in text order and not overlapping; its byline's author; the agency it credits."""

    regions: tuple[Region, ...] = ()
    author: str | None = None
    credit: str | None = None


@dataclass(frozen=True)
class _Cues:
    caption: tuple[re.Pattern[str], ...]
    boilerplate: tuple[re.Pattern[str], ...]
    byline_start: re.Pattern[str]
    byline_whole: re.Pattern[str]
    agency: re.Pattern[str]
    agencies: dict[str, str]
    dateline: re.Pattern[str]
    days: frozenset[str]


@dataclass
class _State:
    headlines: int = 0
    body: int = 0
    author: str | None = None
    credit: str | None = None
    marked: list[tuple[int, int, RegionKind]] = field(default_factory=list)


def find_regions(text: str) -> Parts:
    """Divides ``text`` into regions; every word of it stands in one."""
    cues = _cues()
    lines = list(_paragraphs(text, cues))
    state = _State()
    for number, (start, end) in enumerate(lines):
        _mark(text, start, end, number, len(lines), state, cues)
    state.credit = state.credit or _closing_credit(text, lines, cues)
    return Parts(tuple(_merged(state.marked)), state.author, state.credit)


def _mark(text: str, start: int, end: int, number: int, count: int, state: _State, cues: _Cues) -> None:
    line = text[start:end]
    if _is_cued_caption(line, state.body, cues):
        state.marked.append((start, end, "caption"))
    elif _is_boilerplate(line, cues):
        state.marked.append((start, end, "boilerplate"))
        state.credit = state.credit or _source_credit(line, cues)
    elif number < _EARLY and state.body < 2 and _is_byline(line, cues):
        state.marked.append((start, end, "byline"))
        state.author = state.author or _author(line, cues)
        agency = cues.agency.search(line)
        state.credit = state.credit or (cues.agencies[agency.group(1).casefold()] if agency else None)
    elif (length := _dateline(line, cues) if state.body < 3 else 0) > 0:
        _all_headlines(state)
        state.marked.append((start, start + len(line[:length].rstrip()), "dateline"))
        state.credit = state.credit or _dateline_credit(line, length, cues)
        state.body += 1
        rest = start + length + len(line[length:]) - len(line[length:].lstrip())
        if rest < end:
            state.marked.append((rest, end, "body"))
    elif state.body == 0 and _is_credited_caption(line, cues):
        state.marked.append((start, end, "caption"))
    elif state.body == 0 and state.headlines < 2 and number + 1 < count and _is_headline(line, state.headlines):
        state.marked.append((start, end, "headline"))
        state.headlines += 1
    else:
        state.marked.append((start, end, "body"))
        state.body += 1


def _paragraphs(text: str, cues: _Cues) -> Iterator[tuple[int, int]]:
    """Offsets of the paragraphs: lines, or blocks of lines where the text is wrapped at a fixed width."""
    lines = list(_lines(text))
    if not _wrapped(text, lines):
        yield from lines
        return
    block: tuple[int, int] | None = None
    for start, end in lines:
        line = text[start:end]
        alone = len(line) <= _MAX_BYLINE and _is_byline(line, cues)
        joins = block is not None and not alone and "\n" not in text[block[1] : start].replace("\n", "", 1)
        if block is not None and joins:
            block = (block[0], end)
            continue
        if block is not None:
            yield block
        block = (start, end)
        if alone:
            yield block
            block = None
    if block is not None:
        yield block


def _lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = position + line.index(bare)
            yield start, start + len(bare)
        position += len(line)


def _wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """True where most lines with another right below them break off in mid-sentence at about one width."""
    inner = [
        (start, end) for (start, end), (follows, _) in itertools.pairwise(lines) if text.count("\n", end, follows) == 1
    ]
    if len(inner) < 4 or max(end - start for start, end in lines) > 120:
        return False
    broken = sum(end - start >= 40 and text[end - 1] not in '.!?"”’:' for start, end in inner)
    return broken * 10 >= len(inner) * 7


def _is_cued_caption(line: str, body: int, cues: _Cues) -> bool:
    if len(line) > _MAX_CAPTION:
        return False
    # long running text that merely mentions a picture is no caption
    return any(pattern.search(line) for pattern in cues.caption) and (body < 3 or len(line) <= 300)


def _is_credited_caption(line: str, cues: _Cues) -> bool:
    """A short line ahead of the story that ends with an agency in brackets."""
    bracket = _BRACKET.search(line) if len(line) <= 300 else None
    return bracket is not None and cues.agency.fullmatch(bracket.group(1).strip()) is not None


def _all_headlines(state: _State) -> None:
    """What stands ahead of a dateline heads the story, final stop or not."""
    state.marked = [
        (start, end, "headline" if kind == "body" and end - start <= MAX_HEADLINE else kind)
        for start, end, kind in state.marked
    ]


_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]\W*$")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[#\-*_=~•.]{2,}|-30-")


def _is_boilerplate(line: str, cues: _Cues) -> bool:
    if len(line) > _MAX_BOILERPLATE:
        return False
    return _LINK.fullmatch(line) is not None or any(pattern.search(line) for pattern in cues.boilerplate)


def _is_byline(line: str, cues: _Cues) -> bool:
    if len(line) > _MAX_BYLINE:
        return False
    if cues.byline_whole.fullmatch(line.strip(" .,:;-–—()")):
        return True
    match = cues.byline_start.match(line)
    if match is None or (line.endswith((".", "!", "?", '"', "”")) and not _INITIAL.search(line)):
        return False
    names = _name_words(line[match.end() :])
    return bool(names) and names[0].casefold() not in cues.days and len(names) >= 2


_INITIAL = re.compile(r"\b(?:[A-Z]|Jr|Sr)\.$")
_SMALL = re.compile(r"and|&|al?|at|ben|bin|d[aeiu]|de[nr]|el|for|ibn|in|l[ae]|of|special|te[nr]|the|to|v[ao]n|with")


def _name_words(rest: str) -> list[str]:
    """The words after "By" if they read like names: capitalised, but for particles; else nothing."""
    words = [word.strip(",;|/()–—-") for word in re.split(r"[\s,;|/]+", rest.strip(" :"))]
    words = [word for word in words if word]
    if not words or not words[0][:1].isupper():
        return []
    fit = all(word[:1].isupper() or _SMALL.fullmatch(word.casefold()) or not word[:1].isalpha() for word in words)
    return words if fit else []


def _author(line: str, cues: _Cues) -> str | None:
    match = cues.byline_start.match(line)
    if match is None:
        return None
    rest = line[match.end() :].strip(" :")
    name = re.split(r"\s*[,;|/(–—]\s*|\s+(?:in|for|at|special to|with)\s+", rest, maxsplit=1)[0].strip(" .-")
    if not name or cues.agency.fullmatch(name) or cues.byline_whole.fullmatch(name):
        return None
    return " ".join(word.title() if len(word) > 2 else word for word in name.split()) if name.isupper() else name


def _dateline(line: str, cues: _Cues) -> int:
    """The length of the dateline that opens ``line``, with its dash; 0 where there is none."""
    match = cues.dateline.match(line[:_MAX_DATELINE])
    if match is None:
        return 0
    city, bracket = match.group("city"), match.group("agency")
    capitals = city.upper() == city and sum(map(str.isalpha, city)) >= 3
    plain = not capitals and not (bracket or match.group("date"))
    if plain and match.group("mark").strip() not in ("--", "—", "_") and not _opens_story(line, match):
        return 0
    if not capitals and not bracket and match.group("mark").startswith(":"):
        return 0
    # "DHAKA, JUNE 10 (PTI) Police …": no dash, so the bracket must be an agency that is known
    if not match.group("mark").strip() and not (bracket and cues.agency.search(bracket)):
        return 0
    return match.end()


def _opens_story(line: str, match: re.Match[str]) -> bool:
    """Whether a lone dash parts a short name from a sentence of some length: "Mogadishu - General Aideed said …"."""
    rest = line[match.end() :]
    dashed = match.group("mark").strip() in ("-", "–")
    begins = rest[:1].isupper() or rest[:1] in "\"“‘'"
    return dashed and begins and len(rest) > _SENTENCE and not _LONE_DASH.search(rest[:_MAX_DATELINE])


_SENTENCE = 40  # characters behind a dateline in mixed case whose only mark is a lone dash
_LONE_DASH = re.compile(r"\s[-–]\s")


def _dateline_credit(line: str, length: int, cues: _Cues) -> str | None:
    """The agency of a dateline: one that is known, or what stands in its bracket as agencies sign, "(ABN)"."""
    agency = cues.agency.search(line, 0, length)
    if agency:
        return cues.agencies[agency.group(1).casefold()]
    bracket = _SIGNED.search(line, 0, length)
    return bracket.group(1) if bracket else None


def _is_headline(line: str, before: int) -> bool:
    words = line.split()
    opens = line[0].isupper() or line[0].isdigit() or line[0] in "'\"‘“$€£"
    if len(line) > MAX_HEADLINE or len(words) < 2 or not opens:
        return False
    if not line.endswith((".", '."', ".”", ",", ":", ";", ".'", "…")):
        # a deck below the headline is rarer, so it must be short
        return before == 0 or len(line) <= 140
    long_words = [word for word in words if len(word) > 3 and word[0].isalpha()]
    titled = sum(word[0].isupper() for word in long_words)
    return before == 0 and len(words) >= 4 and len(long_words) >= 3 and titled * 10 >= len(long_words) * 8


def _source_credit(line: str, cues: _Cues) -> str | None:
    if not line.casefold().startswith("source") or len(line) > 80:
        return None
    agency = cues.agency.search(line)
    return cues.agencies[agency.group(1).casefold()] if agency else None


def _closing_credit(text: str, lines: Sequence[tuple[int, int]], cues: _Cues) -> str | None:
    """The agency at the end of one of the last lines: in brackets, after a dash or stop, or thanked for matter."""
    for start, end in reversed(lines[-3:]):
        last = text[max(start, end - 100) : end]
        tails = (pattern.search(last) for pattern in (_BRACKET, _AFTER_DASH, _WITH_MATTER, _AFTER_STOP))
        for tail in filter(None, tails):
            agency = cues.agency.fullmatch(_MATTER.sub("", tail.group(1).strip(" ()")).strip())
            if agency:
                return cues.agencies[agency.group(1).casefold()]
    return None


_MATTER = re.compile(
    r"^(?:with |additional |some )*"
    r"(?:information|inputs?|reporting|(?:agency )?reports|material|files|contributions)"
    r"(?: from| by|:) |^with ",
    re.IGNORECASE,
)
_WITH_MATTER = re.compile(
    r"(?:^|[.!?\"”\n])\s*((?:" + _MATTER.pattern.replace("^", "") + r")[\w .'’-]{2,40}?)\.?$", re.IGNORECASE
)
_AFTER_STOP = re.compile(r"[.!?\"”]\s+([A-Z][\w.'’/-]{1,30})\.?$")
_SIGNED = re.compile(r"\((?!U\.?[SKN]\.?\))([A-Z]{2,8}|[A-Z][a-z]+(?:form|press|news|media|fax|tass))\)")
_AFTER_DASH = re.compile(r"[.!?\"”]\s*[–—-]{1,2}\s*([^–—\-]{2,40})$")


def _merged(marked: Iterable[tuple[int, int, RegionKind]]) -> Iterator[Region]:
    """Joins neighbouring stretches of body and of boilerplate."""
    current: tuple[int, int, RegionKind] | None = None
    for start, end, kind in marked:
        if current is not None and current[2] == kind and kind in ("body", "boilerplate"):
            current = (current[0], end, kind)
            continue
        if current is not None:
            yield Region(start=current[0], end=current[1], kind=current[2])
        current = (start, end, kind)
    if current is not None:
        yield Region(start=current[0], end=current[1], kind=current[2])


@cache
def _cues() -> _Cues:
    rows = list(read_table(DATA / "lexicons" / "regions.csv", ("kind", "where", "cue", "value")))
    known = {"caption", "byline", "boilerplate", "agency", "day"}
    for row in rows:
        if row["kind"] not in known:
            raise row.fault(f"kind must be one of {', '.join(sorted(known))}; found {row['kind']!r}")
        if row["where"] not in ("start", "end", "anywhere", "whole", "credit", "name"):
            raise row.fault(f"where must be start, end, anywhere, whole, credit or name; found {row['where']!r}")
    agencies = {row["cue"].casefold(): row["value"] for row in rows if row["kind"] == "agency"}
    names = "|".join(_escaped(row["cue"]) for row in sorted(_of(rows, "agency"), key=lambda row: -len(row["cue"])))
    return _Cues(
        caption=tuple(_patterns(rows, "caption")),
        boilerplate=tuple(_patterns(rows, "boilerplate")),
        byline_start=re.compile(rf"(?:{_alternatives(rows, 'byline', 'start')})(?:\s*:\s*|\s+)", re.IGNORECASE),
        byline_whole=re.compile(_alternatives(rows, "byline", "whole"), re.IGNORECASE),
        # case matters: "AP" is an agency, "pa" and "app" are not
        agency=re.compile(rf"(?<!\w)({names}|{names.upper()})(?!\w)"),
        agencies=agencies,
        dateline=_dateline_pattern(names, rows),
        days=frozenset(row["cue"].casefold() for row in _of(rows, "day")),
    )


def _dateline_pattern(names: str, rows: Sequence[Row]) -> re.Pattern[str]:
    months = "|".join(sorted({row["cue"][:3] for row in _of(rows, "day")} | {"Sept"}, key=len, reverse=True))
    capitals = "|".join(name.upper() + "[A-Z]*" for name in months.split("|"))
    # no hyphen inside, lest a chain of them could be cut up in countless ways
    word = r"[A-Z][\w.'’]*"
    city = rf"(?P<city>(?!(?:The|A|An|In|At|On)\b){word}(?:[ /-](?:de|del|do|da|al|el|la|the|of|and|{word})){{0,4}})"
    more = rf"(?:, {word}(?: {word}){{0,3}}){{0,2}}?"
    date = rf"(?P<date>,? (?:\d{{1,2}} )?(?:(?:{months})[a-z]*|{capitals})\.?(?: \d{{1,2}})?(?:,? \d{{4}})?)?"
    agency = rf"(?P<agency>,? ?[(/](?:[A-Z][\w'.-]* )?(?:{names}|[A-Z][A-Za-z.]{{1,20}})(?:[ /][\w .'-]{{1,30}})?[)/])?"
    # what ends it: dashes; a colon before a sentence; nothing, where a bracket stands before one
    return re.compile(
        rf"{city}{more}{date}{agency}"
        rf"(?P<mark>\s*(?:--|—|–|_|-{{2,3}})\s*|\s+-\s+|:\s+(?=[A-Z\"“])|(?<=\))\.?-?\s+(?=[A-Z\"“]))"
    )


def _of(rows: Iterable[Row], kind: str, where: str | None = None) -> list[Row]:
    return [row for row in rows if row["kind"] == kind and where in (None, row["where"])]


def _escaped(cue: str) -> str:
    return re.escape(cue).replace("'", "['’]").replace(r"\ ", r"\s+")


def _alternatives(rows: Iterable[Row], kind: str, where: str) -> str:
    cues = sorted((row["cue"] for row in _of(rows, kind, where)), key=lambda cue: (-len(cue), cue))
    return "|".join(_escaped(cue) + (r"(?!\w)" if cue[-1].isalnum() else "") for cue in cues) or r"(?!)"


def _patterns(rows: Sequence[Row], kind: str) -> Iterator[re.Pattern[str]]:
    frames = {
        "start": r"^\W{{0,3}}?(?:{0})",
        "end": r"(?<!\w)(?:{0})\W*$",
        "anywhere": r"(?<!\w)(?:{0})",
        "whole": r"^\W*(?:{0})\W*$",
        "credit": r"[(\[][^()\[\]]{{0,80}}?(?<!\w)(?:{0})[^()\[\]]{{0,80}}[)\]]\W*$",
    }
    for where, frame in frames.items():
        yield re.compile(frame.format(_alternatives(rows, kind, where)), re.IGNORECASE)
