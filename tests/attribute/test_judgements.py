"""Words that judge whether something is so."""

import pytest

from polybius.attribute import judgements
from polybius.attribute.judgements import EFFECTS, POS, is_withheld, judgement_of
from polybius.errors import DataError

HEADER = "lemmas,pos,effect,note\n"


def test_every_effect_and_part_of_speech_is_used():
    known = judgements.judgements()
    assert set(known.values()) == set(EFFECTS)
    assert {pos for pos, _ in known} == set(POS)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("surely,adverb,probable,\n", "pos must be one of"),
        ("surely,adv,sure,\n", "effect must be one of"),
    ],
)
def test_a_faulty_row_is_named_with_its_line(tmp_path, monkeypatch, row, told):
    path = tmp_path / "judgements.csv"
    path.write_text(HEADER + row, encoding="utf-8")
    monkeypatch.setattr(judgements, "PATH", path)
    judgements.judgements.cache_clear()
    with pytest.raises(DataError, match=told) as raised:
        judgements.judgements()
    judgements.judgements.cache_clear()
    assert "judgements.csv:2" in str(raised.value)


@pytest.mark.model
def test_an_adverb_counts_with_the_word_before_it(nlp):
    doc = nlp("They almost certainly left, certainly on Monday.")
    assert [judgement_of(token, "adv") for token in doc if token.text == "certainly"] == ["probable", ""]


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "verb", "withheld"),
    [
        ("The army did not say who fired.", "say", True),
        ("The army declined to say who fired.", "say", True),
        ("The army was unable to say who fired.", "say", True),
        ("The army has yet to say who fired.", "say", True),
        ("The army neither confirmed nor denied that it fired.", "denied", True),
        ("The army would not confirm or deny that it fired.", "deny", True),
        ("The army did not fail to say who fired.", "say", False),
        ("The army wanted to say who fired.", "say", False),
        ("The army waited and denied that it fired.", "denied", False),
    ],
)
def test_what_is_not_said(nlp, sentence, verb, withheld):
    assert is_withheld(next(t for t in nlp(sentence) if t.text == verb)) is withheld
