"""The measure of attributions, on a tiny annotated folder."""

import pytest

from polybius.errors import ReadError
from polybius.evaluate.attribution import as_annotated, evaluate_attribution
from polybius.records import Actor, Span, Statement

TEXT = "The mayor also said that the bridge fell. Police said it stands."


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def statement(speaker, cue, content):
    start, end = span(speaker)
    spans = [Span(start=span(words)[0], end=span(words)[1]) for words in (cue, content)]
    actor = Actor(text=speaker, start=start, end=end)
    return Statement(id="s", speakers=(actor,), cue=spans[0], content=(spans[1],), kind="indirect")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    lines = []
    for number, (kind, words) in enumerate(
        [("Source", "The mayor"), ("Cue", "also said"), ("Content", "that the bridge fell"),
         ("Source", "Police"), ("Cue", "said it"), ("Content", "it stands")], start=1):  # fmt: skip
        lines.append(f"T{number}\t{kind} {span(words)[0]} {span(words)[1]}\t{words}")
    lines += ["E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3", "E2\tAttribution:T5 Source:T4 Cue:T5 Content:T6"]
    (tmp_path / "attributions" / "one_0001.ann").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_one_of_two_found_gives_half_recall(folder):
    found = evaluate_attribution(folder, lambda text: [statement("The mayor", "said that the", "the bridge fell")])
    assert found["annotated"] == 2
    assert found["attribution_full"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}
    assert found["token_content"]["precision"] == 1.0
    assert found["token_content"]["recall"] == pytest.approx(4 / 6)


def test_a_wrong_source_counts_for_the_content_only(folder):
    found = evaluate_attribution(folder, lambda text: [statement("Police", "also said", "the bridge fell")])
    assert found["attribution_full"]["f1"] == 0
    assert found["attribution_content_only"]["recall"] == 0.5


def test_cues_take_their_adverbs_and_contents_their_that():
    spans = as_annotated(TEXT, statement("The mayor", "said that the", "the bridge fell"))
    assert TEXT[slice(*spans["cue"][0])].startswith("also said")
    assert TEXT[slice(*spans["content"][0])] == "that the bridge fell"


def test_a_folder_without_articles_is_an_error(tmp_path):
    with pytest.raises(ReadError, match="no annotated articles"):
        evaluate_attribution(tmp_path, lambda text: [])
