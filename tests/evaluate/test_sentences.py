"""The measures over single sentences: marked pairs, classes of sentences, tagged parties, relevance, confidence."""

import json

import numpy as np
import pytest

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import interval, paired
from polybius.evaluate._classes import Classes, matthews
from polybius.evaluate.categories import by_crosswalk, evaluate_categories, read_marked, read_numbers, root_of
from polybius.evaluate.confidence import reliability
from polybius.evaluate.detection import class_of, evaluate_detection
from polybius.evaluate.pairs import Tagged, evaluate_pairs, meets, read_tagged
from polybius.evaluate.relevance import evaluate_relevance
from polybius.events.classifier import Judgement
from tests.made import shelling

TABLE = (
    "n\tmarked_sentence\tgold_root\troot_L2\n"
    "1\t<s>Mali</s> freed <t>two drivers</t>.\tYIELD\tCOERCE\n"
    "2\t<t>Mali</t> was warned by <s>Niger</s>.\tTHREATEN\tTHREATEN\n"
    "3\t<s>Mali</s> banned <t>a party</t>.\tCOERCE\tCOERCE\n"
)


def judgement(**categories):
    names = ("SANCTION", "ACCUSE", "COERCE", "CONCEDE", "RETREAT", "THREATEN", "NONE")
    modes = {"SANCTION/convict": 0.0, "SANCTION/discontinue": 0.0}
    return Judgement({n: categories.get(n, 0.0) for n in names}, modes, {})


def test_marked_rows_give_text_and_spans(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text(TABLE, encoding="utf-8")
    rows = read_marked(path)
    assert rows[1].text == "Mali was warned by Niger."
    assert [rows[1].text[a:b] for a, b in (*rows[1].actors, *rows[1].recipients)] == ["Niger", "Mali"]
    assert [row.number for row in rows] == [2, 3, 4]


@pytest.mark.parametrize("row", ["A b", "<s>A b <t>c</t>", "A</s> <t>c</t>"])
def test_a_row_without_parties_or_with_broken_marks_is_named(tmp_path, row):
    path = tmp_path / "t.tsv"
    path.write_text(f"marked_sentence\tgold_root\n{row}\tAID\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"t\.tsv:2"):
        read_marked(path)


def test_categories_are_scored_by_class_and_against_the_rival(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text(TABLE, encoding="utf-8")

    def classify(text, actors, predicate, recipients):
        assert predicate is None
        return judgement(CONCEDE=0.3, RETREAT=0.3, COERCE=0.4) if "freed" in text else judgement(COERCE=1.0)

    found = evaluate_categories(path, classify)
    assert found["by_class"]["YIELD"]["f1"] == 1
    assert found["by_class"]["THREATEN"]["f1"] == 0
    assert found["by_class"]["COERCE"]["precision"] == 0.5
    assert found["macro_f1"] == pytest.approx((1 + 0 + 2 / 3) / 3, abs=1e-4)
    assert found["rival"]["column"] == "root_L2"
    assert evaluate_categories(path, classify, without=[3])["rows"] == 2


def test_yield_joins_concede_and_retreat():
    assert root_of({"CONCEDE": 0.3, "RETREAT": 0.25, "AID": 0.4}, ["YIELD", "AID"]) == "YIELD"
    assert root_of({"NONE": 0.9, "AID": 0.1}, ["AID", "AGREE"]) == "AID"


def test_crosswalk_moves_verdicts_and_sanctions_and_keeps_the_sum():
    judged = Judgement(
        {"SANCTION": 0.9, "ACCUSE": 0.05, "COERCE": 0.05}, {"SANCTION/convict": 0.9, "SANCTION/discontinue": 0.1}, {}
    )
    assert max(by_crosswalk(judged, "was convicted"), key=by_crosswalk(judged, "was convicted").get) == "ACCUSE"
    other = Judgement(judged.categories, {"SANCTION/convict": 0.0, "SANCTION/discontinue": 0.9}, {})
    moved = by_crosswalk(other, "imposed sanctions on")
    assert max(moved, key=moved.get) == "COERCE"
    assert sum(moved.values()) == pytest.approx(1)
    assert by_crosswalk(other, "suspended aid to") == pytest.approx(other.categories)


def test_numbers_of_rows_come_from_a_table(tmp_path):
    path = tmp_path / "n.csv"
    path.write_text("# why\nrow,why\n3,x\n9,y\n", encoding="utf-8")
    assert read_numbers(path) == [3, 9]
    path.write_text("line\n3\n", encoding="utf-8")
    with pytest.raises(ReadError):
        read_numbers(path)


def test_matthews_and_macro_f1():
    yes = np.array([True, True, False, False])
    assert matthews(yes, yes) == 1
    assert matthews(yes, ~yes) == -1
    assert matthews(yes, np.array([True, True, True, True])) == 0
    assert Classes.of(["a", "b"], ["a", "b", "b"], ["a", "b", None]).macro_f1() == pytest.approx((1 + 2 / 3) / 2)


def test_intervals_hold_the_figure_and_are_repeatable():
    values = np.arange(40) % 2
    first = interval(40, lambda rows: float(values[rows].mean()))
    assert first == interval(40, lambda rows: float(values[rows].mean()))
    assert first[0] < 0.5 < first[1]
    better = paired(40, lambda rows: 1.0, lambda rows: float(values[rows].mean()))
    assert better["difference"] == 0.5
    assert better["p"] == 0


def test_a_sentence_has_the_class_of_its_surest_event_by_cameo():
    event = shelling().events[0]
    appeal = event.model_copy(update={"category": "REQUEST", "quad": 3, "cameo": "0253", "confidence": 0.9})
    tie = event.model_copy(update={"category": "SANCTION", "quad": 4, "cameo": "161", "confidence": 0.7})
    assert class_of([]) == "0"
    assert class_of([appeal]) == "0"
    assert class_of([appeal, event.model_copy(update={"confidence": 0.5})]) == "4"
    assert class_of([event.model_copy(update={"confidence": 0.5}), tie]) == "3"


def test_detection_counts_sentences(tmp_path):
    path = tmp_path / "c.tsv"
    path.write_text("Shells fell.\t4\nRain fell.\t0\nMore fell.\t4\n", encoding="utf-8")
    found = evaluate_detection(path, lambda text: shelling().events if "Shells" in text else ())
    assert (found["with_event"], found["found_with_event"], found["found_rightly"]) == (2, 1, 1)
    assert found["mcc"] == pytest.approx(0.5)
    path.write_text("Shells fell.\t4\nno class\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"c\.tsv:2"):
        evaluate_detection(path, lambda text: ())


def test_tagged_words_become_sentences_with_spans(tmp_path):
    path = tmp_path / "n.txt"
    path.write_text("Rebel B-S\nfighters I-S\nhit O\nGanja B-T\n. O\n\nX B-R\nmet O\nY B-R\n", encoding="utf-8")
    first, second = read_tagged(path)
    assert first.text == "Rebel fighters hit Ganja."
    assert [first.text[a:b] for a, b in (*first.sources, *first.targets)] == ["Rebel fighters", "Ganja"]
    assert second.sources == ()
    path.write_text("Rebel B-S\nfighters\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"n\.txt:2"):
        read_tagged(path)


def test_a_pair_is_met_by_words_or_by_the_same_party():
    coded = shelling()
    event = coded.events[0]
    actor, recipient = event.actors[0], event.recipients[0]
    wanted = Tagged(coded.report.text, ((actor.start, actor.end),), ((recipient.start, recipient.end),))
    assert meets(coded, wanted)
    assert not meets(coded, Tagged(wanted.text, wanted.targets, wanted.sources))
    pronoun = actor.model_copy(update={"text": "it", "start": 0, "end": 2})
    named = coded.model_copy(
        update={"events": (event.model_copy(update={"actors": (pronoun,)}),), "actors": (actor, recipient)}
    )
    assert meets(named, wanted)
    stranger = pronoun.model_copy(update={"id": None, "code": "TUR"})
    other = named.model_copy(update={"events": (event.model_copy(update={"actors": (stranger,)}),)})
    assert not meets(other, wanted)


def test_pairs_measures_only_sentences_with_both_parties(tmp_path):
    path = tmp_path / "n.txt"
    path.write_text("X B-S\nhit O\nY B-T\n\nX B-R\nmet O\n", encoding="utf-8")
    found = evaluate_pairs(path, lambda text: shelling().model_copy(update={"events": ()}))
    assert (found["sentences"], found["share_met"], found["sentences_without_event"]) == (1, 0, 1)


def test_relevance_counts_events_where_none_should_be(tmp_path):
    coded = shelling()
    text = coded.report.text
    path = tmp_path / "r.jsonl"
    wanted = [{"category": "ASSAULT", "trigger": "shelled"}, {"category": "REJECT", "trigger": "denied"}]
    lines = [
        {"id": "a", "kind": "sport", "political": False, "text": text},
        {"id": "b", "kind": "political", "political": True, "text": text, "events": wanted},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shells = coded.events[:1]
    found = evaluate_relevance(path, lambda one: shells if one["id"] == "b" else (), lambda one: shells)
    assert (found["events_per_other_text"], found["recall"]) == (0, 0.5)
    assert evaluate_relevance(path, lambda one: shells, lambda one: shells)["events_by_kind"] == {"sport": 1}
    path.write_text('{"id": "a"}', encoding="utf-8")
    with pytest.raises(ReadError, match=r"r\.jsonl:1"):
        evaluate_relevance(path, lambda one: (), lambda one: ())


def test_reliability_compares_confidence_with_the_share_right():
    found = reliability([(0.95, True)] * 9 + [(0.95, False)] + [(0.25, False)] * 3 + [(0.25, True)])
    assert found["expected_calibration_error"] == pytest.approx((0.05 * 10 + 0.0 * 4) / 14, abs=1e-4)
    assert [one["events"] for one in found["bins"]] == [4, 10]
    assert reliability([])["events"] == 0
