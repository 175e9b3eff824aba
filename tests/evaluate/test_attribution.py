"""The measure of attributions, on a tiny annotated folder, and the habits of the annotation."""

import pytest

from polybius.errors import ReadError
from polybius.evaluate._attribution_habits import attributions_of
from polybius.evaluate.attribution import evaluate_attribution
from polybius.read.make_report import make_report

TEXT = "The mayor also said that the bridge fell. Police said it stands."


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def spans(source, cue, content):
    return {"source": [span(source)], "cue": [span(cue)], "content": [span(content)]}


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
    found = evaluate_attribution(folder, lambda text: [spans("The mayor", "also said", "that the bridge fell")])
    assert found["annotated"] == 2
    full = found["attribution_full"]
    assert (full["precision"], full["recall"], full["f1"]) == (1.0, 0.5, pytest.approx(2 / 3))
    assert full["f1_low"] == full["f1_high"] == pytest.approx(2 / 3)  # one article can be sampled in one way only
    assert found["token_content"]["precision"] == 1.0
    assert found["token_content"]["recall"] == pytest.approx(4 / 6)


def test_a_wrong_source_counts_for_the_content_only(folder):
    found = evaluate_attribution(folder, lambda text: [spans("Police", "also said", "that the bridge fell")])
    assert found["attribution_full"]["f1"] == 0
    assert found["attribution_content_only"]["recall"] == 0.5


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor also said that the bridge fell.", "The mayor", "also said", "that the bridge fell"),
        ("Ilse Brandt, who heads the aid agency, had warned of a famine.", "Ilse Brandt, who heads the aid agency",
         "had warned of", "a famine"),
        ("The envoy urged the rebels to lay down arms.", "The envoy", "urged", "the rebels to lay down arms"),
        ("The general accused Norway of closing the port.", "The general", "accused Norway of", "closing the port"),
        ("The farmers, who fear that the dam will break, left.", "who", "fear", "that the dam will break"),
    ],
)  # fmt: skip
def test_spans_by_the_habits_of_the_annotation(coder, text, source, cue, content):
    (found,) = attributions_of(coder.annotate(make_report(text)))
    words = {role: " ".join(text[start:end] for start, end in pieces) for role, pieces in found.items()}
    assert words == {"source": source, "cue": cue, "content": content}


@pytest.mark.model
def test_what_stands_in_another_attribution_is_not_annotated(coder):
    doc = coder.annotate(make_report("The army said that the rebels claimed that the city had fallen."))
    (found,) = attributions_of(doc)
    assert [doc.text[start:end] for start, end in found["source"]] == ["The army"]


def test_a_folder_without_articles_is_an_error(tmp_path):
    with pytest.raises(ReadError, match="no annotated articles"):
        evaluate_attribution(tmp_path, lambda text: [])
