"""Prints the place names of the gazetteer that are ordinary English words, for ``data/lexicons/place_words.csv``.

A name counts as a word where its lower-case form is more frequent than its capitalised one in the word frequencies that
the PyPI package spacy-lookups-data carries (MIT). usage: python tools/build_name_words.py
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

GAZETTEER = Path(__file__).parent.parent / "polybius" / "data" / "places" / "gazetteer.tsv"
RAREST = -15.5  # natural logarithm of a word's share of running text


def name_words() -> list[str]:
    """Lower-case words that are also place names, sorted."""
    try:
        import spacy_lookups_data
    except ImportError:
        sys.exit("spacy-lookups-data is needed: pip install spacy-lookups-data")
    folder = Path(spacy_lookups_data.__file__).parent / "data"
    with gzip.open(folder / "en_lexeme_prob.json.gz") as file:
        share: dict[str, float] = json.load(file)
    keys = {line.split("\t", 1)[0] for line in GAZETTEER.read_text(encoding="utf-8").splitlines()}
    return sorted(
        key for key in keys
        if key.isalpha() and key.islower() and len(key) > 1
        and share.get(key, -99) > RAREST and share.get(key, -99) > share.get(key.title(), -99)
    )  # fmt: skip


if __name__ == "__main__":
    print("\n".join(name_words()))
