"""Is a text English? Function words settle most texts; a language identifier decides the rest."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from polybius.tables import DATA, read_table

# enough to tell a language, and keeps long texts cheap
_SAMPLE = 4_000
_ENGLISH_SHARE = 0.28
_FEW_WORDS = 5
# below this many words, another language must be so many times as likely as English
_SHORT = 20
_SURE_OVER = 12
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language ("en"), or None where it has too few letters to tell."""
    sample = _sample(text)
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(sample)]
    if not words or sum(map(len, words)) < 3:
        return None
    english = _function_words()
    share = sum(english.get(word) == "own" for word in words) / len(words)
    known = share + (sum(english.get(word) == "shared" for word in words) / len(words) if share >= 0.08 else 0.0)
    if known >= _ENGLISH_SHARE and len(words) >= _FEW_WORDS:
        return "en"
    if share >= 0.16 and _latin(sample):
        return "en"
    return _identified(sample, len(words), share)


def _identified(sample: str, words: int, share: float) -> str | None:
    guess, certainty, english = _identify(sample)
    if guess in ("en", "pcm"):  # Nigerian Pidgin: what it takes some headlines in English for
        return "en"
    if guess == "zxx":  # no language at all
        return "en" if share > 0 else None
    if words < _SHORT and _latin(sample) and certainty < _SURE_OVER * english:
        # a report refused for its language is lost, one let through does little harm
        return "en"
    return None if certainty < 0.2 and words < _FEW_WORDS else guess


@cache
def language_names() -> dict[str, str]:
    """English names of languages by code, from ``data/lexicons/languages.csv``."""
    return {row["code"]: row["name"] for row in read_table(DATA / "lexicons" / "languages.csv", ("code", "name"))}


@cache
def _function_words() -> dict[str, str]:
    return {row["word"]: row["use"] for row in read_table(DATA / "lexicons" / "english_words.csv", ("word", "use"))}


def _sample(text: str) -> str:
    """The middle of a long text and its start: headlines and bylines alone are poor evidence."""
    if len(text) <= _SAMPLE:
        return text
    half = _SAMPLE // 2
    middle = len(text) // 2
    return text[:half] + "\n" + text[middle : middle + half]


def _latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character < "\u0250" for character in letters) * 2 > len(letters)


@cache
def _identifier() -> Any:
    # loaded late: it takes a second and most English texts need no second opinion
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _identify(text: str) -> tuple[str, float, float]:
    """The most probable language, its probability and that of English."""
    # headlines in capitals look like no language to a model of lower-case text
    ranked = [(str(code), float(share)) for code, share in _identifier().rank(text.lower() if text.isupper() else text)]
    return *ranked[0], max((share for code, share in ranked if code == "en"), default=0.0)
