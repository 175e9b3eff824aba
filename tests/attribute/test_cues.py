"""The lexicon of cues."""

import pytest
import spacy
from spacy.tokens import Doc

from polybius.attribute import cues
from polybius.attribute.cues import cue_of, lexicon
from polybius.errors import DataError


def doc_of(words, tags, lemmas, pos):
    return Doc(spacy.blank("en").vocab, words=words, tags=tags, lemmas=lemmas, pos=pos)


def test_the_lexicon_holds_verbs_nouns_adjectives_and_documents():
    rows = [cue for found in lexicon().cues.values() for cue in found]
    assert len(rows) >= 250
    assert {cue.pos for cue in rows} == {"verb", "noun", "adj", "adv", "prep"}
    assert "poll" in lexicon().documents
    assert "interview" in lexicon().channels


def test_the_longest_cue_wins():
    words, tags = ["She", "pointed", "out", "that"], ["PRP", "VBD", "RP", "IN"]
    doc = doc_of(words, tags, ["she", "point", "out", "that"], ["PRON", "VERB", "ADP", "SCONJ"])
    cue, indices = cue_of(doc[1])
    assert cue.words == ("point", "out")
    assert indices == (1, 2)


def test_words_that_tell_nothing_are_no_cues():
    doc = doc_of(["She", "walked"], ["PRP", "VBD"], ["she", "walk"], ["PRON", "VERB"])
    assert cue_of(doc[1]) is None


@pytest.mark.parametrize(
    ("verb", "attitude", "polarity", "act"),
    [
        ("say", "neutral", "positive", False),
        ("deny", "denial", "negative", True),
        ("claim", "distancing", "positive", False),
        ("vow", "promise", "positive", True),
        ("accuse", "accusation", "positive", True),
        ("confirm", "committed", "positive", False),
    ],
)
def test_attitude_polarity_and_act_of_cues(verb, attitude, polarity, act):
    (cue,) = (row for row in lexicon().cues["verb", verb] if row.words == (verb,))
    assert (cue.attitude, cue.polarity, cue.act) == (attitude, polarity, act)


def test_a_bad_row_is_named_with_file_and_line(tmp_path, monkeypatch):
    table = tmp_path / "cues.csv"
    table.write_text(
        ",".join(cues.COLUMNS) + "\nsay,verb,speech,neutral,certain,positive,quote|dance,,\n", encoding="utf-8"
    )
    monkeypatch.setattr(cues, "PATH", table)
    lexicon.cache_clear()
    try:
        with pytest.raises(DataError, match=r"cues\.csv:2: unknown frame 'dance'"):
            lexicon()
    finally:
        lexicon.cache_clear()
