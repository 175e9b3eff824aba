"""Bytes to text: UTF-8 first, byte-order marks, then a guess; and what is no text at all is told apart."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\b"))
_SAMPLE = 65_536


class NotText(ValueError):
    """The bytes are no text; the message is fit for the user."""


def decode(data: bytes) -> str:
    """The text that ``data`` holds; line ends are left as they are.

    Raises NotText where it holds a binary file or an encoding that cannot be told.
    """
    encoding = encoding_of(data)
    if encoding == "utf-8":
        # a character cut off at a file's end is no reason to refuse the rest
        return data.decode("utf-8", errors="replace")
    try:
        return data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError) as error:
        raise NotText(f"its encoding ({encoding}) cannot be read; save it as UTF-8") from error


def encoding_of(data: bytes) -> str:
    """The name of the encoding of ``data``, a whole file or a good part of it from its start.

    Raises NotText where it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"it is {what}, not text; save its text as UTF-8 first")
    sample = data[:_SAMPLE]
    wide = _wide_encoding(sample)
    if wide:
        return wide
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 50 > len(sample):
        raise NotText("it is a binary file, not text; save its text as UTF-8 first")
    return "utf-8" if _is_utf8(data) else _guess(sample)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters leave every second byte zero."""
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) * 2 > half and sample[::2].count(0) * 10 < half:
        return "utf-16-le"
    if sample[::2].count(0) * 2 > half and sample[1::2].count(0) * 10 < half:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    """True for UTF-8, also where a few bytes of it are damaged."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data[: 4 * _SAMPLE].decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        sound = sum(character > "\x7f" for character in text) - damaged
        return damaged * 5 <= sound
    return True


def _guess(sample: bytes) -> str:
    high = sum(byte > 127 for byte in sample)
    if high * 20 <= len(sample):
        # English with a few curly quotes or accents: by far the most frequent case, and too little for a guess
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:16_384]).best()
    if best is None:
        raise NotText("its encoding cannot be told; save it as UTF-8")
    return best.encoding
