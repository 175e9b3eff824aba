"""The event classifier: marked pairs in, probabilities out; each pair for itself; faults named."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.errors import ModelError
from polybius.events.classifier import LONGEST, MODEL, Classifier, Tokens, check_spans, load_classifier, read_fitted

SENTENCE = "Kenya expelled two Rwandan diplomats on Tuesday after Kigali accused it of spying."


def span(words, text=SENTENCE):
    start = text.index(words)
    return start, start + len(words)


def judge(text, actor, recipient, predicate=None):
    return load_classifier().judge_text(
        text, [span(actor, text)], span(predicate, text) if predicate else None, [span(recipient, text)]
    )


def test_probabilities_of_categories_sum_to_one_and_the_others_stand_for_themselves():
    found = judge(SENTENCE, "Kenya", "two Rwandan diplomats", "expelled")
    assert sum(found.categories.values()) == pytest.approx(1)
    assert len(found.categories) == 17
    assert all(0 <= p <= 1 for p in (*found.modes.values(), *found.realis.values()))


@pytest.mark.parametrize(
    ("text", "actor", "predicate", "recipient", "category"),
    [
        (SENTENCE, "Kenya", "expelled", "two Rwandan diplomats", "SANCTION"),
        (SENTENCE, "Kigali", "accused", "it", "ACCUSE"),
        ("Rebels shelled a market in the north on Friday.", "Rebels", "shelled", "a market", "ASSAULT"),
        ("Thousands of teachers marched against the ministry.", "teachers", "marched", "the ministry", "PROTEST"),
        ("The court sentenced the former mayor to jail.", "The court", "sentenced", "the former mayor", "SANCTION"),
        ("Norway shares a long border with Sweden.", "Norway", "shares", "Sweden", "NONE"),
        ("Peru beat Chile 2-0 in the qualifier in Lima.", "Peru", "beat", "Chile", "NONE"),
        ("Tents were given to the refugees by Denmark.", "Denmark", "given", "the refugees", "AID"),
        ("Chad refused to meet envoys of the rebels.", "Chad", "refused", "the rebels", "REJECT"),
    ],
)
def test_plain_sentences_get_their_category(text, actor, predicate, recipient, category):
    assert judge(text, actor, recipient, predicate).best == category


def test_the_same_words_mean_something_else_between_other_parties():
    text = "Kenya praised Chad and expelled two Rwandan envoys."
    assert judge(text, "Kenya", "Chad").best == "SUPPORT"
    assert judge(text, "Kenya", "two Rwandan envoys").best == "SANCTION"
    assert judge(text, "Chad", "Kenya", "praised").best == "NONE"


def test_a_pair_is_judged_alike_alone_and_among_others():
    classifier = Classifier()
    text = "The premier praised the strikers."
    spans = [span(words, text) for words in ("The premier", "praised", "the strikers")]
    marked = classifier.encoder.encode(classifier.encoder.tokens(text), [spans[0]], spans[1], [spans[2]])
    alone = Classifier().judge(marked)
    for other in ("Gunmen killed a judge.", SENTENCE * 6, "x"):
        classifier.judge_text(other, [(0, 1)], None, [])
    assert classifier.judge(marked) == alone


@pytest.mark.parametrize(
    ("text", "spans", "named"),
    [
        ("", {"actor": (0, 1)}, "sentence"),
        ("  ", {"actor": (0, 1)}, "sentence"),
        (SENTENCE, {"actor": (0, 0)}, "actor"),
        (SENTENCE, {"actor": (5, 2)}, "actor"),
        (SENTENCE, {"actor": (-3, 2)}, "actor"),
        (SENTENCE, {"actor": (5, 6)}, "actor"),
        (SENTENCE, {"actor": None}, "actor"),
        (SENTENCE, {"actor": ("a", "b")}, "actor"),
        (SENTENCE, {"actor": (0, 5), "recipient": (70, 900)}, "recipient"),
        (SENTENCE, {"actor": (0, 10), "recipient": (4, 12)}, "recipient"),
        (SENTENCE, {"actor": (0, 5), "predicate": (3, 9)}, "predicate"),
    ],
)
def test_bad_marks_are_refused_by_name(text, spans, named):
    with pytest.raises(ValueError, match=f"^{named}") as caught:
        check_spans(text, spans)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=400), st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_with_any_marks_can_be_encoded(text, data):
    encoder = load_classifier().encoder
    spots = st.integers(0, max(len(text), 1))
    spans = [tuple(sorted((data.draw(spots), data.draw(spots)))) for _ in range(3)]
    tokens = encoder.tokens(text)
    found = encoder.encode(tokens, [spans[0]], spans[1], [spans[2]])
    assert found.ids[0] == encoder.first
    assert found.ids[-1] == encoder.last
    assert all(0 <= at < len(found.ids) for at in found.marks)


@given(
    st.lists(st.sampled_from(["Chad's army", "Côte d’Ivoire", "3,000", "re-armed", "北京", ".", "«Non»"]), max_size=8)
)
def test_the_word_pieces_of_a_stretch_are_those_of_its_text(words):
    encoder = load_classifier().encoder
    text = " ".join(words)
    tokens = encoder.tokens(text)
    starts = [text.find(word) for word in words]
    for start in starts:
        assert tokens.part(start, len(text)) == encoder.tokens(text[start:])
        assert tokens.part(0, start) == encoder.tokens(text[:start])


def test_long_sentences_are_cut_to_what_stands_near_the_marks():
    encoder = load_classifier().encoder
    ids = tuple(range(1000, 1400))
    tokens = Tokens(ids, tuple((i * 2, i * 2 + 1) for i in range(400)))
    near = encoder.encode(tokens, [(200, 201)], (204, 205), [(210, 211)])
    assert len(near.ids) <= LONGEST + 8
    far = encoder.encode(tokens, [(0, 1)], (400, 401), [(790, 791)])
    assert len(far.ids) <= LONGEST + 8
    assert {1000, 1200, 1395} <= set(far.ids)


@pytest.fixture
def folder(tmp_path):
    for name in ("card.json", "events.onnx", "tokenizer.json"):
        shutil.copy(MODEL / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", ["card.json", "events.onnx", "tokenizer.json"])
@pytest.mark.parametrize("how", ["missing", "cut"])
def test_a_missing_or_broken_file_is_one_line_that_says_what_to_do(folder, name, how):
    if how == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes()[:200])
    with pytest.raises(ModelError) as caught:
        Classifier(folder)
    message = str(caught.value)
    assert name in message
    assert "install polybius again" in message
    assert "\n" not in message


@pytest.mark.parametrize("content", [None, "{", '{"features": ["other"], "weights": [1], "bias": 0}'])
def test_fitted_weights_that_are_missing_or_of_another_make_are_named(tmp_path, content):
    path = tmp_path / "calibration.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json is missing or broken") as caught:
        read_fitted(path, ("log_odds",))
    assert "make train" in str(caught.value)


def test_the_model_is_small_enough_to_ship_and_tells_where_it_comes_from():
    assert (MODEL / "events.onnx").stat().st_size < 30_000_000
    card = json.loads((MODEL / "card.json").read_text(encoding="utf-8"))
    assert card["sentences"] > 4000
    readme = (MODEL / "README.md").read_text(encoding="utf-8")
    assert "MiniLM" in readme
    assert "Apache-2.0" in readme
