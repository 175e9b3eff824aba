"""HTML pasted as text: the words of it, with its paragraphs as lines. Runs in linear time on any input."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6]|header|"
    "hr|html|li|main|nav|ol|p|pre|section|table|tbody|t[dhr]|tfoot|thead|title|ul"
)
_INLINE = re.compile("a|abbr|b|big|br|cite|code|em|font|i|iframe|img|picture|q|s|small|span|strong|su[bp]|u|wbr")
# what stands between their start and end tag is not for reading
_HIDDEN = re.compile("head|script|style|noscript|template|svg|iframe|nav|form|button|select|textarea")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])[^<>]{0,5000}>")
_START = re.compile(r"<!doctype html|<html[\s>]|<\?xml", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]*\n[ \t\r\f\v\u00a0]*")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def is_markup(text: str) -> bool:
    """True where the text is HTML: it opens as a page, or holds some known tags of which one closes or breaks."""
    if _START.match(text.lstrip()[:200]):
        return True
    opened, closed = 0, 0
    for match in _TAG.finditer(text):
        name = match.group(2).lower()
        if _BLOCK.fullmatch(name) or _INLINE.fullmatch(name):
            opened += not match.group(1)
            closed += bool(match.group(1)) or name in ("br", "p", "hr", "img")
        if opened and closed and opened + closed > 2:
            return True
    return False


def strip_markup(text: str) -> str:
    """The words of an HTML text: paragraphs parted by an empty line, entities resolved, scripts and menus left out."""
    pieces = []
    for kind, value in _parts(_without_comments(text)):
        pieces.append("\n\n" if kind == "block" else "\n" if kind == "break" else _SPACE.sub(" ", html.unescape(value)))
    joined = _BLANKS.sub("\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"  +", " ", joined)).strip()


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """("text", words), ("block", "") and ("break", "") in order."""
    lower = text.lower()
    if len(lower) != len(text):  # a few characters change length in lower case
        lower = text
    position = 0
    unclosed: set[str] = set()
    while match := _TAG.search(text, position):
        yield "text", text[position : match.start()]
        name = match.group(2).lower()
        position = match.end()
        if _BLOCK.fullmatch(name) or _HIDDEN.fullmatch(name):
            yield "block", ""
        elif name == "br":
            yield "break", ""
        if _HIDDEN.fullmatch(name) and not match.group(1) and name not in unclosed:
            end = lower.find(f"</{name}", position)
            if end < 0:
                unclosed.add(name)
            else:
                position = end
    yield "text", text[position:]


def _without_comments(text: str) -> str:
    """Leaves out <!-- … -->, <!…> and <?…>; one without an end stays."""
    for start, end in (("<!--", "-->"), ("<!", ">"), ("<?", ">")):
        pieces: list[str] = []
        position = 0
        while (at := text.find(start, position)) >= 0 and (stop := text.find(end, at + len(start))) >= 0:
            pieces.append(text[position:at])
            position = stop + len(end)
        text = "".join(pieces) + text[position:]
    return text
