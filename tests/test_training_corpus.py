"""The training corpus: readable, varied, complete, and free of texts that are for measuring."""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "training"
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(TRAINING))

from corpus import NONE, CorpusError, read_corpus  # noqa: E402

from polybius.codebook import load_codebook  # noqa: E402


@pytest.fixture(scope="module")
def sentences():
    return read_corpus(sorted((TRAINING / "corpus").glob("*.txt")))


def test_corpus_is_large_and_no_sentence_stands_twice(sentences):
    assert len(sentences) >= 4000
    assert max(Counter(s.text for s in sentences).values()) == 1


def test_every_category_and_mode_is_covered_in_several_ways(sentences):
    ways: dict[str, set[str]] = {}
    for sentence in sentences:
        for event in sentence.events:
            if event.category == NONE:
                continue
            word = sentence.text[slice(*event.predicate)].lower()
            for name in (event.category, *(f"{event.category}/{mode}" for mode in event.modes)):
                ways.setdefault(name, set()).add(word)
    for name, category in load_codebook().categories.items():
        assert len(ways[name]) >= 50
        for mode in category.modes:
            assert len(ways[f"{name}/{mode}"]) >= 4, f"{name}/{mode}"


def test_a_third_of_the_corpus_is_hard(sentences):
    """Hard: no event, a pair that is none, an act that is not simply told as done, or three and more events."""
    hard = [
        s
        for s in sentences
        if any(e.category == NONE or e.realis != "-" for e in s.events)
        or not s.events
        or len({e.category for e in s.events}) > 1
    ]
    assert len(hard) * 3 >= len(sentences)


def test_regions_decades_and_lengths_vary(sentences):
    assert len({s.region for s in sentences}) >= 20
    assert {"1980s", "1990s", "2000s", "2010s", "2020s"} <= {s.decade for s in sentences}
    lengths = [len(s.text.split()) for s in sentences]
    assert sum(n <= 15 for n in lengths) > 500
    assert sum(n > 30 for n in lengths) > 500


def test_no_sentence_of_what_is_measured_is_trained_on(sentences):
    folder = SHARED / "bench"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    texts = [
        *(folder / "plv_train.tsv").read_text(encoding="utf-8").splitlines(),
        *(folder / "cameo_class_train.tsv").read_text(encoding="utf-8").splitlines(),
        *(json.loads(line)["text"] for line in (SHARED / "gold" / "reports.jsonl").read_text().splitlines()),
        *(path.read_text(encoding="utf-8") for path in (SHARED / "seeds").glob("*.txt")),
    ]
    grams = {gram for text in texts for gram in _grams(text)}
    shared = [s.text for s in sentences if len(_grams(s.text) & grams) >= 3]
    assert not shared, shared[:5]


def _grams(text: str) -> set[str]:
    words = re.findall(r"\w+", re.sub(r"</?[st]>", "", text.lower()))
    return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("s | - | Sahel\nX [1 a] b.", "head line"),
        ("s | weather | Sahel | 2010s\nX [1 a] b.", "unknown context"),
        ("s | - | Sahel | 2010s\n[1 A [2 b]] c.", "bracket"),
        ("s | - | Sahel | 2010s\n[1 A] [1 b] c.", "twice"),
        ("s | - | Sahel | 2010s\n[1 A] [2 hit] [3 b].\n1 2 4 ASSAULT", "marked spans"),
        ("s | - | Sahel | 2010s\n[1 A] [2 hit] [3 b].\n1 2 3 HIT", "unknown category"),
        ("s | - | Sahel | 2010s\n[1 A] [2 hit] [3 b].\n1 2 3 ASSAULT arrest", "no mode"),
        ("s | - | Sahel | 2010s\n[1 A] [2 hit] [3 b].\n1 2 3 ASSAULT - past", "realis"),
        ("s | - | Sahel | 2010s\n[1 A] [2 hit] [3 b].\n1 - 3 ASSAULT", "predicate"),
    ],
)
def test_faults_name_file_and_line(tmp_path, block, fault):
    path = tmp_path / "x.txt"
    path.write_text(block + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"x\.txt:\d+: .*{fault}"):
        read_corpus([path])
